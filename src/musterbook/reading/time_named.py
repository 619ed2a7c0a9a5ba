"""Times with a name: dates, months, seasons, quarters, years, weekdays, holidays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from musterbook.reading.time_calendar import day_of, easter, month_of, months_of, moved, nth_weekday, year_of
from musterbook.reading.time_reference import OFFSETS, Reference, Resolved, Tense, Which, nearest, single

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SEASON_NAMES = {3: "SP", 6: "SU", 9: "FA", 12: "WI"}


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the month, the month and year where given: "5 May", "the 21st", "Friday, 5 May 2023"."""

    day: int
    month: int | None = None
    year: int | None = None
    which_year: Which | None = None
    weekday: int | None = None

    def resolve(self, reference: Reference) -> Resolved:
        """Without a year: the nearest such day in the direction of the tense, on the weekday where one is named."""
        if self.month is not None and self.year is not None:
            return single(day_of(self.year, self.month, self.day))
        told = reference.told_year(self.month) if self.month is not None and self.which_year is None else None
        if told is not None and self.month is not None:
            return single(day_of(told, self.month, self.day))
        published = reference.published
        if published is None:
            return Resolved(
                None, "day", f"XXXX-{self.month:02}-{self.day:02}" if self.month else f"XXXX-XX-{self.day:02}"
            )
        if self.which_year is not None and self.month is not None:
            return single(day_of(published.year + OFFSETS[self.which_year], self.month, self.day))
        if self.month is not None:
            candidates = [day_of(published.year + step, self.month, self.day) for step in (-1, 0, 1)]
        else:
            near = [moved(published.replace(day=1), step, "month") for step in (-2, -1, 0, 1)]
            candidates = [day_of(first.year, first.month, self.day) for first in near if first]
        days = [day for day in candidates if day]
        named = [day for day in days if day.weekday() == self.weekday]
        return single(nearest(named or days, published, None if named else reference.tense))


@dataclass(frozen=True, slots=True)
class Month:
    """A month, the year where given."""

    month: int
    year: int | None = None
    which: Which | None = None
    which_year: Which | None = None

    def resolve(self, reference: Reference) -> Resolved:
        """Without a year: the current one, else the last or the next by the tense; without one the clearly nearer."""
        year = self.year
        if year is None and self.which is None and self.which_year is None:
            year = reference.told_year(self.month)
        published = reference.published
        if year is None and published is not None:
            if self.which_year is not None:
                year = published.year + OFFSETS[self.which_year]
            elif self.which == "last":
                year = published.year - (self.month >= published.month)
            elif self.which == "next":
                year = published.year + (self.month <= published.month)
            elif self.which == "this":
                year = published.year
            elif reference.tense == "future" or (reference.tense is None and self._much_nearer_ahead(published)):
                year = published.year + (self.month < published.month)
            else:
                year = published.year - (self.month > published.month)
        if year is None:
            return Resolved(None, "month", f"XXXX-{self.month:02}")
        return Resolved(month_of(year, self.month), "month", f"{year:04}-{self.month:02}")

    def _much_nearer_ahead(self, published: date) -> bool:
        """The next such month is at most two ahead, the last one ten behind."""
        return 0 < (self.month - published.month) % 12 <= 2


@dataclass(frozen=True, slots=True)
class Year:
    """A year."""

    year: int

    def resolve(self, reference: Reference) -> Resolved:
        """The year itself, wherever one looks from."""
        return Resolved(year_of(self.year), "year", f"{self.year:04}")


@dataclass(frozen=True, slots=True)
class Decade:
    """A decade: "the 1990s", "the nineties"."""

    first: int

    def resolve(self, reference: Reference) -> Resolved:
        """Ten years; the value has the three digits they share."""
        return Resolved(months_of(self.first, 1, 120), "decade", f"{self.first // 10:03}")


@dataclass(frozen=True, slots=True)
class Century:
    """A century by its number: "the 19th century"."""

    number: int

    def resolve(self, reference: Reference) -> Resolved:
        """A hundred years; the value has the two digits they share."""
        first = max(1, (self.number - 1) * 100)
        return Resolved(months_of(first, 1, 1200), "century", f"{self.number - 1:02}")


@dataclass(frozen=True, slots=True)
class WeekdayOf:
    """A weekday by its number in a month: "the last Friday in July"; `nth` is -1 for the last."""

    weekday: int
    nth: int
    month: Month

    def resolve(self, reference: Reference) -> Resolved:
        """The day, where the month's year is known."""
        days = self.month.resolve(reference).days
        day = nth_weekday(days.first.year, days.first.month, self.weekday, self.nth) if days else None
        return single(day if day is not None and days is not None and day <= days.last else None)


@dataclass(frozen=True, slots=True)
class Season:
    """A season of the northern hemisphere."""

    month: int
    year: int | None = None
    which: Which | None = None
    which_year: Which | None = None

    def resolve(self, reference: Reference) -> Resolved:
        """By the same rules as a month; winter belongs to the year it begins in."""
        name = _SEASON_NAMES[self.month]
        year = self.year
        if year is None and self.which is None and self.which_year is None:
            year = reference.told_year(self.month)
        published = reference.published
        if year is None and published is not None:
            here = published.year * 12 + published.month - 1
            if self.which_year is not None:
                year = published.year + OFFSETS[self.which_year]
            else:
                starts = [(published.year + step) * 12 + self.month - 1 for step in (-2, -1, 0, 1, 2)]
                over = [start for start in starts if start + 2 < here]
                running = [start for start in starts if start <= here <= start + 2]
                ahead = [start for start in starts if start > here]
                if self.which == "last":
                    chosen = over[-1]
                elif self.which == "next":
                    chosen = ahead[0]
                elif running:
                    chosen = running[0]
                elif self.which == "this":
                    chosen = self.month - 1 + published.year * 12
                else:
                    chosen = ahead[0] if reference.tense == "future" else over[-1]
                year = chosen // 12
        if year is None:
            return Resolved(None, "season", f"XXXX-{name}")
        return Resolved(months_of(year, self.month, 3), "season", f"{year:04}-{name}")


@dataclass(frozen=True, slots=True)
class Quarter:
    """A quarter (or with `months` 6, a half) of a year."""

    number: int
    year: int | None = None
    which_year: Which | None = None
    months: int = 3

    def resolve(self, reference: Reference) -> Resolved:
        """Without a year: the one that tense and publication point to."""
        letter = "Q" if self.months == 3 else "H"
        year = self.year
        published = reference.published
        first = (self.number - 1) * self.months + 1
        if year is None and published is not None:
            year = published.year + (OFFSETS[self.which_year] if self.which_year else 0)
            if self.which_year is None and first > published.month and reference.tense == "past":
                year -= 1
            elif self.which_year is None and first + self.months <= published.month and reference.tense == "future":
                year += 1
        if year is None:
            return Resolved(None, "quarter", f"XXXX-{letter}{self.number}")
        return Resolved(months_of(year, first, self.months), "quarter", f"{year:04}-{letter}{self.number}")


@dataclass(frozen=True, slots=True)
class FiscalYear:
    """A fiscal year, named by the year it begins in; or this, the last, the next."""

    year: int | None = None
    which: Which | None = None

    def resolve(self, reference: Reference) -> Resolved:
        """Twelve months from the first fiscal month on."""
        year = self.year
        if year is None and reference.published is not None:
            running = reference.published.year - (reference.published.month < reference.fiscal_month)
            year = running + OFFSETS[self.which or "this"]
        if year is None:
            return Resolved(None, "year", "XXXX")
        return Resolved(months_of(year, reference.fiscal_month, 12), "year", f"{year:04}")


@dataclass(frozen=True, slots=True)
class Holiday:
    """A named day of the year; `rule` is "MM-DD", "easter±N", "orthodox" or "MM-weekday-N"."""

    rule: str
    year: int | None = None
    which: Which | None = None
    which_year: Which | None = None

    def resolve(self, reference: Reference) -> Resolved:
        """Without a year: the nearest in the direction of the tense."""
        if self.year is not None:
            return single(self._in(self.year))
        published = reference.published
        if published is None:
            return Resolved(None, "day", "XXXX-XX-XX")
        if self.which_year is not None:
            return single(self._in(published.year + OFFSETS[self.which_year]))
        days = [day for step in (-1, 0, 1) if (day := self._in(published.year + step))]
        tense: Tense | None = "past" if self.which == "last" else "future" if self.which == "next" else reference.tense
        return single(nearest(days, published, tense))

    def _in(self, year: int) -> date | None:
        if self.rule.startswith(("easter", "orthodox")):
            sunday = easter(year, orthodox=self.rule.startswith("orthodox"))
            shift = self.rule.removeprefix("easter").removeprefix("orthodox")
            return sunday + timedelta(days=int(shift or 0)) if sunday else None
        parts = self.rule.split("-")
        if len(parts) == 2:
            return day_of(year, int(parts[0]), int(parts[1]))
        return nth_weekday(year, int(parts[0]), _WEEKDAYS.index(parts[1]), -1 if parts[2] == "last" else int(parts[2]))


@dataclass(frozen=True, slots=True)
class Weekday:
    """A day of the week; `weeks_on` for "Monday week"."""

    weekday: int
    which: Which | None = None
    weeks_on: int = 0

    def resolve(self, reference: Reference) -> Resolved:
        """Said in the past tense or none: the last such day, publication included; of the future: the next."""
        published = reference.day
        if published is None:
            return Resolved(None, "day", "XXXX-WXX-" + str(self.weekday + 1))
        behind = (published.weekday() - self.weekday) % 7
        ahead = (self.weekday - published.weekday()) % 7
        if self.which == "last":
            day = moved(published, -(behind or 7), "day")
        elif self.which == "next":
            day = moved(published, ahead or 7, "day")
        elif self.which == "this":
            day = moved(
                published, -behind if reference.tense == "past" and behind <= published.weekday() else ahead, "day"
            )
        elif reference.tense == "future" or self.weeks_on:
            day = moved(published, ahead + 7 * self.weeks_on, "day")
        else:
            day = moved(published, -behind, "day")
        return single(day)


@dataclass(frozen=True, slots=True)
class Event:
    """A beginning that reports count from."""

    day: date

    def resolve(self, reference: Reference) -> Resolved:
        """Its day."""
        return single(self.day)
