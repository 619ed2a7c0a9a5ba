"""What the marks of a chart mean, drawn below it: the sides by colour, the states by shape."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from musterbook.naming import place_name
from musterbook.presentation.marks import Mark
from musterbook.presentation.palette import Palette
from musterbook.presentation.svg import element, words

ROW = 19.0
SIZE = 12
LETTER = 6.1
"""Pixels of a letter, about."""
STATES = {"expected": "expected", "possible": "possible", "denied": "denied", "stale": "faded", "past": "superseded"}


def rows(marks: Sequence[Mark], width: float) -> int:
    """How many rows the legend of these marks takes."""
    return max((row for _, row, _ in _laid(marks, width)), default=-1) + 1


def legend(marks: Sequence[Mark], left: float, top: float, width: float, palette: Palette) -> Iterator[str]:
    """The legend, its first row at `top`."""
    for x, row, (kind, label) in _laid(marks, width):
        y = top + row * ROW
        yield element(
            "g",
            *_symbol(kind, left + x + 6, y, palette),
            element("text", words(label), x=left + x + 17, y=y + 4, fill=palette.soft, font_size=SIZE),
            aria_hidden="true",
        )


def _laid(marks: Sequence[Mark], width: float) -> Iterator[tuple[float, int, tuple[str, str]]]:
    """Every item with its place in a row, and the row."""
    x, row = 0.0, 0
    for item in _items(marks):
        room = 17 + LETTER * len(item[1])
        if x and x + room > width:
            x, row = 0.0, row + 1
        yield x, row, item
        x += room + 14


def _items(marks: Sequence[Mark]) -> Iterator[tuple[str, str]]:
    sides = {mark.side for mark in marks}
    for side in sorted(side for side in sides if side):
        yield f"side {side}", place_name(side)
    if None in sides:
        yield "side ", "no side"
    if any(mark.moving for mark in marks):
        yield "moving", "on the move"
    states = {mark.state for mark in marks}
    for state, label in STATES.items():
        if state in states:
            yield state, label


def _symbol(kind: str, x: float, y: float, palette: Palette) -> Iterator[str]:
    if kind.startswith("side "):
        yield element("circle", cx=x, cy=y, r=4.5, fill=palette.side(kind[5:] or None))
    elif kind == "moving":
        yield element("path", d=f"M{x:g} {y - 5.5:g}l5.5 5.5l-5.5 5.5l-5.5 -5.5z", fill=palette.soft)
    elif kind == "denied":
        cross = f"M{x - 4:g} {y - 4:g}l8 8M{x + 4:g} {y - 4:g}l-8 8"
        yield element("path", d=cross, stroke=palette.soft, stroke_width=2, fill="none")
    elif kind in ("stale", "past"):
        yield element("circle", cx=x, cy=y, r=4.5, fill=palette.soft, opacity=0.35 if kind == "stale" else 0.62)
    else:
        dashes = "2 1.5" if kind == "possible" else None
        yield element(
            "circle", cx=x, cy=y, r=4, fill="none", stroke=palette.soft, stroke_width=1.8, stroke_dasharray=dashes
        )
