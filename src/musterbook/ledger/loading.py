"""Rows as entries: claims restored and checked against their documents, with the voice and verdict of the moment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

import sqlalchemy as sa

from musterbook.ledger.clocks import stood
from musterbook.ledger.institutions import Resolution
from musterbook.ledger.matching import among
from musterbook.ledger.rows import DOCUMENT_FIELDS, kept_document, restore
from musterbook.ledger.tables import claim_slots, claims, documents, reviews
from musterbook.model import Claim, Document, Entry
from musterbook.pausing import no_collecting

BATCH = 500
ENTERED = (
    claims.c.row,
    claims.c.id,
    claims.c.document,
    claims.c.claimant,
    claims.c.institution,
    claims.c.side,
    claims.c.recorded,
)
"""What of a claim's row stands in it as it was entered."""
TEXT = [documents.c[name] for name in ("row", "id", *DOCUMENT_FIELDS)]
"""What of a document's row a document is restored from."""

ENTRY_FIELDS = tuple(Entry.model_fields)
_set = object.__setattr__


class Shelf:
    """Restored claims and documents kept at hand, by row; rows never change, so neither do these."""

    def __init__(self, most: int = 10_000) -> None:
        self.most = most
        self.claims: dict[int, Claim] = {}
        self.documents: dict[int, Document] = {}

    def trim(self) -> None:
        """Forget the older half where there is more than `most`."""
        if len(self.claims) > self.most:
            self.claims = dict(islice(self.claims.items(), len(self.claims) // 2, None))
        if len(self.documents) > self.most:
            self.documents = dict(islice(self.documents.items(), len(self.documents) // 2, None))


def load_entries(
    connection: sa.Connection,
    rows: Sequence[int],
    shelf: Shelf,
    resolution: Resolution,
    recorded_on: datetime | None = None,
) -> tuple[Entry, ...]:
    """The entries of these claims, in this order.

    Raises LedgerError when a kept claim does not stand in its document.
    """
    with no_collecting():
        return tuple(_entries(connection, rows, shelf, resolution, recorded_on))


def _entries(
    connection: sa.Connection,
    rows: Sequence[int],
    shelf: Shelf,
    resolution: Resolution,
    recorded_on: datetime | None,
) -> Iterator[Entry]:
    shelf.trim()
    made = {row: claim for row in rows if (claim := shelf.claims.get(row)) is not None}
    entered = {head[0]: head for head in _heads(connection, list(made), recorded_on)}
    new = [row for row in rows if row not in made]
    fresh = {head[0]: head for head in _heads(connection, new, recorded_on, claim_slots.c.slots)}
    entered |= fresh
    texts = _documents(connection, sorted({head[2] for head in entered.values()}), shelf)
    restored = {row: restore(slots, texts[text], identity) for row, identity, text, *_, slots in fresh.values()}
    made |= restored
    shelf.claims.update(restored)
    for row in rows:
        _, _, text, claimant, institution, side, recorded, verdict, *_ = entered[row]
        voice = resolution.of(claimant, institution, side)
        yield _entry(made[row], texts[text], *voice, recorded, verdict if verdict != "undone" else None)


def _entry(*values: object) -> Entry:
    """An entry of values that are right already, in the order of its fields; faster than by `model_construct`."""
    entry = Entry.__new__(Entry)
    _set(entry, "__dict__", dict(zip(ENTRY_FIELDS, values, strict=True)))
    _set(entry, "__pydantic_fields_set__", set(ENTRY_FIELDS))
    _set(entry, "__pydantic_extra__", None)
    _set(entry, "__pydantic_private__", None)
    return entry


def _heads(
    connection: sa.Connection, rows: Sequence[int], recorded_on: datetime | None, *more: sa.ColumnElement[Any]
) -> Iterator[sa.Row[*tuple[Any, ...]]]:
    """Claims as they were entered, with the verdict that stands, and more of their slots where it is asked for."""
    reviewed = (reviews.c.claim == claims.c.id) & stood(reviews, recorded_on)
    query = sa.select(*ENTERED, reviews.c.verdict, *more).join_from(claims, reviews, reviewed, isouter=True)
    if more:
        query = query.join(claim_slots, claim_slots.c.claim == claims.c.row)
    for some in _batches(rows):
        yield from connection.execute(query.where(_among(connection, claims.c.row, some))).all()


def load_documents(connection: sa.Connection, rows: Sequence[int], shelf: Shelf) -> dict[int, Document]:
    """The documents of these rows."""
    shelf.trim()
    return _documents(connection, rows, shelf)


def _documents(connection: sa.Connection, rows: Sequence[int], shelf: Shelf) -> dict[int, Document]:
    found = {row: shelf.documents[row] for row in rows if row in shelf.documents}
    for some in _batches([row for row in rows if row not in found]):
        query = sa.select(*TEXT).where(_among(connection, documents.c.row, some))
        fresh = {row: kept_document(identity, values) for row, identity, *values in connection.execute(query).all()}
        found.update(fresh)
        shelf.documents.update(fresh)
    return found


def _among(connection: sa.Connection, column: sa.ColumnElement[int], rows: Sequence[int]) -> sa.ColumnElement[bool]:
    return among(column, rows, connection.dialect.name == "sqlite")


def _batches(rows: Sequence[int]) -> Iterator[Sequence[int]]:
    return (rows[start : start + BATCH] for start in range(0, len(rows), BATCH))
