"""The picture as rows: one flat record for each line of an answer, for JSON, CSV and what comes next."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from musterbook.assessment.conflicts import Conflict, span
from musterbook.assessment.estimates import Estimate, Point
from musterbook.assessment.expectations import Expectation, Fate
from musterbook.assessment.origins import Origin
from musterbook.assessment.readings import Position
from musterbook.assessment.sources import Record
from musterbook.model import Entry, Quantity
from musterbook.scopes import words

Row = dict[str, Any]


def number(value: float | None) -> int | float | None:
    """A figure without a needless fraction."""
    return int(value) if value is not None and value.is_integer() else value


def interval(quantity: Quantity | None) -> str:
    """A claim's figure in words: "11,000", "at least 10,000"; empty without one."""
    if quantity is None:
        return ""
    low, high = quantity.low, quantity.high
    stated = low if low is not None else high
    if stated is None:
        return ""
    return span(low if low is not None else stated, high if high is not None else stated, low is None, high is None)


def claim_row(entry: Entry) -> Row:
    """What names a claim and where it stands."""
    document = entry.document
    return {
        "claim": entry.claim.id,
        "published": str(document.published) if document.published else None,
        "outlet": document.outlet,
        "url": document.url,
        "words": entry.claim.mentions[0].text,
    }


def estimate_row(found: Estimate) -> Row:
    """An estimate on one line."""
    return {
        "scope": words(found.scope),
        "day": str(found.day),
        "known_on": str(found.known_on) if found.known_on else None,
        "low": number(found.low),
        "best": number(found.best),
        "high": number(found.high),
        "open_low": found.open_low,
        "open_high": found.open_high,
        "bound": str(found.bound) if found.best is not None else None,
        "institutions": list(found.institutions),
        "sides": list(found.sides),
        "single_source": found.single_source,
        "arrivals": number(found.arrivals.best) if found.arrivals else None,
    }


def point_row(scope: str, point: Point) -> Row:
    """A day of a series on one line."""
    return {
        "scope": scope,
        "day": str(point.day),
        "low": number(point.low),
        "best": number(point.best),
        "high": number(point.high),
        "open_low": point.open_low,
        "open_high": point.open_high,
        "bound": str(point.bound) if point.best is not None else None,
        "institutions": list(point.institutions),
    }


def reason_rows(found: Estimate) -> Iterator[Row]:
    """The claims an estimate stands on, with what each institution moves, and those that do not stand, with why."""
    moves = {one.institution: one for one in found.without}
    for status, positions in (("stands", found.counted), ("keeps to it", found.idle)):
        for position in positions:
            without = moves.get(position.voice.key)
            for figure in position.figures:
                yield {
                    "scope": words(found.scope),
                    "status": status,
                    "institution": position.voice.key,
                    "side": position.voice.side,
                    "figure": interval(figure.entry.claim.quantity),
                    "relation": str(figure.relation),
                    "without_it": number(without.best) if without else None,
                    "why": _stands(position),
                    **claim_row(figure.entry),
                }
    for aside in found.asides:
        yield {
            "scope": words(found.scope),
            "status": aside.rule,
            "institution": aside.entry.institution,
            "side": aside.entry.side,
            "figure": interval(aside.entry.claim.quantity),
            "relation": None,
            "without_it": None,
            "why": aside.why,
            **claim_row(aside.entry),
        }


def _stands(position: Position) -> str:
    whole = {
        "whole": "its figure for the area",
        "part": "its figures for parts",
        "around": "its figure for an area around",
    }
    return whole[position.relation]


def origin_rows(found: tuple[Origin, ...]) -> Iterator[Row]:
    """Every origin, and after it its echoes, each with its rule."""
    for origin in found:
        claim = origin.first.claim
        head = {
            "kind": str(claim.kind),
            "modality": str(claim.modality),
            "outcome": str(claim.outcome) if claim.outcome else None,
            "figure": interval(claim.quantity),
            "institution": origin.voice.key,
            "side": origin.voice.side,
        }
        yield {
            "origin": claim.id,
            **head,
            "articles": origin.articles,
            "outlets": list(origin.outlets),
            "rule": "origin",
            "why": None,
            **claim_row(origin.first),
        }
        for echo in origin.echoes:
            yield {
                "origin": claim.id,
                **head,
                "articles": None,
                "outlets": None,
                "rule": echo.rule,
                "why": echo.why,
                **claim_row(echo.entry),
            }


def expectation_row(found: Expectation) -> Row:
    """An expectation with its window, fate and deciding claim on one line."""
    deciding = found.deciding[0] if found.deciding else None
    return {
        "institution": found.origin.voice.key,
        "side": found.origin.voice.side,
        "kind": str(found.entry.claim.kind),
        "expected": interval(found.entry.claim.quantity),
        "start": str(found.start),
        "end": str(found.end),
        "open": found.open,
        "fate": str(found.fate),
        "reached": number(found.reached),
        "share": round(found.share, 3) if found.share is not None else None,
        "rule": found.rule,
        "why": found.why,
        **claim_row(found.entry),
        "decided_by": deciding.claim.id if deciding else None,
        "deciding_words": deciding.claim.mentions[0].text if deciding else None,
    }


def conflict_row(found: Conflict) -> Row:
    """A conflict with both sentences on one line."""
    one, other = found.sentences
    return {
        "conflict": str(found.discord),
        "scope": words(found.scope),
        "since": str(found.since),
        "aged": found.aged,
        "why": found.why,
        "one": one,
        "other": other or None,
        "one_claims": [entry.claim.id for entry in found.one],
        "other_claims": [entry.claim.id for entry in found.other],
    }


def record_row(found: Record) -> Row:
    """A source record on one line: counts, and quartiles of how far its figures lay from the others'."""
    lower, middle, upper = found.quartiles or (None, None, None)
    return {
        "institution": found.voice.key,
        "side": found.voice.side,
        "claims": found.claims,
        "origins": found.origins,
        "echoes": found.echoes,
        **{str(fate).replace(" ", "_"): found.expectations.get(fate, 0) for fate in Fate},
        "compared": len(found.deviations),
        "deviation_lower": _share(lower),
        "deviation_median": _share(middle),
        "deviation_upper": _share(upper),
    }


def _share(value: float | None) -> float | None:
    return None if value is None else round(value, 3)
