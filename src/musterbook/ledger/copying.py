"""A ledger copied row for row into an empty one: from a file to a server, back, or from file to file."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

import sqlalchemy as sa

from musterbook.errors import LedgerError
from musterbook.ledger.entering import INDEX_CLAIMS, INDEX_DOCUMENTS
from musterbook.ledger.rows import plain_words
from musterbook.ledger.segments import complete
from musterbook.ledger.store import Store
from musterbook.ledger.tables import acts, documents, metadata

BATCH = 2000


def copy(source: Store, target: Store) -> Iterator[tuple[str, int]]:
    """Copy every row, in one transaction of each; gives each table's name and number of rows as it is done.

    Rows keep their numbers and their clocks. When all are there, their number and content are compared with the
    source. Raises LedgerError when the target is not empty, or when a table came out different; nothing is then kept.
    """
    with source.reading() as before, target.writing() as after:
        if after.scalar(sa.select(sa.func.count()).select_from(acts)):
            raise LedgerError(f"{target.address}: there are entries in it already; copy into an empty ledger")
        for table in metadata.sorted_tables:
            copied = 0
            for rows in _batches(before, table):
                after.execute(table.insert(), rows)
                copied += len(rows)
            yield table.name, copied
        _derive(after)
        for table in metadata.sorted_tables:
            _compare(before, after, table, str(target.address))
        if not target.sqlite:
            _count_on(after)


def _batches(connection: sa.Connection, table: sa.Table) -> Iterator[list[dict[str, Any]]]:
    query = sa.select(table).order_by(*table.primary_key.columns).execution_options(yield_per=BATCH)
    with connection.execute(query) as result:
        for rows in result.mappings().partitions():
            yield [dict(row) for row in rows]


def _derive(connection: sa.Connection) -> None:
    """Make the copy searchable, and a file quick to count."""
    dialect = connection.dialect.name
    if dialect == "sqlite":
        for name in ("claim_search", "document_search"):
            connection.exec_driver_sql(f"INSERT INTO {name}({name}) VALUES ('rebuild')")  # noqa: S608
        complete(connection)
        return
    words = sa.text("SELECT claim, words FROM claim_words")
    texts = sa.select(documents.c.row, documents.c.title + "\n" + documents.c.text)
    for found, insert in ((words, INDEX_CLAIMS[dialect]), (texts, INDEX_DOCUMENTS[dialect])):
        for rows in connection.execute(found).partitions(BATCH):
            connection.execute(insert, [{"row": row, "words": plain_words(text)} for row, text in rows])


def _compare(before: sa.Connection, after: sa.Connection, table: sa.Table, target: str) -> None:
    nothing: list[dict[str, Any]] = []
    for one, other in zip_longest(_batches(before, table), _batches(after, table), fillvalue=nothing):
        if one != other:
            row = next((a for a, b in zip(one, other, strict=False) if a != b), (one or other)[-1])
            name = row.get("row", row.get("claim"))
            raise LedgerError(f"{target}: {table.name} came out different at {name}; nothing was kept")


def _count_on(connection: sa.Connection) -> None:
    """Let the server number new rows after the copied ones."""
    for table in metadata.sorted_tables:
        if "row" in table.c and table.c.row.autoincrement is not False:
            sequence = sa.func.pg_get_serial_sequence(table.name, "row")
            last = sa.select(sa.func.coalesce(sa.func.max(table.c.row), 0)).scalar_subquery()
            connection.execute(sa.select(sa.func.setval(sequence, last + 1, sa.false())))
