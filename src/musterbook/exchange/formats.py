"""The formats there are: by name and by file ending, each written by a module that is loaded when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from musterbook.errors import ScopeError

if TYPE_CHECKING:
    from musterbook.exchange.outgoing import Outgoing


@dataclass(frozen=True)
class Form:
    """A format: what it is called, how its files end, what the web calls it, and the module that writes it."""

    name: str
    title: str
    endings: tuple[str, ...]
    media_type: str
    module: str
    lossless: bool = False
    """Whether `muster import` takes it back."""

    def pieces(self, outgoing: Outgoing) -> Iterator[bytes]:
        """The file, piece by piece.

        Raises ScopeError when a library it needs is not installed.
        """
        write: Callable[[Outgoing], Iterator[bytes]] = import_module(f"musterbook.exchange.{self.module}").write
        return write(outgoing)


FORMS = {
    form.name: form
    for form in (
        Form("csv", "CSV", (".csv",), "text/csv; charset=utf-8", "table"),
        Form(
            "xlsx",
            "Excel",
            (".xlsx",),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "workbook",
        ),
        Form("jsonl", "JSON Lines", (".jsonl", ".ndjson"), "application/x-ndjson", "jsonl", lossless=True),
        Form("parquet", "Parquet", (".parquet",), "application/vnd.apache.parquet", "parquet", lossless=True),
        Form("geojson", "GeoJSON", (".geojson",), "application/geo+json", "geojson"),
        Form("kml", "KML", (".kml",), "application/vnd.google-earth.kml+xml", "kml"),
        Form("stix", "STIX 2.1", (".stix.json", ".stix"), "application/stix+json;version=2.1", "stix"),
        Form("ftm", "FollowTheMoney", (".ftm.json", ".ftm"), "application/x-ndjson", "followthemoney_statements"),
        Form(
            "annotations",
            "Web Annotations",
            (".annotations.jsonld", ".annotations.json"),
            'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"',
            "annotations",
        ),
        Form(
            "claimreview",
            "schema.org claims",
            (".claimreview.jsonld", ".claimreview.json"),
            "application/ld+json",
            "claimreview",
        ),
    )
}


def form_of(path: Path | None, name: str | None = None) -> Form:
    """The format of this name or, where none is given, the one files of this ending have.

    Raises ScopeError naming the formats or endings there are.
    """
    if name is not None:
        if name not in FORMS:
            raise ScopeError(f"{name!r} is no format; give one of {', '.join(FORMS)}")
        return FORMS[name]
    written = path.name.lower() if path is not None else ""
    for form in FORMS.values():
        if written.endswith(form.endings):
            return form
    endings = ", ".join(ending for form in FORMS.values() for ending in form.endings)
    raise ScopeError(f"{path or 'standard output'}: what format? Give --format, or a file ending in {endings}")


def needed(module: str) -> ScopeError:
    """The error for a library of the extra that is not installed."""
    return ScopeError(f"this format needs {module}; install it with: pip install 'musterbook[exchange]'")
