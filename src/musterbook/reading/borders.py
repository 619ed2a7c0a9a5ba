"""Borders by the country on their other side: "the Afghan border", "the frontier with Belarus".

Who stands at the border with Belarus stands in another country, or it cannot be told where.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from musterbook import codebook
from musterbook.reading.anaphors import Unplaced
from musterbook.reading.places import FoundPlace

REACH = 40
"""Characters before a country in which the word for its border stands."""


def find(places: Sequence[FoundPlace], content: str) -> Iterator[Unplaced]:
    """The borders among a sentence's places, each with the country in which it is not."""
    for place in places:
        start = _start(place, content)
        if start is not None:
            words = content[start : place.end]
            yield Unplaced(start, place.end, words, "border", "border", place.country)


def is_border(place: FoundPlace, content: str) -> bool:
    """Whether a place only says whose border is spoken of."""
    return _start(place, content) is not None


def _start(place: FoundPlace, content: str) -> int | None:
    """Where the words for a border begin of which the place is the other side; None where it is no such place."""
    ending, before = _patterns()
    if ending.search(place.text):
        told = any(words in place.text for words in codebook.reference().places.sides)
        return None if told else place.start
    edge = before.search(content, max(0, place.start - REACH), place.start)
    return edge.start() if edge else None


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A word for a border that ends a phrase, and one that leads with "with" to what follows."""
    words = "|".join(sorted(codebook.reference().places.border))
    return re.compile(rf"\b(?:{words})$", re.IGNORECASE), re.compile(
        rf"\b(?:{words})\s+with\s+(?:the\s+)?\Z", re.IGNORECASE
    )
