"""A picture in one line: the figure, its range, who stands behind it, how many articles, how new."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from musterbook.assessment.picture import Picture
from musterbook.assessment.places import Relation
from musterbook.model import Kind
from musterbook.presentation.voices import voice_name

NOUNS = {
    Kind.PRESENCE: "present",
    Kind.STRENGTH: "strong",
    Kind.DEPLOYMENT: "sent",
    Kind.TRANSFER: "handed over",
    Kind.WITHDRAWAL: "withdrawn",
    Kind.MOBILISATION: "raised",
    Kind.ATTACK: "used",
}


@dataclass(frozen=True)
class Headline:
    """The figure and what it rests on, in words."""

    figure: str
    """"≈ 11,000"; empty where nothing stands."""
    noun: str
    range: str
    behind: str
    """"3 institutions, 2 sides" or "single source: …"."""
    voices: str
    """How many articles tell it, from how many origins; those of the whole scope where no figure stands."""
    newest: date | None
    arrivals: str
    """How many are reported to have come, where nobody says how many are there."""

    @classmethod
    def of(cls, found: Picture) -> Headline:
        """The headline of a picture."""
        estimate = found.estimate
        noun = str(estimate.scope.outcome or NOUNS.get(found.scope.kind, found.scope.kind))
        newest = max(
            (day for origin in found.origins for entry in origin.entries if (day := entry.document.published)),
            default=None,
        )
        told = found.voices if estimate.best is None else found.behind
        arrivals = ""
        if (came := estimate.arrivals) is not None:
            arrivals = interval(came.low, came.high, came.open_low, came.open_high)
        return cls(
            figure=_figure(found),
            noun=noun,
            range=interval(estimate.low, estimate.high, estimate.open_low, estimate.open_high)
            if estimate.low != estimate.high or estimate.open_high or estimate.open_low
            else "",
            behind=_behind(found),
            voices=f"{count(told.articles, 'article')} from {count(told.origins, 'origin')}",
            newest=newest,
            arrivals=arrivals,
        )

    def __str__(self) -> str:
        parts = (f"{self.figure} {self.noun}".strip() if self.figure else "no figure stands", self.range, self.behind)
        return " · ".join(part for part in (*parts, self.voices) if part)


def _figure(found: Picture) -> str:
    estimate = found.estimate
    if estimate.best is None:
        return ""
    if estimate.bound is Relation.PART:
        return f"≥ {estimate.best:,.0f}"
    if estimate.bound is Relation.AROUND:
        return f"≤ {estimate.best:,.0f}"
    return f"≈ {estimate.best:,.0f}" if estimate.low != estimate.high else f"{estimate.best:,.0f}"


def interval(low: float | None, high: float | None, open_low: bool, open_high: bool) -> str:
    """Two ends in few characters: "10,000–12,000", "10,000 or more"."""
    if low is None or high is None:
        return ""
    if open_low and not open_high:
        return f"{high:,.0f} or fewer"
    if open_high:
        return f"{low:,.0f} or more" if low == high else f"{low:,.0f}–{high:,.0f} or more"
    return f"{low:,.0f}" if low == high else f"{low:,.0f}–{high:,.0f}"


def _behind(found: Picture) -> str:
    estimate = found.estimate
    if estimate.best is None:
        return ""
    if estimate.single_source:
        return f"single source: {voice_name(estimate.counted[0].voice)}"
    sides = f", {count(len(estimate.sides), 'side')}" if estimate.sides else ""
    return f"{count(len(estimate.institutions), 'institution')}{sides}"


def count(number: int, noun: str) -> str:
    """A count with its noun: "1 side", "3 institutions"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
