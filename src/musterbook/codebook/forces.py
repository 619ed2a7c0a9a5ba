"""The section `forces`: the nouns that are counted, by category, and the named types of equipment."""

from __future__ import annotations

import re
from functools import cached_property

from pydantic import ConfigDict, field_validator

from musterbook.codebook.loading import Entry
from musterbook.model import Category


class Nouns(Entry):
    """Nouns of one category: `strong` ones name a force by themselves, `weak` ones beside something military."""

    strong: tuple[str, ...]
    weak: tuple[str, ...] = ()


class Military(Entry):
    """Words that make a weak noun military."""

    modifiers: tuple[str, ...]


class Civil(Entry):
    """Heads of figures that are not about forces."""

    nouns: tuple[str, ...]


class Look(Entry):
    """Strong nouns that are common in ordinary news."""

    common: tuple[str, ...]


class Forces(Entry):
    """All nouns of forces and materiel."""

    model_config = ConfigDict(frozen=True, extra="forbid", ignored_types=(cached_property,))

    personnel: Nouns
    units: Nouns
    aircraft: Nouns
    ships: Nouns
    vehicles: Nouns
    artillery: Nouns
    missiles: Nouns
    munitions: Nouns
    drones: Nouns
    other: Nouns
    types: dict[Category, tuple[str, ...]]
    fielded: dict[str, tuple[str, ...]]
    military: Military
    civil: Civil
    look: Look

    @field_validator("types", "fielded")
    @classmethod
    def _patterns(cls, table: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        for name, patterns in table.items():
            for pattern in patterns:
                try:
                    re.compile(pattern)
                except re.error as error:
                    raise ValueError(f"{name}: {pattern!r} is not a regular expression: {error}") from error
        return table

    @cached_property
    def strong(self) -> dict[str, Category]:
        """Lemma to category, for nouns that are a force by themselves."""
        return self._table("strong")

    @cached_property
    def weak(self) -> dict[str, Category]:
        """Lemma to category, for nouns that need something military beside them."""
        return {noun: category for noun, category in self._table("weak").items() if noun not in self.strong}

    @cached_property
    def civil_nouns(self) -> frozenset[str]:
        """Lemmas whose figures are not coded."""
        return frozenset(self.civil.nouns)

    @cached_property
    def modifiers(self) -> frozenset[str]:
        """Words that make a weak noun military."""
        return frozenset(self.military.modifiers)

    @cached_property
    def _fielded(self) -> dict[str, re.Pattern[str]]:
        return {country: re.compile("|".join(patterns)) for country, patterns in self.fielded.items()}

    @cached_property
    def _types(self) -> re.Pattern[str]:
        groups = (f"(?P<{category}>{'|'.join(patterns)})" for category, patterns in self.types.items())
        return re.compile("|".join(groups))

    def type_of(self, word: str) -> Category | None:
        """The category of a named type ("F-16s", "Kalibr"), or None."""
        found = self._types.fullmatch(word)
        return Category(found.lastgroup) if found and found.lastgroup else None

    def fields(self, country: str, word: str) -> bool:
        """Whether a country is one of the few that field this type ("Kalibr")."""
        patterns = self._fielded.get(country)
        return patterns is not None and patterns.fullmatch(word) is not None

    def _table(self, strength: str) -> dict[str, Category]:
        table: dict[str, Category] = {}
        for category in Category:
            for noun in getattr(getattr(self, category.value), strength):
                table.setdefault(noun, category)
        return table
