"""The map: first-level regions shaded by what stands for them, moves as arrows. Areas, never pins.

A `ReportMap` shows itself in a notebook; `svg(PAGE)` is a page's picture, `svg()` one that stands alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from math import hypot

from musterbook.gazetteer import outlines
from musterbook.naming import place_name
from musterbook.presentation.map_reports import Movement, Reports, Standing
from musterbook.presentation.palette import LIGHT, Palette
from musterbook.presentation.projection import Point, centred, middle, rings
from musterbook.presentation.raster import png
from musterbook.presentation.svg import element, number, picture, words

SMALL = 12.0
"""Pixels across below which a region is ringed, so that it is seen."""
SPECK = 1.2
"""Square pixels below which an island is left out."""
STEP = 1.4
"""Pixels from one point of an outline to the next."""
MARGIN = 14.0


@dataclass(frozen=True, slots=True)
class ReportMap:
    """A map of reports; sizes in pixels, `height` the most it may take."""

    title: str
    reports: Reports
    width: int = 760
    height: int = 420
    links: str | None = None

    def sized(self, width: int, height: int) -> ReportMap:
        """The same map in another size."""
        return replace(self, width=width, height=height)

    @property
    def drawable(self) -> bool:
        """Whether there is anything to draw: outlines of the area asked about."""
        return bool(_drawn_codes(self.reports))

    @property
    def description(self) -> str:
        """The map in one sentence."""
        told = [f"{place_name(one.code)} {one.figure or 'no figure'}" for one in self.reports.standing]
        return "; ".join(told) + "." if told else "No claim names a region."

    def svg(self, palette: Palette = LIGHT) -> str:
        """The map as SVG."""
        sheet = _Sheet.of(self)
        standing = {one.code: one for one in self.reports.standing}
        most = max((one.best for one in standing.values() if one.best), default=0.0)
        return picture(
            self.width,
            sheet.height,
            self.title,
            self.description,
            element("rect", width=self.width, height=sheet.height, fill=palette.paper),
            element(
                "g",
                *(
                    _region(code, sheet, standing.get(code), most=most, palette=palette, asked=self)
                    for code in sheet.shapes
                ),
                stroke=palette.paper,
                stroke_width=0.7,
                stroke_linejoin="round",
            ),
            *_rings(sheet, standing, palette),
            *_arrows(sheet, self.reports.movements, palette, self.links),
            *_labels(sheet, self, palette),
            class_="chart report-map",
        )

    def png(self, scale: float = 2.0) -> bytes:
        """The map in pixels; raises PictureError where no renderer is installed."""
        return png(self.svg(), scale)

    def _repr_svg_(self) -> str:
        return self.svg()


def _drawn_codes(found: Reports) -> list[str]:
    """The regions on the sheet: of the country asked about, else of all countries told of."""
    told = {one.code[:2] for one in found.standing}
    countries = {found.area[:2]} if found.area else told
    return [code for code in outlines() if code[:2] in countries]


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The regions as they lie on the paper, with their middles and sizes."""

    shapes: Mapping[str, str]
    middles: Mapping[str, Point]
    sizes: Mapping[str, float]
    height: float
    width: float

    @classmethod
    def of(cls, asked: ReportMap) -> _Sheet:
        codes = _drawn_codes(asked.reports)
        return _laid(tuple(codes), tuple(_around(asked.reports, codes)), asked.width, asked.height)

    @classmethod
    def laid(cls, codes: tuple[str, ...], around: tuple[str, ...], width: int, most: int) -> _Sheet:
        """The sheet that these regions fill, with what lies around them."""
        known = outlines()
        project = centred(point for code in codes for ring in rings(known[code]) for point in ring)
        flat = {code: [[project(point) for point in ring] for ring in rings(known[code])] for code in (*codes, *around)}
        points = [point for code in codes for ring in flat[code] for point in ring] or [(0.0, 0.0), (1.0, 1.0)]
        left, right = min(x for x, _ in points), max(x for x, _ in points)
        top, bottom = min(y for _, y in points), max(y for _, y in points)
        room, tall = width - 2 * MARGIN, most - 2 * MARGIN
        scale = min(room / max(right - left, 1e-9), tall / max(bottom - top, 1e-9))
        height = (bottom - top) * scale + 2 * MARGIN
        shift = MARGIN + (room - (right - left) * scale) / 2

        def place(point: Point) -> Point:
            return (point[0] - left) * scale + shift, (point[1] - top) * scale + MARGIN

        shapes, middles, sizes = {}, {}, {}
        for code, found in flat.items():
            placed = [[place(point) for point in ring] for ring in found]
            biggest = max(placed, key=lambda ring: middle(ring)[1])
            middles[code] = middle(biggest)[0]
            xs, ys = [x for x, _ in biggest], [y for _, y in biggest]
            sizes[code] = min(max(xs) - min(xs), max(ys) - min(ys))
            kept = [ring for ring in placed if middle(ring)[1] >= SPECK] or [biggest]
            shapes[code] = _path(ring for ring in kept if _inside(ring, width, height))
        return cls({code: shape for code, shape in shapes.items() if shape}, middles, sizes, height, width)

    def way(self, move: Movement) -> tuple[Point, Point] | None:
        """Where an arrow begins and ends: in the middle of a region; of a country, in the region the other is nearest.

        None where an end is off the sheet.
        """
        starts, ends = self._points(move.start), self._points(move.end)
        ways = [(start, end) for start in starts for end in ends]
        return min(ways, key=lambda way: hypot(way[1][0] - way[0][0], way[1][1] - way[0][1]), default=None)

    def _points(self, code: str) -> list[Point]:
        found = [self.middles[one] for one in self.middles if code in (one, one[:2])]
        return [point for point in found if self._seen(point)]

    def _seen(self, found: Point) -> bool:
        return -20 <= found[0] <= self.width + 20 and -20 <= found[1] <= self.height + 20


@lru_cache(maxsize=64)
def _laid(codes: tuple[str, ...], around: tuple[str, ...], width: int, most: int) -> _Sheet:
    return _Sheet.laid(codes, around, width, most)


def _around(found: Reports, drawn: Iterable[str]) -> list[str]:
    """The regions of other countries that belong on the sheet: where moves begin and end, and the force's own."""
    ends = {end[:2] for move in found.movements for end in (move.start, move.end)}
    wanted = (ends | ({found.home} if found.home else set())) - {code[:2] for code in drawn}
    return [code for code in outlines() if code[:2] in wanted]


def _inside(ring: Iterable[Point], width: float, height: float) -> bool:
    return any(0 <= x <= width and 0 <= y <= height for x, y in ring)


def _path(shape: Iterable[Iterable[Point]]) -> str:
    """Rings as a path in whole pixels, relative from point to point; points that fall together are left out."""
    written = []
    for ring in shape:
        last: tuple[int, int] | None = None
        steps = []
        for x, y in ring:
            here = (round(x), round(y))
            if last is None:
                steps.append(f"M{here[0]} {here[1]}l")
                last = here
            elif hypot(x - last[0], y - last[1]) >= STEP:
                steps.append(f"{here[0] - last[0]} {here[1] - last[1]}")
                last = here
        if len(steps) > 3:
            written.append(f"{steps[0]}{' '.join(steps[1:])}z".replace(" -", "-"))
    return "".join(written)


def _region(
    code: str, sheet: _Sheet, standing: Standing | None, *, most: float, palette: Palette, asked: ReportMap
) -> str:
    inside = asked.reports.area is None or code[:2] == asked.reports.area[:2]
    colour = palette.raised if not inside else palette.land
    if standing is not None and standing.best and most:
        colour = palette.shades[min(3, int(4 * standing.best / (most * 1.0001)))]
    elif standing is not None:
        colour = palette.shades[0]
    told = f"{place_name(code)}: {standing.told}" if standing is not None else place_name(code)
    shape = element(
        "path",
        element("title", words(told)),
        d=sheet.shapes[code],
        fill=colour,
        fill_opacity=0.55 if standing is not None and not standing.best else None,
    )
    if standing is None or asked.links is None:
        return shape
    return element("a", shape, href=f"{asked.links}{standing.link}", class_="mark", aria_label=told)


def _rings(sheet: _Sheet, standing: Mapping[str, Standing], palette: Palette) -> Iterator[str]:
    for code in standing:
        if code in sheet.shapes and sheet.sizes[code] < SMALL:
            x, y = sheet.middles[code]
            yield element(
                "circle", cx=x, cy=y, r=SMALL * 0.8, fill="none", stroke=palette.ink, stroke_width=1, class_="ring"
            )


def _arrows(sheet: _Sheet, moves: Iterable[Movement], palette: Palette, links: str | None) -> Iterator[str]:
    """Moves as arrows; the head is hollow where only a country is told."""
    for move in moves:
        way = sheet.way(move)
        if way is None or (length := hypot(way[1][0] - way[0][0], way[1][1] - way[0][1])) < 24:
            continue
        start, end = way
        bend = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2 - length * 0.18)
        along = ((end[0] - bend[0]), (end[1] - bend[1]))
        reach = hypot(*along) or 1.0
        unit = (along[0] / reach, along[1] / reach)
        tip = (end[0] - unit[0] * 8, end[1] - unit[1] * 8)
        path = f"M{_at(start)}Q{_at(bend)} {_at(tip)}"
        side = (-unit[1] * 4, unit[0] * 4)
        head = f"M{_at(end)}L{_at((tip[0] + side[0], tip[1] + side[1]))}L{_at((tip[0] - side[0], tip[1] - side[1]))}z"
        drawn = element(
            "g",
            element("title", words(move.told)),
            element("path", d=path, fill="none", stroke=palette.accent, stroke_width=1.6),
            element(
                "path",
                d=head,
                fill=palette.accent if "-" in move.end else palette.paper,
                stroke=palette.accent,
            ),
        )
        yield drawn if links is None else element("a", drawn, href=f"{links}{move.claim}", class_="mark")


def _at(point: Point) -> str:
    return f"{number(point[0])} {number(point[1])}"


def _labels(sheet: _Sheet, asked: ReportMap, palette: Palette) -> Iterator[str]:
    """Names and figures beside their regions, greatest first; one that finds no free place is left to its title."""
    taken: list[tuple[float, float, float, float]] = []
    ordered = sorted(asked.reports.standing, key=lambda one: (-(one.best or 0), -one.claims))
    for one in ordered:
        if one.code not in sheet.shapes:
            continue
        x, y = sheet.middles[one.code]
        name, figure = place_name(one.code), one.figure
        wide = max(len(name) * 6.6, len(figure) * 6.8) + 4
        tall = 27 if figure else 14
        away = max(sheet.sizes[one.code] * 0.5, SMALL) + 3
        for left, top, anchor, at in (
            (x + away, y - tall / 2, "start", x + away),
            (x - away - wide, y - tall / 2, "end", x - away),
            (x - wide / 2, y - away - tall, "middle", x),
            (x - wide / 2, y + away, "middle", x),
        ):
            box = (left, top, left + wide, top + tall)
            fits = box[0] >= 2 and box[2] <= asked.width - 2 and box[1] >= 2 and box[3] <= sheet.height - 2
            if fits and not any(_meet(box, other) for other in taken):
                taken.append(box)
                yield _label(name, figure, (at, top), anchor, palette)
                break


def _label(name: str, figure: str, at: tuple[float, float], anchor: str, palette: Palette) -> str:
    x, top = at
    return element(
        "g",
        element("text", words(name), x=x, y=top + 11, font_size=12, fill=palette.ink),
        element("text", words(figure), x=x, y=top + 25, font_size=13, font_weight="bold", fill=palette.ink)
        if figure
        else "",
        text_anchor=anchor,
        class_="labels halo",
        aria_hidden="true",
    )


def _meet(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
