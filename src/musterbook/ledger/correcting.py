"""A reviewer's correction: the claim with some slots changed, grounded, or marked as the reviewer's own reading."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from musterbook.errors import LedgerError
from musterbook.model import Claim, Document

CHANGEABLE = (
    *("kind", "modality", "hedged", "force", "quantity", "places", "counterpart"),
    *("outcome", "tasks", "period", "attribution", "mentions"),
)


def correct(claim: Claim, document: Document, who: str, changes: Mapping[str, Any]) -> Claim:
    """The claim with these slots changed, as `review WHO` reads it.

    A change is the slot's value in the form of the model's JSON. Where words are wanted (`words`, `name`, a task, a
    mention) they may be a quote with its span, plain text (found where it stands nearest the claim's first mention),
    or None, which marks the slot as the reviewer's own reading. A claim that is no loss any more loses its outcome.
    Raises LedgerError saying which slot cannot be so.
    """
    strange = set(changes) - set(CHANGEABLE)
    if strange:
        raise LedgerError(f"{', '.join(sorted(strange))}: no slot that can be corrected ({', '.join(CHANGEABLE)})")
    near = claim.mentions[0].start
    slots = claim.model_dump(mode="json", exclude={"why", "reader", "own_reading"})
    slots |= {slot: _grounded(value, document, near, slot) for slot, value in changes.items()}
    if slots["kind"] != "loss":
        slots["outcome"] = None
    try:
        return Claim.model_validate(
            slots | {"reader": f"review {who}", "own_reading": _wordless(slots)}, context=document
        )
    except ValidationError as error:
        trouble = "; ".join(
            f"{'.'.join(map(str, mistake['loc'])) or 'claim'}: {mistake['msg']}" for mistake in error.errors()
        )
        raise LedgerError(f"claim {claim.id} cannot be corrected so: {trouble}") from error


def _grounded(value: Any, document: Document, near: int, slot: str) -> Any:
    """The value with plain words replaced by where they stand."""
    if slot in ("words", "name", "tasks", "mentions") and isinstance(value, str):
        return _quote(value, document, near)
    if isinstance(value, Mapping):
        return {name: _grounded(part, document, near, name) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_grounded(part, document, near, slot) for part in value]
    return value


def _quote(words: str, document: Document, near: int) -> dict[str, Any]:
    places = []
    start = document.content.find(words)
    while words and start >= 0:
        places.append(start)
        start = document.content.find(words, start + 1)
    if not places:
        raise LedgerError(f"{words!r} does not stand in document {document.id}; give words it has, or none")
    nearest = min(places, key=lambda place: abs(place - near))
    return {"text": words, "start": nearest, "end": nearest + len(words)}


def _wordless(slots: Mapping[str, Any]) -> list[str]:
    attribution = slots.get("attribution") or {}
    parts = [(slot, slots.get(slot)) for slot in ("force", "quantity", "counterpart", "period")]
    parts += [(slot, attribution.get(slot)) for slot in ("claimant", "via")]
    parts += [("places", place) for place in slots.get("places") or ()]
    return sorted({slot for slot, part in parts if isinstance(part, Mapping) and part.get("words") is None})
