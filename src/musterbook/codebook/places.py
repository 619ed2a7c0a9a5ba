"""The section `places`: words around the names of places, seats of government, and what only looks like a place."""

from __future__ import annotations

from functools import cache

from musterbook.codebook.loading import Entry, load


class Types(Entry):
    """Words that say what kind of place a name is; `before` stand before it ("city of")."""

    region: list[str]
    regions: list[str]
    district: list[str]
    districts: list[str]
    around: list[str]
    town: list[str]
    site: list[str]
    before: list[str]


class Soil(Entry):
    """Words that make a country's adjective the country ("Russian soil") or a part of it ("the Russian east")."""

    words: list[str]
    part: list[str]
    aside: list[str]
    before_aside: list[str]


class Parts(Entry):
    """Words that make a place a part of itself ("eastern Russia", "the north of Syria")."""

    directions: list[str]
    nouns: list[str]


class Words(Entry):
    """A plain list of words."""

    words: list[str]


class Metonyms(Entry):
    """Verbs whose subject is a government, not a place."""

    verbs: list[str]


class Codes(Entry):
    """A plain list of place codes."""

    codes: list[str]


class Persons(Entry):
    """Titles before a person's name, and verbs after it."""

    titles: list[str]
    verbs: list[str]


class Names(Entry):
    """Words after or before a place's name that make it another thing's name, and outlets named after places."""

    after: list[str]
    before: list[str]
    pacts: list[str]
    weapons: list[str]
    never: list[str]
    links: list[str]
    articles: list[str]
    outlets: list[str]


class Places(Entry):
    """The whole section."""

    types: Types
    soil: Soil
    parts: Parts
    prepositions: Words
    metonyms: Metonyms
    seats: dict[str, list[str]]
    halves: dict[str, list[str]]
    region_first: Codes
    wide: Words
    attached: Words
    local: Words
    places_too: Words
    crowded: Codes
    persons: Persons
    names: Names
    abbreviations: dict[str, str]


@cache
def places() -> Places:
    """The packaged section, loaded on first use."""
    return load(Places, "places.toml")
