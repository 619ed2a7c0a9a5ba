"""A reviewer's correction as it comes from a form: only the slots that were changed, each with its words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from pydantic import BaseModel

from musterbook.errors import LedgerError
from musterbook.ledger.correcting import correct
from musterbook.model import Basis, Category, Claim, Entry, Kind, Modality, Outcome, Quote, Role
from musterbook.presentation.svg import plain

PLACES = 4
"""Places a form has room for."""


def correction() -> dict[str, list[str]]:
    """The values the lists of a form offer."""
    lists: dict[str, Iterable[str]] = {
        "kind": Kind,
        "modality": Modality,
        "category": Category,
        "outcome": Outcome,
        "basis": Basis,
        "role": Role,
    }
    return {name: [str(value) for value in values] for name, values in lists.items()}


def changes(entry: Entry, fields: Mapping[str, str], who: str) -> Claim:
    """The claim as the form has it.

    Raises LedgerError when nothing is changed, or a slot cannot be so.
    """
    claim, document = entry.claim, entry.document
    written = {name: value.strip() for name, value in fields.items()}
    for name in ("quantity_low", "quantity_high"):
        if written.get(name):
            _number(name, written[name])
    found: dict[str, Any] = {}
    for name in ("kind", "modality"):
        if name in written and written[name] != str(getattr(claim, name)):
            found[name] = written[name]
    if (hedged := written.get("hedged") == "yes") != claim.hedged and "kind" in written:
        found["hedged"] = hedged
    if "outcome" in written and (written["outcome"] or None) != (str(claim.outcome) if claim.outcome else None):
        found["outcome"] = written["outcome"] or None
    found |= _changed("force", claim.force, _force(claim, written))
    found |= _changed("quantity", claim.quantity, _quantity(claim, written))
    found |= _changed("period", claim.period, _period(claim, written))
    found |= _attribution(claim, written)
    found |= _places(claim, written)
    if not found:
        raise LedgerError("nothing is changed; accept the claim instead")
    return correct(claim, document, who, found)


def _changed(name: str, before: BaseModel | None, now: dict[str, Any] | None) -> dict[str, Any]:
    """The slot, where the form has another value; fields that a form does not show are not compared."""
    old = None if before is None else before.model_dump(mode="json")
    if old is not None and now is not None:
        old = {key: value for key, value in old.items() if key in now}
    return {} if old == now else {name: now}


def _words(written: Mapping[str, str], name: str, before: Quote | None = None) -> Any:
    """The words of a slot: with their place where they were selected, else as they are typed, or as they were."""
    text = written.get(f"{name}_words", "")
    if not text:
        return None
    if before is not None and plain(before.text) == text and not written.get(f"{name}_start"):
        return before.model_dump(mode="json")
    start = written.get(f"{name}_start", "")
    if start.isdecimal() and len(start) < 9:
        return {"text": text, "start": int(start), "end": int(start) + len(text)}
    return text


def _force(claim: Claim, written: Mapping[str, str]) -> dict[str, Any]:
    force = claim.force
    return {
        "country": written.get("country", force.country or "").upper() or None,
        "name": _words(written, "name", force.name),
        "category": written.get("category", str(force.category)),
        "words": _words(written, "force", force.words),
    }


def _quantity(claim: Claim, written: Mapping[str, str]) -> dict[str, Any] | None:
    low, high = (_number(name, written.get(name, "")) for name in ("quantity_low", "quantity_high"))
    if low is None and high is None:
        return None
    return {
        "words": _words(written, "quantity", claim.quantity.words if claim.quantity else None),
        "low": low,
        "high": high,
        "approximate": written.get("approximate") == "yes",
        "basis": written.get("basis", "total"),
    }


def _number(name: str, written: str) -> float | None:
    if not written:
        return None
    try:
        return float(written.replace(",", ""))
    except ValueError as error:
        raise LedgerError(f"{name.replace('_', ' ')}: {written!r} is no number") from error


def _period(claim: Claim, written: Mapping[str, str]) -> dict[str, Any] | None:
    if not (written.get("period_words") or written.get("period_start_day") or written.get("period_end_day")):
        return None
    days = {}
    for name, key in (("start", "period_start_day"), ("end", "period_end_day")):
        value = written.get(key) or None
        if value is not None:
            try:
                date.fromisoformat(value)
            except ValueError as error:
                raise LedgerError(f"period: {value!r} is no day; write it as 2025-01-31") from error
        days[name] = value
    return {"words": _words(written, "period", claim.period.words if claim.period else None), **days}


def _attribution(claim: Claim, written: Mapping[str, str]) -> dict[str, Any]:
    chain = claim.attribution
    links: dict[str, Any] = {}
    for name, link in (("claimant", chain.claimant), ("via", chain.via)):
        words = _words(written, name, link.words if link else None)
        country = written.get(f"{name}_country", "").upper() or None
        links[name] = None
        if words is not None or country is not None:
            same = link is not None and link.words is not None and words == link.words.model_dump(mode="json")
            links[name] = {
                "words": words,
                "institution": link.institution if same and link is not None else None,
                "country": country if name == "claimant" else (link.country if link else None),
            }
    return {} if links == chain.model_dump(mode="json") else {"attribution": links}


def _places(claim: Claim, written: Mapping[str, str]) -> dict[str, Any]:
    if "place_0_words" not in written:
        return {}
    made = []
    for at in range(PLACES):
        old = claim.places[at] if at < len(claim.places) else None
        words = _words(written, f"place_{at}", old.words if old else None)
        code = written.get(f"place_{at}_code") or None
        if words is None and code is None:
            continue
        role = written.get(f"place_{at}_role") or "at"
        same = old is not None and (words, code) == (old.words and old.words.model_dump(mode="json"), old.code)
        made.append(
            old.model_dump(mode="json") | {"role": role}
            if old and same
            else {"words": words, "role": role, "code": code}
        )
    made += [place.model_dump(mode="json") for place in claim.places[PLACES:]]
    return {} if made == [place.model_dump(mode="json") for place in claim.places] else {"places": made}
