"""The commands that show the picture of a scope: estimate, expectations, conflicts, origins, sources."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from musterbook.errors import ScopeError
from musterbook.ledger.commands_asking import day
from musterbook.ledger.listing import WIDE, Format, Row, listing
from musterbook.ledger.opening import DEFAULT, Shape, Where, open_ledger
from musterbook.model import Category, Entry, Kind, Outcome, Scope
from musterbook.scopes import parse, words

if TYPE_CHECKING:
    from rich.console import RenderableType

Asked = Annotated[
    list[str],
    typer.Argument(metavar="SCOPE", help='KP in RU · RU losses · KP shells to RU · "North Korea" in "Kursk Oblast"'),
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
    for command in (estimate, expectations, conflicts, origins, sources):
        app.command()(command)


@dataclass(frozen=True, slots=True)
class Question:
    """A scope with its claims, and the days it is asked for."""

    scope: Scope
    entries: list[Entry]
    on: date
    known_on: date | None


def ask(
    typed: list[str],
    ledger: str,
    on: str | None,
    known_on: str | None,
    *,
    kind: Kind | None = None,
    outcome: Outcome | None = None,
    category: Category | None = None,
) -> Question:
    """The scope typed, with its claims from a ledger.

    Without a day, the question is about the day of the newest report known. Raises ScopeError for words that are no
    scope, days that are none, and a ledger that holds nothing of the force.
    """
    scope = narrowed(typed, kind, outcome, category)
    asked, known = day(on), day(known_on)
    with open_ledger(ledger, read_only=True) as register_:
        entries = register_.scope(scope, known_on=known)
    newest = max((told for entry in entries if (told := entry.document.published)), default=None)
    if newest is None and asked is None:
        raise ScopeError(f"{ledger} holds no dated claim about {words(scope)}; add documents first: muster add SOURCE")
    return Question(scope, entries, asked or known or newest or date.min, known)


def narrowed(typed: list[str], kind: Kind | None, outcome: Outcome | None, category: Category | None) -> Scope:
    """The scope typed, with what the options say of it.

    Raises ScopeError for words that are no scope.
    """
    changes = {"kind": kind or (Kind.LOSS if outcome else None), "outcome": outcome, "category": category}
    return parse(typed).model_copy(update={name: value for name, value in changes.items() if value is not None})


def estimate(
    scope: Asked,
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
    """Low, best and high of a scope: by day, or on one day with the claims."""
    from musterbook.assessment.estimates import estimate as estimated
    from musterbook.assessment.estimates import questions, series
    from musterbook.picture_rows import estimate_row, point_row, reason_rows

    asked = ask(scope, ledger, on, known_on, kind=kind, outcome=outcome, category=category)
    narrow = questions(asked.entries, asked.scope)
    if not narrow:
        raise ScopeError(f"nothing is counted in {words(asked.scope)}: no claim with a figure")
    first = min((told for entry in asked.entries if (told := entry.document.published)), default=asked.on)
    rows: list[Row] = []
    parts: list[RenderableType] = []
    for question in narrow:
        found = estimated(asked.entries, question, asked.on, known_on=asked.known_on)
        if form is not Format.TABLE:
            if explain:
                rows += reason_rows(found)
            elif on is not None:
                rows.append(estimate_row(found))
            else:
                points = series(asked.entries, question, min(first, asked.on), asked.on, known_on=asked.known_on)
                rows += (point_row(words(question), point) for point in points)
            continue
        from musterbook import picture_tables as tables

        parts += [tables.heading(found), tables.summary(found)]
        if found.counted or found.idle:
            parts.append(tables.positions_table(found))
        if explain and found.asides:
            parts.append(tables.asides_table(found))
        if on is None:
            points = series(asked.entries, question, min(first, asked.on), asked.on, known_on=asked.known_on)
            parts += [tables.series_table(points)]
    _show(parts, rows, form)


def expectations(
    scope: Asked,
    *,
    on: On = None,
    known_on: KnownOn = None,
    explain: Explain = False,
    ledger: Where = DEFAULT,
    form: Shape = Format.TABLE,
) -> None:
    """What was expected of a scope, by when, and what came of it."""
    from musterbook.assessment.expectations import expectations as expected
    from musterbook.picture_rows import expectation_row

    asked = ask(scope, ledger, on, known_on)
    found = expected(asked.entries, asked.scope, asked.on, known_on=asked.known_on)
    if form is not Format.TABLE:
        _show([], [expectation_row(one) for one in found], form)
        return
    from musterbook import picture_tables as tables

    _show([_head(asked, f"{len(found)} expectations"), tables.expectations_table(found, explain)], [], form)


def conflicts(
    scope: Asked,
    *,
    on: On = None,
    known_on: KnownOn = None,
    explain: Annotated[bool, typer.Option("--explain", help="Also between totals told long apart.")] = False,
    ledger: Where = DEFAULT,
    form: Shape = Format.TABLE,
) -> None:
    """Who contradicts whom in a scope, with the sentences of both."""
    from musterbook.assessment.conflicts import conflicts as contradictions
    from musterbook.picture_rows import conflict_row

    asked = ask(scope, ledger, on, known_on)
    found = contradictions(asked.entries, asked.scope, asked.on, known_on=asked.known_on)
    if form is not Format.TABLE:
        _show([], [conflict_row(one) for one in found], form)
        return
    from musterbook import picture_tables as tables

    shown = [one for one in found if explain or not one.aged]
    more = (
        f", {len(found) - len(shown)} more between totals told long apart (--explain)"
        if len(shown) < len(found)
        else ""
    )
    _show([_head(asked, f"{len(shown)} conflicts{more}"), tables.conflicts_table(shown)], [], form)


def origins(
    scope: Asked,
    *,
    known_on: KnownOn = None,
    explain: Explain = False,
    ledger: Where = DEFAULT,
    form: Shape = Format.TABLE,
) -> None:
    """Where the claims of a scope came from first, and how often they were repeated."""
    from musterbook.assessment.copies import copies
    from musterbook.assessment.origins import independence
    from musterbook.assessment.picture import scoped_origins
    from musterbook.picture_rows import origin_rows

    asked = ask(scope, ledger, None, known_on)
    copied = copies({entry.document.id: entry.document for entry in asked.entries}.values())
    found = scoped_origins(asked.entries, asked.scope, known_on=asked.known_on, copies=copied)
    if form is not Format.TABLE:
        _show([], list(origin_rows(found)), form)
        return
    from musterbook import picture_tables as tables

    _show([_head(asked, str(independence(found))), tables.origins_table(found, explain)], [], form)


def sources(
    scope: Asked,
    *,
    on: On = None,
    known_on: KnownOn = None,
    ledger: Where = DEFAULT,
    form: Shape = Format.TABLE,
) -> None:
    """The record of every institution in a scope: counts and distances, no score."""
    from musterbook.assessment.sources import records
    from musterbook.picture_rows import record_row

    asked = ask(scope, ledger, on, known_on)
    found = records(asked.entries, asked.scope, asked.on, known_on=asked.known_on)
    if form is not Format.TABLE:
        _show([], [record_row(one) for one in found], form)
        return
    from musterbook import picture_tables as tables

    _show([_head(asked, f"{len(found)} institutions"), tables.records_table(found)], [], form)


def _head(asked: Question, counted: str) -> RenderableType:
    from rich.text import Text

    from musterbook.scopes import title

    known = f", as known on {asked.known_on}" if asked.known_on else ""
    return Text.assemble((title(asked.scope), "bold"), (f"  until {asked.on}{known}   {counted}", "dim"))


def _show(parts: Iterable[RenderableType], rows: list[Row], form: Format) -> None:
    """Print an answer: rows in the form asked for, or tables as wide as the terminal."""
    if form is not Format.TABLE:
        typer.echo(listing(rows, form))
        return
    from rich.console import Console

    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=WIDE)
    for part in parts:
        console.print(part)
