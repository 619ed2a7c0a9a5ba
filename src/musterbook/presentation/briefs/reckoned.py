"""Reckonings: how an estimate, a count of voices and the days asked about came to be, in sentences."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from musterbook import __version__
from musterbook.assessment.conflicts import span
from musterbook.assessment.estimates import Estimate
from musterbook.assessment.origins import Independence
from musterbook.assessment.places import Relation
from musterbook.assessment.readings import Position
from musterbook.presentation.briefs.parts import Reckoning, Source
from musterbook.presentation.briefs.sources import Sources
from musterbook.presentation.headline import count
from musterbook.presentation.voices import day, voice_name
from musterbook.scopes import title, words

BOUNDS = {
    Relation.WHOLE: "",
    Relation.PART: " Only parts of the area are told, so it is no estimate but a lower bound.",
    Relation.AROUND: " Only areas around are told, so it is no estimate but an upper bound.",
}
LISTED = 12
"""Sources named of what is left out."""
LIES = {Relation.WHOLE: "", Relation.PART: " for a part", Relation.AROUND: " for an area around"}


def figure(value: float) -> str:
    """A figure as it is written in a brief."""
    return f"{value:,.0f}"


def position_span(position: Position) -> str:
    """What an institution says, in words."""
    return span(position.low, position.high, position.open_low, position.open_high)


def estimated(found: Estimate, sources: Sources) -> Reckoning:
    """How low, best and high come about."""
    if found.low is None or found.best is None or found.high is None:
        return Reckoning((f"{title(found.scope)}: no institution's figure stands on {day(found.day)}.",))
    sides = f", {count(len(found.sides), 'side')}" if found.sides else ""
    parts: list[str | Source] = [
        f"{title(found.scope)}, {day(found.day)}: low {figure(found.low)}, best {figure(found.best)}, "
        f"high {figure(found.high)}, from {count(len(found.counted), 'institution')}{sides}: "
    ]
    for at, position in enumerate(found.counted):
        parts.append(f"{'; ' if at else ''}{voice_name(position.voice)} {position_span(position)}")
        parts.append(LIES[position.relation])
        parts += dict.fromkeys(sources[held.entry] for held in position.figures)
    parts.append(
        ". Best is the median of their middles, an open end taking the stated number; low is the least lower end"
    )
    parts.append(f", high the greatest upper end.{BOUNDS[found.bound]}{_without(found)}")
    return Reckoning(tuple(part for part in parts if part))


def _without(found: Estimate) -> str:
    names = {position.voice.key: voice_name(position.voice) for position in found.counted}
    moved = [
        f"without {names[one.institution]} {'none' if one.best is None else figure(one.best)}" for one in found.without
    ]
    return f" The best figure {'; '.join(moved)}." if moved else ""


def voiced(found: Independence, known_on: date, *, standing: bool = False) -> Reckoning:
    """How many voices there are behind all claims of a scope, or behind those on which its figure stands."""
    which = " on which the figure stands, echoes included," if standing else ""
    return Reckoning(
        (
            f"Counted as known on {day(known_on)}: {count(found.claims, 'claim')}{which} in "
            f"{count(found.articles, 'article')} go back to {count(found.origins, 'origin')}, of "
            f"{count(len(found.institutions), 'institution')} and "
            f"{count(len(found.sides), 'side')}. An origin is the first appearance of a claim; what repeats it is an "
            "echo and no second voice.",
        )
    )


def listed(told: str, found: Iterable[Source]) -> Reckoning:
    """What is counted and not told one by one, with the first of its sources."""
    sources = list(dict.fromkeys(found))
    more = f" and {len(sources) - LISTED} more sentences of the ledger" if len(sources) > LISTED else ""
    return Reckoning((f"{told}: ", *sources[:LISTED], f"{more}."))


def asked(found: Estimate, on: date, known_on: date, since: date) -> Reckoning:
    """The question as it was put."""
    return Reckoning(
        (
            f"The question as asked: {words(found.scope)} ({title(found.scope)}) on {day(on)}, from what had been "
            f"published by {day(known_on)}; compared with {day(since)}. Worked out by Musterbook {__version__} from "
            "the claims of its ledger alone, by the rules in its documentation.",
        )
    )
