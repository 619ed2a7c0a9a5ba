"""What each claim says of a question: the figures that can count, and why the others cannot."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from musterbook.assessment.origins import Echo, walk
from musterbook.assessment.places import ACROSS, AROUND, ELSEWHERE, PART, UNPLACED, WHOLE, Area, Relation, relation
from musterbook.assessment.register import UNDATED, Appearance, Register
from musterbook.assessment.voices import Voice, slug, voice
from musterbook.codebook.contingents import trades_in
from musterbook.codebook.force_names import same_force
from musterbook.errors import ScopeError
from musterbook.model import Basis, Category, Claim, Entry, Force, Kind, Modality, Role, Scope, contains

STOCKS = frozenset({Kind.PRESENCE, Kind.STRENGTH})
"""Kinds asked how many there are on a day; the rest is asked how many so far."""
_ASSERTED, _DENIED, _TOTAL = Modality.ASSERTED, Modality.DENIED, Basis.TOTAL
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
    apart: list[Aside | Echo]
    denials: list[Figure]

    @property
    def asides(self) -> list[Aside]:
        """The claims that do not stand, in order, each with its reason."""
        return [_echo(one) if isinstance(one, Echo) else one for one in self.apart]


def _echo(echo: Echo) -> Aside:
    return Aside(echo.entry, "echo", f"it is an echo of {voice(echo.of).label}: {echo.why}")


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
    return (written := force.name) is not None and same_force(name, written.text)


def about(scope: Scope) -> Callable[[Appearance], bool]:
    """Tells of a claim whether it speaks of a scope's force, outcome and counterpart, whatever its kind."""
    country, name, outcome, counterpart = scope.country, scope.name, scope.outcome, scope.counterpart

    def speaks(seen: Appearance) -> bool:
        told = seen.kernel
        return (
            (country is None or told.country == country)
            and (outcome is None or told.outcome is outcome)
            and (name is None or same_name(seen.claim.force, name))
            and (counterpart is None or _counterpart(seen.claim, counterpart))
        )

    return speaks


def _counterpart(claim: Claim, asked: str) -> bool:
    if (party := claim.counterpart) is not None:
        return party.country == asked or (party.name is not None and slug(party.name.text) == slug(asked))
    return any(place.code and place.role is Role.TO and contains(asked, place.code) for place in claim.places)


def read(
    entries: Iterable[Entry] | Register,
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
    counts = category(scope)
    register = Register.of(entries, known_on, copies)
    return register.once(("read", scope), lambda: _read(register, scope, counts))


def _read(register: Register, scope: Scope, counts: Category) -> Reading:
    bearing = list(filter(about(scope), register.appearing(scope.kind)))
    first = _first_total(bearing) if scope.kind in TOTALS else None
    context = _Context(register, bearing, scope)
    asked = _Asked(
        counts=counts,
        name=scope.name,
        named=scope.name is None and scope.country is not None,
        arrives=scope.area if scope.kind is Kind.DEPLOYMENT else None,
        first=first,
        totals=scope.kind in TOTALS,
        trades=counts is Category.PERSONNEL,
    )
    reading = Reading([], [], [])
    able: list[Appearance] = []
    lying: list[tuple[Relation, Area]] = []
    for seen in bearing:
        lies, places = context.relation(seen)
        if lies is ELSEWHERE:
            continue
        if seen.kernel.modality is _DENIED:
            reading.apart.append(Aside(seen.entry, "denied", f"{seen.voice.label} denies it"))
            if seen.at != UNDATED:
                reading.denials.append(_figure(seen, lies, places, asked))
        elif (aside := _aside(seen, lies, asked)) is not None:
            reading.apart.append(aside)
        else:
            able.append(seen)
            lying.append((lies, places))
    for (seen, of, rule), (lies, places) in zip(walk(able, copies=register.copies), lying, strict=True):
        if rule is not None and of.voice.key != seen.voice.key:
            reading.apart.append(Echo(seen.entry, of.entry, rule))
        elif seen.at == UNDATED:
            reading.apart.append(Aside(seen.entry, "undated", "nobody knows when it was said: no date"))
        else:
            figure = _figure(seen, lies, places, asked)
            if figure.contingent and figure.relation is AROUND:
                why = f"it counts a part of the force ({figure.contingent}) in an area around: it bounds nothing here"
                reading.apart.append(Aside(seen.entry, "another force", why))
            else:
                reading.figures.append(figure)
    return reading


class _Asked(NamedTuple):
    """What is asked of every figure."""

    counts: Category
    name: str | None
    named: bool
    """Whether a unit's name makes a figure a part: where a country's forces are asked about."""
    arrives: str | None
    """The area that is arrived at, where arrivals are asked about."""
    first: int | None
    totals: bool
    trades: bool
    """Whether a word for a trade makes a figure a part: of personnel only."""


def _figure(seen: Appearance, lies: Relation, places: Area, asked: _Asked) -> Figure:
    low, high, _ = seen.kernel.figures or (0.0, 0.0, False)
    start, end = seen.stretch or (None, None)
    contingent = _contingent(seen, asked)
    if not contingent and start is not None and asked.totals:
        contingent = _stretch(start, end, asked.first)
    return Figure(
        seen.entry,
        seen.voice,
        seen.at,
        low if low is not None else high or 0.0,
        high if high is not None else low or 0.0,
        low is None,
        high is None,
        PART if contingent and lies is WHOLE else lies,
        places,
        contingent,
        start,
        end,
    )


def _aside(seen: Appearance, lies: Relation, asked: _Asked) -> Aside | None:
    entry, told = seen.entry, seen.kernel
    if told.modality is not _ASSERTED:
        return Aside(entry, f"only {told.modality}", f"{seen.voice.label} gives it as {told.modality}, not as so")
    if (basis := seen.basis) is None:
        return Aside(entry, "no figure", "it gives no figure")
    if told.category is not asked.counts:
        return Aside(entry, "another unit", f"it counts {told.category}, not {asked.counts}")
    if basis is not _TOTAL:
        words = "comes on top of another figure" if basis is Basis.ADDITIONAL else "is a part of another figure"
        return Aside(entry, f"{basis} figure", f"it {words}: no total")
    if lies is UNPLACED:
        return Aside(entry, "place not told", "it tells no place, and its document puts the force nowhere in the area")
    if lies is ACROSS:
        return Aside(entry, "another scope", "it counts for places inside and outside the area together")
    if asked.arrives is not None and _moves_within(seen.claim, asked.arrives):
        return Aside(entry, "moves within", "it moves inside the area and does not arrive there")
    return None


def _contingent(seen: Appearance, asked: _Asked) -> str:
    if asked.named and seen.name is not None and (name := seen.claim.force.name) is not None:
        return name.text
    if not asked.trades or not (trades := seen.trades):
        return ""
    return ", ".join(sorted(trades if asked.name is None else trades - trades_in(asked.name)))


def _moves_within(claim: Claim, asked: str) -> bool:
    leaves = [place.code for place in claim.places if place.role is Role.FROM and place.code]
    return bool(leaves) and all(contains(asked, code) for code in leaves)


def _first_total(bearing: Iterable[Appearance]) -> int | None:
    """The first day a total without a beginning of its own was given: what a later "since" is measured against."""
    for seen in bearing:
        begins = seen.stretch is not None and seen.stretch[0] is not None
        if seen.basis is not None and seen.kernel.modality is _ASSERTED and not begins:
            return seen.day
    return None


def _stretch(start: int | None, end: int | None, first: int | None) -> str:
    """The stretch of time a total counts only: between two days, or since a day later than the first total."""
    if start is None or (end is None and (first is None or start <= first)):
        return ""
    since = date.fromordinal(start)
    return f"since {since}" if end is None else f"{since} to {date.fromordinal(end)}"


class _Surroundings(NamedTuple):
    """The documents that put a force inside an area, and those that put it elsewhere abroad."""

    inside: frozenset[str]
    outside: frozenset[str]


def _surroundings(register: Register, scope: Scope) -> _Surroundings:
    told = register.once(("told", scope.country, scope.name), lambda: _told(register, scope))
    inside: set[str] = set()
    outside: set[str] = set()
    for places, documents in told.items():
        lies = relation(places, scope.area)
        if lies in (WHOLE, PART):
            inside |= documents
        elif lies is ELSEWHERE and not _home(places, scope):
            outside |= documents
    return _Surroundings(frozenset(inside), frozenset(outside))


def _told(register: Register, scope: Scope) -> dict[Area, set[str]]:
    """The documents that put the force of a scope at each place."""
    country, name = scope.country, scope.name
    found: dict[Area, set[str]] = defaultdict(set)
    for seen in register.appearing():
        if country is not None and seen.kernel.country != country:
            continue
        if seen.area and (name is None or same_name(seen.claim.force, name)):
            found[seen.area].add(seen.claim.document)
    return found


def _home(places: Area, scope: Scope) -> bool:
    """Whether the force is at home: that says nothing about where it was sent."""
    home = scope.country
    return home is not None and all(contains(home, code) for code, _ in places)


class _Context:
    """Where a document puts the force, for its claims that tell no place of their own."""

    def __init__(self, register: Register, bearing: Sequence[Appearance], scope: Scope) -> None:
        self.asked = scope.area
        self.around = _Surroundings(frozenset(), frozenset())
        self.spoken: set[tuple[str, object]] = set()
        if scope.area is None or all(seen.area for seen in bearing):
            return
        asked = ("surroundings", scope.country, scope.name, scope.area)
        self.around = register.once(asked, lambda: _surroundings(register, scope))
        for seen in bearing:
            if relation(seen.area, scope.area) in (WHOLE, PART):
                self.spoken.add((seen.voice.key, seen.claim.outcome))

    def relation(self, seen: Appearance) -> tuple[Relation, Area]:
        """What the claim's area is to the one asked about; for a claim without a place, by its surroundings.

        A claim that tells no place counts for a country when its document puts the force there and nowhere else, or
        when the same institution has given figures of this kind for it. For a region, such a claim is an area around.
        """
        lies = relation(seen.area, self.asked)
        if lies is not UNPLACED or self.asked is None:
            return lies, seen.area
        document = seen.claim.document
        if document in self.around.outside:
            return lies, ()
        if document not in self.around.inside and (seen.voice.key, seen.claim.outcome) not in self.spoken:
            return lies, ()
        return (WHOLE if len(self.asked) == 2 else AROUND), ()
