"""`muster export` and `muster import`: claims out in the form asked for, and a lossless file back in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from musterbook.commands.read import counted
from musterbook.exchange.exporting import export as export_claims
from musterbook.exchange.importing import take_over
from musterbook.ledger.asking import Query
from musterbook.ledger.commands_asking import filtered
from musterbook.ledger.opening import DEFAULT, Where, Who, open_ledger, person


def register(app: typer.Typer) -> None:
    """Add the commands to an application."""
    app.command()(export)
    app.command("import")(import_)


@filtered
def export(
    *,
    query: Query,
    output: Annotated[Path, typer.Option("--output", "-o", help="The file to write; - for standard output.")],
    form: Annotated[
        str | None,
        typer.Option(
            "--format",
            help="csv, xlsx, jsonl, parquet, geojson, kml, stix, ftm, annotations, claimreview; else by the ending.",
        ),
    ] = None,
    captures: Annotated[bool, typer.Option("--captures", help="With the captures' bytes (jsonl, parquet).")] = False,
    ledger: Where = DEFAULT,
) -> None:
    """Write what the filters of `muster claims` find to a file: whole, or not at all."""
    with open_ledger(ledger, read_only=True) as register_:
        written = export_claims(register_, output, query, form=form, with_bytes=captures)
    typer.echo(f"{counted(written, 'claim')} written to {output}", err=str(output) == "-")


def import_(
    files: Annotated[list[Path], typer.Argument(help="JSON Lines or Parquet files written by muster export.")],
    who: Who = None,
    form: Annotated[str | None, typer.Option("--format", help="jsonl or parquet; else by the ending.")] = None,
    ledger: Where = DEFAULT,
) -> None:
    """Take over what another ledger held; nothing is kept twice, and of a broken file nothing at all."""
    with open_ledger(ledger) as register_:
        for file in files:
            done = take_over(register_, file, person(who), form=form)
            typer.echo(
                f"{file}: {counted(done.documents, 'document')}, {counted(done.claims, 'claim')}, "
                f"{counted(done.reviews, 'review')} and {counted(done.assignments, 'assignment')} taken over; "
                f"{counted(done.claims_known, 'claim')} known"
            )
            for reason in done.left_out:
                typer.echo(f"left out: {reason}", err=True)
