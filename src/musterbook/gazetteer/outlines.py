"""The outlines of first-level regions, simplified to about four kilometres, for drawing maps."""

from __future__ import annotations

import gzip
import json
from functools import cache
from pathlib import Path
from typing import Any

from musterbook.pausing import no_collecting

_PATH = Path(__file__).parent / "data" / "outlines.json.gz"


@cache
def outlines() -> dict[str, dict[str, Any]]:
    """ISO 3166-2 code -> GeoJSON geometry in degrees (Natural Earth, public domain).

    Coordinates are [longitude, latitude], rounded to a hundredth of a degree. Crimea and Sevastopol stand under UA-43
    and UA-40. A region that Natural Earth doesn't draw is absent.
    """
    with no_collecting():
        table: dict[str, dict[str, Any]] = json.loads(gzip.decompress(_PATH.read_bytes()))
    return table


def outline(code: str) -> dict[str, Any] | None:
    """The GeoJSON geometry of one region; None when it isn't drawn."""
    return outlines().get(code)
