"""The claims that can decide an expectation, kept so that each finds its own without looking at all of them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from heapq import merge
from operator import itemgetter

from musterbook.assessment.places import Area, Relation, relation
from musterbook.assessment.register import Appearance
from musterbook.codebook.contingents import trades_in
from musterbook.model import Basis, Claim, Modality, Quantity


def figure(quantity: Quantity) -> float:
    """The figure a quantity stands for: the middle of its interval; of an open one the stated number."""
    ends = [end for end in (quantity.low, quantity.high) if end is not None]
    return sum(ends) / len(ends)


def trades(claim: Claim) -> frozenset[str]:
    """The branches and trades a claim's force is named by."""
    return trades_in(claim.force.words.text) if claim.force.words is not None else frozenset()


@lru_cache(maxsize=65536)
def inside(told: Area, meant: Area) -> bool:
    """Whether what happens in one area happens in the other; a place that is not told can be any."""
    if not told or not meant:
        return True
    return all(any(relation((code,), asked) in (Relation.WHOLE, Relation.PART) for asked, _ in meant) for code in told)


@dataclass(slots=True)
class _Sort:
    """Claims that answer the same expectations, in order of publication."""

    like: Appearance
    days: list[int] = field(default_factory=list)
    claims: list[tuple[int, Appearance]] = field(default_factory=list)
    totals: list[float] = field(default_factory=list)
    """The greatest total told up to each of the claims; 0 before any."""


class Evidence:
    """The asserted and denied claims of a scope, in order of publication."""

    def __init__(self, claims: Iterable[Appearance]) -> None:
        self._sorts: dict[tuple[object, ...], _Sort] = {}
        for at, one in enumerate(claims):
            if one.day is None:
                continue
            sort = self._sorts.setdefault(_sort(one), _Sort(one))
            quantity = one.entry.claim.quantity
            total = figure(quantity) if quantity is not None and quantity.basis is Basis.TOTAL else 0.0
            sort.days.append(one.day)
            sort.claims.append((at, one))
            sort.totals.append(max(total, sort.totals[-1] if sort.totals else 0.0))

    def before(self, voiced: Appearance, day: int) -> float | None:
        """The greatest total asserted up to a day of what is expected; None when nothing was asserted at all."""
        found: float | None = None
        for sort in self._answering(voiced, Modality.ASSERTED):
            if count := bisect_right(sort.days, day):
                found = max(found or 0.0, sort.totals[count - 1])
        return found

    def after(self, voiced: Appearance, day: int, until: int, modality: Modality) -> Iterator[Appearance]:
        """The claims that answer an expectation, published after a day and until another, in order."""
        stretches = (
            sort.claims[bisect_right(sort.days, day) : bisect_right(sort.days, until)]
            for sort in self._answering(voiced, modality)
        )
        return (one for _, one in merge(*stretches, key=itemgetter(0)))

    def _answering(self, voiced: Appearance, modality: Modality) -> Iterator[_Sort]:
        return (
            sort
            for sort in self._sorts.values()
            if sort.like.entry.claim.modality is modality and _answers(sort.like, voiced)
        )


def _sort(one: Appearance) -> tuple[object, ...]:
    claim = one.entry.claim
    side = claim.counterpart.country if claim.counterpart is not None else None
    return (claim.modality, claim.outcome, claim.force.category, trades(claim), side, one.area)


def _answers(one: Appearance, voiced: Appearance) -> bool:
    """Whether a claim speaks of what was expected: its unit, branch, outcome and counterpart, in its place."""
    claim, asked = one.entry.claim, voiced.entry.claim
    if claim.outcome is not asked.outcome or claim.force.category is not asked.force.category:
        return False
    if asked.counterpart and claim.counterpart and asked.counterpart.country != claim.counterpart.country:
        return False
    told, meant = trades(claim), trades(asked)
    if told and meant and not told & meant:
        return False
    return inside(one.area, voiced.area)
