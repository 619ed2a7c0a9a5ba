"""`muster code`: a corpus file coded into another by several processes, in order, resumable."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from musterbook.commands.read import CodebookOption, ModelOption, counted

Workers = Annotated[int, typer.Option("--workers", min=1, max=256, help="Processes; each needs a core and 700 MB.")]


def register(app: typer.Typer) -> None:
    """Add the command to an application."""
    app.command()(code)


def code(
    documents: Annotated[Path, typer.Argument(metavar="DOCS.jsonl", help="A corpus file: one document a line.")],
    *,
    out: Annotated[Path, typer.Option("--out", "-o", metavar="OUT", help="Where the coded documents go.")],
    workers: Workers = 1,
    model: ModelOption = None,
    codebook: CodebookOption = None,
) -> None:
    """Code every document of a corpus file into another, in the same order.

    Stopped and started again, it goes on where it was. The output does not depend on the number of workers.
    """
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    from musterbook.reading.bulk import code_file
    from musterbook.reading.parsing import MEDIUM

    if out.exists() and documents.exists() and out.samefile(documents):
        raise typer.BadParameter("the output is the input; name another file", param_hint="--out")
    console = Console(stderr=True)
    columns = (TextColumn("coding"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as bar:
        task = bar.add_task("coding", total=max(_lines(documents) - _lines(out), 0))
        outcome = code_file(
            documents,
            out,
            workers=workers,
            model=model or MEDIUM,
            codebook=codebook,
            progress=lambda done: bar.advance(task, done),
        )
    for failure in outcome.failures:
        typer.echo(f"failed: {failure}", err=True)
    earlier = f", {outcome.skipped:,} done earlier" if outcome.skipped else ""
    failed = f", {len(outcome.failures):,} failed" if outcome.failures else ""
    typer.echo(f"{counted(outcome.coded, 'document')} coded{earlier}{failed}: {out}")
    if outcome.failures:
        raise typer.Exit(1)


def _lines(path: Path) -> int:
    """How many lines with something on them a file has; none where it cannot be read."""
    try:
        with path.open("rb") as file:
            return sum(1 for line in file if line.strip())
    except OSError:
        return 0
