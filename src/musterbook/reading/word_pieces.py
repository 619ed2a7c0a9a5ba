"""Words cut into the pieces the encoder knows: the longest known beginning first (WordPiece), in plain lower case."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources

START, END, UNKNOWN = "[CLS]", "[SEP]", "[UNK]"
LONGEST = 100
"""Characters of the longest word that is cut; a longer one is unknown."""
TYPED = str.maketrans("‘’“”„«»–—", '\'\'"""""--')
PARTS = re.compile(r"[^\W_]+|[^\w\s]|_")


@dataclass(frozen=True, slots=True)
class WordPieces:
    """A vocabulary of pieces: each piece's number; a piece inside a word starts with "##"."""

    numbers: dict[str, int]
    _known: dict[str, tuple[int, ...]] = field(default_factory=dict)

    @property
    def start(self) -> int:
        """The number of the mark that opens a stretch."""
        return self.numbers[START]

    @property
    def end(self) -> int:
        """The number of the mark that closes a stretch."""
        return self.numbers[END]

    def cut(self, word: str) -> Sequence[int]:
        """The numbers of a word's pieces, at least one."""
        found = self._known.get(word)
        if found is None:
            parts = PARTS.findall(plain(word))
            found = tuple(n for part in parts for n in self._part(part)) or (self.numbers[UNKNOWN],)
            if len(word) <= LONGEST and len(self._known) < 100_000:
                self._known[word] = found
        return found

    def _part(self, part: str) -> list[int]:
        if len(part) > LONGEST:
            return [self.numbers[UNKNOWN]]
        found: list[int] = []
        start = 0
        while start < len(part):
            lead = "##" if start else ""
            end = next((e for e in range(len(part), start, -1) if lead + part[start:e] in self.numbers), None)
            if end is None:
                return [self.numbers[UNKNOWN]]
            found.append(self.numbers[lead + part[start:end]])
            start = end
        return found


def plain(word: str) -> str:
    """A word in lower case without accents, its quotation marks and dashes the plain ones."""
    lowered = unicodedata.normalize("NFD", word.lower().translate(TYPED))
    return "".join(c for c in lowered if unicodedata.category(c) != "Mn")


@lru_cache(maxsize=1)
def word_pieces() -> WordPieces:
    """The vocabulary that comes with the package."""
    lines = (resources.files("musterbook.reading") / "weights" / "pieces.txt").read_text("utf-8").split("\n")
    return WordPieces({piece: number for number, piece in enumerate(lines) if piece})
