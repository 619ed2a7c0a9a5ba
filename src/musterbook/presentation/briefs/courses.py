"""Several figures side by side, each with its course: what the force lost, outcome by outcome; what was handed over."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from musterbook.assessment.picture import Course
from musterbook.model import Category
from musterbook.presentation.briefs.parts import Drawing, Drawings, Paragraph, Section, cited, line
from musterbook.presentation.briefs.reckoned import estimated, figure
from musterbook.presentation.briefs.sources import Sources
from musterbook.presentation.charts import course_chart
from musterbook.presentation.headline import interval


def courses_section(
    name: str, heading: str, found: Iterable[Course], sources: Sources, days: tuple[date, date]
) -> Section:
    """The courses that have a figure, each as a small chart over the same days."""
    drawn = tuple(_drawing(course, sources, days) for course in found if course.estimate.best is not None)
    if not drawn:
        return Section(name, heading, (Paragraph(line("No figure stands.")),))
    return Section(name, heading, (Drawings(drawn),))


def _drawing(course: Course, sources: Sources, days: tuple[date, date]) -> Drawing:
    estimate = course.estimate
    counted = [str(course.scope.outcome)] if course.scope.outcome else []
    if course.scope.category not in (None, Category.PERSONNEL):
        counted.append(str(course.scope.category))
    reckoning = estimated(estimate, sources)
    ends = ""
    if estimate.low != estimate.high or estimate.open_low or estimate.open_high:
        ends = f" ({interval(estimate.low, estimate.high, estimate.open_low, estimate.open_high)})"
    shown = f"{figure(estimate.best or 0)}{ends}"
    caption = line(f"{', '.join(counted) or course.scope.kind} ", cited(shown, reckoning, style="strong"))
    return Drawing(course_chart(course, first=days[0], last=days[1]), caption)
