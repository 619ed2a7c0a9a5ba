"""Claims and statements as rows: JSON, JSON Lines, CSV and Markdown of the same content."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any

from musterbook.model import Claim, Document, Statement
from musterbook.presentation import wording

Row = Mapping[str, Any]

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What makes a spreadsheet take a cell for a formula."""


class Format(StrEnum):
    """The forms an answer can take."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    MARKDOWN = "markdown"


def claim_record(claim: Claim, document: Document, source: str) -> dict[str, Any]:
    """A claim with every slot, its offsets, and the document it stands in: one object of JSON."""
    slots = claim.model_dump(mode="json", exclude={"document"})
    return {"id": claim.id, "document": _document(document, source), **slots}


def statement_record(statement: Statement, document: Document, source: str) -> dict[str, Any]:
    """A statement with its offsets and its document: one object of JSON."""
    return {"document": _document(document, source), **statement.model_dump(mode="json", exclude={"document"})}


def claim_row(claim: Claim, document: Document, source: str) -> dict[str, Any]:
    """A claim as one flat line, for a spreadsheet."""
    force, quantity, period = claim.force, claim.quantity, claim.period
    claimant, via = claim.attribution.claimant, claim.attribution.via
    return {
        "claim": claim.id,
        "published": document.published,
        "outlet": document.outlet,
        "kind": claim.kind.value,
        "outcome": claim.outcome.value if claim.outcome else None,
        "modality": claim.modality.value,
        "hedged": claim.hedged,
        "country": force.country,
        "force": force.words.text if force.words else None,
        "force_name": force.name.text if force.name else None,
        "category": force.category.value,
        "quantity": quantity.words.text if quantity and quantity.words else None,
        "low": _number(quantity.low) if quantity else None,
        "high": _number(quantity.high) if quantity else None,
        "approximate": quantity.approximate if quantity else None,
        "basis": quantity.basis.value if quantity else None,
        "places": [place.words.text if place.words else "?" for place in claim.places],
        "roles": [place.role.value for place in claim.places],
        "codes": [place.code or "?" for place in claim.places],
        "counterpart": wording.party_name(claim.counterpart) if claim.counterpart else None,
        "tasks": [task.text for task in claim.tasks],
        "time": period.words.text if period and period.words else None,
        "start": period.start if period else None,
        "end": period.end if period else None,
        "claimant": claimant.words.text if claimant and claimant.words else None,
        "institution": claimant.institution if claimant else None,
        "side": claimant.country if claimant else None,
        "via": via.words.text if via and via.words else None,
        "sentence": claim.mentions[0].text,
        "title": document.title,
        "url": document.url,
        "source": source,
    }


def claim_line(claim: Claim, document: Document, source: str) -> dict[str, Any]:
    """A claim in the columns of the terminal's table, for a page of text."""
    force, attribution = claim.force, claim.attribution
    claimant, via = attribution.claimant, attribution.via
    words = force.words.text if force.words else None
    return {
        "published": document.published,
        "kind": wording.what(claim),
        "who": " ".join(filter(None, (force.country, words, wording.counterpart(claim)))),
        "how many": " ".join(filter(None, (wording.figure(claim.quantity), wording.basis(claim.quantity)))),
        "where": [f"{words} ({codes})" if codes else words for words, codes in wording.where(claim.places)],
        "when": wording.days(claim.period),
        "status": wording.standing(claim.modality, claim.hedged),
        "according to": claimant.words.text if claimant and claimant.words else None,
        "via": via.words.text if via and via.words else None,
        "sentence": claim.mentions[0].text,
        "source": document.url or source,
    }


def statement_row(statement: Statement, document: Document, source: str) -> dict[str, Any]:
    """A statement as one flat line."""
    return {
        "published": document.published,
        "outlet": document.outlet,
        "speaker": statement.source.text if statement.source else None,
        "cue": statement.cue.text if statement.cue else None,
        "form": statement.form,
        "content": " … ".join(part.text for part in statement.content),
        "via": statement.via.text if statement.via else None,
        "title": document.title,
        "url": document.url,
        "source": source,
    }


def write(rows: Iterable[Row], form: Format) -> Iterator[str]:
    """The rows in a form, piece by piece, so that a long answer starts at once; every piece ends its own line.

    CSV neutralises cells that a spreadsheet would take for formulas: they get an apostrophe in front (OWASP, "CSV
    Injection"). JSON keeps every value as it is.
    """
    if form is Format.JSON:
        yield from _json(rows)
    elif form is Format.JSONL:
        yield from (json.dumps(row, ensure_ascii=False, default=str) + "\n" for row in rows)
    elif form is Format.CSV:
        yield from _csv(rows)
    elif form is Format.MARKDOWN:
        yield from _markdown(rows)
    else:
        raise ValueError(f"rows have no form {form!r}")


def _json(rows: Iterable[Row]) -> Iterator[str]:
    opening = "[\n"
    for row in rows:
        yield opening + json.dumps(row, ensure_ascii=False, default=str, indent=1)
        opening = ",\n"
    yield "[]\n" if opening == "[\n" else "\n]\n"


def _csv(rows: Iterable[Row]) -> Iterator[str]:
    for number, row in enumerate(rows):
        if number == 0:
            yield _csv_line(row)
        yield _csv_line(neutral(_cell(value)) for value in row.values())


def _csv_line(cells: Iterable[str]) -> str:
    """One line of CSV, ended as text files are; a cell with a carriage return is quoted."""
    written = io.StringIO(newline="")
    csv.writer(written, lineterminator="\r\n").writerow(cells)
    return written.getvalue().removesuffix("\r\n") + "\n"


def _markdown(rows: Iterable[Row]) -> Iterator[str]:
    for number, row in enumerate(rows):
        if number == 0:
            yield f"| {' | '.join(row)} |\n|{' --- |' * len(row)}\n"
        yield f"| {' | '.join(_escaped(_cell(value)) for value in row.values())} |\n"


def neutral(cell: str) -> str:
    """A cell no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def _escaped(cell: str) -> str:
    for mark in "\\|<*_`[":
        cell = cell.replace(mark, f"\\{mark}")
    return " ".join(wording.clean(cell).split())


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "; ".join(map(str, value))
    return str(value)


def _document(document: Document, source: str) -> dict[str, Any]:
    known = document.model_dump(mode="json", exclude={"text", "capture", "authors"})
    return {"id": document.id, **known, "source": source}


def _number(value: float | None) -> int | float | None:
    return int(value) if value is not None and value.is_integer() else value
