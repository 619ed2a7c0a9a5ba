"""The words beside a number that bound it or hedge it: "no fewer than", "about", "or more", "another"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from musterbook.codebook.quantities import QuantityWords
from musterbook.reading.numerals import IMPLIED
from musterbook.reading.phrases import Phrases
from musterbook.reading.tokens import Token, glued

BasisHint = Literal["total", "additional", "part"]
Bound = Literal["exact", "about", "at_least", "at_most", "range"]
_DASHES = frozenset("-–—‑−")
_MOST_MODIFIERS = 4
UP = "up"
"""What opens "up to"."""


@dataclass(slots=True)
class Reading:
    """A quantity under way: tokens [first, last) so far."""

    first: int
    last: int
    low: float | None
    high: float | None
    approximate: bool
    bound: Bound
    basis: BasisHint
    rule: str


class Bounds:
    """The words before and after a number, for one set of words."""

    def __init__(self, words: QuantityWords) -> None:
        before, after = words.before, words.after
        self._before = Phrases.of(
            [
                (before.plain, "plain"),
                (before.hedges, "hedge"),
                (before.part, "part"),
                (before.additional, "additional"),
                (before.approximate, "about"),
                (before.at_least, "at_least"),
                (before.at_most, "at_most"),
            ]
        )
        self._after = Phrases.of(
            [
                (after.plain, "plain"),
                (after.additional, "additional"),
                (after.approximate, "about"),
                (after.at_least, "at_least"),
                (after.at_most, "at_most"),
            ]
        )
        self._far = frozenset(after.far)
        self._far_words = after.far_words
        self._negations = frozenset(before.negations)
        self._loose = frozenset(before.loose)
        self._loose_after = frozenset(before.loose_after)
        self._raised, self._raising = before.raised, before.raising
        self._raising_reach = before.raising_reach
        self._raising_not_after = before.raising_not_after
        numbers = words.numbers
        self._number_words = frozenset((*numbers.units, *numbers.teens, *numbers.tens, *words.vague, *numbers.articles))
        self._part_after = Phrases.of([(before.part, "part")])

    def before(self, tokens: Sequence[Token], reading: Reading, floor: int, *, timed: bool, vague: bool) -> None:
        """What the words before the number do to it; those that bound it or hedge it become part of its text.

        An article that stands for one has none: "under a helicopter" says where.
        """
        if reading.rule == IMPLIED:
            return
        at = reading.first
        for _ in range(_MOST_MODIFIERS):
            phrase = self._before.ending(tokens, at)
            if phrase is None or phrase[0] < floor:
                return
            begin, meaning = phrase
            word = tokens[begin].lower
            if word in self._loose and begin == at - 1 and not self._limits(tokens, begin, timed):
                return
            if word == UP and self._goes_up(tokens, begin, floor):
                return
            if meaning == "plain":
                if word == "in" and vague:
                    reading.first = begin
                    return
                at = begin
                continue
            if meaning == "part":
                reading.basis = "part"
                return
            if meaning == "hedge":
                self._hedge(reading, tokens, begin)
                return
            at = reading.first = begin
            if meaning == "additional":
                reading.basis = "additional"
            elif meaning == "about":
                self._hedge(reading, tokens, begin)
            else:
                if begin > floor and tokens[begin - 1].lower in self._negations:
                    at = reading.first = begin - 1
                    meaning = "at_most" if meaning == "at_least" else "at_least"
                self._limit(reading, meaning)

    def _goes_up(self, tokens: Sequence[Token], at: int, floor: int) -> bool:
        """ "Go up to 1.5 million", "bring the force up to 3,250": the number is where it goes to."""
        previous = tokens[at - 1] if at > floor else None
        if previous is None or previous.kind != "word" or previous.lower in self._raising_not_after:
            return False
        if previous.lower in self._raised:
            return True
        for back in range(at - 2, max(floor, at - self._raising_reach) - 1, -1):
            if tokens[back].kind != "word":
                return False
            if tokens[back].lower in self._raising:
                return True
        return False

    def limits(self, tokens: Sequence[Token], at: int) -> bool:
        """Whether words that bound or hedge a number stand before tokens[at]."""
        phrase = self._before.ending(tokens, at)
        return phrase is not None and phrase[1] in ("about", "at_least", "at_most")

    def _limits(self, tokens: Sequence[Token], at: int, timed: bool) -> bool:
        """A loose word ("over", "under", "past") bounds the number after it, and is no preposition of place or time."""
        previous = tokens[at - 1].lower if at else ""
        if tokens[at].lower == "past":
            return not timed and previous not in ("the", "this", "over", "in", "half", "quarter", "for")
        return not timed or previous in self._loose_after

    @staticmethod
    def _hedge(reading: Reading, tokens: Sequence[Token], begin: int) -> None:
        reading.approximate = True
        if reading.bound == "exact":
            reading.bound = "about"
            reading.rule = tokens[begin].lower

    @staticmethod
    def _limit(reading: Reading, meaning: str) -> None:
        if meaning == "at_least":
            stated = reading.low if reading.low is not None else reading.high
            reading.bound, reading.low, reading.high = "at_least", stated, None
        else:
            stated = reading.high if reading.high is not None else reading.low
            reading.bound, reading.high, reading.low = "at_most", stated, None
        reading.rule = meaning

    def after(self, tokens: Sequence[Token], reading: Reading) -> None:
        """The words after the number that bound it, hedge it or say that it comes on top."""
        for _ in range(_MOST_MODIFIERS):
            at = reading.last
            if at + 1 < len(tokens) and tokens[at].text == ",":
                phrase = self._after.starting(tokens, at + 1)
                if phrase is None or " ".join(t.lower for t in tokens[at + 1 : phrase[0]]) not in self._far:
                    break
            else:
                phrase = self._after.starting(tokens, at)
            if phrase is None or not self._ends_here(tokens, at, phrase[0]):
                break
            last, meaning = phrase
            if meaning == "additional":
                reading.basis = "additional"
                if tokens[at].lower not in ("more", "extra"):
                    return
            elif meaning == "plain":
                return
            elif meaning == "about":
                self._hedge(reading, tokens, at)
            elif reading.bound in ("exact", "about"):
                self._limit(reading, meaning)
            else:
                return
            reading.last = last
        self._far_after(tokens, reading)
        if reading.basis == "total" and self._part_after.starting(tokens, reading.last) is not None:
            reading.basis = "part"

    @staticmethod
    def _ends_here(tokens: Sequence[Token], at: int, last: int) -> bool:
        """Signs and "-odd" are glued to the number; "more than" begins another quantity."""
        word = tokens[at].lower
        if word in _DASHES or word in ("+", "ish"):
            return glued(tokens[at - 1], tokens[at])
        following = tokens[last].lower if last < len(tokens) else ""
        if word == "plus" and last < len(tokens) and (tokens[last].kind == "number" or following in ("a", "an", "the")):
            return False
        return not (tokens[last - 1].lower in ("more", "fewer", "less") and following in ("than", "or"))

    def _far_after(self, tokens: Sequence[Token], reading: Reading) -> None:
        """ "A thousand marines at most": the limit follows the noun."""
        if reading.bound not in ("exact", "about"):
            return
        for at in range(reading.last + 1, min(reading.last + 1 + self._far_words, len(tokens))):
            if tokens[at - 1].kind != "word" and tokens[at - 1].text != ",":
                return
            phrase = self._after.starting(tokens, at)
            if phrase is None or " ".join(token.lower for token in tokens[at : phrase[0]]) not in self._far:
                continue
            following = tokens[phrase[0]] if phrase[0] < len(tokens) else None
            if following is not None and (following.kind == "number" or following.lower in self._number_words):
                return
            if phrase[1] == "about":
                self._hedge(reading, tokens, at)
            else:
                self._limit(reading, phrase[1])
            reading.last = phrase[0]
            return
