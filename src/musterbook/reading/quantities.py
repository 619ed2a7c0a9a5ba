"""Figures in a text: how many, within which bounds, in which words, and what kind of thing they count.

A regular grammar over tokens, with its words in `codebook/quantities.toml`. It needs no parser:

    for found in find("No fewer than 340 infantrymen were killed, another 1,150 wounded."):
        found.text, found.low, found.high, found.bound
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from musterbook.codebook.quantities import QuantityWords, quantity_words
from musterbook.reading.bounds import BasisHint, Bound, Bounds, Reading
from musterbook.reading.counted import Counted, UnitClass
from musterbook.reading.number_names import NumberNames, numbered_names
from musterbook.reading.numerals import IMPLIED, Numeral, Numerals
from musterbook.reading.phrases import Phrases
from musterbook.reading.tokens import Token, glued, tokenise

_SENTENCE_ENDS = frozenset(".;!?\n")
_FAR_FROM_A_CHANGE = 4
_GREATEST_RATIO, _SMALL_RATIO = 1000, 10
"""The second number of "one in a thousand"; of "three in ten"."""
_WIDEST = 20
"""Without "from" or "between", ends further apart than this many times are two figures ("fell 2.35 to 345.06")."""


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


class QuantityGrammar:
    """The grammar for one set of words; make one to read with an extended codebook."""

    def __init__(self, words: QuantityWords) -> None:
        ranges = words.ranges
        self._numerals = Numerals(words)
        self._counted = Counted(words)
        self._names = NumberNames(words)
        self._bounds = Bounds(words)
        self._between = Phrases.of([(ranges.between, True)])
        self._between_and = frozenset(ranges.between_and)
        self._from = Phrases.of([(ranges.from_words, True)])
        self._joins = Phrases.of([(ranges.joins_loose, "loose"), (ranges.joins, "firm")])
        self._changes = frozenset(ranges.changes)
        self._changes_far = frozenset(ranges.changes_far)
        self._changes_reach = ranges.changes_reach
        self._fractions = Phrases(words.classes.fraction_words)
        self._bare_fractions = Phrases(words.classes.bare_fractions)
        self._bare_after = words.classes.bare_after
        self._bare_before = frozenset(words.classes.bare_before)
        self._ratio_joins = Phrases.of([(words.classes.ratio_joins, True)])
        self._not_fraction_before = frozenset(words.classes.not_fraction_before)
        self._one_not_after = frozenset(words.classes.one_not_after)
        self._one_between = frozenset(words.classes.one_between)
        self._one_counts_before = frozenset(words.classes.one_counts_before)
        self._one_not_before = frozenset(words.classes.one_not_before)

    def find(self, text: str, *, implied: bool = False, every_number: bool = False) -> list[FoundQuantity]:
        """The same as the module's `find`."""
        tokens = tokenise(text, self._names.months)
        dates, named = self._names.date_tokens(tokens), numbered_names(tokens)
        found: list[FoundQuantity] = []
        at, floor = 0, 0
        while at < len(tokens):
            numeral = self._numerals.parse(tokens, at, implied=implied)
            fraction = self._fraction(tokens, at, numeral)
            if fraction is not None and (numeral is None or numeral.last < fraction[0] or tokens[at + 1].text == "/"):
                found.append(self._share(text, tokens, Numeral(at, *fraction, fraction[1], "fraction"), floor))
                at = floor = fraction[0]
                continue
            if numeral is None or not self._counts(tokens, numeral, implied=implied):
                at += 1
                continue
            name: UnitClass | None = "date" if at in dates else "identifier" if at in named else None
            name = name or self._names.name_class(tokens, numeral)
            if name is not None:
                if every_number:
                    found.append(self._plain(text, tokens, numeral, name))
                at = floor = max(numeral.last, self._names.name_end(tokens, numeral))
                continue
            quantity = self._quantity(text, tokens, numeral, floor, dates)
            if found and quantity.start < found[-1].end:
                found.pop()
            found.append(quantity)
            if numeral.form == IMPLIED:
                at += 1
                continue
            while at < len(tokens) and tokens[at].start < quantity.end:
                at += 1
            floor = at
        return found

    def _share(self, text: str, tokens: Sequence[Token], numeral: Numeral, floor: int) -> FoundQuantity:
        """A fraction with the words before it: "more than half of", "nearly a third of"."""
        reading = Reading(numeral.first, numeral.last, numeral.low, numeral.high, False, "exact", "total", "fraction")
        self._bounds.before(tokens, reading, floor, timed=False, vague=False)
        return _made(text, tokens, reading, numeral, "fraction")

    @staticmethod
    def _plain(text: str, tokens: Sequence[Token], numeral: Numeral, unit_class: UnitClass) -> FoundQuantity:
        """A number without modifiers."""
        reading = Reading(numeral.first, numeral.last, numeral.low, numeral.high, False, "exact", "total", unit_class)
        return _made(text, tokens, reading, numeral, unit_class)

    def _counts(self, tokens: Sequence[Token], numeral: Numeral, *, implied: bool) -> bool:
        """The number is one; a pronoun is only where it is asked for."""
        return not self._is_pronoun(tokens, numeral) or (implied and self._stands_for_one(tokens, numeral))

    def _quantity(
        self, text: str, tokens: Sequence[Token], numeral: Numeral, floor: int, dates: frozenset[int]
    ) -> FoundQuantity:
        """The quantity around a number: range, words before, words after, what it counts."""
        reading = self._range(tokens, numeral, floor, dates)
        number = replace(numeral, last=reading.last)
        unit_class = self._counted.unit_class(tokens, numeral.first, reading.last)
        timed = unit_class == "measure" and self._counted.is_time(tokens, reading.last)
        self._bounds.before(tokens, reading, floor, timed=timed, vague=numeral.form == "vague")
        if self._counted.is_below_zero(tokens, number.first, reading.last) and reading.low is not None:
            reading.first, reading.low, reading.high = number.first - 1, -reading.low, -reading.low
        plain_last = reading.last
        reading.last = self._counted.past_percent(tokens, plain_last)
        signed_last = reading.last
        self._bounds.after(tokens, reading)
        if reading.last == signed_last:
            reading.last = plain_last
        return _made(text, tokens, reading, number, unit_class)

    def _range(self, tokens: Sequence[Token], first: Numeral, floor: int, dates: frozenset[int]) -> Reading:
        """The number alone, or with a second one it is joined to; a currency sign before it is taken in."""
        vague = first.form in ("vague", "couple")
        start = max(floor, self._counted.after_money_sign(tokens, first.first))
        alone = Reading(
            start, first.last, first.low, first.high, vague, "about" if vague else "exact", "total", first.form
        )
        joint = self._counted.past_percent(tokens, first.last)
        between = self._between.ending(tokens, start)
        if between is not None and between[0] >= floor:
            if joint < len(tokens) and tokens[joint].lower in self._between_and:
                second = self._second(tokens, joint + 1, dates)
                pair = second and _scaled_alike(first, second)
                if second is not None and pair and pair[0] <= pair[1]:
                    return Reading(between[0], second.last, *pair, False, "range", "total", "between")
            return alone
        join = self._joins.starting(tokens, joint)
        second = self._second(tokens, join[0], dates) if join else None
        if join is None or second is None or not self._joinable(tokens, first, joint, join, second):
            return alone
        pair = _scaled_alike(first, second)
        if pair[0] >= pair[1]:
            return alone
        from_word = self._from.ending(tokens, start)
        if from_word is not None and from_word[0] >= floor:
            if self._tells_a_change(tokens, from_word[0], floor):
                return alone
            start = from_word[0]
        elif pair[1] > _WIDEST * pair[0] or (start > floor and tokens[start - 1].lower in self._changes):
            return alone
        return Reading(start, second.last, *pair, False, "range", "total", "range")

    def _tells_a_change(self, tokens: Sequence[Token], at: int, floor: int) -> bool:
        """A word of change stands near before tokens[at], or a strong one further back in the sentence."""
        for distance in range(1, min(self._changes_reach, at - floor) + 1):
            word = tokens[at - distance].lower
            if word in _SENTENCE_ENDS and not _abbreviates(tokens, at - distance):
                return False
            if word in self._changes_far or (distance <= _FAR_FROM_A_CHANGE and word in self._changes):
                return True
        return False

    def _second(self, tokens: Sequence[Token], at: int, dates: frozenset[int]) -> Numeral | None:
        """The number after a join, a currency sign skipped."""
        at = self._counted.past_money_sign(tokens, at)
        if at >= len(tokens) or at in dates:
            return None
        second = self._numerals.parse(tokens, at)
        if second is None or self._names.name_class(tokens, second) is not None:
            return None
        return second

    @staticmethod
    def _joinable(tokens: Sequence[Token], first: Numeral, joint: int, join: tuple[int, str], second: Numeral) -> bool:
        """A hyphen joins only what it is glued to; "or" only what is near."""
        if tokens[joint].text in "-—":
            return glued(tokens[joint - 1], tokens[joint]) and glued(tokens[joint], tokens[join[0]])
        if join[1] != "loose":
            return True
        low, high = _scaled_alike(first, second)
        return first.form != "vague" and high <= 2 * low + 2

    def _fraction(self, tokens: Sequence[Token], at: int, numeral: Numeral | None) -> tuple[int, float] | None:
        written = self._written_fraction(tokens, at)
        if written is not None:
            return written
        ratio = self._ratio(tokens, at, numeral) if numeral is not None else None
        if ratio is not None:
            return ratio
        found = self._fractions.starting(tokens, at)
        if found is None:
            bare = self._bare_fractions.starting(tokens, at)
            found = bare if bare is not None and self._is_share(tokens, at, bare[0]) else None
        if found is None or (at and tokens[at - 1].lower in self._not_fraction_before):
            return None
        return found

    def _is_share(self, tokens: Sequence[Token], first: int, last: int) -> bool:
        """ "A third" at tokens[first:last) is a share: it is bounded or hedged, or something changes by it."""
        if self._bounds.limits(tokens, first):
            return True
        closed = last >= len(tokens) or tokens[last].lower in self._bare_before
        return closed and first > 0 and tokens[first - 1].lower == self._bare_after

    def _ratio(self, tokens: Sequence[Token], at: int, first: Numeral) -> tuple[int, float] | None:
        """ "one in eight", "nine out of 10": whole numbers, the second counting what follows or nothing."""
        join = self._ratio_joins.starting(tokens, first.last)
        second = self._numerals.parse(tokens, join[0]) if join is not None and join[0] < len(tokens) else None
        if join is None or second is None or not 0 < first.low < second.low <= _GREATEST_RATIO:
            return None
        if first.low != 1 and join[0] - first.last == 1 and second.low > _SMALL_RATIO:
            return None
        counted = self._counted.unit_class(tokens, second.first, second.last)
        pronoun = first.low == 1 and at > 0 and tokens[at - 1].lower in self._one_not_after
        if counted != "count" or pronoun or self._names.name_class(tokens, second) is not None:
            return None
        return second.last, first.low / second.low

    @staticmethod
    def _written_fraction(tokens: Sequence[Token], at: int) -> tuple[int, float] | None:
        """ "1/3 of", "2/3 majority": single digits, and a word after them."""
        if tokens[at].kind != "number" or at + 3 >= len(tokens) or tokens[at + 1].text != "/":
            return None
        over, under = tokens[at].text, tokens[at + 2].text
        single = len(over) == len(under) == 1 and over.isdigit() and under.isdigit()
        apart = tokens[at + 3].kind == "word" and not glued(tokens[at + 2], tokens[at + 3])
        if not single or not apart or not 0 < int(over) < int(under):
            return None
        return at + 3, int(over) / int(under)

    def _is_pronoun(self, tokens: Sequence[Token], numeral: Numeral) -> bool:
        """ "One" for somebody already named ("one of them", "no one"), not for the number."""
        if numeral.last - numeral.first != 1 or tokens[numeral.first].lower != "one":
            return False
        before = tokens[numeral.first - 1].lower if numeral.first else ""
        after = tokens[numeral.last].lower if numeral.last < len(tokens) else ""
        if after == "or" and self._numerals.parse(tokens, numeral.last + 1) is not None:
            return False
        if before in self._one_between and after.isalpha() and after not in self._one_not_before:
            return False
        return before in self._one_not_after or after in self._one_not_before

    def _stands_for_one(self, tokens: Sequence[Token], numeral: Numeral) -> bool:
        """ "One of them", "one is in dock": a pronoun, and yet one of those spoken of."""
        before = tokens[numeral.first - 1].lower if numeral.first else ""
        after = tokens[numeral.last].lower if numeral.last < len(tokens) else ""
        if before in self._one_between:
            return after == "of"
        return before not in self._one_not_after and after in self._one_counts_before


def _made(
    text: str, tokens: Sequence[Token], reading: Reading, number: Numeral, unit_class: UnitClass
) -> FoundQuantity:
    start, end = tokens[reading.first].start, tokens[reading.last - 1].end
    return FoundQuantity(
        start=start,
        end=end,
        text=text[start:end],
        number_start=tokens[number.first].start,
        number_end=tokens[number.last - 1].end,
        low=reading.low,
        high=reading.high,
        approximate=reading.approximate,
        bound=reading.bound,
        basis_hint=reading.basis,
        unit_class=unit_class,
        rule=reading.rule,
    )


def _abbreviates(tokens: Sequence[Token], at: int) -> bool:
    """Whether a full stop follows a single letter ("U.S."): it ends no sentence."""
    before = tokens[at - 1] if at else None
    return tokens[at].text == "." and before is not None and len(before.text) == 1 and before.text.isupper()


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
