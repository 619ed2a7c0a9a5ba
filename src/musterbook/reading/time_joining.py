"""Two times joined to a stretch: "between 18 and 26 February", "in May and June", "Jan-Feb 25", "Monday to Friday"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from musterbook.codebook.times import TimeWords
from musterbook.reading.phrases import Phrases
from musterbook.reading.time_compound import PartOfDay, Stage, Together
from musterbook.reading.time_grammar import TimeGrammar
from musterbook.reading.time_named import Day, Holiday, Month, Season, Weekday, Year
from musterbook.reading.time_reckoned import RelativeDay
from musterbook.reading.time_reference import Expression
from musterbook.reading.tokens import Token, glued

_JOINABLE = (Day, Month, Year, Weekday, RelativeDay, PartOfDay, Stage, Season, Holiday)
_OF_DAYS = (Day, Weekday, RelativeDay, PartOfDay, Holiday)


class Piece(NamedTuple):
    """An expression at tokens [first, last)."""

    expression: Expression
    first: int
    last: int


class Joined(NamedTuple):
    """What was read, the token after it, and its two ends where it is a stretch."""

    expression: Expression
    end: int
    parts: tuple[Piece, ...] = ()


class Joining:
    """Reads a time, or two that are joined."""

    def __init__(self, words: TimeWords, grammar: TimeGrammar) -> None:
        self._grammar = grammar
        relations = words.relations
        self._joins = Phrases.of([(relations.joins_neighbours, False), (relations.joins, True)])
        self._between_words = frozenset(relations.between)
        self._after_day = frozenset(words.calendar.function_words)

    def parse(self, tokens: Sequence[Token], at: int) -> Joined | None:
        """The time that begins at tokens[at], with what is joined to it."""
        left = self._grammar.parse(tokens, at)
        if left is None:
            return self._bare_day_first(tokens, at)
        join = self._joins.starting(tokens, left[1])
        if join is None or not isinstance(left[0], _JOINABLE):
            return Joined(*left)
        begin, firm = join
        if begin < len(tokens) and tokens[begin].lower in ("the", "in"):
            begin += 1
        right = self._grammar.parse(tokens, begin) if begin < len(tokens) else None
        if isinstance(left[0], Year) and tokens[left[1]].text in "-–":
            right = _short_year(tokens, left[0], begin) or right
        if right is None:
            right = self._bare_day_last(tokens, left[0], begin)
        elif isinstance(left[0], Month) and tokens[left[1]].text in "-–":
            right = self._grammar.with_short_year(tokens, *right)
        if right is None or not isinstance(right[0], _JOINABLE) or not self._fit(tokens, at, left[0], right[0], firm):
            return Joined(*left)
        first = _with_year_of(left[0], right[0])
        parts = (Piece(first, at, left[1]), Piece(right[0], begin, right[1]))
        return Joined(Together(first, right[0]), right[1], parts)

    def _bare_day_first(self, tokens: Sequence[Token], at: int) -> Joined | None:
        """ "18 and 26 February": the first day takes the second's month."""
        bare = self._grammar.day_number(tokens, at)
        join = self._joins.starting(tokens, bare[1]) if bare else None
        right = self._grammar.parse(tokens, join[0]) if join and join[0] < len(tokens) else None
        if bare is None or join is None or right is None:
            return None
        if not isinstance(right[0], Day) or right[0].month is None:
            return None
        day = replace(right[0], day=bare[0], weekday=None)
        if not self._fit(tokens, at, day, right[0], join[1]):
            return None
        return Joined(Together(day, right[0]), right[1], (Piece(day, at, bare[1]), Piece(right[0], join[0], right[1])))

    def _bare_day_last(self, tokens: Sequence[Token], left: Expression, begin: int) -> tuple[Expression, int] | None:
        """ "October 8 and 13": the second day takes the first's month, unless something is counted there."""
        number = self._grammar.day_number(tokens, begin)
        if number is None or not isinstance(left, Day) or left.month is None:
            return None
        end = number[1]
        if end < len(tokens) and tokens[end].kind == "word" and tokens[end].lower not in self._after_day:
            return None
        return self._grammar.with_year(tokens, number[0], replace(left, weekday=None), end)

    def _fit(self, tokens: Sequence[Token], at: int, left: Expression, right: Expression, firm: bool) -> bool:
        """Days go with days. "And" and "or" join neighbours only, unless "between" stands before them."""
        if isinstance(left, _OF_DAYS) != isinstance(right, _OF_DAYS):
            return False
        before = at - 1 if at and tokens[at - 1].lower != "the" else at - 2
        if firm or (before >= 0 and tokens[before].lower in self._between_words):
            return True
        if isinstance(left, Month) and isinstance(right, Month):
            return right.month == left.month % 12 + 1
        if isinstance(left, Day) and isinstance(right, Day):
            return left.month == right.month and right.day == left.day + 1
        if isinstance(left, Weekday) and isinstance(right, Weekday):
            return right.weekday == (left.weekday + 1) % 7
        return isinstance(left, Stage) and isinstance(right, Stage)


def _short_year(tokens: Sequence[Token], left: Year, at: int) -> tuple[Expression, int] | None:
    """ "1939-45", "1997-98": the second year in two digits."""
    if at >= len(tokens) or not glued(tokens[at - 1], tokens[at]):
        return None
    short = tokens[at].text
    if len(short) != 2 or not short.isdigit() or int(short) <= left.year % 100:
        return None
    return Year(left.year // 100 * 100 + int(short)), at + 1


def _with_year_of(left: Expression, right: Expression) -> Expression:
    """ "From January to September 2024": the year is said once."""
    if not isinstance(left, Month | Day | Season) or not isinstance(right, Month | Day | Season):
        return left
    if left.year is not None or left.which_year is not None or (isinstance(left, Month) and left.which):
        return left
    return replace(left, year=right.year, which_year=right.which_year)
