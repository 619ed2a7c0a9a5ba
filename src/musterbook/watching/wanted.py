"""Which articles of a feed are wanted: those its words stand in, told first from what the feed says of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import unquote, urlsplit

from musterbook.intake.listings import Listed
from musterbook.model import Document

_TELLING = 3
"""Words in an address from which on it tells what its article is about."""


class Wanted:
    """The words of a feed: whole words, capitals and line ends aside, a * at the end for any ending."""

    def __init__(self, words: Sequence[str]) -> None:
        """What these words want; without any, everything."""
        self._pattern = re.compile("|".join(map(_pattern, words)), re.IGNORECASE) if words else None

    def before_fetching(self, listed: Listed) -> bool:
        """Whether an article is worth fetching by what the listing says of it.

        It is where a word stands in its title, its summary or its address; where the reading's first look finds that
        title or summary speak of forces (the word may stand further down); and where nothing is said that would tell.
        """
        if self._pattern is None:
            return True
        slug = _words_of(listed.url)
        if any(self._pattern.search(text) for text in (listed.title, listed.words, slug)):
            return True
        if not (listed.title or listed.words):
            return len(re.findall(r"[^\W\d_]{3,}", slug)) < _TELLING
        from musterbook.reading.first_look import worth_parsing

        return any(worth_parsing([text for text in (listed.title, listed.words) if text]))

    def after_fetching(self, document: Document) -> bool:
        """Whether a word stands in the article."""
        return self._pattern is None or self._pattern.search(document.content) is not None


def words_of(typed: Sequence[str]) -> tuple[str, ...]:
    """The words of some texts that part them by commas, each once."""
    parts = (" ".join(part.split()) for text in typed for part in text.split(","))
    return tuple(dict.fromkeys(part for part in parts if part.strip("* ")))


def _pattern(word: str) -> str:
    inner = r"\s+".join(map(re.escape, word.rstrip("*").split()))
    return rf"(?<!\w){inner}" + ("" if word.endswith("*") else r"(?!\w)")


def _words_of(url: str) -> str:
    """The words of an address's path: "/2025/north-korean-troops.html" → "2025 north korean troops html"."""
    try:
        path = unquote(urlsplit(url).path)
    except ValueError:
        return ""
    return " ".join(re.split(r"[\W_]+", path)).strip()
