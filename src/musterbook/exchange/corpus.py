"""The corpus format: one JSON object for a document and its coded claims, read and written without loss.

A corpus holds words without their places: a text slot is taken to stand where it occurs nearest the claim's first
mention. It holds some codes without words (a counterpart's country); read back, those slots count as the coder's own
reading, and the claim as a reviewer's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from pydantic import ValidationError

from musterbook.errors import GroundingError, SourceError
from musterbook.intake.cleaning import fit
from musterbook.model import Claim, Document, Link, Party, Place, Quantity, Quote

CODER = "review corpus"
"""Reader of a claim taken from a corpus: a person coded it."""

_MONTH = re.compile(r"(\d{4})-(\d{2})")
_COUNTRY = re.compile(r"(?!EU$|UN$)[A-Z]{2}")  # EU and UN are names: ISO 3166-1 gives neither to a country
_DOCUMENT_KEYS = ("id", "url", "published", "published_precision", "outlet", "language", "title", "text", "authors")
_LEADING_KEYS = ("topic", "negative")


def read_document(record: Mapping[str, Any]) -> Document:
    """The document of a corpus record, or of a plain `{id, title, text, published, url}`.

    `key` is the record's id. `published` may be null, a day, a month ("2025-08") or an ISO date and time (its day is
    taken as written, without changing zones). The text stays as it is but for what cannot be stored.
    Raises SourceError naming the record and the field that is wrong.
    """
    name = _name(record)
    if not isinstance(record.get("text"), str):
        raise SourceError(f"{name}: a record needs its body as a string in 'text'")
    published, precision = _published(record, name)
    try:
        return Document(
            title=fit(_string(record, "title", name) or ""),
            text=fit(record["text"]),
            outlet=_string(record, "outlet", name),
            published=published,
            published_precision=precision,
            language=_string(record, "language", name) or "en",
            url=_string(record, "url", name),
            authors=tuple(record.get("authors") or ()),
            key=str(record["id"]) if record.get("id") is not None else None,
        )
    except ValidationError as error:
        raise SourceError(f"{name}: {_mistakes(error)}") from error


def read_claims(record: Mapping[str, Any], document: Document, *, reader: str = CODER) -> tuple[Claim, ...]:
    """The coded claims of a record, grounded in its document.

    Raises GroundingError naming record, claim and slot for words that do not stand in the document, and SourceError
    for a claim that does not fit the codebook.
    """
    coded = record.get("claims") or ()
    if not isinstance(coded, list | tuple):
        raise SourceError(f"{_name(record)}: 'claims' must be a list")
    return tuple(
        _claim(claim, document, f"{_name(record)}, claim {number}", reader) for number, claim in enumerate(coded, 1)
    )


def write_claim(claim: Claim, document: Document) -> dict[str, Any]:
    """A claim as the corpus writes it.

    Raises GroundingError when the claim is not of this document.
    """
    if claim.document != document.id:
        raise GroundingError(f"claim {claim.id} is of document {claim.document}, not of {document.id}")
    period, attribution = claim.period, claim.attribution
    return {
        "kind": claim.kind.value,
        "modality": claim.modality.value,
        "hedged": claim.hedged,
        "force": {
            "country": claim.force.country,
            "name": _text(claim.force.name),
            "category": claim.force.category.value,
            "text": _text(claim.force.words),
        },
        "quantity": _write_quantity(claim.quantity),
        "places": [_write_place(place) for place in claim.places],
        "counterpart": _write_party(claim.counterpart),
        "outcome": claim.outcome.value if claim.outcome else None,
        "tasks": [task.text for task in claim.tasks],
        "time": None
        if period is None
        else {"text": _text(period.words), "start": _day(period.start), "end": _day(period.end)},
        "claimant": _write_link(attribution.claimant),
        "claimant_country": attribution.claimant.country if attribution.claimant else None,
        "via": _write_link(attribution.via),
        "mentions": [mention.text for mention in claim.mentions],
    }


def write_record(document: Document, claims: Iterable[Claim], **kept: Any) -> dict[str, Any]:
    """A document and its claims as one corpus record, keys in the format's order.

    `kept` are further fields (topic, negative, licence …, see `further`); fields of the document itself are not
    overruled by them.
    """
    record: dict[str, Any] = {
        "id": document.key or document.id,
        "url": document.url,
        "published": _day(document.published),
    }
    if document.published_precision == "month":
        record["published_precision"] = "month"
    record |= {
        "outlet": document.outlet,
        "language": document.language,
        "title": document.title,
        "text": document.text,
    }
    record |= {key: kept[key] for key in _LEADING_KEYS if key in kept}
    if document.authors:
        record["authors"] = list(document.authors)
    record |= {key: value for key, value in further(kept).items() if key not in record}
    record["claims"] = [write_claim(claim, document) for claim in claims]
    return record


def further(record: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a record that neither its document nor its claims hold: to be handed on to `write_record`."""
    return {key: value for key, value in record.items() if key not in _DOCUMENT_KEYS and key != "claims"}


def _name(record: Mapping[str, Any]) -> str:
    return f"record {record.get('id')!r}" if record.get("id") is not None else "record without id"


def _string(record: Mapping[str, Any], field: str, name: str) -> str | None:
    value = record.get(field)
    if value is not None and not isinstance(value, str):
        raise SourceError(f"{name}: {field!r} must be a string or null, not {value!r}")
    return fit(value) if value else None


def _published(record: Mapping[str, Any], name: str) -> tuple[date | None, Any]:
    value, precision = record.get("published"), record.get("published_precision") or "day"
    if value is None or value == "":
        return None, precision
    try:
        if month := _MONTH.fullmatch(value):
            return date(int(month[1]), int(month[2]), 1), "month"
        return datetime.fromisoformat(value).date(), precision
    except (TypeError, ValueError):
        raise SourceError(f"{name}: 'published' must be null or a date such as 2025-08-15, not {value!r}") from None


def _mistakes(error: ValidationError) -> str:
    return "; ".join(
        ": ".join(filter(None, (".".join(map(str, mistake["loc"])), mistake["msg"]))) for mistake in error.errors()
    )


class _Finder:
    """Finds a claim's words in its document, nearest its first mention."""

    def __init__(self, document: Document, name: str) -> None:
        self.document, self.name = document, name
        self.anchor = (0, 0)

    def quote(self, text: Any, slot: str) -> Quote | None:
        """The words of a slot; None stays None. Occurrences as whole words go before parts of words."""
        if text is None:
            return None
        spans = self._occurrences(text, slot)
        whole = [span for span in spans if self._whole(span)] or spans
        start, end = min(whole, key=lambda span: (max(self.anchor[0] - span[0], span[1] - self.anchor[1], 0), span))
        return self.document.quote(start, end)

    def mentions(self, texts: list[Any]) -> tuple[Quote, ...]:
        """The mentions, each standing where it first occurs; one given twice stands at its next occurrence too."""
        found: list[Quote] = []
        for number, text in enumerate(texts, 1):
            spans = self._occurrences(text, f"mention {number}")
            taken = {(quote.start, quote.end) for quote in found}
            start, end = next((span for span in spans if span not in taken), spans[0])
            found.append(self.document.quote(start, end))
        if found:
            self.anchor = (found[0].start, found[0].end)
        return tuple(found)

    def _occurrences(self, text: Any, slot: str) -> list[tuple[int, int]]:
        if not isinstance(text, str) or not text:
            raise SourceError(f"{self.name}: {slot} must be null or words of the document, not {text!r}")
        words, content = fit(text), self.document.content
        spans = []
        start = content.find(words)
        while start >= 0:
            spans.append((start, start + len(words)))
            start = content.find(words, start + 1)
        if not spans:
            raise GroundingError(f"{self.name}: {slot} {words!r} does not stand in the title or the text")
        return spans

    def _whole(self, span: tuple[int, int]) -> bool:
        content, (start, end) = self.document.content, span
        cut_before = start > 0 and content[start - 1].isalnum() and content[start].isalnum()
        cut_after = end < len(content) and content[end - 1].isalnum() and content[end].isalnum()
        return not (cut_before or cut_after)


def _claim(coded: Any, document: Document, name: str, reader: str) -> Claim:
    if not isinstance(coded, Mapping) or not isinstance(coded.get("force"), Mapping):
        raise SourceError(f"{name}: a claim is an object with at least kind, force and mentions")
    find = _Finder(document, name)
    mentions = find.mentions(list(coded.get("mentions") or ()))
    force, quantity, period = coded["force"], coded.get("quantity"), coded.get("time")
    slots: dict[str, Any] = {
        "kind": coded.get("kind"),
        "modality": coded.get("modality") or "asserted",
        "hedged": bool(coded.get("hedged")),
        "force": {
            "country": force.get("country"),
            "name": find.quote(force.get("name"), "force.name"),
            "category": force.get("category") or "personnel",
            "words": find.quote(force.get("text"), "force.text"),
        },
        "places": [
            {**{key: place.get(key) for key in ("role", "code")}, "words": find.quote(place.get("text"), "places.text")}
            for place in coded.get("places") or ()
        ],
        "counterpart": _party(coded.get("counterpart"), find),
        "outcome": coded.get("outcome"),
        "tasks": [find.quote(task, "tasks") for task in coded.get("tasks") or ()],
        "attribution": {
            "claimant": _link(coded.get("claimant"), coded.get("claimant_country"), find, "claimant"),
            "via": _link(coded.get("via"), None, find, "via"),
        },
        "mentions": mentions,
        "reader": reader,
    }
    if quantity is not None:
        coded_quantity = {key: quantity.get(key) for key in ("low", "high")}
        slots["quantity"] = {
            **coded_quantity,
            "words": find.quote(quantity.get("text"), "quantity.text"),
            "approximate": bool(quantity.get("approximate")),
            "basis": quantity.get("basis") or "total",
        }
    if period is not None:
        slots["period"] = {
            "words": find.quote(period.get("text"), "time.text"),
            "start": period.get("start"),
            "end": period.get("end"),
        }
    slots["own_reading"] = _wordless(slots)
    try:
        return Claim.of(document, **slots)
    except ValidationError as error:
        raise SourceError(f"{name}: {_mistakes(error)}") from error


def _wordless(slots: Mapping[str, Any]) -> list[str]:
    parts = [(slot, slots.get(slot)) for slot in ("force", "quantity", "counterpart", "period")]
    parts += [(slot, slots["attribution"][slot]) for slot in ("claimant", "via")]
    parts += [("places", place) for place in slots["places"]]
    return [slot for slot, part in parts if part is not None and part["words"] is None]


def _party(coded: Any, find: _Finder) -> dict[str, Any] | None:
    if coded is None:
        return None
    if isinstance(coded, str) and _COUNTRY.fullmatch(coded):
        return {"country": coded, "words": None}
    words = find.quote(coded, "counterpart")
    return {"name": words, "words": words}


def _link(words: Any, country: str | None, find: _Finder, slot: str) -> dict[str, Any] | None:
    if words is None and country is None:
        return None
    return {"words": find.quote(words, slot), "country": country}


def _write_quantity(quantity: Quantity | None) -> dict[str, Any] | None:
    if quantity is None:
        return None
    return {
        "text": _text(quantity.words),
        "low": _number(quantity.low),
        "high": _number(quantity.high),
        "approximate": quantity.approximate,
        "basis": quantity.basis.value,
    }


def _write_place(place: Place) -> dict[str, Any]:
    return {"text": _text(place.words), "role": place.role.value, "code": place.code}


def _write_party(party: Party | None) -> str | None:
    return None if party is None else party.country or _text(party.name)


def _write_link(link: Link | None) -> str | None:
    return None if link is None else _text(link.words)


def _text(quote: Quote | None) -> str | None:
    return None if quote is None else quote.text


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _number(value: float | None) -> int | float | None:
    return int(value) if value is not None and value.is_integer() else value
