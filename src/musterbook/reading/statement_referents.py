"""Who is meant: pronouns, "the ministry" and surnames resolved to the source named before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from musterbook.codebook.reporting import reporting
from musterbook.model import Document
from musterbook.reading.statement_sources import Source

if TYPE_CHECKING:
    from musterbook.reading.attribution import Sentence
    from musterbook.reading.statement_authors import Speech
    from musterbook.reading.statements import FoundStatement

WORD = re.compile(r"\w+")
SMALL = frozenset({"the", "a", "an", "of", "and", "s", "its", "for", "in", "at"})


def words(text: str) -> frozenset[str]:
    """The words of a name that tell it apart."""
    return frozenset(word.lower() for word in WORD.findall(text)) - SMALL


class Referents:
    """The sources of one document in order, and for each the one it stands for."""

    def __init__(self, document: Document, sentences: Sequence[Sentence], spoken: Sequence[Speech] = ()) -> None:
        """Read all sources of all statements once, from the first sentence on."""
        self._content = document.content
        self._canonical: dict[tuple[int, int], Source | None] = {}
        self._via: dict[tuple[int, int], Source] = {}
        self._known: list[Source] = []
        self._spoken = spoken
        for sentence in sentences:
            for statement in sentence.statements:
                self._enter(statement)

    def _enter(self, statement: FoundStatement) -> None:
        if statement.via is not None:
            self._name(statement.via, remembered=False)
        if statement.source is None:
            return
        self._name(statement.source)
        canonical = self.resolved(statement)
        if canonical is not None and statement.via is not None:
            via = self.canonical(statement.via)
            if via is not None and not self.same(via, canonical):
                self._via.setdefault((canonical.start, canonical.end), via)

    def _name(self, source: Source, remembered: bool = True) -> None:
        key = (source.start, source.end)
        if key in self._canonical:
            return
        target = self._target(source)
        self._canonical[key] = target
        if target is not None and remembered:
            self._known = [known for known in self._known if known is not target]
            self._known.append(target)

    def _target(self, source: Source) -> Source | None:
        """The earlier source meant; the source itself where it is new; None for the outlet and a pronoun without one."""
        if source.own:
            return None
        if source.sort == "pronoun":
            return self._pronoun(source)
        own = words(source.text)
        for known in reversed(self._known):
            theirs = words(known.text)
            if (
                own
                and own < theirs
                and known.sort == source.sort
                and (source.definite or source.sort in ("name", "person"))
                and source.text[:1].isupper()
            ):
                return known
        if source.definite and source.sort in ("person", "office", "media") and len(own) == 1:
            for known in reversed(self._known):
                if self._fits(source, known):
                    return known
        return source

    def _fits(self, source: Source, known: Source) -> bool:
        """Whether "the ministry", "the official" can be this earlier source."""
        if known.head == source.head:
            return source.plural == known.plural
        start, end = known.phrase
        phrase = words(self._content[start:end])
        return source.head in phrase and known.sort in (source.sort, "name")

    def _pronoun(self, source: Source) -> Source | None:
        pronouns = reporting().pronouns
        head = source.head
        if head in pronouns.own:
            return next((s.source for s in self._spoken if s.start <= source.start < s.end), None)
        for known in reversed(self._known):
            if head in pronouns.person and known.sort in ("person", "name") and not known.plural:
                return known
            if (
                head in pronouns.thing
                and known.sort in ("office", "media", "country", "document", "name")
                and not known.plural
            ):
                return known
            if head in pronouns.many and (known.plural or known.sort in ("office", "country")):
                return known
        for known in reversed(self._known):
            if known.sort != "document":
                return known
        return None

    def resolved(self, statement: FoundStatement) -> Source | None:
        """The source a statement's source stands for."""
        return self.canonical(statement.source) if statement.source is not None else None

    def canonical(self, source: Source) -> Source | None:
        """The source these words stand for."""
        return self._canonical.get((source.start, source.end), source)

    def relayer(self, source: Source) -> Source | None:
        """Through whom this source's words came where it was first heard."""
        return self._via.get((source.start, source.end))

    @staticmethod
    def same(left: Source, right: Source) -> bool:
        """Whether two sources are one, by place or by the words of their names."""
        if (left.start, left.end) == (right.start, right.end):
            return True
        one, two = words(left.text), words(right.text)
        return bool(one and two) and (one <= two or two <= one)
