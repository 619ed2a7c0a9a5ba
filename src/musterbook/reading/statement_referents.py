"""Who is meant: pronouns, "the ministry" and surnames resolved to the source named before."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from musterbook.codebook.reporting import reporting
from musterbook.codebook.sources import sources
from musterbook.model import Document
from musterbook.reading import institutions
from musterbook.reading.statement_sources import Source, source_at

if TYPE_CHECKING:
    from spacy.tokens import Span

    from musterbook.reading.attribution import Sentence
    from musterbook.reading.statement_authors import Speech
    from musterbook.reading.statements import FoundStatement

WORD = re.compile(r"\w+")
SMALL = frozenset({"the", "a", "an", "of", "and", "s", "its", "for", "in", "at"})


def words(text: str) -> frozenset[str]:
    """The words of a name that tell it apart."""
    return frozenset(word.lower() for word in WORD.findall(text)) - SMALL


NAMED = frozenset({"name", "person"})
SUBJECTS = frozenset({"nsubj", "nsubjpass"})
RECENT = 2
"""Sentences back in which a source is still at hand for a pronoun before anybody else is."""


def actors(sentence: Span, offset: int) -> tuple[Source, ...]:
    """The subjects of a parsed sentence that could speak, in order; offsets moved by `offset`."""
    found = []
    for token in sentence:
        if token.dep_ in SUBJECTS and token.pos_ in ("NOUN", "PROPN"):
            source = source_at(token)
            if source is not None and source.sort in ("person", "office", "media", "country", "name"):
                found.append(source.moved(offset))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Known:
    """A source or actor met so far, and the sentence it was last met in."""

    source: Source
    sentence: int
    spoke: bool


class Referents:
    """The sources of one document in order, and for each the one it stands for."""

    def __init__(self, document: Document, sentences: Sequence[Sentence], spoken: Sequence[Speech] = ()) -> None:
        """Read all sources of all statements once, from the first sentence on."""
        self._content = document.content
        self._canonical: dict[tuple[int, int], Source | None] = {}
        self._told: list[tuple[FoundStatement, Source, Source]] = []
        """The statements that came through somebody, each with its speaker and that one."""
        self._known: list[_Known] = []
        self._spoken = spoken
        for number, sentence in enumerate(sentences):
            own = {(s.source.start, s.source.end) for s in sentence.statements if s.source is not None}
            for statement in sentence.statements:
                self._enter(statement, number)
            for actor in sentence.actors:
                if (actor.start, actor.end) not in own and (actor.start, actor.end) not in self._canonical:
                    target = self._target(actor, number)
                    if target is actor:
                        self._known.append(_Known(actor, number, False))

    def _enter(self, statement: FoundStatement, number: int) -> None:
        if statement.via is not None:
            self._name(statement.via, number, remembered=False)
        if statement.source is None:
            return
        self._name(statement.source, number, remembered=statement.strong or statement.source.sort != "other")
        canonical = self.resolved(statement)
        if canonical is not None and statement.via is not None:
            via = self.canonical(statement.via)
            if via is not None and not self.same(via, canonical):
                self._told.append((statement, canonical, via))

    def _name(self, source: Source, number: int, remembered: bool = True) -> None:
        key = (source.start, source.end)
        if key in self._canonical:
            return
        target = self._target(source, number)
        self._canonical[key] = target
        if target is source and source.sort in NAMED:
            self._complete(source)
        if target is not None and remembered:
            self._known = [known for known in self._known if known.source is not target]
            self._known.append(_Known(target, number, True))

    def _complete(self, source: Source) -> None:
        """Let a last name that came before, as in a title, stand for the fuller name of its bearer."""
        last = source.text.split()[-1]
        if last == source.text or sources().standings.get(last.lower()) or institutions.kind_of(source.text):
            return
        for known in [k.source for k in self._known if k.source.text == last and k.source.sort in NAMED]:
            self._canonical |= {place: source for place, meant in self._canonical.items() if meant is known}
            self._known = [k for k in self._known if k.source is not known]

    def _target(self, source: Source, number: int) -> Source | None:
        """The earlier source meant, the source itself where it is new; None for the outlet and for a lone pronoun."""
        if source.own:
            return None
        if source.sort == "pronoun":
            return self._pronoun(source, number)
        own = words(source.text)
        for known in self._latest():
            theirs = words(known.text)
            alike = known.sort == source.sort or "name" in (known.sort, source.sort)
            if own and own < theirs and alike and source.text[:1].isupper():
                return known
        if source.definite and source.sort in ("person", "office", "media", "document") and len(own) == 1:
            for known in self._latest():
                if self._fits(source, known):
                    return known
        if source.definite and source.sort == "person" and source.head in reporting().pronouns.ranks and len(own) <= 2:
            for known in self._latest(spoke=True):
                if known.sort in ("person", "name") and not known.plural:
                    return known
        if source.definite and source.head in reporting().nouns.bearing and len(own) == 1:
            for known in self._latest(spoke=True):
                if known.sort in ("office", "person", "country", "name"):
                    return known
        return source

    def _latest(self, spoke: bool = False) -> Iterator[Source]:
        """Everybody met so far, the latest first."""
        return (known.source for known in reversed(self._known) if known.spoke or not spoke)

    def _fits(self, source: Source, known: Source) -> bool:
        """Whether "the ministry", "the official" can be this earlier source.

        A name may be an office's or a person's; what is said of it beside its name counts for a person only.
        """
        if known.head == source.head:
            return source.plural == known.plural
        start, end = known.phrase
        if known.sort == "name" and source.sort != "person":
            start, end = known.start, known.end
        said = self._content[start:end]
        kinds = reporting().anaphors.get(source.head)
        if kinds is not None and not known.plural and known.sort in (source.sort, "name", "media"):
            resolved = institutions.resolve(known.text, said)
            if resolved.kind in kinds and resolved.rule != "person":
                return True
        return source.head in words(said) and known.sort in (source.sort, "name")

    def _pronoun(self, source: Source, number: int) -> Source | None:
        pronouns = reporting().pronouns
        head = source.head
        if head in pronouns.own:
            return next((s.source for s in self._spoken if s.start <= source.start < s.end), None)
        recent = [k.source for k in reversed(self._known) if k.spoke and number - k.sentence <= RECENT]
        around = [k.source for k in reversed(self._known) if number - k.sentence <= RECENT]
        for candidates in (recent, around, list(self._latest())):
            agreeing = [known for known in candidates if self._agrees(head, known)]
            certain = [known for known in agreeing if known.sort != "name"]
            if agreeing:
                return certain[0] if certain and head not in pronouns.person else agreeing[0]
        persons = head in pronouns.person
        return next(
            (
                k
                for k in self._latest(spoke=True)
                if k.sort not in (("document", "office", "country") if persons else ("document",))
            ),
            None,
        )

    @staticmethod
    def _agrees(head: str, known: Source) -> bool:
        """Whether a pronoun can stand for this source."""
        pronouns = reporting().pronouns
        if head in pronouns.person:
            return known.sort in ("person", "name") and not known.plural
        if head in pronouns.thing:
            return known.sort in ("office", "media", "country", "document", "name") and not known.plural
        return known.plural or known.sort in ("office", "country")

    def resolved(self, statement: FoundStatement) -> Source | None:
        """The source a statement's source stands for."""
        return self.canonical(statement.source) if statement.source is not None else None

    def canonical(self, source: Source) -> Source | None:
        """The source these words stand for."""
        return self._canonical.get((source.start, source.end), source)

    def relayer(self, source: Source, position: int) -> Source | None:
        """Through whom the words of a source come at a place of the content.

        Whoever told a broadcaster something goes on telling it until the text names another: the nearest before counts.
        """
        told = [
            (statement.region, via)
            for statement, speaker, via in self._told
            if (statement.region[0] < position or statement.holds(position)) and self.same(speaker, source)
        ]
        via = max(told, key=lambda each: each[0])[1] if told else None
        return None if via is None or self.same(via, source) else via

    @staticmethod
    def same(left: Source, right: Source) -> bool:
        """Whether two sources are one, by place or by the words of their names."""
        if (left.start, left.end) == (right.start, right.end):
            return True
        one, two = words(left.text), words(right.text)
        return bool(one and two) and (one <= two or two <= one)
