"""The grammar of English time expressions over tokens: which words make one, and what it means."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from musterbook.codebook.times import TimeWords
from musterbook.reading.numerals import Numerals
from musterbook.reading.phrases import Phrases
from musterbook.reading.time_anchored import AnchoredRules
from musterbook.reading.time_compound import PartOfDay, Section, Stage
from musterbook.reading.time_named import Day, Event, Month, Season, Weekday, Year
from musterbook.reading.time_names import Parsed, phrases
from musterbook.reading.time_reckoned import Length, Now, RelativeDay, RelativeUnit, ThatYear, Window
from musterbook.reading.time_reference import Expression
from musterbook.reading.tokens import Token

Rule = Callable[[Sequence[Token], int], Parsed | None]
_CALENDAR_UNITS = ("week", "month", "quarter", "year", "decade", "weekend", "century")
_BEGINNINGS = ("first", "opening")
_ENDINGS = ("last", "final", "closing")


class TimeGrammar(AnchoredRules):
    """All rules, for one set of time words; `parse` tries those that may begin with a token's word."""

    def __init__(self, words: TimeWords, numerals: Numerals, not_years: frozenset[str]) -> None:
        super().__init__(words, numerals, not_years)
        calendar, stages, which = words.calendar, words.stages, words.which
        self._cautious = frozenset(
            name[1:] for names in (*calendar.months, *calendar.weekdays) for name in names if name.startswith("~")
        )
        self._references = Phrases.of(
            [
                (words.references.future, "FUTURE_REF"),
                (words.references.past, "PAST_REF"),
                (words.references.present, "PRESENT_REF"),
            ]
        )
        named_stages = (
            "early", "start", "mid", "late", "end", "earlier", "later", "first_half", "second_half",
        )  # fmt: skip
        stage_words: list[tuple[list[str], str]] = [(getattr(stages, name), name) for name in named_stages]
        self._stages = Phrases.of(stage_words)
        self._after_end = phrases(stages.after_end)
        self._events = Phrases(words.events)
        counted = (self.numerals.starts, words.counts.vague, words.counts.couples, words.counts.articles,
                   words.counts.halves, self.units)  # fmt: skip
        whichever = (which.this, which.last, which.next)
        beginnings: list[tuple[Rule, tuple[Iterable[str], ...]]] = [
            (self._weekday_and_date, (self.weekdays,)),
            (self._day_month, (calendar.ordinals,)),
            (self._month_day, (self.months,)),
            (self._month, (self.months, *whichever)),
            (self._stage, tuple(words_of for words_of, _ in stage_words)),
            (self._section, (_BEGINNINGS, _ENDINGS, ("the",))),
            (self._holiday, (words.holidays,)),
            (self._quarter, (calendar.ordinals, ("q", "h", "last", "final", "the"))),
            (self._century, (calendar.ordinals,)),
            (self._weekday_of, (calendar.ordinals, ("last",), ("the",))),
            (self._quarter_after_year, whichever),
            (self._repeated, (words.repeated.words,)),
            (self._year_earlier, (("year",),)),
            (self._unit_spoken_of, (("that", "same"),)),
            (self._running_alone, (self.units,)),
            (self._season, (self.seasons, *whichever)),
            (self._fiscal_year, (words.fiscal.words, *whichever)),
            (self._which_unit, whichever),
            (self._counted, counted),
            (self._unit_end, (self.units, ("that", "same"))),
            (self._named_day, (words.days, ("tonight",))),
            (self._night_alone, (calendar.overnight,)),
            (self._part_of, (calendar.parts,)),
            (self._the_day_before, (("the", "that", "same", "weekend"),)),
            (self._bare_day, (calendar.ordinals,)),
            (self._decade, (self.decades,)),
            (self._reference, (words.references.present, words.references.past, words.references.future, words.events)),
        ]
        self._rules: dict[str, tuple[Rule, ...]] = {}
        for rule, groups in beginnings:
            for first in {phrase.split()[0] for group in groups for phrase in group}:
                self._rules[first] = (*self._rules.get(first, ()), rule)
        self._number_rules: tuple[Rule, ...] = (
            self._day_month, self._counted, self._at_clock, self._bare_day, self._decade, self._century,
            self._weekday_of, self._quarter_after_year, self._year,
        )  # fmt: skip
        self._stamp_rules: tuple[Rule, ...] = (self._numeric_date, self._at_clock)

    def parse(self, tokens: Sequence[Token], at: int) -> Parsed | None:
        """The longest time expression that begins at tokens[at], with a part of the day after it taken in."""
        best: Parsed | None = None
        token = tokens[at]
        rules = (
            self._number_rules
            if token.kind == "number"
            else self._stamp_rules
            if token.kind == "stamp"
            else self._rules.get(token.lower, ())
        )
        for rule in rules:
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
        return token.kind in ("number", "stamp") or token.lower in self._rules

    def needs_a_preposition(self, tokens: Sequence[Token], first: int, last: int, expression: Expression) -> bool:
        """The expression is no time unless a preposition stands before it: a bare "May", "winter", "the 21st"."""
        if isinstance(expression, Season) and not (expression.year or expression.which or expression.which_year):
            return True
        if isinstance(expression, Day) and expression.month is None:
            return True
        if isinstance(expression, PartOfDay) and last - first == 1 and tokens[first].lower != "tonight":
            return tokens[first].lower not in ("overnight",)
        return self.bare_name(tokens, first, last)

    def bare_name(self, tokens: Sequence[Token], first: int, last: int) -> bool:
        """The expression is a single word that is also an ordinary word ("May", "March", "Sun", "Sat")."""
        return last - first == 1 and tokens[first].lower in self._cautious

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
            or self._whole_year(tokens, end)
            or self._decade(tokens, end)
            or self._century(tokens, end)
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
        if tokens[at].lower not in (*_BEGINNINGS, *_ENDINGS) or at + 1 >= len(tokens):
            return None
        counted = self._counted_unit(tokens, at + 1)
        if counted is None and tokens[at + 1].lower in self.units:
            counted = 1.0, self.units[tokens[at + 1].lower], at + 2, True
        if counted is None or counted[0] is None:
            return None
        count, unit, end, _ = counted
        if end + 1 >= len(tokens) or tokens[end].lower not in ("of", "in"):
            return None
        end += 2 if tokens[end + 1].lower == "the" and end + 2 < len(tokens) else 1
        whole = (
            self._month(tokens, end)
            or self._whole_year(tokens, end)
            or self._which_unit(tokens, end)
            or self._running_unit(tokens, end)
        )
        if whole is None or isinstance(whole[0], Window) or count is None:
            return None
        return Section(count, unit, tokens[at].lower in _ENDINGS, whole[0]), whole[1]

    def _whole_year(self, tokens: Sequence[Token], at: int) -> Parsed | None:
        year = self.plain_year(tokens, at)
        return (Year(year[0]), year[1]) if year else None

    def _running_unit(self, tokens: Sequence[Token], at: int) -> Parsed | None:
        """ "the end of the year": the running one."""
        if tokens[at].lower in ("that", "same") and at + 1 < len(tokens) and tokens[at + 1].lower == "year":
            return ThatYear(), at + 2
        unit = self.units.get(tokens[at].lower)
        if unit in ("week", "month", "quarter", "year", "decade", "weekend", "century") and not tokens[
            at
        ].lower.endswith("s"):
            return RelativeUnit(unit, "this", running=True), at + 1
        return None

    def _unit_end(self, tokens: Sequence[Token], at: int) -> Parsed | None:
        """ "year's end", "year-end", "the year is out"."""
        whole = self._running_unit(tokens, at)
        finish = self._after_end.starting(tokens, at + 1) if whole else None
        if whole is None or finish is None or isinstance(whole[0], ThatYear):
            return None
        year = self._whole_year(tokens, finish[0]) if finish[0] < len(tokens) else None
        return (Stage("end", year[0]), year[1]) if year else (Stage("end", whole[0]), finish[0])

    def _reference(self, tokens: Sequence[Token], at: int) -> Parsed | None:
        event = self._events.starting(tokens, at)
        if event is not None:
            return Event(event[1]), event[0]
        found = self._references.starting(tokens, at)
        if found is None or any(self._which_unit(tokens, inside) for inside in range(at, found[0])):
            return None
        return Now(found[1]), found[0]
