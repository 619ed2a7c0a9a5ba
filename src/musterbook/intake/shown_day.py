"""The day of publication as a page or a text shows it to its readers, where none is declared to machines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from musterbook.codebook.intake import IntakeSection
from musterbook.intake.language import language_of
from musterbook.intake.metadata import Day, read_day

_LONGEST = 70
"""Characters: what shows a date is a short line."""
_TRIED = 3
_MONTH = r"[^\W\d_]{3,12}\.?"
_YEAR = r"(?:19|20)\d\d"
_DAY = re.compile(
    rf"(?:{_MONTH},?\s+)?(?P<day>\d{{1,2}}(?:st|nd|rd|th|\.)?\s+(?:de\s+)?{_MONTH},?\s+(?:de\s+)?{_YEAR}"
    rf"|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+{_YEAR}|{_YEAR}\s?년\s?\d{{1,2}}\s?월\s?\d{{1,2}}\s?일"
    rf"|{_YEAR}[-./]\d{{1,2}}[-./]\d{{1,2}}|\d{{1,2}}[./]\d{{1,2}}[./]{_YEAR})(?!\d)"
)
"""A whole date, after a weekday perhaps; what looks like a month's name is left to dateparser."""


_DATELINE = re.compile(
    rf"(?:[^\W\d_][^\n]{{0,60}}?[,(]\s*)?{_DAY.pattern}\)?(?:\s*\([^()\n]{{1,40}}\))?\s*[-–—:]{{1,2}}\s"
)
"""What opens a report with where and when it was filed: "CHISINAU, May 14, 2026 (Moldpres) -"."""
_STOPPED = re.compile(rf"[^\W\d_a-z][^\n\d_a-z]{{2,40}},\s*{_DAY.pattern}\.\s(?=[^\n]*[a-z])")
"""The same in capitals and closed by a full stop, before a text that is not: "KYIV, 24 November 2026. Russia ..."."""

_WIRE = re.compile(
    r"(?:\[[A-Z]+\]\s+)?(?:[^\W\d_a-z][^\n\d_a-z]{2,40},\s*|[^\na-z]{3,90}\s\d{4}\sGMT\s)"
    r"(?P<day>\d{1,2}\s[A-Z]{3,9})\.?\s(?P<year>[4-9]\d)(?=\s*(?:\([^()\n]{1,40}\)\s*)?(?:--|[-–—]|\[|$))"
)
"""A wire's of the last century, in capitals and with two figures of the year.

"LIMA, 28 MAR 89 (AFP) --", "RADIO FIDES IN SPANISH 0030 GMT 12 MAY 89".
"""


def shown_day(tree: Any, section: IntakeSection, declared_language: str | None = None) -> Day | None:
    """The first whole date in an element that is named for showing one; None where there is none.

    Months are read in the page's language (by its words, else as declared) and in English.
    """
    candidates = list(islice(_candidates(tree, section), _TRIED))
    if not candidates:
        return None
    language = language_of(" ".join(islice(tree.itertext(), 500))[:3000], declared_language)
    return next((day for text in candidates if (day := _read(text, language))), None)


def dateline_day(lines: Sequence[str], language: str) -> Day | None:
    """The day in the first lines of a text: in a line that is a whole date, or in a dateline."""
    for line in lines[:_TRIED]:
        found = _DAY.match(line.strip()) if is_date_line(line) else _DATELINE.match(line) or _STOPPED.match(line)
        if found and (day := _read(found["day"], language, "dateline")) is not None:
            return day
        wire = _WIRE.match(line)
        if wire and (day := _read(f"{wire['day']} 19{wire['year']}", "en", "dateline")) is not None:
            return day
    return None


def is_date_line(line: str) -> bool:
    """Whether a line is a whole date and nothing else, but perhaps a weekday and a time of day."""
    found = _DAY.match(line.strip()) if len(line) <= _LONGEST else None
    return bool(found and re.fullmatch(r"\W*(?:\w{1,3}\W+)?(?:\d{1,2}[:.]\d{2}.{0,12})?", line.strip()[found.end() :]))


def _candidates(tree: Any, section: IntakeSection) -> Iterator[str]:
    for element in tree.xpath("//time | //*[@class or @id]"):
        label = f"{element.get('class', '')} {element.get('id', '')}".lower()
        if element.tag == "time" or not section.elements.dates.isdisjoint(re.findall(r"[a-z]+", label)):
            text = " ".join("".join(element.itertext()).split()) if len(element) <= 10 else ""
            if len(text) <= _LONGEST and (found := _DAY.search(text)):
                yield found["day"]


def _read(text: str, language: str, by: str = "date shown on the page") -> Day | None:
    if not re.search(r"[^\W\d_]", text):
        return read_day(re.sub(r"^(\d{4})[./](\d{1,2})[./](\d{1,2})$", r"\1-\2-\3", text), by)
    import dateparser

    languages = ["en"] if language in {"en", "und"} else [language, "en"]
    try:
        moment = dateparser.parse(text, languages=languages, settings={"STRICT_PARSING": True})
    except (ValueError, OverflowError, RecursionError):  # a language it doesn't know, or figures beyond the calendar
        return None
    return Day(moment.date(), "day", by) if moment else None
