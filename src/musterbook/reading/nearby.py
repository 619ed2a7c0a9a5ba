"""The places and times a draft may have: those of its sentence, of the ones before it, and of the opening."""

from __future__ import annotations

from collections.abc import Iterator

from musterbook.reading.drafts import Draft
from musterbook.reading.marked import Marked, Sentence
from musterbook.reading.places import FoundPlace
from musterbook.reading.times import FoundTime

BACK = 3
"""Sentences before the draft's own in which a place or time is looked for where the own has none."""
LEADING = 2
"""Sentences of the body that open a document: what they say of place and time may hold for all that follows."""

Nearby = list[tuple[FoundPlace, Sentence]]


def nearby_places(marked: Marked, draft: Draft) -> Iterator[Nearby]:
    """The places a draft may have, nearest first: its sentence's, those of each before it, those of the opening."""
    yield [(place, draft.sentence) for place in draft.sentence.places]
    for sentence in before(marked, draft):
        if sentence.places:
            yield [(place, sentence) for place in sentence.places]


def before(marked: Marked, draft: Draft) -> list[Sentence]:
    """The sentences before a draft's own in which its place or time may stand: the nearest first, then the opening."""
    own = draft.sentence.index
    near = range(own - 1, max(-1, own - 1 - BACK), -1)
    return [marked.sentences[i] for i in (*near, *(i for i in opening(marked) if i < own and i not in near))]


def opening(marked: Marked) -> list[int]:
    """The numbers of the sentences that open a document: its title's and the first ones of its body, in order."""
    body = next((sentence.index for sentence in marked.sentences if not sentence.title), len(marked.sentences))
    return list(range(min(len(marked.sentences), body + LEADING)))


def nearby_times(marked: Marked, draft: Draft) -> list[tuple[FoundTime, Sentence]]:
    """The times a draft may have: its sentence's, those of the sentences before it, those of the opening."""
    sentences = [draft.sentence, *before(marked, draft)]
    return [(time, sentence) for sentence in sentences for time in sentence.times]
