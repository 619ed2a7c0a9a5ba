"""Documents and claims as rows, and rows as documents and claims."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from types import NoneType
from typing import Any, TypeVar, get_args

import sqlalchemy as sa
from pydantic import ValidationError

from musterbook.errors import LedgerError
from musterbook.ledger.tables import day_number
from musterbook.model import Claim, Document, Value, digest

Row = dict[str, Any]
Made = TypeVar("Made", bound=Value)

FULL_LENGTH_BODY = 200
"""Characters from which a body alone tells that two documents are the same text."""


@dataclass(frozen=True)
class ClaimRows:
    """One claim as the rows it is kept in; `row` numbers are given when it is written."""

    claim: Row
    coding: Row
    slots: str
    mentions: tuple[Row, ...]
    areas: tuple[Row, ...]
    words: str


def claim_rows(document: Document, claim: Claim) -> ClaimRows:
    """What is written for a claim of this document."""
    claimant, via = claim.attribution.claimant, claim.attribution.via
    day = day_number(document.published)
    codes = sorted({place.code for place in claim.places if place.code})
    coding = {
        "kind": str(claim.kind),
        "modality": str(claim.modality),
        "hedged": claim.hedged,
        "country": claim.force.country,
        "category": str(claim.force.category),
        "outcome": str(claim.outcome) if claim.outcome else None,
    }
    quantity, period, counterpart = claim.quantity, claim.period, claim.counterpart
    words = claimant_words(claim)
    row = coding | {
        "id": claim.id,
        "day": day,
        "reader": claim.reader,
        "force_name": claim.force.name.text if claim.force.name else None,
        "counterpart": counterpart and (counterpart.country or (counterpart.name and counterpart.name.text)),
        "low": quantity.low if quantity else None,
        "high": quantity.high if quantity else None,
        "basis": str(quantity.basis) if quantity else None,
        "start_day": day_number(period.start) or None if period else None,
        "end_day": day_number(period.end) or None if period else None,
        "outlet": document.outlet,
        "claimant": folded(words) if words else None,
        "claimant_words": words,
        "institution": claimant.institution if claimant else None,
        "side": claimant.country if claimant else None,
        "via": via.words.text if via and via.words else None,
        "countries": " ".join(sorted({code[:2] for code in codes})),
    }
    number = int(digest("coding", *coding.values())[:15], 16)
    return ClaimRows(
        claim=row | {"coding": number},
        coding=coding | {"row": number},
        slots=claim.model_dump_json(exclude_defaults=True),
        mentions=tuple(
            {"position": position, "start_char": quote.start, "end_char": quote.end, "text": quote.text}
            for position, quote in enumerate(claim.mentions)
        ),
        areas=tuple(
            {"area": area, "country": claim.force.country or "", "day": day, "itself": area in (codes or [""])}
            for area in sorted({area for code in codes for area in areas_around(code)} or {""})
        ),
        words="\n".join(quote.text for quote in claim.mentions),
    )


def claimant_words(claim: Claim) -> str | None:
    """The words naming the claimant, blanks collapsed; None is the outlet's own voice.

    A claimant a reviewer gave without words goes by its institution or side.
    """
    claimant = claim.attribution.claimant
    if claimant is None:
        return None
    return " ".join(
        (claimant.words.text if claimant.words else claimant.institution or claimant.country or "?").split()
    )


def folded(words: str) -> str:
    """Words with blanks collapsed and capitals folded."""
    return " ".join(words.split()).casefold()


def areas_around(code: str) -> Iterator[str]:
    """The code and every area it lies in: "RU-KRS/Sudzha" in "RU-KRS" in "RU"."""
    yield code
    region = code.partition("/")[0]
    if region != code:
        yield region
    if "-" in region:
        yield region.partition("-")[0]


_claim_of = Claim.__pydantic_validator__.validate_json


def restore(slots: str, document: Document, identity: str | None = None) -> Claim:
    """A kept claim, checked again against its document.

    `identity` is the id it was entered under; without it, it is worked out when it is asked for.
    Raises LedgerError when a slot does not stand in the document.
    """
    try:
        claim: Claim = _claim_of(slots, context=document)
    except ValidationError as error:
        trouble = "; ".join(str(mistake["msg"]) for mistake in error.errors())
        raise LedgerError(f"document {document.id}: a kept claim does not stand in it: {trouble}") from error
    if identity is not None:
        _known_as(claim, identity)
    return claim


def document_row(document: Document) -> Row:
    """What is written for a document."""
    row = document.model_dump()
    return row | {"id": document.id, "authors": list(document.authors), "fingerprint": fingerprint(document)}


DOCUMENT_FIELDS = tuple(Document.model_fields)
PRECISIONS = get_args(Document.model_fields["published_precision"].annotation)


def restore_document(row: sa.RowMapping) -> Document:
    """A kept document."""
    return Document.model_validate({name: row[name] for name in DOCUMENT_FIELDS})


_WORDS = (str, NoneType)
_KEPT: dict[str, type | tuple[type, ...]] = {
    "title": str,
    "text": str,
    "outlet": _WORDS,
    "published": (date, NoneType),
    "published_precision": str,
    "language": str,
    "url": _WORDS,
    "authors": tuple,
    "key": _WORDS,
    "capture": _WORDS,
}
KEPT_TYPES = tuple(_KEPT[name] for name in DOCUMENT_FIELDS)
"""What the fields of a document are, in their order, where the database holds what was entered."""


def kept_document(identity: str, values: Sequence[Any]) -> Document:
    """A kept document, its fields in order (authors as the database keeps them), under the id it was entered with.

    Fields that are all of their types are taken as they are; otherwise the model judges them. `muster check` sees
    whether the id is that of the text.
    """
    fields = dict(zip(DOCUMENT_FIELDS, values, strict=True))
    if fields["authors"] in ("[]", []):
        fields["authors"] = ()
    elif isinstance(fields["authors"], str):
        fields["authors"] = json.loads(fields["authors"])
    right = all(map(isinstance, fields.values(), KEPT_TYPES)) and fields["published_precision"] in PRECISIONS
    document = as_it_is(Document, fields) if right else Document.model_validate(fields)
    _known_as(document, identity)
    return document


_set = object.__setattr__


def as_it_is(kind: type[Made], fields: dict[str, Any]) -> Made:
    """A value of fields that are all there and right already; faster than by `model_construct`."""
    made = kind.__new__(kind)
    _set(made, "__dict__", fields)
    _set(made, "__pydantic_fields_set__", set(fields))
    _set(made, "__pydantic_extra__", None)
    _set(made, "__pydantic_private__", None)
    return made


def _known_as(value: Claim | Document, identity: str) -> None:
    """Give a value the id it was entered under, so that its hash is not worked out again."""
    value.__dict__["id"] = identity


def fingerprint(document: Document) -> str:
    """What two appearances of one text share: the body, blanks collapsed; with the title where the body is short."""
    body = " ".join(document.text.split())
    title = "" if len(body) >= FULL_LENGTH_BODY else " ".join(document.title.split())
    return digest("text", title, body)


def sighting_row(document: Document, capture: str | None) -> Row:
    """What is written for one appearance of a document."""
    row = {
        "url": document.url,
        "outlet": document.outlet,
        "title": document.title,
        "published": document.published,
        "key": document.key,
        "capture": capture,
    }
    return row | {"digest": sighting_digest(row)}


SIGHTING_FIELDS = ("url", "outlet", "title", "published", "key", "capture")


def sighting_digest(row: Row) -> str:
    """What tells one appearance of a document from another."""
    return digest("sighting", *(row[name] for name in SIGHTING_FIELDS))


LONGEST_INDEXED = 250_000
LONGEST_WORD = 250
"""PostgreSQL's tsvector holds at most a megabyte, and words of at most two kilobytes."""

ROW_BITS = 36
"""In a claim's key for SQLite's full-text search, the bits of its row; the day stands above them, so that claims are
found in the order pages show them."""

ROW_MASK = (1 << ROW_BITS) - 1


def search_key(day: int, row: int) -> int:
    """The key of a claim in SQLite's full-text search."""
    return (day << ROW_BITS) + row


TOKEN = re.compile(r"[^\W_]+")


def plain_words(text: str) -> str:
    """Text as bare words parted by blanks, accents off, for PostgreSQL's text search to see what SQLite's sees."""
    tokens = TOKEN.findall(text[:LONGEST_INDEXED].translate(ACCENTS).casefold())
    return " ".join(token for token in tokens if len(token) <= LONGEST_WORD)


def _accents() -> dict[int, str]:
    import unicodedata

    latin = (chr(code) for code in range(0xC0, 0x250))
    bare = {letter: unicodedata.normalize("NFD", letter)[0] for letter in latin}
    return {ord(letter): plain for letter, plain in bare.items() if plain != letter} | dict.fromkeys(
        range(0x300, 0x370), ""
    )


ACCENTS = _accents()
