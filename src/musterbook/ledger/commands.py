"""The ledger's commands: add, claims, check, copy, sources, review."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from musterbook.commands.read import counted
from musterbook.errors import LedgerError
from musterbook.ledger.asking import Query
from musterbook.ledger.commands_asking import claims
from musterbook.ledger.listing import Format, listing
from musterbook.ledger.opening import DEFAULT, Shape, Where, Who, open_ledger, person
from musterbook.ledger.reviewing import Verdict

if TYPE_CHECKING:
    from musterbook.intake.received import Failure, Received


def register(app: typer.Typer) -> None:
    """Add the commands to an application."""
    for command in (add, claims, check, copy, sources, review):
        app.command()(command)


@dataclass
class _Arrivals:
    """The documents of some sources as they come in; what failed is put aside."""

    sources: list[str]
    failures: list[Failure] = field(default_factory=list)

    def __iter__(self) -> Iterator[Received]:
        from musterbook.intake.received import Failure
        from musterbook.intake.sources import open_source

        for source in self.sources:
            for found in open_source(source):
                if isinstance(found, Failure):
                    self.failures.append(found)
                else:
                    yield found


def add(
    sources: Annotated[list[str], typer.Argument(help="Files, folders, addresses, JSONL; - for standard input.")],
    ledger: Where = DEFAULT,
    capture: Annotated[bool, typer.Option("--capture/--no-capture", help="Keep the bytes as they were found.")] = True,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress, only what failed.")] = False,
) -> None:
    """Read sources and keep their documents and claims; what is known is not kept twice."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    from musterbook.ledger.keeping import keep
    from musterbook.ledger.ledger import default_reader
    from musterbook.reading.reader import read

    arrivals = _Arrivals(sources)
    new = known = found = gone = 0
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with open_ledger(ledger) as register_, Progress(*columns, console=console, disable=quiet, transient=True) as bar:
        task = bar.add_task("reading", total=None)
        for added in keep(register_, arrivals, read, default_reader(), keep_bytes=capture):
            new, known = new + (not added.known), known + added.known
            found, gone = found + added.claims_added, gone + added.superseded
            if added.known and not quiet:
                console.print(f"known: {added.document_id} ({added.reason})", highlight=False, markup=False)
            bar.update(task, advance=1, description=f"{counted(new + known, 'document')}, {counted(found, 'claim')}")
    for failure in arrivals.failures:
        typer.echo(f"failed: {failure.placed}", err=True)
    superseded = f"; {counted(gone, 'claim')} of earlier readings superseded" if gone else ""
    typer.echo(f"{counted(new, 'document')} added, {known:,} known; {counted(found, 'claim')} added{superseded}")
    if arrivals.failures:
        typer.echo(f"{counted(len(arrivals.failures), 'source')} failed", err=True)
        raise typer.Exit(1)


def check(ledger: Where = DEFAULT) -> None:
    """See whether the ledger is whole: hashes, grounding, references, superseding, search."""
    wrong = 0
    with open_ledger(ledger) as register_:
        for fault in register_.check():
            wrong += 1
            typer.echo(str(fault))
    if wrong:
        typer.echo(f"{wrong} faults", err=True)
        raise typer.Exit(1)
    typer.echo("the ledger is whole")


def copy(
    source: Annotated[str, typer.Argument(metavar="FROM", help="The ledger to copy: a file, or postgresql://…")],
    target: Annotated[str, typer.Argument(metavar="TO", help="An empty ledger, made where there is none.")],
) -> None:
    """Copy a whole ledger, between files and servers, and compare the copy with it."""
    from musterbook.ledger.copying import copy as copy_rows

    with open_ledger(source, read_only=True) as before, open_ledger(target) as after:
        for table, rows in copy_rows(before.store, after.store):
            typer.echo(f"{table}: {rows}")
        wrong = list(after.check())
    for fault in wrong:
        typer.echo(str(fault))
    if wrong:
        raise typer.Exit(1)
    typer.echo("copied; the copy is whole")


def sources(
    *,
    unresolved: Annotated[bool, typer.Option("--unresolved", help="Claimants without an institution.")] = False,
    assign: Annotated[str | None, typer.Option(help="A claimant's words, to be assigned.")] = None,
    institution: Annotated[str | None, typer.Option(help="Assign to this institution.")] = None,
    side: Annotated[str | None, typer.Option(help="Assign to this country.")] = None,
    who: Who = None,
    limit: Annotated[int, typer.Option(min=1, help="How many to show.")] = 50,
    ledger: Where = DEFAULT,
    form: Shape = Format.TABLE,
) -> None:
    """Show the institutions behind the claims, or the claimants resolved to none; assign one."""
    if assign is not None:
        with open_ledger(ledger) as register_:
            register_.assign(assign, institution, side, person(who))
            typer.echo(f"{assign}: {institution or 'no institution'}, {side or 'no side'}")
        return
    rows: list[dict[str, Any]]
    with open_ledger(ledger, read_only=True) as register_:
        if unresolved:
            rows = [
                {"claimant": one.claimant, "side": one.side, "claims": one.claims}
                for one in register_.unresolved(limit)
            ]
        else:
            counted = register_.facets(Query(), most=limit).facets["institution"]
            rows = [{"institution": one.value or "(not resolved)", "claims": one.count} for one in counted]
    typer.echo(listing(rows, form))


class Judgement(StrEnum):
    """What can be said of a claim on the command line."""

    ACCEPT = "accept"
    CORRECT = "correct"
    REJECT = "reject"
    UNSURE = "unsure"
    UNDO = "undo"


def review(
    claim: Annotated[str, typer.Argument(help="The claim's id.")],
    judgement: Annotated[Judgement, typer.Argument(help="Your verdict.")],
    *,
    change: Annotated[
        list[str] | None,
        typer.Option("--set", help="With correct: SLOT=VALUE, the value a word or JSON (--set kind=loss)."),
    ] = None,
    why: Annotated[str, typer.Option(help="Your reason.")] = "",
    who: Who = None,
    ledger: Where = DEFAULT,
) -> None:
    """Accept, correct or reject a claim; a later review takes the place of an earlier one."""
    from musterbook.ledger.correcting import correct

    name = person(who)
    if bool(change) != (judgement is Judgement.CORRECT):
        raise LedgerError("correct needs what to change (--set SLOT=VALUE), and only correct changes anything")
    with open_ledger(ledger) as register_:
        entry = register_.claim(claim)
        if entry is None:
            raise LedgerError(f"claim {claim} is not in the ledger")
        correction = correct(entry.claim, entry.document, name, _changes(change)) if change else None
        register_.review(claim, VERDICT_OF[judgement], name, why, correction)
    typer.echo(f"{claim}: {VERDICT_OF[judgement]}" + (f", now {correction.id}" if correction else ""))


def _changes(written: list[str]) -> dict[str, Any]:
    changes = {}
    for change in written:
        slot, _, value = change.partition("=")
        try:
            changes[slot.strip()] = json.loads(value)
        except json.JSONDecodeError:
            changes[slot.strip()] = value
    return changes


VERDICT_OF: dict[Judgement, Verdict] = {
    Judgement.ACCEPT: "accepted",
    Judgement.CORRECT: "corrected",
    Judgement.REJECT: "rejected",
    Judgement.UNSURE: "unsure",
    Judgement.UNDO: "undone",
}
