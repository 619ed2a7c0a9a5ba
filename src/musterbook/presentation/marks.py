"""What a chart shows of each origin: who said how many, when, and whether it stands, is stale, expected or denied."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from musterbook.assessment.figures import category
from musterbook.assessment.origins import Origin
from musterbook.assessment.picture import Picture
from musterbook.model import Claim, Kind, Modality
from musterbook.picture_rows import interval
from musterbook.presentation.voices import day, voice_name

State = Literal["standing", "past", "stale", "expected", "possible", "denied"]
STALE = frozenset({"faded", "period over"})
LONGEST = 160
"""Characters of a sentence told beside a mark."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One origin on a chart. `low` and `high` are None where it gives no figure (a denial of all)."""

    claim: str
    day: date
    until: date | None
    """The last day of an expectation's window, where it gives one."""
    low: float | None
    high: float | None
    open_low: bool
    open_high: bool
    who: str
    side: str | None
    state: State
    moving: bool
    """Whether it tells of those on their way, not of those who are there."""
    told: str
    """Who, how many, when, in which words."""

    @property
    def brief(self) -> Mark:
        """The mark without the words."""
        return replace(self, told="\n".join(self.told.split("\n")[:2]))

    @property
    def middle(self) -> float | None:
        """Where its mark stands."""
        return None if self.low is None or self.high is None else (self.low + self.high) / 2


def marks(picture: Picture) -> tuple[Mark, ...]:
    """The origins of a picture that a chart of its figures can show, oldest first."""
    standing = {entry.claim.id for course in picture.courses for entry in course.estimate.entries}
    stale = {
        aside.entry.claim.id for course in picture.courses for aside in course.estimate.asides if aside.rule in STALE
    }
    counted = category(picture.scope) if picture.scope.kind not in (Kind.TRANSFER, Kind.ATTACK) else None
    counted = picture.scope.category or counted
    found = [_mark(origin, picture.scope.kind, standing, stale) for origin in _fitting(picture.origins, counted)]
    return tuple(sorted((mark for mark in found if mark is not None), key=lambda mark: (mark.day, mark.claim)))


def _fitting(origins: Iterable[Origin], counted: object) -> Iterable[Origin]:
    return (origin for origin in origins if counted is None or origin.first.claim.force.category is counted)


def _mark(origin: Origin, kind: Kind, standing: set[str], stale: set[str]) -> Mark | None:
    claim, document = origin.first.claim, origin.first.document
    quantity = claim.quantity
    if document.published is None or (quantity is None and claim.modality is not Modality.DENIED):
        return None
    low = high = None
    if quantity is not None:
        low = quantity.low if quantity.low is not None else quantity.high
        high = quantity.high if quantity.high is not None else quantity.low
    ids = {entry.claim.id for entry in origin.entries}
    expects = claim.modality is Modality.EXPECTED
    return Mark(
        claim=claim.id,
        day=document.published,
        until=claim.period.end if expects and claim.period is not None else None,
        low=low,
        high=high,
        open_low=quantity is not None and quantity.low is None,
        open_high=quantity is not None and quantity.high is None,
        who=voice_name(origin.voice),
        side=origin.voice.side,
        state=_state(claim, bool(ids & standing), bool(ids & stale)),
        moving=claim.kind is not kind,
        told=told(origin),
    )


def _state(claim: Claim, stands: bool, faded: bool) -> State:
    if claim.modality is Modality.DENIED:
        return "denied"
    if claim.modality is Modality.EXPECTED:
        return "expected"
    if claim.modality is Modality.POSSIBLE:
        return "possible"
    if stands:
        return "standing"
    return "stale" if faded else "past"


def told(origin: Origin) -> str:
    """Who said how many, when and where, in which words, on three lines."""
    claim, document = origin.first.claim, origin.first.document
    side = f" ({origin.voice.side})" if origin.voice.side else ""
    how = "" if claim.modality is Modality.ASSERTED else f"{claim.modality}, "
    what = f"{how}{claim.kind}{f', {claim.outcome}' if claim.outcome else ''}"
    figure = interval(claim.quantity) or "no figure"
    repeated = f", in {origin.articles} articles" if origin.articles > 1 else ""
    where = f"{document.outlet or 'unnamed outlet'}, {day(document.published)}{repeated}"
    return f"{voice_name(origin.voice)}{side}: {figure} ({what})\n{where}\n“{shortened(claim.mentions[0].text)}”"


def shortened(text: str, most: int = LONGEST) -> str:
    """Words on one line, cut at a blank where they are too long."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[:most].rsplit(' ', 1)[0]} …"
