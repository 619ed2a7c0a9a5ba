"""Claims by institution: what each has said, newest first."""

from __future__ import annotations

from collections.abc import Iterable

from musterbook.assessment.origins import Origin
from musterbook.assessment.picture import Picture
from musterbook.assessment.register import UNDATED
from musterbook.presentation.briefs.parts import (
    Block,
    Column,
    Group,
    Line,
    Paragraph,
    Reckoning,
    Section,
    Table,
    cited,
    line,
    named,
)
from musterbook.presentation.briefs.reckoned import listed
from musterbook.presentation.briefs.sources import Sources, places, published, said
from musterbook.presentation.headline import count
from musterbook.presentation.voices import voice_name

COLUMNS = (
    Column("Published", 4, figures=True),
    Column("Says", 6),
    Column("Where", 6),
    Column("Outlet", 4),
)
INSTITUTIONS = 12
CLAIMS = 4
"""Claims told of each institution; the newest."""


def institutions_section(found: Picture, sources: Sources, *, whole: bool = False) -> Section:
    """The origins of a picture by institution, those that said most first; `whole` leaves none out."""
    said_by: dict[str, list[Origin]] = {}
    for origin in found.origins:
        said_by.setdefault(origin.voice.key, []).append(origin)
    ordered = sorted(said_by.values(), key=lambda origins: (-len(origins), -_day(origins[-1]), origins[0].voice.key))
    shown = ordered if whole else ordered[:INSTITUTIONS]
    groups = tuple(_group(origins, sources, len(origins) if whole else CLAIMS) for origins in shown)
    blocks: list[Block] = [Table(COLUMNS, groups)] if groups else [Paragraph(line("Nobody has said anything."))]
    if len(ordered) > len(shown):
        rest = [origin for origins in ordered[len(shown) :] for origin in origins]
        told = f"{count(len(ordered) - len(shown), 'more institution')} with {count(len(rest), 'claim')}"
        blocks.append(Paragraph(line(cited(f"And {told}", _left(told, rest, sources)), "."), "aside"))
    return Section("institutions", "Claims by institution", tuple(blocks))


def _day(origin: Origin) -> int:
    told = origin.first.document.published
    return UNDATED if told is None else told.toordinal()


def _group(origins: list[Origin], sources: Sources, most: int) -> Group:
    newest = sorted(origins, key=lambda origin: (-_day(origin), origin.first.claim.id))
    rows = tuple(_row(origin, sources) for origin in newest[:most])
    voice = origins[0].voice
    side = f" · {voice.side}" if voice.side else ""
    head = line(named(voice_name(voice), sources[newest[0].first], style="strong"), side)
    if len(newest) > most:
        told = f"{len(newest) - most:,} older"
        head += line(" · ", cited(told, _left(told, newest[most:], sources), style="soft"))
    return Group(rows, head)


def _row(origin: Origin, sources: Sources) -> tuple[Line, ...]:
    claim, source = origin.first.claim, sources[origin.first]
    return (
        line(cited(published(origin.first.document), source)),
        line(cited(said(claim), source)),
        line(named(places(claim) or "–", source)),
        line(named(origin.first.document.outlet or "unnamed outlet", source)),
    )


def _left(told: str, origins: Iterable[Origin], sources: Sources) -> Reckoning:
    return listed(f"Left out of the table for want of room, {told}", (sources[origin.first] for origin in origins))
