"""Low, best and high for a scope: on a day with every reason, or for each day of a stretch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from musterbook.assessment.figures import STOCKS, Aside, Figure, category, of_force, read
from musterbook.assessment.places import Relation
from musterbook.assessment.readings import Key, Lines, Position, Range, combined, lines, position
from musterbook.assessment.register import Register
from musterbook.assessment.standing import Line, Standing
from musterbook.assessment.voices import Voice
from musterbook.model import Category, Entry, Kind, Outcome, Scope
from musterbook.pausing import no_collecting


@dataclass(frozen=True, slots=True)
class Without:
    """The estimate as it would be without one institution; None where nothing would be left."""

    institution: str
    low: float | None
    best: float | None
    high: float | None
    moves: float | None
    """By how much `best` would change."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """Low, best and high for a scope on a day, as known on a day, with all that speaks for and against.

    All three are None when nothing stands. `open_low` and `open_high` mark an end that is stated as open ("more than
    10,000"): the number given is the stated one. `bound` PART: only parts of the area are told, so it is a lower
    bound; AROUND: only areas around, an upper bound. `arrivals` stands beside an empty presence estimate: how many
    are reported to have come, where nobody says how many are there.
    """

    scope: Scope
    day: date
    known_on: date | None
    low: float | None = None
    best: float | None = None
    high: float | None = None
    open_low: bool = False
    open_high: bool = False
    bound: Relation = Relation.WHOLE
    counted: tuple[Position, ...] = ()
    idle: tuple[Position, ...] = ()
    asides: tuple[Aside, ...] = ()
    without: tuple[Without, ...] = ()
    arrivals: Estimate | None = None

    @property
    def institutions(self) -> tuple[str, ...]:
        """Keys of the institutions it stands on, sorted."""
        return tuple(sorted(position.voice.key for position in self.counted))

    @property
    def sides(self) -> tuple[str, ...]:
        """The countries those institutions speak for, sorted; outlets have none."""
        return tuple(sorted({position.voice.side for position in self.counted if position.voice.side}))

    @property
    def single_source(self) -> bool:
        """Whether one institution alone carries it."""
        return len(self.counted) == 1

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The claims it stands on."""
        return tuple(figure.entry for position in self.counted for figure in position.figures)


class Point(NamedTuple):
    """One day of a series; figures None where nothing stands."""

    day: date
    low: float | None
    best: float | None
    high: float | None
    open_low: bool
    open_high: bool
    bound: Relation
    institutions: tuple[str, ...]


def estimate(
    entries: Iterable[Entry] | Register,
    scope: Scope,
    day: date,
    *,
    known_on: date | None = None,
    copies: Mapping[str, str] | None = None,
) -> Estimate:
    """The estimate of a scope for a day, as known on `known_on` (None: all that is known), with every reason.

    Raises ScopeError for a scope that cannot be counted (see `figures.read`).
    """
    register = Register.of(entries, known_on, copies)
    reading = read(register, scope)
    drawn = lines(register, scope)
    voices = _voices(reading.figures)
    at = day.toordinal()
    standing = {
        key: {line: figure for line, drawn_line in own.items() if (figure := drawn_line.on(at)) is not None}
        for key, own in drawn.items()
    }
    positions = _positions(standing, voices)
    found = combined(positions)
    asides = (*reading.asides, *_outlasted(drawn, standing, found, at))
    made = Estimate(scope, day, known_on, asides=asides)
    if found is None:
        return replace(made, arrivals=_arrivals(register, scope, day, known_on))
    return replace(
        made,
        low=found.low,
        best=found.best,
        high=found.high,
        open_low=found.open_low,
        open_high=found.open_high,
        bound=found.bound,
        counted=found.counted,
        idle=found.idle,
        without=tuple(_without(positions, found)),
    )


def series(
    entries: Iterable[Entry] | Register,
    scope: Scope,
    start: date,
    end: date,
    *,
    known_on: date | None = None,
    copies: Mapping[str, str] | None = None,
) -> tuple[Point, ...]:
    """The estimate for every day from `start` to `end`, as known on one day; linear in claims and days."""
    with no_collecting():
        return tuple(_series(Register.of(entries, known_on, copies), scope, start.toordinal(), end.toordinal()))


def _series(register: Register, scope: Scope, first: int, last: int) -> Iterator[Point]:
    point = Point(date.fromordinal(first), None, None, None, False, False, Relation.WHOLE, ())
    moved = dict(_moves(register, scope, first, last))
    for day in range(first, last + 1):
        if day in moved:
            point = moved[day]
            yield point
        else:
            yield Point(date.fromordinal(day), *point[1:])


def _moves(register: Register, scope: Scope, first: int, last: int) -> Iterator[tuple[int, Point]]:
    """The days on which something else stands than the day before, and the estimate then."""
    voices = _voices(read(register, scope).figures)
    changes: dict[int, list[tuple[str, Key, Standing | None]]] = {}
    for name, own in lines(register, scope).items():
        for key, line in own.items():
            for day, now in line.changes(first, last):
                changes.setdefault(day, []).append((name, key, now))
    standing: dict[str, dict[Key, Standing]] = {}
    stances: dict[str, Position] = {}
    for day in sorted(changes):
        for name, key, now in changes[day]:
            held = standing.setdefault(name, {})
            if now is None:
                held.pop(key, None)
            else:
                held[key] = now
        for name in {name for name, _, _ in changes[day]}:
            if (stance := position(voices[name], standing[name])) is None:
                stances.pop(name, None)
            else:
                stances[name] = stance
        yield day, _point(date.fromordinal(day), combined([stances[name] for name in sorted(stances)]))


def questions(entries: Iterable[Entry] | Register, scope: Scope) -> tuple[Scope, ...]:
    """The countable scopes a wide one falls into: one for each outcome of a loss, each category of a transfer."""
    register = Register.of(entries)
    return register.once(("questions", scope), lambda: _questions(register, scope))


def _questions(register: Register, scope: Scope) -> tuple[Scope, ...]:
    losing = scope.kind is Kind.LOSS and scope.outcome is None
    sorting = scope.category is None and scope.kind in (Kind.TRANSFER, Kind.ATTACK, Kind.LOSS)
    if not losing and not sorting:
        return (scope,)
    told: dict[Outcome | None, set[Category]] = {}
    for entry in register.of_kind(scope.kind):
        claim = entry.claim
        if of_force(claim.force, scope) and (scope.outcome is None or claim.outcome is scope.outcome):
            counted = told.setdefault(claim.outcome if losing else scope.outcome, set())
            if claim.quantity is not None:
                counted.add(claim.force.category)
    outcomes: list[Outcome | None] = [one for one in Outcome if one in told] if losing else [scope.outcome]
    return tuple(
        scope.model_copy(update={"outcome": outcome, "category": category})
        for outcome in outcomes
        for category in ([one for one in Category if one in told.get(outcome, ())] if sorting else [scope.category])
    )


def _voices(figures: Sequence[Figure]) -> dict[str, Voice]:
    found: dict[str, Voice] = {}
    for figure in figures:
        known = found.get(figure.voice.key)
        if known is None or (known.side is None and figure.voice.side is not None):
            found[figure.voice.key] = figure.voice
    return found


def _positions(standing: Mapping[str, Mapping[Key, Standing]], voices: Mapping[str, Voice]) -> list[Position]:
    found = (position(voices[name], own) for name, own in sorted(standing.items()))
    return [stance for stance in found if stance is not None]


def _point(day: date, found: Range | None) -> Point:
    if found is None:
        return Point(day, None, None, None, False, False, Relation.WHOLE, ())
    names = tuple(sorted(stance.voice.key for stance in found.counted))
    return Point(day, found.low, found.best, found.high, found.open_low, found.open_high, found.bound, names)


def _without(positions: Sequence[Position], found: Range) -> Iterator[Without]:
    for left_out in found.counted:
        rest = combined([stance for stance in positions if stance is not left_out])
        name = left_out.voice.key
        if rest is None:
            yield Without(name, None, None, None, None)
        else:
            yield Without(name, rest.low, rest.best, rest.high, rest.best - found.best)


def _arrivals(register: Register, scope: Scope, day: date, known_on: date | None) -> Estimate | None:
    if scope.kind is not Kind.PRESENCE or scope.area is None:
        return None
    came = estimate(register, scope.model_copy(update={"kind": Kind.DEPLOYMENT}), day, known_on=known_on)
    return came if came.best is not None else None


def _outlasted(
    drawn: Lines,
    standing: Mapping[str, Mapping[Key, Standing]],
    found: Range | None,
    day: int,
) -> Iterator[Aside]:
    """The figures that do not stand on the day, and those that stand behind another of the same institution."""
    stances = (*found.counted, *found.idle) if found else ()
    resting = {id(held) for stance in stances for held in stance.standings}
    for name, own in drawn.items():
        for key, line in own.items():
            now = standing[name].get(key)
            for repeat in line.repeats:
                yield Aside(repeat.figure.entry, repeat.rule, repeat.why)
            for held in line.standings:
                if held is now and id(held) not in resting:
                    for figure in held.figures:
                        yield Aside(figure.entry, "another scope", _bound(figure))
                elif held is not now:
                    for figure in held.figures:
                        yield Aside(figure.entry, *_ended(figure, held, now, line, day))


def _bound(figure: Figure) -> str:
    if figure.contingent:
        return f"it counts a part only ({figure.contingent}); the institution's other figures say more"
    if figure.relation is Relation.PART:
        return "it counts a part of the area; the institution's other figures say more"
    if figure.relation is Relation.AROUND:
        return "it counts an area around; the institution's other figures say more"
    return "the same institution's later figures for parts exceed it"


def _ended(figure: Figure, held: Standing, now: Standing | None, line: Line, day: int) -> tuple[str, str]:
    if held.since > day:
        return "not yet", f"it speaks for {date.fromordinal(held.since)} and later"
    if now is not None and held.until >= day:
        by = now.figures[-1].entry
        return "superseded", f"superseded by what {figure.voice.label} said on {by.document.published}"
    if now is None and held.until >= day:
        return "denied since", f"{figure.voice.label} denied it later"
    until = date.fromordinal(held.until)
    if held.fades:
        later = [other for other in line.standings if other.since > held.since and other.since <= held.until]
        if later:
            return "superseded", f"superseded by what {figure.voice.label} said later"
        return "faded", f"faded: not said again since, last counted on {until}"
    return "period over", f"it speaks for no day after {until}"


def is_stock(scope: Scope) -> bool:
    """Whether the scope asks how many there are on a day, rather than how many so far."""
    return scope.kind in STOCKS


__all__ = ["Estimate", "Point", "Without", "category", "estimate", "is_stock", "questions", "series"]
