"""Which places of a sentence are a figure's own: "900 in Syria and 2,500 in Iraq"."""

from __future__ import annotations

from collections.abc import Collection
from math import inf

from musterbook.model import Role
from musterbook.reading.marked import Sentence
from musterbook.reading.places import FoundPlace

Places = tuple[tuple[FoundPlace, Role], ...]
"""Places with what each is to a claim."""


def unshared(at: int, others: Collection[int], sentence: Sentence, places: Places) -> Places:
    """The places of the figure at this offset, without those that stand with another figure of its sentence.

    Where one stands between the figure and the next, those of the same role beyond another figure are that one's.
    `others` are the offsets of the sentence's other figures.
    """
    following = min((other for other in others if other > at), default=inf)
    own = {role for place, role in places if at < place.start < following and place.start < sentence.end}
    return tuple(
        (place, role)
        for place, role in places
        if role not in own or not sentence.start <= place.start < sentence.end or not _beyond(place, at, others)
    )


def _beyond(place: FoundPlace, at: int, others: Collection[int]) -> bool:
    """Whether another figure stands between a place and the figure, or before both on the place's side."""
    if place.start > at:
        return any(at < other < place.start for other in others)
    return any(other < place.start for other in others)
