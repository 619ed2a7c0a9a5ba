"""The codebook's section on scopes: the words a question is typed in."""

from __future__ import annotations

from functools import cache, cached_property

from pydantic import ConfigDict

from musterbook.codebook.loading import Entry, load
from musterbook.model import Category, Kind, Outcome


class Asked(Entry):
    """Words that ask for a kind of claim, and an outcome; the first is the one shown."""

    kind: Kind
    outcome: Outcome | None = None
    words: tuple[str, ...]


class Between(Entry):
    """Words between the force and a place."""

    inside: frozenset[str]
    towards: frozenset[str]


class PlaceWords(Entry):
    """Words of places' names that may be left out."""

    types: frozenset[str]
    articles: frozenset[str]


class ScopeWords(Entry):
    """The section `scopes`."""

    model_config = ConfigDict(frozen=True, extra="forbid", ignored_types=(cached_property,))

    asked: tuple[Asked, ...]
    alpha3: dict[str, str]
    """Codes of three letters -> of two."""
    counted: dict[Category, tuple[str, ...]]
    between: Between
    places: PlaceWords

    @cached_property
    def kinds(self) -> dict[str, Asked]:
        """Word → what it asks for."""
        return {word: asked for asked in self.asked for word in asked.words}

    @cached_property
    def categories(self) -> dict[str, Category]:
        """Word → what it counts."""
        return {word: category for category, words in self.counted.items() for word in words}

    def shown(self, kind: Kind, outcome: Outcome | None) -> str:
        """The word a kind and outcome are shown by: loss, killed → "killed"."""
        return next(asked.words[0] for asked in self.asked if (asked.kind, asked.outcome) == (kind, outcome))


@cache
def scope_words() -> ScopeWords:
    """The packaged section, loaded once."""
    return load(ScopeWords, "scopes.toml")
