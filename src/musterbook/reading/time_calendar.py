"""Calendar arithmetic: stretches of days, and moving by units."""

from __future__ import annotations

from calendar import monthrange
from datetime import MAXYEAR, MINYEAR, date, timedelta
from typing import NamedTuple

_MONTHS_IN = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}
_DAYS_IN = {"day": 1, "night": 1, "week": 7, "fortnight": 14, "weekend": 7}
_HOURS_IN_DAY = 24


class Stretch(NamedTuple):
    """Days from the first to the last, inclusive."""

    first: date
    last: date


def month_of(year: int, month: int) -> Stretch | None:
    """A month."""
    if not MINYEAR <= year <= MAXYEAR:
        return None
    return Stretch(date(year, month, 1), date(year, month, monthrange(year, month)[1]))


def months_of(year: int, month: int, count: int) -> Stretch | None:
    """`count` months from this one on."""
    first = month_of(year, month)
    last = month_of(year + (month - 1 + count - 1) // 12, (month - 1 + count - 1) % 12 + 1)
    return Stretch(first.first, last.last) if first and last else None


def year_of(year: int) -> Stretch | None:
    """A year."""
    return months_of(year, 1, 12)


def week_of(day: date) -> Stretch | None:
    """The week of a day, Monday to Sunday."""
    first = moved(day, -day.weekday(), "day")
    last = moved(day, 6 - day.weekday(), "day")
    return Stretch(first, last) if first and last else None


def unit_of(day: date, unit: str) -> Stretch | None:
    """The unit of time the day lies in."""
    if unit == "week":
        return week_of(day)
    if unit == "weekend":
        week = week_of(day)
        return Stretch(week.last - timedelta(1), week.last) if week else None
    if unit == "month":
        return month_of(day.year, day.month)
    if unit == "quarter":
        return months_of(day.year, (day.month - 1) // 3 * 3 + 1, 3)
    if unit == "year":
        return year_of(day.year)
    if unit in ("decade", "century"):
        span = 10 if unit == "decade" else 100
        return months_of(max(day.year // span * span, 1), 1, span * 12)
    return Stretch(day, day)


def moved(day: date, count: float, unit: str) -> date | None:
    """The day `count` units later (earlier where negative); None outside the calendar. Hours round up to days."""
    try:
        if unit in _MONTHS_IN:
            months = round(count * _MONTHS_IN[unit])
            year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
            return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
        if unit in _DAYS_IN:
            return day + timedelta(days=round(count * _DAYS_IN[unit]))
        days = -(-abs(count) // _HOURS_IN_DAY) if unit == "hour" else 0
        return day + timedelta(days=days if count > 0 else -days)
    except (ValueError, OverflowError):
        return None


def day_of(year: int, month: int, day: int) -> date | None:
    """The day, where the calendar has it."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def easter(year: int, *, orthodox: bool = False) -> date | None:
    """Easter Sunday in the Gregorian calendar (Meeus's algorithms; 1900 to 2099 for the Orthodox date)."""
    if orthodox:
        moon = (19 * (year % 19) + 15) % 30
        days = (2 * (year % 4) + 4 * (year % 7) - moon + 34) % 7
        month, day = divmod(moon + days + 114, 31)
        julian = day_of(year, month, day + 1)
        return julian + timedelta(days=13) if julian else None
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * weekday) // 451
    month, day = divmod(h + weekday - 7 * m + 114, 31)
    return day_of(year, month, day + 1)


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date | None:
    """The nth such weekday of a month; -1 for its last."""
    days = month_of(year, month)
    if days is None:
        return None
    if nth < 0:
        return days.last - timedelta(days=(days.last.weekday() - weekday) % 7)
    return days.first + timedelta(days=(weekday - days.first.weekday()) % 7 + 7 * (nth - 1))
