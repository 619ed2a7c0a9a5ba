"""Who contradicts whom, about what: typed contradictions, each with the sentences of both sides."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

from musterbook.assessment.estimates import questions
from musterbook.assessment.expectations import FAMILIES, Fate, expectations
from musterbook.assessment.figures import STOCKS, TOTALS, of_force
from musterbook.assessment.origins import STANDS, Origin, gather
from musterbook.assessment.places import Relation, family, relation
from musterbook.assessment.readings import Key, Lines, lines
from musterbook.assessment.register import Appearance, Register
from musterbook.assessment.standing import Standing
from musterbook.model import Claim, Entry, Modality, Outcome, Quantity, Scope

APART = 0.15
"""Share of the greater figure by which disjoint figures must lie apart (DESIGN, "Conflicts")."""


GROWN = 30
"""Days after which a greater running total may be a later one, rather than another."""


class Discord(StrEnum):
    """The kinds of contradiction."""

    FIGURES = "figures"
    DENIAL = "denial"
    PART_EXCEEDS_WHOLE = "part exceeds whole"
    MISSED_DATE = "missed date"
    REVISED_DOWN = "revised down"


@dataclass(frozen=True, slots=True)
class Conflict:
    """A contradiction between two sides, each with its claims; disagreement is normal, and is shown, not resolved."""

    discord: Discord
    scope: Scope
    one: tuple[Entry, ...]
    other: tuple[Entry, ...]
    why: str
    since: date
    aged: bool = False
    """Between running totals told more than 30 days apart, the later the greater: the loss may just have grown."""

    @property
    def sentences(self) -> tuple[str, str]:
        """What one and the other say, in the words of their documents; empty where there is no other."""
        return _sentence(self.one), _sentence(self.other)

    @property
    def mark(self) -> tuple[str, ...]:
        """What it is told by from one day to another: its kind, and the first claim of each side."""
        return (str(self.discord), *(side[0].claim.id for side in (self.one, self.other) if side))


def _sentence(entries: tuple[Entry, ...]) -> str:
    return entries[0].claim.mentions[0].text if entries else ""


def conflicts(
    entries: Iterable[Entry] | Register,
    scope: Scope,
    day: date,
    *,
    known_on: date | None = None,
    copies: Mapping[str, str] | None = None,
) -> tuple[Conflict, ...]:
    """The contradictions in a scope on a day, from what was published until then and by `known_on`.

    Figures and parts are compared as they stand on the day; denials, missed dates and totals revised down are those
    there have been until then. A loss or transfer scope is compared outcome by outcome, category by category.
    """
    register = Register.of(entries, day if known_on is None else min(day, known_on), copies)
    return register.once(("conflicts", scope, day), lambda: _conflicts(register, scope, day))


def _conflicts(register: Register, scope: Scope, day: date) -> tuple[Conflict, ...]:
    found: list[Conflict] = []
    standing: dict[Scope, dict[str, dict[Key, Standing]]] = {}
    for question in questions(register, scope) if scope.kind in STOCKS | TOTALS else ():
        drawn = lines(register, question)
        standing[question] = {
            name: {key: now for key, line in own.items() if (now := line.on(day.toordinal())) is not None}
            for name, own in drawn.items()
        }
        held = _held(standing[question])
        found += _figures(question, held)
        found += _parts(question, held)
        if question.kind in TOTALS:
            found += _revised(question, drawn)
    found += _outcomes(standing)
    found += _denials(register, scope)
    found += _missed(register, scope, day)
    return tuple(
        sorted(found, key=lambda conflict: (conflict.aged, list(Discord).index(conflict.discord), conflict.since))
    )


def _gap(lower: Standing, higher: Standing) -> float:
    """How far two disjoint intervals lie apart, as a share of the greater figure."""
    return (higher.low - lower.high) / higher.low


def span(low: float, high: float, open_low: bool, open_high: bool) -> str:
    """An interval in words: "11,000", "11,000 to 12,000", "at least 10,000", "up to 10,000"."""
    if open_low and not open_high:
        return f"up to {high:,.0f}"
    if open_high and not open_low:
        return f"at least {low:,.0f}"
    return f"{low:,.0f}" if low == high else f"{low:,.0f} to {high:,.0f}"


def _told(standing: Standing) -> str:
    words = span(standing.low, standing.high, standing.open_low, standing.open_high)
    return f"{standing.figures[0].voice.label} {words}"


def _entries(standing: Standing) -> tuple[Entry, ...]:
    return tuple(figure.entry for figure in standing.figures)


def _day(standing: Standing) -> date:
    return date.fromordinal(max(figure.day for figure in standing.figures))


def _aged(scope: Scope, greater: Standing, smaller: Standing) -> bool:
    """Whether a smaller running total is so much older that the greater need not contradict it."""
    return scope.kind in TOTALS and greater.since - smaller.since > GROWN


class _Held(NamedTuple):
    """What one institution's standing figure says, as both sides of a conflict need it."""

    at: int
    """Its place among all that stands, so that conflicts come in one order."""
    name: str
    key: Key
    standing: Standing
    words: str
    entries: tuple[Entry, ...]
    day: date


def _held(standing: Mapping[str, Mapping[Key, Standing]]) -> list[_Held]:
    every = ((name, key, now) for name, own in standing.items() for key, now in own.items())
    return [
        _Held(at, name, key, now, _told(now), _entries(now), _day(now)) for at, (name, key, now) in enumerate(every)
    ]


def _below(figures: Iterable[_Held]) -> Callable[[_Held], Sequence[_Held]]:
    """Gives, for a figure, those of `figures` that end below where it begins, found without looking at the others."""
    ended = sorted((held for held in figures if not held.standing.open_high), key=_high)
    return lambda held: ended[: bisect_left(ended, held.standing.low, key=_high)]


def _high(held: _Held) -> float:
    return held.standing.high


def _figures(scope: Scope, held: Sequence[_Held]) -> Iterator[Conflict]:
    """Two institutions' figures for the same area, disjoint and further apart than 15%."""
    by_key: dict[Key, list[_Held]] = {}
    for one in held:
        if one.key[0] is not Relation.AROUND:
            by_key.setdefault(one.key, []).append(one)
    for figures in by_key.values():
        below = _below(figures)
        pairs = [
            (lower, higher, gap)
            for higher in figures
            if not higher.standing.open_low
            for lower in below(higher)
            if (gap := _gap(lower.standing, higher.standing)) > APART
        ]
        for lower, higher, gap in sorted(pairs, key=_in_order):
            why = f"{higher.words}, {lower.words}: {gap:.0%} apart"
            since, aged = max(higher.day, lower.day), _aged(scope, higher.standing, lower.standing)
            yield Conflict(Discord.FIGURES, scope, higher.entries, lower.entries, why, since, aged)


def _in_order(pair: tuple[_Held, _Held, float]) -> tuple[int, int]:
    lower, higher, _ = pair
    return (lower.at, higher.at) if lower.at < higher.at else (higher.at, lower.at)


_HOLDS = {Relation.PART: Relation.WHOLE, Relation.WHOLE: Relation.AROUND}
"""What must be at least as great as what."""


def _parts(scope: Scope, held: Sequence[_Held]) -> Iterator[Conflict]:
    """A part greater than the whole: of one institution at all, of two by more than 15%."""
    below = {lies: _below(one for one in held if one.key[0] is lies) for lies in _HOLDS.values()}
    for part in held:
        if part.standing.open_low or part.key[0] not in _HOLDS:
            continue
        exceeded = [
            whole
            for whole in below[_HOLDS[part.key[0]]](part)
            if whole.name == part.name or _gap(whole.standing, part.standing) > APART
        ]
        for whole in sorted(exceeded, key=lambda one: one.at):
            why = f"{part.words} for a part, {whole.words} for the whole"
            since, aged = max(part.day, whole.day), _aged(scope, part.standing, whole.standing)
            yield Conflict(Discord.PART_EXCEEDS_WHOLE, scope, part.entries, whole.entries, why, since, aged)


def _outcomes(standing: Mapping[Scope, Mapping[str, Mapping[Key, Standing]]]) -> Iterator[Conflict]:
    """More killed or wounded than casualties, by one institution."""
    for scope, voices in standing.items():
        if scope.outcome not in (Outcome.KILLED, Outcome.WOUNDED):
            continue
        all_told = standing.get(scope.model_copy(update={"outcome": Outcome.CASUALTIES}), {})
        for name, own in voices.items():
            for key, part in own.items():
                whole = all_told.get(name, {}).get(key)
                if whole is not None and not whole.open_high and not part.open_low and part.low > whole.high:
                    why = f"{_told(part)} {scope.outcome}, {_told(whole)} casualties in all"
                    since = max(_day(part), _day(whole))
                    yield Conflict(Discord.PART_EXCEEDS_WHOLE, scope, _entries(part), _entries(whole), why, since)


def _revised(scope: Scope, drawn: Lines) -> Iterator[Conflict]:
    """A running total of one institution that falls."""
    for own in drawn.values():
        for (_, _, contingent), line in own.items():
            if contingent:
                continue
            for before, after in pairwise(line.standings):
                if not after.open_high and not before.open_low and after.high < before.low:
                    why = f"{_told(before)} on {_day(before)}, {_told(after)} on {_day(after)}"
                    yield Conflict(Discord.REVISED_DOWN, scope, _entries(after), _entries(before), why, _day(after))


def _denials(register: Register, scope: Scope) -> Iterator[Conflict]:
    """A denial, and what it denies: the claims of others within 180 days before and after that it reaches."""
    kinds = next((kinds for kinds in FAMILIES if scope.kind in kinds), frozenset({scope.kind}))
    seen = [
        one
        for one in register.appearing(*kinds)
        if of_force(one.claim.force, scope)
        and (scope.outcome is None or one.claim.outcome is scope.outcome)
        and relation(one.area, scope.area) is not Relation.ELSEWHERE
        and one.day is not None
    ]
    denials = gather((one for one in seen if one.claim.modality is Modality.DENIED), copies=register.copies)
    if not denials:
        return
    said = _Said(one for one in seen if one.claim.modality in (Modality.ASSERTED, Modality.EXPECTED))
    places = {id(one.entry): one for one in seen}
    for origin in denials:
        reached = said.reached(places[id(origin.first)])
        if denied := gather(reached, copies=register.copies):
            yield _denial(scope, origin, denied, places)


class _Said:
    """What is asserted and expected, in order, kept so that a denial finds what it can reach."""

    def __init__(self, said: Iterable[Appearance]) -> None:
        self._alike: dict[tuple[object, ...], list[Appearance]] = {}
        for one in said:
            self._alike.setdefault(self._reach(one.claim, None), []).append(one)
            if one.claim.quantity is not None:
                self._alike.setdefault(self._reach(one.claim, one.claim.quantity), []).append(one)

    @staticmethod
    def _reach(claim: Claim, quantity: Quantity | None) -> tuple[object, ...]:
        figures = None if quantity is None else (quantity.low, quantity.high)
        return (claim.force.category, claim.outcome, figures)

    def reached(self, denial: Appearance) -> list[Appearance]:
        """What a denial denies: without a figure all that others say, with one only what equals it."""
        alike = self._alike.get(self._reach(denial.claim, denial.claim.quantity), [])
        start = bisect_left(alike, denial.at - STANDS, key=_at)
        stop = bisect_right(alike, denial.at + STANDS, key=_at)
        return [one for one in alike[start:stop] if one.voice.key != denial.voice.key and family(one.area, denial.area)]


def _at(one: Appearance) -> int:
    return one.at


def _denial(scope: Scope, denial: Origin, denied: Sequence[Origin], places: Mapping[int, Appearance]) -> Conflict:
    """The claims nearest the denial first, those before it rather than those after."""
    day = places[id(denial.first)].day or 0

    def near(origin: Origin) -> tuple[bool, bool, int]:
        at = places[id(origin.first)].day or 0
        return (at > day, origin.first.claim.quantity is None, abs(at - day))

    reached = sorted(denied, key=near)
    voices = list(dict.fromkeys(origin.voice.label for origin in reached))
    named = ", ".join(voices[:3]) + (f" and {len(voices) - 3} more" if len(voices) > 3 else "")
    why = f"{denial.voice.label} denies what {named} say{'s' if len(voices) == 1 else ''}"
    return Conflict(
        Discord.DENIAL,
        scope,
        denial.entries,
        tuple(origin.first for origin in reached),
        why,
        date.fromordinal(day),
    )


def _missed(register: Register, scope: Scope, day: date) -> Iterator[Conflict]:
    """An expectation whose date has passed, and the nearest that was told."""
    for expectation in expectations(register, scope, day):
        if expectation.fate is Fate.MISSED:
            what = "" if expectation.expected is None else f"{expectation.expected:,.0f} "
            why = f"{expectation.origin.voice.label} expected {what}until {expectation.end}: {expectation.why}"
            yield Conflict(
                Discord.MISSED_DATE, scope, expectation.origin.entries, expectation.deciding, why, expectation.due
            )
