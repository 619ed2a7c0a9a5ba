"""The whole picture of a scope on a day, and what changed in it between two days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from musterbook.assessment.conflicts import Conflict, conflicts
from musterbook.assessment.estimates import Estimate, Point, estimate, questions, series
from musterbook.assessment.expectations import FAMILIES, Expectation, expectations
from musterbook.assessment.figures import STOCKS, TOTALS, about
from musterbook.assessment.origins import Independence, Origin, gather, independence
from musterbook.assessment.places import Relation, relation
from musterbook.assessment.register import Register
from musterbook.model import Entry, Kind, Scope


@dataclass(frozen=True, slots=True)
class Course:
    """One countable question with its estimate on the day and its series up to it."""

    scope: Scope
    estimate: Estimate
    series: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything the register says of a scope on a day, as known on a day.

    `origins` are those of all claims of the scope; `voices` counts them; `behind` counts only those the estimate
    stands on. `losses` are the running totals of what the force lost there, outcome by outcome.
    """

    scope: Scope
    day: date
    known_on: date
    estimate: Estimate
    series: tuple[Point, ...]
    courses: tuple[Course, ...]
    """For a scope that falls into several countable ones (losses by outcome), each of them."""
    origins: tuple[Origin, ...]
    voices: Independence
    behind: Independence
    expectations: tuple[Expectation, ...]
    conflicts: tuple[Conflict, ...]
    losses: tuple[Course, ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """An expectation whose fate changed."""

    before: Expectation
    now: Expectation


@dataclass(frozen=True, slots=True)
class Changes:
    """What became known of a scope after one day and until another.

    `before` is the estimate for the first day as it was known then, `revised` the same day as known now, `now` the
    estimate for the second day.
    """

    scope: Scope
    since: date
    until: date
    before: Estimate
    revised: Estimate
    now: Estimate
    origins: tuple[Origin, ...]
    """Claims first made in between, with their echoes."""
    echoes: tuple[Entry, ...]
    """Appearances in between of claims known before."""
    voiced: tuple[Expectation, ...]
    turns: tuple[Turn, ...]
    arisen: tuple[Conflict, ...]
    settled: tuple[Conflict, ...]


def scoped_origins(
    entries: Iterable[Entry] | Register,
    scope: Scope,
    *,
    known_on: date | None = None,
    copies: Mapping[str, str] | None = None,
) -> tuple[Origin, ...]:
    """The origins of all claims of a scope, whatever their modality; presence and deployment together."""
    kinds = next((kinds for kinds in FAMILIES if scope.kind in kinds), frozenset({scope.kind}))
    register, speaks, category = Register.of(entries, known_on, copies), about(scope), scope.category
    return gather(
        (
            one
            for one in register.appearing(*kinds)
            if relation(one.area, scope.area) is not Relation.ELSEWHERE
            and speaks(one)
            and (category is None or one.kernel.category is category)
        ),
        copies=register.copies,
    )


def picture(
    entries: Iterable[Entry] | Register,
    scope: Scope,
    on: date,
    known_on: date | None = None,
    *,
    start: date | None = None,
    copies: Mapping[str, str] | None = None,
) -> Picture:
    """The picture of a scope on a day, as known on `known_on` (None: on that day).

    `entries` are all claims about the force; `start` is the first day of the series (None: the first publication).
    Raises ScopeError for a kind that is not counted.
    """
    known_on = on if known_on is None else known_on
    register = Register.of(entries, known_on, copies)
    found = scoped_origins(register, scope)
    first = start or min((day for entry in register.entries if (day := entry.document.published)), default=on)
    first = min(first, on)
    courses = tuple(_courses(register, scope, first, on))
    main = courses[0] if courses else Course(scope, Estimate(scope, on, known_on), ())
    resting = {entry.claim.id for course in courses for entry in course.estimate.entries}
    losing = scope.model_copy(update={"kind": Kind.LOSS, "category": None, "counterpart": None})
    losses = () if scope.kind is Kind.LOSS else tuple(_courses(register, losing, first, on, told=True))
    against = conflicts(register, scope, on)
    if scope.kind is not Kind.LOSS:
        against += conflicts(register, losing, on)
    return Picture(
        scope=scope,
        day=on,
        known_on=known_on,
        estimate=main.estimate,
        series=main.series,
        courses=courses,
        origins=found,
        voices=independence(found),
        behind=independence(origin for origin in found if any(entry.claim.id in resting for entry in origin.entries)),
        expectations=expectations(register, scope, on),
        conflicts=against,
        losses=losses,
    )


def _courses(register: Register, scope: Scope, first: date, on: date, told: bool = False) -> Iterator[Course]:
    """The countable questions of a scope; where only those `told` are wanted, those something stands for on the day."""
    if scope.kind not in STOCKS | TOTALS:
        return
    for question in questions(register, scope):
        found = estimate(register, question, on)
        if found.best is not None or not told:
            yield Course(question, found, series(register, question, first, on))


def changes(
    entries: Iterable[Entry] | Register,
    scope: Scope,
    since: date,
    until: date,
    *,
    copies: Mapping[str, str] | None = None,
) -> Changes:
    """What became known of a scope after `since` and until `until`.

    The estimates are of the first countable question the scope falls into; empty for a kind that is not counted.
    """
    known = Register.of(entries, until, copies)
    then = known.until(since)
    earlier = {entry.claim.id for entry in then.entries}
    found = scoped_origins(known, scope)
    fates = {one.entry.claim.id: one for one in expectations(then, scope, since)}
    now = expectations(known, scope, until)
    before, after = (
        {one.mark: one for one in conflicts(register, scope, day)} for register, day in ((then, since), (known, until))
    )
    return Changes(
        scope=scope,
        since=since,
        until=until,
        before=_first(then, scope, since),
        revised=_first(known, scope, since),
        now=_first(known, scope, until),
        origins=tuple(origin for origin in found if origin.first.claim.id not in earlier),
        echoes=tuple(
            echo.entry
            for origin in found
            if origin.first.claim.id in earlier
            for echo in origin.echoes
            if echo.entry.claim.id not in earlier
        ),
        voiced=tuple(one for one in now if one.entry.claim.id not in fates),
        turns=tuple(
            Turn(was, one)
            for one in now
            if (was := fates.get(one.entry.claim.id)) is not None and was.fate is not one.fate
        ),
        arisen=tuple(one for mark, one in after.items() if mark not in before),
        settled=tuple(one for mark, one in before.items() if mark not in after),
    )


def _first(register: Register, scope: Scope, day: date) -> Estimate:
    """The estimate of a scope on a day; an empty one for a scope that is counted only by outcome or by category."""
    uncounted = (scope.kind is Kind.LOSS and scope.outcome is None) or (
        scope.kind in (Kind.TRANSFER, Kind.ATTACK) and scope.category is None
    )
    if uncounted or scope.kind not in STOCKS | TOTALS:
        return Estimate(scope, day, None)
    return estimate(register, scope, day)
