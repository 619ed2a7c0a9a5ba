"""From the words of a claimant to the institution it speaks for, and the side."""

from __future__ import annotations

from musterbook.codebook.sources import sources


def kind_of(words: str) -> str | None:
    """The kind of the institution these words name."""
    low = words.lower()
    for entry in sources().institutions.values():
        if words in entry.short or any(name.lower() == low for name in entry.names):
            return entry.kind
    return None


def is_side(words: str) -> bool:
    """Whether the words stand for a state by its name, its capital or its seat of government."""
    return words in sources().seats
