"""CSV: one line a claim, with the columns of `rows`; no cell can be taken for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

from musterbook.exchange.outgoing import Outgoing
from musterbook.exchange.rows import COLUMNS, flat

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""How a text begins that a spreadsheet would take for a formula."""


def write(outgoing: Outgoing) -> Iterator[bytes]:
    """The file, line by line; UTF-8, with a header line."""
    yield line(COLUMNS)
    for entry in outgoing.entries():
        yield line(cell(value) for value in flat(entry).values())


def cell(value: Any) -> Any:
    """A value as a cell: a text that begins like a formula gets an apostrophe, a whole number no decimals."""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(FORMULA) else value
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def line(cells: Any) -> bytes:
    """A line of CSV."""
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerow("" if each is None else each for each in cells)
    return written.getvalue().encode()
