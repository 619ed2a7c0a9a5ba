"""Which of a place's many names are kept, and the bare names behind "Kursk Oblast" or "Province of Huelva"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from tools.gazetteer.sources import hand_list

from musterbook.gazetteer.keys import key

LATIN = re.compile(r"^[A-Za-z\u00c0-\u024f\u1e00-\u1eff \u2019\u2018'\u02bc.-]+$")
CYRILLIC = re.compile(r"^[\u0400-\u052f \u2019'\u02bc-]+$")
HANGUL = re.compile(r"^[\uac00-\ud7a3 ]+$")

CYRILLIC_COUNTRIES = frozenset(
    ["UA", "RU", "BY", "KZ", "KG", "MD", "BG", "RS", "MK", "ME", "TJ", "UZ", "TM", "MN", "GE", "AM", "AZ", "SY"]
)
PLAIN_COUNTRIES = frozenset(
    [
        "US",
        "CA",
        "MX",
        "BR",
        "FR",
        "DE",
        "IT",
        "ES",
        "GB",
        "RO",
        "CN",
        "CI",
        "AU",
        "NZ",
        "AT",
        "CH",
        "NL",
        "BE",
        "PT",
        "AR",
        "CL",
        "CO",
        "PE",
        "IE",
        "ID",
        "JP",
        "CZ",
        "SK",
        "HU",
    ]
)
"""Countries of whose small towns only the own name is kept: their foreign spellings are noise in English news."""

_words = hand_list("type_words")
_AFTER = sorted({key(word) for word in _words["after"]} - {""}, key=len, reverse=True)
_BEFORE = sorted({key(word) for word in _words["before"]} - {""}, key=len, reverse=True)


def bare(name: str) -> str:
    """The key of a name without its type words; "" when only type words are left."""
    stripped = key(name)
    for word in _BEFORE:
        if stripped.startswith(f"{word} "):
            stripped = stripped[len(word) + 1 :]
            break
    for word in _AFTER:
        if stripped.endswith(f" {word}"):
            return stripped[: -len(word) - 1]
    return stripped


def region_keys(names: Iterable[str]) -> Iterator[str]:
    """The keys a region is found under: its names and their bare forms."""
    for name in names:
        if usable(name):
            yield key(name)
            yield bare(name)


def usable(name: str) -> bool:
    """Whether the name is of a script that is read: Latin, Cyrillic or Hangul."""
    return bool(LATIN.match(name) or CYRILLIC.match(name) or HANGUL.match(name)) and len(key(name)) > 1


def town_keys(name: str, alternates: Iterable[str], country: str, population: int) -> Iterator[str]:
    """The keys of a town's other names worth keeping, without its own."""
    own = key(name)
    for alternate in alternates:
        if LATIN.match(alternate):
            if population < 20_000 and country in PLAIN_COUNTRIES:
                continue
            if len(alternate) < 4 or alternate.isupper() or alternate.islower():
                continue
        elif CYRILLIC.match(alternate):
            if country not in CYRILLIC_COUNTRIES and population < 50_000:
                continue
        elif not HANGUL.match(alternate):
            continue
        other = key(alternate)
        if other != own and len(other) > 1:
            yield other
