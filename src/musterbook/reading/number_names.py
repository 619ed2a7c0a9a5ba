"""Numbers that count nothing: those of dates and hours, of names and codes, of notes and results."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Literal

from musterbook.codebook.quantities import QuantityWords
from musterbook.reading.numerals import Numeral
from musterbook.reading.phrases import Phrases
from musterbook.reading.times import time_reader
from musterbook.reading.tokens import HYPHENS, LISTING, SHORT_NUMBER, Token, glued, names_type

NameClass = Literal["ordinal", "identifier", "date"]
_JOINTS = HYPHENS | {":"}
_ORDINAL_ENDINGS = frozenset(("st", "nd", "rd", "th"))
_SIGNS_OF_A_NAME = frozenset(("#", "№"))
_HOURS = 12
_HOUR = re.compile(r"0\d\.[0-5]\d")
"""An hour with a full stop: no number is written with a nought before it."""
_FAR_FROM_A_MONTH = 6
_NEAR = 8


class NumberNames:
    """Tells the numbers that count nothing, for one set of words."""

    def __init__(self, words: QuantityWords) -> None:
        classes = words.classes
        self._times = time_reader()
        self.months = self._times.month_words
        self._money_before = Phrases.of([(classes.money_before, True)])
        self._measure = frozenset(classes.measure)
        self._names = Phrases.of([(classes.names, True)])
        self._money_glued = frozenset(classes.money_glued)
        self._degrees_glued = frozenset(classes.degrees_glued)
        self._glued = frozenset(classes.glued)
        self._percent_words = frozenset(classes.percent)
        self._clock_words = frozenset(re.split(r"\W", phrase)[0] for phrase in classes.clock) | {"s"}
        self._clock = Phrases.of([(classes.clock, True)])
        self._numbered_types = frozenset(classes.numbered_types)
        self._named = frozenset(classes.named_before)
        self._named_small = frozenset(classes.named_before_small)
        self._named_plural = frozenset(classes.named_plural)
        self._before_hour = frozenset(classes.before_hour)
        self._not_hour_after = frozenset(classes.not_hour_after)
        self._about_hour = frozenset(classes.about_hour)
        self._after_hour = Phrases.of([(classes.after_hour, True), (classes.uncounted_after, True)])
        self._other_calendars = frozenset(classes.other_calendars)
        self._passing = frozenset(classes.passing)
        self._passing_after = frozenset(classes.passing_after)
        self._before_past = frozenset(classes.before_past)
        self._prefixes = frozenset(classes.prefixes)
        self._parting = frozenset(classes.parting)
        self._scores_after = frozenset(classes.scores_after)
        self._people = frozenset(classes.people)
        self._suffixes = frozenset(words.numbers.suffixes) | {words.numbers.million_or_metre}

    def date_tokens(self, tokens: Sequence[Token]) -> frozenset[int]:
        """Which tokens are numbers inside dates, years and clock times."""
        found: set[int] = set()
        skip = 0
        for at, token in enumerate(tokens):
            if at < skip:
                continue
            if token.lower in self.months or token.kind == "stamp" or self._may_date(tokens, at):
                end = self._times.calendar_end(tokens, at)
                if end is not None:
                    found.update(range(at, end))
                    skip = end
        return frozenset(found)

    def _may_date(self, tokens: Sequence[Token], at: int) -> bool:
        """The number may be part of a date: four digits, or a month or a clock word near behind it."""
        token = tokens[at]
        if token.kind != "number" or len(token.text) > 4 or not token.text.isdigit():
            return False
        if len(token.text) == 4:
            return True
        following = [other.lower for other in tokens[at + 1 : at + 1 + _FAR_FROM_A_MONTH]]
        return any(word in self.months or word in self._clock_words for word in following)

    def _in_other_calendar(self, token: Token, previous: Token | None, following: Token | None) -> bool:
        """A day or a year of another calendar: "2 Ramadan 1408 Hegira"."""
        if not token.text.isdigit() or len(token.text) not in (1, 2, 4):
            return False
        beside = [following] if len(token.text) < 4 else [previous, following]
        return any(t is not None and t.text[0].isupper() and t.lower in self._other_calendars for t in beside)

    def name_class(self, tokens: Sequence[Token], numeral: Numeral) -> NameClass | None:
        """The number is an ordinal, or part of a name or code, and counts nothing."""
        first, last = numeral.first, numeral.last
        token = tokens[first]
        following = tokens[last] if last < len(tokens) else None
        previous = tokens[first - 1] if first else None
        named = self._names.ending(tokens, last)
        if named is not None and named[0] < first and tokens[named[0]].text[:1].isupper():
            return "identifier"
        if following is not None and glued(tokens[last - 1], following) and tokens[last - 1].kind == "number":
            if following.lower in _ORDINAL_ENDINGS:
                return "ordinal"
            if following.text == "(" and last + 1 < len(tokens) and glued(following, tokens[last + 1]):
                return "identifier"
            if following.kind == "word" and len(following.lower) < 4 and not self._is_unit(following):
                return "date" if following.lower == "s" or self._clock.starting(tokens, last) else "identifier"
        if previous is not None and token.kind == "number":
            if glued(previous, token) and self._in_a_code(tokens, first):
                return "identifier"
            if self._score(tokens, numeral):
                return "identifier"
            bare = numeral.form == "digits" and numeral.last == numeral.first + 1
            named_so = previous.text in _SIGNS_OF_A_NAME or self._named_number(tokens, first)
            if bare and (named_so or self._in_named_list(tokens, first)):
                return "identifier"
        clock = token.kind == "number" and self._clock.starting(tokens, last) is not None
        if clock and (glued(tokens[last - 1], tokens[last]) or not names_type(tokens, last)):
            return "date"
        if _HOUR.fullmatch(token.text):
            return "date"
        if self._in_other_calendar(token, previous, following):
            return "date"
        if _enumerates(tokens, first, last) or _is_dialled(tokens, first) or _is_note(tokens, first, last):
            return "identifier"
        if self._is_hour(tokens, numeral):
            return "date"
        if first > 1 and tokens[first - 1].lower == "in" and tokens[first - 2].lower in self._parting:
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

    def _is_hour(self, tokens: Sequence[Token], numeral: Numeral) -> bool:
        """ "At nine", "half past five", "by six": an hour with nothing counted after it."""
        first, last = numeral.first, numeral.last
        if not first or numeral.low > _HOURS or last - first > 1:
            return False
        begin = first - 1 if first > 1 and tokens[first - 1].lower in self._about_hour else first
        previous = tokens[begin - 1].lower
        if previous == "past" and first > 1 and tokens[first - 2].lower in self._before_past:
            return True
        if last < len(tokens) and tokens[last].lower == "past":
            return True
        closed = last >= len(tokens) or tokens[last].kind in ("mark", "break")
        closed = closed or self._after_hour.starting(tokens, last) is not None
        hyphen = last < len(tokens) and tokens[last].text in "-–%$€"
        counted = any(token.lower in self._not_hour_after for token in tokens[max(0, first - _NEAR) : first])
        return previous in self._before_hour and closed and not hyphen and not counted

    def _in_a_code(self, tokens: Sequence[Token], at: int) -> bool:
        """A letter, or a letter and a hyphen, is glued before the number: M1989, T-72, COVID-19."""
        previous = tokens[at - 1]
        if previous.kind in ("word", "stamp"):
            return self._money_before.ending(tokens, at) is None
        if previous.lower not in HYPHENS or at < 2 or not glued(tokens[at - 2], previous):
            return False
        stem = tokens[at - 2]
        if stem.kind == "number":
            return at >= 4 and tokens[at - 3].lower in HYPHENS and glued(tokens[at - 3], stem)
        return stem.kind == "word" and stem.lower not in self._prefixes

    def _named_number(self, tokens: Sequence[Token], at: int) -> bool:
        """A noun that takes numbers for names stands before it: Brigade 129, Article 5, No. 5."""
        name = at - 1
        if "," in tokens[at].text:
            return False
        if tokens[name].text == "." and name:
            name -= 1
            return tokens[name].lower in self._named_small and glued(tokens[name], tokens[name + 1])
        word = tokens[name]
        if word.lower in self._named_small:
            counting = name > 0 and word.lower in self._passing and tokens[name - 1].lower in self._passing_after
            return not counting and (word.lower not in ("number", "numbers") or not word.text.islower())
        if word.text in self._numbered_types:
            return len(tokens[at].text) == 1
        following = tokens[at + 1].lower if at + 1 < len(tokens) else ""
        return word.lower in self._named and word.text[:1].isupper() and following not in self._people

    def _in_named_list(self, tokens: Sequence[Token], at: int) -> bool:
        """One of two numbers or more after a noun in the plural that takes them for names: "posts 542 and 543"."""
        low = high = at
        while low > 1 and tokens[low - 1].lower in LISTING and _is_bare_number(tokens[low - 2]):
            low -= 2
        while high + 2 < len(tokens) and tokens[high + 1].lower in LISTING and _is_bare_number(tokens[high + 2]):
            high += 2
        if low == high or not low or tokens[low - 1].lower not in self._named_plural:
            return False
        return high + 1 >= len(tokens) or tokens[high + 1].lower not in self._people

    def _score(self, tokens: Sequence[Token], numeral: Numeral) -> bool:
        """Two numbers with a hyphen that give a result: "3-1", "a 2-0 win"."""
        last = numeral.last
        if last + 1 >= len(tokens) or tokens[last].lower not in _JOINTS or tokens[last + 1].kind != "number":
            return False
        if not glued(tokens[last - 1], tokens[last]) or not glued(tokens[last], tokens[last + 1]):
            return False
        left, right = tokens[last - 1].text, tokens[last + 1].text
        if tokens[last].text in "/:":
            return True
        after = tokens[last + 2].lower if last + 2 < len(tokens) else ""
        if after in self._scores_after:
            return True
        return left.isdigit() and right.isdigit() and int(left[:9]) > int(right[:9]) and len(left) >= len(right)

    def _is_unit(self, token: Token) -> bool:
        word = token.lower
        return (
            word in self._measure
            or word in self._suffixes
            or word in self._percent_words
            or token.text in self._degrees_glued
            or word in self._money_glued
            or word in self._glued
        )


def numbered_names(tokens: Sequence[Token]) -> frozenset[int]:
    """The numbers of names that a text has more than once: "the Lost 52 Project", "Position 68"."""
    pairs = [
        (at, (tokens[at - 1].text, token.text))
        for at, token in enumerate(tokens)
        if at and token.kind == "number" and token.text.isdigit() and len(token.text) <= SHORT_NUMBER
        if tokens[at - 1].kind == "word" and tokens[at - 1].text[0].isupper()
    ]
    told = Counter(pair for _, pair in pairs)
    inside = {pair for at, pair in pairs if at > 1 and (tokens[at - 2].text.islower() or tokens[at - 2].lower == "the")}
    return frozenset(at for at, pair in pairs if told[pair] > 1 and pair in inside)


def _is_bare_number(token: Token) -> bool:
    return token.kind == "number" and token.text.isdigit()


def _is_note(tokens: Sequence[Token], first: int, last: int) -> bool:
    """The number of a footnote: "units.[4]"."""
    inside = first > 1 and last < len(tokens) and tokens[first - 1].text == "[" and tokens[last].text == "]"
    return inside and glued(tokens[first - 2], tokens[first - 1]) and glued(tokens[last - 1], tokens[last])


def _is_dialled(tokens: Sequence[Token], first: int) -> bool:
    """A telephone number: a plus sign and several numbers, or one of such numbers."""
    begin = first
    while begin and tokens[begin - 1].kind == "number" and first - begin < 4:
        begin -= 1
    signed = begin > 0 and tokens[begin - 1].text == "+" and glued(tokens[begin - 1], tokens[begin])
    end = first
    while end + 1 < len(tokens) and tokens[end + 1].kind == "number" and end - begin < 6:
        end += 1
    return signed and tokens[begin].kind == "number" and end - begin >= 1


def _enumerates(tokens: Sequence[Token], first: int, last: int) -> bool:
    """A number that opens a paragraph and is closed by a stop or bracket numbers it: "33. Recruitment", "2) "."""
    opened = first > 0 and tokens[first - 1].text in "/("
    if opened and (first == 1 or tokens[first - 2].kind == "break") and last < len(tokens):
        return tokens[last].text in "/)"
    if first and tokens[first - 1].kind != "break":
        return False
    if tokens[first].kind != "number" or last + 1 >= len(tokens) or last != first + 1:
        return False
    closing = tokens[last]
    if "." in tokens[first].text and len(tokens[first].text) <= 5:
        return closing.kind == "word" and closing.text[0].isupper()
    return closing.text in ".)" and glued(tokens[first], closing) and not glued(closing, tokens[last + 1])
