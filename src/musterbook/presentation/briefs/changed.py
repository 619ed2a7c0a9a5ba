"""What changed: the figure then and now, what was said since, and what came of what had been expected."""

from __future__ import annotations

from collections.abc import Iterator

from musterbook.assessment.estimates import Estimate
from musterbook.assessment.picture import Changes, Turn
from musterbook.presentation.briefs.parts import (
    Block,
    Items,
    Line,
    Note,
    Paragraph,
    Reckoning,
    Run,
    Section,
    cited,
    line,
)
from musterbook.presentation.briefs.reckoned import estimated, figure, listed
from musterbook.presentation.briefs.sources import Sources, places, published, said
from musterbook.presentation.headline import count
from musterbook.presentation.voices import day, voice_name

MOST = 8
"""New claims and expectations decided that are told one by one; the newest claims."""


def changed_section(found: Changes, sources: Sources) -> Section:
    """What became known of a scope after one day and until another."""
    counted = _counted(found)
    blocks: list[Block] = [Paragraph(tuple(_turn(found, counted, sources)))]
    blocks.append(Paragraph(line(cited(_summary(found), counted), ".")))
    newest = found.origins[-MOST:][::-1]
    told = [
        line(
            cited(
                f"{published(origin.first.document)}: {voice_name(origin.voice)}, {said(origin.first.claim)}"
                f"{_where(places(origin.first.claim))}",
                sources[origin.first],
            )
        )
        for origin in newest
    ]
    told += [_fate(turn, sources) for turn in found.turns[:MOST]]
    if told:
        blocks.append(Items(tuple(told)))
    if len(found.origins) > MOST:
        more = f"{len(found.origins) - MOST:,} more before them"
        rest = listed(
            f"{more}, of {count(len(found.origins), 'new claim')} in all",
            (sources[origin.first] for origin in found.origins[:-MOST][::-1]),
        )
        blocks.append(Paragraph(line(cited(f"And {more}", rest), "."), "aside"))
    return Section("changed", "What changed", tuple(blocks))


def _where(told: str) -> str:
    return f", {told}" if told else ""


def _summary(found: Changes) -> str:
    """What was new, as counts."""
    counts = (
        f"{count(len(found.origins), 'claim')} made for the first time",
        f"{count(len(found.echoes), 'repetition')} of older ones",
        f"{count(len(found.voiced), 'expectation')} voiced",
        f"{count(len(found.turns), 'expectation')} decided otherwise than before",
        f"{count(len(found.arisen), 'conflict')} arisen",
        f"{count(len(found.settled), 'conflict')} settled",
    )
    told = ", ".join(one for at, one in enumerate(counts) if at < 2 or not one.startswith("0 "))
    return told if found.origins or found.echoes or found.turns else "Nothing new was said"


def _counted(found: Changes) -> Reckoning:
    days = f"{day(found.since)} and {day(found.until)}"
    return Reckoning((f"Counted between {days}, by day of publication: {_summary(found)}.",))


def _turn(found: Changes, counted: Note, sources: Sources) -> Iterator[Run]:
    before, revised, now = (estimated(one, sources) for one in (found.before, found.revised, found.now))
    if found.before.best == found.now.best:
        yield from line("The best figure is what it was on ", cited(day(found.since), counted), ": ")
        yield from (*_best(found.now, now), *line("."))
    else:
        yield from line("The best figure went from ", *_best(found.before, before), " on ")
        yield from line(cited(day(found.since), counted), " to ", *_best(found.now, now), " on ")
        yield from line(cited(day(found.until), counted), ".")
    if found.revised.best != found.before.best:
        yield from line(" For ", cited(day(found.since), counted), ", with what is known now, it is ")
        yield from (*_best(found.revised, revised), *line("."))


def _best(found: Estimate, reckoning: Reckoning) -> Line:
    if found.best is None:
        return line("no figure")
    return line(cited(figure(found.best), reckoning, style="strong"))


def _fate(turn: Turn, sources: Sources) -> Line:
    """An expectation with what was thought of it then, and now."""
    entry = turn.now.entry
    deciding: list[Note] = [sources[one] for one in turn.now.deciding]
    return line(
        cited(f"Expected by {voice_name(turn.now.origin.voice)}, {said(entry.claim)}", sources[entry]),
        f": {turn.before.fate}, now ",
        Run(str(turn.now.fate), tuple(deciding), "strong"),
    )
