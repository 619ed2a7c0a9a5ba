"""What each institution's standing figures come to for the area asked about: a figure, or a bound."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from statistics import median
from typing import NamedTuple

from musterbook.assessment.figures import STOCKS, Figure, Reading, read
from musterbook.assessment.places import AROUND, PART, WHOLE, Area, Relation, apart, entire
from musterbook.assessment.register import Register
from musterbook.assessment.standing import Line, Standing, running, stock
from musterbook.assessment.voices import Voice
from musterbook.model import Kind, Scope

Key = tuple[Relation, Area, str]
"""A line of one institution: how its area lies to the one asked about, the area, the contingent."""


class Position(NamedTuple):
    """Where one institution stands on a day.

    `relation` WHOLE: its figure. PART: a lower bound, its figures for disjoint parts added up. AROUND: an upper bound,
    its figure for an area around.
    """

    voice: Voice
    relation: Relation
    low: float
    high: float
    open_low: bool
    open_high: bool
    standings: tuple[Standing, ...]

    @property
    def middle(self) -> float:
        """The middle of the interval; of an open one the stated number."""
        return (self.low + self.high) / 2

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The figures it rests on."""
        return tuple(figure for standing in self.standings for figure in standing.figures)


@dataclass(frozen=True, slots=True)
class Range:
    """Low, best and high, with the positions that make them and what kind of bound they are, if any."""

    low: float
    best: float
    high: float
    open_low: bool
    open_high: bool
    bound: Relation
    """WHOLE: an estimate; PART: only parts are told, so no fewer; AROUND: only areas around, so no more."""
    counted: tuple[Position, ...]
    idle: tuple[Position, ...]
    """Bounds that the others keep to: they add nothing."""


Lines = Mapping[str, Mapping[Key, Line]]


def lines(register: Register, scope: Scope) -> Lines:
    """Each institution's lines in a scope, by area.

    Raises ScopeError for a scope that cannot be counted (see `figures.read`).
    """
    reading = read(register, scope)
    return register.once(("lines", scope), lambda: _lines(reading, scope.kind))


def _lines(reading: Reading, kind: Kind) -> Lines:
    grouped: dict[str, dict[Key, list[Figure]]] = {}
    for figure in reading.figures:
        key = (figure.relation, () if figure.relation is WHOLE else figure.area, figure.contingent)
        if (said := grouped.get(figure.voice.key)) is None:
            said = grouped[figure.voice.key] = {}
        if (line := said.get(key)) is None:
            said[key] = [figure]
        else:
            line.append(figure)
    if kind not in STOCKS:
        return {voice: {key: running(figures) for key, figures in own.items()} for voice, own in grouped.items()}
    denials: dict[str, list[Figure]] = {}
    for denial in reading.denials:
        denials.setdefault(denial.voice.key, []).append(denial)
    return {
        voice: {
            key: stock(figures, [denial for denial in denials.get(voice, ()) if _ends(denial, key)])
            for key, figures in own.items()
        }
        for voice, own in grouped.items()
    }


def _ends(denial: Figure, key: Key) -> bool:
    """Whether a denial is about what a line counts: of the whole force, for this area or one around it."""
    relation, area, _ = key
    if denial.contingent:
        return False
    if denial.relation is AROUND:
        return True
    if denial.relation is WHOLE:
        return relation is not AROUND
    return relation is denial.relation and area == denial.area


def position(voice: Voice, standing: Mapping[Key, Standing]) -> Position | None:
    """Where an institution stands, from what stands of its lines; None when nothing does."""
    whole: Standing | None = None
    parts: list[tuple[Key, Standing]] = []
    around: list[Standing] = []
    for key, figure in standing.items():
        if key[0] is WHOLE:
            whole = figure
        elif key[0] is PART:
            parts.append((key, figure))
        else:
            around.append(figure)
    if whole is not None and (whole.open_high or not any(part.since > whole.since for _, part in parts)):
        parts = []
    bound = _added(parts) if parts else ()
    sum_low, sum_high = sum(part.low for part in bound), sum(part.high for part in bound)
    if whole is not None and not (bound and _outgrown(whole, bound, sum_low)):
        return Position(voice, WHOLE, whole.low, whole.high, whole.open_low, whole.open_high, (whole,))
    if bound:
        open_low = any(part.open_low for part in bound)
        return Position(voice, PART, sum_low, sum_high, open_low, True, tuple(bound))
    if around:
        least = min(around, key=lambda figure: (figure.middle, figure.since))
        return Position(voice, AROUND, least.low, least.high, True, least.open_high, (least,))
    return None


def _outgrown(whole: Standing, parts: Sequence[Standing], total: float) -> bool:
    """Whether an institution's later figures for parts exceed its figure for the whole, which then is out of date."""
    return not whole.open_high and total > whole.high and max(part.since for part in parts) > whole.since


def _added(parts: Sequence[tuple[Key, Standing]]) -> tuple[Standing, ...]:
    """The parts that add up to the greatest lower bound: disjoint areas, or one contingent or unclear part alone."""
    if len(parts) == 1:
        return (parts[0][1],)
    areas: list[tuple[float, Area, Standing]] = []
    alone: list[Standing] = []
    for (_, area, contingent), standing in parts:
        if not contingent and entire(area):
            areas.append((-standing.low, area, standing))
        else:
            alone.append(standing)
    areas.sort()
    chosen = [areas[at][2] for at in apart(tuple(area for _, area, _ in areas))]
    greatest = max(alone, key=attrgetter("low", "since"), default=None)
    if greatest is not None and greatest.low > sum(standing.low for standing in chosen):
        return (greatest,)
    return tuple(chosen)


def combined(positions: Sequence[Position]) -> Range | None:
    """Low, best and high of where the institutions stand; None when none stands.

    low is the least lower end, high the greatest upper end, best the median of the middles. Bounds count as figures
    only where they contradict: a lower bound above the median of the whole figures, an upper bound below it. Where
    only parts are told, the parts with the greatest median make a lower bound; else the least area around an upper.
    """
    whole = [position for position in positions if position.relation is WHOLE]
    parts = [position for position in positions if position.relation is PART]
    around = [position for position in positions if position.relation is AROUND]
    if whole:
        middle = median(position.middle for position in whole)
        whole += [position for position in parts if position.middle > middle]
        whole += [position for position in around if position.middle < middle]
        return _range(whole, positions, WHOLE)
    if parts:
        return _range(_family(parts, 1), positions, PART)
    if around:
        return _range(_family(around, -1), positions, AROUND)
    return None


def _family(positions: Sequence[Position], sign: int) -> list[Position]:
    """The positions about the same places whose median is greatest (sign 1) or least (sign -1)."""
    families: dict[tuple[tuple[Area, str], ...], list[Position]] = {}
    for position in positions:
        about = tuple(sorted({(figure.area, figure.contingent) for figure in position.figures}))
        families.setdefault(about, []).append(position)
    best = max(
        families.items(),
        key=lambda item: (sign * median(position.middle for position in item[1]), len(item[1]), item[0]),
    )
    return best[1]


def _range(counted: Sequence[Position], positions: Sequence[Position], bound: Relation) -> Range:
    low = min(position.low for position in counted)
    high = max(position.high for position in counted)
    among = {id(position) for position in counted}
    return Range(
        low=low,
        best=median(position.middle for position in counted),
        high=high,
        open_low=bound is AROUND or any(position.open_low for position in counted if position.low == low),
        open_high=bound is PART or any(position.open_high for position in counted if position.high == high),
        bound=bound,
        counted=tuple(counted),
        idle=tuple(position for position in positions if id(position) not in among),
    )
