"""Claims for the assessment's tests, said in one line: `said("NIS", 3000, on="2024-10-23", at="RU")`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from musterbook.model import Claim, Document, Entry

Number = int | tuple[int | None, int | None] | None


def day(text: str) -> date:
    return date.fromisoformat(text)


def said(
    who: str | None,
    number: Number = None,
    *,
    on: str | None = "2024-11-01",
    kind: str = "presence",
    at: str | Sequence[str] | None = "RU",
    role: str = "at",
    country: str | None = "KP",
    name: str | None = None,
    force: str = "North Korean soldiers",
    category: str = "personnel",
    modality: str = "asserted",
    outcome: str | None = None,
    basis: str = "total",
    partial: bool = False,
    start: str | None = None,
    end: str | None = None,
    outlet: str = "The Wire",
    via: str | None = None,
    side: str | None = None,
    counterpart: str | None = None,
    verdict: Any = None,
    resolved: bool = True,
    text: str = "",
) -> Entry:
    """One claim in a document of its own. `who` is the institution; None is the outlet's own voice."""
    codes = [at] if isinstance(at, str) else list(at or ())
    low, high = number if isinstance(number, tuple) else (number, number)
    figure = "" if number is None else f"{low if low is not None else ''}..{high if high is not None else ''}"
    parts = {
        "who": who or "",
        "via": via or "",
        "force": force,
        "name": name or "",
        "figure": figure,
        "places": " and ".join(codes),
        "time": f"{start or ''} until {end or ''}" if start or end else "",
        "counterpart": counterpart or "",
    }
    sentence = " | ".join([kind, modality, outcome or "", basis, *parts.values(), text])
    document = Document(title="", text=sentence, outlet=outlet, published=date.fromisoformat(on) if on else None)

    def quote(key: str) -> dict[str, Any]:
        at = document.content.index(f"| {parts[key]} |") + 2
        return {"text": parts[key], "start": at, "end": at + len(parts[key])}

    claim = Claim.of(
        document,
        kind=kind,
        modality=modality,
        outcome=outcome or ("casualties" if kind == "loss" else None),
        force={
            "country": country,
            "category": category,
            "words": quote("force"),
            "name": quote("name") if name else None,
        },
        quantity=None if number is None else {"words": quote("figure"), "low": low, "high": high, "basis": basis},
        places=[{"words": quote("places"), "role": role, "code": code, "partial": partial} for code in codes],
        period={"words": quote("time"), "start": start, "end": end} if start or end else None,
        counterpart={"country": counterpart, "words": quote("counterpart")} if counterpart else None,
        attribution={
            "claimant": {"words": quote("who"), "country": side} if who else None,
            "via": {"words": quote("via")} if via else None,
        },
        mentions=[document.quote(1, len(document.content))],
        reader="musterbook test",
    )
    return Entry.model_validate(
        {
            "claim": claim,
            "document": document,
            "institution": who if resolved else None,
            "side": side if resolved else None,
            "verdict": verdict,
        },
        context=document,
    )
