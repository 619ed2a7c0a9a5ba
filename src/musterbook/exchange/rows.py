"""A claim as one flat line with the columns the field expects: low, best, high, precision codes, source columns.

`low`, `best`, `high`, `date_prec`, `where_prec` and the `source_*` columns are named and coded as in the UCDP
Georeferenced Event Dataset codebook (docs/exchange.md gives every column and the coding).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from musterbook.model import Entry, Period, Place, Quantity
from musterbook.presentation import wording

WEEK, MONTH, YEAR = 7, 31, 366
"""Days of the longest period that counts as one."""


def flat(entry: Entry) -> dict[str, Any]:
    """The claim of an entry as one line; None where a slot is empty."""
    claim, document = entry.claim, entry.document
    force, quantity, period = claim.force, claim.quantity, claim.period
    claimant, via = claim.attribution.claimant, claim.attribution.via
    place = most_exact(claim.places)
    return {
        "claim": claim.id,
        "document": document.id,
        "kind": str(claim.kind),
        "outcome": str(claim.outcome) if claim.outcome else None,
        "modality": str(claim.modality),
        "hedged": claim.hedged,
        "force_country": force.country,
        "force_name": force.name.text if force.name else None,
        "force_category": str(force.category),
        "force_text": force.words.text if force.words else None,
        "quantity_text": quantity.words.text if quantity and quantity.words else None,
        "low": quantity.low if quantity else None,
        "best": best(quantity),
        "high": quantity.high if quantity else None,
        "approximate": quantity.approximate if quantity else None,
        "basis": str(quantity.basis) if quantity else None,
        "counterpart": wording.party_name(claim.counterpart) if claim.counterpart else None,
        "tasks": joined(task.text for task in claim.tasks),
        "where_text": joined(one.words.text for one in claim.places if one.words),
        "where_role": joined(str(one.role) for one in claim.places),
        "where_code": joined(one.code or "?" for one in claim.places),
        "where_prec": where_precision(place),
        "country": place.code[:2] if place and place.code else None,
        "adm_1": place.code.split("/")[0] if place and place.code and len(place.code) > 2 else None,
        "geonames": place.geonames if place else None,
        "latitude": place.latitude if place else None,
        "longitude": place.longitude if place else None,
        "date_text": period.words.text if period and period.words else None,
        "date_start": iso(period.start) if period else None,
        "date_end": iso(period.end) if period else None,
        "date_prec": date_precision(period),
        "claimant": claimant.words.text if claimant and claimant.words else None,
        "institution": entry.institution,
        "side": entry.side,
        "via": via.words.text if via and via.words else None,
        "source_article": source_article(entry),
        "source_office": document.outlet,
        "source_date": iso(document.published),
        "source_headline": document.title or None,
        "source_original": claimant.words.text if claimant and claimant.words else document.outlet,
        "source_url": document.url,
        "source_sentence": claim.mentions[0].text,
        "verdict": entry.verdict,
        "recorded": entry.recorded.isoformat() if entry.recorded else None,
    }


def title(entry: Entry) -> str:
    """The claim in a few words: "deployment: KP North Korean soldiers, ~3,000, → Kursk region"."""
    claim = entry.claim
    force = " ".join(filter(None, (claim.force.country, claim.force.words.text if claim.force.words else None)))
    parts = [
        force,
        wording.figure(claim.quantity) if claim.quantity else "",
        *(words for words, _ in wording.where(claim.places)),
    ]
    return wording.clean(f"{wording.what(claim)}: {', '.join(part for part in parts if part)}")


def best(quantity: Quantity | None) -> float | None:
    """The figure of an interval: its middle; of an open one the stated end."""
    if quantity is None:
        return None
    ends = [end for end in (quantity.low, quantity.high) if end is not None]
    return sum(ends) / len(ends) if ends else None


def date_precision(period: Period | None) -> int | None:
    """UCDP's `date_prec`: 1 a day, 2 two to six days, 3 a week, 4 up to a month, 5 longer or open at one end."""
    if period is None or (period.start is None and period.end is None):
        return None
    if period.start is None or period.end is None:
        return 5
    days = (period.end - period.start).days + 1
    if days == 1:
        return 1
    if days < WEEK:
        return 2
    if days == WEEK:
        return 3
    return 4 if days <= MONTH else 5


def where_precision(place: Place | None) -> int | None:
    """UCDP's `where_prec`: 1 a town or base, 4 a first-level region, 5 a part of an area, 6 a country; else None."""
    if place is None or place.code is None:
        return None
    if place.partial:
        return 5
    if "/" in place.code:
        return 1
    return 4 if len(place.code) > 2 else 6


def most_exact(places: Iterable[Place]) -> Place | None:
    """The place with the most exact code; the first of equals, None where there is none."""
    return max(places, key=lambda place: len((place.code or "").replace("/", "-").split("-", 2)), default=None)


def source_article(entry: Entry) -> str:
    """Outlet, day and headline in quotation marks, as UCDP gives an article."""
    document = entry.document
    parts = (document.outlet, iso(document.published), document.title or None)
    return ", ".join(f'"{part}"' for part in parts if part)


def joined(texts: Iterable[str]) -> str | None:
    """Several texts in one cell; None for none."""
    return "; ".join(texts) or None


def iso(day: date | None) -> str | None:
    """A day as it is written; None for none."""
    return day.isoformat() if day else None


COLUMNS = (
    "claim",
    "document",
    "kind",
    "outcome",
    "modality",
    "hedged",
    "force_country",
    "force_name",
    "force_category",
    "force_text",
    "quantity_text",
    "low",
    "best",
    "high",
    "approximate",
    "basis",
    "counterpart",
    "tasks",
    "where_text",
    "where_role",
    "where_code",
    "where_prec",
    "country",
    "adm_1",
    "geonames",
    "latitude",
    "longitude",
    "date_text",
    "date_start",
    "date_end",
    "date_prec",
    "claimant",
    "institution",
    "side",
    "via",
    "source_article",
    "source_office",
    "source_date",
    "source_headline",
    "source_original",
    "source_url",
    "source_sentence",
    "verdict",
    "recorded",
)
"""The columns in their order; a test holds them to what `flat` gives."""
