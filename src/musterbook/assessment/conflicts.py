"""Who contradicts whom, about what: typed contradictions, each with the sentences of both sides."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import combinations, pairwise

from musterbook.assessment.estimates import questions
from musterbook.assessment.expectations import FAMILIES, Fate, expectations
from musterbook.assessment.figures import STOCKS, TOTALS, of_force, read
from musterbook.assessment.origins import STANDS, Origin, gather
from musterbook.assessment.places import Relation, family, relation
from musterbook.assessment.readings import Key, lines
from musterbook.assessment.register import Appearance, appearances, counted
from musterbook.assessment.standing import Line, Standing
from musterbook.model import Entry, Kind, Modality, Outcome, Scope

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


def _sentence(entries: tuple[Entry, ...]) -> str:
    return entries[0].claim.mentions[0].text if entries else ""


def conflicts(
    entries: Iterable[Entry],
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
    latest = day if known_on is None else min(day, known_on)
    known = counted(entries, latest)
    found: list[Conflict] = []
    standing: dict[Scope, dict[str, dict[Key, Standing]]] = {}
    for question in questions(known, scope) if scope.kind in STOCKS | TOTALS else ():
        drawn = lines(read(known, question, copies=copies), question.kind)
        standing[question] = {
            name: {key: now for key, line in own.items() if (now := line.on(day.toordinal())) is not None}
            for name, own in drawn.items()
        }
        found += _figures(question, standing[question])
        found += _parts(question, standing[question])
        if question.kind in TOTALS:
            found += _revised(question, drawn)
    found += _outcomes(standing)
    found += _denials(known, scope, copies)
    found += _missed(known, scope, day, copies)
    return tuple(
        sorted(found, key=lambda conflict: (conflict.aged, list(Discord).index(conflict.discord), conflict.since))
    )


def apart(one: Standing, other: Standing) -> float:
    """How far two disjoint intervals lie apart, as a share of the greater figure; 0 where they meet."""
    lower, higher = sorted((one, other), key=lambda standing: standing.middle)
    if lower.open_high or higher.open_low or higher.low <= lower.high:
        return 0.0
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


def _figures(scope: Scope, standing: Mapping[str, Mapping[Key, Standing]]) -> Iterator[Conflict]:
    """Two institutions' figures for the same area, disjoint and further apart than 15%."""
    by_key: dict[Key, list[Standing]] = {}
    for own in standing.values():
        for key, now in own.items():
            by_key.setdefault(key, []).append(now)
    for (lies, _, _), figures in by_key.items():
        if lies is Relation.AROUND:
            continue
        for one, other in combinations(figures, 2):
            if (gap := apart(one, other)) > APART:
                lower, higher = sorted((one, other), key=lambda now: now.middle)
                why = f"{_told(higher)}, {_told(lower)}: {gap:.0%} apart"
                since = max(_day(one), _day(other))
                aged = _aged(scope, higher, lower)
                yield Conflict(Discord.FIGURES, scope, _entries(higher), _entries(lower), why, since, aged)


_HOLDS = {Relation.PART: Relation.WHOLE, Relation.WHOLE: Relation.AROUND}
"""What must be at least as great as what."""


def _parts(scope: Scope, standing: Mapping[str, Mapping[Key, Standing]]) -> Iterator[Conflict]:
    """A part greater than the whole: of one institution at all, of two by more than 15%."""
    held = [(name, key[0], now) for name, own in standing.items() for key, now in own.items()]
    wholes = [(name, lies, now) for name, lies, now in held if lies is not Relation.PART and not now.open_high]
    for name, lies, part in held:
        if part.open_low:
            continue
        for other, holds, whole in wholes:
            if holds is not _HOLDS.get(lies) or part.low <= whole.high:
                continue
            if other == name or (part.low - whole.high) / part.low > APART:
                why = f"{_told(part)} for a part, {_told(whole)} for the whole"
                since, aged = max(_day(part), _day(whole)), _aged(scope, part, whole)
                yield Conflict(Discord.PART_EXCEEDS_WHOLE, scope, _entries(part), _entries(whole), why, since, aged)


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


def _revised(scope: Scope, drawn: Mapping[str, Mapping[Key, Line]]) -> Iterator[Conflict]:
    """A running total of one institution that falls."""
    for own in drawn.values():
        for (_, _, contingent), line in own.items():
            if contingent:
                continue
            for before, after in pairwise(line.standings):
                if not after.open_high and not before.open_low and after.high < before.low:
                    why = f"{_told(before)} on {_day(before)}, {_told(after)} on {_day(after)}"
                    yield Conflict(Discord.REVISED_DOWN, scope, _entries(after), _entries(before), why, _day(after))


def _denials(known: Sequence[Entry], scope: Scope, copies: Mapping[str, str] | None) -> Iterator[Conflict]:
    """A denial, and what it denies: the claims of others within 180 days before and after that it reaches."""
    kinds = next((kinds for kinds in FAMILIES if scope.kind in kinds), frozenset({scope.kind}))
    seen = [
        one
        for one in appearances(known)
        if one.entry.claim.kind in kinds
        and of_force(one.entry.claim.force, scope)
        and (scope.outcome is None or one.entry.claim.outcome is scope.outcome)
        and relation(one.area, scope.area) is not Relation.ELSEWHERE
        and one.day is not None
    ]
    said = [one for one in seen if one.entry.claim.modality in (Modality.ASSERTED, Modality.EXPECTED)]
    days = [one.day or 0 for one in said]
    places = {id(one.entry): one for one in seen}
    for origin in gather((one for one in seen if one.entry.claim.modality is Modality.DENIED), copies=copies):
        denial = places[id(origin.first)]
        day = denial.day or 0
        near = said[bisect_left(days, day - STANDS) : bisect_right(days, day + STANDS)]
        denied = gather([one for one in near if _denies(denial, one)], copies=copies)
        if denied:
            yield _denial(scope, origin, denied, places)


def _denies(denial: Appearance, one: Appearance) -> bool:
    claim, refused = one.entry.claim, denial.entry.claim
    if one.voice.key == denial.voice.key or claim.force.category is not refused.force.category:
        return False
    if claim.outcome is not refused.outcome or not _same_kind(claim.kind, refused.kind):
        return False
    if not family(one.area, denial.area):
        return False
    if refused.quantity is None:
        return True
    ends = (refused.quantity.low, refused.quantity.high)
    return claim.quantity is not None and (claim.quantity.low, claim.quantity.high) == ends


def _same_kind(one: Kind, other: Kind) -> bool:
    return one is other or any(one in kinds and other in kinds for kinds in FAMILIES)


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


def _missed(known: Sequence[Entry], scope: Scope, day: date, copies: Mapping[str, str] | None) -> Iterator[Conflict]:
    """An expectation whose date has passed, and the nearest that was told."""
    for expectation in expectations(known, scope, day, copies=copies):
        if expectation.fate is Fate.MISSED:
            what = "" if expectation.expected is None else f"{expectation.expected:,.0f} "
            why = f"{expectation.origin.voice.label} expected {what}until {expectation.end}: {expectation.why}"
            yield Conflict(
                Discord.MISSED_DATE, scope, expectation.origin.entries, expectation.deciding, why, expectation.due
            )
