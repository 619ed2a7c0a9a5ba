"""The colours of pictures and pages: one for each side, the same everywhere, on light paper and on dark."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from zlib import crc32

SIDES = 10
"""How many colours there are for sides; two sides may share one, so a side is always named beside its mark."""

OWN = ("UA", "RU", "KR", "US", "KP")
"""Sides with a colour of their own, in the order of the palette."""

SLOTS = ("force", "quantity", "place", "period", "claimant", "via", "counterpart", "task", "mention")
"""The slots of a claim that have a colour."""


@dataclass(frozen=True, slots=True)
class Palette:
    """What each part of a picture is painted with: any CSS colour."""

    paper: str
    raised: str
    ink: str
    soft: str
    rule: str
    accent: str
    band: str
    best: str
    land: str
    shades: tuple[str, str, str, str]
    """Regions on a map, from few to many."""
    none: str
    """Voices that speak for no side."""
    sides: tuple[str, ...]
    slots: tuple[str, ...]

    def side(self, country: str | None) -> str:
        """The colour of a side."""
        return self.none if country is None else self.sides[side_number(country)]


LIGHT = Palette(
    paper="#fbfaf6",
    raised="#f3f0e8",
    ink="#1d1b18",
    soft="#5f5a51",
    rule="#d8d2c5",
    accent="#8c2f24",
    band="#d9d3c3",
    best="#1d1b18",
    land="#ebe6da",
    shades=("#e3cfa9", "#d3a96a", "#b97c3c", "#8f5220"),
    none="#77716a",
    sides=(
        *("#2b6cb0", "#b83a2b", "#15807a", "#5a4fb0", "#8f5f00"),
        *("#66752a", "#94467c", "#80593a", "#4c6a80", "#a3484f"),
    ),
    slots=(
        *("#f4dfb0", "#bcd9f4", "#c6e6c3", "#dfcdf2", "#f6c9c0", "#f3cfe2"),
        *("#c2e6e2", "#e6dcc6", "#f4f0e2"),
    ),
)
"""Ink on warm paper."""

DARK = Palette(
    paper="#191816",
    raised="#23211e",
    ink="#ece7dc",
    soft="#a8a195",
    rule="#3d3a34",
    accent="#e5917f",
    band="#454138",
    best="#ece7dc",
    land="#2a2824",
    shades=("#4a3a22", "#6d5027", "#9a6c2f", "#cf9546"),
    none="#9d968b",
    sides=(
        *("#74aee6", "#e8806f", "#54bdb4", "#a69bef", "#d9a441"),
        *("#a9b965", "#d58dbd", "#c09873", "#8fb0c7", "#e08c92"),
    ),
    slots=(
        *("#5c4616", "#173f66", "#1f4d22", "#442c63", "#6a2a20", "#5a2846"),
        *("#14504b", "#4b412a", "#2b2924"),
    ),
)
"""The same by night."""


PRINT = replace(LIGHT, paper="#ffffff", raised="#f6f4ee")
"""Ink on white paper."""


def side_number(country: str) -> int:
    """Which of the colours a side has; always the same one."""
    if country in OWN:
        return OWN.index(country)
    return len(OWN) + crc32(country.encode()) % (SIDES - len(OWN))


PAGE = Palette(
    shades=("var(--shade-0)", "var(--shade-1)", "var(--shade-2)", "var(--shade-3)"),
    sides=tuple(f"var(--side-{at})" for at in range(SIDES)),
    slots=tuple(f"var(--slot-{name})" for name in SLOTS),
    **{one.name: f"var(--{one.name})" for one in fields(Palette) if one.name not in ("shades", "sides", "slots")},
)
"""Colours a page's style sheet fills in, so that one picture serves by day and by night."""


def style_sheet() -> str:
    """The style sheet that fills in the colours of PAGE, by day and by night."""
    return (
        f":root {{ color-scheme: light dark;\n{declared(LIGHT)}}}\n"
        f"@media (prefers-color-scheme: dark) {{ :root {{\n{declared(DARK)}}} }}\n"
        f"@media print {{ :root {{\n{declared(PRINT)}}} }}\n"
    )


def declared(palette: Palette) -> str:
    """The colours of a palette as declarations of a style sheet."""
    named = [
        (one.name, getattr(palette, one.name))
        for one in fields(Palette)
        if one.name not in ("shades", "sides", "slots")
    ]
    named += [(f"shade-{at}", colour) for at, colour in enumerate(palette.shades)]
    named += [(f"side-{at}", colour) for at, colour in enumerate(palette.sides)]
    named += [(f"slot-{name}", colour) for name, colour in zip(SLOTS, palette.slots, strict=True)]
    return "".join(f"  --{name}: {colour};\n" for name, colour in named)
