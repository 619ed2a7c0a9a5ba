"""The grammar of English time expressions over tokens: which words make one, and what it means."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from musterbook.codebook.times import TimeWords
from musterbook.reading.numerals import Numerals
from musterbook.reading.phrases import Phrases
from musterbook.reading.time_calendar import day_of
from musterbook.reading.time_expressions import (
    Day,
    Decade,
    Event,
    Expression,
    FiscalYear,
    Holiday,
    Length,
    Month,
    Now,
    PartOfDay,
    Quarter,
    RelativeDay,
    RelativeUnit,
    Season,
    Section,
    Shifted,
    Stage,
    ThatYear,
    Weekday,
    Which,
    Window,
    Year,
)
from musterbook.reading.tokens import Token, glued

Parsed = tuple[Expression, int]
"""What the words mean, and the token after the last of them."""
_DASHES = frozenset("-–—‑")
_ORDINAL_ENDINGS = frozenset(("st", "nd", "rd", "th"))
_CLOCK_FACE = re.compile(r"[0-2]?\d:[0-5]\d(?::[0-5]\d)?")
_NUMERIC_DATE = re.compile(r"(\d{1,4})([./-])(\d{1,2})\2(\d{1,4})")
_MILITARY_CLOCK = re.compile(r"[0-2]\d[0-5]\d")
_YEARS_NEEDING_A_WORD = range(1000, 2100)


def _phrases(words: Iterable[str]) -> Phrases[bool]:
    return Phrases.of([(words, True)])


class TimeGrammar:
    """The grammar for one set of time words."""

    def __init__(self, words: TimeWords, numerals: Numerals, not_years: frozenset[str]) -> None:
        calendar = words.calendar
        self._numerals = numerals
        self._not_years = not_years
        self._months = _named(calendar.months)
        self._weekdays = _named(calendar.weekdays)
        self._cautious = frozenset(
            name[1:] for names in (*calendar.months, *calendar.weekdays) for name in names if name.startswith("~")
        )
        self._seasons = calendar.seasons
        self._parts = Phrases(calendar.parts)
        self._decades = calendar.decades
        self._ordinals = Phrases({name: number for number, name in enumerate(calendar.ordinals, 1)})
        self._overnight = _phrases(calendar.overnight)
        self._function_words = frozenset(calendar.function_words)
        self._length_after = frozenset(calendar.length_after)
        self._clock = _phrases(calendar.clock)
        self._year_after = frozenset(calendar.year_after)
        self._units = {word: unit for unit, names in words.units.items() for word in names}
        self._days = Phrases(words.days)
        self._references = Phrases.of(
            [
                (words.references.future, "FUTURE_REF"),
                (words.references.past, "PAST_REF"),
                (words.references.present, "PRESENT_REF"),
            ]
        )
        which: list[tuple[Iterable[str], Which]] = [
            (words.which.this, "this"),
            (words.which.last, "last"),
            (words.which.next, "next"),
        ]
        self._which = Phrases.of(which)
        stages = words.stages
        self._stages = Phrases.of(
            [
                (stages.early, "early"),
                (stages.start, "start"),
                (stages.mid, "mid"),
                (stages.late, "late"),
                (stages.end, "end"),
                (stages.earlier, "earlier"),
                (stages.later, "later"),
                (stages.first_half, "first_half"),
                (stages.second_half, "second_half"),
            ]
        )
        self._after_end = _phrases(stages.after_end)
        self._vague = _phrases(words.counts.vague)
        self._couples = _phrases(words.counts.couples)
        self._articles = frozenset(words.counts.articles)
        self._halves = Phrases(words.counts.halves)
        self._ago = _phrases(words.shifts.ago)
        self._earlier = _phrases(words.shifts.earlier)
        self._later = _phrases(words.shifts.later)
        self._from_now = _phrases(words.shifts.from_now)
        self._holidays = Phrases(words.holidays)
        self._events = Phrases(words.events)
        self._fiscal = _phrases(words.fiscal.words)
        self.month_words = frozenset(self._months)
        self._starts = frozenset(
            {*self._months, *self._weekdays, *self._seasons, *self._decades, *self._units, *numerals.starts}
            | {"the", "that", "same", "tonight", "q", "h", "last", "final"}
            | self._articles
            | {
                phrase.split()[0]
                for phrases in (
                    calendar.parts, calendar.ordinals, calendar.overnight, words.days, words.references.present,
                    words.references.past, words.references.future, words.which.this, words.which.last,
                    words.which.next, stages.early, stages.start, stages.mid, stages.late, stages.end, stages.earlier, stages.later,
                    stages.first_half, stages.second_half, words.counts.vague, words.counts.couples,
                    words.counts.halves, words.holidays, words.events, words.fiscal.words,
                )
                for phrase in phrases
            }
        )  # fmt: skip
        self._rules: tuple[Callable[[Sequence[Token], int], Parsed | None], ...] = (
            self._numeric_date,
            self._weekday_and_date,
            self._day_month,
            self._month_day,
            self._month,
            self._stage,
            self._section,
            self._holiday,
            self._quarter,
            self._season,
            self._fiscal_year,
            self._which_unit,
            self._shifted,
            self._unit_end,
            self._named_day,
            self._night_alone,
            self._part_of,
            self._at_clock,
            self._the_day_before,
            self._bare_day,
            self._decade,
            self._year,
            self._reference,
            self._length,
        )

    # -- the whole -----------------------------------------------------------------------------------------------

    def parse(self, tokens: Sequence[Token], at: int) -> Parsed | None:
        """The longest time expression that begins at tokens[at], with a part of the day after it taken in."""
        best: Parsed | None = None
        for rule in self._rules:
            found = rule(tokens, at)
            if found is not None and (best is None or found[1] > best[1]):
                best = found
        if best is None or isinstance(best[0], Length | Now):
            return best
        return self._with_tail(tokens, *best)

    def _with_tail(self, tokens: Sequence[Token], expression: Expression, end: int) -> Parsed:
        """ "Wednesday night", "the year's end", "Monday week"."""
        part = self._parts.starting(tokens, end)
        if part is not None and isinstance(expression, Day | Weekday | RelativeDay):
            return PartOfDay(expression, part[1]), part[0]
        finish = self._after_end.starting(tokens, end)
        if finish is not None and isinstance(expression, Month | Year | RelativeUnit | Season):
            return Stage("end", expression), finish[0]
        if isinstance(expression, Weekday) and end < len(tokens) and tokens[end].lower == "week":
            return replace(expression, weeks_on=1), end + 1
        return expression, end

    def may_begin(self, token: Token) -> bool:
        """A time can begin with the token."""
        return token.kind in ("number", "stamp") or token.lower in self._starts

    def needs_a_preposition(self, tokens: Sequence[Token], first: int, last: int, expression: Expression) -> bool:
        """The expression is no time unless a preposition stands before it: a bare "May", "winter", "the 21st"."""
        if isinstance(expression, Season) and not (expression.year or expression.which or expression.which_year):
            return True
        if isinstance(expression, Day) and expression.month is None:
            return True
        if isinstance(expression, PartOfDay) and last - first == 1 and tokens[first].lower != "tonight":
            return tokens[first].lower not in ("overnight",)
        return self.bare_name(tokens, first, last)

    def with_year(self, tokens: Sequence[Token], day: int, like: Day, end: int) -> tuple[Day, int]:
        """A bare day number in the month of another date, with a year after it where there is one."""
        year = self._year_number(tokens, end)
        return (replace(like, day=day, year=year[0]), year[1]) if year else (replace(like, day=day), end)

    def with_short_year(self, tokens: Sequence[Token], expression: Expression, end: int) -> tuple[Expression, int]:
        """ "Jan-Feb 25": after two joined months a number of two digits is a year."""
        if isinstance(expression, Day) and expression.year is None and expression.month and glued(tokens[end - 3], tokens[end - 2]):
            return Month(expression.month, _century(expression.day)), end
        return expression, end

    def bare_name(self, tokens: Sequence[Token], first: int, last: int) -> bool:
        """The expression is a single word that is also an ordinary word ("May", "March", "Sun", "Sat")."""
        return last - first == 1 and tokens[first].lower in self._cautious

    # -- pieces --------------------------------------------------------------------------------------------------

    def month_name(self, tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
        """The month at tokens[at] (1 to 12), and where its name ends, an abbreviation's full stop included."""
        return _name(tokens, at, self._months)

    def _weekday_name(self, tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
        found = _name(tokens, at, self._weekdays)
        return (found[0] - 1, found[1]) if found else None

    def day_number(self, tokens: Sequence[Token], at: int, *, ordinal_only: bool = False) -> tuple[int, int] | None:
        """A day of the month at tokens[at]: "5", "05", "26th", "tenth"."""
        if at >= len(tokens):
            return None
        token = tokens[at]
        if token.kind == "number":
            if not token.text.isdigit() or len(token.text) > 2 or not 1 <= int(token.text) <= 31:
                return None
            if at + 1 < len(tokens) and glued(token, tokens[at + 1]):
                following = tokens[at + 1]
                if following.lower in _ORDINAL_ENDINGS:
                    return int(token.text), at + 2
                if following.kind == "word" and following.lower != "'s":
                    return None
            return None if ordinal_only else (int(token.text), at + 1)
        word = self._ordinals.starting(tokens, at)
        return (word[1], word[0]) if word else None

    def _year_number(self, tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
        """A year in digits right after a month or season: "2024", ", 2024", "'24"."""
        if at < len(tokens) and (tokens[at].text == "," or tokens[at].lower == "of"):
            at += 1
        if at >= len(tokens):
            return None
        token = tokens[at]
        if token.text in "'’" and at + 1 < len(tokens) and glued(token, tokens[at + 1]):
            short = tokens[at + 1].text
            return (_century(int(short)), at + 2) if short.isdigit() and len(short) == 2 else None
        if token.kind != "number" or len(token.text) != 4 or not token.text.isdigit():
            return None
        if at + 1 < len(tokens) and tokens[at + 1].kind == "word" and glued(token, tokens[at + 1]) and (
            tokens[at + 1].lower != "'s"
        ):
            return None
        following = tokens[at + 1].lower if at + 1 < len(tokens) else ""
        year = int(token.text)
        return (year, at + 1) if 1000 <= year < 2200 and following not in self._not_years else None

    def _year_phrase(self, tokens: Sequence[Token], at: int) -> tuple[Which, int] | None:
        """ "of last year", "next year", "this year"."""
        if at < len(tokens) and tokens[at].lower in ("of", ","):
            at += 1
        which = self._which.starting(tokens, at)
        if which is not None and which[0] < len(tokens) and self._units.get(tokens[which[0]].lower) == "year":
            return which[1], which[0] + 1
        return None

    # -- dates ---------------------------------------------------------------------------------------------------

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
            year = right if len(found[4]) == 4 else _century(right)
            month_first = middle > 12 or (mark == "/" and left <= 12)
            day = day_of(year, left, middle) if month_first else day_of(year, middle, left)
        else:
            return None
        return (Day(day.day, day.month, day.year), at + 1) if day else None

    def _weekday_and_date(self, tokens: Sequence[Token], at: int) -> Parsed | None:
        weekday = self._weekday_name(tokens, at)
        if weekday is None:
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
        if end + 2 < len(tokens) and tokens[end].lower == "of" and tokens[end + 2].lower == "month":
            if tokens[end + 1].lower in ("the", "this"):
                return Day(day[0]), end + 3
        return None

    def _bare_day(self, tokens: Sequence[Token], at: int) -> Parsed | None:
        """ "the 21st", "the fifth": no noun may follow; in words, a mark must."""
        if not at or tokens[at - 1].lower != "the":
            return None
        day = self.day_number(tokens, at, ordinal_only=True)
        if day is None:
            return None
        following = tokens[day[1]] if day[1] < len(tokens) else None
        closed = following is None or following.kind != "word"
        if closed or (tokens[at].kind == "number" and following is not None and following.lower in self._function_words):
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
        if tokens[end].kind == "word" and tokens[end].lower in self._units:
            return None
        return self._dated(tokens, day[0], month[0], day[1])

    def _dated(self, tokens: Sequence[Token], day: int, month: int, end: int) -> Parsed:
        year = self._year_number(tokens, end)
        if year is not None:
            return Day(day, month, year[0]), year[1]
        which = self._year_phrase(tokens, end)
        if which is not None:
            return Day(day, month, which_year=which[0]), which[1]
        return Day(day, month), end

    def _month(self, tokens: Sequence[Token], at: int) -> Parsed | None:
        """ "October", "October 2024", "October of last year", "last October"."""
        which = self._which.starting(tokens, at)
        if which is not None:
            month = self.month_name(tokens, which[0])
            return (Month(month[0], which=which[1]), month[1]) if month else None
        month = self.month_name(tokens, at)
        if month is None:
            return None
        year = self._year_number(tokens, month[1])
        if year is not None:
            return Month(month[0], year[0]), year[1]
        phrase = self._year_phrase(tokens, month[1])
        if phrase is not None:
            return Month(month[0], which_year=phrase[0]), phrase[1]
        return Month(month[0]), month[1]

    def _year(self, tokens: Sequence[Token], at: int) -> Parsed | None:
        """A year alone: four digits after a word years stand after, or between marks, and no counted noun behind."""
        token = tokens[at]
        if token.kind != "number" or len(token.text) != 4 or not token.text.isdigit():
            return None
        year = int(token.text)
        if year not in _YEARS_NEEDING_A_WORD:
            return None
        previous = tokens[at - 1] if at else None
        following = tokens[at + 1] if at + 1 < len(tokens) else None
        if following is not None and (following.lower in self._not_years or following.text in "%$€£°"):
            return None
        if following is not None and glued(token, following) and following.kind == "word" and following.lower != "'s":
            return None
        if previous is not None and glued(previous, token) and previous.text not in "-–(\"'“‘/":
            return None
        known = previous is not None and previous.lower in self._year_after
        paired = (
            at + 2 < len(tokens)
            and following is not None
            and following.lower in _DASHES
            and len(tokens[at + 2].text) == 4
            and tokens[at + 2].text.isdigit()
            and year < int(tokens[at + 2].text) < 2100
            and (at + 3 >= len(tokens) or tokens[at + 3].lower not in self._not_years)
        )
        alone = paired or following is None or following.kind == "break" or (following.kind == "mark" and following.text not in "-+")
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
        if token.lower in self._decades and at and tokens[at - 1].lower == "the":
            return Decade(1900 + self._decades[token.lower]), at + 1
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

    # -- parts and wholes ----------------------------------------------------------------------------------------

    def _stage(self, tokens: Sequence[Token], at: int) -> Parsed | None:
        """ "early October", "mid-2023", "the end of the year", "the first half of May"."""
        stage = self._stages.starting(tokens, at)
        if stage is None:
            return None
        end, name = stage
        if end < len(tokens) and tokens[end].lower == "the":
            end += 1
        if end < len(tokens) and tokens[end].text == "-":
            end += 1
        if end >= len(tokens):
            return None
        whole = (
            self._month(tokens, end)
            or self._season(tokens, end)
            or self._quarter(tokens, end)
            or self._fiscal_year(tokens, end)
            or self._which_unit(tokens, end)
            or self._plain_year(tokens, end)
            or self._decade(tokens, end)
            or self._running_unit(tokens, end)
            or self._weekday_and_date(tokens, end)
        )
        if whole is None and name in ("start", "end"):
            event = self._events.starting(tokens, end) or self._events.starting(tokens, end - 1)
            if event is not None and name == "start":
                return Event(event[1]), event[0]
        if whole is None or isinstance(whole[0], Window):
            return None
        if name in ("earlier", "later") and not isinstance(whole[0], RelativeUnit | Year):
            return None
        if isinstance(whole[0], Weekday):
            return whole if name in ("early", "late", "mid") else None
        return Stage(name, whole[0]), whole[1]

    def _section(self, tokens: Sequence[Token], at: int) -> Parsed | None:
        """ "the first four months of 2025", "the last week of May", "the first week of this month"."""
        if tokens[at].lower == "the" and at + 1 < len(tokens):
            at += 1
        if tokens[at].lower not in ("first", "last", "final", "opening", "closing") or at + 1 >= len(tokens):
            return None
        counted = self._counted_unit(tokens, at + 1)
        if counted is None and tokens[at + 1].lower in self._units:
            counted = 1.0, self._units[tokens[at + 1].lower], at + 2, True
        if counted is None or counted[0] is None:
            return None
        count, unit, end, _ = counted
        if end + 1 >= len(tokens) or tokens[end].lower not in ("of", "in"):
            return None
        end += 2 if tokens[end + 1].lower == "the" and end + 2 < len(tokens) else 1
        whole = (
            self._month(tokens, end)
            or self._plain_year(tokens, end)
            or self._which_unit(tokens, end)
            or self._running_unit(tokens, end)
        )
        if whole is None or isinstance(whole[0], Window) or count is None:
            return None
        return Section(count, unit, tokens[at].lower in ("last", "final", "closing"), whole[0]), whole[1]

    def _plain_year(self, tokens: Sequence[Token], at: int) -> Parsed | None:
        year = self._year_number(tokens, at)
        return (Year(year[0]), year[1]) if year and tokens[at].text not in ",'’" and tokens[at].lower != "of" else None

    def _running_unit(self, tokens: Sequence[Token], at: int) -> Parsed | None:
        """ "the end of the year": the running one."""
        if tokens[at].lower in ("that", "same") and at + 1 < len(tokens) and tokens[at + 1].lower == "year":
            return ThatYear(), at + 2
        unit = self._units.get(tokens[at].lower)
        if unit in ("week", "month", "quarter", "year", "decade", "weekend", "century") and not tokens[at].lower.endswith("s"):
            return RelativeUnit(unit, "this"), at + 1
        return None

    def _unit_end(self, tokens: Sequence[Token], at: int) -> Parsed | None:
        """ "year's end", "year-end", "the year is out"."""
        whole = self._running_unit(tokens, at)
        finish = self._after_end.starting(tokens, at + 1) if whole else None
        if whole is None or finish is None or isinstance(whole[0], ThatYear):
            return None
        year = self._plain_year(tokens, finish[0]) if finish[0] < len(tokens) else None
        return (Stage("end", year[0]), year[1]) if year else (Stage("end", whole[0]), finish[0])

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
        ordinal = self._ordinals.starting(tokens, at)
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
        if end < len(tokens) and tokens[end].lower == "of" and end + 2 < len(tokens) and tokens[end + 1].lower == "the" and tokens[end + 2].lower == "year":
            return Quarter(number, which_year="this", months=months), end + 3
        year = self._year_number(tokens, end)
        if year is not None:
            return Quarter(number, year[0], months=months), year[1]
        phrase = self._year_phrase(tokens, end)
        if phrase is not None:
            return Quarter(number, which_year=phrase[0], months=months), phrase[1]
        return Quarter(number, months=months), end

    def _season(self, tokens: Sequence[Token], at: int) -> Parsed | None:
        """ "spring 2024", "the winter of 2023", "last summer", "autumn"."""
        which = self._which.starting(tokens, at)
        if which is not None:
            at = which[0]
        if at >= len(tokens) or tokens[at].lower not in self._seasons:
            return None
        month = self._seasons[tokens[at].lower]
        if which is not None:
            return Season(month, which=which[1]), at + 1
        year = self._year_number(tokens, at + 1)
        if year is not None:
            return Season(month, year[0]), year[1]
        phrase = self._year_phrase(tokens, at + 1)
        if phrase is not None:
            return Season(month, which_year=phrase[0]), phrase[1]
        following = tokens[at + 1] if at + 1 < len(tokens) else None
        if following is not None and following.kind == "word" and following.lower not in self._function_words:
            return None
        return Season(month), at + 1

    def _fiscal_year(self, tokens: Sequence[Token], at: int) -> Parsed | None:
        """ "next fiscal year", "fiscal 2030", "fiscal year 2024"."""
        which = self._which.starting(tokens, at)
        start = which[0] if which else at
        if start < len(tokens) and tokens[start].lower == "the":
            start += 1
        fiscal = self._fiscal.starting(tokens, start)
        if fiscal is None:
            return None
        year = self._year_number(tokens, fiscal[0])
        if year is not None:
            return FiscalYear(year[0]), year[1]
        return (FiscalYear(which=which[1]), fiscal[0]) if which else None

    # -- relative to publication ---------------------------------------------------------------------------------

    def _count(self, tokens: Sequence[Token], at: int) -> tuple[float | None, int] | None:
        """How many units: a number, "a", "half a", a vague word."""
        for phrases, value in ((self._couples, 2.0), (self._vague, None)):
            found = phrases.starting(tokens, at)
            if found is not None:
                return value, found[0]
        half = self._halves.starting(tokens, at)
        if half is not None:
            return half[1], half[0]
        numeral = self._numerals.parse(tokens, at)
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
        while end < len(tokens) and tokens[end].lower in ("full", "consecutive", "straight", "more", "long", "odd", "calendar"):
            end += 1
        if end >= len(tokens) or tokens[end].lower not in self._units:
            return None
        unit = self._units[tokens[end].lower]
        if counted is None and not tokens[end].lower.endswith("s"):
            return None
        return (counted[0] if counted else None), unit, end + 1, counted is not None

    def _which_unit(self, tokens: Sequence[Token], at: int) -> Parsed | None:
        """ "last week", "this year", "the past 24 hours", "the coming weeks", "this Tuesday", "last night"."""
        if tokens[at].lower == "the" and at + 1 < len(tokens):
            at += 1
        which = self._which.starting(tokens, at)
        if which is None or which[0] >= len(tokens):
            return None
        end, name = which
        weekday = self._weekday_name(tokens, end)
        if weekday is not None:
            return Weekday(weekday[0], name), weekday[1]
        holiday = self._holidays.starting(tokens, end)
        if holiday is not None:
            return Holiday(holiday[1], which=name), holiday[0]
        part = self._parts.starting(tokens, end)
        if part is not None and name in ("this", "last"):
            return PartOfDay(RelativeDay(-1 if name == "last" else 0), part[1]), part[0]
        unit = self._units.get(tokens[end].lower)
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
            if tokens[at].lower == "past" or unit in ("day", "hour") or tokens[at].lower == "last":
                return Window(1, unit, -1 if name == "last" else 1), end + 1
        if unit in ("day", "night"):
            return RelativeDay(-1 if name == "last" else 1 if name == "next" else 0, spoken=name != "this"), end + 1
        if unit in ("second", "minute", "hour"):
            return Window(1, unit, -1 if name == "last" else 1), end + 1
        return RelativeUnit("week" if unit == "fortnight" else unit, name), end + 1

    def _shifted(self, tokens: Sequence[Token], at: int) -> Parsed | None:
        """ "three years ago", "a week earlier", "five days later", "two weeks from now", "a year ago this month"."""
        counted = self._counted_unit(tokens, at)
        if counted is None:
            return None
        count, unit, end, _ = counted
        ago = self._ago.starting(tokens, end)
        if ago is not None:
            last = ago[0]
            if unit == "year" and last + 1 < len(tokens) and tokens[last].lower == "this" and tokens[last + 1].lower == "month":
                return Shifted(count, "year", -1), last + 2
            if tokens[end].lower == "back" and not (end + 1 < len(tokens) and tokens[end + 1].kind in ("mark", "break")):
                return None
            return Shifted(count, unit, -1), last
        hence = self._from_now.starting(tokens, end)
        if hence is not None:
            return Shifted(count, unit, 1), hence[0]
        for phrases, direction in ((self._earlier, -1), (self._later, 1)):
            found = phrases.starting(tokens, end)
            if found is None:
                continue
            word = tokens[found[0] - 1].lower
            following = tokens[found[0]] if found[0] < len(tokens) else None
            closed = following is None or following.kind in ("mark", "break")
            that = following is not None and following.lower in ("that", "this")
            if word in ("before", "after", "on", "prior") and not (closed or that):
                continue
            if unit == "year" and count is not None and direction > 0:
                return ThatYear(round(count)), found[0] + (1 if that and not closed else 0)
            return Shifted(count, unit, direction, spoken=True), found[0] + (1 if that and not closed else 0)
        return None

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
        if tokens[at].lower == "the" and word in ("day", "night", "year") and at + 2 < len(tokens):
            direction = {"before": -1, "after": 1}.get(tokens[at + 2].lower)
            closed = at + 3 >= len(tokens) or tokens[at + 3].kind in ("mark", "break")
            if direction is not None and closed:
                if word == "year":
                    return Shifted(2, "year", 1) if direction > 0 else Shifted(1, "year", -1, spoken=True), at + 3
                return RelativeDay(direction, spoken=True), at + 3
        if word in ("same", "very") and at + 2 < len(tokens) and tokens[at + 2].lower == "day":
            return RelativeDay(0, spoken=True), at + 3
        if tokens[at].lower == "that" and word in ("day", "night"):
            return RelativeDay(0, spoken=True), at + 2
        if tokens[at].lower == "that" and word == "year":
            return ThatYear(), at + 2
        return None

    # -- parts of the day, holidays, references --------------------------------------------------------------------

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

    def _holiday(self, tokens: Sequence[Token], at: int) -> Parsed | None:
        found = self._holidays.starting(tokens, at)
        if found is None or not tokens[found[0] - 1].text[:1].isupper():
            return None
        end = found[0]
        year = self._year_number(tokens, end)
        if year is not None:
            return Holiday(found[1], year[0]), year[1]
        phrase = self._year_phrase(tokens, end)
        if phrase is not None:
            return Holiday(found[1], which_year=phrase[0]), phrase[1]
        return Holiday(found[1]), end

    def _reference(self, tokens: Sequence[Token], at: int) -> Parsed | None:
        event = self._events.starting(tokens, at)
        if event is not None:
            return Event(event[1]), event[0]
        found = self._references.starting(tokens, at)
        if found is None or any(self._which_unit(tokens, inside) for inside in range(at, found[0])):
            return None
        return Now(found[1]), found[0]

    def _length(self, tokens: Sequence[Token], at: int) -> Parsed | None:
        """ "12 months", "several weeks", no age ("22-year-old") and no rate."""
        counted = self._counted_unit(tokens, at)
        if counted is None:
            return None
        count, unit, end, said = counted
        if (not said or tokens[at].lower in self._articles) and not (at and tokens[at - 1].lower in self._length_after):
            return None
        following = tokens[end].lower if end < len(tokens) else ""
        if following == "old" or (following == "-" and end + 1 < len(tokens) and tokens[end + 1].lower in ("old", "olds")):
            return None
        return Length(count, unit), end


def _named(names: list[list[str]]) -> dict[str, tuple[int, bool]]:
    """Name → number from 1, and whether it must have a capital."""
    return {
        name.removeprefix("~"): (number, name.startswith("~")) for number, alike in enumerate(names, 1) for name in alike
    }


def _name(tokens: Sequence[Token], at: int, names: dict[str, tuple[int, bool]]) -> tuple[int, int] | None:
    if at >= len(tokens) or tokens[at].lower not in names:
        return None
    number, capital = names[tokens[at].lower]
    if capital and not tokens[at].text[0].isupper():
        return None
    end = at + 1
    if end + 1 < len(tokens) and tokens[end].text == "." and glued(tokens[at], tokens[end]) and len(tokens[at].text) <= 5:
        following = tokens[end + 1]
        if following.kind != "break" and (following.kind in ("number", "mark") or following.text[0].islower()):
            end += 1
    return number, end


def _century(two_digits: int) -> int:
    """24 is 2024, 85 is 1985."""
    return 2000 + two_digits if two_digits < 50 else 1900 + two_digits


def _clock_code(face: str, afternoon: bool) -> str:
    """The clock time as TIMEX3 has it: "3:30" after noon is "15:30"."""
    hour, minute = (face.split(":")[:2]) if ":" in face else (face[:-2] or "0", face[-2:]) if len(face) > 2 else (face, "00")
    hours = int(hour)
    if afternoon and hours < 12:
        hours += 12
    return f"{hours:02}:{minute}"
