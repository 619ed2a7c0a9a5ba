"""Rows of an answer in the form asked for: a table for people, or JSON, CSV and Markdown for what comes next."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from musterbook.model import Entry, Quantity
from musterbook.presentation.tabular import FORMULA

Row = Mapping[str, Any]

FLOWING = {"words": 3, "claimant": 1}
"""Columns whose text flows into what room the others leave."""

WIDE = 180
"""Characters of a line where no terminal says how many there are."""

BRIEF = 160


class Format(StrEnum):
    """The forms an answer can take."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    MARKDOWN = "markdown"


def listing(rows: Sequence[Row], form: Format) -> str:
    """The rows in this form; a table as lines of a text."""
    if form is Format.JSON:
        return json.dumps([dict(row) for row in rows], ensure_ascii=False, indent=2)
    if form is Format.JSONL:
        return "\n".join(json.dumps(dict(row), ensure_ascii=False) for row in rows)
    columns = list(dict.fromkeys(name for row in rows for name in row))
    cells = [[_cell(row.get(name)) for name in columns] for row in rows]
    if form is Format.CSV:
        written = io.StringIO()
        plain = [[f"'{cell}" if cell.startswith(FORMULA) else cell for cell in row] for row in cells]
        csv.writer(written, lineterminator="\n").writerows([columns, *plain])
        return written.getvalue().rstrip("\n")
    if form is Format.MARKDOWN:
        lines = [columns, ["---"] * len(columns)]
        lines += [[cell.replace("|", "\\|").replace("\n", " ") for cell in row] for row in cells]
        return "\n".join(f"| {' | '.join(row)} |" for row in lines)
    return _table(columns, cells)


def _table(columns: list[str], cells: list[list[str]]) -> str:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False)
    for name in columns:
        table.add_column(name, overflow="fold", no_wrap=name not in FLOWING, ratio=FLOWING.get(name))
    for row in cells:
        table.add_row(*(Text(cell) for cell in row))
    console = Console()
    if not console.is_terminal:
        console = Console(width=WIDE)
    with console.capture() as captured:
        console.print(table)
    return captured.get().rstrip("\n")


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def entry_row(entry: Entry, brief: bool = False) -> dict[str, Any]:
    """A claim as one line of an answer; brief, without what stands better on its own page."""
    claim, document = entry.claim, entry.document
    claimant = claim.attribution.claimant
    row = {
        "claim": claim.id,
        "published": document.published.isoformat() if document.published else None,
        "kind": str(claim.kind),
        "modality": str(claim.modality),
        "force": claim.force.name.text if claim.force.name else claim.force.country,
        "category": str(claim.force.category),
        "figure": figure(claim.quantity),
        "outcome": str(claim.outcome) if claim.outcome else None,
        "places": [place.code or (place.words.text if place.words else "?") for place in claim.places],
        "claimant": claimant.words.text if claimant and claimant.words else None,
        "institution": entry.institution,
        "side": entry.side,
        "outlet": document.outlet,
        "review": entry.verdict,
        "document": document.id,
        "words": claim.mentions[0].text,
    }
    if not brief:
        return row
    words = " ".join(claim.mentions[0].text.split())
    row["words"] = words if len(words) <= BRIEF else f"{words[:BRIEF]}…"
    return {name: value for name, value in row.items() if name not in {"category", "institution", "document", "outlet"}}


def figure(quantity: Quantity | None) -> str | None:
    """A quantity in few characters: "11000", "≥3000", "≤500", "200–400", with ~ where it is approximate."""
    if quantity is None:
        return None
    low, high = (None if end is None else f"{end:.12g}" for end in (quantity.low, quantity.high))
    if low == high:
        shown = f"{low}"
    elif high is None:
        shown = f"≥{low}"
    elif low is None:
        shown = f"≤{high}"
    else:
        shown = f"{low}–{high}"
    return f"~{shown}" if quantity.approximate else shown
