"""The commands for alerts: alert add, list, remove, run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from musterbook.ledger.listing import Format, listing
from musterbook.ledger.opening import DEFAULT, Shape, Where, Who, open_ledger, person

if TYPE_CHECKING:
    from musterbook.ledger.alerts import Alert
    from musterbook.ledger.ledger import Ledger
    from musterbook.model import Scope

CONDITIONS = "outside-band, new-institution, due-expectation, new-conflict"


def register(app: typer.Typer) -> None:
    """Add the commands to an application."""
    alert = typer.Typer(
        help="What is new in a scope, told once: to a feed, a webhook or a mailbox.", no_args_is_help=True
    )
    alert.command("add")(add)
    alert.command("list")(show)
    alert.command("remove")(remove)
    alert.command("run")(run)
    app.add_typer(alert, name="alert")


def add(
    scope: Annotated[list[str], typer.Argument(metavar="SCOPE", help="KP in RU · RU losses · a dossier's name")],
    *,
    on: Annotated[str, typer.Option("--on", metavar="CONDITIONS", help=f"What is told: {CONDITIONS}.")] = CONDITIONS,
    to: Annotated[str, typer.Option("--to", help="atom:FILE, https://… (a webhook), or mailto:NAME@HOST.")],
    secret: Annotated[
        str | None,
        typer.Option(
            "--secret", metavar="env:NAME|file:PATH", help="Where the secret a webhook is signed with is kept."
        ),
    ] = None,
    name: Annotated[str | None, typer.Option("--name", help="What to call it; else after its scope.")] = None,
    who: Who = None,
    ledger: Where = DEFAULT,
) -> None:
    """Make an alert. What is in the ledger now is no news to it; watch run and alert run look for what is."""
    from musterbook.alerting.targets import DeliveryError, secret_of, target_of
    from musterbook.scopes import slug, words

    conditions = _conditions(on)
    try:
        target = target_of(to)
        if target.startswith("http"):
            if secret is None:
                raise DeliveryError(
                    "a webhook is signed: say where its secret is kept (--secret env:NAME or file:PATH)"
                )
            secret_of(secret)
        elif secret is not None:
            raise DeliveryError("only a webhook has a secret")
    except DeliveryError as error:
        raise typer.BadParameter(str(error), param_hint="--to") from error
    with open_ledger(ledger) as register_:
        asked = _scope(register_, scope)
        taken = {alert.name for alert in register_.alerts.all()}
        called = name or _free(slug(asked).replace("_", "-"), taken)
        register_.alerts.add(called, asked, conditions, target=target, secret=secret, who=person(who))
    typer.echo(f"alert {called}: {words(asked)}, on {', '.join(conditions)}, to {target}")


def show(*, ledger: Where = DEFAULT, form: Shape = Format.TABLE) -> None:
    """Show the alerts, how many notices each has sent, and how many wait."""
    with open_ledger(ledger, read_only=True) as register_:
        rows = [_row(register_, alert) for alert in register_.alerts.all()]
    typer.echo(listing(rows, form) if rows or form is not Format.TABLE else "there is no alert; muster alert add SCOPE")


def remove(
    name: Annotated[str, typer.Argument(help="The alert's name.")], *, who: Who = None, ledger: Where = DEFAULT
) -> None:
    """Tell it no longer."""
    with open_ledger(ledger) as register_:
        register_.alerts.remove(name, person(who))
    typer.echo(f"alert {name} is told no longer")


def run(
    names: Annotated[list[str] | None, typer.Argument(metavar="[NAME]...", help="Only these alerts; else all.")] = None,
    *,
    ledger: Where = DEFAULT,
) -> None:
    """Look for news and send it; exit code 1 when something could not be sent."""
    from musterbook.alerting.delivering import look_after
    from musterbook.errors import LedgerError

    failed = looked = 0
    with open_ledger(ledger) as register_:
        known = {alert.name for alert in register_.alerts.all()}
        if strange := [name for name in names or () if name not in known]:
            raise LedgerError(f"there is no alert {strange[0]!r}; muster alert list shows what there is")
        for outcome in look_after(register_, names or ()):
            looked += 1
            failed += outcome.failed
            typer.echo(str(outcome), err=bool(outcome.failed))
    if not looked:
        typer.echo("there is no alert; muster alert add SCOPE")
    if failed:
        raise typer.Exit(1)


def _conditions(written: str) -> list[str]:
    from musterbook.alerting.conditions import Condition

    asked = [part.strip() for part in written.split(",") if part.strip()]
    known = [str(condition) for condition in Condition]
    if strange := [part for part in asked if part not in known]:
        raise typer.BadParameter(f"{strange[0]!r} is no condition; there are {', '.join(known)}", param_hint="--on")
    return [name for name in known if name in asked or not asked]


def _scope(ledger: Ledger, typed: list[str]) -> Scope:
    """The scope typed, or that of the dossier of this name."""
    from musterbook.scopes import parse

    saved = {one.name: one.scope for one in ledger.dossiers.all()}
    return saved[typed[0]] if len(typed) == 1 and typed[0] in saved else parse(typed)


def _free(name: str, taken: set[str]) -> str:
    """The name, with a number after it where it is taken."""
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name}-{number}"
    return free


def _row(ledger: Ledger, alert: Alert) -> dict[str, Any]:
    from musterbook.ledger.alerts import SENT
    from musterbook.scopes import words
    from musterbook.watching.reports import moment

    told = ledger.alerts.told(alert.name, most=1_000_000)
    waiting = [one for one in told if one.state != SENT]
    return {
        "alert": alert.name,
        "scope": words(alert.scope),
        "on": ", ".join(alert.conditions),
        "to": alert.target,
        "secret": alert.secret,
        "looked after": moment(alert.checked),
        "sent": len(told) - len(waiting),
        "waiting": len(waiting),
        "trouble": next((one.trouble for one in waiting if one.trouble), None),
    }
