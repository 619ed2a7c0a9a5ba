"""Interviews: questions and answers in lines of their own, under names in ordinary letters or under none."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from musterbook.codebook.sources import sources
from musterbook.gazetteer import Gazetteer
from musterbook.reading import institutions
from musterbook.reading.place_words import place_words
from musterbook.reading.statement_sources import Source, without_titles

TITLE = re.compile(r"(?:^|[:,]\s)[\"“'‘](?P<words>[^\"“”]{8,})[\"”'’](?=$|[:,\s])")
"""What the title of an interview quotes: "'We count boots': an hour with Ada Cole"."""
PERSON = re.compile(r"(?:[A-ZÀ-Þ][\w'’-]+ ){1,3}[A-ZÀ-Þ][\w'’-]*\.?")
QUESTIONS = 3
"""Lines that ask, from which a text with a quotation for a title is an interview."""

SPEAKERS = 40
"""Names before lines beyond which these are no turns but a list."""


@dataclass(frozen=True, slots=True)
class Interview:
    """How the turns of a document can be told that are not labelled in capitals or by office."""

    answers: Source | None
    """The one who answers what lines without a label ask; None where no such person is named."""
    names: Collection[str]
    """Names of persons and of the outlet that stand before the words of several lines."""

    def asks(self, line: str, outlet: str) -> bool:
        """Whether a line is the outlet's by its name, or a question to the one who answers."""
        name = self.named(line)
        return name in outlet if name is not None else self.answers is not None and _is_question(line)

    def named(self, line: str) -> str | None:
        """The name before a line's words, where it comes back before others."""
        match = _label().match(line)
        return match["name"] if match is not None and match["name"] in self.names else None


def interview(content: str, body: int, labels: re.Pattern[str]) -> Interview:
    """The interview a document may be; `labels` match lines that begin with a label for questions or answers."""
    lines = content[body:].split("\n")
    return Interview(_interviewee(content, body, lines, labels), _names(content, lines))


@lru_cache(maxsize=1)
def _label() -> re.Pattern[str]:
    """A name in ordinary letters before the words of a line: "Ada Cole: I counted twelve."."""
    inside = "|".join(sorted(sources().titles.particles))
    return re.compile(rf"\s*(?P<name>[A-ZÀ-Þ][\w.'’-]*(?: (?:[A-ZÀ-Þ][\w.'’-]*|{inside})){{0,4}}):\s")


def _is_question(line: str) -> bool:
    return line.rstrip().endswith("?") and line.lstrip()[:1] not in "\"“'‘"


def _names(content: str, lines: list[str]) -> frozenset[str]:
    counts = Counter(match["name"] for line in lines if (match := _label().match(line)))
    names = [name for name, count in counts.items() if count > 1]
    if len(names) > SPEAKERS:
        return frozenset()
    return frozenset(name for name in names if not _is_place(name) and not _alone(name, content))


def _alone(name: str, content: str) -> bool:
    """Whether a single word is nowhere part of a longer name: a heading rather than somebody."""
    return " " not in name and not re.search(rf"\w {re.escape(name)}\b(?!:)", content)


def _is_place(name: str) -> bool:
    return bool(Gazetteer.load().lookup(name)) or institutions.is_side(name)


def _interviewee(content: str, body: int, lines: list[str], labels: re.Pattern[str]) -> Source | None:
    """The person whom the title of an interview names, or else what stands before its first question."""
    quoted = TITLE.search(content[:body])
    asked = [line for line in lines if _is_question(line) or labels.match(line)]
    if quoted is None or len(asked) < QUESTIONS:
        return None
    first = content.find(asked[0], body)
    for match in (*PERSON.finditer(content, 0, body), *PERSON.finditer(content, body, first)):
        if quoted.start("words") <= match.start() < quoted.end("words"):
            continue
        start, name = without_titles(match.start(), match.group())
        words = name.split()
        everyday = any(word.lower() in place_words().ordinary for word in words)
        if len(words) > 1 and not everyday and institutions.kind_of(name) is None and not _is_place(name):
            return Source(start, start + len(name), name, "person", words[-1].lower(), (start, start + len(name)))
    return None
