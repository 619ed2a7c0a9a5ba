"""Adding a document and what was read in it: entered once, re-read without losing anything."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from musterbook.errors import LedgerError
from musterbook.ledger.act import Act, hold
from musterbook.ledger.recognising import capture_standing, recognise
from musterbook.ledger.rows import (
    ClaimRows,
    claim_rows,
    document_row,
    fingerprint,
    plain_words,
    sighting_row,
)
from musterbook.ledger.tables import (
    captures,
    claim_areas,
    claim_slots,
    claims,
    codings,
    documents,
    mentions,
    readings,
    sightings,
)
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


def add_document(
    connection: sa.Connection, addition: Addition, *, reader: str, keep_bytes: bool, codings_entered: set[int]
) -> Added:
    """Enter a document, its capture, this appearance of it, and what `reader` read in it (None: it was not read).

    Claims may be of the document itself or of the known one it is another appearance of; those of the former are left
    out where the ledger keeps the latter, because their spans count in a text that is not kept.
    """
    document, read, capture = addition.document, addition.claims, addition.capture
    hold(connection, *([f"bytes {capture.sha256}"] if capture else []), f"text {fingerprint(document)}")
    act = Act(connection, "adding", reader)
    known = recognise(connection, document, capture)
    if capture is not None:
        _keep_capture(act, capture, keep_bytes)
    sha256 = capture.sha256 if capture else document.capture
    if known is None:
        row = act.enter(documents, document_row(document) | {"capture": sha256})
        _make_searchable(connection, row, document)
        kept, reason = document, "new"
    else:
        row, kept, reason = known.row, known.document, known.reason
    sighted = _sight(act, row, document, sha256)
    added = renewed = superseded = 0
    if read is not None:
        strange = {claim.document for claim in read} - {document.id, kept.id}
        if strange:
            raise LedgerError(f"claims of {', '.join(sorted(strange))} cannot be added with document {document.id}")
        if kept.id == document.id or all(claim.document == kept.id for claim in read):
            added, renewed, superseded = _enter_reading(act, row, kept, read, codings_entered)
        else:
            reason += "; its claims were left out, read the kept document instead"
    return Added(kept.id, known is not None, reason, added, renewed, superseded, sighted)


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


def _sight(act: Act, row: int, document: Document, sha256: str | None) -> bool:
    sighting = sighting_row(document, sha256)
    seen = sa.select(sightings.c.row).where(
        sightings.c.document == row,
        sightings.c.digest == sighting["digest"],
        sightings.c.superseded.is_(None),
    )
    if act.connection.scalar(seen) is not None:
        return False
    act.enter(sightings, sighting | {"document": row})
    return True


def _enter_reading(
    act: Act, row: int, document: Document, read: Sequence[Claim], codings_entered: set[int]
) -> tuple[int, int, int]:
    """Enter what was found anew, supersede machine claims not found again: (added, renewed, superseded)."""
    found = {claim.id: claim for claim in read}
    query = sa.select(claims.c.row, claims.c.id, claims.c.reader).where(
        claims.c.document == row, claims.c.superseded.is_(None)
    )
    stood = {kept.id: kept for kept in act.connection.execute(query)}
    fresh = [claim for identity, claim in found.items() if identity not in stood]
    gone = [kept.row for identity, kept in stood.items() if identity not in found and not by_person(kept.reader)]
    last = act.connection.scalar(
        sa.select(readings.c.reader).where(readings.c.document == row, readings.c.superseded.is_(None))
    )
    if fresh or gone or last != act.who:
        act.replace(readings, {"document": row}, {"reader": act.who, "claims": len(found)})
    if gone:
        act.supersede(claims, claims.c.row.in_(gone))
    enter_claims(act, row, [claim_rows(document, claim) for claim in fresh], codings_entered)
    return len(fresh), len(found) - len(fresh), len(gone)


def by_person(reader: str) -> bool:
    """Whether a claim is a reviewer's, not a machine's."""
    return reader.startswith("review ")


def enter_claims(act: Act, document: int, made: Sequence[ClaimRows], codings_entered: set[int]) -> None:
    """Enter claims with their slots, mentions, areas and searchable words."""
    if not made:
        return
    new = {rows.coding["row"]: rows.coding for rows in made if rows.coding["row"] not in codings_entered}
    act.enter_once(codings, [new[number] for number in sorted(new)])
    numbers = act.enter_all(claims, [rows.claim | {"document": document} for rows in made])
    numbered = list(zip(numbers, made, strict=True))
    act.enter_parts(claim_slots, [{"claim": number, "slots": rows.slots} for number, rows in numbered])
    act.enter_parts(mentions, [mention | {"claim": number} for number, rows in numbered for mention in rows.mentions])
    act.enter_parts(claim_areas, [area | {"claim": number} for number, rows in numbered for area in rows.areas])
    if act.connection.dialect.name == "sqlite":
        insert = "INSERT INTO claim_search(rowid, words) VALUES (:claim, :words)"
        words = [{"claim": number, "words": rows.words} for number, rows in numbered]
    else:
        insert = "INSERT INTO claim_search(claim, search) VALUES (:claim, to_tsvector('simple', :words))"
        words = [{"claim": number, "words": plain_words(rows.words)} for number, rows in numbered]
    act.connection.execute(sa.text(insert), words)


def _make_searchable(connection: sa.Connection, row: int, document: Document) -> None:
    if connection.dialect.name == "sqlite":
        connection.execute(
            sa.text("INSERT INTO document_search(rowid, title, text) VALUES (:row, :title, :text)"),
            {"row": row, "title": document.title, "text": document.text},
        )
    else:
        connection.execute(
            sa.text("INSERT INTO document_search(document, search) VALUES (:row, to_tsvector('simple', :words))"),
            {"row": row, "words": plain_words(document.content)},
        )
