"""Reporting verbs, nouns and phrases: the codebook's section on how text marks whose words it gives."""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import Literal

from musterbook.codebook.loading import Entry, load


class VerbClass(Entry):
    """Verbs that report alike: what they take, how strongly they make a source, what they say of the content."""

    lemmas: tuple[str, ...]
    content: tuple[Literal["clause", "object", "number", "infinitive"], ...]
    voice: Literal["strong", "weak"]
    modality: Literal["expected", "possible", "denied"] | None = None
    hedged: bool = False


class Verbs(Entry):
    """A list of lemmas."""

    verbs: frozenset[str]


class According(Entry):
    """Phrases that give a source: before it ("according to"), and around it ("by X's count")."""

    before: tuple[str, ...]
    prepositions: frozenset[str]
    nouns: frozenset[str]
    putting: frozenset[str]


class Nouns(Entry):
    """Nouns that carry a source's content."""

    lemmas: frozenset[str]


class Pronouns(Entry):
    """Pronouns by what they stand for."""

    person: frozenset[str]
    thing: frozenset[str]
    many: frozenset[str]
    own: frozenset[str]

    @cached_property
    def every(self) -> frozenset[str]:
        """All of them."""
        return self.person | self.thing | self.many | self.own


class Headings(Entry):
    """Headings and closings that name the author of a whole document."""

    nouns: tuple[str, ...]
    prepositions: tuple[str, ...]
    closings: frozenset[str]


class Reporting(Entry):
    """The section `reporting`."""

    verbs: dict[str, VerbClass]
    relay: Verbs
    quoted: Verbs
    according: According
    nouns: Nouns
    pronouns: Pronouns
    headings: Headings

    @cached_property
    def classes(self) -> dict[str, tuple[str, ...]]:
        """The classes of each lemma, in the order of the file."""
        found: dict[str, list[str]] = {}
        for name, verbs in self.verbs.items():
            for lemma in verbs.lemmas:
                if name not in found.setdefault(lemma, []):
                    found[lemma].append(name)
        return {lemma: tuple(names) for lemma, names in found.items()}

    @cached_property
    def particles(self) -> dict[str, frozenset[str]]:
        """For each verb that reports with a particle ("go on"), its particles."""
        found: dict[str, set[str]] = {}
        for lemma in self.classes:
            verb, _, particle = lemma.partition(" ")
            if particle:
                found.setdefault(verb, set()).add(particle)
        return {verb: frozenset(particles) for verb, particles in found.items()}


@lru_cache(maxsize=1)
def reporting() -> Reporting:
    """The packaged section, loaded once."""
    return load(Reporting, "reporting.toml")
