"""Whose words monitored broadcasts give, as those who write them down mark it in brackets.

"[COLE] No, sir." opens a speaker's turn, "[BEGIN COLE RECORDING] ... [END RECORDING]" holds one. Other brackets
("[TEXT]", "[APPLAUSE]", a name explained) say nothing of this.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from musterbook.codebook.reporting import reporting
from musterbook.codebook.sources import sources
from musterbook.reading import institutions
from musterbook.reading.parsing import MARK
from musterbook.reading.statement_sources import Source, without_titles

BEFORE_TURN = re.compile(r"(?:[.?!:…\]\"”’)]|--|[–—]|^)\s*\Z", re.M)
"""What can stand right before a turn: the end of a sentence, a line or another bracket; never the midst of words."""
LONGEST = 5
"""Words of the longest speaker's name in brackets."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A stretch [start, end) of the content between two marks; without a source where it is a question."""

    start: int
    end: int
    source: Source | None


def turns(content: str, body: int, author: Source | None) -> tuple[Turn, ...]:
    """The turns that marks in brackets open, each up to the next mark or the end of its recording."""
    opened: list[tuple[int, Source | None, bool]] = []
    marks = list(MARK.finditer(content, body))
    asked = any(mark["words"].lower().split()[-1] in reporting().broadcasts.asking for mark in marks)
    for mark in marks:
        opened += _opened(content, mark, author, asked)
    ends = [*(start for start, *_ in opened[1:]), len(content)]
    found = [Turn(start, end, source) for (start, source, spoken), end in zip(opened, ends, strict=False) if spoken]
    return tuple(found) if any(turn.source is not None for turn in found) else ()


def _opened(
    content: str, mark: re.Match[str], author: Source | None, asked: bool
) -> Iterator[tuple[int, Source | None, bool]]:
    """Where a mark opens a turn: its start, who speaks, and whether it is speech at all or the outlet again.

    Where somebody asks, a name that the text does not introduce is that of one who answers.
    """
    book = reporting().broadcasts
    words = mark["words"].lower().split()
    last = words[-1].rstrip(":.")
    if words[0] in book.closing:
        yield mark.start(), None, False
    elif not BEFORE_TURN.search(content, max(0, mark.start() - 8), mark.start()):
        return
    elif last in book.asking and len(words) <= LONGEST:
        yield mark.start(), None, True
    elif last in book.announcing and len(words) <= LONGEST:
        yield mark.start(), None, False
    elif last in book.answering and author is not None:
        yield mark.start(), author, True
    else:
        recorded = words[0] in book.opening and last in book.recordings
        start, end = mark.span("words")
        if recorded:
            start, end = start + len(words[0]) + 1, end - len(last) - 1
        named = start < end and _is_name(content[start:end])
        source = _introduced(content, mark, start, end, alone=asked) if named else None
        if source is not None:
            yield mark.start(), None if source.own else source, True


def _introduced(content: str, mark: re.Match[str], start: int, end: int, *, alone: bool) -> Source | None:
    """The person whom a name in brackets means: as the text gives it in full, or with a title, somewhere outside.

    With `alone` a surname by itself will do.
    """
    _, surname = without_titles(0, content[start:end].strip(" :"))
    others = [other.span() for other in MARK.finditer(content) if len(other["words"].split()) <= LONGEST]
    found = [
        place
        for place in re.finditer(rf"(?<![\w-]){re.escape(surname)}(?![\w-])", content, re.I)
        if not any(first < place.start() < last for first, last in others)
    ]
    before = [m for m in found if m.end() <= mark.start()]
    after = [m for m in found if m.start() >= mark.end()]
    for place in (*reversed(before), *after):
        source = _full(content, place)
        if source is not None:
            return source
    return _sourced(content, *found[0].span()) if found and alone and surname.isalpha() else None


def _is_name(words: str) -> bool:
    """Whether words in brackets can name a person: a few, each with a capital, of no institution or country."""
    each = words.strip(" :").split()
    if not 0 < len(each) <= LONGEST or not all(word[0].isupper() for word in each) or re.search(r"\d", words):
        return False
    return not institutions.is_side(words) and institutions.kind_of(words) is None


def _sourced(content: str, start: int, end: int, *, own: bool = False) -> Source:
    text = content[start:end]
    return Source(start, end, text, "person", text.split()[-1].lower(), (start, end), own=own)


def _full(content: str, place: re.Match[str]) -> Source | None:
    """The name that ends in a surname, where a first name or a title stands before it; a reporter's as the outlet's."""
    line = max(content.rfind("\n", 0, place.start()), content.rfind("[", 0, place.start())) + 1
    words = list(re.finditer(r"\S+", content[line : place.start()]))
    start, titled, asking = place.start(), False, False
    book, titles = reporting().broadcasts, sources().titles
    for word in reversed(words[-3:]):
        bare = word.group().strip('("“').lower()
        if bare.rstrip(".") in titles.words or sources().standings.get(bare) == "person":
            titled, asking = True, bare in titles.hosting or bare in book.asking
            break
        if (
            not word.group()[0].isupper()
            or bare in book.between
            or not re.fullmatch(r"[^\W\d_][\w'’-]*|\w\.", word.group())
        ):
            break
        start = line + word.start()
    if start == place.start() and not titled:
        return None
    return _sourced(content, start, place.end(), own=asking)
