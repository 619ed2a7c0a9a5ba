"""What a number counts: told from the words and signs beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from musterbook.codebook.quantities import QuantityWords
from musterbook.reading.number_names import NameClass
from musterbook.reading.phrases import Phrases
from musterbook.reading.tokens import HYPHENS, LISTING, SHORT_NUMBER, Token, glued, names_type

UnitClass = NameClass | Literal["count", "money", "percent", "fraction", "measure", "age"]
_ADULT_AGES = range(5, 110)
_RANGE = 3
"""Tokens of the shortest range: "18 to 35"."""


class Counted:
    """The classes of numbers, for one set of words."""

    def __init__(self, words: QuantityWords) -> None:
        classes = words.classes
        self._percent = Phrases.of([(classes.percent, True)])
        self._money_before = Phrases.of([(classes.money_before, True)])
        self._money_after = Phrases.of([(classes.money_after, True)])
        self._money_words = Phrases.of([(classes.money_words, True)])
        self._measure = frozenset(classes.measure)
        self._unmeasured = Phrases.of([(classes.unmeasured, True)])
        self._measure_words = frozenset(classes.measure_words)
        self._time_units = frozenset(classes.time_units)
        self._money_glued = frozenset(classes.money_glued)
        self._degrees_glued = frozenset(classes.degrees_glued)
        self._minus = frozenset(classes.minus)
        self._below_zero = frozenset(classes.below_zero)
        self._age = Phrases.of([(classes.age, True)])
        self._age_before = Phrases.of([(classes.age_before, True)])
        self._settled = frozenset(classes.settled)
        self._uncounted_after = frozenset(classes.uncounted_after)
        self._person_endings = tuple(classes.person_endings)
        self._aged_persons = frozenset(classes.aged_persons)
        self._age_between = frozenset(classes.age_between)
        self._age_words = frozenset(classes.age_words)

    def unit_class(self, tokens: Sequence[Token], first: int, last: int) -> UnitClass:
        """What the number at tokens[first:last) counts."""
        if self._money_before.ending(tokens, first) is not None:
            return "money"
        at = last
        if at < len(tokens) and tokens[at].lower in HYPHENS and self._age.starting(tokens, at) is None:
            at += 1
        if self._percent.starting(tokens, at) is not None:
            return "percent"
        if self._age.starting(tokens, at) is not None:
            return "age"
        if self._money_after.starting(tokens, at) is not None:
            return "money"
        if at == last < len(tokens) and tokens[at].lower in self._money_glued and glued(tokens[at - 1], tokens[at]):
            return "money"
        if self._is_degrees(tokens, last):
            return "measure"
        nationality = self._money_words.starting(tokens, at)
        if nationality is not None and self._money_after.starting(tokens, nationality[0]) is not None:
            return "money"
        if self._measures_after(tokens, at) or self._shares_unit(tokens, last):
            return "measure"
        if self._age_before.ending(tokens, first) is not None or self._is_age(tokens, first, last):
            return "age"
        if self._is_settled(tokens, first, last) or self._goes_on_measuring(tokens, first, last):
            return "measure"
        return "count"

    def _is_settled(self, tokens: Sequence[Token], first: int, last: int) -> bool:
        """ "A town of 57,000": inhabitants, where nothing is counted after the number."""
        named = first > 1 and tokens[first - 1].lower == "of" and tokens[first - 2].lower in self._settled
        return named and self._ends_person(tokens, last)

    def _goes_on_measuring(self, tokens: Sequence[Token], first: int, last: int) -> bool:
        """ "From twelve months to fifteen": the unit is that of the number before."""
        joined = first > 1 and tokens[first - 1].lower == "to" and tokens[first - 2].lower in self._time_units
        return joined and self._ends_person(tokens, last)

    def _measures_after(self, tokens: Sequence[Token], at: int) -> bool:
        """A unit of measure stands at tokens[at], or behind a word like "square"."""
        for _ in range(2):
            if at < len(tokens) and tokens[at].lower in self._measure and self._measures(tokens, at):
                return True
            if at >= len(tokens) or tokens[at].lower not in self._measure_words:
                break
            at += 1
        return False

    def _is_age(self, tokens: Sequence[Token], first: int, last: int) -> bool:
        """ "The pilot, 29, said"; "children under five"; "boys of fifteen"; "men from 18 to 35"."""
        if not first:
            return False
        closed = last >= len(tokens) or tokens[last].kind in ("mark", "break")
        if tokens[first - 1].text == "," and first > 1 and tokens[first - 2].kind == "word" and closed:
            plain = tokens[first].text.isdigit() and len(tokens[first].text) <= 3 and last < len(tokens)
            following = tokens[last + 1] if last + 1 < len(tokens) else None
            return (
                plain
                and int(tokens[first].text) in _ADULT_AGES
                and tokens[last].text == ","
                and (tokens[first - 2].text[0].isupper() or tokens[first - 2].lower in self._aged_persons)
                and following is not None
                and following.kind == "word"
            )
        who = tokens[first - 2].lower if first > 1 else ""
        one = who.endswith(self._person_endings) and tokens[first - 1].lower == "of" and _adult(tokens[first])
        between = last - first >= _RANGE and tokens[first - 1].lower in self._age_between and _adult(tokens[first])
        persons = who in self._aged_persons and (tokens[first - 1].lower in self._age_words or between)
        return (persons or one) and self._ends_person(tokens, last)

    def _ends_person(self, tokens: Sequence[Token], last: int) -> bool:
        return last >= len(tokens) or tokens[last].kind != "word" or tokens[last].lower in self._uncounted_after

    def after_money_sign(self, tokens: Sequence[Token], first: int) -> int:
        """Where the currency sign or word begins that stands before the number; the number itself without one."""
        sign = self._money_before.ending(tokens, first)
        return sign[0] if sign else first

    def past_money_sign(self, tokens: Sequence[Token], at: int) -> int:
        """The token after a currency sign or word at tokens[at]."""
        sign = self._money_before.starting(tokens, at)
        return sign[0] if sign else at

    def past_percent(self, tokens: Sequence[Token], at: int) -> int:
        """The token after "%" or "percent" at tokens[at]."""
        sign = self._percent.starting(tokens, at)
        return sign[0] if sign else at

    def is_below_zero(self, tokens: Sequence[Token], first: int, last: int) -> bool:
        """ "Minus 30 degrees": a number below nought."""
        before = first > 0 and tokens[first - 1].lower in self._minus
        return before and last < len(tokens) and tokens[last].lower in self._below_zero

    def is_time(self, tokens: Sequence[Token], last: int) -> bool:
        """The unit after the number is one of time."""
        return any(token.lower in self._time_units for token in tokens[last : last + 3])

    def _measures(self, tokens: Sequence[Token], at: int) -> bool:
        """Whether the unit at tokens[at] is one, and not the beginning of a name or another word's first half.

        One-letter units are glued to their number, or stand alone ("5 t", not "5 T-72 tanks").
        """
        apart = at > 0 and not glued(tokens[at - 1], tokens[at])
        if apart and (names_type(tokens, at) or self._unmeasured.starting(tokens, at) is not None):
            return False
        if len(tokens[at].lower) > 1 or not tokens[at].text.isalpha():
            return True
        return tokens[at].text.islower() and not (
            at + 1 < len(tokens)
            and tokens[at + 1].text in "-.'"
            and glued(tokens[at], tokens[at + 1])
            and at + 2 < len(tokens)
            and glued(tokens[at + 1], tokens[at + 2])
        )

    def _shares_unit(self, tokens: Sequence[Token], last: int) -> bool:
        """ "170 and 240 mm": both are of the unit after the second."""
        joined = last + 2 < len(tokens) and tokens[last].lower in LISTING and tokens[last + 1].kind == "number"
        return joined and self._measures_after(tokens, last + 2)

    def _is_degrees(self, tokens: Sequence[Token], last: int) -> bool:
        return last < len(tokens) and tokens[last].text in self._degrees_glued and glued(tokens[last - 1], tokens[last])


def _adult(token: Token) -> bool:
    """Whether a number in digits can be somebody's age."""
    return token.text.isdigit() and len(token.text) <= SHORT_NUMBER and int(token.text) in _ADULT_AGES
