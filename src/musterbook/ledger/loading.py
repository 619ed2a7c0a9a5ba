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
from musterbook.ledger.rows import DOCUMENT_FIELDS, as_it_is, kept_document, restore
from musterbook.ledger.tables import claim_slots, claims, documents, reviews
from musterbook.model import Claim, Document, Entry
from musterbook.pausing import no_collecting

BATCH = 2000
Head = sa.Row[*tuple[Any, ...]]
ENTERED = (
    claims.c.row,
    claims.c.id,
    claims.c.document,
    claims.c.day,
    claims.c.claimant,
    claims.c.institution,
    claims.c.side,
    claims.c.recorded,
)
"""What of a claim's row stands in its head, as it was entered; after it comes the verdict."""
TEXT = [
    documents.c[name] if name != "authors" else sa.type_coerce(documents.c.authors, sa.Text).label(name)
    for name in ("row", "id", *DOCUMENT_FIELDS)
]
"""What of a document's row a document is restored from."""


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


def heads(recorded_on: datetime | None, source: sa.FromClause = claims) -> sa.Select[*tuple[Any, ...]]:
    """Claims as they were entered, with the verdict that stands, or stood at a moment."""
    reviewed = (reviews.c.claim == claims.c.id) & stood(reviews, recorded_on)
    return sa.select(*ENTERED, reviews.c.verdict).select_from(source.join(reviews, reviewed, isouter=True))


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
    query = heads(recorded_on)
    found = {
        head[0]: head
        for some in _batches(rows)
        for head in connection.execute(query.where(_among(connection, claims.c.row, some)))
    }
    return entries_of(connection, [found[row] for row in rows], shelf, resolution)


def entries_of(
    connection: sa.Connection, found: Sequence[Head], shelf: Shelf, resolution: Resolution
) -> tuple[Entry, ...]:
    """The entries of the claims with these heads, in this order.

    Raises LedgerError when a kept claim does not stand in its document.
    """
    with no_collecting():
        return tuple(_entries(connection, found, shelf, resolution))


def _entries(connection: sa.Connection, found: Sequence[Head], shelf: Shelf, resolution: Resolution) -> Iterator[Entry]:
    shelf.trim()
    made = {row: claim for row, *_ in found if (claim := shelf.claims.get(row)) is not None}
    new = {head[0]: head for head in found if head[0] not in made}
    texts = _documents(connection, sorted({head[2] for head in found}), shelf)
    restored = {row: restore(slots, texts[new[row][2]], new[row][1]) for row, slots in _slots(connection, sorted(new))}
    made |= restored
    shelf.claims.update(restored)
    for row, _, text, _, claimant, institution, side, recorded, verdict in found:
        speaks_for = resolution.of(claimant, institution, side)
        fields = {
            "claim": made[row],
            "document": texts[text],
            "institution": speaks_for[0],
            "side": speaks_for[1],
            "recorded": recorded,
            "verdict": verdict if verdict != "undone" else None,
        }
        yield as_it_is(Entry, fields)


def _slots(connection: sa.Connection, rows: Sequence[int]) -> Iterator[Head]:
    """Claims' rows and slots, in the order in which they lie in the file."""
    for some in _batches(rows):
        yield from connection.execute(sa.select(claim_slots).where(_among(connection, claim_slots.c.claim, some))).all()


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
