"""The names of months, weekdays, days and years in a row of tokens."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from musterbook.codebook.times import TimeWords
from musterbook.reading.numerals import Numerals
from musterbook.reading.phrases import Phrases
from musterbook.reading.time_reference import Expression, Which
from musterbook.reading.tokens import Token, glued

Parsed = tuple[Expression, int]
"""What the words mean, and the token after the last of them."""
DASHES = frozenset("-–—‑")
_ORDINAL_ENDINGS = frozenset(("st", "nd", "rd", "th"))
_LONGEST_ABBREVIATION = 5


def phrases(words: Iterable[str]) -> Phrases[bool]:
    """Phrases without a meaning of their own."""
    return Phrases.of([(words, True)])


class TimeNames:
    """The pieces times are made of, for one set of time words."""

    def __init__(self, words: TimeWords, numerals: Numerals, not_years: frozenset[str]) -> None:
        calendar = words.calendar
        self.words = words
        self.numerals = numerals
        self.not_years = not_years
        self.months = _named(calendar.months)
        self.month_words = frozenset(self.months)
        self.weekdays = _named(calendar.weekdays)
        self.ordinals = Phrases({name: number for number, name in enumerate(calendar.ordinals, 1)})
        self.units = {word: unit for unit, names in words.units.items() for word in names}
        self.function_words = frozenset(calendar.function_words)
        which: list[tuple[Iterable[str], Which]] = [
            (words.which.this, "this"),
            (words.which.last, "last"),
            (words.which.next, "next"),
        ]
        self.which = Phrases.of(which)

    def month_name(self, tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
        """The month at tokens[at] (1 to 12), and where its name ends, an abbreviation's full stop included."""
        return _name(tokens, at, self.months)

    def weekday_name(self, tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
        """The weekday at tokens[at] (Monday is 0), and where its name ends."""
        found = _name(tokens, at, self.weekdays)
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
        word = self.ordinals.starting(tokens, at)
        return (word[1], word[0]) if word else None

    def year_number(self, tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
        """A year in digits right after a month or season: "2024", ", 2024", "'24"."""
        if at < len(tokens) and (tokens[at].text == "," or tokens[at].lower == "of"):
            at += 1
        if at >= len(tokens):
            return None
        token = tokens[at]
        if token.text in "'’" and at + 1 < len(tokens) and glued(token, tokens[at + 1]):
            short = tokens[at + 1].text
            return (century(int(short)), at + 2) if short.isdigit() and len(short) == 2 else None
        if token.kind != "number" or len(token.text) != 4 or not token.text.isdigit():
            return None
        if (
            at + 1 < len(tokens)
            and tokens[at + 1].kind == "word"
            and glued(token, tokens[at + 1])
            and (tokens[at + 1].lower != "'s")
        ):
            return None
        following = tokens[at + 1].lower if at + 1 < len(tokens) else ""
        year = int(token.text)
        return (year, at + 1) if 1000 <= year < 2200 and following not in self.not_years else None

    def year_phrase(self, tokens: Sequence[Token], at: int) -> tuple[Which, int] | None:
        """ "of last year", "next year", "this year"."""
        if at < len(tokens) and tokens[at].lower in ("of", ","):
            at += 1
        which = self.which.starting(tokens, at)
        if which is not None and which[0] < len(tokens) and self.units.get(tokens[which[0]].lower) == "year":
            return which[1], which[0] + 1
        return None

    def plain_year(self, tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
        """A year in digits right here."""
        year = self.year_number(tokens, at)
        return year if year and tokens[at].text not in ",'’" and tokens[at].lower != "of" else None


def _named(names: list[list[str]]) -> dict[str, tuple[int, bool]]:
    """Name → number from 1, and whether it must have a capital."""
    return {
        name.removeprefix("~"): (number, name.startswith("~"))
        for number, alike in enumerate(names, 1)
        for name in alike
    }


def _name(tokens: Sequence[Token], at: int, names: dict[str, tuple[int, bool]]) -> tuple[int, int] | None:
    if at >= len(tokens) or tokens[at].lower not in names:
        return None
    number, capital = names[tokens[at].lower]
    if capital and not tokens[at].text[0].isupper():
        return None
    end = at + 1
    if (
        end + 1 < len(tokens)
        and tokens[end].text == "."
        and glued(tokens[at], tokens[end])
        and len(tokens[at].text) <= _LONGEST_ABBREVIATION
    ):
        following = tokens[end + 1]
        if following.kind != "break" and (following.kind in ("number", "mark") or following.text[0].islower()):
            end += 1
    return number, end


def century(two_digits: int) -> int:
    """24 is 2024, 85 is 1985."""
    return 2000 + two_digits if two_digits < 50 else 1900 + two_digits
