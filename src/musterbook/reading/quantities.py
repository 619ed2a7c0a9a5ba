"""Figures in a text: how many, within which bounds, in which words, and what kind of thing they count.

A regular grammar over tokens, with its words in `codebook/quantities.toml`. It needs no parser:

    for found in find("No fewer than 340 infantrymen were killed, another 1,150 wounded."):
        found.text, found.low, found.high, found.bound
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from musterbook.codebook.quantities import QuantityWords, quantity_words
from musterbook.reading.counted import Counted, UnitClass
from musterbook.reading.numerals import Numeral, Numerals
from musterbook.reading.phrases import Phrases
from musterbook.reading.tokens import Token, glued, tokenise

BasisHint = Literal["total", "additional", "part"]
Bound = Literal["exact", "about", "at_least", "at_most", "range"]
_DASHES = frozenset("-–—‑−")
_MOST_MODIFIERS = 4
_FAR_FROM_A_CHANGE = 4


@dataclass(frozen=True, slots=True)
class FoundQuantity:
    """A figure at text[start:end], its modifiers included ("no fewer than 340"); the bare number stands apart.

    `low` and `high` are the interval it gives by CODEBOOK, "Quantities" (None: open end), ints where whole. `bound`
    says the same in one word. `unit_class` is what the number counts: "count" unless the words around it say money,
    percent, fraction, measure, age, date, ordinal or identifier. `rule` names what decided the bound.
    """

    start: int
    end: int
    text: str
    number_start: int
    number_end: int
    low: float | None
    high: float | None
    approximate: bool
    bound: Bound
    basis_hint: BasisHint
    unit_class: UnitClass
    rule: str

    @property
    def value(self) -> float:
        """The number said: the stated one for open intervals, the lower end of a range."""
        return self.low if self.low is not None else self.high if self.high is not None else 0


def find(text: str, *, implied: bool = False, every_number: bool = False) -> list[FoundQuantity]:
    """The quantities of an English text, in order, none overlapping another, none crossing a sentence end.

    `implied` adds numbers said without a number: "a", "an" (1, as counted in lists of losses) and "both" (2).
    `every_number` adds the numbers that are no quantities: parts of dates, ordinals, names ("the 11th Corps", "T-72").
    Never raises, whatever the text.
    """
    return _grammar().find(text, implied=implied, every_number=every_number)


@dataclass(slots=True)
class _Reading:
    """A quantity under way: tokens [first, last) so far."""

    first: int
    last: int
    low: float | None
    high: float | None
    approximate: bool
    bound: Bound
    basis: BasisHint
    rule: str


class QuantityGrammar:
    """The grammar for one set of words; make one to read with an extended codebook."""

    def __init__(self, words: QuantityWords) -> None:
        before, after, ranges = words.before, words.after, words.ranges
        self._numerals = Numerals(words)
        self._counted = Counted(words)
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
        self._part_after = Phrases.of([(before.part, "part")])
        self._between = Phrases.of([(ranges.between, True)])
        self._between_and = frozenset(ranges.between_and)
        self._from = Phrases.of([(ranges.from_words, True)])
        self._joins = Phrases.of([(ranges.joins_loose, "loose"), (ranges.joins, "firm")])
        self._changes = frozenset(ranges.changes)
        self._fractions = Phrases(words.classes.fraction_words)
        self._not_fraction_before = frozenset(words.classes.not_fraction_before)
        self._one_not_after = frozenset(words.classes.one_not_after)
        self._one_counts_before = frozenset(words.classes.one_counts_before)
        self._one_not_before = frozenset(words.classes.one_not_before)

    def find(self, text: str, *, implied: bool = False, every_number: bool = False) -> list[FoundQuantity]:
        """The same as the module's `find`."""
        tokens = tokenise(text, self._counted.months)
        dates = self._counted.date_tokens(tokens)
        found: list[FoundQuantity] = []
        at, floor = 0, 0
        while at < len(tokens):
            fraction = self._fraction(tokens, at)
            if fraction is not None:
                last, share = fraction
                found.append(
                    self._made(
                        text,
                        tokens,
                        _Reading(at, last, share, share, False, "exact", "total", "fraction"),
                        at,
                        last,
                        "fraction",
                    )
                )
                at = floor = last
                continue
            numeral = self._numerals.parse(tokens, at, implied=implied)
            if numeral is None or (
                self._is_pronoun(tokens, numeral) and not (implied and self._stands_for_one(tokens, numeral))
            ):
                at += 1
                continue
            name = "date" if at in dates else self._counted.name_class(tokens, numeral)
            if name is not None:
                if every_number:
                    exact = _Reading(at, numeral.last, numeral.low, numeral.high, False, "exact", "total", name)
                    found.append(self._made(text, tokens, exact, at, numeral.last, name))
                at = floor = max(numeral.last, self._counted.name_end(tokens, numeral))
                continue
            quantity = self._quantity(text, tokens, numeral, floor, dates)
            if found and quantity.start <= found[-1].start:
                found.pop()
            found.append(quantity)
            if numeral.form == "implied":
                at += 1
                continue
            while at < len(tokens) and tokens[at].start < quantity.end:
                at += 1
            floor = at
        return found

    def _quantity(
        self, text: str, tokens: Sequence[Token], numeral: Numeral, floor: int, dates: frozenset[int]
    ) -> FoundQuantity:
        """The quantity around a number: range, words before, words after, what it counts."""
        reading = self._range(tokens, numeral, floor, dates)
        number_first, number_last = numeral.first, reading.last
        unit_class = self._counted.unit_class(tokens, numeral.first, reading.last)
        timed = unit_class == "measure" and self._counted.is_time(tokens, reading.last)
        self._words_before(tokens, reading, floor, timed, numeral.form)
        self._words_after(tokens, reading)
        if reading.last == number_last:
            reading.last = max(reading.last, number_last)
        return self._made(text, tokens, reading, number_first, number_last, unit_class)

    def _range(self, tokens: Sequence[Token], first: Numeral, floor: int, dates: frozenset[int]) -> _Reading:
        """The number alone, or with a second one it is joined to."""
        vague = first.form in ("vague", "couple")
        alone = _Reading(
            first.first, first.last, first.low, first.high, vague, "about" if vague else "exact", "total", first.form
        )
        between = self._between.ending(tokens, first.first)
        if between is not None and between[0] >= floor:
            if first.last < len(tokens) and tokens[first.last].lower in self._between_and:
                second = self._second(tokens, first.last + 1, dates)
                pair = second and _scaled_alike(first, second)
                if second is not None and pair and pair[0] <= pair[1]:
                    return _Reading(between[0], second.last, *pair, False, "range", "total", "between")
            return alone
        join = self._joins.starting(tokens, first.last)
        if join is None:
            return alone
        after, kind = join
        second = self._second(tokens, after, dates)
        if second is None or not self._joinable(tokens, first, after, second, kind):
            return alone
        pair = _scaled_alike(first, second)
        if pair[0] >= pair[1]:
            return alone
        start = first.first
        from_word = self._from.ending(tokens, start)
        if from_word is not None and from_word[0] >= floor:
            start = from_word[0]
        if any(token.lower in self._changes for token in tokens[max(floor, start - _FAR_FROM_A_CHANGE) : start]) and (
            start != first.first or tokens[start - 1].lower in self._changes
        ):
            return alone
        return _Reading(start, second.last, *pair, False, "range", "total", "range")

    def _second(self, tokens: Sequence[Token], at: int, dates: frozenset[int]) -> Numeral | None:
        if at >= len(tokens) or at in dates:
            return None
        second = self._numerals.parse(tokens, at)
        if second is None or self._counted.name_class(tokens, second) is not None:
            return None
        return second

    def _joinable(self, tokens: Sequence[Token], first: Numeral, after: int, second: Numeral, kind: str) -> bool:
        join = tokens[first.last]
        if join.lower in _DASHES:
            tight = glued(tokens[first.last - 1], join) and glued(join, tokens[after])
            if not tight and join.text in "-—":
                return False
        if kind == "loose":
            return first.form != "vague" and second.low <= 2 * first.low + 2
        return True

    def _words_before(self, tokens: Sequence[Token], reading: _Reading, floor: int, timed: bool, form: str) -> None:
        """What the words before the number do to it; those that bound it or hedge it become part of its text."""
        at = reading.first
        for _ in range(_MOST_MODIFIERS):
            phrase = self._before.ending(tokens, at)
            if phrase is None or phrase[0] < floor:
                return
            begin, meaning = phrase
            word = tokens[begin].lower
            if word in self._loose and begin == at - 1 and not self._bounds(tokens, begin, timed):
                return
            if meaning == "plain":
                if word == "in" and form == "vague":
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

    def _bounds(self, tokens: Sequence[Token], at: int, timed: bool) -> bool:
        """A loose word ("over", "under", "past") bounds the number after it, and is no preposition of place or time."""
        previous = tokens[at - 1].lower if at else ""
        if tokens[at].lower == "past":
            return not timed and previous not in ("the", "this", "over", "in", "half", "quarter", "for")
        return not timed or previous in self._loose_after

    @staticmethod
    def _hedge(reading: _Reading, tokens: Sequence[Token], begin: int) -> None:
        reading.approximate = True
        if reading.bound == "exact":
            reading.bound = "about"
            reading.rule = tokens[begin].lower

    @staticmethod
    def _limit(reading: _Reading, meaning: str) -> None:
        if meaning == "at_least":
            reading.bound, reading.high = "at_least", None
            if reading.low is None:
                reading.low = 0
        else:
            stated = reading.high if reading.high is not None else reading.low
            reading.bound, reading.high, reading.low = "at_most", stated, None
        reading.rule = meaning

    def _words_after(self, tokens: Sequence[Token], reading: _Reading) -> None:
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

    def _far_after(self, tokens: Sequence[Token], reading: _Reading) -> None:
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
            if following is not None and following.kind == "number":
                return
            if phrase[1] == "about":
                self._hedge(reading, tokens, at)
            else:
                self._limit(reading, phrase[1])
            reading.last = phrase[0]
            return

    def _fraction(self, tokens: Sequence[Token], at: int) -> tuple[int, float] | None:
        found = self._fractions.starting(tokens, at)
        if found is None or (at and tokens[at - 1].lower in self._not_fraction_before):
            return None
        return found

    def _is_pronoun(self, tokens: Sequence[Token], numeral: Numeral) -> bool:
        """ "One" for somebody already named ("one of them", "no one"), not for the number."""
        if numeral.last - numeral.first != 1 or tokens[numeral.first].lower != "one":
            return False
        before = tokens[numeral.first - 1].lower if numeral.first else ""
        after = tokens[numeral.last].lower if numeral.last < len(tokens) else ""
        return before in self._one_not_after or after in self._one_not_before

    def _stands_for_one(self, tokens: Sequence[Token], numeral: Numeral) -> bool:
        """ "One of them", "one is in dock": a pronoun, and yet one of those spoken of."""
        before = tokens[numeral.first - 1].lower if numeral.first else ""
        after = tokens[numeral.last].lower if numeral.last < len(tokens) else ""
        return before not in self._one_not_after and after in self._one_counts_before

    def _made(
        self,
        text: str,
        tokens: Sequence[Token],
        reading: _Reading,
        number_first: int,
        number_last: int,
        unit_class: UnitClass,
    ) -> FoundQuantity:
        start, end = tokens[reading.first].start, tokens[reading.last - 1].end
        return FoundQuantity(
            start=start,
            end=end,
            text=text[start:end],
            number_start=tokens[number_first].start,
            number_end=tokens[number_last - 1].end,
            low=reading.low,
            high=reading.high,
            approximate=reading.approximate,
            bound=reading.bound,
            basis_hint=reading.basis,
            unit_class=unit_class,
            rule=reading.rule,
        )


def _scaled_alike(first: Numeral, second: Numeral) -> tuple[float, float]:
    """Both ends, the first with the second's scale where it must share it ("8 to 10 thousand", "10-12,000")."""
    low, high = first.low, second.high
    if first.scale == 1 and low < 1000:
        scale = second.scale if second.scale > 1 else 1000 if second.form == "digits" and high % 1000 == 0 else 1
        written = second.scale > 1
        if scale > 1 and low * scale < high and (written or high <= 5 * low * scale):
            low = low * scale
    low = int(low) if low == int(low) else low
    return low, high


@cache
def _grammar() -> QuantityGrammar:
    return QuantityGrammar(quantity_words())
