"""`muster evaluate`: this version scored against a gold corpus."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from musterbook.commands.read import CodebookOption, ModelOption, prepare
from musterbook.errors import SourceError

if TYPE_CHECKING:
    from musterbook.evaluation.scoring import Score


def register(app: typer.Typer) -> None:
    """Add the command to an application."""
    app.command()(evaluate)


def evaluate(
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="A corpus file coded by hand.")],
    *,
    predictions: Annotated[
        Path | None,
        typer.Option("--predictions", metavar="FILE", help="Score this coded file; else read the gold's texts."),
    ] = None,
    errors: Annotated[int, typer.Option("--errors", min=0, metavar="N", help="Also name the first N errors.")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="The report as JSON.")] = False,
    model: ModelOption = None,
    codebook: CodebookOption = None,
) -> None:
    """Score this version's reading of a gold corpus, or a file coded earlier."""
    from musterbook.evaluation.scoring import score

    prepare(codebook)
    wanted = records(gold)
    found = score(wanted, records(predictions) if predictions else _read(wanted, model))
    if as_json:
        typer.echo(json.dumps(found.report(), indent=1))
    else:
        typer.echo("\n".join(lines(found)))
    for error in found.errors[:errors]:
        typer.echo(error, err=as_json)


def records(path: Path) -> dict[str, dict[str, Any]]:
    """The documents of a corpus file by id.

    Raises SourceError naming the first line that is no document with claims: half a gold corpus is none.
    """
    from musterbook.reading.bulk import lines as read_lines

    found: dict[str, dict[str, Any]] = {}
    for line in read_lines(path):
        if line.record is None:
            raise SourceError(line.error or f"{path}, line {line.number}: no document")
        if not isinstance(line.record.get("claims"), list):
            raise SourceError(f"{path}, line {line.number}: a document to score needs a list of claims")
        found[str(line.record["id"])] = dict(line.record)
    if not found:
        raise SourceError(f"{path} holds no documents; give a corpus file with claims")
    return found


def lines(found: Score) -> list[str]:
    """A score as a person reads it."""
    shown = [
        f"documents {found.documents}   grounded {found.grounded:.3f}   "
        f"negatives {found.claims_per_negative:.2f} claims/document over {found.negatives}"
    ]
    for name in ("quantities", "figures", "strict", "bare"):
        rate = getattr(found, name)
        shown.append(
            f"{name:<11} P {rate.precision:.3f}  R {rate.recall:.3f}  F1 {rate.f1:.3f}   "
            f"({rate.matched} of {rate.gold} gold, {rate.predicted} predicted)"
        )
    judged = "  ".join(f"{name} {rate.precision:.2f} ({rate.gold})" for name, rate in found.slots.items())
    return [*shown, f"slots       {judged}"]


def _read(gold: dict[str, dict[str, Any]], model: str | None) -> dict[str, dict[str, Any]]:
    """The gold's documents as this version codes them."""
    from musterbook.exchange.corpus import read_document, write_record
    from musterbook.reading.parsing import MEDIUM
    from musterbook.reading.reader import reader

    documents = [read_document(record) for record in gold.values()]
    coded = reader(model or MEDIUM).read_all(documents)
    return {key: write_record(document, claims) for key, document, claims in zip(gold, documents, coded, strict=True)}
