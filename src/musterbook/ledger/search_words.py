"""The words of a full-text search, as both databases understand them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from musterbook.errors import ScopeError
from musterbook.ledger.rows import plain_words

PART = re.compile(r'(?P<without>-)?(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))')


@dataclass(frozen=True)
class Wanted:
    """One part of a search: a word or phrase that must stand, or must not; perhaps only its beginning."""

    tokens: tuple[str, ...]
    without: bool
    beginning: bool


def parse(text: str) -> tuple[Wanted, ...]:
    """The parts of a search: words, "phrases", -without, begin*.

    Raises ScopeError when nothing is left that must stand.
    """
    parts = []
    for match in PART.finditer(text):
        words = match["phrase"] if match["phrase"] is not None else match["word"]
        tokens = tuple(plain_words(words).split())
        if tokens:
            parts.append(Wanted(tokens, match["without"] is not None, match["phrase"] is None and words.endswith("*")))
    if not any(not part.without for part in parts):
        raise ScopeError(f"{text!r}: a search needs at least one word that must stand")
    return tuple(parts)


def for_sqlite(text: str) -> str:
    """The search as an FTS5 expression."""

    def phrase(part: Wanted) -> str:
        return '"' + " ".join(part.tokens) + '"' + ("*" if part.beginning else "")

    parts = parse(text)
    wanted = " AND ".join(phrase(part) for part in parts if not part.without)
    unwanted = " OR ".join(phrase(part) for part in parts if part.without)
    return f"({wanted}) NOT ({unwanted})" if unwanted else wanted


def for_postgresql(text: str) -> str:
    """The search as a tsquery expression (tokens are bare words, so nothing in them needs quoting)."""

    def phrase(part: Wanted) -> str:
        ending = ":*" if part.beginning else ""
        joined = " <-> ".join(part.tokens) + ending
        return f"!({joined})" if part.without else f"({joined})"

    return " & ".join(phrase(part) for part in parse(text))
