"""What a time expression means, and which days that is, seen from the day of publication."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Literal, Protocol

from musterbook.reading.time_calendar import (
    Stretch,
    day_of,
    easter,
    month_of,
    months_of,
    moved,
    nth_weekday,
    unit_of,
    year_of,
)

Tense = Literal["past", "future"]
Which = Literal["this", "last", "next"]
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SEASON_NAMES = {3: "SP", 6: "SU", 9: "FA", 12: "WI"}
_UNIT_LETTERS = {
    "second": "S", "minute": "M", "hour": "H", "day": "D", "night": "D", "week": "W", "fortnight": "W", "weekend": "WE",
    "month": "M", "quarter": "Q", "year": "Y", "decade": "DE", "century": "CE",
}  # fmt: skip
_CLOCK_UNITS = ("second", "minute", "hour")
_HALF_A_YEAR = 183
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
    fiscal_month: int = 4

    @property
    def day(self) -> date | None:
        """The day of publication, where it is known to the day."""
        return None if self.by_month else self.published


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


def _single(day: date | None, grain: str = "day", suffix: str = "") -> Resolved:
    return Resolved(Stretch(day, day) if day else None, grain, day_value(day) + suffix, point=day)


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
            return _single(day_of(self.year, self.month, self.day))
        published = reference.published
        if published is None:
            return Resolved(None, "day", f"XXXX-{self.month:02}-{self.day:02}" if self.month else f"XXXX-XX-{self.day:02}")
        if self.which_year is not None and self.month is not None:
            return _single(day_of(published.year + _OFFSETS[self.which_year], self.month, self.day))
        if self.month is not None:
            candidates = [day_of(published.year + step, self.month, self.day) for step in (-1, 0, 1)]
        else:
            near = [moved(published.replace(day=1), step, "month") for step in (-2, -1, 0, 1)]
            candidates = [day_of(first.year, first.month, self.day) for first in near if first]
        days = [day for day in candidates if day]
        named = [day for day in days if day.weekday() == self.weekday]
        return _single(_nearest(named or days, published, None if named else reference.tense))


_OFFSETS: dict[Which, int] = {"this": 0, "last": -1, "next": 1}


def _nearest(days: list[date], published: date, tense: Tense | None) -> date | None:
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


@dataclass(frozen=True, slots=True)
class Month:
    """A month, the year where given."""

    month: int
    year: int | None = None
    which: Which | None = None
    which_year: Which | None = None

    def resolve(self, reference: Reference) -> Resolved:
        """Without a year: the current one, else the last or the next by the tense."""
        year = self.year
        published = reference.published
        if year is None and published is not None:
            if self.which_year is not None:
                year = published.year + _OFFSETS[self.which_year]
            elif self.which == "last":
                year = published.year - (self.month >= published.month)
            elif self.which == "next":
                year = published.year + (self.month <= published.month)
            elif self.which == "this":
                year = published.year
            elif reference.tense == "future":
                year = published.year + (self.month < published.month)
            else:
                year = published.year - (self.month > published.month)
        if year is None:
            return Resolved(None, "month", f"XXXX-{self.month:02}")
        return Resolved(month_of(year, self.month), "month", f"{year:04}-{self.month:02}")


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
        published = reference.published
        if year is None and published is not None:
            here = published.year * 12 + published.month - 1
            if self.which_year is not None:
                year = published.year + _OFFSETS[self.which_year]
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
            year = published.year + (_OFFSETS[self.which_year] if self.which_year else 0)
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
            year = running + _OFFSETS[self.which or "this"]
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
            return _single(self._in(self.year))
        published = reference.published
        if published is None:
            return Resolved(None, "day", "XXXX-XX-XX")
        if self.which_year is not None:
            return _single(self._in(published.year + _OFFSETS[self.which_year]))
        days = [day for step in (-1, 0, 1) if (day := self._in(published.year + step))]
        tense: Tense | None = "past" if self.which == "last" else "future" if self.which == "next" else reference.tense
        return _single(_nearest(days, published, tense))

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
            day = moved(published, -behind if reference.tense == "past" and behind <= published.weekday() else ahead, "day")
        elif reference.tense == "future" or self.weeks_on:
            day = moved(published, ahead + 7 * self.weeks_on, "day")
        else:
            day = moved(published, -behind, "day")
        return _single(day)


@dataclass(frozen=True, slots=True)
class RelativeDay:
    """A day so many days from publication; with `spoken` from the last day spoken of ("the day before")."""

    offset: int
    spoken: bool = False

    def resolve(self, reference: Reference) -> Resolved:
        """The day, where the day one counts from is known."""
        base = reference.spoken_of if self.spoken else reference.day
        return _single(moved(base, self.offset, "day") if base else None)


@dataclass(frozen=True, slots=True)
class ThatYear:
    """ "That year": the one last spoken of; `years` later or earlier ("three years later")."""

    years: int = 0

    def resolve(self, reference: Reference) -> Resolved:
        """The year, where one was spoken of."""
        if reference.spoken_year is None:
            return Resolved(None, "year", "XXXX")
        return Year(reference.spoken_year + self.years).resolve(reference)


@dataclass(frozen=True, slots=True)
class RelativeUnit:
    """This, the last or the next week, month, year …; or the running one, as in "the end of the year"."""

    unit: str
    which: Which

    def resolve(self, reference: Reference) -> Resolved:
        """The whole calendar unit."""
        base = reference.published if self.unit in ("month", "quarter", "year", "decade", "century") else reference.day
        if base is None:
            return Resolved(None, self.unit, _unit_value(None, self.unit))
        if self.unit == "weekend":
            return self._weekend(base, reference.tense)
        shifted = moved(base, _OFFSETS[self.which], self.unit)
        return Resolved(unit_of(shifted, self.unit) if shifted else None, self.unit, _unit_value(shifted, self.unit))

    def _weekend(self, base: date, tense: Tense | None) -> Resolved:
        step = -7 if self.which == "last" or (tense != "future" and base.weekday() < 5 and self.which != "next") else 0
        day = moved(base, step, "day")
        days = unit_of(day, "weekend") if day else None
        return Resolved(days, "weekend", _unit_value(day, "weekend"))


def _unit_value(day: date | None, unit: str) -> str:
    if unit in ("day", "night"):
        return day_value(day)
    if day is None:
        return {"year": "XXXX", "month": "XXXX-XX", "quarter": "XXXX-QX", "decade": "XXX", "century": "XX"}.get(unit, "XXXX-WXX")
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


@dataclass(frozen=True, slots=True)
class Shifted:
    """So many units away: "three years ago", "a week earlier", "five days later"; no count where it is vague."""

    count: float | None
    unit: str
    direction: int
    spoken: bool = False
    """Counted from the last day spoken of, where there is one."""

    def resolve(self, reference: Reference) -> Resolved:
        """Days and weeks give a day; months give a month; one year a month, more years a year."""
        base = (reference.spoken_of or (reference.day if self.direction < 0 else None)) if self.spoken else reference.day
        if base is None and self.unit in ("month", "year", "decade") and not self.spoken:
            base = reference.published
        if self.count is None:
            return Resolved(None, self.unit, "PAST_REF" if self.direction < 0 else "FUTURE_REF")
        grain = {"week": "day", "fortnight": "day", "decade": "year", "weekend": "day"}.get(self.unit, self.unit)
        if grain == "year" and self.unit == "year" and (self.count <= 1 or self.count % 1):
            grain = "month"
        shifted = moved(base, self.direction * self.count, self.unit) if base else None
        if self.unit in _CLOCK_UNITS:
            return Resolved(None if shifted is None else Stretch(shifted, shifted), "time", day_value(shifted) + "TXX")
        value_unit = "year" if self.unit == "year" else grain
        value = _unit_value(shifted, "week" if self.unit == "week" else value_unit)
        if shifted is None:
            return Resolved(None, grain, value)
        if self.spoken and self.unit == "month":
            return Resolved(Stretch(shifted, shifted), grain, value)
        return Resolved(unit_of(shifted, grain), grain, value)


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch that ends or begins at publication: "the past 24 hours", "over the next two months"."""

    count: float | None
    unit: str
    direction: int

    def resolve(self, reference: Reference) -> Resolved:
        """With a count both ends are known; a vague one ahead only begins, a vague one behind has neither."""
        value = duration_value(self.count, self.unit)
        base = reference.day
        if base is None or (self.count is None and self.direction < 0):
            return Resolved(None, self.unit, value)
        if self.count is None:
            return Resolved(Stretch(base, base), self.unit, value, open_end=True)
        other = moved(base, self.direction * self.count, self.unit)
        if other is None:
            return Resolved(None, self.unit, value)
        return Resolved(Stretch(min(base, other), max(base, other)), self.unit, value)


def duration_value(count: float | None, unit: str) -> str:
    """TIMEX3 value of a length of time; X where the count is vague."""
    letter = _UNIT_LETTERS[unit]
    size = "X" if count is None else f"{count * (2 if unit == 'fortnight' else 1):g}"
    return f"PT{size}{letter}" if unit in _CLOCK_UNITS else f"P{size}{letter}"


@dataclass(frozen=True, slots=True)
class Length:
    """A length of time that is no period: "12 months"."""

    count: float | None
    unit: str

    def resolve(self, reference: Reference) -> Resolved:
        """No days."""
        return Resolved(None, self.unit, duration_value(self.count, self.unit))


@dataclass(frozen=True, slots=True)
class Now:
    """A word for the present, the past or the future that names no day."""

    value: str

    def resolve(self, reference: Reference) -> Resolved:
        """No days."""
        return Resolved(None, "now" if self.value == "PRESENT_REF" else "vague", self.value)


@dataclass(frozen=True, slots=True)
class Event:
    """A beginning that reports count from."""

    day: date

    def resolve(self, reference: Reference) -> Resolved:
        """Its day."""
        return _single(self.day)


@dataclass(frozen=True, slots=True)
class PartOfDay:
    """A part of a day or a clock time: the day counts. `night` runs into the day when it is said alone."""

    of: Expression
    code: str
    overnight: bool = False

    def resolve(self, reference: Reference) -> Resolved:
        """The day; "overnight" both its days."""
        inner = self.of.resolve(reference)
        value = f"{inner.value}T{self.code}" if inner.grain == "day" else inner.value
        days = inner.days
        if self.overnight and days is not None:
            before = moved(days.first, -1, "day")
            days = Stretch(before, days.last) if before else days
        return replace(inner, days=days, grain="time", value=value)


@dataclass(frozen=True, slots=True)
class Stage:
    """A part of a stretch: "early October", "the end of the year", "the first half of May"."""

    stage: str
    of: Expression

    def resolve(self, reference: Reference) -> Resolved:
        """Thirds of a month or season, quarters of a year; "mid" names its middle day where a period begins there."""
        inner = self.of.resolve(reference)
        if inner.days is None:
            return inner
        first, last = inner.days
        if self.stage in ("earlier", "later"):
            return self._beside_publication(inner, reference)
        length = (last - first).days + 1
        point: date | None = None
        last_only = False
        if self.stage == "start":
            last = first
        elif self.stage == "end":
            last_only, point = True, last
            first = last
        elif self.stage == "mid":
            point = first + timedelta(days=14 if length < 32 else length // 2)
            first, last = (first + timedelta(days=10), first + timedelta(days=19)) if 27 < length < 32 else (
                first + timedelta(days=length // 3), last - timedelta(days=length // 3))
        elif self.stage in ("first_half", "second_half"):
            middle = first + timedelta(days=14 if 27 < length < 32 else length // 2 - 1)
            if length > _HALF_A_YEAR and inner.grain == "year":
                half = months_of(first.year, first.month, 6)
                middle = half.last if half else middle
            first, last = (first, middle) if self.stage == "first_half" else (middle + timedelta(days=1), last)
        elif inner.grain in ("year", "season", "month") or length > 27:
            first, last = _third(first, last, length, early=self.stage == "early")
        return Resolved(Stretch(first, last), inner.grain, inner.value, point=point, last_only=last_only)


    def _beside_publication(self, inner: Resolved, reference: Reference) -> Resolved:
        day = reference.day
        if inner.days is None or day is None or not inner.days.first <= day <= inner.days.last:
            return inner
        days = Stretch(inner.days.first, day) if self.stage == "earlier" else Stretch(day, inner.days.last)
        return replace(inner, days=days)


@dataclass(frozen=True, slots=True)
class Section:
    """So many units from the beginning or end of a stretch: "the first four months of 2025"."""

    count: float
    unit: str
    from_end: bool
    of: Expression

    def resolve(self, reference: Reference) -> Resolved:
        """The days from that end."""
        inner = self.of.resolve(reference)
        if inner.days is None:
            return inner
        first, last = inner.days
        if self.from_end:
            edge = moved(last + timedelta(days=1), -self.count, self.unit)
            return replace(inner, days=Stretch(max(edge, first), last) if edge else None)
        edge = moved(first, self.count, self.unit)
        edge = edge - timedelta(days=1) if edge else None
        return replace(inner, days=Stretch(first, min(edge, last)) if edge and edge >= first else None)


def _third(first: date, last: date, length: int, *, early: bool) -> tuple[date, date]:
    """The early or late part: three years of a decade, a quarter of a year, a month of a season, ten days of a month."""
    if length > 3000:
        part = months_of(first.year, 1, 36) if early else months_of(last.year - 2, 1, 36)
    elif length > 300:
        part = months_of(first.year, first.month, 3) if early else months_of(last.year, last.month - 2, 3)
    elif length > 40:
        part = month_of(first.year, first.month) if early else month_of(last.year, last.month)
    else:
        part = Stretch(first, first + timedelta(days=9)) if early else Stretch(first + timedelta(days=20), last)
    return (part.first, part.last) if part else (first, last)


@dataclass(frozen=True, slots=True)
class Together:
    """From the first time to the last: "between 18 and 26 February", "in May and June"."""

    left: Expression
    right: Expression
    parts: tuple[Expression, ...] = field(default=())

    def resolve(self, reference: Reference) -> Resolved:
        """The first's beginning and the last's end; a left time without a year takes the year before the right one."""
        right = self.right.resolve(reference)
        left = self.left.resolve(reference)
        if left.days and right.days and left.days.first > right.days.first:
            tense: Tense = "past" if reference.tense != "future" else "future"
            if tense == "past" or left.days.first > right.days.last:
                earlier = self.left.resolve(replace(reference, published=right.days.first, by_month=False, tense="past"))
                left = earlier if earlier.days else left
        if _into_the_next_day(self.left, self.right) and left.days is not None:
            evening = moved(left.days.first, -1, "day")
            left = replace(left, days=Stretch(evening, evening) if evening else None)
        if left.days is None or right.days is None or left.days.first > right.days.last:
            only = right.days if right.days is not None and left.days is None else None
            return Resolved(only, right.grain, f"{left.value}/{right.value}", last_only=only is not None)
        return Resolved(Stretch(left.days.first, right.days.last), right.grain, f"{left.value}/{right.value}")


def _into_the_next_day(left: Expression, right: Expression) -> bool:
    """ "Between 11 p.m. and 5 a.m.": the first hour is the day before's."""
    return (
        isinstance(left, PartOfDay) and isinstance(right, PartOfDay)
        and isinstance(left.of, RelativeDay) and left.of == right.of
        and ":" in left.code and ":" in right.code and left.code > right.code
    )  # fmt: skip
