"""Lawmakers who relay an agency's briefing: the agency is the source, they relay (CODEBOOK, "Attribution")."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from musterbook.codebook.reporting import reporting
from musterbook.reading import institutions
from musterbook.reading.statement_referents import Referents
from musterbook.reading.statement_sources import Source

if TYPE_CHECKING:
    from musterbook.reading.attribution import Sentence
    from musterbook.reading.statements import FoundStatement

WORD = re.compile(r"[\w'’-]+")


def briefings(
    content: str, statements: Sequence[FoundStatement], sentences: Sequence[Sentence], referents: Referents
) -> dict[tuple[int, int], Source]:
    """For each lawmaker (by place of the name) who speaks after a briefing, the agency that gave it.

    The sentence in which the lawmaker speaks, or the one before or after it, must speak of a briefing and of an agency.
    """
    found: dict[tuple[int, int], Source] = {}
    for number, sentence in enumerate(sentences):
        for statement in sentence.statements:
            person = referents.resolved(statement)
            if person is None or (person.start, person.end) in found or not _is_lawmaker(person, content):
                continue
            around = sentences[max(0, number - 1) : number + 2]
            if not any(_signs().search(near.text) for near in around):
                continue
            agency = next(_agencies([sentence, *around]), None)
            if agency is not None:
                found[(person.start, person.end)] = agency
    return found


def _is_lawmaker(person: Source, content: str) -> bool:
    start, end = person.phrase
    before = content[max(0, min(start, person.start) - 40) : max(end, person.end)]
    words = {word.lower() for word in WORD.findall(before)}
    return person.sort in ("person", "name") and bool(words & reporting().briefed.persons)


@lru_cache(maxsize=1)
def _signs() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, reporting().briefed.signs)), re.I)


def _agencies(sentences: Sequence[Sentence]) -> Iterator[Source]:
    """The institutions named in these sentences that brief lawmakers, as sources."""
    for sentence in sentences:
        place = institutions.find(sentence.text, reporting().briefed.kinds)
        if place is not None:
            start, end = place
            text = sentence.text[start:end]
            where = (sentence.start + start, sentence.start + end)
            yield Source(*where, text, "office", text.split()[-1].lower(), where)
