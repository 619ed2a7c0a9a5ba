"""How the places of a claim lie to the area asked about: all of it, a part, around it, elsewhere."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache

from musterbook.model import Claim, Kind, Role, contains


class Relation(StrEnum):
    """What a figure is to the area asked about."""

    WHOLE = "whole"
    """Just this area."""
    PART = "part"
    """A part of it: no fewer are in the whole."""
    AROUND = "around"
    """An area that holds it: no more are in this one."""
    ACROSS = "across"
    """Partly inside, partly outside: bounds nothing."""
    ELSEWHERE = "elsewhere"
    UNPLACED = "unplaced"


WHOLE, PART, AROUND, ACROSS, ELSEWHERE, UNPLACED = Relation
"""The relations by name: reaching into the class costs more, for every claim, than what is then done."""
_TO, _FROM, _WITHDRAWAL = Role.TO, Role.FROM, Kind.WITHDRAWAL

Area = tuple[tuple[str, bool], ...]
"""Codes, each with whether the words name only a part of it ("eastern Russia"), in order."""


def area(claim: Claim) -> Area:
    """The places that say where the force is, goes to, or was lost; for a withdrawal where it leaves."""
    if not (places := claim.places):
        return ()
    wrong = _TO if claim.kind is _WITHDRAWAL else _FROM
    if len(places) == 1:
        only = places[0]
        return () if only.code is None or only.role is wrong else _single(only.code, only.partial)
    return tuple(sorted({(at.code, at.partial) for at in places if at.code is not None and at.role is not wrong}))


@lru_cache(maxsize=65536)
def _single(code: str, partial: bool) -> Area:
    return ((code, partial),)


@lru_cache(maxsize=65536)
def relation(of: Area, to: str | None) -> Relation:
    """What an area is to the one asked about; `to` None asks about the force wherever it is."""
    if not of:
        return UNPLACED if to is not None else WHOLE
    if to is None:
        return PART
    inside = [contains(to, code) for code, _ in of]
    around = [contains(code, to) for code, _ in of]
    if any(code == to and not partial for code, partial in of):
        return WHOLE if all(inside) else AROUND
    if all(inside):
        return PART
    if any(around):
        whole = any(holds and not partial for holds, (_, partial) in zip(around, of, strict=True))
        return AROUND if whole else ACROSS
    return ACROSS if any(inside) else ELSEWHERE


@lru_cache(maxsize=65536)
def entire(of: Area) -> bool:
    """Whether an area is told, and no place of it in part only."""
    return bool(of) and not any(partial for _, partial in of)


@lru_cache(maxsize=65536)
def disjoint(one: Area, other: Area) -> bool:
    """Whether no place of one lies in a place of the other."""
    return not any(contains(a, b) or contains(b, a) for a, _ in one for b, _ in other)


@lru_cache(maxsize=65536)
def apart(areas: tuple[Area, ...]) -> tuple[int, ...]:
    """Which of these areas share no place with those taken before them, by number."""
    taken: list[int] = []
    for at, area in enumerate(areas):
        if all(disjoint(area, areas[other]) for other in taken):
            taken.append(at)
    return tuple(taken)


@lru_cache(maxsize=65536)
def family(one: Area, other: Area) -> bool:
    """Whether two areas can be the same place told more or less exactly: one holds the other, or one is not told."""
    return not one or not other or not disjoint(one, other)


@lru_cache(maxsize=65536)
def above(code: str) -> tuple[str, ...]:
    """The code and all that hold it: "RU-KRS/Sudzha" → itself, "RU-KRS", "RU"."""
    region, slash, _ = code.partition("/")
    country, dash, _ = region.partition("-")
    return (code, *((region,) if slash else ()), *((country,) if dash else ()))
