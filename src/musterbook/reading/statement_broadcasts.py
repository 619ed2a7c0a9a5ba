"""Whose words monitored broadcasts give, as those who write them down mark it in brackets.

"[COLE] No, sir." opens a speaker's turn, "[BEGIN COLE RECORDING] ... [END RECORDING]" holds one. Other brackets
("[TEXT]", "[APPLAUSE]", a name explained) say nothing of this.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from musterbook.codebook.reporting import reporting
from musterbook.codebook.sources import sources
from musterbook.reading import institutions
from musterbook.reading.parsing import MARK
from musterbook.reading.statement_sources import Source, without_titles

BEFORE_TURN = re.compile(r"(?:[.?!:…)][\"”’]*\s+|\]\s*|(?:--|[–—])\s*|^\s*)\Z", re.M)
"""What can stand right before a turn: the end of a sentence, a line or another bracket; never the midst of words."""
LONGEST = 5
"""Words of the longest speaker's name in brackets."""
BEHIND = 60
"""Signs before a surname in which first names and titles are looked for."""
MOST = 300
"""Marks of the longest broadcast; further ones are left out."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A stretch [start, end) of the content between two marks; without a source where it is a question."""

    start: int
    end: int
    source: Source | None


def turns(content: str, body: int, author: Source | None) -> tuple[Turn, ...]:
    """The turns that marks in brackets open, each up to the next mark or the end of its recording.

    Without any mark of those who write broadcasts down, a name in brackets is somebody's insertion and no turn.
    """
    marks = list(islice(MARK.finditer(content, body), MOST))
    if not any(_is_broadcast(mark["words"].lower().split()) for mark in marks):
        return ()
    persons = _persons(content, marks)
    opened = [turn for mark in marks for turn in _opened(content, mark, author, persons)]
    ends = [*(start for start, *_ in opened[1:]), len(content)]
    found = [Turn(start, end, source) for (start, source, spoken), end in zip(opened, ends, strict=False) if spoken]
    return tuple(found) if any(turn.source is not None for turn in found) else ()


def _is_broadcast(words: list[str]) -> bool:
    """Whether the words of a mark are those of somebody who writes a broadcast down."""
    book, last = reporting().broadcasts, words[-1].rstrip(":.")
    known = last in book.asking or _is_announcing(last) or last in book.silent
    return (known and len(words) <= LONGEST) or words[0] in reporting().headings.nouns


def _is_announcing(word: str) -> bool:
    return word in reporting().broadcasts.announcing or word in sources().titles.hosting


def _opened(
    content: str, mark: re.Match[str], author: Source | None, persons: Mapping[str, Source]
) -> Iterator[tuple[int, Source | None, bool]]:
    """Where a mark opens a turn: its start, who speaks, and whether it is speech at all or the outlet again."""
    book = reporting().broadcasts
    words = mark["words"].lower().split()
    last = words[-1].rstrip(":.")
    if words[0] in book.closing:
        yield mark.start(), None, False
    elif not BEFORE_TURN.search(content, max(0, mark.start() - 8), mark.start()):
        return
    elif last in book.asking and len(words) <= LONGEST:
        yield mark.start(), None, True
    elif _is_announcing(last) and len(words) <= LONGEST:
        yield mark.start(), None, False
    elif last in book.answering and author is not None:
        yield mark.start(), author, True
    elif (source := persons.get(_surname(mark["words"]))) is not None:
        yield mark.start(), None if source.own else source, True


def _surname(words: str) -> str:
    """The name that a mark's words mean, in small letters, "" where they can name nobody: "[BEGIN COLE RECORDING]"."""
    book, each = reporting().broadcasts, words.strip(" :").split()
    if len(each) > 2 and each[0].lower() in book.opening and each[-1].lower() in book.recordings:
        each = each[1:-1]
    name = " ".join(each)
    return without_titles(0, name)[1].lower() if _is_name(name) else ""


def _persons(content: str, marks: Sequence[re.Match[str]]) -> dict[str, Source]:
    """By surname, the persons whom names in brackets mean.

    Each is as the text gives it in full or with a title outside, before the first mark if it can be. Where somebody
    asks, a surname by itself will do: it is that of one who answers.
    """
    first = {_surname(mark["words"]): mark.start() for mark in reversed(marks)}
    first.pop("", None)
    if not first:
        return {}
    inside = [mark.span() for mark in marks if len(mark["words"].split()) <= LONGEST]
    starts = [start for start, _ in inside]
    named: dict[str, list[re.Match[str]]] = defaultdict(list)
    longest = sorted(first, key=len, reverse=True)
    for place in re.finditer(rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest))})(?![\w-])", content, re.I):
        at = bisect_right(starts, place.start()) - 1
        if at < 0 or place.start() >= inside[at][1]:
            named[place.group().lower()].append(place)
    asked = any(mark["words"].lower().split()[-1].rstrip(":.") in reporting().broadcasts.asking for mark in marks)
    found: dict[str, Source] = {}
    for name, places in named.items():
        near = sorted(places, key=lambda place: (place.start() > first[name], abs(place.start() - first[name])))
        whole = next((source for place in near if (source := _full(content, place)) is not None), None)
        if whole is None and asked and name.isalpha():
            whole = _sourced(content, *places[0].span())
        if whole is not None:
            found[name] = whole
    return found


def _is_name(words: str) -> bool:
    """Whether words in brackets can name a person: a few, each with a capital, of no institution or country."""
    each = words.split()
    if not 0 < len(each) <= LONGEST or not all(word[0].isupper() for word in each) or re.search(r"\d", words):
        return False
    return not institutions.is_side(words) and institutions.kind_of(words) is None


def _sourced(content: str, start: int, end: int, *, own: bool = False) -> Source:
    text = content[start:end]
    return Source(start, end, text, "person", text.split()[-1].lower(), (start, end), own=own)


def _full(content: str, place: re.Match[str]) -> Source | None:
    """The name that ends in a surname, where a first name or a title stands before it; a reporter's as the outlet's."""
    line = max(0, place.start() - BEHIND)
    line = max(line, content.rfind("\n", line, place.start()) + 1, content.rfind("[", line, place.start()) + 1)
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
