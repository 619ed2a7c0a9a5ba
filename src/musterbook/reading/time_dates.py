"""Rules for dates: days, months, years, decades, seasons, quarters, fiscal years and holidays by their names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from musterbook.codebook.times import TimeWords
from musterbook.reading.numerals import Numerals
from musterbook.reading.phrases import Phrases
from musterbook.reading.time_calendar import day_of
from musterbook.reading.time_named import Day, Decade, FiscalYear, Holiday, Month, Quarter, Season, Weekday, Year
from musterbook.reading.time_names import DASHES, Parsed, TimeNames, century, phrases
from musterbook.reading.time_reference import Expression
from musterbook.reading.tokens import Token, glued

_NUMERIC_DATE = re.compile(r"(\d{1,4})([./-])(\d{1,2})\2(\d{1,4})")
_YEARS = range(1000, 2100)


class DateRules(TimeNames):
    """Each rule gives the time that begins at a token, or None."""

    def __init__(self, words: TimeWords, numerals: Numerals, not_years: frozenset[str]) -> None:
        super().__init__(words, numerals, not_years)
        self.seasons = words.calendar.seasons
        self.decades = words.calendar.decades
        self._year_after = frozenset(words.calendar.year_after)
        self.holidays = Phrases(words.holidays)
        self._title_after = frozenset(words.calendar.title_after)
        self._fiscal = phrases(words.fiscal.words)

    def _numeric_date(self, tokens: Sequence[Token], at: int) -> Parsed | None:
        """2024-10-12, 12.10.2024, 24.02.22, 10/12/2024 (month first where the second number can't be a month)."""
        if tokens[at].kind != "stamp":
            return None
        found = _NUMERIC_DATE.fullmatch(tokens[at].text)
        if found is None:
            return None
        left, mark, middle, right = int(found[1]), found[2], int(found[3]), int(found[4])
        if len(found[1]) == 4:
            day = day_of(left, middle, right)
        elif len(found[1]) < 3:
            year = right if len(found[4]) == 4 else century(right)
            month_first = middle > 12 or (mark == "/" and left <= 12)
            day = day_of(year, left, middle) if month_first else day_of(year, middle, left)
        else:
            return None
        return (Day(day.day, day.month, day.year), at + 1) if day else None

    def _weekday_and_date(self, tokens: Sequence[Token], at: int) -> Parsed | None:
        weekday = self.weekday_name(tokens, at)
        if weekday is None or self._is_title(tokens, weekday[1]):
            return None
        end = weekday[1]
        following = end + 1 if end < len(tokens) and tokens[end].text == "," else end
        if following < len(tokens) and tokens[following].lower == "the":
            following += 1
        if following < len(tokens):
            dated = self._day_month(tokens, following) or self._month_day(tokens, following)
            if dated is not None and isinstance(dated[0], Day):
                return replace(dated[0], weekday=weekday[0]), dated[1]
        return Weekday(weekday[0]), end

    def _is_title(self, tokens: Sequence[Token], at: int) -> bool:
        """Whether the weekday is part of a name: "the Sunday Times"."""
        return at < len(tokens) and tokens[at].text[:1].isupper() and tokens[at].lower in self._title_after

    def _day_month(self, tokens: Sequence[Token], at: int) -> Parsed | None:
        """ "5 February 2015", "the 26th of March", "the 31st of this month"."""
        if tokens[at].lower == "the" and at + 1 < len(tokens):
            at += 1
        day = self.day_number(tokens, at)
        if day is None:
            return None
        end = day[1]
        if end < len(tokens) and (tokens[end].lower == "of" or tokens[end].text == "-"):
            end += 1
        month = self.month_name(tokens, end)
        if month is None:
            return self._day_of_this_month(tokens, at, day)
        if end != day[1] and tokens[end - 1].text == "-" and not glued(tokens[end - 1], tokens[end]):
            return None
        return self._dated(tokens, day[0], month[0], month[1])

    def _day_of_this_month(self, tokens: Sequence[Token], at: int, day: tuple[int, int]) -> Parsed | None:
        end = day[1]
        if end + 2 >= len(tokens) or tokens[end].lower != "of" or tokens[end + 2].lower != "month":
            return None
        return (Day(day[0]), end + 3) if tokens[end + 1].lower in ("the", "this") else None

    def _bare_day(self, tokens: Sequence[Token], at: int) -> Parsed | None:
        """ "the 21st", "the fifth": no noun may follow; in words, a mark must."""
        if not at or tokens[at - 1].lower != "the":
            return None
        day = self.day_number(tokens, at, ordinal_only=True)
        if day is None:
            return None
        following = tokens[day[1]] if day[1] < len(tokens) else None
        closed = following is None or following.kind != "word"
        if closed or (tokens[at].kind == "number" and following is not None and following.lower in self.function_words):
            return Day(day[0]), day[1]
        return None

    def _month_day(self, tokens: Sequence[Token], at: int) -> Parsed | None:
        """ "October 18th, 2024", "Feb. 24"."""
        month = self.month_name(tokens, at)
        if month is None:
            return None
        end = month[1]
        if end < len(tokens) and tokens[end].lower == "the":
            end += 1
        day = self.day_number(tokens, end)
        if day is None or (end > month[1] and tokens[end].kind != "number"):
            return None
        if tokens[end].kind == "word" and tokens[end].lower in self.units:
            return None
        return self._dated(tokens, day[0], month[0], day[1])

    def _dated(self, tokens: Sequence[Token], day: int, month: int, end: int) -> Parsed:
        year = self.year_number(tokens, end)
        if year is not None:
            return Day(day, month, year[0]), year[1]
        which = self.year_phrase(tokens, end)
        if which is not None:
            return Day(day, month, which_year=which[0]), which[1]
        return Day(day, month), end

    def dated_month(self, tokens: Sequence[Token], at: int) -> tuple[Month, int] | None:
        """The month at tokens[at], with its year where one follows."""
        found = self._month(tokens, at)
        return (found[0], found[1]) if found and isinstance(found[0], Month) else None

    def _month(self, tokens: Sequence[Token], at: int) -> Parsed | None:
        """ "October", "October 2024", "October of last year", "last October"."""
        which = self.which.starting(tokens, at)
        if which is not None:
            month = self.month_name(tokens, which[0])
            return (Month(month[0], which=which[1]), month[1]) if month else None
        month = self.month_name(tokens, at)
        if month is None:
            return None
        year = self.year_number(tokens, month[1])
        if year is not None:
            return Month(month[0], year[0]), year[1]
        phrase = self.year_phrase(tokens, month[1])
        if phrase is not None:
            return Month(month[0], which_year=phrase[0]), phrase[1]
        return Month(month[0]), month[1]

    def _year(self, tokens: Sequence[Token], at: int) -> Parsed | None:
        """A year alone: four digits after a word years stand after, or between marks, and no counted noun behind."""
        token = tokens[at]
        if token.kind != "number" or len(token.text) != 4 or not token.text.isdigit():
            return None
        year = int(token.text)
        if year not in _YEARS:
            return None
        previous = tokens[at - 1] if at else None
        following = tokens[at + 1] if at + 1 < len(tokens) else None
        if following is not None and (following.lower in self.not_years or following.text in "%$€£°"):
            return None
        if following is not None and glued(token, following) and following.kind == "word" and following.lower != "'s":
            return None
        if previous is not None and glued(previous, token) and previous.text not in "-–(\"'“‘/":
            return None
        known = previous is not None and previous.lower in self._year_after
        paired = (
            at + 2 < len(tokens)
            and following is not None
            and following.lower in DASHES
            and len(tokens[at + 2].text) == 4
            and tokens[at + 2].text.isdigit()
            and year < int(tokens[at + 2].text) < 2100
            and (at + 3 >= len(tokens) or tokens[at + 3].lower not in self.not_years)
        )
        alone = (
            paired
            or following is None
            or following.kind == "break"
            or (following.kind == "mark" and following.text not in "-+")
        )
        if known or (year >= 1900 and (alone or (following is not None and following.text[:1].islower()))):
            if year < 1900 and not (previous is not None and previous.lower in ("in", "since", "of", "until", "from")):
                return None
            return Year(year), at + 1
        return None

    def _decade(self, tokens: Sequence[Token], at: int) -> Parsed | None:
        """ "the 1990s", "the '90s", "the nineties"."""
        if tokens[at].lower == "the" and at + 1 < len(tokens):
            at += 1
        token = tokens[at]
        if token.lower in self.decades and at and tokens[at - 1].lower in ("the", "early", "late", "mid", "-"):
            return Decade(1900 + self.decades[token.lower]), at + 1
        if token.kind != "number" or not token.text.isdigit() or not token.text.endswith("0"):
            return None
        ending = at + 1
        if ending < len(tokens) and tokens[ending].lower in ("s", "'s") and glued(token, tokens[ending]):
            value = int(token.text)
            if len(token.text) == 4 and 1000 <= value < 2100:
                return Decade(value), ending + 1
            if len(token.text) == 2 and at and tokens[at - 1].text in "'’":
                return Decade(1900 + value), ending + 1
        return None

    def _quarter(self, tokens: Sequence[Token], at: int) -> Parsed | None:
        """ "the third quarter of 2024", "Q3 2024", "fourth-quarter"."""
        if tokens[at].lower == "the" and at + 1 < len(tokens):
            at += 1
        token = tokens[at]
        if token.lower in ("q", "h") and at + 1 < len(tokens) and glued(token, tokens[at + 1]):
            digit = tokens[at + 1].text
            if digit in ("1", "2", "3", "4"):
                return self._quarter_year(tokens, int(digit), 3 if token.lower == "q" else 6, at + 2)
            return None
        ordinal = self.ordinals.starting(tokens, at)
        last = token.lower in ("last", "final")
        number = ordinal[1] if ordinal else 4 if last else 0
        end = ordinal[0] if ordinal else at + 1
        if not 1 <= number <= 4:
            return None
        if end < len(tokens) and tokens[end].text == "-":
            end += 1
        if end >= len(tokens) or tokens[end].lower not in ("quarter", "half") or (last and not ordinal):
            return None
        months = 3 if tokens[end].lower == "quarter" else 6
        if months == 6:
            if number > 2:
                return None
            dated = self._quarter_year(tokens, number, 6, end + 1)
            return dated if dated[1] > end + 1 else None
        return self._quarter_year(tokens, number, 3, end + 1)

    def _quarter_year(self, tokens: Sequence[Token], number: int, months: int, end: int) -> Parsed:
        if [token.lower for token in tokens[end : end + 3]] == ["of", "the", "year"]:
            return Quarter(number, which_year="this", months=months), end + 3
        year = self.year_number(tokens, end)
        if year is not None:
            return Quarter(number, year[0], months=months), year[1]
        phrase = self.year_phrase(tokens, end)
        if phrase is not None:
            return Quarter(number, which_year=phrase[0], months=months), phrase[1]
        return Quarter(number, months=months), end

    def _season(self, tokens: Sequence[Token], at: int) -> Parsed | None:
        """ "spring 2024", "the winter of 2023", "last summer", "autumn"."""
        which = self.which.starting(tokens, at)
        if which is not None:
            at = which[0]
        if at >= len(tokens) or tokens[at].lower not in self.seasons:
            return None
        month = self.seasons[tokens[at].lower]
        if which is not None:
            return Season(month, which=which[1]), at + 1
        year = self.year_number(tokens, at + 1)
        if year is not None:
            return Season(month, year[0]), year[1]
        phrase = self.year_phrase(tokens, at + 1)
        if phrase is not None:
            return Season(month, which_year=phrase[0]), phrase[1]
        following = tokens[at + 1] if at + 1 < len(tokens) else None
        if following is not None and following.kind == "word" and following.lower not in self.function_words:
            return None
        return Season(month), at + 1

    def _fiscal_year(self, tokens: Sequence[Token], at: int) -> Parsed | None:
        """ "next fiscal year", "fiscal 2030", "fiscal year 2024"."""
        which = self.which.starting(tokens, at)
        start = which[0] if which else at
        if start < len(tokens) and tokens[start].lower == "the":
            start += 1
        fiscal = self._fiscal.starting(tokens, start)
        if fiscal is None:
            return None
        year = self.year_number(tokens, fiscal[0])
        if year is not None:
            return FiscalYear(year[0]), year[1]
        return (FiscalYear(which=which[1]), fiscal[0]) if which else None

    def _holiday(self, tokens: Sequence[Token], at: int) -> Parsed | None:
        found = self.holidays.starting(tokens, at)
        if found is None or not tokens[found[0] - 1].text[:1].isupper():
            return None
        end = found[0]
        year = self.year_number(tokens, end)
        if year is not None:
            return Holiday(found[1], year[0]), year[1]
        phrase = self.year_phrase(tokens, end)
        if phrase is not None:
            return Holiday(found[1], which_year=phrase[0]), phrase[1]
        return Holiday(found[1]), end

    def with_year(self, tokens: Sequence[Token], day: int, like: Day, end: int) -> tuple[Day, int]:
        """A bare day number in the month of another date, with a year after it where there is one."""
        year = self.year_number(tokens, end)
        return (replace(like, day=day, year=year[0]), year[1]) if year else (replace(like, day=day), end)

    def with_short_year(self, tokens: Sequence[Token], expression: Expression, end: int) -> tuple[Expression, int]:
        """ "Jan-Feb 25": after two joined months a number of two digits is a year."""
        if (
            isinstance(expression, Day)
            and expression.year is None
            and expression.month
            and glued(tokens[end - 3], tokens[end - 2])
        ):
            return Month(expression.month, century(expression.day)), end
        return expression, end
