"""Speakers, institutions, persons and media: the codebook's section on who speaks, and for which side."""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import Literal

from pydantic import Field

from musterbook.codebook.loading import Entry, load

Standing = Literal["person", "office", "media", "document"]


class Speakers(Entry):
    """Nouns for those who can be a source, by what they are."""

    persons: frozenset[str]
    offices: frozenset[str]
    media: frozenset[str]
    documents: frozenset[str]
    outsiders: frozenset[str]
    accredited: frozenset[str]
    naming: frozenset[str]


class Titles(Entry):
    """Words before a personal name; `shortened` are those written with a full stop."""

    hosting: frozenset[str]
    shortened: frozenset[str]
    words: frozenset[str]
    particles: frozenset[str]
    """Words in small letters inside a name."""


class Institution(Entry):
    """An institution by name; `names` are looked for in any case, `short` (abbreviations) as written."""

    title: str | None = None
    """How it is shown, where its first name is only that of a part, or of one of several."""
    names: tuple[str, ...] = ()
    short: tuple[str, ...] = ()
    other: tuple[str, ...] = ()
    """Names in other languages."""
    kind: str
    country: str | None = Field(default=None, pattern=r"^[A-Z]{2}$")


class Person(Entry):
    """A person who speaks often: for which institution, else for which country."""

    institution: str | None = None
    country: str | None = Field(default=None, pattern=r"^[A-Z]{2}$")


class Office(Entry):
    """A kind of institution every state has: "defence ministry" with a country makes "by-defence-ministry"."""

    words: tuple[str, ...]


class Sources(Entry):
    """The section `sources`."""

    speakers: Speakers
    titles: Titles
    institutions: dict[str, Institution]
    offices: dict[str, Office]
    persons: dict[str, Person]
    seats: dict[str, str]
    """Seats of government and other words that stand for a side: "Kremlin" is RU."""

    @cached_property
    def standings(self) -> dict[str, Standing]:
        """What each speaker noun is. A word in two lists is what the first of office, media, person, document says."""
        found: dict[str, Standing] = dict.fromkeys(self.speakers.documents, "document")
        found.update(dict.fromkeys(self.speakers.persons, "person"))
        found.update(dict.fromkeys(self.speakers.media, "media"))
        found.update(dict.fromkeys(self.speakers.offices, "office"))
        return found

    @cached_property
    def common(self) -> frozenset[str]:
        """What every state has, in small letters: "armed forces", "coast guard"; no name of one of them."""
        return frozenset(word for office in self.offices.values() for word in office.words)


@lru_cache(maxsize=1)
def sources() -> Sources:
    """The packaged section, loaded once."""
    return load(Sources, "sources.toml")
