"""The codebook's section on names of forces: when two names mean one force."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from types import MappingProxyType
from typing import NamedTuple

from musterbook.codebook.loading import Entry, load

_WORD = re.compile(r"\w+")
_POSSESSIVE = re.compile(r"['’](?:s\b|(?=\W|$))", re.IGNORECASE)
_DOTTED = re.compile(r"\b(?:[A-Z]\.){2,}")
"""An acronym with stops: "P.L.O."."""
_ASIDE = re.compile(r"[(\[]([^)\]]+)[)\]]")
SHORT = 3
"""Letters of a word up to which a final s is no plural: "SAS"."""


class ForceNames(Entry):
    """Words that tell no force from another, words for the size of a unit, and names that mean the same force."""

    general: frozenset[str]
    sizes: frozenset[str]
    same: tuple[tuple[str, ...], ...]


class Name(NamedTuple):
    """A name taken apart: the words that tell the force from others, and those for the size of the unit."""

    words: frozenset[str]
    sizes: frozenset[str]


@lru_cache(maxsize=65536)
def same_force(asked: str, written: str) -> bool:
    """Whether two names mean one force: "Wagner" and "Wagner Group", "RSF" and "Rapid Support Forces".

    What stands in brackets is a name of its own: "Kosovo Force (KFOR)". Different sizes are different units ("72nd
    Brigade", "72nd Division"); a name that leaves the size out may mean either.
    """
    return any(
        one.words == other.words and (not one.sizes or not other.sizes or one.sizes == other.sizes)
        for one in _names(asked)
        for other in _names(written)
    )


@lru_cache(maxsize=65536)
def name_key(name: str) -> str:
    """What names of one force share, as a key: "Wagner Group" → "wagner"."""
    found = _names(name)[0]
    return "-".join(sorted(found.words | found.sizes))


def _names(name: str) -> tuple[Name, ...]:
    """The names a name is made of, each by its first form in the section where it has several."""
    aside = _ASIDE.findall(name)
    parts = [_ASIDE.sub(" ", name), *aside] if aside else [name]
    return tuple(_first().get(found, found) for found in map(_taken_apart, parts) if found.words) or (
        Name(frozenset(), frozenset()),
    )


@cache
def _first() -> MappingProxyType[Name, Name]:
    """Each name that has others beside it → the first of them."""
    found: dict[Name, Name] = {}
    for names in _section().same:
        first = _taken_apart(names[0])
        found.update((_taken_apart(name), first) for name in names)
    return MappingProxyType(found)


@cache
def _section() -> ForceNames:
    return load(ForceNames, "force_names.toml")


def _taken_apart(name: str) -> Name:
    """A name as words; one of general words only keeps them all."""
    section = _section()
    joined = _DOTTED.sub(lambda found: found.group().replace(".", ""), name)
    plain = unicodedata.normalize("NFKD", _POSSESSIVE.sub("", joined))
    said = _WORD.findall("".join(letter for letter in plain if not unicodedata.combining(letter)))
    words = frozenset(map(_singular, said))
    telling = words - section.general
    sizes = telling & section.sizes
    if telling - sizes:
        return Name(telling - sizes, sizes)
    return Name(words, frozenset())


def _singular(word: str) -> str:
    """The word in small letters and singular; an abbreviation is no plural."""
    small = word.casefold()
    if word.isupper() or len(small) <= SHORT or not small.endswith("s") or small.endswith(("ss", "corps")):
        return small
    return f"{small[:-3]}y" if small.endswith("ies") else small[:-1]
