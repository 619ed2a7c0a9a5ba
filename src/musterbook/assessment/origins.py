"""Where a claim came from first: origins, their echoes, and how many independent voices stand behind them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple

from musterbook.assessment.places import above, family
from musterbook.assessment.register import UNDATED, Appearance, Kernel, Register
from musterbook.assessment.voices import Voice, slug, voice
from musterbook.model import Entry, Kind
from musterbook.pausing import no_collecting

WINDOW = 14
"""Days after its last echo within which an institution's equal figure is the same word (DESIGN, "Origins")."""
STANDS = 180
"""Days after which a figure said again is said anew: the first has faded by then."""
RUNNING = frozenset({Kind.LOSS, Kind.TRANSFER, Kind.DEPLOYMENT})
"""Kinds whose totals run: a total given again is the same total, however late."""

REMEMBERED = 64
"""Origins of one voice that agree in all but place or period: older ones are not looked at, so time stays linear."""

Rule = Literal["same institution", "same running total", "no claimant", "relayed", "syndicated copy"]


class Echo(NamedTuple):
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
            return f"{label} said the same {first}, and never was silent about it for 14 days"
        if self.rule == "relayed":
            return f"it is told through the outlet or institution that had it, {first}"
        return f"it has no claimant of its own, and {label} had said so {first}"


class Origin(NamedTuple):
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
    """An origin while its echoes come in: its first appearance, and the day of the last."""

    first: Appearance
    last: int


@dataclass(slots=True)
class _Alike:
    """The origins of claims that agree in all but place, so that the one echoed is found without looking at each."""

    running: bool
    """Whether they give a total that runs."""
    by_voice: dict[str, list[_Open]] = field(default_factory=dict)
    at: dict[str | None, _Open] = field(default_factory=dict)
    """Newest attributed origin at just this code; None: not placed."""
    within: dict[str | None, _Open] = field(default_factory=dict)
    """Newest attributed origin at this code or inside it; None: anywhere."""
    carried: dict[str, list[_Open]] = field(default_factory=dict)
    """By the outlets and institutions a relaying claim may name."""
    unfiled: list[tuple[str, _Open]] = field(default_factory=list)
    """What has been carried since anybody asked, by which outlet."""
    copied: dict[str, list[_Open]] = field(default_factory=dict)


def origins(
    entries: Iterable[Entry] | Register, *, known_on: date | None = None, copies: Mapping[str, str] | None = None
) -> tuple[Origin, ...]:
    """The claims as origins with their echoes, in order of first appearance; linear in claims.

    `copies` maps documents to the copy they belong to (`assessment.copies.copies`). The order of the entries does not
    matter. Claims agree in kind, modality, force, outcome, counterpart, quantity interval and place family.
    """
    with no_collecting():
        return _origins(Register.of(entries, known_on, copies))


def _origins(register: Register) -> tuple[Origin, ...]:
    return register.once(("origins",), lambda: gather(register.appearing(), copies=register.copies))


def gather(appearing: Iterable[Appearance], *, copies: Mapping[str, str] | None = None) -> tuple[Origin, ...]:
    """The origins of claims that already are in order (`Register.appearing`)."""
    echoes: dict[int, list[Echo]] = {}
    firsts: list[Appearance] = []
    for seen, first, rule in walk(appearing, copies=copies):
        if rule is None:
            firsts.append(seen)
        else:
            echoes.setdefault(id(first.entry), []).append(Echo(seen.entry, first.entry, rule))
    return tuple(Origin(first.entry, first.voice, tuple(echoes.get(id(first.entry), ()))) for first in firsts)


def walk(
    appearing: Iterable[Appearance], *, copies: Mapping[str, str] | None = None
) -> Iterator[tuple[Appearance, Appearance, Rule | None]]:
    """Every claim in turn with the first appearance it echoes and by which rule; itself and None for an origin."""
    groups: dict[Kernel, _Alike] = {}
    copies = copies or {}
    appearing = list(appearing)
    carriers = {slug(outlet) for outlet in {seen.outlet for seen in appearing}} | {seen.voice.key for seen in appearing}
    for seen in appearing:
        same = seen.kernel
        if (alike := groups.get(same)) is None:
            alike = groups[same] = _Alike(same.kind in RUNNING and same.figures is not None)
        found = _echoed(seen, alike, copies, carriers)
        if found is None:
            opened = _Open(seen, seen.at)
            _register(opened, alike)
            yield seen, seen, None
        else:
            opened, rule = found
            if seen.at != UNDATED:
                opened.last = seen.at
            _keep(alike.by_voice, opened.first.voice.key, opened)
            yield seen, opened.first, rule
        alike.unfiled.append((seen.outlet, opened))
        if copies and (copied := copies.get(seen.claim.document)) is not None:
            _keep(alike.copied, copied, opened)


def _echoed(
    seen: Appearance, alike: _Alike, copies: Mapping[str, str], carriers: Collection[str]
) -> tuple[_Open, Rule] | None:
    if copies:
        for opened in reversed(alike.copied.get(copies.get(seen.claim.document, ""), ())):
            if _agree(opened, seen):
                return opened, "syndicated copy"
    own = alike.by_voice.get(seen.voice.key)
    if own and (again := _again(own, seen, alike.running)) is not None:
        return again
    for relayed in seen.through:
        if relayed in carriers and relayed != seen.voice.key:
            for opened in reversed(_carried(alike, relayed)):
                if _agree(opened, seen):
                    return opened, "relayed"
    if seen.unattributed and (unowned := _attributed(seen, alike)) is not None:
        return unowned, "no claimant"
    return None


def _again(own: list[_Open], seen: Appearance, running: bool) -> tuple[_Open, Rule] | None:
    """The origin the same institution's claim says again; those too old to be said again are forgotten."""
    today = seen.at
    if not running and own[0].last < today - WINDOW:
        own[:] = [opened for opened in own if opened.last >= today - WINDOW]
    for opened in reversed(own):
        if not _agree(opened, seen):
            continue
        if running:
            return opened, "same running total"
        if today != UNDATED and today - opened.last <= WINDOW and today - opened.first.at <= STANDS:
            return opened, "same institution"
    return None


def _agree(opened: _Open, seen: Appearance) -> bool:
    first = opened.first
    if first.area != seen.area and not family(first.area, seen.area):
        return False
    if first.name is not None and seen.name is not None and first.name != seen.name:
        return False
    one, other = first.stretch, seen.stretch
    return one is None or other is None or _overlap(one, other)


def _overlap(one: tuple[int | None, int | None], other: tuple[int | None, int | None]) -> bool:
    """Whether two periods share a day, as far as both their ends are told."""
    (start, end), (begins, ends) = one, other
    if start is None or end is None or begins is None or ends is None:
        return True
    return start <= ends and begins <= end


def _attributed(seen: Appearance, alike: _Alike) -> _Open | None:
    """The newest attributed origin whose place can be the same; at once, however many there are."""
    candidates = [alike.at.get(None)] if seen.area else [alike.within.get(None)]
    for code, _ in seen.area:
        candidates.append(alike.within.get(code))
        candidates.extend(map(alike.at.get, above(code)))
    newest: _Open | None = None
    for opened in candidates:
        if opened is not None and (newest is None or opened.first.at > newest.first.at) and _agree(opened, seen):
            newest = opened
    return newest


def _register(opened: _Open, alike: _Alike) -> None:
    first = opened.first
    _keep(alike.by_voice, first.voice.key, opened)
    if first.unattributed:
        return
    alike.within[None] = opened
    if not first.area:
        alike.at[None] = opened
    for code, _ in first.area:
        alike.at[code] = opened
        for higher in above(code):
            alike.within[higher] = opened


def _carried(alike: _Alike, name: str) -> list[_Open]:
    """The origins an outlet or institution had; filed only when somebody asks."""
    for outlet, opened in alike.unfiled:
        _keep(alike.carried, opened.first.voice.key, opened)
        if outlet:
            _keep(alike.carried, slug(outlet), opened)
    alike.unfiled.clear()
    return alike.carried.get(name, [])


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
