"""`muster demo`: a ledger of the bundled digests, and what it shows of North Korean forces in Russia."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from musterbook.commands.read import counted

if TYPE_CHECKING:
    from rich.console import Console

    from musterbook.intake.received import Received
    from musterbook.ledger.ledger import Ledger
    from musterbook.model import Entry

SCOPE = ["KP", "in", "RU"]
LEDGER = "musterbook-demo.db"
MOST = 12
"""Institutions and origins shown."""


def register(app: typer.Typer) -> None:
    """Add the command to an application."""
    app.command()(demo)


def demo(
    *,
    ledger: Annotated[str, typer.Option("--ledger", help="Where the ledger is made; kept for you to ask.")] = LEDGER,
    most: Annotated[
        int, typer.Option("--claims", min=0, metavar="N", help="How many claims of the register to show.")
    ] = 60,
    serve: Annotated[bool, typer.Option("--serve", help="Then serve the web application on this ledger.")] = False,
) -> None:
    """Make a ledger of the 55 bundled digests and show what it holds.

    The register of claims, newest first; what each institution says; and the picture of North Korean forces in
    Russia: the estimate, origins against articles, expectations with their outcomes, conflicts.
    """
    from musterbook.ledger.ledger import Ledger
    from musterbook.presentation import overview, terminal

    screen = terminal.screen()
    with Ledger.open(ledger) as kept:
        fill(kept)
        open_dossier(kept)
        entries = newest_first(kept.entries())
    screen.print(overview.title(f"The register: {counted(len(entries), 'claim')}, newest first"))
    screen.print(overview.Overview(entries[:most]))
    if most < len(entries):
        screen.print(f"and {len(entries) - most:,} more: muster claims --ledger {ledger}", style="bright_black")
    screen.print(overview.title("What each institution says, newest first"))
    screen.print(overview.Institutions(entries, MOST))
    show_picture(screen, ledger)
    screen.print(f"All of it is in {ledger}. Ask it: muster estimate KP losses --ledger {ledger}", style="bold")
    if serve:
        from musterbook.web.commands import serve as serve_pages

        serve_pages(ledger=ledger)


def show_picture(screen: Console, ledger: str) -> None:
    """Print the picture of the scope on the day of the newest report: what stands, on what, and who disagrees."""
    from musterbook import picture_tables as tables
    from musterbook.assessment.conflicts import conflicts
    from musterbook.assessment.copies import copies
    from musterbook.assessment.estimates import estimate, questions
    from musterbook.assessment.expectations import expectations
    from musterbook.assessment.origins import independence
    from musterbook.assessment.picture import scoped_origins
    from musterbook.picture_commands import ask
    from musterbook.presentation import overview
    from musterbook.scopes import parse, title

    asked = ask(parse(SCOPE), ledger, None, None)
    scope, register, day = asked.scope, asked.register, asked.on
    screen.print(overview.title(f"The picture of {title(scope)}, {day}"))
    for question in questions(register, scope):
        found = estimate(register, question, day)
        screen.print(tables.heading(found), tables.summary(found), tables.positions_table(found), sep="\n")
    copied = copies({entry.document.id: entry.document for entry in register.entries}.values())
    origins = scoped_origins(register.entries, scope, copies=copied)
    most = sorted(origins, key=lambda origin: -origin.articles)[:MOST]
    screen.print(overview.title("Origins against articles"))
    screen.print(f"{independence(origins)}; those repeated most:", style="bright_black")
    screen.print(tables.origins_table(most, explain=False))
    screen.print(overview.title("What was expected, and what came of it"))
    screen.print(tables.expectations_table(expectations(register, scope, day), explain=False))
    screen.print(overview.title("Who contradicts whom"))
    screen.print(tables.conflicts_table([one for one in conflicts(register, scope, day) if not one.aged]))


def open_dossier(ledger: Ledger) -> None:
    """Save the scope of the picture as a dossier, unless it is saved, so that the first page shows it."""
    from musterbook.scopes import parse, slug, title

    scope = parse(SCOPE)
    if not any(dossier.name == slug(scope) for dossier in ledger.dossiers.all()):
        ledger.dossiers.save(slug(scope), title(scope), scope, "muster demo")


def fill(ledger: Ledger) -> None:
    """Keep the bundled digests in a ledger; those that are known are not read again."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    from musterbook.ledger.keeping import keep
    from musterbook.ledger.ledger import default_reader
    from musterbook.reading.reader import read

    arrivals = list(digests())
    console = Console(stderr=True)
    columns = (TextColumn("reading"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as bar:
        task = bar.add_task("reading", total=len(arrivals))
        for _ in keep(ledger, arrivals, read, default_reader()):
            bar.advance(task)


def digests() -> Iterator[Received]:
    """The digests that come with the package."""
    from musterbook.intake.received import Received
    from musterbook.intake.sources import open_source

    with resources.as_file(resources.files("musterbook.data") / "digests.jsonl") as path:
        yield from (found for found in open_source(Path(path)) if isinstance(found, Received))


def newest_first(entries: Iterator[Entry]) -> list[Entry]:
    """Entries by day of publication, the newest first; of one day and document, in the order of the text."""
    ordered = sorted(entries, key=lambda entry: (entry.document.id, entry.claim.mentions[0].start, entry.claim.id))
    return sorted(ordered, key=lambda entry: str(entry.document.published or ""), reverse=True)
