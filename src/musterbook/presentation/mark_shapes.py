"""How one origin is drawn: filled, hollow, crossed or faded, its range a line through it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Protocol

from musterbook.presentation.marks import Mark
from musterbook.presentation.palette import Palette
from musterbook.presentation.svg import Attribute, element, number, words

RADIUS = 4.5
FADED = {"standing": 1.0, "past": 0.62, "stale": 0.3, "expected": 0.9, "possible": 0.7, "denied": 0.9}
"""How much of its colour a mark keeps."""


class Place(Protocol):
    """Where a mark stands on the paper."""

    @property
    def x(self) -> float: ...  # noqa: D102
    @property
    def y(self) -> float: ...  # noqa: D102
    @property
    def low(self) -> float | None: ...  # noqa: D102
    @property
    def high(self) -> float | None: ...  # noqa: D102
    @property
    def until(self) -> float | None: ...  # noqa: D102
    @property
    def over(self) -> bool: ...  # noqa: D102


def drawn(mark: Mark, place: Place, palette: Palette, links: str | None) -> str:
    """One mark with its words as its title; a link to its claim where links are wanted."""
    colour, x = palette.side(mark.side), place.x
    parts = [element("title", words(mark.told))]
    if place.low is not None and place.high is not None and abs(place.low - place.high) > 2 * RADIUS:
        parts.append(element("line", x1=x, x2=x, y1=place.low, y2=place.high, stroke=colour, stroke_width=1.5))
    if place.until is not None and place.until - x > 2 * RADIUS:
        parts.append(
            element(
                "line",
                x1=x + RADIUS,
                x2=place.until,
                y1=place.y,
                y2=place.y,
                stroke=colour,
                stroke_dasharray="1 3",
                stroke_width=1.5,
            )
        )
    parts.append(_shape(mark, place, colour, palette.paper))
    parts.append(element("circle", cx=x, cy=place.y, r=9, fill="transparent", class_="reach"))
    group = element("g", *parts, opacity=FADED[mark.state])
    if links is None:
        return group
    return element("a", group, href=f"{links}{mark.claim}", class_=f"mark {mark.state}", data_claim=mark.claim)


def _shape(mark: Mark, place: Place, colour: str, paper: str) -> str:
    x, y, size = place.x, place.y, RADIUS
    if mark.state == "denied":
        wide = number(2 * size)
        left, right, top = number(x - size), number(x + size), number(y - size)
        cross = f"M{left} {top}l{wide} {wide}M{right} {top}l-{wide} {wide}"
        return element("path", d=cross, stroke=colour, stroke_width=2.2, fill="none")
    hollow = mark.state in ("expected", "possible")
    filled: dict[str, Attribute] = {
        "fill": paper if hollow else colour,
        "stroke": colour if hollow else paper,
        "stroke_width": 1.8 if hollow else 0.8,
    }
    if mark.state == "possible":
        filled["stroke_dasharray"] = "2 1.5"
    if place.over:
        return element("path", d=f"M{number(x - 5)} {number(y + 6)}h10l-5 -9z", **filled)
    if mark.moving:
        return element("path", d=f"M{number(x)} {number(y - 5.5)}l5.5 5.5l-5.5 5.5l-5.5 -5.5z", **filled)
    return element("circle", cx=x, cy=y, r=size, **filled)


def noted(found: Sequence[Mark]) -> str:
    """How many marks of each state there are: "12 origins: 5 standing, 7 past"."""
    if not found:
        return "no origins"
    tally = Counter(mark.state for mark in found)
    return f"{len(found)} origin{'s' if len(found) > 1 else ''}: " + ", ".join(
        f"{count} {state}" for state, count in tally.most_common()
    )
