"""`muster read`: the claims of any source, shown and not kept."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from musterbook.presentation.tabular import Format

if TYPE_CHECKING:
    from rich.console import RenderableType

    from musterbook.intake.received import Received
    from musterbook.model import Claim, Statement

ModelOption = Annotated[
    str | None, typer.Option("--model", metavar="NAME", help="Another spaCy model of English that is installed.")
]
CodebookOption = Annotated[
    Path | None,
    typer.Option("--codebook", metavar="FILE", exists=True, dir_okay=False, help="Your own entries, as TOML."),
]


def register(app: typer.Typer) -> None:
    """Add the command to an application."""
    app.command()(read)


def read(
    sources: Annotated[
        list[str], typer.Argument(metavar="SOURCE...", help="Files, folders, addresses; - for standard input.")
    ],
    *,
    form: Annotated[Format, typer.Option("--format", help="How to show the answer.")] = Format.TABLE,
    statements: Annotated[
        bool, typer.Option("--statements", help="Every attributed stretch instead of the claims.")
    ] = False,
    model: ModelOption = None,
    codebook: CodebookOption = None,
) -> None:
    """Show the claims of files, folders and addresses; nothing is kept.

    Web pages, plain text, JSONL, PDF, feeds and WARC archives are told by their content.
    """
    prepare(codebook)
    found = Answer(sources, statements, model)
    if form is Format.TABLE:
        show(found)
    else:
        from musterbook.presentation.tabular import write

        for piece in write(found.rows(form), form):
            sys.stdout.write(piece)
            sys.stdout.flush()
    found.close()


def prepare(codebook: Path | None) -> None:
    """Put a user's codebook in force.

    Raises CodebookError naming file, line and key of what is wrong in it.
    """
    if codebook is not None:
        from musterbook.codebook.loading import extend

        extend(codebook)


class Answer:
    """What was found in some sources, as it is found; what failed is said at once and counted."""

    def __init__(self, sources: list[str], statements: bool, model: str | None) -> None:
        """The answer for these sources: statements or claims, by this parser model."""
        self.sources, self.statements, self.model = sources, statements, model
        self.documents = self.found = self.failed = 0

    def documents_read(self) -> Iterator[tuple[Received, tuple[Claim, ...] | tuple[Statement, ...]]]:
        """Each document received, with its claims or statements."""
        from musterbook.errors import MusterbookError
        from musterbook.intake.received import Failure, placed
        from musterbook.intake.sources import open_source

        for source in self.sources:
            for received in open_source(source):
                if isinstance(received, Failure):
                    self._fail(received.source, str(received))
                    continue
                for notice in received.notices:
                    typer.echo(f"note: {placed(notice, received.source)}", err=True)
                try:
                    found = self._read(received)
                except MusterbookError as error:
                    self._fail(received.source, str(error))
                    continue
                self.documents += 1
                self.found += len(found)
                yield received, found

    def rows(self, form: Format) -> Iterator[dict[str, Any]]:
        """One row for each claim or statement: full for JSON, flat for spreadsheets, brief for a page of text."""
        from musterbook.model import Statement
        from musterbook.presentation import tabular

        deep = form in {Format.JSON, Format.JSONL}
        claim_row = tabular.claim_line if form is Format.MARKDOWN else tabular.claim_row
        for received, found in self.documents_read():
            for one in found:
                known = (received.document, received.source)
                if isinstance(one, Statement):
                    yield tabular.statement_record(one, *known) if deep else tabular.statement_row(one, *known)
                else:
                    yield tabular.claim_record(one, *known) if deep else claim_row(one, *known)

    def close(self) -> None:
        """Leave with exit code 1 when a source failed."""
        if self.failed:
            raise typer.Exit(1)

    def _read(self, received: Received) -> tuple[Claim, ...] | tuple[Statement, ...]:
        from musterbook.reading.parsing import MEDIUM, ParserError
        from musterbook.reading.reader import reader
        from musterbook.reading.stated import statements

        model = self.model or MEDIUM
        try:
            reading = reader(model)
        except ParserError as error:
            raise typer.BadParameter(str(error), param_hint="--model") from error
        return statements(received.document, model) if self.statements else reading.read(received.document)

    def _fail(self, source: str, message: str) -> None:
        from musterbook.intake.received import placed

        self.failed += 1
        typer.echo(f"failed: {placed(message, source)}", err=True)


def show(answer: Answer) -> None:
    """Print an answer as tables, document by document, and a line that sums it up."""
    from musterbook.model import Claim
    from musterbook.presentation import terminal

    screen = terminal.screen()
    noun = "statement" if answer.statements else "claim"
    for received, found in answer.documents_read():
        screen.print(terminal.heading(received.document, received.document.url or received.source))
        claims = [one for one in found if isinstance(one, Claim)]
        parts: list[RenderableType] = list(terminal.statements(one for one in found if not isinstance(one, Claim)))
        if claims:
            parts.append(terminal.Register(received.document, claims))
        for part in parts or [f"no {noun}s\n"]:
            screen.print(part)
    screen.print(f"{counted(answer.found, noun)} in {counted(answer.documents, 'document')}", style="bold")


def counted(number: int, noun: str) -> str:
    """A number with its noun: "1 claim", "2,000 claims"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
