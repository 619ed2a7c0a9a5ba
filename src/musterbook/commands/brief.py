"""`muster brief`: a cited brief of a scope as one file: .html, .md, .docx or .pdf."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from musterbook.ledger.commands_asking import day
from musterbook.ledger.opening import DEFAULT, Where
from musterbook.picture_commands import CategoryOption, KindOption, KnownOn, On, OutcomeOption, narrowed
from musterbook.presentation.briefs.forms import FORMS, written
from musterbook.scopes import parse


def register(app: typer.Typer) -> None:
    """Add the command to an application."""
    app.command()(brief)


def brief(
    scope: Annotated[list[str], typer.Argument(metavar="SCOPE", help="KP in RU · RU losses · KP shells to RU")],
    *,
    out: Annotated[Path, typer.Option("--out", "-o", metavar="F", help=f"The file: {', '.join(FORMS)}.")],
    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE", help="Tell what changed since; else in the last 30 days.")
    ] = None,
    kind: KindOption = None,
    outcome: OutcomeOption = None,
    category: CategoryOption = None,
    on: On = None,
    known_on: KnownOn = None,
    whole: Annotated[bool, typer.Option("--all", help="Every claim and conflict, not only the newest.")] = False,
    ledger: Where = DEFAULT,
) -> None:
    """Write a brief: the figure, what changed, who says what, with a note behind every number.

    The ending of the file says its form. An older file of that name is replaced.
    """
    if out.suffix.lower() not in FORMS:
        raise typer.BadParameter(f"{out}: a brief is one of {', '.join(FORMS)}", param_hint="--out")
    from musterbook.dossier import Dossier

    asked = narrowed(parse(scope), kind, outcome, category)
    found = Dossier.open(ledger, asked, on=day(on), known_on=day(known_on), since=day(since))
    made = found.brief(whole=whole)
    body = written(made, out.suffix.lower())
    partial = out.with_name(f".{out.name}.part")
    partial.write_bytes(body)
    partial.replace(out)
    sources = sum(1 for mark in made.notes.values() if mark.isdigit())
    typer.echo(f"{made.plain_title}: {sources} sources, {len(made.notes) - sources} reckonings: {out}")
