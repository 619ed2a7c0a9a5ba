"""Documents the ledger holds: one by its id, where it was seen, its bytes, what was read in it, its withdrawal."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from musterbook.errors import LedgerError
from musterbook.ledger.act import Act, hold
from musterbook.ledger.clocks import stood
from musterbook.ledger.rows import restore_document
from musterbook.ledger.store import Store
from musterbook.ledger.tables import captures, claims, documents, readings, sightings
from musterbook.model import Capture, Document


@dataclass(frozen=True)
class Sighting:
    """One appearance of a document: under which address, title and day, and in which bytes."""

    url: str | None
    outlet: str | None
    title: str | None
    published: date | None
    key: str | None
    capture: str | None
    recorded: datetime


@dataclass(frozen=True)
class Reading:
    """What a reader made of a document, and since when."""

    reader: str
    claims: int
    recorded: datetime
    superseded: datetime | None


@dataclass(frozen=True)
class Shelved:
    """A document in a list of documents."""

    document: Document
    recorded: datetime
    claims: int


class Documents:
    """The documents of a ledger."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def get(self, document_id: str) -> Document | None:
        """A document by its id, withdrawn ones among them."""
        with self._store.reading() as connection:
            number = document_row_number(connection, document_id)
            if number is None:
                return None
            row = connection.execute(sa.select(documents).where(documents.c.row == number)).mappings().one()
            return restore_document(row)

    def sightings(self, document_id: str) -> tuple[Sighting, ...]:
        """Every appearance of a document, in the order they were entered."""
        with self._store.reading() as connection:
            number = document_row_number(connection, document_id)
            columns = [sightings.c[name] for name in Sighting.__dataclass_fields__]
            query = sa.select(*columns).where(sightings.c.document == number).order_by(sightings.c.row)
            return tuple(Sighting(*row) for row in connection.execute(query))

    def readings(self, document_id: str) -> tuple[Reading, ...]:
        """Every reading of a document, oldest first."""
        with self._store.reading() as connection:
            number = document_row_number(connection, document_id)
            columns = [readings.c[name] for name in Reading.__dataclass_fields__]
            query = sa.select(*columns).where(readings.c.document == number).order_by(readings.c.row)
            return tuple(Reading(*row) for row in connection.execute(query))

    def capture(self, sha256: str) -> Capture | None:
        """The bytes a document was taken from; None where they were never kept."""
        with self._store.reading() as connection:
            query = sa.select(captures).where(captures.c.sha256 == sha256, captures.c.superseded.is_(None))
            row = connection.execute(query).mappings().first()
            if row is None or row["body"] is None:
                return None
            return Capture(
                body=zlib.decompress(row["body"]),
                sha256=row["sha256"],
                media_type=row["media_type"],
                url=row["url"],
                encoding=row["encoding"],
                fetched=row["fetched"],
            )

    def newest(
        self, limit: int, before: int | None, recorded_on: datetime | None
    ) -> tuple[Sequence[Shelved], int | None]:
        """Documents, last entered first, and the row the next page begins before."""
        with self._store.reading() as connection:
            query = (
                sa.select(documents)
                .where(stood(documents, recorded_on))
                .order_by(documents.c.row.desc())
                .limit(limit + 1)
            )
            if before is not None:
                query = query.where(documents.c.row < before)
            rows = connection.execute(query).mappings().all()
            shown = rows[:limit]
            numbers = [row["row"] for row in shown]
            counting = (
                sa.select(claims.c.document, sa.func.count())
                .where(claims.c.document.in_(numbers), stood(claims, recorded_on))
                .group_by(claims.c.document)
            )
            counts: dict[int, int] = dict(list(connection.execute(counting).tuples()))
            listed = [Shelved(restore_document(row), row["recorded"], counts.get(row["row"], 0)) for row in shown]
            return listed, (numbers[-1] if len(rows) > limit else None)

    def withdraw(self, document_id: str, who: str, why: str) -> int:
        """Take a document and its claims out of what stands; everything remains on record. How many claims went.

        Raises LedgerError when no such document stands.
        """
        with self._store.writing() as connection:
            query = sa.select(documents.c.row, documents.c.fingerprint)
            found = connection.execute(
                query.where(documents.c.id == document_id, documents.c.superseded.is_(None))
            ).first()
            if found is None:
                raise LedgerError(f"document {document_id} is not in the ledger")
            hold(connection, f"text {found.fingerprint}")
            act = Act(connection, f"withdrawal: {why}" if why else "withdrawal", who)
            act.supersede(documents, documents.c.row == found.row)
            act.supersede(sightings, sightings.c.document == found.row)
            act.supersede(readings, readings.c.document == found.row)
            return act.supersede(claims, claims.c.document == found.row)


def document_row_number(connection: sa.Connection, document_id: str) -> int | None:
    """The standing row of a document; where it was withdrawn, its last one."""
    query = sa.select(documents.c.row).where(documents.c.id == document_id)
    number = connection.scalar(query.order_by(documents.c.superseded.is_(None).desc(), documents.c.row.desc()).limit(1))
    return None if number is None else int(number)
