"""Which of one institution's figures stands on which day: the newest, until it is replaced, ends or fades."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from heapq import heappop, heappush
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from musterbook.assessment.figures import Figure
from musterbook.assessment.origins import STANDS, WINDOW

FOREVER = date.max.toordinal()


class Standing(NamedTuple):
    """A figure of one institution with the days it can stand on; no figures: the institution denied it."""

    figures: tuple[Figure, ...]
    low: float
    high: float
    open_low: bool
    open_high: bool
    since: int
    until: int
    fades: bool

    @property
    def middle(self) -> float:
        """The middle of the interval."""
        return (self.low + self.high) / 2


class Repeat(NamedTuple):
    """A figure the institution had given before: it does not stand a second time."""

    figure: Figure
    rule: str
    why: str


@dataclass(frozen=True, slots=True)
class Line:
    """All that one institution said of one area, in the order it takes effect: later replaces earlier."""

    standings: tuple[Standing, ...]
    repeats: tuple[Repeat, ...]

    def changes(self, first: int, last: int) -> Iterator[tuple[int, Standing | None]]:
        """The days from `first` to `last` on which something else stands than the day before, and what."""
        said = self.standings
        coming = sorted(range(len(said)), key=lambda order: said[order].since, reverse=True)
        begun: list[int] = []  # a heap by negative order, so that the last said is on top
        edges = {first, *(standing.since for standing in said), *(standing.until + 1 for standing in said)}
        before: Standing | None = None
        for day in sorted(edge for edge in edges if first <= edge <= last):
            while coming and said[coming[-1]].since <= day:
                heappush(begun, -coming.pop())
            while begun and said[-begun[0]].until < day:
                heappop(begun)
            now = said[-begun[0]] if begun and said[-begun[0]].figures else None
            if now is not before:
                yield day, now
                before = now

    def on(self, day: int) -> Standing | None:
        """What stands on a day."""
        newest = next((one for one in reversed(self.standings) if one.since <= day <= one.until), None)
        return newest if newest is not None and newest.figures else None


def stock(figures: Sequence[Figure], denials: Iterable[Figure] = ()) -> Line:
    """The line of a stock (presence, strength), from figures in order of publication.

    A figure stands from its publication for 180 days, or for the days of its period (`days`); a later one replaces
    it. Equal figures within 14 days are one. Different figures of one day make one interval, but for those the
    institution had given before: beside new ones they are looking back.
    """
    dated: list[tuple[int, Standing]] = []
    repeats: list[Repeat] = []
    chains: dict[tuple[object, ...], tuple[int, int]] = {}
    said: set[tuple[object, ...]] = set()
    for day, group in groupby(figures, key=itemgetter(_DAY)):
        today = list(group)
        fresh: list[Figure] = []
        for figure in today:
            key = _spoken(figure)
            began, last = chains.get(key, (day, -FOREVER))
            if day - last <= WINDOW and day - began <= STANDS:
                repeats.append(Repeat(figure, "repeated", "the institution said the same within 14 days"))
                chains[key] = (began, day)
            else:
                fresh.append(figure)
                chains[key] = (day, day)
        if len(fresh) > 1:
            new = [figure for figure in fresh if _interval(figure) not in said]
            if new and len(new) < len(fresh):
                why = "given before, and told again beside a new one"
                repeats += [Repeat(figure, "looking back", why) for figure in fresh if _interval(figure) in said]
                fresh = new
            dated += [(day, standing) for standing in _merged(fresh)]
        elif fresh:
            dated.append((day, _standing((fresh[0],), *days(fresh[0]))))
        said.update(map(_interval, today))
    for denial in denials:
        if denial.entry.claim.quantity is None:
            dated.append((denial.day, Standing((), 0, 0, False, False, *days(denial, FOREVER))))
    dated.sort(key=lambda item: item[0])
    return Line(tuple(standing for _, standing in dated), tuple(repeats))


def running(figures: Sequence[Figure]) -> Line:
    """The line of a running total: the newest stands, without fading, from the day it speaks of.

    A total given before is the same total told again, not a new one. Of several new totals of one day the greatest
    is the newest: a running total grows.
    """
    standings: list[Standing] = []
    repeats: list[Repeat] = []
    said: set[tuple[object, ...]] = set()
    for day, group in groupby(sorted(figures, key=_as_of), key=_as_of):
        fresh = {}
        for figure in group:
            if _interval(figure) in said:
                repeats.append(Repeat(figure, "repeated", "the institution gave this total before"))
            else:
                fresh[_interval(figure)] = figure
                said.add(_interval(figure))
        if not fresh:
            continue
        greatest = max(fresh.values(), key=lambda figure: (figure.middle, figure.low, not figure.open_low))
        for figure in fresh.values():
            if figure is not greatest:
                repeats.append(Repeat(figure, "looking back", "a greater total was given on the same day"))
        standings.append(_standing((greatest,), day, FOREVER, False))
    return Line(tuple(standings), tuple(repeats))


def days(figure: Figure, fade: int = STANDS) -> tuple[int, int, bool]:
    """The days a stock figure speaks for, first and last, and whether it ends by fading.

    Without a period: from publication for 180 days. A period with both ends is those days and no others, unless it
    ends on the day of publication: that is "now" in other words, and goes on standing. One without an end goes on
    from its start; one without a start is its last day, or all days from publication to it. `fade` is in days.
    """
    start, end, day = figure.start, figure.end, figure.day
    faded = min(day + fade, FOREVER)
    if end is None:
        begins = day if start is None else start
        return begins, max(faded, min(begins + fade, FOREVER)), True
    if end == day:
        return (day if start is None else start), faded, True
    if start is None:
        return min(day, end) if end > day else end, end, False
    return start, end, False


def _as_of(figure: Figure) -> int:
    return figure.end if figure.end is not None and figure.end < figure.day else figure.day


_DAY = Figure._fields.index("day")
_ENDS = [Figure._fields.index(name) for name in ("low", "high", "open_low", "open_high")]
_interval = itemgetter(*_ENDS)
_spoken = itemgetter(*_ENDS, Figure._fields.index("start"), Figure._fields.index("end"))


def _merged(fresh: Sequence[Figure]) -> Iterator[Standing]:
    spans: dict[tuple[int, int, bool], list[Figure]] = {}
    for figure in fresh:
        spans.setdefault(days(figure), []).append(figure)
    for (since, until, fades), together in sorted(spans.items(), key=lambda item: item[0]):
        yield _standing(tuple(together), since, until, fades)


def _standing(figures: tuple[Figure, ...], since: int, until: int, fades: bool) -> Standing:
    if len(figures) == 1:
        only = figures[0]
        return Standing(figures, only.low, only.high, only.open_low, only.open_high, since, until, fades)
    return Standing(
        figures,
        min(figure.low for figure in figures),
        max(figure.high for figure in figures),
        any(figure.open_low for figure in figures),
        any(figure.open_high for figure in figures),
        since,
        until,
        fades,
    )
