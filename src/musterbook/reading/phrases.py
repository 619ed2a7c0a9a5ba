"""Multiword phrases looked up in a row of tokens: the longest that ends, or begins, at a place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Generic, TypeVar

from musterbook.reading.tokens import Token, tokenise

Meaning = TypeVar("Meaning")


class Phrases(Generic[Meaning]):
    """Phrases with a meaning each. A phrase is cut into words exactly as a text is."""

    def __init__(self, meanings: Mapping[str, Meaning]) -> None:
        self._meanings = {
            tuple(token.lower for token in tokenise(phrase)): meaning for phrase, meaning in meanings.items()
        }
        self._from_first: dict[str, list[int]] = {}
        self._from_last: dict[str, list[int]] = {}
        for length, words in sorted({(len(words), words) for words in self._meanings}, reverse=True):
            for lengths in (self._from_first.setdefault(words[0], []), self._from_last.setdefault(words[-1], [])):
                if length not in lengths:
                    lengths.append(length)

    @classmethod
    def of(cls, groups: Iterable[tuple[Iterable[str], Meaning]]) -> Phrases[Meaning]:
        """Phrases from lists that share a meaning; a phrase in two lists keeps the later meaning."""
        return cls({phrase: meaning for phrases, meaning in groups for phrase in phrases})

    def ending(self, tokens: Sequence[Token], end: int) -> tuple[int, Meaning] | None:
        """Where the longest phrase begins whose last word is tokens[end - 1], and its meaning."""
        if end <= 0:
            return None
        for length in self._from_last.get(tokens[end - 1].lower, ()):
            if length <= end:
                meaning = self._meanings.get(tuple([token.lower for token in tokens[end - length : end]]))
                if meaning is not None:
                    return end - length, meaning
        return None

    def starting(self, tokens: Sequence[Token], start: int) -> tuple[int, Meaning] | None:
        """Where the longest phrase ends (exclusive) whose first word is tokens[start], and its meaning."""
        if start >= len(tokens):
            return None
        for length in self._from_first.get(tokens[start].lower, ()):
            if start + length <= len(tokens):
                meaning = self._meanings.get(tuple([token.lower for token in tokens[start : start + length]]))
                if meaning is not None:
                    return start + length, meaning
        return None
