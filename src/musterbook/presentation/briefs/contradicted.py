"""Who contradicts whom: both sides of each conflict, with their words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from musterbook.assessment.conflicts import APART, GROWN, Conflict, Discord, span
from musterbook.assessment.voices import voice
from musterbook.model import Entry, Quantity
from musterbook.presentation.briefs.parts import (
    Block,
    Column,
    Group,
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
from musterbook.presentation.briefs.reckoned import listed
from musterbook.presentation.briefs.sources import Sources, published, said
from musterbook.presentation.headline import count
from musterbook.presentation.voices import voice_name

COLUMNS = (Column("Conflict", 3), Column("One says", 8), Column("The other says", 8))
EACH = 5
"""Conflicts told of each kind; the newest."""
SIDES = 3
"""Claims named of what one denies."""
RULES = Reckoning(
    (
        f"Figures contradict each other when two institutions' figures for the same place, day and outcome do not meet "
        f"and lie more than {APART:.0%} of the greater apart; of running totals told more than {GROWN} days apart the "
        "later may just have grown, and they are left out. Disagreement is normal: it is shown, not resolved.",
    )
)


def contradicted_section(found: Iterable[Conflict], sources: Sources, *, whole: bool = False) -> Section:
    """The conflicts of a scope, kind by kind; `whole` leaves none out but those between totals told long apart."""
    every = tuple(found)
    open_ones = [one for one in every if not one.aged]
    groups = []
    for discord in Discord:
        kind = sorted((one for one in open_ones if one.discord is discord), key=lambda one: -one.since.toordinal())
        groups += kind if whole else kind[:EACH]
    if not open_ones:
        return Section("conflicts", "Conflicts", (Paragraph(line("None.")),))
    told = count(len(open_ones), "conflict")
    if len(groups) < len(open_ones):
        told += f", of which {len(groups):,} are told here, the newest of each kind"
    aged = len(every) - len(open_ones)
    left = f"; {aged:,} more between running totals told more than {GROWN} days apart are left out" if aged else ""
    summed = Reckoning((f"Counted: {told}{left}.",))
    blocks: list[Block] = [
        Paragraph(line(cited(told, summed), ". ", cited("What counts as one", RULES, style="soft"), ".")),
        Table(COLUMNS, (Group(tuple(_row(one, sources) for one in groups)),)),
    ]
    return Section("conflicts", "Conflicts", tuple(blocks))


def _row(one: Conflict, sources: Sources) -> tuple[Line, ...]:
    about = f", {one.scope.outcome}" if one.scope.outcome else ""
    head = line(named(str(one.discord), style="strong"), about)
    if one.discord is Discord.DENIAL:
        return head, _said(one.one[0], sources), _denied(one.other, sources)
    if one.discord is Discord.MISSED_DATE:
        nearest = _said(one.other[0], sources) if one.other else line("nothing near it was told")
        return head, _said(one.one[0], sources), nearest
    return head, _figure(one.one, sources), _figure(one.other, sources)


def _said(entry: Entry, sources: Sources) -> Line:
    return line(cited(f"{voice_name(voice(entry))}, {published(entry.document)}: {said(entry.claim)}", sources[entry]))


def _denied(entries: Sequence[Entry], sources: Sources) -> Line:
    """The first of what is denied, and how many more."""
    told: Line = ()
    for at, entry in enumerate(entries[:SIDES]):
        told += (*(line("; ") if at else ()), *_said(entry, sources))
    if len(entries) > SIDES:
        left = f"{len(entries) - SIDES:,} more"
        rest = listed(f"Denied with them, {left}", (sources[entry] for entry in entries[SIDES:]))
        told += line("; and ", cited(left, rest))
    return told


def _figure(entries: Sequence[Entry], sources: Sources) -> Line:
    """What one institution says on a day, from one claim or several."""
    notes: list[Note] = [sources[entry] for entry in entries]
    figures = [entry.claim.quantity for entry in entries if entry.claim.quantity is not None]
    newest = max(entries, key=lambda entry: str(entry.document.published))
    about = f"{voice_name(voice(entries[0]))}, {published(newest.document)}"
    return line(cited(f"{about}: {_together(figures)}", *notes))


def _together(figures: Sequence[Quantity]) -> str:
    lows = [one.low if one.low is not None else one.high for one in figures]
    highs = [one.high if one.high is not None else one.low for one in figures]
    ends = [end for end in (*lows, *highs) if end is not None]
    return span(min(ends), max(ends), any(one.low is None for one in figures), any(one.high is None for one in figures))
