"""The claims that can decide an expectation, kept so that each finds its own without looking at all of them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from musterbook.assessment.peaks import Peaks
from musterbook.assessment.places import Area, Relation, relation
from musterbook.assessment.register import Appearance
from musterbook.codebook.contingents import trades_in
from musterbook.model import Basis, Claim, Kind, Modality, Quantity


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


class Told(NamedTuple):
    """A figure told of what was expected: how much of it counts, and the claim."""

    figure: float
    order: int
    """The place of the claim in the order of publication."""
    by: Appearance


@dataclass(slots=True)
class _Row:
    """Claims in order of publication, with their figures; of some rows the peaks are asked."""

    days: list[int] = field(default_factory=list)
    orders: list[int] = field(default_factory=list)
    claims: list[Appearance] = field(default_factory=list)
    figures: list[float] = field(default_factory=list)
    _peaks: Peaks | None = None

    def keep(self, order: int, one: Appearance, figure: float) -> None:
        """Put the next claim into the row."""
        self.days.append(one.at)
        self.orders.append(order)
        self.claims.append(one)
        self.figures.append(figure)

    def within(self, day: int, until: int) -> tuple[int, int]:
        """The claims published after a day and until another, as [start, stop)."""
        return bisect_right(self.days, day), bisect_right(self.days, until)

    @property
    def peaks(self) -> Peaks:
        """The peaks of the figures, once all are there."""
        if self._peaks is None:
            self._peaks = Peaks(self.figures)
        return self._peaks

    def told(self, at: int, figure: float) -> Told:
        """What one of the claims tells."""
        return Told(figure, self.orders[at], self.claims[at])


@dataclass(slots=True)
class _Sort:
    """Claims that answer the same expectations."""

    like: Appearance
    all: _Row = field(default_factory=_Row)
    """Every claim; as its figure the greatest total told so far, 0 before any."""
    totals: _Row = field(default_factory=_Row)
    """Totals without a beginning: they count by what they have grown."""
    added: _Row = field(default_factory=_Row)
    """Figures on top of others: they count in full."""
    dated: _Row = field(default_factory=_Row)
    """Figures whose period says whether, and how, they count."""


class Evidence:
    """The asserted and denied claims of a scope, in order of publication."""

    def __init__(self, claims: Iterable[Appearance]) -> None:
        self._sorts: dict[tuple[object, ...], _Sort] = {}
        self._found: dict[tuple[object, ...], tuple[_Sort, ...]] = {}
        for order, one in enumerate(claims):
            if one.day is None:
                continue
            name = _sort(one)
            if (sort := self._sorts.get(name)) is None:
                sort = self._sorts[name] = _Sort(one)
            _keep(sort, order, one)

    def before(self, voiced: Appearance, day: int) -> float | None:
        """The greatest total asserted up to a day of what is expected; None when nothing was asserted at all."""
        found: float | None = None
        for sort in self._answering(voiced, Modality.ASSERTED):
            if count := bisect_right(sort.all.days, day):
                found = max(found or 0.0, sort.all.figures[count - 1])
        return found

    def reached(self, voiced: Appearance, until: int, known: float, height: float) -> Told | None:
        """The first figure told after an expectation was voiced, and until a day, that counts `height` or more.

        Where none does the one that counts most; None where none is told. Totals count by what they exceed `known`,
        figures on top and those of what came after the expectation in full.
        """
        firsts: list[Told] = []
        most: list[Told] = []
        for sort in self._answering(voiced, Modality.ASSERTED):
            for row, less in ((sort.totals, known), (sort.added, 0.0)):
                start, stop = row.within(voiced.at, until)
                if start >= stop:
                    continue
                if (at := row.peaks.first(start, stop, height + less if height > 0 else 0.0)) is not None:
                    firsts.append(row.told(at, max(row.figures[at] - less, 0.0)))
                    continue
                at = row.peaks.highest(start, stop)
                counts = row.figures[at] - less
                most.append(row.told(at, counts) if counts > 0 else row.told(start, 0.0))
            for told in self._dated(sort, voiced.at, until, known):
                most.append(told)
                if told.figure >= height:
                    firsts.append(told)
                    break
        if firsts:
            return min(firsts, key=lambda told: told.order)
        return min(most, key=lambda told: (-told.figure, told.order), default=None)

    @staticmethod
    def _dated(sort: _Sort, day: int, until: int, known: float) -> Iterator[Told]:
        row, voiced = sort.dated, date.fromordinal(day)
        for at in range(*row.within(day, until)):
            if not _past(row.claims[at], voiced):
                less = 0.0 if _since(row.claims[at], voiced) else known
                yield row.told(at, max(row.figures[at] - less, 0.0))

    def happened(self, voiced: Appearance, until: int, kind: Kind | None) -> Told | None:
        """The first claim, after an expectation was voiced and until a day, that what was expected happened.

        `kind` None takes claims of any kind that answers.
        """
        firsts: list[Told] = []
        day = date.fromordinal(voiced.at)
        for sort in self._answering(voiced, Modality.ASSERTED):
            if kind is None or sort.like.claim.kind is kind:
                row = sort.all
                later = (at for at in range(*row.within(voiced.at, until)) if not _past(row.claims[at], day))
                firsts += [row.told(at, 0.0) for at in islice(later, 1)]
        return min(firsts, key=lambda told: told.order, default=None)

    def denied(self, voiced: Appearance, until: int) -> Appearance | None:
        """The first denial of what was expected, published after it was voiced and until a day.

        A denial without a figure denies all, one with a figure only what equals it.
        """
        firsts: list[Told] = []
        asked = _ends(voiced.claim.quantity)
        for sort in self._answering(voiced, Modality.DENIED):
            if (refused := _ends(sort.like.claim.quantity)) is None or refused == asked:
                start, stop = sort.all.within(voiced.at, until)
                if start < stop:
                    firsts.append(sort.all.told(start, 0.0))
        return min(firsts, key=lambda told: told.order).by if firsts else None

    def _answering(self, voiced: Appearance, modality: Modality) -> tuple[_Sort, ...]:
        asked = (modality, voiced.claim.counterpart is None, *_meant(voiced))
        if (found := self._found.get(asked)) is None:
            found = self._found[asked] = tuple(
                sort
                for sort in self._sorts.values()
                if sort.like.claim.modality is modality and _answers(sort.like, voiced)
            )
        return found


def _keep(sort: _Sort, order: int, one: Appearance) -> None:
    quantity, period = one.claim.quantity, one.claim.period
    total = figure(quantity) if quantity is not None and quantity.basis is Basis.TOTAL else 0.0
    sort.all.keep(order, one, max(total, sort.all.figures[-1] if sort.all.figures else 0.0))
    if quantity is None:
        return
    begins = period is not None and period.start is not None and quantity.basis is Basis.TOTAL
    ended = period is not None and period.end is not None and period.end.toordinal() < one.at
    if begins or ended:
        sort.dated.keep(order, one, figure(quantity))
    elif quantity.basis is Basis.TOTAL:
        sort.totals.keep(order, one, figure(quantity))
    else:
        sort.added.keep(order, one, figure(quantity))


def _past(one: Appearance, voiced: date) -> bool:
    """Whether a claim speaks of days before the expectation was voiced."""
    period = one.claim.period
    return period is not None and period.end is not None and period.end < voiced


def _since(one: Appearance, voiced: date) -> bool:
    """Whether a figure counts only what came after the expectation: on top, or since a later day."""
    claim = one.claim
    if claim.quantity is not None and claim.quantity.basis is not Basis.TOTAL:
        return True
    begins = claim.period.start if claim.period is not None else None
    return begins is not None and begins >= voiced


def _ends(quantity: Quantity | None) -> tuple[float | None, float | None] | None:
    return None if quantity is None else (quantity.low, quantity.high)


def _meant(one: Appearance) -> tuple[object, ...]:
    """What decides which claims answer which: outcome, what is counted, branch, counterpart and place."""
    claim = one.claim
    side = claim.counterpart.country if claim.counterpart is not None else None
    return (claim.outcome, claim.force.category, trades(claim), side, one.area)


def _sort(one: Appearance) -> tuple[object, ...]:
    claim = one.claim
    figures = _ends(claim.quantity) if claim.modality is Modality.DENIED else None
    return (claim.modality, claim.kind, figures, *_meant(one))


def _answers(one: Appearance, voiced: Appearance) -> bool:
    """Whether a claim speaks of what was expected: its unit, branch, outcome and counterpart, in its place."""
    claim, asked = one.claim, voiced.claim
    if claim.outcome is not asked.outcome or claim.force.category is not asked.force.category:
        return False
    if asked.counterpart and claim.counterpart and asked.counterpart.country != claim.counterpart.country:
        return False
    told, meant = trades(claim), trades(asked)
    if told and meant and not told & meant:
        return False
    return inside(one.area, voiced.area)
