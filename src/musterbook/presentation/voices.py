"""Voices by the names people know them by: "nis" is the National Intelligence Service."""

from __future__ import annotations

import re
from functools import lru_cache

from musterbook.assessment.voices import Voice
from musterbook.codebook.sources import sources
from musterbook.naming import place_name

_KEY = re.compile(r"\b[a-z]{2,}(?:-[a-z]+)*\b")
_OFFICE = re.compile(r"([a-z]{2})-([a-z-]+)")


@lru_cache(maxsize=4096)
def institution_name(key: str) -> str:
    """The name of an institution's key; the key itself where the codebook has none."""
    return _known(key) or key


def voice_name(voice: Voice) -> str:
    """The name of a voice: of its institution, else the words or the outlet it goes by."""
    return _known(voice.key) or voice.label


def in_words(sentence: str) -> str:
    """A sentence of the assessment with the keys of institutions replaced by their names."""
    return _KEY.sub(lambda found: _known(found[0]) or found[0], sentence)


@lru_cache(maxsize=4096)
def _known(key: str) -> str | None:
    named = sources().institutions.get(key)
    if named is not None and named.names:
        name = named.names[0]
        return name[4:] if name.startswith("the ") else name
    office = _OFFICE.fullmatch(key)
    if office is None or office[2] not in sources().offices:
        return None
    country = office[1].upper()
    name = place_name(country)
    return None if name == country else f"{name}, {office[2].replace('-', ' ')}"
