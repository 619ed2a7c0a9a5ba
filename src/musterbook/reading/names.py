"""Which words are names: what re-casing capitals-only text needs to know."""

from __future__ import annotations

from functools import lru_cache

from musterbook.codebook.sources import sources


def is_name(word: str) -> bool:
    """Whether a lower-case word is written with a capital in ordinary text."""
    return word in _names()


def is_acronym(word: str) -> bool:
    """Whether a word in capitals is one in ordinary text too."""
    return word in _acronyms()


def is_abbreviation(word: str) -> bool:
    """Whether a word before a full stop is a shortened title ("Brig", "Gen"), which ends no sentence."""
    return word.lower() in sources().titles.shortened


@lru_cache(maxsize=1)
def _names() -> frozenset[str]:
    known = sources()
    words: set[str] = set()
    for institution in known.institutions.values():
        words.update(word for name in institution.names for word in name.split() if word[:1].isupper())
    for person in known.persons:
        words.update(person.split())
    for seat in known.seats:
        words.update(seat.split())
    ordinary = known.speakers.persons | known.speakers.offices | known.speakers.media | known.speakers.documents
    return frozenset(word.lower() for word in words if word[:1].isupper()) - ordinary - {"of", "the", "and", "for"}


@lru_cache(maxsize=1)
def _acronyms() -> frozenset[str]:
    return frozenset(
        short
        for entry in sources().institutions.values()
        for short in entry.short
        if short.isupper() and len(short) > 1
    )
