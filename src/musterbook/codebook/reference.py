"""The section `reference`: words that take up a place named before."""

from __future__ import annotations

from musterbook.codebook.loading import Entry


class PlaceReference(Entry):
    """Adverbs, and nouns by the sort of place they take up."""

    adverbs: tuple[str, ...]
    filed: tuple[str, ...]
    country: tuple[str, ...]
    division: tuple[str, ...]
    region: tuple[str, ...]
    town: tuple[str, ...]
    part: tuple[str, ...]
    capital: tuple[str, ...]
    determiners: tuple[str, ...]


class Reference(Entry):
    """All words that take up something named before."""

    places: PlaceReference
