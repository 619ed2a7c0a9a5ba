"""The commands that show the picture of a scope: estimate, expectations, conflicts, origins, sources."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from musterbook.assessment.register import Register
from musterbook.commands.read import counted
from musterbook.errors import ScopeError
from musterbook.ledger.commands_asking import day
from musterbook.ledger.listing import WIDE, Format, Row, listing
from musterbook.ledger.opening import DEFAULT, Shape, Where, open_ledger
from musterbook.model import Category, Entry, Kind, Outcome, Scope
from musterbook.scopes import parse, words

if TYPE_CHECKING:
    from rich.console import RenderableType

Asked = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="SCOPE",
        help='KP in RU · RU losses · KP shells to RU · "North Korea" in "Kursk Oblast"; without one, those of the '
        "dossiers kept.",
        show_default=False,
    ),
]
On = Annotated[
    str | None, typer.Option("--on", metavar="DATE", help="The day asked about; else that of the newest report.")
]
KnownOn = Annotated[str | None, typer.Option("--known-on", metavar="DATE", help="Only what was published by this day.")]
Explain = Annotated[bool, typer.Option("--explain", help="Every claim with its rule and reason.")]
KindOption = Annotated[Kind | None, typer.Option("--kind", help="Another kind of claim than the words say.")]
OutcomeOption = Annotated[Outcome | None, typer.Option("--outcome", help="Of losses, only this outcome.")]
CategoryOption = Annotated[Category | None, typer.Option("--category", help="What is counted.")]


def register(app: typer.Typer) -> None:
    """Add the commands to an application."""
    for picture in (estimate, expectations, conflicts, origins):
        app.command(picture.__name__)(command(picture))


@dataclass(frozen=True, slots=True)
class Question:
    """A scope with its claims, and the days it is asked for."""

    scope: Scope
    register: Register
    on: date
    on_day: bool
    """Whether the day was asked for; else it is that of the newest report."""
    known_on: date | None

    @property
    def entries(self) -> Sequence[Entry]:
        """The claims that count."""
        return self.register.entries


def scopes(typed: list[str] | None, ledger: str) -> list[Scope]:
    """The scope typed, else those of the dossiers a ledger keeps.

    Raises ScopeError for words that are no scope, and where there is nothing to ask about.
    """
    if typed:
        return [parse(typed)]
    with open_ledger(ledger, read_only=True) as opened:
        kept = [dossier.scope for dossier in opened.dossiers.all()]
    if not kept:
        raise ScopeError(f"name a scope, such as KP in RU: {ledger} keeps no dossier to ask about instead")
    return kept


def ask(
    scope: Scope,
    ledger: str,
    on: str | None,
    known_on: str | None,
    *,
    kind: Kind | None = None,
    outcome: Outcome | None = None,
    category: Category | None = None,
) -> Question:
    """A scope with its claims from a ledger, narrowed by what the options say.

    Without a day, the question is about the day of the newest report known. Raises ScopeError for days that are none,
    and a ledger that holds nothing of the force.
    """
    scope = narrowed(scope, kind, outcome, category)
    asked, known = day(on), day(known_on)
    with open_ledger(ledger, read_only=True) as opened:
        register = Register.of(opened.scope(scope, known_on=known), known)
    newest = max((told for entry in register.entries if (told := entry.document.published)), default=None)
    if newest is None and asked is None:
        raise ScopeError(f"{ledger} holds no dated claim about {words(scope)}; add documents first: muster add SOURCE")
    return Question(scope, register, asked or known or newest or date.min, asked is not None, known)


def narrowed(scope: Scope, kind: Kind | None, outcome: Outcome | None, category: Category | None) -> Scope:
    """A scope with what the options say of it."""
    changes = {"kind": kind or (Kind.LOSS if outcome else None), "outcome": outcome, "category": category}
    return scope.model_copy(update={name: value for name, value in changes.items() if value is not None})


@dataclass(frozen=True, slots=True)
class Answer:
    """What a picture shows: rows for programs, or parts for people."""

    rows: list[Row]
    parts: list[RenderableType]


Picture = Callable[[Question, bool, bool], Answer]
"""Answers a question, with every claim and reason where the first flag says so; for people where the second does."""


def command(picture: Picture) -> Callable[..., None]:
    """The command of a picture: all pictures are asked in the same way."""

    def run(
        scope: Asked = None,
        *,
        kind: KindOption = None,
        outcome: OutcomeOption = None,
        category: CategoryOption = None,
        on: On = None,
        known_on: KnownOn = None,
        explain: Explain = False,
        ledger: Where = DEFAULT,
        form: Shape = Format.TABLE,
    ) -> None:
        whole = Answer([], [])
        asking = scopes(scope, ledger)
        for each in asking:
            try:
                asked = ask(each, ledger, on, known_on, kind=kind, outcome=outcome, category=category)
                answer = picture(asked, explain, form is Format.TABLE)
            except ScopeError as trouble:
                if len(asking) == 1:
                    raise
                typer.echo(f"muster: {trouble}", err=True)
                continue
            whole.rows.extend(answer.rows)
            whole.parts.extend(answer.parts)
        show(whole, form)

    run.__doc__ = picture.__doc__
    return run


def estimate(asked: Question, explain: bool, shown: bool) -> Answer:
    """Low, best and high of a scope: by day, or on one day with the claims."""
    from musterbook.assessment.estimates import estimate as estimated
    from musterbook.assessment.estimates import questions, series
    from musterbook.picture_rows import estimate_row, point_row, reason_rows

    if not (narrow := questions(asked.register, asked.scope)):
        raise ScopeError(f"nothing is counted in {words(asked.scope)}: no claim with a figure")
    days = [told for entry in asked.register.entries if (told := entry.document.published)]
    first = min(days, default=asked.on)
    answer = Answer([], [])
    for question in narrow:
        found = estimated(asked.register, question, asked.on, known_on=asked.known_on)
        points = () if asked.on_day else series(asked.register, question, min(first, asked.on), asked.on)
        if not shown:
            if explain:
                answer.rows.extend(reason_rows(found))
            elif asked.on_day:
                answer.rows.append(estimate_row(found))
            else:
                answer.rows.extend(point_row(words(question), point) for point in points)
            continue
        from musterbook import picture_tables as tables

        answer.parts.extend((tables.heading(found), tables.summary(found)))
        if found.counted or found.idle:
            answer.parts.append(tables.positions_table(found))
        if explain and found.asides:
            answer.parts.append(tables.asides_table(found))
        if any(point.best is not None for point in points):
            answer.parts.append(tables.series_table(points))
    return answer


def expectations(asked: Question, explain: bool, shown: bool) -> Answer:
    """What was expected of a scope, by when, and what came of it."""
    from musterbook.assessment.expectations import expectations as expected
    from musterbook.picture_rows import expectation_row

    found = expected(asked.register, asked.scope, asked.on)
    if not shown:
        return Answer([expectation_row(one) for one in found], [])
    from musterbook import picture_tables as tables

    return _answer(asked, counted(len(found), "expectation"), tables.expectations_table(found, explain))


def conflicts(asked: Question, explain: bool, shown: bool) -> Answer:
    """Who contradicts whom in a scope, with the sentences of both; --explain also between totals told long apart."""
    from musterbook.assessment.conflicts import conflicts as contradictions
    from musterbook.picture_rows import conflict_row

    found = contradictions(asked.register, asked.scope, asked.on)
    if not shown:
        return Answer([conflict_row(one) for one in found], [])
    from musterbook import picture_tables as tables

    told = [one for one in found if explain or not one.aged]
    left_out = len(found) - len(told)
    more = f", {left_out} more between totals told long apart (--explain)" if left_out else ""
    return _answer(asked, f"{counted(len(told), 'conflict')}{more}", tables.conflicts_table(told))


def origins(asked: Question, explain: bool, shown: bool) -> Answer:
    """Where the claims of a scope came from first, and how often they were repeated."""
    from musterbook.assessment.copies import copies
    from musterbook.assessment.origins import independence
    from musterbook.assessment.picture import scoped_origins
    from musterbook.picture_rows import origin_rows

    entries = asked.register.entries
    if asked.on_day:
        entries = asked.register.until(asked.on).entries
    copied = copies({entry.document.id: entry.document for entry in entries}.values())
    found = scoped_origins(entries, asked.scope, copies=copied)
    if not shown:
        return Answer(list(origin_rows(found)), [])
    from musterbook import picture_tables as tables

    return _answer(asked, str(independence(found)), tables.origins_table(found, explain))


def sources(asked: Question, explain: bool, shown: bool) -> Answer:
    """The record of every institution in a scope: counts and distances, no score."""
    from musterbook.assessment.sources import records
    from musterbook.picture_rows import record_row

    found = records(asked.register, asked.scope, asked.on)
    if not shown:
        return Answer([record_row(one) for one in found], [])
    from musterbook import picture_tables as tables

    return _answer(asked, counted(len(found), "institution"), tables.records_table(found, explain))


def _answer(asked: Question, counted: str, table: RenderableType) -> Answer:
    from rich.text import Text

    from musterbook.scopes import title

    known = f", as known on {asked.known_on}" if asked.known_on else ""
    head = Text.assemble((title(asked.scope), "bold"), (f"  until {asked.on}{known}   {counted}", "dim"))
    return Answer([], [head, table])


def show(answer: Answer, form: Format) -> None:
    """Print an answer: rows in the form asked for, or tables as wide as the terminal."""
    if form is not Format.TABLE:
        typer.echo(listing(answer.rows, form))
        return
    from rich.console import Console

    console = Console(highlight=False)
    if not console.is_terminal and "COLUMNS" not in os.environ:
        console = Console(highlight=False, width=WIDE)
    for part in answer.parts:
        console.print(part)
