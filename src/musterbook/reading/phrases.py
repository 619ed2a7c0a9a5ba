"""Multiword phrases looked up in a row of tokens: the longest that ends, or begins, at a place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Generic, TypeVar

from musterbook.reading.tokens import Token, tokenise

Meaning = TypeVar("Meaning")


class Phrases(Generic[Meaning]):
    """Phrases with a meaning each. A phrase is cut into words exactly as a text is."""

    def __init__(self, meanings: Mapping[str, Meaning]) -> None:
        self._meanings = {tuple(token.lower for token in tokenise(phrase)): meaning for phrase, meaning in meanings.items()}
        self._longest = max((len(words) for words in self._meanings), default=0)
        self._firsts = {words[0] for words in self._meanings}
        self._lasts = {words[-1] for words in self._meanings}

    @classmethod
    def of(cls, groups: Iterable[tuple[Iterable[str], Meaning]]) -> Phrases[Meaning]:
        """Phrases from lists that share a meaning; a phrase in two lists keeps the later meaning."""
        return cls({phrase: meaning for phrases, meaning in groups for phrase in phrases})

    def ending(self, tokens: Sequence[Token], end: int) -> tuple[int, Meaning] | None:
        """Where the longest phrase begins whose last word is tokens[end - 1], and its meaning."""
        if end <= 0 or tokens[end - 1].lower not in self._lasts:
            return None
        for length in range(min(self._longest, end), 0, -1):
            meaning = self._meanings.get(tuple(token.lower for token in tokens[end - length : end]))
            if meaning is not None:
                return end - length, meaning
        return None

    def starting(self, tokens: Sequence[Token], start: int) -> tuple[int, Meaning] | None:
        """Where the longest phrase ends (exclusive) whose first word is tokens[start], and its meaning."""
        if start >= len(tokens) or tokens[start].lower not in self._firsts:
            return None
        for length in range(min(self._longest, len(tokens) - start), 0, -1):
            meaning = self._meanings.get(tuple(token.lower for token in tokens[start : start + length]))
            if meaning is not None:
                return start + length, meaning
        return None
