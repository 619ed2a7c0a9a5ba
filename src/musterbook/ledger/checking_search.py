"""Does the full-text search know every claim and document, by their words?"""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from musterbook.ledger.fault import Fault
from musterbook.ledger.rows import ROW_MASK, plain_words

BATCH = 2000


def search_faults(connection: sa.Connection) -> Iterator[Fault]:
    """What the search lacks, what it has too much, and what it has otherwise than it is written."""
    sqlite = connection.dialect.name == "sqlite"
    for name, table, key in (("claim_search", "claims", "claim"), ("document_search", "documents", "document")):
        index, number = (f"{name}_docsize", f"id & {ROW_MASK}") if sqlite else (name, key)
        for wrong, trouble in (
            (_difference(table, "row", index, number), "the full-text search does not know it"),
            (_difference(index, number, table, "row"), "the full-text search knows it, but it is not there"),
        ):
            for (row,) in connection.execute(wrong):
                yield Fault(table, row, trouble)
        if sqlite:
            yield from _as_written_in_file(connection, name)
    if not sqlite:
        yield from _as_written_on_server(connection, "claim_search", "claim", "SELECT claim, words FROM claim_words")
        documents = "SELECT row, title || chr(10) || text FROM documents"
        yield from _as_written_on_server(connection, "document_search", "document", documents)


def _difference(table: str, key: str, other: str, other_key: str) -> sa.TextClause:
    return sa.text(f"SELECT {key} FROM {table} EXCEPT SELECT {other_key} FROM {other}")  # noqa: S608


def _as_written_in_file(connection: sa.Connection, name: str) -> Iterator[Fault]:
    """FTS5's own check against the texts; it needs a ledger that can be written, and is left out otherwise."""
    try:
        connection.exec_driver_sql(f"INSERT INTO {name}({name}, rank) VALUES ('integrity-check', 1)")  # noqa: S608
    except DBAPIError as error:
        if "readonly" not in str(error.orig):
            yield Fault(name, "", f"the full-text search does not agree with the texts ({error.orig})")


def _as_written_on_server(connection: sa.Connection, name: str, key: str, texts: str) -> Iterator[Fault]:
    differing = sa.text(
        f"""SELECT known.{key} FROM {name} AS known
        JOIN unnest(CAST(:rows AS bigint[]), CAST(:words AS text[])) AS written(row, words) ON written.row = known.{key}
        WHERE known.search <> to_tsvector('simple', written.words)"""  # noqa: S608
    )
    for some in connection.execute(sa.text(texts)).partitions(BATCH):
        words = {"rows": [row for row, _ in some], "words": [plain_words(text) for _, text in some]}
        for (row,) in connection.execute(differing, words):
            yield Fault(name, row, "the full-text search does not agree with the text")
