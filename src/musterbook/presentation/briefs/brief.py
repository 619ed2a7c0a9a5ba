"""A picture as a brief: the question, the figure, what changed, who says what, what is open, and the notes to all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from musterbook.assessment.picture import Changes, Picture
from musterbook.model import Entry, Kind, Scope
from musterbook.naming import place_name
from musterbook.presentation.briefs.changed import changed_section
from musterbook.presentation.briefs.contradicted import contradicted_section
from musterbook.presentation.briefs.courses import courses_section
from musterbook.presentation.briefs.expected import expected_section
from musterbook.presentation.briefs.figure import figure_section
from musterbook.presentation.briefs.institutions import institutions_section
from musterbook.presentation.briefs.parts import Brief, Line, Paragraph, Reckoning, Section, cited, line, named
from musterbook.presentation.briefs.reckoned import asked
from musterbook.presentation.briefs.sources import Sources
from musterbook.presentation.briefs.where import where_section
from musterbook.presentation.charts import BandChart
from musterbook.presentation.maps import ReportMap
from musterbook.presentation.voices import day
from musterbook.scopes import title


def brief(
    found: Picture,
    entries: Sequence[Entry],
    *,
    changes: Changes,
    chart: BandChart,
    sheet: ReportMap,
    whole: bool = False,
) -> Brief:
    """The brief of a picture and the claims it was made from, with what changed, its chart and its map.

    `whole` lists every claim and conflict, not only the newest of each institution and kind.
    """
    sources = Sources(entries)
    question = asked(found.estimate, found.day, found.known_on, changes.since)
    days = _days(found, chart)
    sections = [
        _question(found, question),
        figure_section(found, chart, sources),
        changed_section(changes, sources),
        where_section(sheet, {entry.claim.id: entry for entry in entries}, sources),
        expected_section(found.expectations, sources, whole=whole),
        contradicted_section(found.conflicts, sources, whole=whole),
    ]
    if len(found.courses) > 1:
        sections.append(courses_section("each", "Each on its own", found.courses, sources, days))
    if found.scope.kind is not Kind.LOSS:
        sections.append(courses_section("losses", "Losses", found.losses, sources, days))
    sections.append(institutions_section(found, sources, whole=whole))
    return Brief(
        title=line(named(title(found.scope), question)),
        byline=_byline(found, question),
        sections=tuple(sections),
    )


def _days(found: Picture, chart: BandChart) -> tuple[date, date]:
    first = chart.first or min((point.day for point in found.series), default=found.day)
    return first, chart.last or found.day


def _byline(found: Picture, question: Reckoning) -> Line:
    if found.day == found.known_on:
        return line(cited(f"As known on {day(found.day)}", question))
    return line(cited(f"For {day(found.day)}, as known on {day(found.known_on)}", question))


def _question(found: Picture, question: Reckoning) -> Section:
    asks = cited(question_words(found.scope, found.day), question)
    return Section("question", "The question", (Paragraph(line(asks), "lead"),))


def question_words(scope: Scope, on: date) -> str:
    """The scope as a question: "How many personnel of North Korea are reported to be in Russia on 14 Nov 2025?"."""
    force = scope.name or place_name(scope.country or "")
    where = f" in {place_name(scope.area)}" if scope.area else ""
    counted = str(scope.category or "personnel")
    to = f" to {place_name(scope.counterpart)}" if scope.counterpart else ""
    how_many = f"How many {counted} is {force} reported to have"
    asks = {
        Kind.PRESENCE: f"How many {counted} of {force} are reported to be{where or ' present'}",
        Kind.STRENGTH: f"{how_many}{where}",
        Kind.LOSS: f"What is {force} reported to have lost{where}",
        Kind.DEPLOYMENT: f"{how_many} sent{where.replace(' in ', ' to ', 1)}",
        Kind.WITHDRAWAL: f"{how_many} withdrawn{where}",
        Kind.MOBILISATION: f"{how_many} raised{where}",
        Kind.TRANSFER: f"{how_many if scope.category else f'What is {force} reported to have'} handed over{to}",
        Kind.ATTACK: f"{how_many if scope.category else f'What is {force} reported to have'} used{where}",
    }
    said = asks.get(scope.kind, f"What is reported of {force}: {scope.kind}{where}")
    if scope.outcome is not None:
        said = f"How many {counted} of {force} are reported {scope.outcome}{where}"
    return f"{said} on {day(on)}?"
