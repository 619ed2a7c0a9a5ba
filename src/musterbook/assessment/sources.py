"""The record of each source: what it said first, what it repeated, how its expectations fared. No score."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from musterbook.assessment.estimates import questions
from musterbook.assessment.expectations import FAMILIES, Fate, by_institution, expectations
from musterbook.assessment.figures import STOCKS, TOTALS, of_force
from musterbook.assessment.origins import gather
from musterbook.assessment.places import Relation, relation
from musterbook.assessment.readings import Key, lines
from musterbook.assessment.register import Register
from musterbook.assessment.standing import Standing
from musterbook.assessment.voices import Voice, voice
from musterbook.model import Entry, Scope


@dataclass(frozen=True, slots=True)
class Deviation:
    """How far a figure lay from the median of the other institutions on the day it was published: 0.1 is 10% above."""

    entry: Entry
    scope: Scope
    day: date
    figure: float
    median: float

    @property
    def share(self) -> float:
        """The difference as a share of the median of the others."""
        return (self.figure - self.median) / self.median


@dataclass(frozen=True, slots=True)
class Record:
    """What one institution has said in a scope. Counts and distributions, no score."""

    voice: Voice
    claims: int
    origins: int
    echoes: int
    """Appearances of its claims after the first, whoever printed them."""
    expectations: Mapping[Fate, int]
    deviations: tuple[Deviation, ...]

    @property
    def quartiles(self) -> tuple[float, float, float] | None:
        """The lower quartile, median and upper quartile of its deviations; None without any."""
        shares = sorted(deviation.share for deviation in self.deviations)
        if not shares:
            return None
        half = len(shares) // 2
        lower, upper = shares[:half] or shares, shares[-half:] if half else shares
        return median(lower), median(shares), median(upper)


def records(
    entries: Iterable[Entry] | Register,
    scope: Scope,
    day: date,
    *,
    known_on: date | None = None,
    copies: Mapping[str, str] | None = None,
) -> tuple[Record, ...]:
    """The record of every institution in a scope up to a day, most claims first."""
    register = Register.of(entries, day if known_on is None else min(day, known_on), copies)
    kinds = next((kinds for kinds in FAMILIES if scope.kind in kinds), frozenset({scope.kind}))
    seen = [
        one
        for one in register.appearing(*kinds)
        if of_force(one.claim.force, scope)
        and (scope.outcome is None or one.claim.outcome is scope.outcome)
        and relation(one.area, scope.area) is not Relation.ELSEWHERE
    ]
    voices: dict[str, Voice] = {}
    claims: dict[str, int] = {}
    first: dict[str, int] = {}
    echoed: dict[str, int] = {}
    for one in seen:
        if (named := voices.get(one.voice.key)) is None or named.side is None:
            voices[one.voice.key] = one.voice
        claims[one.voice.key] = claims.get(one.voice.key, 0) + 1
    for origin in gather(seen, copies=register.copies):
        first[origin.voice.key] = first.get(origin.voice.key, 0) + 1
        echoed[origin.voice.key] = echoed.get(origin.voice.key, 0) + len(origin.echoes)
    fates = by_institution(expectations(register, scope, day))
    strayed: dict[str, list[Deviation]] = {}
    if scope.kind in STOCKS | TOTALS:
        for question in questions(register, scope):
            for deviation in deviations(register, question):
                strayed.setdefault(voice(deviation.entry).key, []).append(deviation)
    found = (
        Record(
            voices[key],
            claims[key],
            first.get(key, 0),
            echoed.get(key, 0),
            fates.get(key, dict.fromkeys(Fate, 0)),
            tuple(strayed.get(key, ())),
        )
        for key in claims
    )
    return tuple(sorted(found, key=lambda record: (-record.claims, record.voice.key)))


def deviations(
    entries: Iterable[Entry] | Register, scope: Scope, *, copies: Mapping[str, str] | None = None
) -> tuple[Deviation, ...]:
    """For each figure of the whole scope, how far it lay from the others standing on the day it took effect."""
    register = Register.of(entries, copies=copies)
    wholes = {name: line for name, own in lines(register, scope).items() for key, line in own.items() if _whole(key)}
    days = sorted({standing.since for line in wholes.values() for standing in line.standings if standing.figures})
    if not days:
        return ()
    changes: dict[int, list[tuple[str, Standing | None]]] = {}
    for name, line in wholes.items():
        for day, now in line.changes(days[0], days[-1]):
            changes.setdefault(day, []).append((name, now))
    standing: dict[str, Standing] = {}
    middles: list[float] = []
    found: list[Deviation] = []
    for day in sorted(changes):
        for name, now in changes[day]:
            if (before := standing.pop(name, None)) is not None:
                del middles[bisect_left(middles, before.middle)]
            if now is not None:
                standing[name] = now
                insort(middles, now.middle)
        for _, now in changes[day]:
            if now is not None and len(middles) > 1 and (middle := _median_without(middles, now.middle)) > 0:
                entry = now.figures[0].entry
                found.append(Deviation(entry, scope, date.fromordinal(day), now.middle, middle))
    return tuple(sorted(found, key=lambda deviation: (deviation.day, voice(deviation.entry).key)))


def _median_without(ordered: Sequence[float], left_out: float) -> float:
    """The median of figures in order, one of them left out."""
    at, half = bisect_left(ordered, left_out), (len(ordered) - 1) // 2

    def rest(number: int) -> float:
        return ordered[number if number < at else number + 1]

    return rest(half) if len(ordered) % 2 == 0 else (rest(half - 1) + rest(half)) / 2


def _whole(key: Key) -> bool:
    return key[0] is Relation.WHOLE
