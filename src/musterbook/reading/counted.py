"""What a number counts: told from the words and signs beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from musterbook.codebook.quantities import QuantityWords
from musterbook.reading.numerals import Numeral
from musterbook.reading.phrases import Phrases
from musterbook.reading.tokens import Token, glued

UnitClass = Literal["count", "money", "percent", "fraction", "measure", "age", "date", "ordinal", "identifier"]
_HYPHENS = frozenset("-‑–/")
_ORDINAL_ENDINGS = frozenset(("st", "nd", "rd", "th"))
_PREFIXES = frozenset(("mid", "pre", "post", "end", "late", "early", "some", "over", "non", "sub", "about", "near"))
_SIGNS_OF_A_NAME = frozenset(("#", "№"))
_YEARS = range(1900, 2100)
_MONTHS = frozenset(
    [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
    ]
)


class Counted:
    """The classes of numbers, for one set of words."""

    def __init__(self, words: QuantityWords) -> None:
        classes = words.classes
        self.months = _MONTHS
        self._percent = Phrases.of([(classes.percent, True)])
        self._money_before = Phrases.of([(classes.money_before, True)])
        self._money_after = Phrases.of([(classes.money_after, True)])
        self._money_words = Phrases.of([(classes.money_words, True)])
        self._measure = frozenset(classes.measure)
        self._measure_words = frozenset(classes.measure_words)
        self._time_units = frozenset(classes.time_units)
        self._age = Phrases.of([(classes.age, True)])
        self._age_before = Phrases.of([(classes.age_before, True)])
        self._clock = Phrases.of([(classes.clock, True)])
        self._named = frozenset(classes.named_before)
        self._named_small = frozenset(classes.named_before_small)
        self._scores_after = frozenset(classes.scores_after)
        self._people = frozenset(classes.people)
        self._suffixes = frozenset(words.numbers.suffixes) | {words.numbers.million_or_metre}

    def date_tokens(self, tokens: Sequence[Token]) -> frozenset[int]:
        """Which tokens are numbers inside dates, years and clock times."""
        found = set()
        for at, token in enumerate(tokens):
            if token.kind != "number" or not token.text.isdigit():
                continue
            value = int(token.text) if len(token.text) < 6 else 0
            previous = tokens[at - 1].lower if at else ""
            following = tokens[at + 1].lower if at + 1 < len(tokens) else ""
            if (1 <= value <= 31 and (previous in self.months or following in self.months)) or (
                len(token.text) == 4 and value in _YEARS and following not in self._people
            ):
                found.add(at)
        return frozenset(found)

    def name_class(self, tokens: Sequence[Token], numeral: Numeral) -> UnitClass | None:
        """The number is an ordinal, or part of a name or code, and counts nothing."""
        first, last = numeral.first, numeral.last
        token = tokens[first]
        following = tokens[last] if last < len(tokens) else None
        previous = tokens[first - 1] if first else None
        if following is not None and glued(tokens[last - 1], following) and tokens[last - 1].kind == "number":
            if following.lower in _ORDINAL_ENDINGS:
                return "ordinal"
            if following.kind == "word" and len(following.lower) < 4 and not self._is_unit(following.lower):
                return "date" if following.lower == "s" or self._clock.starting(tokens, last) else "identifier"
        if previous is not None and token.kind == "number":
            if glued(previous, token) and self._in_a_code(tokens, first):
                return "identifier"
            if self._score(tokens, numeral):
                return "identifier"
            if numeral.form == "digits" and numeral.last == numeral.first + 1:
                if previous.text in _SIGNS_OF_A_NAME or self._named_number(tokens, first):
                    return "identifier"
        if token.kind == "number" and self._clock.starting(tokens, last) is not None:
            return "date"
        if self._enumerates(tokens, first, last):
            return "identifier"
        return None

    def name_end(self, tokens: Sequence[Token], numeral: Numeral) -> int:
        """Where the code ends that the number is in ("9K720", "3-1")."""
        at = numeral.last
        while (
            at < len(tokens)
            and glued(tokens[at - 1], tokens[at])
            and (
                tokens[at].kind in ("number", "word")
                or (
                    tokens[at].text in "-/:"
                    and at + 1 < len(tokens)
                    and tokens[at + 1].kind == "number"
                    and glued(tokens[at], tokens[at + 1])
                )
            )
        ):
            at += 1
        return at

    def unit_class(self, tokens: Sequence[Token], first: int, last: int) -> UnitClass:
        """What the number at tokens[first:last) counts."""
        if self._money_before.ending(tokens, first) is not None:
            return "money"
        at = last
        if at < len(tokens) and tokens[at].lower in _HYPHENS and self._age.starting(tokens, at) is None:
            at += 1
        if self._percent.starting(tokens, at) is not None:
            return "percent"
        if self._age.starting(tokens, at) is not None:
            return "age"
        if self._money_after.starting(tokens, at) is not None:
            return "money"
        nationality = self._money_words.starting(tokens, at)
        if nationality is not None and self._money_after.starting(tokens, nationality[0]) is not None:
            return "money"
        for _ in range(2):
            if at < len(tokens) and tokens[at].lower in self._measure and self._measures(tokens, at):
                return "measure"
            if at >= len(tokens) or tokens[at].lower not in self._measure_words:
                break
            at += 1
        if self._age_before.ending(tokens, first) is not None:
            return "age"
        return "count"

    def is_time(self, tokens: Sequence[Token], last: int) -> bool:
        """The unit after the number is one of time."""
        return any(token.lower in self._time_units for token in tokens[last : last + 3])

    @staticmethod
    def _measures(tokens: Sequence[Token], at: int) -> bool:
        """One-letter units are glued to their number, or stand alone ("5 t", not "5 T-72 tanks")."""
        if len(tokens[at].lower) > 1:
            return True
        return tokens[at].text.islower() and not (
            at + 1 < len(tokens)
            and tokens[at + 1].text in "-.'"
            and glued(tokens[at], tokens[at + 1])
            and at + 2 < len(tokens)
            and glued(tokens[at + 1], tokens[at + 2])
        )

    def _is_unit(self, word: str) -> bool:
        return word in self._measure or word in self._suffixes or word in ("ish", "odd", "usd", "eur")

    def _in_a_code(self, tokens: Sequence[Token], at: int) -> bool:
        """A letter, or a letter and a hyphen, is glued before the number: M1989, T-72, COVID-19."""
        previous = tokens[at - 1]
        if previous.kind in ("word", "stamp"):
            return self._money_before.ending(tokens, at) is None
        if previous.lower not in _HYPHENS or at < 2 or not glued(tokens[at - 2], previous):
            return False
        stem = tokens[at - 2]
        if stem.kind == "number":
            return at >= 4 and tokens[at - 3].lower in _HYPHENS and glued(tokens[at - 3], stem)
        return stem.kind == "word" and stem.lower not in _PREFIXES and not stem.lower == "to"

    def _named_number(self, tokens: Sequence[Token], at: int) -> bool:
        """A noun that takes numbers for names stands before it: Brigade 129, Article 5, No. 5."""
        name = at - 1
        if tokens[name].text == "." and name:
            name -= 1
            return tokens[name].lower in self._named_small and glued(tokens[name], tokens[name + 1])
        word = tokens[name]
        if word.lower in self._named_small:
            return word.lower not in ("number", "numbers") or not word.text.islower()
        following = tokens[at + 1].lower if at + 1 < len(tokens) else ""
        return word.lower in self._named and word.text[:1].isupper() and following not in self._people

    def _score(self, tokens: Sequence[Token], numeral: Numeral) -> bool:
        """Two numbers with a hyphen that give a result: "3-1", "a 2-0 win"."""
        last = numeral.last
        if last + 1 >= len(tokens) or tokens[last].lower not in _HYPHENS or tokens[last + 1].kind != "number":
            return False
        if not glued(tokens[last - 1], tokens[last]) or not glued(tokens[last], tokens[last + 1]):
            return False
        left, right = tokens[last - 1].text, tokens[last + 1].text
        if tokens[last].text == "/":
            return True
        after = tokens[last + 2].lower if last + 2 < len(tokens) else ""
        if after in self._scores_after:
            return True
        return left.isdigit() and right.isdigit() and int(left[:9]) > int(right[:9]) and len(left) >= len(right)

    @staticmethod
    def _enumerates(tokens: Sequence[Token], first: int, last: int) -> bool:
        """A number that opens a paragraph and is closed by a stop or bracket numbers it: "33. Recruitment", "2) "."""
        if first and tokens[first - 1].kind != "break":
            return False
        if tokens[first].kind != "number" or last + 1 >= len(tokens) or last != first + 1:
            return False
        closing = tokens[last]
        return closing.text in ".)" and glued(tokens[first], closing) and not glued(closing, tokens[last + 1])
