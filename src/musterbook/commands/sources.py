"""`muster sources`: the record of every institution in a scope; without one, who speaks in the whole ledger."""

from __future__ import annotations

from typing import Annotated

import typer

from musterbook.ledger import commands as ledger_commands
from musterbook.ledger.listing import Format
from musterbook.ledger.opening import DEFAULT, Shape, Where, Who
from musterbook.picture_commands import Explain, KnownOn, On, ask, show
from musterbook.picture_commands import sources as records
from musterbook.scopes import parse


def register(app: typer.Typer) -> None:
    """Add the command to an application."""
    app.command()(sources)


def sources(
    scope: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[SCOPE]", help="KP in RU · RU losses · KP shells to RU; without one, the whole ledger."
        ),
    ] = None,
    *,
    on: On = None,
    known_on: KnownOn = None,
    explain: Explain = False,
    unresolved: Annotated[bool, typer.Option("--unresolved", help="Claimants without an institution.")] = False,
    assign: Annotated[str | None, typer.Option(help="A claimant's words, to be assigned.")] = None,
    institution: Annotated[str | None, typer.Option(help="Assign to this institution.")] = None,
    side: Annotated[str | None, typer.Option(help="Assign to this country.")] = None,
    who: Who = None,
    limit: Annotated[int, typer.Option(min=1, help="How many to show of the whole ledger.")] = 50,
    ledger: Where = DEFAULT,
    form: Shape = Format.TABLE,
) -> None:
    """Show the record of each institution in a scope; without one, all institutions and whom none was found for.

    Counts and distances, no score. With --assign a claimant is given to an institution.
    """
    if not scope:
        ledger_commands.sources(
            unresolved=unresolved,
            assign=assign,
            institution=institution,
            side=side,
            who=who,
            limit=limit,
            ledger=ledger,
            form=form,
        )
        return
    if unresolved or assign:
        raise typer.BadParameter("--unresolved and --assign are about the whole ledger; leave the scope out")
    show(records(ask(parse(scope), ledger, on, known_on), explain, form is Format.TABLE), form)
