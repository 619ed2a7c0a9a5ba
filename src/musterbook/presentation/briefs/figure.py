"""The figure: low, best and high, who stands behind it, and its course."""

from __future__ import annotations

from collections.abc import Iterator

from musterbook.assessment.picture import Picture
from musterbook.assessment.readings import Position
from musterbook.presentation.briefs.parts import (
    Block,
    Column,
    Drawing,
    Group,
    Headline,
    Line,
    Note,
    Paragraph,
    Reckoning,
    Section,
    Table,
    cited,
    line,
    named,
)
from musterbook.presentation.briefs.reckoned import LIES, estimated, figure, position_span, voiced
from musterbook.presentation.briefs.sources import Sources, published
from musterbook.presentation.charts import BandChart
from musterbook.presentation.headline import Headline as InWords
from musterbook.presentation.voices import voice_name

COLUMNS = (
    Column("Institution", 7),
    Column("Side", 2),
    Column("Says", 7, figures=True),
    Column("Published", 4, figures=True),
    Column("Best without it", 5, figures=True),
)
CAPTION = (
    "Low to high by day as a band, best as a line; a dashed edge is an open end, a paler band a bound. Each mark is an "
    "origin in the colour of its side; it is filled and round where it tells who is there"
)


def figure_section(found: Picture, chart: BandChart, sources: Sources) -> Section:
    """What stands, and what it stands on."""
    reckoning = estimated(found.estimate, sources)
    told = found.voices if found.estimate.best is None else found.behind
    counted = voiced(told, found.known_on, standing=told is found.behind)
    blocks: list[Block] = [_headline(found, reckoning, counted, sources)]
    if found.estimate.single_source:
        only = voice_name(found.estimate.counted[0].voice)
        blocks.append(Paragraph(line(named(f"Single source: only {only} gives this figure.", reckoning))))
    blocks.append(Drawing(chart, line(cited(CAPTION, reckoning), ".")))
    if found.estimate.counted:
        blocks.append(_positions(found, reckoning, sources))
    return Section("figure", "The figure", tuple(blocks))


def _headline(found: Picture, reckoning: Reckoning, counted: Reckoning, sources: Sources) -> Headline:
    said = InWords.of(found)
    estimate = found.estimate
    voices = cited(said.voices, counted)
    if estimate.best is None:
        if (came := estimate.arrivals) is not None:
            reported = cited(said.arrivals, estimated(came, sources))
            return Headline(line("No figure stands"), line("reported to have come: ", reported, " · ", voices))
        return Headline(line("No figure stands"), line(voices))
    below: list[Line] = []
    if said.range:
        low = _ends(found, found.estimate.low, sources)
        below.append(line(cited(said.range, *low, *_ends(found, estimate.high, sources), reckoning)))
    if not estimate.single_source:
        below.append(line(cited(said.behind, reckoning)))
    below.append(line(voices))
    shown = cited(said.figure, reckoning, *_ends(found, estimate.best, sources), style="strong")
    return Headline(line(shown, f" {said.noun}"), _joined(below))


def _joined(lines: list[Line]) -> Line:
    return tuple(run for at, one in enumerate(lines) for run in ((*line(" · "), *one) if at else one))


def _ends(found: Picture, end: float | None, sources: Sources) -> Iterator[Note]:
    """The sentences that give an end of the range."""
    for position in found.estimate.counted:
        if end in (position.low, position.high):
            yield from _notes(position, sources)


def _notes(position: Position, sources: Sources) -> list[Note]:
    return [sources[held.entry] for held in position.figures]


def _positions(found: Picture, reckoning: Reckoning, sources: Sources) -> Table:
    without = {one.institution: one.best for one in found.estimate.without}
    rows = []
    for position in found.estimate.counted:
        notes = _notes(position, sources)
        newest = max(held.day for held in position.figures)
        spoken = next(held.entry for held in position.figures if held.day == newest)
        left = without.get(position.voice.key)
        rows.append(
            (
                line(named(voice_name(position.voice), *notes)),
                line(position.voice.side or ""),
                line(cited(f"{position_span(position)}{LIES[position.relation]}", *notes, reckoning)),
                line(cited(published(spoken.document), sources[spoken])),
                line("none" if left is None else cited(figure(left), reckoning)),
            )
        )
    return Table(COLUMNS, (Group(tuple(rows)),))
