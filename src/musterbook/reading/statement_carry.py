"""Whose account a sentence without a source of its own continues.

The codebook lets a source carry over to sentences that plainly continue its account. "Plainly" is taken strictly,
since most sentences after a quoted one are the outlet's own: the sentence must follow in the same paragraph and take up
what was said (codebook, `reporting.carrying`), or stand between two statements of the same source, or be part of a
list or a quotation that the source opened. A speech is its speaker's throughout. A title or lead that restates an
attributed figure has that figure's source.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from musterbook.codebook.reporting import reporting
from musterbook.model import Document
from musterbook.reading.quotations import Quotation
from musterbook.reading.statement_authors import Speech
from musterbook.reading.statement_referents import Referents
from musterbook.reading.statement_sources import Source

if TYPE_CHECKING:
    from musterbook.reading.attribution import Sentence
    from musterbook.reading.statements import FoundStatement

SPEAKER = "carried: speaker"
"""The rule of a sentence in the speech or letter of one who is named as speaking throughout."""
ITEM = re.compile(r"^\s*(?:[•▪*–‒—-]|\d{1,2}[.)]|\w\))\s|^[^.]{3,60}[:|]\s|^\d")
NUMBER = re.compile(r"\d[\d,.\u00a0\u202f]*\d|\d")
COUNTING = re.compile(
    r"^\W*(?:\d[\d,.]*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty(?:-\w+)?|dozens|hundreds"
    r"|thousands|several|another|a further|some|about|around|nearly|almost|at least|more than|over|up to)\b",
    re.I,
)
"""A sentence that opens with a figure goes on counting what the one before counted."""
HEARSAY = re.compile(
    r"\b(?:reportedly|allegedly|(?:is|are|was|were) (?:said|believed|thought|understood|reported) to)\b", re.I
)
LEAD = 2
"""Body sentences that can restate what follows."""
AHEAD = 3
"""Sentences ahead in which the same source must speak again for what stands between to be its account."""


@dataclass(frozen=True, slots=True)
class Carried:
    """What holds for the parts of a sentence that no statement covers."""

    claimant: Source | None
    rule: str


OWN = Carried(None, "own voice")


def carry(
    document: Document,
    sentences: Sequence[Sentence],
    referents: Referents,
    quoted: Sequence[Quotation],
    spoken: Sequence[Speech],
) -> tuple[Carried, ...]:
    """For each sentence, the source in force in it where it names none."""
    result: list[Carried] = []
    for number, sentence in enumerate(sentences):
        speech = next((s for s in spoken if s.start <= sentence.start < s.end), None)
        if speech is not None:
            result.append(Carried(speech.source, SPEAKER))
            continue
        result.append(_carried(number, sentences, referents, quoted, result))
    for number in range(1, len(sentences)):
        if result[number - 1] == OWN and not sentences[number - 1].title and _looks_back(sentences[number].text):
            source = _in_force(sentences[number], referents, OWN)
            if source is not None and sentences[number].paragraph - sentences[number - 1].paragraph <= 1:
                result[number - 1] = Carried(source, "carried: source named after")
    body = next((number for number, sentence in enumerate(sentences) if not sentence.title), 0)
    for number in range(min(body + LEAD, len(sentences))):
        if result[number] == OWN:
            result[number] = _restated(number, sentences, referents)
    return tuple(result)


def _carried(
    number: int,
    sentences: Sequence[Sentence],
    referents: Referents,
    quoted: Sequence[Quotation],
    before: Sequence[Carried],
) -> Carried:
    sentence = sentences[number]
    if number == 0 or sentences[number - 1].title:
        return OWN
    previous = sentences[number - 1]
    source = _in_force(previous, referents, before[number - 1])
    if source is None:
        return _inside_quotation(number, sentences, referents, quoted)
    opened = previous.text.rstrip().endswith(":") or before[number - 1].rule == "carried: list"
    if opened and (sentence.paragraph != previous.paragraph) and ITEM.search(sentence.text):
        return Carried(source, "carried: list")
    if any(q.start <= sentence.start + 1 and q.end >= sentence.end - 1 for q in quoted) and not sentence.statements:
        return Carried(source, "carried: quotation goes on")
    if sentence.paragraph != previous.paragraph or _breaks(sentence.text):
        return OWN
    if _takes_up(sentence.text) or (COUNTING.search(sentence.text) and not HEARSAY.search(sentence.text)):
        return Carried(source, "carried: takes up what was said")
    ahead = [s for later in sentences[number + 1 : number + 1 + AHEAD] for s in later.statements]
    if any(_is_same(statement, source, referents) for statement in ahead):
        return Carried(source, "carried: between statements of the same source")
    return OWN


def _in_force(sentence: Sentence, referents: Referents, carried: Carried) -> Source | None:
    """The source whose account the end of a sentence is: its last strong statement's, else what carried over to it."""
    for statement in reversed(sentence.statements):
        source = referents.resolved(statement)
        if statement.strong and source is not None and source.sort != "other":
            return source
    return carried.claimant


def _inside_quotation(
    number: int, sentences: Sequence[Sentence], referents: Referents, quoted: Sequence[Quotation]
) -> Carried:
    """A quoted sentence whose speaker is named only after it."""
    sentence = sentences[number]
    if not any(q.start <= sentence.start + 1 and q.end >= sentence.end - 1 for q in quoted):
        return OWN
    for later in sentences[number + 1 : number + 3]:
        for statement in later.statements:
            source = referents.resolved(statement)
            if source is not None and statement.form != "indirect":
                return Carried(source, "carried: quotation goes on")
    return OWN


def _is_same(statement: FoundStatement, source: Source, referents: Referents) -> bool:
    later = referents.resolved(statement)
    return statement.strong and later is not None and referents.same(later, source)


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    carrying = reporting().carrying
    opening = "|".join(sorted(map(re.escape, carrying.openings), key=len, reverse=True))
    within = "|".join(map(re.escape, carrying.within))
    modal = "|".join(sorted(map(re.escape, carrying.modals), key=len, reverse=True))
    contrast = "|".join(sorted(map(re.escape, carrying.contrasts), key=len, reverse=True))
    return re.compile(rf"^\W*(?:{opening})\b|\b(?:{modal}|{within})\b", re.I), re.compile(
        rf"^\W*(?:{contrast})\b", re.I
    )


def _takes_up(text: str) -> bool:
    return _patterns()[0].search(text) is not None


@lru_cache(maxsize=1)
def _backwards() -> re.Pattern[str]:
    words = "|".join(sorted(map(re.escape, reporting().carrying.backwards), key=len, reverse=True))
    return re.compile(rf"^\W*(?:{words})", re.I)


def _looks_back(text: str) -> bool:
    """Whether a sentence gives the source of what stands before it: "That is how the commander put it"."""
    return _backwards().search(text) is not None


def _breaks(text: str) -> bool:
    return _patterns()[1].search(text) is not None


def _restated(number: int, sentences: Sequence[Sentence], referents: Referents) -> Carried:
    """For a title or lead: the source of the first later statement that gives the same figure."""
    figures = set(NUMBER.findall(sentences[number].text))
    if not figures:
        return OWN
    for later in sentences[number + 1 :]:
        shared = [match for match in NUMBER.finditer(later.text) if match.group() in figures]
        for match in shared:
            for statement in later.statements:
                source = referents.resolved(statement)
                if statement.strong and source is not None and statement.holds(later.start + match.start()):
                    return Carried(source, "carried: restated below")
    return OWN
