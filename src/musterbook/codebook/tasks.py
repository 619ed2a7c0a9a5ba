"""The section `tasks`: what the words of a task turn on."""

from __future__ import annotations

from musterbook.codebook.loading import Entry


class Tasks(Entry):
    """Nouns that announce a task, verbs whose object is one, prepositions that belong to its words, nouns of time."""

    announcing: frozenset[str]
    doing: frozenset[str]
    within: frozenset[str]
    naming: frozenset[str]
    against: frozenset[str]
    lasting: frozenset[str]
    focusing: frozenset[str]
