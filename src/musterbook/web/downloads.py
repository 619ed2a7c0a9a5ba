"""Claims as files, written as they are read: CSV, JSON lines, GeoJSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from typing import Any

from musterbook.exchange.geojson import geometry
from musterbook.ledger.listing import entry_row
from musterbook.model import Entry
from musterbook.presentation.tabular import FORMULA

FORMS = {"csv": "text/csv; charset=utf-8", "jsonl": "application/x-ndjson", "geojson": "application/geo+json"}


def written(entries: Iterable[Entry], form: str) -> Iterator[str]:
    """The entries in one of FORMS, piece by piece; a fault in the question that finds them is raised at once."""
    found = iter(entries)
    first = list(islice(found, 1))
    return _WRITERS[form](chain(first, found))


def _csv(entries: Iterable[Entry]) -> Iterator[str]:
    head = False
    for entry in entries:
        row = entry_row(entry)
        line = io.StringIO()
        writer = csv.writer(line, lineterminator="\n")
        if not head:
            head = True
            writer.writerow(row)
        writer.writerow([_cell(value) for value in row.values()])
        yield line.getvalue()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    shown = ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    return f"'{shown}" if shown.startswith(FORMULA) else shown


def _jsonl(entries: Iterable[Entry]) -> Iterator[str]:
    for entry in entries:
        yield json.dumps(entry_row(entry), ensure_ascii=False) + "\n"


def _geojson(entries: Iterable[Entry]) -> Iterator[str]:
    """One feature a claim: the outlines of its first-level regions, or no geometry; an area, never a point."""
    yield '{"type":"FeatureCollection","features":['
    for at, entry in enumerate(entries):
        feature = {
            "type": "Feature",
            "id": entry.claim.id,
            "geometry": geometry(entry),
            "properties": entry_row(entry),
        }
        yield ("," if at else "") + json.dumps(feature, ensure_ascii=False)
    yield "]}\n"


_WRITERS: dict[str, Callable[[Iterable[Entry]], Iterator[str]]] = {
    "csv": _csv,
    "jsonl": _jsonl,
    "geojson": _geojson,
}
