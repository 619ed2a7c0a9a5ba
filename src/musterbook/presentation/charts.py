"""The band chart: low to high as a band, best as a line, every origin a mark. One definition for page, brief, notebook.

A `BandChart` shows itself in a notebook; `svg(PAGE)` is a page's picture in the colours of its style sheet, `svg()`
one that stands alone, `png()` the same in pixels.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from musterbook.assessment.estimates import Point
from musterbook.assessment.picture import Course, Picture
from musterbook.assessment.places import Relation
from musterbook.presentation import legend
from musterbook.presentation.mark_shapes import drawn, noted
from musterbook.presentation.marks import Mark, marks
from musterbook.presentation.palette import LIGHT, Palette
from musterbook.presentation.raster import png
from musterbook.presentation.scales import Linear, day_ticks, figure_ticks
from musterbook.presentation.svg import element, number, picture, words
from musterbook.presentation.voices import day
from musterbook.scopes import title

MOST_MARKS = 240
"""Marks a chart can show before they hide one another; the standing and the newest go first."""
TOWERING = 3.0
"""A mark that many times the highest end of the band is set at the edge, so that it does not flatten the rest."""
MONTH_WIDTH = 62
LETTER = 6.8
"""Pixels of a figure's letter, about."""
NARROW = 400
"""Pixels up to which a chart is for a telephone: its marks tell who, how many and when, not the words."""


@dataclass(frozen=True, slots=True)
class BandChart:
    """A series with the marks of its origins, on a stretch of days; sizes in pixels."""

    title: str
    series: tuple[Point, ...]
    marks: tuple[Mark, ...] = ()
    first: date | None = None
    last: date | None = None
    known_on: date | None = None
    width: int = 1000
    height: int = 340
    links: str | None = None
    """What comes before a claim's id in the address a mark links to; None for no links."""
    margin: float | None = None
    """Pixels left of the first day, where something else stands under the same days; None for what the figures need."""
    explained: bool = False
    """Whether a legend below says what colours and shapes mean, where nothing else around the chart does."""

    def sized(self, width: int, height: int) -> BandChart:
        """The same chart in another size."""
        return replace(self, width=width, height=height)

    def svg(self, palette: Palette = LIGHT) -> str:
        """The chart as SVG."""
        frame = _Frame.of(self)
        return picture(
            self.width,
            self.height,
            self.title,
            self.description,
            element("rect", width=self.width, height=self.height, fill=palette.paper),
            *_axes(frame, palette),
            *_band(frame, self.series, palette),
            *_knowing(frame, self, palette),
            *(
                drawn(mark if self.width > NARROW else mark.brief, frame.place(mark), palette, self.links)
                for mark in _shown(self.marks)
            ),
            *_ending(frame, self.series, palette, self.width),
            *(_legend(frame, self, palette) if self.explained else ()),
            class_="chart band-chart",
        )

    def png(self, scale: float = 2.0) -> bytes:
        """The chart in pixels; raises PictureError where no renderer is installed."""
        return png(self.svg(), scale)

    @property
    def description(self) -> str:
        """The chart in one sentence."""
        told = [point for point in self.series if point.best is not None]
        if not told:
            return f"No figure stands; {noted(self.marks)}."
        first, last = told[0], told[-1]
        return (
            f"From {first.best:,.0f} on {day(first.day)} to {last.best:,.0f} "
            f"({last.low:,.0f} to {last.high:,.0f}) on {day(last.day)}; {noted(self.marks)}."
        )

    def _repr_svg_(self) -> str:
        return self.svg()


def band_chart(
    found: Picture,
    *,
    first: date | None = None,
    last: date | None = None,
    links: str | None = None,
    margin: float | None = None,
) -> BandChart:
    """The band chart of a picture; `first` and `last` are the days it spans, else those of its series."""
    return BandChart(
        title=f"{title(found.scope)}: low, best and high by day",
        series=found.series,
        marks=marks(found),
        first=first,
        last=last,
        known_on=found.known_on,
        links=links,
        margin=margin,
    )


def course_chart(course: Course, *, first: date | None = None, last: date | None = None) -> BandChart:
    """A small chart of one running total."""
    return BandChart(
        title=f"{title(course.scope)}: low, best and high by day",
        series=course.series,
        first=first,
        last=last,
        width=320,
        height=150,
    )


def _shown(found: Sequence[Mark]) -> Sequence[Mark]:
    if len(found) <= MOST_MARKS:
        return found
    kept = sorted(found, key=lambda mark: (mark.state == "standing", mark.day), reverse=True)[:MOST_MARKS]
    chosen = {id(mark) for mark in kept}
    return [mark for mark in found if id(mark) in chosen]


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where days and figures lie on the paper."""

    x: Linear
    y: Linear
    first: date
    last: date
    left: float
    right: float
    top: float
    bottom: float

    @classmethod
    def of(cls, chart: BandChart) -> _Frame:
        days = [point.day for point in chart.series] + [mark.day for mark in chart.marks]
        first = chart.first or min(days, default=date.today())
        last = max(chart.last or max(days, default=first), first)
        most = _most(chart)
        small = chart.width < NARROW
        left = max(52.0, 12 + LETTER * len(f"{most:,.0f}")) if chart.margin is None else chart.margin
        right = chart.width - (58.0 if small else 92.0)
        below = legend.rows(chart.marks, right - left) * legend.ROW + 8 if chart.explained and chart.marks else 0
        top, bottom = 14.0, chart.height - 26.0 - below
        return cls(
            Linear(first.toordinal(), max(last.toordinal(), first.toordinal() + 1), left, right),
            Linear(0, most, bottom, top + 6),
            first,
            last,
            left,
            right,
            top,
            bottom,
        )

    def place(self, mark: Mark) -> _Place:
        """Where a mark stands: its middle and ends, cut at the upper edge; on the base line without a figure."""
        middle, x = mark.middle, self.x(mark.day.toordinal())
        if middle is None or mark.low is None or mark.high is None:
            return _Place(x, self.bottom - 7, None, None, None, over=False)
        over = middle > self.y.last
        y, low, high = (self.y(min(value, self.y.last)) for value in (middle, mark.low, mark.high))
        end = self.x(min(mark.until.toordinal(), int(self.x.last))) if mark.until and mark.until > mark.day else None
        return _Place(x, self.top if over else y, low, high, end, over)


@dataclass(frozen=True, slots=True)
class _Place:
    x: float
    y: float
    low: float | None
    high: float | None
    until: float | None
    over: bool


def _most(chart: BandChart) -> float:
    """The upper end of the scale: above the band, and above the marks but for those that tower over it."""
    band = max((point.high for point in chart.series if point.high is not None), default=0.0)
    ends = sorted(mark.high for mark in chart.marks if mark.high is not None)
    if not band:
        band = ends[len(ends) // 2] if ends else 1.0
    near = [end for end in ends if end <= TOWERING * band]
    return max(band, *near, 1.0) * 1.06 if near else max(band, 1.0) * 1.06


def _axes(frame: _Frame, palette: Palette) -> Iterator[str]:
    lines, labels = [], []
    for tick in figure_ticks(frame.y.last, 4 if frame.bottom - frame.top > 150 else 2):
        y = frame.y(tick.at)
        lines.append(element("line", x1=frame.left, x2=frame.right, y1=y, y2=y, stroke=palette.rule))
        labels.append(element("text", words(tick.label), x=frame.left - 7, y=y + 4, text_anchor="end"))
    room = max(2, int((frame.right - frame.left) / MONTH_WIDTH))
    for tick in day_ticks(frame.first, frame.last, room):
        x = frame.x(tick.at)
        lines.append(element("line", x1=x, x2=x, y1=frame.bottom, y2=frame.bottom + 5, stroke=palette.soft))
        anchor = "end" if x > frame.right - 14 else "start" if x < frame.left + 14 else "middle"
        labels.append(element("text", words(tick.label), x=x, y=frame.bottom + 19, text_anchor=anchor))
    yield element("g", *lines, aria_hidden="true", stroke_width=1)
    yield element("g", *labels, aria_hidden="true", fill=palette.soft, font_size=12, class_="labels")


State = tuple[float | None, float | None, float | None, bool, bool, Relation]


def _state(point: Point) -> State:
    return (point.low, point.best, point.high, point.open_low, point.open_high, point.bound)


def _band(frame: _Frame, series: Sequence[Point], palette: Palette) -> Iterator[str]:
    """The band and its line, step by step; an open end is dashed, a mere bound paler."""
    bands, edges = [], []
    runs: list[list[tuple[float, float]]] = []
    for (low, best, high, open_low, open_high, bound), group in groupby(series, key=_state):
        days = list(group)
        if low is None or best is None or high is None:
            runs.append([])
            continue
        x1, x2 = frame.x(days[0].day.toordinal()), frame.x(days[-1].day.toordinal() + 1)
        x2 = min(x2, frame.right)
        top, foot = frame.y(min(high, frame.y.last)), frame.y(low)
        whole = bound is Relation.WHOLE
        bands.append(
            element(
                "rect",
                x=x1,
                y=min(top, foot - 1.5),
                width=max(x2 - x1, 0.6),
                height=max(foot - top, 3),
                fill_opacity=None if whole else 0.45,
            )
        )
        for y, is_open in ((top, open_high), (foot, open_low)):
            if is_open:
                edges.append(element("line", x1=x1, x2=x2, y1=y, y2=y))
        middle = frame.y(min(best, frame.y.last))
        if not runs:
            runs.append([])
        runs[-1] += [(x1, middle), (x2, middle)]
    yield element("g", *bands, fill=palette.band, class_="band")
    yield element("g", *edges, stroke=palette.soft, stroke_dasharray="2 3", class_="open")
    lines = (element("path", d="M" + "L".join(f"{number(x)} {number(y)}" for x, y in run)) for run in runs if run)
    yield element("g", *lines, fill="none", stroke=palette.best, stroke_width=2, class_="best")


def _knowing(frame: _Frame, chart: BandChart, palette: Palette) -> Iterator[str]:
    if chart.known_on is None or chart.known_on >= frame.last:
        return
    x = frame.x(chart.known_on.toordinal())
    yield element("line", x1=x, x2=x, y1=frame.top, y2=frame.bottom, stroke=palette.accent, stroke_dasharray="4 3")
    if frame.right - x > 90:
        yield element(
            "text",
            words("not yet known"),
            x=x + 8,
            y=frame.top + 12,
            fill=palette.soft,
            font_size=12,
            font_style="italic",
        )


def _legend(frame: _Frame, chart: BandChart, palette: Palette) -> Iterator[str]:
    return legend.legend(chart.marks, frame.left, frame.bottom + 42, frame.right - frame.left, palette)


def _ending(frame: _Frame, series: Sequence[Point], palette: Palette, width: float) -> Iterator[str]:
    """The newest figure, written where its line ends."""
    if not series or (point := series[-1]).best is None or point.low is None or point.high is None:
        return
    x = min(frame.x(point.day.toordinal()), frame.right)
    y = max(frame.y(min(point.best, frame.y.last)), frame.top + 12)
    yield element("circle", cx=x, cy=y, r=3.5, fill=palette.best)
    yield element(
        "text",
        words(f"{point.best:,.0f}"),
        x=x + 8,
        y=y + 1,
        fill=palette.best,
        font_size=15,
        font_weight="bold",
        class_="halo",
    )
    if point.low != point.high and width >= MONTH_WIDTH * 5.5:
        ends = f"{'≤' if point.open_low else ''}{point.low:,.0f}–{point.high:,.0f}{'+' if point.open_high else ''}"
        cramped = x + 8 + 6.2 * len(ends) > width
        yield element(
            "text",
            words(ends),
            x=width - 1 if cramped else x + 8,
            y=y + 15,
            fill=palette.soft,
            font_size=11,
            text_anchor="end" if cramped else None,
            class_="halo",
        )


@dataclass(frozen=True, slots=True)
class Spark:
    """A series in the size of a word: the band and its line, nothing else."""

    series: tuple[Point, ...]
    width: int = 180
    height: int = 40

    def svg(self, palette: Palette = LIGHT) -> str:
        """The spark as SVG."""
        told = [point for point in self.series if point.high is not None]
        first = self.series[0].day if self.series else date.today()
        last = self.series[-1].day if self.series else first
        most = max((point.high for point in told if point.high is not None), default=1.0) or 1.0
        x = Linear(first.toordinal(), max(last.toordinal(), first.toordinal() + 1), 1, self.width - 4)
        y = Linear(0, most, self.height - 2, 4)
        frame = _Frame(x, y, first, last, 1, self.width - 4, 4, self.height - 2)
        best = told[-1].best if told else None
        return picture(
            self.width,
            self.height,
            "The figure by day" if best is not None else "No figure stands",
            f"to {best:,.0f}" if best is not None else "",
            *_band(frame, self.series, palette),
            class_="spark",
        )


def spark(series: Sequence[Point]) -> Spark:
    """The spark of a series."""
    return Spark(tuple(series))
