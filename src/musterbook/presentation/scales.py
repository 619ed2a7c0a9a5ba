"""From values to places on paper: days and figures to pixels, with ticks a reader would have chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil, floor, log10

MONTHS = (1, 2, 3, 6, 12, 24, 60, 120)
DAYS = (1, 2, 7, 14)


@dataclass(frozen=True, slots=True)
class Linear:
    """A straight way from one stretch of numbers to another."""

    first: float
    last: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Where the value lies."""
        if self.last == self.first:
            return (self.start + self.end) / 2
        return self.start + (value - self.first) / (self.last - self.first) * (self.end - self.start)


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on an axis and what is written at it."""

    at: float
    label: str


def figure_ticks(most: float, wanted: int = 4) -> tuple[Tick, ...]:
    """Round numbers from 0 up to `most`, about as many as wanted."""
    if most <= 0:
        return (Tick(0, "0"),)
    rough = most / wanted
    power = 10 ** floor(log10(rough))
    step = next((factor * power for factor in (1, 2, 5) if factor * power >= rough), 10 * power)
    step = max(step, 1)
    return tuple(Tick(at * step, f"{at * step:,.0f}") for at in range(floor(most / step) + 1))


def day_ticks(first: date, last: date, room: int) -> tuple[Tick, ...]:
    """Days on which a reader looks for a mark, at most `room` of them; the year is written where it changes."""
    days = (last - first).days
    for step in DAYS:
        if days / step <= room:
            found = [first + timedelta(at * step) for at in range(days // step + 1)]
            return tuple(Tick(day.toordinal(), _short(day, before)) for day, before in _pairs(found))
    for step in MONTHS:
        found = _months(first, last, step)
        if len(found) <= room:
            break
    return tuple(Tick(day.toordinal(), _month(day, before, step)) for day, before in _pairs(found))


def _months(first: date, last: date, step: int) -> list[date]:
    start = first.year * 12 + first.month - 1 + (first.day > 1)
    start = ceil(start / step) * step
    end = last.year * 12 + last.month - 1
    return [date(at // 12, at % 12 + 1, 1) for at in range(start, end + 1, step)]


def _pairs(days: Sequence[date]) -> list[tuple[date, date | None]]:
    return [(day, days[at - 1] if at else None) for at, day in enumerate(days)]


def _short(day: date, before: date | None) -> str:
    year = f" {day.year}" if before is None or before.year != day.year else ""
    return f"{day.day} {day:%b}{year}"


def _month(day: date, before: date | None, step: int) -> str:
    if step >= 12:
        return str(day.year)
    return f"{day:%b} {day.year}" if before is None or before.year != day.year else f"{day:%b}"
