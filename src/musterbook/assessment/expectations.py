"""What was expected, and what came of it: each expectation with its window, its outcome and the claims that decide."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from musterbook.assessment.evidence import Evidence, Told, figure, trades
from musterbook.assessment.figures import of_force
from musterbook.assessment.origins import Origin, gather
from musterbook.assessment.places import Relation, relation
from musterbook.assessment.register import Appearance, Register
from musterbook.model import Basis, Claim, Entry, Kind, Modality, Scope

OPEN = 180
"""Days an expectation without a period has (DESIGN, "Expectations")."""
GRACE = 30
"""Days after the window in which it can still be met."""
MET = 0.8
PARTLY = 0.2


class Fate(StrEnum):
    """What came of an expectation."""

    PENDING = "pending"
    MET = "met"
    PARTLY = "partly met"
    MISSED = "missed"
    SUPERSEDED = "superseded"
    DENIED = "denied"


@dataclass(frozen=True, slots=True)
class Expectation:
    """An expected claim with the window in which it falls due, its fate on a day, and what decides it.

    `open` marks a window the claim does not give. `reached` is the greatest figure told in time, `share` what that is
    of the expected one; both None where no figure was expected or none was told.
    """

    origin: Origin
    start: date
    end: date
    open: bool
    fate: Fate
    rule: str
    why: str
    deciding: tuple[Entry, ...] = ()
    expected: float | None = None
    reached: float | None = None

    @property
    def entry(self) -> Entry:
        """The claim that voiced it first."""
        return self.origin.first

    @property
    def share(self) -> float | None:
        """What was reached of what was expected."""
        return None if not self.expected or self.reached is None else self.reached / self.expected

    @property
    def due(self) -> date:
        """The last day on which it can be met."""
        return self.end + timedelta(GRACE)


FAMILIES: tuple[frozenset[Kind], ...] = (
    frozenset({Kind.PRESENCE, Kind.DEPLOYMENT}),
    frozenset({Kind.MOBILISATION, Kind.STRENGTH}),
)
"""Kinds that come to the same when they come true: who is expected to be sent is seen when he is there."""


def expectations(
    entries: Iterable[Entry] | Register,
    scope: Scope,
    day: date,
    *,
    known_on: date | None = None,
    copies: Mapping[str, str] | None = None,
) -> tuple[Expectation, ...]:
    """The expectations of a scope with their fate on `day`, in the order they were voiced.

    Nothing published after `day`, or after `known_on`, is looked at. Expected presence and deployment are followed
    together; the scope's counterpart and category narrow them where given.
    """
    register = Register.of(entries, day if known_on is None else min(day, known_on), copies)
    return register.once(("expectations", scope, day), lambda: _expectations(register, scope, day))


def _expectations(register: Register, scope: Scope, day: date) -> tuple[Expectation, ...]:
    seen = [
        one
        for one in register.appearing(*_family(scope.kind))
        if of_force(one.claim.force, scope) and _asked(one, scope)
    ]
    voiced = [one for one in seen if one.claim.modality is Modality.EXPECTED]
    if not voiced:
        return ()
    first = {id(one.entry): one for one in voiced}
    evidence = Evidence(one for one in seen if one.claim.modality is not Modality.EXPECTED)
    words = _Words(voiced)
    return tuple(
        _decided(origin, first[id(origin.first)], evidence, words, day)
        for origin in gather(voiced, copies=register.copies)
    )


def window(claim: Claim, published: date) -> tuple[date, date, bool]:
    """The days an expectation falls due in, and whether it is open: without a period, 180 days from publication."""
    period = claim.period
    if period is None or period.end is None:
        start = period.start if period is not None and period.start is not None else published
        return start, max(start, published) + timedelta(OPEN), True
    start = period.start if period.start is not None else min(published, period.end)
    return start, period.end, False


def _family(kind: Kind) -> frozenset[Kind]:
    return next((family for family in FAMILIES if kind in family), frozenset({kind}))


def _asked(one: Appearance, scope: Scope) -> bool:
    claim = one.claim
    if scope.outcome is not None and claim.outcome is not scope.outcome:
        return False
    if scope.category is not None and claim.force.category is not scope.category:
        return False
    if scope.counterpart is not None and (claim.counterpart is None or claim.counterpart.country != scope.counterpart):
        return False
    return relation(one.area, scope.area) is not Relation.ELSEWHERE


def _decided(origin: Origin, voiced: Appearance, evidence: Evidence, words: _Words, day: date) -> Expectation:
    claim, published = voiced.claim, voiced.entry.document.published
    if published is None:
        why = "nobody knows when it was voiced: its document has no date"
        return Expectation(origin, day, day, True, Fate.PENDING, "undated", why)
    start, end, is_open = window(claim, published)
    until = end + timedelta(GRACE)
    asked = figure(claim.quantity) if claim.quantity is not None else None
    best = _told(asked, voiced, evidence, until)

    def fate(fate: Fate, rule: str, why: str, deciding: Appearance | None) -> Expectation:
        reached = best.figure if best is not None and asked is not None else None
        entries = (deciding.entry,) if deciding is not None else ()
        return Expectation(origin, start, end, is_open, fate, rule, why, entries, asked, reached)

    nearest = best.by if best is not None else None
    if best is not None and asked is None:
        return fate(Fate.MET, "occurred", f"{_said(best.by)} tells that it happened", best.by)
    told = (
        f"{_said(best.by)} tells of {best.figure:,.0f} where {asked:,.0f} were expected"
        if best is not None and asked is not None
        else ""
    )
    if best is not None and asked is not None and best.figure >= MET * asked:
        return fate(Fate.MET, "reached 80%", told, best.by)
    if (restated := words.restated(voiced, until)) is not None:
        why = f"{_said(restated)} restates it with another figure or date"
        return fate(Fate.SUPERSEDED, "restated", why, restated)
    if best is not None and asked is not None and best.figure >= PARTLY * asked:
        return fate(Fate.PARTLY, "reached 20%", told, best.by)
    if (denial := evidence.denied(voiced, until.toordinal())) is not None:
        return fate(Fate.DENIED, "denied", f"{_said(denial)} denies it", denial)
    if day > until:
        return fate(
            Fate.MISSED, "window over", f"nothing told until {until}, 30 days after its window, is near", nearest
        )
    why = f"its window {'(open) ' if is_open else ''}ends on {end}, and nothing decides it yet"
    return fate(Fate.PENDING, "window open", why, nearest)


def _said(one: Appearance) -> str:
    return f"{one.voice.label} on {one.entry.document.published}"


def _told(asked: float | None, voiced: Appearance, evidence: Evidence, until: date) -> Told | None:
    """What was told in time of what is expected: the first to reach 80%, else the greatest; None for nothing.

    What is expected on top, and what had been reached already when it was voiced, is an addition: then a total counts
    by what it has grown since. Figures of what came after the expectation count in full. Without an expected figure,
    the first claim that it happened; a force that was there already must be told to have come anew.
    """
    quantity, kind = voiced.claim.quantity, voiced.claim.kind
    before = evidence.before(voiced, voiced.at)
    if asked is None:
        return evidence.happened(voiced, until.toordinal(), None if before is None else kind)
    known = before or 0.0
    added = (quantity is not None and quantity.basis is Basis.ADDITIONAL) or known >= asked
    return evidence.reached(voiced, until.toordinal(), known if added else 0.0, MET * asked)


class _Words:
    """What each institution expected of the same, one after the other."""

    def __init__(self, voiced: Iterable[Appearance]) -> None:
        self._said: dict[tuple[object, ...], list[Appearance]] = {}
        for one in voiced:
            quantity = one.claim.quantity
            if quantity is None or quantity.basis is not Basis.PART:
                self._said.setdefault(self._same(one), []).append(one)

    @staticmethod
    def _same(one: Appearance) -> tuple[object, ...]:
        claim = one.claim
        return (one.voice.key, claim.kind, claim.outcome, claim.force.category, trades(claim), one.area)

    def restated(self, voiced: Appearance, until: date) -> Appearance | None:
        """The same institution's next word on the same, with another figure or window, before it was decided."""
        later = self._said.get(self._same(voiced), [])
        at = bisect_right(later, voiced.day or 0, key=lambda one: one.day or 0)
        terms = _terms(voiced.claim)
        last = bisect_right(later, until.toordinal(), key=lambda one: one.day or 0)
        return next((one for one in later[at:last] if _differ(_terms(one.claim), terms)), None)


Terms = tuple[tuple[float | None, float | None] | None, date | None]


def _terms(claim: Claim) -> Terms:
    quantity, period = claim.quantity, claim.period
    return (
        None if quantity is None else (quantity.low, quantity.high),
        None if period is None else period.end,
    )


def _differ(one: Terms, other: Terms) -> bool:
    return one != other and (one[0] is None) == (other[0] is None)


def by_institution(found: Iterable[Expectation]) -> dict[str, dict[Fate, int]]:
    """How many expectations of each institution came to what."""
    record: dict[str, dict[Fate, int]] = {}
    for one in found:
        fates = record.setdefault(one.origin.voice.key, dict.fromkeys(Fate, 0))
        fates[one.fate] += 1
    return dict(sorted(record.items()))
