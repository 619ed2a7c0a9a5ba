"""A document with everything found in it marked: sentences, numbers, forces, sides, places, times, cues.

All offsets count in `Document.content`. Deciding what the marks amount to is left to the figures, bare claims and
assembly; this is only what stands where.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from musterbook.model import Document
from musterbook.reading import anaphors, cues, forces, group_names, places, quantities, times
from musterbook.reading.cues import FoundCue
from musterbook.reading.forces import FoundForce, FoundName
from musterbook.reading.parsing import Piece
from musterbook.reading.parsing import sentences as parsed_sentences
from musterbook.reading.places import FoundPlace, FoundSide
from musterbook.reading.quantities import FoundQuantity
from musterbook.reading.times import FoundTime

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token


DATELINE = 2
"""Characters after a place within which a mark makes it a dateline."""
DATELINE_MARKS = frozenset(",-–—(")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a parsed piece, with what was found in it; cue and force offsets count in the piece."""

    index: int
    piece: Piece
    span: Span
    start: int
    end: int
    title: bool
    quantities: tuple[FoundQuantity, ...]
    forces: tuple[FoundForce, ...]
    names: tuple[FoundName, ...]
    cues: tuple[FoundCue, ...]
    sides: tuple[FoundSide, ...]
    places: tuple[FoundPlace, ...]
    times: tuple[FoundTime, ...]

    @property
    def doc(self) -> Doc:
        """The parse the sentence stands in."""
        return self.piece.doc

    def token_at(self, offset: int) -> Token | None:
        """The token that holds the character at this offset of the document's content."""
        local = offset - self.piece.start
        low, high = self.span.start, self.span.end
        while low < high:
            middle = (low + high) // 2
            token = self.doc[middle]
            if local < token.idx:
                high = middle
            elif local >= token.idx + len(token):
                low = middle + 1
            else:
                return token
        return None

    def force_at(self, token: int) -> FoundForce | None:
        """The force phrase whose head is this token."""
        return next((force for force in self.forces if force.head == token), None)


@dataclass(frozen=True, slots=True)
class Marked:
    """A document and its sentences in order."""

    document: Document
    pieces: tuple[Piece, ...]
    sentences: tuple[Sentence, ...]

    def sentence_at(self, offset: int) -> Sentence | None:
        """The sentence that holds the character at this offset of the content."""
        position = bisect_right([s.start for s in self.sentences], offset) - 1
        if position < 0 or offset >= self.sentences[position].end:
            return None
        return self.sentences[position]


def mark(document: Document, pieces: Sequence[Piece]) -> Marked:
    """Everything found in the parsed pieces of a document."""
    if not pieces:
        return Marked(document, (), ())
    content = document.content
    sides = places.sides(content)
    in_play = tuple(dict.fromkeys(side.country for side in sides if side.country))
    found_places = [place for place in places.find(content, countries_in_play=in_play) if not place.qualifier]
    found_times = [
        time
        for time in times.find(content, document.published, precision=document.published_precision)
        if not time.is_now and (time.starts or time.ends or not time.duration)
    ]
    found_quantities = quantities.find(content, implied=True)
    filed = _filed(document, found_places)
    groups_here = group_names.find(content, sides, found_places)
    sentences: list[Sentence] = []
    for piece in pieces:
        named = forces.names(piece.doc.text, groups_here)
        within = [(piece.start + n.start, piece.start + n.end) for n in named if n.listed and n.country is None]
        phrases = forces.find(piece.doc, named)
        found_cues = cues.find(piece.doc)
        for span in parsed_sentences(piece.doc):
            text = span.text
            start = piece.start + span.start_char + len(text) - len(text.lstrip())
            end = piece.start + span.start_char + len(text.rstrip())
            if end <= start:
                continue
            sentences.append(
                Sentence(
                    index=len(sentences),
                    piece=piece,
                    span=span,
                    start=start,
                    end=end,
                    title=start < len(document.title),
                    quantities=tuple(q for q in found_quantities if start <= q.start and q.end <= end),
                    forces=tuple(f for f in phrases if span.start <= f.head < span.end),
                    names=tuple(n for n in named if start <= piece.start + n.start < end),
                    cues=tuple(c for c in found_cues if span.start <= c.token < span.end),
                    sides=tuple(s for s in sides if start <= s.start and s.end <= end and not _inside(s, within)),
                    places=tuple(
                        place
                        for place in _places(span, piece.start, found_places, filed, (start, end))
                        if not _inside(place, within)
                    ),
                    times=tuple(t for t in found_times if start <= t.start and t.end <= end),
                )
            )
    return Marked(document, tuple(pieces), tuple(sentences))


def _inside(found: FoundSide | FoundPlace, names: Sequence[tuple[int, int]]) -> bool:
    """Whether a country or place is only part of a group's name: "the Patriotic Union of Kurdistan"."""
    return any(start <= found.start and found.end <= end for start, end in names)


def _filed(document: Document, named: list[FoundPlace]) -> FoundPlace | None:
    """Where the document says it was written: a place that opens the body, closed by a dash, comma or bracket."""
    content, opening = document.content, len(document.title) + 1 if document.title else 0
    first = next((place for place in named if place.start >= opening), None)
    if first is None or content[opening : first.start].strip():
        return None
    return first if content[first.end : first.end + DATELINE].lstrip()[:1] in DATELINE_MARKS else None


def _places(
    span: Span, offset: int, named: list[FoundPlace], filed: FoundPlace | None, within: tuple[int, int]
) -> tuple[FoundPlace, ...]:
    """The places of a sentence: those it names and those it takes up."""
    start, end = within
    own = [place for place in named if start <= place.start and place.end <= end]
    taken = [
        p
        for p in anaphors.find(span, offset, named, filed)
        if not any(p.start < q.end and q.start < p.end for q in own)
    ]
    return tuple(sorted([*own, *taken], key=lambda place: place.start))
