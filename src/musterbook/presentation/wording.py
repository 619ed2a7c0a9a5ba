"""The slots of a claim in the words of a table: figures, days, places, standing, sides."""

from __future__ import annotations

import unicodedata
from calendar import monthrange
from datetime import date

from musterbook.model import Basis, Claim, Kind, Modality, Party, Period, Place, Quantity, Role

BASES = {Basis.TOTAL: "", Basis.ADDITIONAL: "more", Basis.PART: "of them"}
ARROWS = {Role.AT: "", Role.TO: "→ ", Role.FROM: "← "}
TOWARDS = {Kind.TRANSFER: "to", Kind.TRAINING: "with"}
"""How a counterpart takes part; in a deployment the force goes *for* it."""


def number(value: float) -> str:
    """A number with its thousands marked."""
    return f"{value:,.12g}"


def figure(quantity: Quantity | None) -> str:
    """How many: "11,000", "~11,000", "≥3,000", "≤500", "10,000–12,000"; empty without a quantity."""
    if quantity is None:
        return ""
    low, high = quantity.low, quantity.high
    if low is not None and high is not None:
        shown = number(low) if low == high else f"{number(low)}–{number(high)}"
    else:
        shown = f"≥{number(low)}" if low is not None else f"≤{number(high or 0)}"
    return f"~{shown}" if quantity.approximate else shown


def basis(quantity: Quantity | None) -> str:
    """What the figure is of, where not of everything: "more", "of them"."""
    return "" if quantity is None else BASES[quantity.basis]


def day(value: date) -> str:
    """One day: "8 Oct 2024"."""
    return f"{value.day} {value:%b %Y}"


def days(period: Period | None) -> str:
    """For when: "8–13 Oct 2024", "Oct 2024", "2024", "since 1 Aug 2024", "by 31 Dec 2024"; else the words written."""
    if period is None:
        return ""
    start, end = period.start, period.end
    if start is None and end is None:
        return period.words.text if period.words else ""
    if start is None or end is None:
        return f"since {day(start)}" if start else f"by {day(end or date.min)}"
    return _stretch(start, end)


def _stretch(start: date, end: date) -> str:
    if start == end:
        return day(start)
    opens = start.day == 1
    closes = end.day == monthrange(end.year, end.month)[1]
    if opens and closes:
        first, last = f"{start:%b}", f"{end:%b %Y}"
        if start.year != end.year:
            return f"{first} {start.year} – {last}"
        if (start.month, end.month) == (1, 12):
            return str(start.year)
        return last if start.month == end.month else f"{first} – {last}"
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}–{day(end)}"
    return f"{start.day} {start:%b} – {day(end)}" if start.year == end.year else f"{day(start)} – {day(end)}"


def standing(modality: Modality, hedged: bool) -> str:
    """How the claimant puts it: "asserted", "expected, hedged"."""
    return f"{modality.value}, hedged" if hedged else modality.value


def what(claim: Claim) -> str:
    """The kind, of losses with what became of them: "loss: killed"."""
    return f"{claim.kind.value}: {claim.outcome.value}" if claim.outcome else claim.kind.value


def where(places: tuple[Place, ...]) -> list[tuple[str, str]]:
    """Places in order as pairs of words and codes; places that share their words share a pair.

    A town's code is shown as its region's where the words are the town's name.
    """
    found: dict[tuple[str, str], list[str]] = {}
    for place in places:
        words = place.words.text if place.words else place.code or ""
        codes = found.setdefault((ARROWS[place.role], words), [])
        code = (place.code or "").removesuffix(f"/{words}")
        if code and code not in codes:
            codes.append(code)
    return [(f"{arrow}{clean(words)}", " ".join(codes)) for (arrow, words), codes in found.items()]


def counterpart(claim: Claim) -> str:
    """The other party with what it is to the force: "for RU", "to RU", "with RU"; empty without one."""
    party = claim.counterpart
    return f"{TOWARDS.get(claim.kind, 'for')} {party_name(party)}" if party else ""


def party_name(party: Party) -> str:
    """A counterpart's country, else its name."""
    return party.country or clean(party.name.text if party.name else "")


def clean(text: str) -> str:
    """Text fit for one line of a terminal, character for character: every control or format character becomes a space.

    So neither line breaks nor escape sequences nor marks that turn the reading direction get from a page to a screen.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(" " if unicodedata.category(letter) in {"Cc", "Cf", "Zl", "Zp"} else letter for letter in text)
