"""KML: one placemark a claim, its geometry the outlines of the areas it names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import escape

from musterbook.exchange.geojson import areas
from musterbook.exchange.outgoing import Outgoing
from musterbook.exchange.rows import flat, title
from musterbook.model import Entry

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>Claims</name>\n'
    '<Style id="area"><LineStyle><width>1</width></LineStyle><PolyStyle><color>40444444</color></PolyStyle></Style>\n'
)


def write(outgoing: Outgoing) -> Iterator[bytes]:
    """The file, placemark by placemark (OGC KML 2.2)."""
    yield HEAD.encode()
    for entry in outgoing.entries():
        yield placemark(entry).encode()
    yield b"</Document></kml>\n"


def placemark(entry: Entry) -> str:
    """A claim as a placemark: a name to read, the sentence, every column as data, its period, its areas."""
    told = flat(entry)
    data = "".join(
        f'<Data name="{name}"><value>{text(value)}</value></Data>'
        for name, value in told.items()
        if value is not None and name not in ("latitude", "longitude")
    )
    begin, end = (f"<{tag}>{told[name]}</{tag}>" if told[name] else "" for tag, name in SPAN)
    span = f"<TimeSpan>{begin}{end}</TimeSpan>" if begin or end else ""
    shapes = "".join(shape for geometry in areas(entry).values() for shape in polygons(geometry))
    geometry = f"<MultiGeometry>{shapes}</MultiGeometry>" if shapes else ""
    return (
        f'<Placemark id="claim-{entry.claim.id}"><name>{text(title(entry))}</name>'
        f"<description>{text(told['source_sentence'])}</description>{span}<styleUrl>#area</styleUrl>"
        f"<ExtendedData>{data}</ExtendedData>{geometry}</Placemark>\n"
    )


SPAN = (("begin", "date_start"), ("end", "date_end"))


def polygons(geometry: dict[str, Any]) -> Iterator[str]:
    """The polygons of a geometry of GeoJSON, as KML has them."""
    parts = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    for rings in parts:
        outer, *inner = (
            f"<LinearRing><coordinates>{' '.join(f'{x},{y}' for x, y, *_ in ring)}</coordinates></LinearRing>"
            for ring in rings
        )
        holes = "".join(f"<innerBoundaryIs>{ring}</innerBoundaryIs>" for ring in inner)
        yield f"<Polygon><outerBoundaryIs>{outer}</outerBoundaryIs>{holes}</Polygon>"


def text(value: Any) -> str:
    """A value as text of XML, without the characters XML cannot hold."""
    shown = str(value)
    return escape(
        "".join(c for c in shown if c in "\t\n\r" or " " <= c < "\ud800" or "\ue000" <= c <= "\ufffd" or c > "\uffff")
    )
