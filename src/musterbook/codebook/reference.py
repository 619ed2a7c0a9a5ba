"""The section `reference`: words that take up a place named before."""

from __future__ import annotations

from musterbook.codebook.loading import Entry
from musterbook.model import CountryCode


class Islands(Entry):
    """The nouns for islands, and the codes of countries and regions that are nothing but islands."""

    heads: frozenset[str]
    codes: frozenset[str]


class PlaceReference(Entry):
    """Adverbs, and nouns by the sort of place they take up."""

    adverbs: frozenset[str]
    filed: frozenset[str]
    home: frozenset[str]
    country: frozenset[str]
    division: frozenset[str]
    region: frozenset[str]
    vague: frozenset[str]
    town: frozenset[str]
    border: frozenset[str]
    sides: tuple[str, ...]
    part: frozenset[str]
    capital: frozenset[str]
    speaking: frozenset[str]
    determiners: frozenset[str]
    weighed: frozenset[str]
    states: dict[str, frozenset[CountryCode]]
    islands: Islands


class UnlistedNames(Entry):
    """Words around a name that no list holds and that is a place."""

    at: frozenset[str]
    way: frozenset[str]
    land: frozenset[str]
    of: frozenset[str]
    links: frozenset[str]
    never: frozenset[str]


class Reference(Entry):
    """All words that take up something named before, or stand around a name that no list holds."""

    possessives: tuple[str, ...]
    places: PlaceReference
    unlisted: UnlistedNames
