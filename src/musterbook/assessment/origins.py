"""Where a claim came from first: origins, their echoes, and how many independent voices stand behind them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from musterbook.assessment.places import Area, above, family
from musterbook.assessment.register import Appearance, appearances, counted
from musterbook.assessment.voices import Voice, attributed, slug, voice
from musterbook.model import Basis, Claim, Entry, Kind

WINDOW = 14
"""Days after its last echo within which an institution's equal figure is the same word (DESIGN, "Origins")."""
STANDS = 180
"""Days after which a figure said again is said anew: the first has faded by then."""
RUNNING = frozenset({Kind.LOSS, Kind.TRANSFER, Kind.DEPLOYMENT})
"""Kinds whose totals run: a total given again is the same total, however late."""

REMEMBERED = 64
"""Origins of one voice that agree in all but place or period: older ones are not looked at, so time stays linear."""

Rule = Literal["same institution", "same running total", "no claimant", "relayed", "syndicated copy"]


@dataclass(frozen=True, slots=True)
class Echo:
    """A later appearance of a claim, the claim it echoes, and the rule that says so."""

    entry: Entry
    of: Entry
    rule: Rule

    @property
    def why(self) -> str:
        """A sentence why it is an echo."""
        label, first = voice(self.of).label, _where(self.of)
        if self.rule == "syndicated copy":
            return f"its document is a copy of the one {first}"
        if self.rule == "same running total":
            return f"{label} gave this total before, {first}, and it still stands"
        if self.rule == "same institution":
            return f"{label} said the same {first}, and nobody waited 14 days to say it again"
        if self.rule == "relayed":
            return f"it is told through the outlet or institution that had it, {first}"
        return f"it has no claimant of its own, and {label} had said so {first}"


@dataclass(frozen=True, slots=True)
class Origin:
    """The first appearance of a claim with its echoes."""

    first: Entry
    voice: Voice
    echoes: tuple[Echo, ...] = ()

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The first appearance and all echoes."""
        return (self.first, *(echo.entry for echo in self.echoes))

    @property
    def articles(self) -> int:
        """How many documents make the claim."""
        return len({entry.claim.document for entry in self.entries})

    @property
    def outlets(self) -> tuple[str, ...]:
        """The outlets it appeared in, sorted."""
        return tuple(sorted({entry.document.outlet for entry in self.entries if entry.document.outlet}))


@dataclass(frozen=True, slots=True)
class Independence:
    """How many voices stand behind a set of claims. Articles are counted only to be told apart from the rest."""

    claims: int
    articles: int
    origins: int
    institutions: tuple[str, ...]
    sides: tuple[str, ...]

    def __str__(self) -> str:
        return ", ".join(
            (
                _count(self.articles, "article"),
                _count(self.origins, "origin"),
                _count(len(self.institutions), "institution"),
                _count(len(self.sides), "side"),
            )
        )


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def independence(origins: Iterable[Origin]) -> Independence:
    """Voices behind these origins, by institution and by side; an outlet's own count is a voice without a side."""
    found = list(origins)
    return Independence(
        claims=sum(1 + len(origin.echoes) for origin in found),
        articles=len({entry.claim.document for origin in found for entry in origin.entries}),
        origins=len(found),
        institutions=tuple(sorted({origin.voice.key for origin in found})),
        sides=tuple(sorted({origin.voice.side for origin in found if origin.voice.side})),
    )


@dataclass(slots=True, eq=False)
class _Open:
    """An origin while it is being gathered."""

    first: Entry
    voice: Voice
    area: Area
    started: int | None
    last: int | None
    attributed: bool
    echoes: list[Echo] = field(default_factory=list)


@dataclass(slots=True)
class _Alike:
    """The origins of claims that agree in all but place, so that the one echoed is found without looking at each."""

    by_voice: dict[str, list[_Open]] = field(default_factory=dict)
    at: dict[str | None, _Open] = field(default_factory=dict)
    """Newest attributed origin at just this code; None: not placed."""
    within: dict[str | None, _Open] = field(default_factory=dict)
    """Newest attributed origin at this code or inside it; None: anywhere."""
    carried: dict[str, list[_Open]] = field(default_factory=dict)
    """By the outlets and institutions a relaying claim may name."""
    copied: dict[str, list[_Open]] = field(default_factory=dict)


def origins(
    entries: Iterable[Entry], *, known_on: date | None = None, copies: Mapping[str, str] | None = None
) -> tuple[Origin, ...]:
    """The claims as origins with their echoes, in order of first appearance; linear in claims.

    `copies` maps documents to the copy they belong to (`assessment.copies.copies`). The order of the entries does not
    matter. Claims agree in kind, modality, force, outcome, counterpart, quantity interval and place family.
    """
    return gather(appearances(counted(entries, known_on)), copies=copies)


def gather(appearing: Iterable[Appearance], *, copies: Mapping[str, str] | None = None) -> tuple[Origin, ...]:
    """The origins of claims that already are in order (`register.appearances`)."""
    gathered: list[_Open] = []
    groups: dict[object, _Alike] = {}
    copies = copies or {}
    for seen in appearing:
        claim = seen.entry.claim
        key = kernel(claim)
        if (alike := groups.get(key)) is None:
            alike = groups[key] = _Alike()
        found = _echoed(seen, alike, copies)
        if found is None:
            opened = _Open(seen.entry, seen.voice, seen.area, seen.day, seen.day, attributed(seen.entry))
            gathered.append(opened)
            _register(opened, alike)
        else:
            opened, rule = found
            opened.echoes.append(Echo(seen.entry, opened.first, rule))
            opened.last = seen.day if seen.day is not None else opened.last
            _keep(alike.by_voice, opened.voice.key, opened)
        _carry(opened, seen.entry, alike, copies)
    return tuple(Origin(opened.first, opened.voice, tuple(opened.echoes)) for opened in gathered)


def kernel(claim: Claim) -> tuple[object, ...]:
    """What two claims must agree in, place apart, to be the same."""
    force, quantity, counterpart = claim.force, claim.quantity, claim.counterpart
    name = slug(force.name.text) if force.name and force.country is None else None
    return (
        claim.kind,
        claim.modality,
        claim.outcome,
        force.country,
        name,
        force.category,
        None if quantity is None else (quantity.low, quantity.high, quantity.basis is Basis.ADDITIONAL),
        None if counterpart is None else counterpart.country or (counterpart.name and slug(counterpart.name.text)),
    )


def _echoed(seen: Appearance, alike: _Alike, copies: Mapping[str, str]) -> tuple[_Open, Rule] | None:
    entry, spoken, places, day = seen
    claim = entry.claim
    if copies:
        for opened in reversed(alike.copied.get(copies.get(claim.document, ""), ())):
            if _agree(opened, places, claim):
                return opened, "syndicated copy"
    if (own := alike.by_voice.get(spoken.key)) is not None and (again := _again(own, places, day, claim)) is not None:
        return again
    for relayed in _relays(entry):
        if relayed != spoken.key and (carried := alike.carried.get(relayed)) is not None:
            for opened in reversed(carried):
                if _agree(opened, places, claim):
                    return opened, "relayed"
    if not attributed(entry) and (unowned := _attributed(places, claim, alike)) is not None:
        return unowned, "no claimant"
    return None


def _again(own: list[_Open], places: Area, day: int | None, claim: Claim) -> tuple[_Open, Rule] | None:
    """The origin the same institution's claim says again; those too old to be said again are forgotten."""
    running = claim.kind in RUNNING and claim.quantity is not None
    if not running and day is not None and own[0].last is not None and own[0].last < day - WINDOW:
        own[:] = [opened for opened in own if opened.last is None or opened.last >= day - WINDOW]
    for opened in reversed(own):
        if not _agree(opened, places, claim):
            continue
        if running:
            return opened, "same running total"
        if day is None or opened.last is None or opened.started is None:
            continue
        if day - opened.last <= WINDOW and day - opened.started <= STANDS:
            return opened, "same institution"
    return None


def _agree(opened: _Open, places: Area, claim: Claim) -> bool:
    if opened.area != places and not family(opened.area, places):
        return False
    first = opened.first.claim
    name, other_name = first.force.name, claim.force.name
    if name is not None and other_name is not None and slug(name.text) != slug(other_name.text):
        return False
    one, other = first.period, claim.period
    if one is None or other is None or not (one.start and one.end and other.start and other.end):
        return True
    return one.start <= other.end and other.start <= one.end


def _relays(entry: Entry) -> Iterable[str]:
    via = entry.claim.attribution.via
    if via is not None:
        if via.institution:
            yield via.institution
        if via.words:
            yield slug(via.words.text)
    claimant = entry.claim.attribution.claimant
    if claimant is not None and claimant.words is not None:
        yield slug(claimant.words.text)


def _attributed(places: Area, claim: Claim, alike: _Alike) -> _Open | None:
    """The newest attributed origin whose place can be the same; at once, however many there are."""
    if not places:
        candidates = [alike.within.get(None)]
    else:
        candidates = [alike.at.get(None)]
        for code, _ in places:
            candidates.append(alike.within.get(code))
            candidates.extend(alike.at.get(higher) for higher in above(code))
    fitting = [opened for opened in candidates if opened is not None and _agree(opened, places, claim)]
    return max(fitting, key=lambda opened: opened.started or 0, default=None)


def _register(opened: _Open, alike: _Alike) -> None:
    _keep(alike.by_voice, opened.voice.key, opened)
    if opened.attributed:
        alike.within[None] = opened
        if not opened.area:
            alike.at[None] = opened
        for code, _ in opened.area:
            alike.at[code] = opened
            for higher in above(code):
                alike.within[higher] = opened


def _carry(opened: _Open, entry: Entry, alike: _Alike, copies: Mapping[str, str]) -> None:
    _keep(alike.carried, opened.voice.key, opened)
    if entry.document.outlet:
        _keep(alike.carried, slug(entry.document.outlet), opened)
    if copies and (copied := copies.get(entry.claim.document)) is not None:
        _keep(alike.copied, copied, opened)


def _keep(kept: dict[str, list[_Open]], name: str, opened: _Open) -> None:
    if not (remembered := kept.get(name)):
        kept[name] = [opened]
    elif remembered[-1] is not opened:
        if opened in remembered:
            remembered.remove(opened)
        remembered.append(opened)
        if len(remembered) > REMEMBERED:
            del remembered[0]


def _where(entry: Entry) -> str:
    outlet = entry.document.outlet or "an unnamed outlet"
    return f"in {outlet} on {entry.document.published}" if entry.document.published else f"in {outlet}, undated"
