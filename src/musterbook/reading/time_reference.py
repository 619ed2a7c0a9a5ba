"""Where a time is seen from, and what seeing it gives: days, grain and TIMEX3 value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol

from musterbook.reading.time_calendar import Stretch

Tense = Literal["past", "future"]
Which = Literal["this", "last", "next"]
OFFSETS: dict[Which, int] = {"this": 0, "last": -1, "next": 1}
_UNIT_LETTERS = {
    "second": "S", "minute": "M", "hour": "H", "day": "D", "night": "D", "week": "W", "fortnight": "W", "weekend": "WE",
    "month": "M", "quarter": "Q", "year": "Y", "decade": "DE", "century": "CE",
}  # fmt: skip
CLOCK_UNITS = ("second", "minute", "hour")
_FAR, _NEAR = 300, 30
"""Days: a date nearly a year off in the guessed direction, but near in the other, lies in the other."""


@dataclass(frozen=True, slots=True)
class Reference:
    """Where one looks from: the day (or month) of publication, the tense nearby, the last day spoken of before."""

    published: date | None
    by_month: bool = False
    """Only the month of publication is known: nothing finer than a month can be reckoned from it."""
    tense: Tense | None = None
    spoken_of: date | None = None
    spoken_year: int | None = None
    """The year of the last time spoken of ("by the end of that year")."""
    spoken_at: date | None = None
    """The first day of the last time spoken of, whatever its grain."""
    spoken_grain: str = ""
    narrative: bool = False
    """The text tells of the past from beginning to end: what has no year belongs to the time spoken of before it."""
    fiscal_month: int = 4

    @property
    def day(self) -> date | None:
        """The day of publication, where it is known to the day."""
        return None if self.by_month else self.published

    def told_year(self, month: int) -> int | None:
        """In an account of the past the year in which this month lies nearest to what was spoken of; else None."""
        if not self.narrative or self.spoken_at is None:
            return None
        if self.spoken_grain == "year":
            return self.spoken_at.year
        nearest_step = min((0, 1, -1), key=lambda step: abs(12 * step + month - self._spoken_month))
        return self.spoken_at.year + nearest_step

    @property
    def _spoken_month(self) -> int:
        return self.spoken_at.month if self.spoken_at else 1


@dataclass(frozen=True, slots=True)
class Resolved:
    """Days (inclusive), grain and TIMEX3 value; no days where they can't be told."""

    days: Stretch | None
    grain: str
    value: str
    open_end: bool = False
    """Only the first day is known ("in the coming weeks")."""
    last_only: bool = False
    """A deadline as it stands: only the last day counts ("at the end of May")."""
    point: date | None = None
    """The day meant where a period begins or ends here ("since mid-May")."""


class Expression(Protocol):
    """Anything that names a time."""

    def resolve(self, reference: Reference) -> Resolved:
        """The days it means, seen from the reference."""
        ...


def day_value(day: date | None) -> str:
    """TIMEX3 value of a day."""
    return day.isoformat() if day else "XXXX-XX-XX"


def single(day: date | None, grain: str = "day", suffix: str = "") -> Resolved:
    """One day, as it resolves."""
    return Resolved(Stretch(day, day) if day else None, grain, day_value(day) + suffix, point=day)


def nearest(days: list[date], published: date, tense: Tense | None) -> date | None:
    """The last day not after publication, or the first not before it; without a tense the clearly nearer one."""
    past = max((day for day in days if day <= published), default=None)
    future = min((day for day in days if day >= published), default=None)
    if past is None or future is None:
        return past or future
    behind, ahead = (published - past).days, (future - published).days
    if tense == "past" and not (behind > _FAR and ahead < _NEAR):
        return past
    if tense == "future" and not (ahead > _FAR and behind < _NEAR):
        return future
    return future if ahead * 4 < behind else past


def unit_value(day: date | None, unit: str) -> str:
    """TIMEX3 value of the unit of time the day lies in."""
    if unit in ("day", "night"):
        return day_value(day)
    if day is None:
        return {"year": "XXXX", "month": "XXXX-XX", "quarter": "XXXX-QX", "decade": "XXX", "century": "XX"}.get(
            unit, "XXXX-WXX"
        )
    if unit in ("week", "weekend", "fortnight"):
        year, week, _ = day.isocalendar()
        return f"{year:04}-W{week:02}" + ("-WE" if unit == "weekend" else "")
    if unit == "month":
        return f"{day.year:04}-{day.month:02}"
    if unit == "quarter":
        return f"{day.year:04}-Q{(day.month - 1) // 3 + 1}"
    if unit == "decade":
        return f"{day.year // 10:03}"
    if unit == "century":
        return f"{day.year // 100:02}"
    return f"{day.year:04}"


def duration_value(count: float | None, unit: str) -> str:
    """TIMEX3 value of a length of time; X where the count is vague."""
    letter = _UNIT_LETTERS[unit]
    size = "X" if count is None else f"{count * (2 if unit == 'fortnight' else 1):g}"
    return f"PT{size}{letter}" if unit in CLOCK_UNITS else f"P{size}{letter}"
