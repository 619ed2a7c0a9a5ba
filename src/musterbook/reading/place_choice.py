"""Which of the places found likely for a claim are its own."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from math import inf

from musterbook.model import Role, contains
from musterbook.reading.marked import Sentence
from musterbook.reading.places import FoundPlace
from musterbook.reading.whereabouts import HOME, TAKEN_UP

Places = tuple[tuple[FoundPlace, Role], ...]
"""Places with what each is to a claim."""
NEARLY = 0.8
"""Share of a wider place's likelihood that one inside it needs to count instead (held out: 0.5 to 0.9 alike)."""


def at_home(place: FoundPlace, country: str | None) -> FoundPlace:
    """The place; "home" as the country of the force that goes there."""
    if place.rule != HOME or country is None:
        return place
    return replace(place, code=country, codes=(country,), country=country)


def most_specific(chosen: Sequence[tuple[FoundPlace, Role, float]]) -> Iterator[tuple[FoundPlace, Role]]:
    """The places, each with its role and how likely it is, without those that name another of the role again.

    Of a place and one inside it the inner one counts, unless it is plainly the less likely: "in Russia, many of them in
    Kursk" says where all are with the first. A common word counts only where no name does: "in Leego, on the road".
    """
    by_name = {role for place, role, _ in chosen if place.code is not None and not _taken_up(place)}
    for place, role, likely in chosen:
        if _taken_up(place) and role in by_name:
            continue
        rivals = [(other, much) for other, r, much in chosen if r is role and other.code != place.code]
        inner = any(_holds(place, other) and much >= NEARLY * likely for other, much in rivals)
        outer = any(_holds(other, place) and likely < NEARLY * much for other, much in rivals)
        if not inner and not outer:
            yield place, role


def _taken_up(place: FoundPlace) -> bool:
    return place.rule.startswith(TAKEN_UP)


def _holds(outer: FoundPlace, inner: FoundPlace) -> bool:
    return outer.code is not None and any(contains(outer.code, code) for code in inner.codes)


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
