"""GeoJSON: one feature a claim, its geometry the outlines of the areas it names; an area, never a point."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from musterbook.exchange.outgoing import Outgoing
from musterbook.exchange.rows import flat
from musterbook.gazetteer.outlines import outline
from musterbook.model import Entry


def write(outgoing: Outgoing) -> Iterator[bytes]:
    """The file, feature by feature (RFC 7946)."""
    yield b'{"type":"FeatureCollection","features":['
    for number, entry in enumerate(outgoing.entries()):
        yield (b",\n" if number else b"\n") + json.dumps(feature(entry), ensure_ascii=False).encode()
    yield b"\n]}\n"


def feature(entry: Entry) -> dict[str, Any]:
    """A claim as a feature; its coordinates stay out of the properties, which would invite a pin."""
    told = {name: value for name, value in flat(entry).items() if name not in ("latitude", "longitude")}
    return {"type": "Feature", "id": entry.claim.id, "geometry": geometry(entry), "properties": told}


def geometry(entry: Entry) -> dict[str, Any] | None:
    """The areas of a claim as one geometry; None where none is drawn."""
    found = list(areas(entry).values())
    if not found:
        return None
    return found[0] if len(found) == 1 else {"type": "GeometryCollection", "geometries": found}


def areas(entry: Entry) -> dict[str, dict[str, Any]]:
    """The outlines of the claim's first-level regions, by code."""
    codes = dict.fromkeys(place.code.partition("/")[0] for place in entry.claim.places if place.code)
    return {code: drawn for code in codes if (drawn := outline(code)) is not None}
