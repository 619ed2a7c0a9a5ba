"""Names of forces and places as people type them, resolved by gazetteer and codebook; and the nearest right ones."""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache

from musterbook.codebook import groups
from musterbook.codebook.scopes import scope_words
from musterbook.gazetteer import Gazetteer, outlines
from musterbook.gazetteer.keys import key

NEAREST = 3
"""How many right names are offered for a wrong one."""


def country(name: str) -> str | None:
    """The country of a code, name or adjective: "KP", "PRK", "North Korea" → "KP"; None for anything else."""
    written = name.strip()
    written = scope_words().alpha3.get(written, written)
    if len(written) == 2 and written.isalpha():
        found = Gazetteer.load().place(written.upper())
        if found is not None and found.kind == "country":
            return written.upper()
    side = Gazetteer.load().sides.get(key(written))
    return side[0] if side is not None and side[1] != "capital" else None


def group(name: str) -> tuple[str, str | None] | None:
    """A named force and its country: "wagner" → ("Wagner", None); "Storm Corps" → ("Storm Corps", "KP")."""
    return _groups().get(key(name.strip()))


def place(name: str) -> str | None:
    """The code of a place: "RU", "Russia", "RU-KRS", "Kursk Oblast", "Sudzha"; None for anything else.

    A country goes before a region of its name, a region before a town, a greater town before a smaller.
    """
    gazetteer = Gazetteer.load()
    written = name.strip()
    written = scope_words().alpha3.get(written, written)
    for code in (written, written.upper()):
        if gazetteer.place(code) is not None:
            return code
    for known in _shorter(written):
        found = [one for one in gazetteer.lookup(known) if one.code and one.kind in ("country", "region", "town")]
        if found:
            return min(found, key=lambda one: (("country", "region", "town").index(one.kind), -one.rank)).code
    return country(written)


def place_name(code: str) -> str:
    """The English name of a place code, for titles; the code itself where the gazetteer has none."""
    return Gazetteer.load().name(code) or code.partition("/")[2] or code


def near_forces(name: str) -> list[str]:
    """The names of forces nearest to one that is none."""
    gazetteer = Gazetteer.load()
    names = {word: code for word, (code, form) in gazetteer.sides.items() if form in ("name", "adjective")}
    found = get_close_matches(key(name), [*names, *_groups()], n=NEAREST * 2, cutoff=0.6)
    shown = (_groups()[one][0] if one in _groups() else gazetteer.name(names[one]) or names[one] for one in found)
    return list(dict.fromkeys(shown))[:NEAREST]


def near_places(name: str) -> list[str]:
    """The names of countries and regions nearest to one that is no place."""
    gazetteer = Gazetteer.load()
    known = _places()
    tried = [
        near for shorter in _shorter(name) for near in get_close_matches(key(shorter), known, n=NEAREST, cutoff=0.6)
    ]
    return list(dict.fromkeys(gazetteer.name(known[one]) or known[one] for one in tried))[:NEAREST]


def _shorter(name: str) -> list[str]:
    """A name, and the name without article and without the word for what it is."""
    words = name.split()
    if words and words[0].lower() in scope_words().places.articles:
        words = words[1:]
    found = [" ".join(words)]
    if len(words) > 1 and words[-1].lower() in scope_words().places.types:
        found.append(" ".join(words[:-1]))
    return [one for one in found if one]


@cache
def _groups() -> dict[str, tuple[str, str | None]]:
    known = groups()
    named: dict[str, tuple[str, str | None]] = {}
    for name in (*known.armed.names, *known.missions.names):
        named.setdefault(key(name), (name, None))
    for side, names in known.national.items():
        for name in names:
            named.setdefault(key(name), (name, side))
    return named


@cache
def _places() -> dict[str, str]:
    gazetteer = Gazetteer.load()
    named = {word: code for word, (code, form) in gazetteer.sides.items() if form == "name"}
    for code in outlines():
        if (found := gazetteer.name(code)) is not None:
            named.setdefault(key(found), code)
    return named
