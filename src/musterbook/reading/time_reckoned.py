"""Times reckoned from publication or from the last time spoken of: units, stretches, shifts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from musterbook.reading.time_calendar import Stretch, moved, unit_of
from musterbook.reading.time_named import Year
from musterbook.reading.time_reference import (
    CLOCK_UNITS,
    OFFSETS,
    Reference,
    Resolved,
    Tense,
    Which,
    day_value,
    duration_value,
    single,
    unit_value,
)

_LONG = ("quarter", "month", "season", "year")
"""Grains of which "a year earlier" is the same a year before."""


@dataclass(frozen=True, slots=True)
class RelativeDay:
    """A day so many days from publication; with `spoken` from the last day spoken of ("the day before")."""

    offset: int
    spoken: bool = False

    def resolve(self, reference: Reference) -> Resolved:
        """The day, where the day one counts from is known."""
        base = reference.spoken_of if self.spoken else reference.day
        return single(moved(base, self.offset, "day") if base else None)


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
    spoken: bool = False
    """Reckoned from the last time spoken of, where there is one: "the following year"."""
    definite: bool = False
    """ "The next year": the same, where what was spoken of is long past."""
    running: bool = False
    """Named without "this": in an account of the past it is the one spoken of."""

    def resolve(self, reference: Reference) -> Resolved:
        """The whole calendar unit."""
        base = reference.published if self.unit in ("month", "quarter", "year", "decade", "century") else reference.day
        if self.spoken or (self.running and reference.narrative):
            base = reference.spoken_at or base
        elif self.definite and base is not None and reference.spoken_at is not None:
            base = reference.spoken_at if reference.spoken_at.year < base.year - 1 else base
        if base is None:
            return Resolved(None, self.unit, unit_value(None, self.unit))
        if self.unit == "weekend":
            return self._weekend(base, reference.tense)
        shifted = moved(base, OFFSETS[self.which], self.unit)
        return Resolved(unit_of(shifted, self.unit) if shifted else None, self.unit, unit_value(shifted, self.unit))

    def _weekend(self, base: date, tense: Tense | None) -> Resolved:
        step = -7 if self.which == "last" or (tense != "future" and base.weekday() < 5 and self.which != "next") else 0
        day = moved(base, step, "day")
        days = unit_of(day, "weekend") if day else None
        return Resolved(days, "weekend", unit_value(day, "weekend"))


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
        base = (
            (reference.spoken_of or (reference.day if self.direction < 0 else None)) if self.spoken else reference.day
        )
        if base is None and self.unit in ("month", "year", "decade") and not self.spoken:
            base = reference.published
        if self.count is None:
            return Resolved(None, self.unit, "PAST_REF" if self.direction < 0 else "FUTURE_REF")
        grain = {"week": "day", "fortnight": "day", "decade": "year", "weekend": "day"}.get(self.unit, self.unit)
        if grain == "year" and self.unit == "year" and (self.count <= 1 or self.count % 1):
            grain = "month"
        shifted = moved(base, self.direction * self.count, self.unit) if base else None
        if self.unit in CLOCK_UNITS:
            return Resolved(None if shifted is None else Stretch(shifted, shifted), "time", day_value(shifted) + "TXX")
        value_unit = "year" if self.unit == "year" else grain
        value = unit_value(shifted, "week" if self.unit == "week" else value_unit)
        if shifted is None:
            return Resolved(None, grain, value)
        if self.spoken and self.unit == "year" and reference.spoken_grain in _LONG:
            told = moved(reference.spoken_at, self.direction * self.count, "year") if reference.spoken_at else None
            if told is not None:
                grain = reference.spoken_grain if reference.spoken_grain in ("quarter", "month") else "year"
                return Resolved(unit_of(told, grain), grain, unit_value(told, grain))
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


@dataclass(frozen=True, slots=True)
class Length:
    """A length of time that is no period: "12 months"."""

    count: float | None
    unit: str

    def resolve(self, reference: Reference) -> Resolved:
        """No days."""
        return Resolved(None, self.unit, duration_value(self.count, self.unit))


@dataclass(frozen=True, slots=True)
class Spoken:
    """A unit taken up again: "that month", "the same quarter"."""

    unit: str

    def resolve(self, reference: Reference) -> Resolved:
        """The unit in which the last time spoken of lies; nothing without one."""
        day = reference.spoken_at
        return Resolved(unit_of(day, self.unit) if day else None, self.unit, unit_value(day, self.unit))


@dataclass(frozen=True, slots=True)
class Repeated:
    """What comes again and again: "every Thursday", "each year"; it has a value and no days."""

    value: str
    unit: str

    def resolve(self, reference: Reference) -> Resolved:
        """No days."""
        return Resolved(None, self.unit, self.value)


@dataclass(frozen=True, slots=True)
class Now:
    """A word for the present, the past or the future that names no day."""

    value: str

    def resolve(self, reference: Reference) -> Resolved:
        """No days."""
        return Resolved(None, "now" if self.value == "PRESENT_REF" else "vague", self.value)
