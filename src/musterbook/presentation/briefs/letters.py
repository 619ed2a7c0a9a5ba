"""The letters briefs are set in where the reader's machine has no say: Source Serif and Source Sans, as packages."""

from __future__ import annotations

from importlib import resources
from importlib.util import find_spec
from pathlib import Path

SERIF, SANS = "font_source_serif_pro", "font_source_sans_pro"
FACES = tuple(
    (family, package, f"{file}-{cut}.ttf", weight, slant)
    for family, package, file in (
        ("Source Serif Pro", SERIF, "SourceSerifPro"),
        ("Source Sans Pro", SANS, "SourceSansPro"),
    )
    for cut, weight, slant in (
        ("Regular", 400, "normal"),
        ("It", 400, "italic"),
        ("Semibold", 600, "normal"),
        ("SemiboldIt", 600, "italic"),
    )
)


def faces() -> list[tuple[str, Path, int, str]]:
    """Family, file, weight and slant of every face that is installed."""
    return [
        (family, Path(str(resources.files(package) / "files" / file)), weight, slant)
        for family, package, file, weight, slant in FACES
        if find_spec(package) is not None
    ]
