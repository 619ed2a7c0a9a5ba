"""Is this document known already? By identity, by its bytes, or by its text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import sqlalchemy as sa

from musterbook.ledger.rows import fingerprint, restore_document
from musterbook.ledger.tables import captures, documents, sightings
from musterbook.model import Document

ONE_DOCUMENT = ("text/html", "application/xhtml+xml", "application/pdf")
"""Media types whose bytes hold one document, so that equal bytes mean the same document."""


STANDING = sa.select(documents).where(documents.c.superseded.is_(None)).order_by(documents.c.row)
BY_FINGERPRINT = STANDING.where(documents.c.fingerprint == sa.bindparam("fingerprint"))
BY_BYTES = STANDING.where(
    documents.c.row.in_(
        sa.select(sightings.c.document).where(
            sightings.c.capture == sa.bindparam("capture"), sightings.c.superseded.is_(None)
        )
    )
)


class Bytes(Protocol):
    """Bytes a document was taken from, by what tells them from others."""

    @property
    def sha256(self) -> str:
        """Their SHA-256."""
        ...

    @property
    def media_type(self) -> str:
        """What they are."""
        ...


@dataclass(frozen=True)
class Known:
    """A document the ledger holds, and by what it was recognised."""

    row: int
    document: Document
    reason: str


def recognise(connection: sa.Connection, document: Document, capture: Bytes | None) -> Known | None:
    """The standing document this one is another appearance of, or None.

    Known is: the same title, text, outlet and day; the same bytes of one page; the same text under another address,
    of the same outlet or where one has none, on the same day or where one has none (or at the same address).
    The same text in another outlet is another document: it has been published twice.
    """
    same_text = connection.execute(BY_FINGERPRINT, {"fingerprint": fingerprint(document)}).mappings().all()
    for row in same_text:
        if row["id"] == document.id:
            return _known(row, _same_text(row, document))
    if capture is not None and capture.media_type.partition(";")[0].strip() in ONE_DOCUMENT:
        found = connection.execute(BY_BYTES, {"capture": capture.sha256}).mappings().first()
        if found is not None:
            return _known(found, "the same bytes")
    for row in same_text:
        same_outlet = _agree(row["outlet"], document.outlet)
        same_address = row["url"] is not None and row["url"] == document.url
        if same_outlet and (same_address or _agree(row["published"], document.published)):
            return _known(row, _same_text(row, document))
    return None


def _known(row: sa.RowMapping, reason: str) -> Known:
    return Known(row=row["row"], document=restore_document(row), reason=reason)


def _same_text(row: sa.RowMapping, document: Document) -> str:
    if document.url and row["url"] and document.url != row["url"]:
        return f"the same text, kept from {row['url']}"
    return "the same text"


def _agree(one: object, other: object) -> bool:
    return one is None or other is None or one == other


def capture_standing(connection: sa.Connection, sha256: str) -> sa.RowMapping | None:
    """The standing row of a capture, without its body but with whether it has one (`kept`)."""
    query = sa.select(captures.c.row, captures.c.body.is_not(None).label("kept")).where(
        captures.c.sha256 == sha256, captures.c.superseded.is_(None)
    )
    return connection.execute(query).mappings().first()
