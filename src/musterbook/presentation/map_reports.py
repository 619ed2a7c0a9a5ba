"""What a map shows: what stands for each first-level region and for the whole, and who moved from where to where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from musterbook.assessment.conflicts import span
from musterbook.assessment.estimates import Estimate, estimate
from musterbook.assessment.expectations import FAMILIES
from musterbook.assessment.picture import Picture
from musterbook.assessment.places import Relation
from musterbook.assessment.register import Register
from musterbook.model import Entry, Kind, Modality, Role, Scope
from musterbook.presentation.marks import shortened
from musterbook.presentation.voices import day, voice_name

REGIONS = 12
"""Regions a map tells apart; those most written of go first."""
MOVEMENTS = 8


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands for a region: a figure, or only that claims place the force there."""

    code: str
    best: float | None
    figure: str
    claims: int
    link: str
    """The newest claim about it."""
    told: str


@dataclass(frozen=True, slots=True)
class Movement:
    """A move told with both its ends."""

    start: str
    end: str
    claim: str
    told: str


@dataclass(frozen=True, slots=True)
class Reports:
    """All that a map shows of a scope on a day."""

    area: str | None
    home: str | None
    standing: tuple[Standing, ...]
    movements: tuple[Movement, ...]
    unplaced: int
    """Claims that name no region: they are on no map but in the count."""


def reports(entries: Iterable[Entry] | Register, picture: Picture) -> Reports:
    """What a map shows of a picture, from the claims it was made of."""
    register = Register.of(entries, picture.known_on)
    known = register.entries
    kinds = next((kinds for kinds in FAMILIES if picture.scope.kind in kinds), frozenset({picture.scope.kind}))
    placed = [(entry, _regions(entry, picture.scope.area)) for entry in known if entry.claim.kind in kinds]
    tally = Counter(code for _, codes in placed for code in codes)
    standing = (
        _standing(code, count, picture, register, [entry for entry, codes in placed if code in codes])
        for code, count in tally.most_common(REGIONS)
    )
    return Reports(
        area=picture.scope.area,
        home=picture.scope.country,
        standing=tuple(one for one in standing if one is not None),
        movements=tuple(_movements(known, picture.day)),
        unplaced=sum(1 for _, codes in placed if not codes),
    )


def _regions(entry: Entry, area: str | None) -> frozenset[str]:
    """The first-level regions of the area that a claim names; a town stands for its region."""
    codes = {place.code.partition("/")[0] for place in entry.claim.places if place.code and place.role is not Role.FROM}
    return frozenset(code for code in codes if "-" in code and (area is None or code.startswith(area[:2])))


def _standing(code: str, count: int, picture: Picture, known: Register, about: list[Entry]) -> Standing | None:
    newest = max(about, key=lambda entry: entry.document.published or date.min)
    found: Estimate | None = None
    if picture.scope.kind is not Kind.LOSS or picture.scope.outcome is not None:
        scope = picture.scope.model_copy(update={"area": code})
        found = estimate(known, scope, picture.day)
    counted = found is not None and found.best is not None and found.bound is not Relation.AROUND
    figure, best, said = "", None, "no figure stands"
    if found is not None and counted:
        figure, best = span(found.low or 0, found.high or 0, found.open_low, found.open_high), found.best
        said = f"{figure}: {', '.join(voice_name(position.voice) for position in found.counted[:4])}"
    lines = (
        said,
        f"{count} claims, the newest of {day(newest.document.published)}",
        f"“{shortened(newest.claim.mentions[0].text)}”",
    )
    return Standing(code, best, figure, count, newest.claim.id, "\n".join(lines))


def _movements(known: Iterable[Entry], on: date) -> Iterable[Movement]:
    """The newest moves whose start and end are both told; one of each way."""
    seen: set[tuple[str, str]] = set()
    moves = [
        entry
        for entry in known
        if entry.claim.kind in (Kind.DEPLOYMENT, Kind.WITHDRAWAL) and entry.claim.modality is Modality.ASSERTED
    ]
    for entry in sorted(moves, key=lambda entry: entry.document.published or date.min, reverse=True):
        ends = {
            role: place.code.partition("/")[0]
            for role in (Role.FROM, Role.TO)
            for place in entry.claim.places
            if place.code and place.role is role
        }
        way = (ends.get(Role.FROM, ""), ends.get(Role.TO, ""))
        if all(way) and way[0] != way[1] and way not in seen:
            seen.add(way)
            where = f"{entry.document.outlet or 'unnamed outlet'}, {day(entry.document.published)}"
            yield Movement(way[0], way[1], entry.claim.id, f"{shortened(entry.claim.mentions[0].text)}\n{where}")
            if len(seen) == MOVEMENTS:
                return


def area_of(scope: Scope) -> str | None:
    """The country a map of a scope draws."""
    return scope.area.partition("-")[0] if scope.area else None
