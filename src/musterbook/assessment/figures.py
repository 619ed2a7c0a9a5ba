"""What each claim says of a question: the figures that can count, and why the others cannot."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from musterbook.assessment.origins import Echo, origins
from musterbook.assessment.places import Area, Relation, area, relation
from musterbook.assessment.register import counted, ordered
from musterbook.assessment.voices import Voice, slug, voice
from musterbook.codebook.contingents import trades_in
from musterbook.errors import ScopeError
from musterbook.model import Basis, Category, Claim, Entry, Force, Kind, Modality, Role, Scope, contains

STOCKS = frozenset({Kind.PRESENCE, Kind.STRENGTH})
"""Kinds asked how many there are on a day; the rest is asked how many so far."""
TOTALS = frozenset({Kind.LOSS, Kind.TRANSFER, Kind.DEPLOYMENT, Kind.WITHDRAWAL, Kind.MOBILISATION, Kind.ATTACK})


class Figure(NamedTuple):
    """One claim's figure, as it bears on the question. An open end holds the stated number and is marked open."""

    entry: Entry
    voice: Voice
    day: int
    """Ordinal of the day of publication."""
    low: float
    high: float
    open_low: bool
    open_high: bool
    relation: Relation
    area: Area
    contingent: str
    """The branch, trade, named unit or stretch of time that is counted only; empty where it is the whole force."""
    start: int | None
    end: int | None

    @property
    def middle(self) -> float:
        """The middle of the interval; of an open one the stated number."""
        return (self.low + self.high) / 2


class Aside(NamedTuple):
    """A claim that bears on the question and does not stand: the rule, and a sentence why."""

    entry: Entry
    rule: str
    why: str


class Reading(NamedTuple):
    """The claims of a scope, read: figures that can count, those that cannot, denials that end what was said."""

    figures: list[Figure]
    asides: list[Aside]
    denials: list[Figure]


def category(scope: Scope) -> Category:
    """What is counted: the scope's category, personnel where it names none.

    Raises ScopeError for a transfer or attack scope without one: shells and missiles do not add up.
    """
    if scope.category is not None:
        return scope.category
    if scope.kind in (Kind.TRANSFER, Kind.ATTACK):
        raise ScopeError(f"a {scope.kind} scope needs what is counted: one of {', '.join(Category)}")
    return Category.PERSONNEL


def of_force(force: Force, scope: Scope) -> bool:
    """Whether a claim's force is the one asked about, or belongs to it."""
    if scope.country is not None and force.country != scope.country:
        return False
    return scope.name is None or same_name(force, scope.name)


def same_name(force: Force, name: str) -> bool:
    """Whether the force is named so: "Wagner" is meant by "Wagner Group", and the other way round."""
    if force.name is None:
        return False
    written, asked = set(slug(force.name.text).split("-")), set(slug(name).split("-"))
    return asked <= written or written <= asked


def bears(claim: Claim, scope: Scope) -> bool:
    """Whether a claim says something of this kind about the force, and for a transfer of its counterpart."""
    if claim.kind is not scope.kind or not of_force(claim.force, scope):
        return False
    if scope.outcome is not None and claim.outcome is not scope.outcome:
        return False
    return scope.counterpart is None or _counterpart(claim, scope.counterpart)


def _counterpart(claim: Claim, asked: str) -> bool:
    if (party := claim.counterpart) is not None:
        return party.country == asked or (party.name is not None and slug(party.name.text) == slug(asked))
    return any(place.code and place.role is Role.TO and contains(asked, place.code) for place in claim.places)


def read(
    entries: Iterable[Entry],
    scope: Scope,
    *,
    known_on: date | None = None,
    copies: Mapping[str, str] | None = None,
) -> Reading:
    """The figures of a scope among these claims, in order, as known on a day (None: all that is known).

    Raises ScopeError for a loss scope without an outcome, and a transfer or attack scope without a category.
    """
    if scope.kind not in STOCKS | TOTALS:
        raise ScopeError(f"{scope.kind} is not counted: ask for one of {', '.join(sorted(STOCKS | TOTALS))}")
    if scope.kind is Kind.LOSS and scope.outcome is None:
        raise ScopeError("losses are counted by outcome: ask for killed, wounded, captured, casualties …")
    wanted = category(scope)
    known = [entry for entry in counted(entries, known_on) if of_force(entry.claim.force, scope)]
    bearing = [entry for entry in known if bears(entry.claim, scope)]
    echoes = {id(echo.entry): echo for origin in origins(bearing, copies=copies) for echo in origin.echoes}
    first = _first_total(bearing) if scope.kind in TOTALS else None
    asked = _Asked(scope, wanted, _Context(known, bearing, scope), first)
    reading = Reading([], [], [])
    for entry in ordered(bearing):
        found = _figure(entry, echoes.get(id(entry)), asked)
        if isinstance(found, Aside):
            reading.asides.append(found)
        elif found is not None and entry.claim.modality is Modality.DENIED:
            reading.denials.append(found)
            reading.asides.append(Aside(entry, "denied", f"{found.voice.label} denies it"))
        elif found is not None:
            reading.figures.append(found)
    return reading


class _Asked(NamedTuple):
    scope: Scope
    counts: Category
    context: _Context
    first: int | None


def _figure(entry: Entry, echo: Echo | None, asked: _Asked) -> Figure | Aside | None:
    claim, spoken = entry.claim, voice(entry)
    lies, placed = asked.context.relation(entry, spoken, area(claim))
    if lies is Relation.ELSEWHERE:
        return None
    denied = claim.modality is Modality.DENIED
    if not denied and (aside := _aside(entry, echo, spoken, lies, asked)) is not None:
        return aside
    if entry.document.published is None:
        return Aside(entry, "undated", "nobody knows when it was said: the document has no date")
    day, quantity, period = entry.document.published.toordinal(), claim.quantity, claim.period
    ends = [end for end in (quantity.low, quantity.high) if end is not None] if quantity else [0.0]
    start = period.start.toordinal() if period and period.start else None
    end = period.end.toordinal() if period and period.end else None
    contingent = _contingent(claim.force, asked.scope)
    if not contingent and asked.scope.kind in TOTALS:
        contingent = _stretch(start, end, asked.first)
    if contingent and lies is Relation.WHOLE:
        lies = Relation.PART
    elif contingent and lies is Relation.AROUND:
        return Aside(entry, "another force", "counts a part of the force in an area around: it bounds nothing here")
    return Figure(
        entry,
        spoken,
        day,
        ends[0],
        ends[-1],
        quantity is not None and quantity.low is None,
        quantity is not None and quantity.high is None,
        lies,
        placed,
        contingent,
        start,
        end,
    )


def _aside(entry: Entry, echo: Echo | None, spoken: Voice, lies: Relation, asked: _Asked) -> Aside | None:
    claim, quantity, scope = entry.claim, entry.claim.quantity, asked.scope
    if claim.modality is not Modality.ASSERTED:
        return Aside(entry, f"only {claim.modality}", f"{spoken.label} gives it as {claim.modality}, not as so")
    if quantity is None:
        return Aside(entry, "no figure", "it gives no figure")
    if claim.force.category is not asked.counts:
        return Aside(entry, "another unit", f"it counts {claim.force.category}, not {asked.counts}")
    if quantity.basis is not Basis.TOTAL:
        words = (
            "comes on top of another figure" if quantity.basis is Basis.ADDITIONAL else "is a part of another figure"
        )
        return Aside(entry, f"{quantity.basis} figure", f"it {words}: no total")
    if echo is not None and voice(echo.of).key != spoken.key:
        return Aside(entry, "echo", f"it is an echo of {voice(echo.of).label}: {echo.why}")
    if lies is Relation.UNPLACED:
        return Aside(entry, "place not told", "it tells no place, and its document puts the force nowhere in the area")
    if lies is Relation.ACROSS:
        return Aside(entry, "another scope", "it counts for places inside and outside the area together")
    if scope.kind is Kind.DEPLOYMENT and scope.area is not None and _moves_within(claim, scope.area):
        return Aside(entry, "moves within", "it moves inside the area and does not arrive there")
    return None


def _contingent(force: Force, scope: Scope) -> str:
    if scope.name is None and scope.country is not None and force.name is not None:
        return force.name.text
    if force.words is None or force.category is not Category.PERSONNEL:
        return ""
    return ", ".join(sorted(trades_in(force.words.text) - (trades_in(scope.name) if scope.name else frozenset())))


def _moves_within(claim: Claim, asked: str) -> bool:
    leaves = [place.code for place in claim.places if place.role is Role.FROM and place.code]
    return bool(leaves) and all(contains(asked, code) for code in leaves)


def _first_total(bearing: Iterable[Entry]) -> int | None:
    """The first day a total without a beginning of its own was given: what a later "since" is measured against."""
    days = (
        entry.document.published.toordinal()
        for entry in bearing
        if entry.document.published is not None
        and entry.claim.quantity is not None
        and entry.claim.modality is Modality.ASSERTED
        and not (entry.claim.period and entry.claim.period.start)
    )
    return min(days, default=None)


def _stretch(start: int | None, end: int | None, first: int | None) -> str:
    """The stretch of time a total counts only: between two days, or since a day later than the first total."""
    if start is None or (end is None and (first is None or start <= first)):
        return ""
    since = date.fromordinal(start)
    return f"since {since}" if end is None else f"{since} to {date.fromordinal(end)}"


class _Context:
    """Where a document puts the force, for its claims that tell no place of their own."""

    def __init__(self, known: Sequence[Entry], bearing: Sequence[Entry], scope: Scope) -> None:
        self.asked = scope.area
        self.inside: set[str] = set()
        self.outside: set[str] = set()
        self.spoken: set[tuple[str, object]] = set()
        if scope.area is None or all(area(entry.claim) for entry in bearing):
            return
        for entry in known:
            lies = relation(area(entry.claim), scope.area)
            if lies in (Relation.WHOLE, Relation.PART):
                self.inside.add(entry.claim.document)
            elif lies is Relation.ELSEWHERE and not self._home(entry, scope):
                self.outside.add(entry.claim.document)
        for entry in bearing:
            if relation(area(entry.claim), scope.area) in (Relation.WHOLE, Relation.PART):
                self.spoken.add((voice(entry).key, entry.claim.outcome))

    @staticmethod
    def _home(entry: Entry, scope: Scope) -> bool:
        """Whether the force is at home: that says nothing about where it was sent."""
        home = scope.country
        return home is not None and all(contains(home, code) for code, _ in area(entry.claim))

    def relation(self, entry: Entry, spoken: Voice, places: Area) -> tuple[Relation, Area]:
        """What the claim's area is to the one asked about; for a claim without a place, by its surroundings.

        A claim that tells no place counts for a country when its document puts the force there and nowhere else, or
        when the same institution has given figures of this kind for it. For a region, such a claim is an area around.
        """
        lies = relation(places, self.asked)
        if lies is not Relation.UNPLACED or self.asked is None:
            return lies, places
        document = entry.claim.document
        if document in self.outside:
            return lies, places
        if document not in self.inside and (spoken.key, entry.claim.outcome) not in self.spoken:
            return lies, places
        return (Relation.WHOLE if len(self.asked) == 2 else Relation.AROUND), ()
