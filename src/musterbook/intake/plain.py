"""Plain text becomes a document: its first line is the title when it looks like one; wrapped lines are joined."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise

from musterbook.errors import SourceError
from musterbook.intake.cleaning import clean
from musterbook.intake.language import language_of
from musterbook.intake.pages import believable
from musterbook.intake.received import Taken
from musterbook.intake.shown_day import dateline_day
from musterbook.model import Document

_LONGEST_TITLE = 200
_WRAPPED = (40, 90)
"""Widths between which text set to a width has its longest lines."""
_ITEM = re.compile(r"\s*(?:[-–—*•▪·]|\d{1,3}[.)]|[a-z]\))\s")


def read_text(
    text: str,
    *,
    source: str = "the text",
    url: str | None = None,
    capture: str | None = None,
    today: date | None = None,
) -> Taken:
    """The document in a plain text. Its day is what a dateline or a line of its own at the top tells, if anything.

    Raises SourceError when there are no words in it.
    """
    lines = [line.rstrip() for line in clean(text).split("\n")]
    title, blocks = title_and_rest(_blocks(lines))
    if not any(re.search(r"\w", block) for block in blocks):
        raise SourceError(f"{source} is empty: there are no words in it")
    body = "\n".join(blocks)
    language = language_of(f"{title}\n{body}")
    told = dateline_day(blocks, language)
    day, notices = believable((told,) if told else (), today or date.today(), source)
    published = day.day if day else None
    document = Document(title=title, text=body, language=language, published=published, url=url, capture=capture)
    return Taken(document, notices)


def title_and_rest(paragraphs: list[str]) -> tuple[str, list[str]]:
    """The title, where the first paragraph looks like one (else empty), and the other paragraphs."""
    if len(paragraphs) > 1 and _is_title(paragraphs[0], paragraphs[1]):
        return paragraphs[0], paragraphs[1:]
    return "", paragraphs


def _blocks(lines: list[str]) -> list[str]:
    """Paragraphs: each line, or each run of lines up to a blank one where the text is set to a width."""
    filled = [line for line in lines if line.strip()]
    if not _is_wrapped(lines, filled):
        return [line.strip() for line in filled]
    blocks: list[list[str]] = [[]]
    for line in lines:
        if not line.strip() or _ITEM.match(line):
            blocks.append([])
        if line.strip():
            blocks[-1].append(line.strip())
    return [" ".join(block) for block in blocks if block]


def _is_wrapped(lines: list[str], filled: list[str]) -> bool:
    """Whether line ends are the setter's: lines run to about one width and break inside sentences."""
    if len(filled) < 3 or len(filled) == len(lines):
        return False
    longest = max(map(len, filled))
    inner = [line for line, after in pairwise(lines) if line.strip() and after.strip()]
    broken = [line for line in inner if not re.search(r"[.!?:;…]['\"”’»)]*$", line) and len(line) >= 0.6 * longest]
    return _WRAPPED[0] <= longest <= _WRAPPED[1] and len(inner) >= 2 and 2 * len(broken) > len(inner)


def _is_title(first: str, second: str) -> bool:
    if len(first) > _LONGEST_TITLE or not re.search(r"\w+\W+\w+", first) or _ITEM.match(first):
        return False
    return not re.search(r"[.:;,…]['\"”’»)]*$", first) and len(second) > 0.5 * len(first)
