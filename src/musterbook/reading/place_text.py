"""A text cut into the words that names of places are looked for in, with what stands around each."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property

from musterbook.gazetteer.keys import key
from musterbook.reading.casing import lexicon, recased

TOKEN = re.compile(r"(?:[A-Z]\.){2,}(?![a-z])|[^\W_]+(?:['’ʼ`](?![sS]\b)[^\W_]+)*")
_JOINS = frozenset({" ", "-", "\u2011", "\u2010", "\xa0", ". ", " - "})
_ELIDED = re.compile(r"[a-z]{1,2}['’][^\W\d_a-z]")
"""An article run into a name: "d'Ivoire"."""
_SENTENCE_END = re.compile(r"[.!?][\"'”’)\]]*\s|\n")


TITLE_CASE = 0.6
"""Share of capitalised words over which a line is a headline in title case."""


class PlaceText:
    """Words of a text by number: where each starts and ends, its case, how it is joined to the next.

    Lines in capitals only are taken as ordinary text would have them.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        matches = list(TOKEN.finditer(recased(text, lexicon())))
        self.starts = [match.start() for match in matches]
        self.ends = [match.end() for match in matches]
        self.words = [match.group() for match in matches]
        self.lows = [word.lower() for word in self.words]
        self._titles: dict[int, bool] = {}
        self.caps = [(not word[0].islower() and word[0].isalpha()) or bool(_ELIDED.match(word)) for word in self.words]

    def __len__(self) -> int:
        return len(self.words)

    @cached_property
    def _lines(self) -> list[int]:
        """Starts of the lines."""
        return [0, *(found.end() for found in re.finditer("\n", self.text))]

    def title_case(self, number: int) -> bool:
        """Whether the word stands in a line of which most words are capitalised: there a capital joins no words."""
        starts = self._lines
        line = bisect_right(starts, self.starts[number]) - 1
        end = starts[line + 1] if line + 1 < len(starts) else len(self.text)
        if line not in self._titles:
            within = range(self.number_at(starts[line]), self.number_at(end))
            self._titles[line] = sum(1 for n in within if self.caps[n]) > TITLE_CASE * len(within)
        return self._titles[line]

    def capitalised(self, number: int) -> bool:
        """Whether the word begins with a capital (or its script has none)."""
        return self.caps[number]

    def capitalised_next(self, number: int) -> bool:
        """Whether a capitalised word follows, joined by a space: the word is part of a longer name."""
        return number + 1 < len(self.words) and self.gap(number) == " " and self.capitalised(number + 1)

    def gap(self, number: int) -> str:
        """What stands between the word and the next."""
        if number < 0 or number + 1 >= len(self.words):
            return "\n"
        return self.text[self.ends[number] : self.starts[number + 1]]

    def joined(self, number: int) -> bool:
        """Whether word and next can be parts of one name."""
        gap = self.gap(number)
        return gap in _JOINS and (gap != ". " or len(self.words[number]) <= 3)

    def opens_sentence(self, number: int) -> bool:
        """Whether the word is the first of a sentence or line, so that its capital says nothing."""
        return number == 0 or bool(_SENTENCE_END.search(self.gap(number - 1)))

    def low(self, number: int) -> str:
        """The word in small letters; "" outside the text."""
        return self.lows[number] if 0 <= number < len(self.words) else ""

    def possessive(self, number: int) -> bool:
        """Whether 's (or a bare apostrophe) follows the word."""
        return self.text[self.ends[number] : self.ends[number] + 1] in {"'", "’"}

    def phrase(self, first: int, last: int) -> str:
        """The key of the words from `first` up to, not including, `last`."""
        return key(self.text[self.starts[first] : self.ends[last - 1]])

    def number_at(self, offset: int) -> int:
        """The number of the word that starts at or after the offset."""
        return bisect_right(self.starts, offset - 1)
