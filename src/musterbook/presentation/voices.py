"""Voices by the names people know them by: "nis" is the National Intelligence Service."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from musterbook.assessment.voices import Voice
from musterbook.codebook.sources import sources
from musterbook.naming import place_name

_KEY = re.compile(r"\b[a-z]{2,}(?:-[a-z]+)*\b")
_DAY = re.compile(
    r"\b\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d)\b|\b\d{4}-(?:0[13-9]|1[0-2])-30\b|\b\d{4}-(?:0[13578]|1[02])-31\b"
)
_OFFICE = re.compile(r"([a-z]{2})-([a-z-]+)")


@lru_cache(maxsize=4096)
def institution_name(key: str) -> str:
    """The name of an institution's key; the key itself where the codebook has none."""
    return _known(key) or key


def voice_name(voice: Voice) -> str:
    """The name of a voice: of its institution, else the words or the outlet it goes by."""
    return _known(voice.key) or voice.label


def in_words(sentence: str) -> str:
    """A sentence of the assessment with keys of institutions as their names, and days as they are written here."""
    named = _KEY.sub(lambda found: _known(found[0]) or found[0], sentence)
    return _DAY.sub(lambda found: day(date.fromisoformat(found[0])), named)


def day(value: date | None) -> str:
    """A day as it is written on a page: "13 Aug 2025"."""
    return "undated" if value is None else f"{value.day} {value:%b} {value.year}"


@lru_cache(maxsize=4096)
def _known(key: str) -> str | None:
    named = sources().institutions.get(key)
    if named is not None and (named.title or named.names):
        name = named.title or named.names[0]
        return name[4:] if name.startswith("the ") else name
    office = _OFFICE.fullmatch(key)
    if office is None or office[2] not in sources().offices:
        return None
    country = office[1].upper()
    name = place_name(country)
    return None if name == country else f"{name}, {office[2].replace('-', ' ')}"
