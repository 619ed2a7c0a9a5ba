"""Who claims what in a document: for every place in it the claimant, and through whom the words came.

    sources = attribute(document, pieces)          # pieces: the parsed stretches, each with its start in the content
    sources.at(start, end)                         # -> Attributed(claimant, via, rule, ...) for a claim's characters
    sources.resolved(source)                       # -> Resolved(institution, country, kind, rule) of a claimant
    sources.statements                             # every FoundStatement, in offsets of the content

`claimant` and `via` are `Source`s: `start`, `end` and `text` are the words to put in the claim (a pronoun has already
become the name it stands for). `claimant` is None where the outlet says it in its own voice.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from musterbook.codebook.sources import sources
from musterbook.model import Document
from musterbook.reading import institutions
from musterbook.reading.institutions import Resolved
from musterbook.reading.parsing import Piece
from musterbook.reading.parsing import sentences as parsed_sentences
from musterbook.reading.quotations import Quotation, quotations
from musterbook.reading.statement_authors import Speech, speeches
from musterbook.reading.statement_briefings import briefings
from musterbook.reading.statement_carry import Carried, carry
from musterbook.reading.statement_referents import WORD, Referents, actors
from musterbook.reading.statement_sources import Source
from musterbook.reading.statements import FoundStatement, of


@dataclass(frozen=True, slots=True)
class Attributed:
    """Whose words a place in the document gives: claimant, relayer, and why."""

    claimant: Source | None
    via: Source | None
    rule: str
    """"stated" (in a statement of its own sentence), "carried: ..." (from another sentence), "own voice"."""
    lemma: str = ""
    classes: tuple[str, ...] = ()
    """Classes of the reporting verb (codebook, `reporting`), for modality and hedging."""
    cue: tuple[int, int] | None = None


OWN_VOICE = Attributed(None, None, "own voice")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence in the document's content, with its statements."""

    start: int
    end: int
    text: str
    paragraph: int
    statements: tuple[FoundStatement, ...]
    title: bool = False
    actors: tuple[Source, ...] = ()
    """Those the sentence is about who could speak: subjects that are persons, offices or sides."""


class Speaking(NamedTuple):
    """One who says something in a document."""

    source: Source
    sentences: tuple[int, ...]
    """Numbers of the sentences in which it speaks, ascending."""
    marks: tuple[int, ...]
    """Where the content names it or takes it up ("he", "the ministry") as speaking, ascending."""


OPENING = re.compile(r"\W*(?:meanwhile,\s|and\s)?in\s(?P<place>[^,\n]{3,40}),\s(?:the\s|an?\s)?", re.I)
LONGEST_OPENING = 70
"""Signs of the longest opening of a sentence that says where its source speaks."""
APART = re.compile(r";|, (?:while|whereas|but|although|though)\b")
"""What keeps a clause apart from the source named beside it."""


@dataclass(frozen=True)
class Sources:
    """The attribution of one document."""

    content: str
    home: str | None
    """The country the document speaks from, where its outlet or dateline says so."""
    statements: tuple[FoundStatement, ...]
    sentences: tuple[Sentence, ...]
    speeches: tuple[Speech, ...]
    briefings: dict[tuple[int, int], Source]
    """For a lawmaker who relays a briefing (by place of the name), the agency that gave it."""
    _referents: Referents
    _carried: tuple[Carried, ...]
    _quoted: tuple[Quotation, ...] = ()
    _asked: dict[int, Attributed] = field(default_factory=dict)
    named: dict[int, tuple[Source, ...]] = field(default_factory=dict)
    """Those whom sentences name, by the sentences' numbers; filled by `voices` as it asks."""

    def quoted(self, start: int, end: int) -> bool:
        """Whether [start, end) of the content stands between quotation marks, which may be its own first and last."""
        last = bisect_right(self._quoted, start, key=lambda each: each.start) - 1
        return last >= 0 and end <= self._quoted[last].end

    def at(self, start: int, end: int) -> Attributed:
        """Whose words [start, end) of the content are: those in which it starts.

        The innermost statement that holds them decides; without one, what carries over from the sentences around.
        """
        if start not in self._asked:
            self._asked[start] = self._at(start)
        return self._asked[start]

    def _at(self, start: int) -> Attributed:
        middle = start
        holding = [statement for statement in self.statements if statement.holds(middle)]
        if not holding:
            holding = [s for s in self.statements if s.content and s.region[0] <= middle < s.region[1]]
        number = self._number(start)
        if not holding and number is not None:
            holding = self._beside(self.sentences[number], middle)
        chosen = _innermost(holding)
        if chosen is None:
            if number is None:
                return OWN_VOICE
            carried = self._carried[number]
            return Attributed(carried.claimant, self._through(carried.claimant, start), carried.rule)
        claimant = self._referents.resolved(chosen)
        if claimant is None:
            outer = [s for s in holding if s is not chosen]
            again = _innermost(outer)
            claimant = self._referents.resolved(again) if again is not None else None
            if claimant is None and number is not None:
                carried = self._carried[number]
                via = self._through(carried.claimant, start)
                return Attributed(carried.claimant, via, carried.rule, chosen.lemma, chosen.classes, chosen.cue)
        via = self._relayer(chosen, holding, claimant, start)
        if claimant is not None and via is None:
            agency = self.briefings.get((claimant.start, claimant.end))
            if agency is not None:
                claimant, via = agency, claimant
        return Attributed(claimant, via, "stated", chosen.lemma, chosen.classes, chosen.cue)

    def resolved(self, source: Source) -> Resolved:
        """The institution and side a source speaks for, by its words and title.

        An office or person whose words name no country is taken for that of the place its sentence opens with ("In
        Managua, the ministry said"), else the one the document speaks from (its outlet or dateline), where that is
        known; not so a diplomat or an analyst.
        """
        phrase = self.content[min(source.phrase[0], source.start) : max(source.phrase[1], source.end)]
        found = institutions.resolve(source.text, phrase)
        if found.country is not None or found.institution is not None or source.sort in ("document", "media"):
            return found
        if any(word.lower().removesuffix("s") in sources().speakers.outsiders for word in WORD.findall(phrase)):
            return found
        return institutions.resolve(source.text, phrase, self._seat(source) or self.home)

    def _seat(self, source: Source) -> str | None:
        """The country of the place that a sentence opens with, right before it names the source."""
        opening = self._opening(source)
        return institutions.seated(opening["place"]) if opening is not None else None

    def _opening(self, source: Source) -> re.Match[str] | None:
        number = self._number(source.start)
        start = self.sentences[number].start if number is not None else source.start
        return OPENING.fullmatch(self.content, start, source.start) if source.start - start <= LONGEST_OPENING else None

    @cached_property
    def _seats(self) -> frozenset[int]:
        """Where the capitals begin in which sentences say that their sources speak."""
        named = (self._opening(s.source) for s in self.statements if s.source is not None)
        return frozenset(found.start("place") for found in named if found and institutions.capital(found["place"]))

    def speaks_at(self, start: int) -> bool:
        """Whether the place named there is only the capital where a source speaks: "In Managua, the ministry said"."""
        return start in self._seats

    def speaker(self, statement: FoundStatement) -> Source | None:
        """Who speaks in a statement, its pronoun or office replaced by the name it stands for."""
        return self._referents.resolved(statement)

    def meant(self, source: Source) -> Source:
        """Whom the words of a source stand for ("the ministry"); itself where nobody was named before."""
        return self._referents.canonical(source) or source

    @cached_property
    def speaking(self) -> tuple[Speaking, ...]:
        """Those who say something, by first appearance."""
        found: list[tuple[Source, list[int], set[int]]] = []
        for number, sentence in enumerate(self.sentences):
            for statement in sentence.statements:
                source = self.speaker(statement)
                if source is None or source.own:
                    continue
                known = next((one for one in found if self.same(one[0], source)), None)
                if known is None:
                    found.append(known := (source, [], {source.start}))
                known[1].append(number)
                if statement.source is not None:
                    known[2].add(statement.source.start)
        return tuple(Speaking(source, tuple(places), tuple(sorted(marks))) for source, places, marks in found)

    def _through(self, claimant: Source | None, position: int) -> Source | None:
        return self.relayer(claimant, position) if claimant is not None else None

    def relayer(self, source: Source, position: int) -> Source | None:
        """Through whom the words of a source come at a place of the content."""
        return self._referents.relayer(source, position)

    def same(self, left: Source, right: Source) -> bool:
        """Whether two sources are one speaker."""
        return self._referents.same(left, right)

    def number(self, position: int) -> int:
        """The number of the sentence that holds a place of the content; of the last before it where none does."""
        return self._number(position) or 0

    def _relayer(
        self, chosen: FoundStatement, holding: list[FoundStatement], claimant: Source | None, position: int
    ) -> Source | None:
        if chosen.via is not None:
            return self._referents.canonical(chosen.via)
        outer = [s for s in holding if s is not chosen and s.strong and s.size >= chosen.size]
        for statement in sorted(outer, key=lambda s: s.size):
            source = self._referents.resolved(statement)
            if source is not None and claimant is not None and not self._referents.same(source, claimant):
                return source
        if claimant is None:
            return None
        speech = next((s for s in self.speeches if chosen.cue and s.start <= chosen.cue[0] < s.end), None)
        if speech is not None and speech.source is not None and not self._referents.same(speech.source, claimant):
            return speech.source
        return self._referents.relayer(claimant, position)

    def _beside(self, sentence: Sentence, position: int) -> list[FoundStatement]:
        """The statement of the sentence whose source owns a part of it that no content covers.

        It is the last one before the place, else the first after it; none across a semicolon or a contrast.
        """
        voiced = [s for s in sentence.statements if s.strong and s.cue is not None and s.source is not None]
        earlier = [s for s in voiced if s.region[1] <= position]
        later = [s for s in voiced if s.region[0] > position]
        for statement, words in (
            *((s, self.content[s.region[1] : position]) for s in reversed(earlier)),
            *((s, self.content[position : s.region[0]]) for s in later),
        ):
            return [] if APART.search(words) else [statement]
        return []

    def _number(self, position: int) -> int | None:
        starts = [sentence.start for sentence in self.sentences]
        number = bisect_right(starts, position) - 1
        return number if number >= 0 else None


def attribute(document: Document, pieces: Sequence[Piece]) -> Sources:
    """The attribution of a document from the parses of its stretches (all of it, or those worth parsing)."""
    content = document.content
    sentences: list[Sentence] = []
    found: list[FoundStatement] = []
    for piece in sorted(pieces, key=lambda p: p.start):
        stated = [statement for statement in of(piece.doc, piece.start) if statement.reports]
        found += stated
        for sentence in parsed_sentences(piece.doc):
            start, end = sentence.start_char + piece.start, sentence.end_char + piece.start
            if not content[start:end].strip():
                continue
            here = tuple(s for s in stated if s.cue is not None and start <= s.cue[0] < end)
            about = actors(sentence, piece.start)
            paragraph = content.count("\n", 0, start)
            title = start < len(document.title)
            sentences.append(Sentence(start, end, content[start:end], paragraph, here, title, about))
    spoken = speeches(document)
    referents = Referents(document, sentences, spoken)
    quoted = quotations(content)
    carried = carry(document, sentences, referents, quoted, spoken)
    return Sources(
        content,
        institutions.home(document.outlet or "", document.text),
        tuple(found),
        tuple(sentences),
        spoken,
        briefings(content, found, sentences, referents),
        referents,
        carried,
        tuple(quoted),
    )


def _innermost(statements: list[FoundStatement]) -> FoundStatement | None:
    """The statement nearest the claim: the smallest, strong ones and offices that count before plans and offers."""
    if not statements:
        return None
    wanting = {"promise", "offer", "expect"}
    voiced = [s for s in statements if s.strong or not set(s.classes) & wanting]
    return min(voiced or statements, key=lambda s: (s.size, s.shape != "relay", not s.strong))
