"""Reporting verbs, nouns and phrases: the codebook's section on how text marks whose words it gives."""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import Literal

from musterbook.codebook.loading import Entry, load


class VerbClass(Entry):
    """Verbs that report alike: what they take, how strongly they make a source, what they say of the content."""

    lemmas: tuple[str, ...]
    content: tuple[Literal["clause", "object", "number", "infinitive", "order", "refusal", "as"], ...]
    voice: Literal["strong", "weak"]
    modality: Literal["expected", "possible", "denied"] | None = None
    hedged: bool = False
    animate: bool = False
    """Whether only persons and bodies do it, so that whoever does it is a source."""
    reports: bool = True
    """Whether it tells facts on somebody's word; else it is an attitude, which makes nobody the source of a claim."""
    at: bool = False
    """Whether the figure must follow as "at N"."""


class Verbs(Entry):
    """A list of lemmas."""

    verbs: frozenset[str]


class Relay(Verbs):
    """Verbs that pass on: their object's words, or those of whom they heard."""

    hearing: frozenset[str]
    asking: frozenset[str]
    """What a speaker gives the medium that asks ("in an interview with")."""


class Briefed(Entry):
    """Lawmakers who relay an agency's briefing: who they are, what shows it, which kinds of institution brief."""

    persons: frozenset[str]
    signs: tuple[str, ...]
    kinds: frozenset[str]


class According(Entry):
    """Phrases that give a source: before it ("according to"), and around it ("by X's count")."""

    referring: frozenset[str]
    trusted: tuple[str, ...]
    before: tuple[str, ...]
    prepositions: dict[str, frozenset[str]]


class Nouns(Entry):
    """Nouns that carry a source's content."""

    aside: frozenset[str]
    bearing: frozenset[str]
    holding: frozenset[str]
    own: frozenset[str]
    giving: frozenset[str]
    unowned: frozenset[str]
    lemmas: frozenset[str]


class Adjectives(Entry):
    """Adjectives of conviction that take a clause, and the verbs they stand after."""

    lemmas: frozenset[str]
    verbs: frozenset[str]


class Pronouns(Entry):
    """Pronouns by what they stand for."""

    person: frozenset[str]
    thing: frozenset[str]
    ranks: frozenset[str]
    many: frozenset[str]
    own: frozenset[str]
    cases: dict[str, str]
    """Other forms of a pronoun, with its first."""

    @cached_property
    def every(self) -> frozenset[str]:
        """All of them."""
        return self.person | self.thing | self.many | self.own


class Carrying(Entry):
    """Words by which a sentence goes on with what a source said, and those by which it turns from it."""

    openings: tuple[str, ...]
    modals: tuple[str, ...]
    within: tuple[str, ...]
    backwards: tuple[str, ...]
    contrasts: tuple[str, ...]


class Headings(Entry):
    """Headings and closings that name the author of a whole document."""

    nouns: tuple[str, ...]
    prepositions: tuple[str, ...]
    issued: tuple[str, ...]
    informing: tuple[str, ...]
    following: tuple[str, ...]
    """What closes such a line: "informs the people of the following:"."""
    closings: frozenset[str]


class Broadcasts(Entry):
    """Whose turn it is in broadcasts written down and transcripts: first and last words of marks, in lower case."""

    asking: frozenset[str]
    announcing: frozenset[str]
    answering: frozenset[str]
    opening: frozenset[str]
    closing: frozenset[str]
    recordings: frozenset[str]
    silent: frozenset[str]
    between: frozenset[str]


class Reporting(Entry):
    """The section `reporting`."""

    verbs: dict[str, VerbClass]
    relay: Relay
    briefed: Briefed
    quoted: Verbs
    unsourced: Verbs
    silent: Verbs
    refusals: Verbs
    adjectives: Adjectives
    according: According
    nouns: Nouns
    pronouns: Pronouns
    headings: Headings
    broadcasts: Broadcasts
    carrying: Carrying
    anaphors: dict[str, frozenset[str]]
    """General words that take up a source named before, with the kinds of institution they can mean."""
    unsafe: frozenset[str]
    """Verbs whose forms are more often nouns: not looked for by form alone."""
    irregular: dict[str, str]
    """Irregular finite forms."""

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
    def phrasal(self) -> dict[str, tuple[tuple[str, ...], ...]]:
        """For each verb that reports with further words ("go on", "let it be known"), those words, longest first."""
        found: dict[str, list[tuple[str, ...]]] = {}
        for lemma in self.classes:
            verb, *rest = lemma.split()
            if rest:
                found.setdefault(verb, []).append(tuple(rest))
        return {verb: tuple(sorted(rests, key=len, reverse=True)) for verb, rests in found.items()}

    @cached_property
    def forms(self) -> dict[str, str]:
        """Finite forms of the verbs that take a clause, with their lemmas: what a mis-tagged verb is known by."""
        table: dict[str, str] = {}
        for verbs in self.verbs.values():
            if "clause" not in verbs.content:
                continue
            for lemma in verbs.lemmas:
                if " " in lemma or lemma in self.unsafe:
                    continue
                stem = lemma.removesuffix("e")
                double = f"{lemma}{lemma[-1]}ed"
                past = [f"{stem}ed"] if not lemma.endswith("y") else [f"{lemma[:-1]}ied", f"{lemma}ed"]
                table.update(dict.fromkeys([f"{lemma}s", f"{lemma}es", f"{stem}ies", *past, double], lemma))
                if lemma.endswith("y"):
                    table[f"{lemma[:-1]}ies"] = lemma
        table.update(self.irregular)
        return table

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
