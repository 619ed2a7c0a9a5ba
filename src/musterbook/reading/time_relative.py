"""Rules for times reckoned from publication: "last week", "three years ago", "overnight", "the day before"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from musterbook.codebook.times import TimeWords
from musterbook.reading.numerals import Numerals
from musterbook.reading.phrases import Phrases
from musterbook.reading.time_compound import PartOfDay
from musterbook.reading.time_dates import DateRules
from musterbook.reading.time_named import Holiday, Weekday
from musterbook.reading.time_names import Parsed, phrases
from musterbook.reading.time_reckoned import Length, RelativeDay, RelativeUnit, Shifted, ThatYear, Window
from musterbook.reading.time_reference import Which
from musterbook.reading.tokens import Token, glued

_CLOCK_FACE = re.compile(r"[0-2]?\d:[0-5]\d(?::[0-5]\d)?")
_MILITARY_CLOCK = re.compile(r"[0-2]\d[0-5]\d")


class ReckonedRules(DateRules):
    """Each rule gives the time that begins at a token, or None."""

    def __init__(self, words: TimeWords, numerals: Numerals, not_years: frozenset[str]) -> None:
        super().__init__(words, numerals, not_years)
        self._parts = Phrases(words.calendar.parts)
        self._overnight = phrases(words.calendar.overnight)
        self._clock = phrases(words.calendar.clock)
        self._length_after = frozenset(words.calendar.length_after)
        self._apart = frozenset(words.calendar.apart)
        self._unit_words = frozenset(words.counts.unit_words)
        self._days = Phrases(words.days)
        self._vague = phrases(words.counts.vague)
        self._couples = phrases(words.counts.couples)
        self._articles = frozenset(words.counts.articles)
        self._halves = Phrases(words.counts.halves)
        self._anaphoric = frozenset(words.which.anaphoric)
        self._ago = phrases(words.shifts.ago)
        self._earlier = phrases(words.shifts.earlier)
        self._later = phrases(words.shifts.later)
        self._from_now = phrases(words.shifts.from_now)

    def _count(self, tokens: Sequence[Token], at: int) -> tuple[float | None, int] | None:
        """How many units: a number, "a", "half a", a vague word."""
        for known, value in ((self._couples, 2.0), (self._vague, None)):
            found = known.starting(tokens, at)
            if found is not None:
                return value, found[0]
        half = self._halves.starting(tokens, at)
        if half is not None:
            return half[1], half[0]
        numeral = self.numerals.parse(tokens, at)
        if numeral is not None:
            return (None if numeral.form == "vague" else numeral.low), numeral.last
        if at < len(tokens) and tokens[at].lower in self._articles:
            return 1, at + 1
        return None

    def _counted_unit(self, tokens: Sequence[Token], at: int) -> tuple[float | None, str, int, bool] | None:
        """ "three years", "a week", "10-day", "months": count, unit, end, and whether a count was said."""
        if at >= len(tokens):
            return None
        counted = self._count(tokens, at)
        end = counted[1] if counted else at
        if counted and end + 1 < len(tokens) and tokens[end].text == "-" and glued(tokens[end], tokens[end + 1]):
            end += 1
        while end < len(tokens) and tokens[end].lower in self._unit_words:
            end += 1
        if end >= len(tokens) or tokens[end].lower not in self.units:
            return None
        unit = self.units[tokens[end].lower]
        if counted is None and not tokens[end].lower.endswith("s"):
            return None
        return (counted[0] if counted else None), unit, end + 1, counted is not None

    def _which_unit(self, tokens: Sequence[Token], at: int) -> Parsed | None:
        """ "last week", "this year", "the past 24 hours", "the coming weeks", "this Tuesday", "last night"."""
        if tokens[at].lower == "the" and at + 1 < len(tokens):
            at += 1
        which = self.which.starting(tokens, at)
        if which is None or which[0] >= len(tokens):
            return None
        end, name = which
        weekday = self.weekday_name(tokens, end)
        if weekday is not None:
            return Weekday(weekday[0], name), weekday[1]
        holiday = self.holidays.starting(tokens, end)
        if holiday is not None:
            return Holiday(holiday[1], which=name), holiday[0]
        part = self._parts.starting(tokens, end)
        if part is not None and name == "next":
            return PartOfDay(RelativeDay(1, spoken=True), part[1]), part[0]
        if part is not None:
            return PartOfDay(RelativeDay(-1 if name == "last" else 0), part[1]), part[0]
        unit = self.units.get(tokens[end].lower)
        plural = unit is not None and tokens[end].lower.endswith("s")
        if unit is not None and not plural:
            return self._one_unit(tokens, at, end, name, unit)
        counted = self._counted_unit(tokens, end)
        if counted is None or name == "this":
            return None
        return Window(counted[0], counted[1], -1 if name == "last" else 1), counted[2]

    def _one_unit(self, tokens: Sequence[Token], at: int, end: int, name: Which, unit: str) -> Parsed:
        """ "last year", but "over the past year" is a stretch up to now."""
        if tokens[at].lower == "coming" and at and tokens[at - 1].lower == "the":
            return Window(1, unit, 1), end + 1
        if tokens[at].lower == "past" or (tokens[at].lower == "last" and at and tokens[at - 1].lower == "the"):
            return Window(1, unit, -1), end + 1
        definite = tokens[at].lower == "next" and at > 0 and tokens[at - 1].lower == "the"
        if unit in ("day", "night"):
            return RelativeDay(-1 if name == "last" else 1 if name == "next" else 0, spoken=name != "this"), end + 1
        if unit in ("second", "minute", "hour"):
            return Window(1, unit, -1 if name == "last" else 1), end + 1
        return RelativeUnit(
            "week" if unit == "fortnight" else unit, name, tokens[at].lower in self._anaphoric, definite
        ), end + 1

    def _counted(self, tokens: Sequence[Token], at: int) -> Parsed | None:
        """ "three years ago", "a week earlier", "five days later", "two weeks from now", "a year ago this month"."""
        counted = self._counted_unit(tokens, at)
        if counted is None:
            return None
        return self._moved(tokens, counted) or self._length(tokens, at, counted)

    def _moved(self, tokens: Sequence[Token], counted: tuple[float | None, str, int, bool]) -> Parsed | None:
        """ "… ago", "… earlier", "… later", "… from now"."""
        count, unit, end, _ = counted
        ago = self._ago.starting(tokens, end)
        if ago is not None:
            last = ago[0]
            if (
                unit == "year"
                and last + 1 < len(tokens)
                and tokens[last].lower == "this"
                and tokens[last + 1].lower == "month"
            ):
                return Shifted(count, "year", -1), last + 2
            if tokens[end].lower == "back" and not (
                end + 1 < len(tokens) and tokens[end + 1].kind in ("mark", "break")
            ):
                return None
            return Shifted(count, unit, -1), last
        hence = self._from_now.starting(tokens, end)
        if hence is not None:
            return Shifted(count, unit, 1), hence[0]
        for known, direction in ((self._earlier, -1), (self._later, 1)):
            found = known.starting(tokens, end)
            if found is None:
                continue
            word = tokens[found[0] - 1].lower
            following = tokens[found[0]] if found[0] < len(tokens) else None
            closed = following is None or following.kind in ("mark", "break")
            that = word in ("before", "after") and following is not None and following.lower in ("that", "this")
            if word in ("before", "after", "on", "prior") and not (closed or that):
                continue
            if unit == "year" and count is not None and direction > 0:
                return ThatYear(round(count)), found[0] + (1 if that and not closed else 0)
            return Shifted(count, unit, direction, spoken=True), found[0] + (1 if that and not closed else 0)
        return None

    def _length(self, tokens: Sequence[Token], at: int, counted: tuple[float | None, str, int, bool]) -> Parsed | None:
        """ "12 months", "several weeks", no age ("22-year-old") and no rate."""
        count, unit, end, said = counted
        following = tokens[end].lower if end < len(tokens) else ""
        measured = at > 0 and tokens[at - 1].lower in self._length_after
        apart = tokens[at].lower in self._articles and following in self._apart
        if (not said or tokens[at].lower in self._articles) and not measured and not apart:
            return None
        if (
            (following == "of" and unit == "quarter")
            or following == "old"
            or (following == "-" and end + 1 < len(tokens) and tokens[end + 1].lower in ("old", "olds"))
        ):
            return None
        return Length(count, unit), end

    def _named_day(self, tokens: Sequence[Token], at: int) -> Parsed | None:
        """ "today", "yesterday", "tomorrow", "tonight", "the day after tomorrow", and parts of them."""
        if tokens[at].lower == "tonight":
            return PartOfDay(RelativeDay(0), "NI"), at + 1
        if tokens[at].lower == "the" and at + 1 < len(tokens):
            at += 1
        found = self._days.starting(tokens, at)
        return (RelativeDay(found[1]), found[0]) if found else None

    def _the_day_before(self, tokens: Sequence[Token], at: int) -> Parsed | None:
        """ "the day before", "the night before", "the next day", "the same day", "the year after", "the weekend"."""
        if tokens[at].lower not in ("the", "that", "weekend", "same") or at + 1 >= len(tokens):
            return None
        word = tokens[at + 1].lower
        if tokens[at].lower == "the" and word == "weekend":
            return RelativeUnit("weekend", "this"), at + 2
        if (
            tokens[at].lower == "the"
            and word in ("day", "night", "week", "month", "quarter", "year")
            and at + 2 < len(tokens)
        ):
            direction = {"before": -1, "after": 1}.get(tokens[at + 2].lower)
            closed = at + 3 >= len(tokens) or tokens[at + 3].kind in ("mark", "break")
            if direction is not None and closed:
                if word == "year":
                    return Shifted(2, "year", 1) if direction > 0 else Shifted(1, "year", -1, spoken=True), at + 3
                if word not in ("day", "night"):
                    return RelativeUnit(word, "next" if direction > 0 else "last", spoken=True), at + 3
                return RelativeDay(direction, spoken=True), at + 3
        if word in ("same", "very") and at + 2 < len(tokens) and tokens[at + 2].lower == "day":
            return RelativeDay(0, spoken=True), at + 3
        if tokens[at].lower == "that" and word in ("day", "night"):
            return RelativeDay(0, spoken=True), at + 2
        if tokens[at].lower == "that" and word == "year":
            return ThatYear(), at + 2
        return None

    def _night_alone(self, tokens: Sequence[Token], at: int) -> Parsed | None:
        """ "Overnight", "during the night": the night into the day of publication, or the night of a named day."""
        found = self._overnight.starting(tokens, at)
        if found is None:
            return None
        following = found[0]
        if following < len(tokens) and tokens[following].lower in ("of", "from", "to", "on"):
            named = self._simple_day(tokens, following + 1)
            if named is not None:
                return PartOfDay(named[0], "NI"), named[1]
        return PartOfDay(RelativeDay(0), "NI", overnight=True), following

    def _simple_day(self, tokens: Sequence[Token], at: int) -> Parsed | None:
        if at >= len(tokens):
            return None
        return (
            self._weekday_and_date(tokens, at)
            or self._day_month(tokens, at)
            or self._month_day(tokens, at)
            or self._named_day(tokens, at)
            or self._numeric_date(tokens, at)
        )

    def _part_of(self, tokens: Sequence[Token], at: int) -> Parsed | None:
        """ "the morning of August 6", "before dawn on Tuesday", "dawn", "midnight"."""
        start = at + 1 if tokens[at].lower == "the" and at + 1 < len(tokens) else at
        part = self._parts.starting(tokens, start)
        if part is None:
            return None
        end, code = part
        following = end + 1 if end < len(tokens) and tokens[end].lower in ("of", "on") else end
        if following < len(tokens) and tokens[following].lower == "the":
            following += 1
        named = self._simple_day(tokens, following)
        if named is not None:
            return PartOfDay(named[0], code), named[1]
        return PartOfDay(RelativeDay(0), code), end

    def _at_clock(self, tokens: Sequence[Token], at: int) -> Parsed | None:
        """ "3:30 a.m. Wednesday", "2 a.m. on Thursday, August 17", "0600 Sept. 4"."""
        token = tokens[at]
        if token.kind == "stamp" and _CLOCK_FACE.fullmatch(token.text):
            end, told = at + 1, True
        elif token.kind == "number" and token.text.isdigit() and len(token.text) <= 4:
            end, told = at + 1, bool(_MILITARY_CLOCK.fullmatch(token.text)) and token.text.startswith("0")
        else:
            return None
        suffix = self._clock.starting(tokens, end)
        if suffix is not None and not (tokens[end].lower in ("hours", "h") and not told and len(token.text) < 4):
            end, told = suffix[0], True
        if not told:
            return None
        code = _clock_code(token.text, suffix is not None and tokens[at + 1].lower.startswith("p"))
        while end < len(tokens) and tokens[end].lower in ("local", "time", "gmt", "utc", "est", "edt"):
            end += 1
        if end + 2 < len(tokens) and tokens[end].text == "(" and tokens[end + 2].text in (")", "time"):
            end += 3 if tokens[end + 2].text == ")" else 4
        following = end + 1 if end < len(tokens) and (tokens[end].lower == "on" or tokens[end].text == ",") else end
        named = self._simple_day(tokens, following)
        if named is None and following + 1 < len(tokens) and tokens[following].lower in ("in", "this"):
            part = self._parts.starting(tokens, following + (2 if tokens[following + 1].lower == "the" else 1))
            if part is not None:
                return PartOfDay(RelativeDay(0), part[1]), part[0]
        if named is not None:
            return PartOfDay(named[0], code), named[1]
        return PartOfDay(RelativeDay(0), code), end


def _clock_code(face: str, afternoon: bool) -> str:
    """The clock time as TIMEX3 has it: "3:30" after noon is "15:30"."""
    hour, minute = (
        (face.split(":")[:2]) if ":" in face else (face[:-2] or "0", face[-2:]) if len(face) > 2 else (face, "00")
    )
    hours = int(hour)
    if afternoon and hours < 12:
        hours += 12
    return f"{hours:02}:{minute}"
