"""Adding a document and what was read in it: entered once, re-read without losing anything."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from musterbook.errors import LedgerError
from musterbook.ledger.act import Act, hold
from musterbook.ledger.entering import Tray
from musterbook.ledger.recognising import capture_standing, recognise
from musterbook.ledger.rows import claim_rows, document_row, fingerprint, sighting_row
from musterbook.ledger.tables import captures, claims, documents, readings, sightings
from musterbook.model import Capture, Claim, Document


@dataclass(frozen=True)
class Addition:
    """A document to be added, with what was read in it (None: not read) and the bytes it was taken from."""

    document: Document
    claims: Sequence[Claim] | None = None
    capture: Capture | None = None


@dataclass(frozen=True)
class Added:
    """What adding a document came to."""

    document_id: str
    """The document it was kept as: its own, or the known one it is another appearance of."""
    known: bool
    reason: str
    """"new", or how it was recognised."""
    claims_added: int = 0
    claims_kept: int = 0
    """Claims found again that stood already."""
    superseded: int = 0
    """Machine claims of an earlier reading that were not found again."""
    sighting_added: bool = False


def add_documents(
    connection: sa.Connection,
    additions: Sequence[Addition],
    *,
    reader: str,
    keep_bytes: bool,
    codings_entered: set[int],
) -> list[Added]:
    """Enter documents, their captures, these appearances of them, and what `reader` read in them.

    Claims may be of the document itself or of the known one it is another appearance of; those of the former are left
    out where the ledger keeps the latter, because their spans count in a text that is not kept.
    Raises LedgerError when claims are of yet another document.
    """
    held = {f"text {fingerprint(addition.document)}" for addition in additions}
    hold(connection, *sorted(f"bytes {one.capture.sha256}" for one in additions if one.capture), *sorted(held))
    tray = Tray(Act(connection, "adding", reader), codings_entered)
    added = [_add(tray, addition, keep_bytes) for addition in additions]
    tray.empty()
    return added


def _add(tray: Tray, addition: Addition, keep_bytes: bool) -> Added:
    document, read, capture = addition.document, addition.claims, addition.capture
    known = recognise(tray.act.connection, document, capture)
    if known is not None and known.row in tray.documents:
        tray.empty()
    if capture is not None:
        _keep_capture(tray.act, capture, keep_bytes)
    sha256 = capture.sha256 if capture else document.capture
    sighting = sighting_row(document, sha256)
    if known is None:
        row = tray.act.enter(documents, document_row(document) | {"capture": sha256})
        tray.text(row, document)
        kept, reason, sighted = document, "new", True
    else:
        row, kept, reason = known.row, known.document, known.reason
        sighted = not _seen(tray.act.connection, row, sighting["digest"])
    if sighted:
        tray.sighting(row, sighting)
    found = (0, 0, 0)
    if read is not None:
        strange = {claim.document for claim in read} - {document.id, kept.id}
        if strange:
            raise LedgerError(f"claims of {', '.join(sorted(strange))} cannot be added with document {document.id}")
        if kept.id == document.id or all(claim.document == kept.id for claim in read):
            found = _enter_reading(tray, row, kept, read, fresh=known is None)
    return Added(kept.id, known is not None, reason, *found, sighted)


def _keep_capture(act: Act, capture: Capture, keep_bytes: bool) -> None:
    standing = capture_standing(act.connection, capture.sha256)
    if standing is not None and (standing["kept"] or not keep_bytes):
        return
    act.replace(
        captures,
        {"sha256": capture.sha256},
        {
            "media_type": capture.media_type,
            "url": capture.url,
            "encoding": capture.encoding,
            "fetched": capture.fetched,
            "size": len(capture.body),
            "body": zlib.compress(capture.body, 6) if keep_bytes else None,
        },
    )


def _seen(connection: sa.Connection, row: int, digest: str) -> bool:
    seen = sa.select(sightings.c.row).where(
        sightings.c.document == row, sightings.c.digest == digest, sightings.c.superseded.is_(None)
    )
    return connection.scalar(seen) is not None


def _enter_reading(
    tray: Tray, row: int, document: Document, read: Sequence[Claim], fresh: bool
) -> tuple[int, int, int]:
    """Enter what was found anew, supersede machine claims not found again: (added, renewed, superseded)."""
    act = tray.act
    found = {claim.id: claim for claim in read}
    if fresh:
        tray.reading(row, act.who, len(found))
        tray.claims(row, (claim_rows(document, claim) for claim in found.values()))
        return len(found), 0, 0
    query = sa.select(claims.c.row, claims.c.id, claims.c.reader).where(
        claims.c.document == row, claims.c.superseded.is_(None)
    )
    stood = {kept.id: kept for kept in act.connection.execute(query)}
    new = [claim for identity, claim in found.items() if identity not in stood]
    gone = [kept.row for identity, kept in stood.items() if identity not in found and not by_person(kept.reader)]
    last = act.connection.scalar(
        sa.select(readings.c.reader).where(readings.c.document == row, readings.c.superseded.is_(None))
    )
    if new or gone or last != act.who:
        act.replace(readings, {"document": row}, {"reader": act.who, "claims": len(found)})
    if gone:
        act.supersede(claims, claims.c.row.in_(gone))
    tray.claims(row, (claim_rows(document, claim) for claim in new))
    return len(new), len(found) - len(new), len(gone)


def by_person(reader: str) -> bool:
    """Whether a claim is a reviewer's, not a machine's."""
    return reader.startswith("review ")
