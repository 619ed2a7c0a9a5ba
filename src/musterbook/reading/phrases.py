"""Multiword phrases looked up in a row of tokens: the longest that ends, or begins, at a place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Generic, TypeVar

from musterbook.reading.tokens import Token, tokenise

Meaning = TypeVar("Meaning")
Words = tuple[str, ...]


class Phrases(Generic[Meaning]):
    """Phrases with a meaning each. A phrase is cut into words exactly as a text is."""

    def __init__(self, meanings: Mapping[str, Meaning]) -> None:
        cut = {tuple(token.lower for token in tokenise(phrase)): meaning for phrase, meaning in meanings.items()}
        longest_first = sorted(cut.items(), key=lambda entry: -len(entry[0]))
        self._by_first: dict[str, list[tuple[Words, Meaning]]] = {}
        self._by_last: dict[str, list[tuple[Words, Meaning]]] = {}
        for words, meaning in longest_first:
            self._by_first.setdefault(words[0], []).append((words, meaning))
            self._by_last.setdefault(words[-1], []).append((words, meaning))

    @classmethod
    def of(cls, groups: Iterable[tuple[Iterable[str], Meaning]]) -> Phrases[Meaning]:
        """Phrases from lists that share a meaning; a phrase in two lists keeps the later meaning."""
        return cls({phrase: meaning for phrases, meaning in groups for phrase in phrases})

    def ending(self, tokens: Sequence[Token], end: int) -> tuple[int, Meaning] | None:
        """Where the longest phrase begins whose last word is tokens[end - 1], and its meaning."""
        if end <= 0:
            return None
        for words, meaning in self._by_last.get(tokens[end - 1].lower, ()):
            begin = end - len(words)
            if begin >= 0 and all(tokens[begin + at].lower == word for at, word in enumerate(words)):
                return begin, meaning
        return None

    def starting(self, tokens: Sequence[Token], start: int) -> tuple[int, Meaning] | None:
        """Where the longest phrase ends (exclusive) whose first word is tokens[start], and its meaning."""
        if start >= len(tokens):
            return None
        for words, meaning in self._by_first.get(tokens[start].lower, ()):
            end = start + len(words)
            if end <= len(tokens) and all(tokens[start + at].lower == word for at, word in enumerate(words)):
                return end, meaning
        return None
