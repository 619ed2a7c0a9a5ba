"""Is the ledger whole? Everything that is wrong, and where."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from musterbook.errors import MusterbookError
from musterbook.ledger.checking_search import search_faults
from musterbook.ledger.fault import Fault
from musterbook.ledger.rows import claim_rows, document_row, restore, restore_document
from musterbook.ledger.tables import (
    acts,
    captures,
    claim_areas,
    claim_slots,
    claims,
    documents,
    mentions,
    metadata,
    reviews,
    sightings,
)
from musterbook.model import Document

BATCH = 2000


def faults(connection: sa.Connection) -> Iterator[Fault]:
    """Everything that is wrong: pages, hashes, grounding, references, superseding, search."""
    for check in (_file, _references, _clocks, _captures, _documents, _claims, _reviews, search_faults, _columns):
        yield from check(connection)


def _file(connection: sa.Connection) -> Iterator[Fault]:
    if connection.dialect.name == "sqlite":
        for (found,) in connection.exec_driver_sql("PRAGMA integrity_check(20)"):
            if found != "ok":
                yield Fault("file", "", found)


def _references(connection: sa.Connection) -> Iterator[Fault]:
    """Every reference to another table finds its row."""
    for table in metadata.sorted_tables:
        for key in table.foreign_keys:
            child, parent = key.parent, key.column
            own = table.c.row if "row" in table.c else table.c.claim
            there = parent.table.alias()
            missing = sa.select(own, child).where(child.is_not(None), ~sa.exists().where(there.c[parent.name] == child))
            for row, number in connection.execute(missing):
                yield Fault(table.name, row, f"its {child.name} {number} is not in {parent.table.name}")


def _clocks(connection: sa.Connection) -> Iterator[Fault]:
    """Rows share the moments of the acts that entered and superseded them; the second is not before the first."""
    for table in metadata.sorted_tables:
        if "superseded_by" not in table.c:
            continue
        entered, gone = acts.alias(), acts.alias()
        columns = [table.c.row, table.c.recorded, table.c.superseded, table.c.superseded_by]
        query = (
            sa.select(*columns, entered.c.recorded.label("entered"), gone.c.recorded.label("gone"))
            .join_from(table, entered, entered.c.row == table.c.act, isouter=True)
            .join(gone, gone.c.row == table.c.superseded_by, isouter=True)
            .where(
                (entered.c.recorded != table.c.recorded)
                | (table.c.superseded.is_(None) != table.c.superseded_by.is_(None))
                | (gone.c.recorded != table.c.superseded)
                | (table.c.superseded < table.c.recorded)
            )
        )
        for found in connection.execute(query):
            if found.entered != found.recorded:
                yield Fault(table.name, found.row, "its moment is not that of the act that entered it")
            elif (found.superseded is None) != (found.superseded_by is None):
                yield Fault(table.name, found.row, "superseded by no act, or by an act at no time")
            elif found.gone != found.superseded:
                yield Fault(table.name, found.row, "superseded at another moment than the act that did it")
            else:
                yield Fault(table.name, found.row, "superseded before it was entered")


def _captures(connection: sa.Connection) -> Iterator[Fault]:
    query = sa.select(captures.c.row, captures.c.sha256, captures.c.size, captures.c.body)
    for row, sha256, size, packed in _stream(connection, query.where(captures.c.body.is_not(None))):
        try:
            body = zlib.decompress(packed)
        except zlib.error as error:
            yield Fault("captures", row, f"its bytes cannot be unpacked ({error})")
            continue
        if len(body) != size or hashlib.sha256(body).hexdigest() != sha256:
            yield Fault("captures", row, f"its bytes are not those of SHA-256 {sha256}")
    for table in (documents, sightings):
        there = sa.exists().where(captures.c.sha256 == table.c.capture)
        missing = sa.select(table.c.row, table.c.capture).where(table.c.capture.is_not(None), ~there)
        for row, sha256 in connection.execute(missing):
            yield Fault(table.name, row, f"its capture {sha256} is not on record")


def _documents(connection: sa.Connection) -> Iterator[Fault]:
    for row in _stream(connection, sa.select(documents)):
        made = document_row(restore_document(row._mapping))
        for name in ("id", "fingerprint"):
            if made[name] != row._mapping[name]:
                yield Fault("documents", row.row, f"its {name} {row._mapping[name]} is not that of its text")


def _claims(connection: sa.Connection) -> Iterator[Fault]:
    """Every slot stands in its document, and everything kept beside the slots follows from them."""
    last = 0
    while True:
        some = (
            sa.select(claims, claim_slots.c.slots)
            .join_from(claims, claim_slots, claim_slots.c.claim == claims.c.row, isouter=True)
            .where(claims.c.row > last)
            .order_by(claims.c.row)
            .limit(BATCH)
        )
        rows = connection.execute(some).mappings().all()
        if not rows:
            return
        first, last = rows[0]["row"], rows[-1]["row"]
        texts = _texts(connection, sorted({row["document"] for row in rows}))
        said = _parts(connection, mentions, first, last)
        where = _parts(connection, claim_areas, first, last)
        for row in rows:
            document = texts.get(row["document"])
            if document is not None:
                yield from _claim(row, document, said.get(row["row"], []), where.get(row["row"], []))


def _texts(connection: sa.Connection, rows: list[int]) -> dict[int, Document]:
    query = sa.select(documents).where(documents.c.row.in_(rows))
    return {row["row"]: restore_document(row) for row in connection.execute(query).mappings()}


def _parts(connection: sa.Connection, table: sa.Table, first: int, last: int) -> dict[int, list[dict[str, object]]]:
    found: dict[int, list[dict[str, object]]] = {}
    query = sa.select(table).where(table.c.claim.between(first, last)).order_by(*table.primary_key.columns)
    for row in connection.execute(query).mappings():
        found.setdefault(row["claim"], []).append({name: row[name] for name in row if name != "claim"})
    return found


def _claim(
    row: sa.RowMapping, document: Document, said: list[dict[str, object]], where: list[dict[str, object]]
) -> Iterator[Fault]:
    if row["slots"] is None:
        yield Fault("claims", row["row"], "its slots are missing")
        return
    try:
        claim = restore(row["slots"], document)
    except MusterbookError as error:
        yield Fault("claim_slots", row["row"], str(error))
        return
    made = claim_rows(document, claim)
    for name, value in made.claim.items():
        if row[name] != value:
            yield Fault("claims", row["row"], f"its {name} is {row[name]!r}, its slots say {value!r}")
    if said != list(made.mentions):
        yield Fault("mentions", row["row"], "they are not those of the claim's slots")
    if sorted(where, key=str) != sorted(made.areas, key=str):
        yield Fault("claim_areas", row["row"], "they are not those of the claim's places")


def _reviews(connection: sa.Connection) -> Iterator[Fault]:
    for name in ("claim", "corrected"):
        there = sa.exists().where(claims.c.id == reviews.c[name])
        missing = sa.select(reviews.c.row, reviews.c[name]).where(reviews.c[name].is_not(None), ~there)
        for row, identity in connection.execute(missing):
            yield Fault("reviews", row, f"its {name} claim {identity} was never held")


def _columns(connection: sa.Connection) -> Iterator[Fault]:
    """What a file keeps to count by follows from its claims."""
    if connection.dialect.name == "sqlite":
        from musterbook.ledger.segments import column_faults

        yield from column_faults(connection)


def _stream(connection: sa.Connection, query: sa.Select[*tuple[Any, ...]]) -> Iterator[sa.Row[*tuple[Any, ...]]]:
    """Rows a few at a time, so that a large ledger does not have to fit into memory."""
    with connection.execute(query.execution_options(yield_per=BATCH)) as result:
        yield from result
