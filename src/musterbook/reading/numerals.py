"""Numbers as they are written: digits with any separators, words, both together, and words for vague sizes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from musterbook.codebook.quantities import QuantityWords, quantity_words
from musterbook.reading.phrases import Phrases
from musterbook.reading.tokens import Token, glued

IMPLIED = "implied"
"""Form of a number that is said without one: an article, "both"."""
_MOST_DIGITS = 15
_SEPARATORS = re.compile(r"[\s,，'’\u00a0\u202f\u2009\u2007]")
_GROUPED_BY_STOPS = re.compile(r"\d{1,3}(?:\.\d{3})+")
_HYPHENS = frozenset("-‑–")


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number at tokens [first, last): an interval for vague words, else low == high.

    `scale` is what the number was multiplied by in words or by a letter (1 where it wasn't). `form` is "digits",
    "words" (digits may be among them), "vague", "couple" or `IMPLIED`.
    """

    first: int
    last: int
    low: float
    high: float
    form: str
    scale: int = 1


class Numerals:
    """The grammar of numbers over tokens, for one set of number words."""

    def __init__(self, words: QuantityWords) -> None:
        numbers = words.numbers
        self._units = numbers.units
        self._teens = numbers.teens
        self._tens = numbers.tens
        self._hundreds = frozenset(numbers.hundreds)
        self._scales = numbers.scales
        self._suffixes = numbers.suffixes
        self._million_or_metre = numbers.million_or_metre
        self._no_plurals = frozenset(numbers.no_plurals)
        self._articles = frozenset(numbers.articles)
        self._people = frozenset(words.classes.people)
        self._money_before = frozenset(words.classes.money_before)
        self._measures = frozenset(words.classes.measure) | frozenset(words.classes.percent) | frozenset(numbers.scales)
        self._score_guards = frozenset(words.guards.scores)
        self._pairs = Phrases(numbers.pairs)
        self._implied = numbers.implied
        self._vague = Phrases(words.vague)
        self._couples = Phrases.of([(words.couples.words, words.couples.value)])
        self._halves = Phrases(numbers.halves)
        self._half_of = frozenset(numbers.half_of)
        self._and_a_part = Phrases(numbers.and_a_part)
        self.starts = (
            frozenset(self._units)
            | frozenset(self._teens)
            | frozenset(self._tens)
            | self._hundreds
            | frozenset(self._scales)
            | frozenset(
                phrase.split()[0]
                for table in (numbers.pairs, numbers.implied, words.vague, numbers.halves)
                for phrase in table
            )
            | frozenset(phrase.split()[0] for phrase in words.couples.words)
        )

    def parse(self, tokens: Sequence[Token], first: int, *, implied: bool = False) -> Numeral | None:
        """The longest number that begins at tokens[first], if one does.

        With `implied`, articles and "both" are numbers where nothing better stands there.
        """
        token = tokens[first]
        if token.kind != "number" and token.lower not in self.starts:
            return None
        for attempt in (self._vague_size, self._couple, self._half, self._full, self._pair):
            found = attempt(tokens, first)
            if found is not None:
                return found
        if implied and token.lower in self._implied:
            value = self._implied[token.lower]
            return Numeral(first, first + 1, value, value, IMPLIED)
        return None

    def _vague_size(self, tokens: Sequence[Token], first: int) -> Numeral | None:
        found = self._vague.starting(tokens, first)
        if found is None:
            return None
        last, (low, high) = found
        if tokens[first].lower == "scores" and not (last < len(tokens) and tokens[last].lower in self._score_guards):
            return None
        return Numeral(first, last, low, high, "vague")

    def _couple(self, tokens: Sequence[Token], first: int) -> Numeral | None:
        found = self._couples.starting(tokens, first)
        if found is None:
            return None
        last, value = found
        scale, after = self._scale(tokens, last)
        if scale == 1 and last < len(tokens) and tokens[last].lower in self._hundreds:
            scale, after = 100, last + 1
        return Numeral(first, after, value * scale, value * scale, "couple", scale)

    def _half(self, tokens: Sequence[Token], first: int) -> Numeral | None:
        found = self._halves.starting(tokens, first)
        if found is None:
            return None
        last, share = found
        scale, after = self._scale(tokens, last)
        single = tokens[first].lower == "half" and last == first + 1
        if single and last < len(tokens) and tokens[last].lower in _HYPHENS:
            scale, after = self._scale(tokens, last + 1)
        if scale == 1 or (single and tokens[after - 1].lower not in self._half_of):
            return None
        return Numeral(first, after, _whole(share * scale), _whole(share * scale), "words", scale)

    def _pair(self, tokens: Sequence[Token], first: int) -> Numeral | None:
        found = self._pairs.starting(tokens, first)
        return Numeral(first, found[0], found[1], found[1], "words") if found else None

    def _full(self, tokens: Sequence[Token], first: int) -> Numeral | None:
        """[group] [scale] [and] [smaller group] …: "two and a half thousand", "11 thousand", "2 thousand 940"."""
        group = self._group(tokens, first)
        if group is None:
            return None
        value, at, wordy = group
        total, last, least = 0.0, at, 10.0**18
        top_scale = 1
        while True:
            part = self._and_a_part.starting(tokens, at)
            if part is not None:
                after_part, share = part
                scale, after = self._scale(tokens, after_part)
                if scale > 1 or not total:
                    value, at, wordy = value + share, after_part, True
            scale, after = self._scale(tokens, at)
            product = value * scale
            while scale > 1 and product < 10**18:
                bigger, further = self._scale(tokens, after)
                if bigger == 1 or bigger < scale:
                    break
                scale, after, product = scale * bigger, further, product * bigger
            if product >= least:
                break
            total, last = total + product, after
            top_scale = max(top_scale, scale)
            wordy = wordy or scale > 1
            if scale <= 1 or scale < 1000:
                break
            least = scale
            following = after
            joined = following < len(tokens) and tokens[following].lower == "and"
            if joined:
                following += 1
            group = self._group(tokens, following) if following < len(tokens) else None
            if group is None or not self._continues(tokens, first, following, group, joined=joined):
                break
            if group[0] * self._scale(tokens, group[1])[0] >= least:
                break
            value, at, _ = group
        if top_scale == 1 and tokens[last - 1].lower in self._hundreds:
            top_scale = 100
        return Numeral(first, last, _whole(total), _whole(total), "words" if wordy else "digits", top_scale)

    def _continues(
        self, tokens: Sequence[Token], first: int, following: int, group: tuple[float, int, bool], *, joined: bool
    ) -> bool:
        """A smaller group goes on with the number: words after words, bare digits under a thousand after digits."""
        if tokens[following].kind == "number":
            digits = tokens[following].text
            alone = self._scale(tokens, group[1])[0] == 1 and not self._is_calibre(tokens, group[1])
            return tokens[first].kind == "number" and not joined and digits.isdigit() and alone
        if tokens[first].kind == "number":
            return False
        return tokens[following].lower not in self._articles

    def _is_calibre(self, tokens: Sequence[Token], at: int) -> bool:
        """A unit joined by a hyphen or a blank stands at tokens[at]: "3 million 152-millimetre shells"."""
        if at < len(tokens) and tokens[at].lower in _HYPHENS:
            at += 1
        return at < len(tokens) and tokens[at].lower in self._measures

    def _group(self, tokens: Sequence[Token], first: int) -> tuple[float, int, bool] | None:
        """A number before any scale: its value, where it ends, and whether it is in words."""
        token = tokens[first]
        if token.kind == "number":
            value = self._digits(tokens, first)
            if value is None:
                return None
            part = self._part_after(tokens, first)
            return (value + part, first + 4, False) if part else (value, first + 1, False)
        at = first
        if token.lower in self._articles:
            if at + 1 < len(tokens) and (
                tokens[at + 1].lower in self._hundreds or tokens[at + 1].lower in self._scales
            ):
                if tokens[at + 1].lower in self._hundreds:
                    return self._after_hundred(tokens, 100, at + 2)
                return 1, at + 1, True
            return None
        if token.lower in self._scales:
            return (1, at, True) if not _follows_plain_article(tokens, first) else None
        if token.lower in self._hundreds:
            return self._after_hundred(tokens, 100, at + 1)
        small = self._below_hundred(tokens, at)
        if small is None:
            return None
        value, at = small
        if at < len(tokens) and tokens[at].lower in self._hundreds:
            return self._after_hundred(tokens, value * 100, at + 1)
        if at + 1 < len(tokens) and tokens[at].lower in _HYPHENS and tokens[at + 1].lower in self._hundreds:
            return self._after_hundred(tokens, value * 100, at + 2)
        return value, at, True

    @staticmethod
    def _part_after(tokens: Sequence[Token], at: int) -> float:
        """ "2 1/2", "3-1/4": the written fraction after a whole number; 0 where there is none."""
        texts = [token.text for token in tokens[at + 1 : at + 5]]
        if texts[:1] == ["-"] and len(texts) == 4 and glued(tokens[at], tokens[at + 1]):
            return 0.0
        if len(texts) < 3 or texts[1] != "/" or not (texts[0].isdecimal() and texts[2].isdecimal()):
            return 0.0
        if len(texts[0]) > 2 or len(texts[2]) > 2 or not glued(tokens[at + 1], tokens[at + 2]):
            return 0.0
        over, under = int(texts[0]), int(texts[2])
        return over / under if 0 < over < under and under in (2, 3, 4, 5, 8, 16, 32) else 0.0

    def _after_hundred(self, tokens: Sequence[Token], value: float, at: int) -> tuple[float, int, bool]:
        following = at
        if following < len(tokens) and tokens[following].lower == "and":
            following += 1
        if following < len(tokens) and tokens[following].kind == "word":
            small = self._below_hundred(tokens, following)
            if small is not None and not (following == at and self._is_one_as_noun(tokens, small[1])):
                return value + small[0], small[1], True
        return value, at, True

    @staticmethod
    def _is_one_as_noun(tokens: Sequence[Token], at: int) -> bool:
        return at < len(tokens) and tokens[at - 1].lower == "one" and tokens[at].lower == "of"

    def _below_hundred(self, tokens: Sequence[Token], at: int) -> tuple[float, int] | None:
        word = tokens[at].lower
        if word in self._teens:
            return self._teens[word], at + 1
        if word in self._units:
            return self._units[word], at + 1
        if word not in self._tens:
            return None
        value = self._tens[word]
        following = at + 1
        if following < len(tokens) and tokens[following].lower in _HYPHENS:
            following += 1
        if following < len(tokens) and tokens[following].lower in self._units:
            if following == at + 2 and not (
                glued(tokens[at], tokens[at + 1]) and glued(tokens[at + 1], tokens[following])
            ):
                return value, at + 1
            return value + self._units[tokens[following].lower], following + 1
        return value, at + 1

    def _scale(self, tokens: Sequence[Token], at: int) -> tuple[int, int]:
        """The scale word or letter at tokens[at], and where it ends; 1 where there is none."""
        if at >= len(tokens):
            return 1, at
        token = tokens[at]
        if token.lower in self._scales:
            return self._scales[token.lower], at + 1
        previous = tokens[at - 1] if at else None
        if previous is None or previous.kind != "number":
            hyphen = token.lower in _HYPHENS and at + 1 < len(tokens) and tokens[at + 1].lower in self._scales
            if hyphen and previous is not None and glued(previous, token) and glued(token, tokens[at + 1]):
                return self._scales[tokens[at + 1].lower], at + 2
            return 1, at
        if token.lower in self._suffixes and (glued(previous, token) or len(token.lower) > 1):
            return self._suffixes[token.lower], at + 1
        if token.lower == self._million_or_metre and self._counts_millions(tokens, at):
            return 1_000_000, at + 1
        if token.lower in _HYPHENS and at + 1 < len(tokens) and tokens[at + 1].lower in self._scales:
            return self._scales[tokens[at + 1].lower], at + 2
        return 1, at

    def _counts_millions(self, tokens: Sequence[Token], at: int) -> bool:
        """The "m" at tokens[at] is million: money before the number, or a plural after it."""
        if at >= 2 and tokens[at - 2].lower in self._money_before:
            return True
        if not glued(tokens[at - 1], tokens[at]) or tokens[at].text == "M":
            return tokens[at].text == "M" and glued(tokens[at - 1], tokens[at])
        following = tokens[at + 1].lower if at + 1 < len(tokens) else ""
        return following in self._people or (
            len(following) > 3
            and following.endswith("s")
            and not following.endswith("ss")
            and following not in self._no_plurals
        )

    def _digits(self, tokens: Sequence[Token], at: int) -> float | None:
        following = tokens[at + 1].lower if at + 1 < len(tokens) else ""
        money = at > 0 and tokens[at - 1].lower in self._money_before
        noun = following.isalpha() and following not in self._measures and following not in self._suffixes
        return digits_value(tokens[at].text, before_noun=noun and not money)


def digits_value(text: str, *, before_noun: bool = False) -> float | None:
    """The value of a number in digits; None where it has too many digits to count anything.

    One full stop before exactly three digits parts thousands where a noun follows or they are "000" (11.000), else
    it is the decimal point; so does a comma before one or two digits.
    """
    if len(text) > _MOST_DIGITS + 8:
        return None
    plain = _SEPARATORS.sub("", text) if not re.fullmatch(r"\d+,\d{1,2}", text) else text.replace(",", ".")
    if _GROUPED_BY_STOPS.fullmatch(plain) and not plain.startswith("0"):
        single = plain.count(".") == 1
        if not single or before_noun or plain.endswith(".000"):
            plain = plain.replace(".", "")
    extra = 0.0
    if plain and not plain[-1].isdigit():
        extra = unicodedata.numeric(plain[-1], 0.0)
        plain = plain[:-1]
    if sum(character.isdigit() for character in plain) > _MOST_DIGITS:
        return None
    try:
        return _whole((float(plain) if plain else 0.0) + extra)
    except ValueError:
        return None


def _whole(value: float) -> float:
    """An int where nothing is lost."""
    rounded = round(value, 6)
    return int(rounded) if rounded == int(rounded) else rounded


def _follows_plain_article(tokens: Sequence[Token], at: int) -> bool:
    """A scale word alone after "per": no number ("per thousand")."""
    return at > 0 and tokens[at - 1].lower in ("per", "in")


@cache
def numerals() -> Numerals:
    """The grammar for the packaged number words."""
    return Numerals(quantity_words())
