"""Where: the map, and what stands for each region it shows."""

from __future__ import annotations

from collections.abc import Mapping

from musterbook.model import Entry
from musterbook.naming import place_name
from musterbook.presentation.briefs.parts import Drawing, Paragraph, Reckoning, Section, Source, cited, line
from musterbook.presentation.briefs.sources import Sources
from musterbook.presentation.headline import count
from musterbook.presentation.maps import ReportMap

CAPTION = (
    "Regions shaded by what stands for them, paler where claims give no figure; an arrow where a claim tells both ends "
    "of a move. Areas, never positions"
)


def where_section(sheet: ReportMap, entries: Mapping[str, Entry], sources: Sources) -> Section:
    """The map of a scope; `entries` are its claims by id."""
    if not sheet.drawable:
        return Section("where", "Where", (Paragraph(line("No claim names a region that can be drawn.")),))
    parts: list[str | Source] = ["Drawn for each region, with the newest claim about it:"]
    for at, one in enumerate(sheet.reports.standing):
        parts.append(f"{';' if at else ''} {place_name(one.code)} {one.figure or 'no figure'}")
        parts.append(sources[entries[one.link]])
    told = sheet.reports.unplaced
    parts.append(f". {count(told, 'claim')} {'names' if told == 1 else 'name'} no region. Outlines: Natural Earth.")
    return Section("where", "Where", (Drawing(sheet, line(cited(CAPTION, Reckoning(tuple(parts))), ".")),))
