"""Times made of other times: parts of the day, stages, sections, and two joined to a stretch."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from musterbook.reading.time_calendar import Stretch, month_of, months_of, moved
from musterbook.reading.time_reckoned import RelativeDay
from musterbook.reading.time_reference import Expression, Reference, Resolved, Tense

_HALF_A_YEAR = 183


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
            first, last = (
                (first + timedelta(days=10), first + timedelta(days=19))
                if 27 < length < 32
                else (first + timedelta(days=length // 3), last - timedelta(days=length // 3))
            )
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


@dataclass(frozen=True, slots=True)
class Together:
    """From the first time to the last: "between 18 and 26 February", "in May and June"."""

    left: Expression
    right: Expression

    def resolve(self, reference: Reference) -> Resolved:
        """The first's beginning and the last's end; a left time without a year takes the year before the right one."""
        right = self.right.resolve(reference)
        left = self.left.resolve(reference)
        if left.days and right.days and left.days.first > right.days.first:
            tense: Tense = "past" if reference.tense != "future" else "future"
            if tense == "past" or left.days.first > right.days.last:
                earlier = self.left.resolve(
                    replace(reference, published=right.days.first, by_month=False, tense="past")
                )
                left = earlier if earlier.days else left
        if _into_the_next_day(self.left, self.right) and left.days is not None:
            evening = moved(left.days.first, -1, "day")
            left = replace(left, days=Stretch(evening, evening) if evening else None)
        if left.days is None or right.days is None or left.days.first > right.days.last:
            only = right.days if right.days is not None and left.days is None else None
            return Resolved(only, right.grain, f"{left.value}/{right.value}", last_only=only is not None)
        return Resolved(Stretch(left.days.first, right.days.last), right.grain, f"{left.value}/{right.value}")


def _third(first: date, last: date, length: int, *, early: bool) -> tuple[date, date]:
    """The early or late part: three years of a decade, a quarter of a year, a month of a season, ten days."""
    if length > 3000:
        part = months_of(first.year, 1, 36) if early else months_of(last.year - 2, 1, 36)
    elif length > 300:
        part = months_of(first.year, first.month, 3) if early else months_of(last.year, last.month - 2, 3)
    elif length > 40:
        part = month_of(first.year, first.month) if early else month_of(last.year, last.month)
    else:
        part = Stretch(first, first + timedelta(days=9)) if early else Stretch(first + timedelta(days=20), last)
    return (part.first, part.last) if part else (first, last)


def _into_the_next_day(left: Expression, right: Expression) -> bool:
    """ "Between 11 p.m. and 5 a.m.": the first hour is the day before's."""
    return (
        isinstance(left, PartOfDay) and isinstance(right, PartOfDay)
        and isinstance(left.of, RelativeDay) and left.of == right.of
        and ":" in left.code and ":" in right.code and left.code > right.code
    )  # fmt: skip
