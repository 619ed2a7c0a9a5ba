"""Which words are parts of names that the codebook knows, and which are shortened titles."""

from __future__ import annotations

from functools import lru_cache

from musterbook.codebook.sources import sources


def is_name(word: str) -> bool:
    """Whether a lower-case word is part of the name of an institution, a person or a seat of government."""
    return word in _names()


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
