"""The codebook's section on voices: institutions that are no single voice."""

from __future__ import annotations

from functools import cache

from musterbook.codebook.loading import Entry, load


class Voices(Entry):
    """Keys, and endings of keys, of institutions that stand for many."""

    endings: tuple[str, ...]
    keys: frozenset[str]


@cache
def collective(institution: str) -> bool:
    """Whether an institution's key gathers many voices: "us-media" does, "pentagon" does not."""
    section = load(Voices, "voices.toml")
    return institution in section.keys or institution.endswith(section.endings)
