"""Rules for times that lean on others: "that month", "the quarter", "every Thursday", "the last Friday in July"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from musterbook.codebook.times import TimeWords
from musterbook.reading.numerals import Numerals
from musterbook.reading.time_named import Century, Quarter, WeekdayOf
from musterbook.reading.time_names import Parsed
from musterbook.reading.time_reckoned import RelativeUnit, Repeated, Shifted, Spoken, ThatYear
from musterbook.reading.time_reference import duration_value
from musterbook.reading.time_relative import ReckonedRules
from musterbook.reading.tokens import Token

_MOST_WEEKS = 5
_SPOKEN_UNITS = frozenset({"week", "month", "quarter", "decade", "century"})


class AnchoredRules(ReckonedRules):
    """Each rule gives the time that begins at a token, or None."""

    def __init__(self, words: TimeWords, numerals: Numerals, not_years: frozenset[str]) -> None:
        super().__init__(words, numerals, not_years)
        self._repeating = frozenset(words.repeated.words)
        self._running_before = frozenset(words.running.before)
        self._not_running = frozenset(words.running.not_followed_by)

    def _century(self, tokens: Sequence[Token], at: int) -> Parsed | None:
        """ "19th century", "the twentieth-century"."""
        number = self.day_number(tokens, at, ordinal_only=True)
        if number is None:
            return None
        end = number[1]
        if end + 1 < len(tokens) and tokens[end].text == "-":
            end += 1
        if end >= len(tokens) or self.units.get(tokens[end].lower) != "century":
            return None
        return Century(number[0]), end + 1

    def _quarter_after_year(self, tokens: Sequence[Token], at: int) -> Parsed | None:
        """ "last year's third quarter", "the 1989 third quarter"."""
        which = self.year_phrase(tokens, at)
        plain = self.plain_year(tokens, at) if which is None else None
        if which is None and plain is None:
            return None
        end = which[1] if which is not None else plain[1] if plain is not None else at
        if end < len(tokens) and tokens[end].lower == "'s":
            end += 1
        quarter = self._quarter(tokens, end) if end < len(tokens) else None
        if quarter is None or not isinstance(quarter[0], Quarter) or tokens[end].lower == "the":
            return None
        if quarter[0].year is not None or quarter[0].which_year is not None:
            return None
        dated = replace(quarter[0], year=plain[0] if plain else None, which_year=which[0] if which else None)
        return dated, quarter[1]

    def _weekday_of(self, tokens: Sequence[Token], at: int) -> Parsed | None:
        """ "the last Friday in July", "the first Monday of September 2024"."""
        if tokens[at].lower == "the" and at + 1 < len(tokens):
            at += 1
        last = tokens[at].lower == "last"
        number = (-1, at + 1) if last else self.day_number(tokens, at, ordinal_only=True)
        if number is None or number[0] > _MOST_WEEKS:
            return None
        weekday = self.weekday_name(tokens, number[1])
        if weekday is None or weekday[1] + 1 >= len(tokens) or tokens[weekday[1]].lower not in ("in", "of"):
            return None
        month = self.dated_month(tokens, weekday[1] + 1)
        return (WeekdayOf(weekday[0], number[0], month[0]), month[1]) if month else None

    def _repeated(self, tokens: Sequence[Token], at: int) -> Parsed | None:
        """ "every Thursday", "each year", "every two weeks"."""
        if at + 1 >= len(tokens):
            return None
        weekday = self.weekday_name(tokens, at + 1)
        if weekday is not None:
            return Repeated(f"XXXX-WXX-{weekday[0] + 1}", "day"), weekday[1]
        unit = self.units.get(tokens[at + 1].lower)
        if unit is not None:
            return Repeated(duration_value(1, unit), unit), at + 2
        counted = self._counted_unit(tokens, at + 1)
        if counted is None or counted[0] is None:
            return None
        return Repeated(duration_value(counted[0], counted[1]), counted[1]), counted[2]

    def _year_earlier(self, tokens: Sequence[Token], at: int) -> Parsed | None:
        """ "the year-earlier quarter", "year-ago"."""
        words = [token.lower for token in tokens[at : at + 3]]
        if words in (["year", "-", "earlier"], ["year", "-", "ago"]):
            return Shifted(1, "year", -1, spoken=True), at + 3
        return None

    def _unit_spoken_of(self, tokens: Sequence[Token], at: int) -> Parsed | None:
        """ "that month", "the same quarter", "the same year"."""
        unit = self.units.get(tokens[at + 1].lower) if at + 1 < len(tokens) else None
        if unit == "year" and tokens[at].lower == "same":
            return ThatYear(), at + 2
        if unit not in _SPOKEN_UNITS or tokens[at + 1].lower.endswith("s"):
            return None
        return Spoken(unit), at + 2

    def _running_alone(self, tokens: Sequence[Token], at: int) -> Parsed | None:
        """ "in the quarter", "for the year", "during the month"."""
        unit = self.units.get(tokens[at].lower)
        if unit not in ("week", "month", "quarter", "year") or tokens[at].lower.endswith("s") or at < 2:
            return None
        if tokens[at - 1].lower != "the" or tokens[at - 2].lower not in self._running_before:
            return None
        following = tokens[at + 1] if at + 1 < len(tokens) else None
        if following is not None and (
            following.lower in self._not_running
            or following.kind == "number"
            or (following.kind == "word" and following.lower not in self.function_words)
        ):
            return None
        return RelativeUnit(unit, "this", running=True), at + 1
