"""A document with everything found in it marked: sentences, numbers, forces, sides, places, times, cues.

All offsets count in `Document.content`. Deciding what the marks amount to is left to the figures, bare claims and
assembly; this is only what stands where.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from musterbook.model import Document
from musterbook.reading import anaphors, borders, cues, forces, group_names, places, quantities, times, unlisted_names
from musterbook.reading.anaphors import Unplaced
from musterbook.reading.casing import is_capitals
from musterbook.reading.cues import FoundCue
from musterbook.reading.forces import FoundForce, FoundName
from musterbook.reading.parsing import Piece
from musterbook.reading.parsing import sentences as parsed_sentences
from musterbook.reading.place_phrases import UNRESOLVED
from musterbook.reading.places import FoundPlace, FoundSide
from musterbook.reading.quantities import FoundQuantity
from musterbook.reading.times import FoundTime
from musterbook.reading.whereabouts import Whereabouts

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token


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
    sentences, whereabouts = named(document, pieces)
    return Marked(document, tuple(pieces), tuple(_placed(sentences, document.content, whereabouts)))


def named(
    document: Document, pieces: Sequence[Piece], weights: Mapping[str, float] | None = None
) -> tuple[list[Sentence], Whereabouts]:
    """The sentences with what they name, before it is told where lies what they only take up; and what tells it.

    `weights` are asked instead of the shipped ones.
    """
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
    groups_here = group_names.find(content, sides, found_places)
    sentences: list[Sentence] = []
    for piece in pieces:
        force_names = forces.names(piece.doc.text, groups_here)
        within = [(piece.start + n.start, piece.start + n.end) for n in force_names if n.listed and n.country is None]
        phrases = forces.find(piece.doc, force_names)
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
                    names=tuple(n for n in force_names if start <= piece.start + n.start < end),
                    cues=tuple(c for c in found_cues if span.start <= c.token < span.end),
                    sides=tuple(s for s in sides if start <= s.start and s.end <= end and not _inside(s, within)),
                    places=tuple(
                        place
                        for place in found_places
                        if start <= place.start and place.end <= end and not _inside(place, within)
                    ),
                    times=tuple(t for t in found_times if start <= t.start and t.end <= end),
                )
            )
    plain = [place for place in found_places if not borders.is_border(place, content)]
    return sentences, Whereabouts(content, _body(document), sentences, plain, weights)


def _inside(found: FoundSide | FoundPlace, names: Sequence[tuple[int, int]]) -> bool:
    """Whether a country or place is only part of a group's name: "the Patriotic Union of Kurdistan"."""
    return any(start <= found.start and found.end <= end for start, end in names)


def _body(document: Document) -> int:
    """Where the text under the title begins in the content."""
    return len(document.title) + 1 if document.title else 0


def unplaced(sentences: Sequence[Sentence], content: str) -> Iterator[tuple[Unplaced, ...]]:
    """For each sentence, its words for places that do not say where these lie."""
    docs = {id(sentence.doc): sentence.doc for sentence in sentences}.values()
    persons = frozenset(name for doc in docs for name in unlisted_names.persons(doc))
    for sentence in sentences:
        capitals = is_capitals(content[sentence.start : sentence.end])
        offset = sentence.piece.start
        edges = list(borders.find(sentence.places, content))
        lost = [
            Unplaced(p.start, p.end, p.text, "name", p.name.lower()) for p in sentence.places if p.rule == UNRESOLVED
        ]
        held = [(place.start, place.end) for place in sentence.places]
        held += [(edge.start, edge.end) for edge in edges]
        taken = [u for u in anaphors.find(sentence.span, offset, capitals=capitals) if not _overlaps(u, held)]
        held += [(words.start, words.end) for words in taken]
        held += [(side.start, side.end) for side in sentence.sides]
        held += [(time.start, time.end) for time in sentence.times]
        held += [(quantity.start, quantity.end) for quantity in sentence.quantities]
        held += [(offset + name.start, offset + name.end) for name in sentence.names]
        places = [(place.start, place.end) for place in sentence.places]
        names = unlisted_names.find(sentence.span, offset, held, persons, places)
        yield (*edges, *taken, *lost, *names)


def _placed(sentences: Sequence[Sentence], content: str, whereabouts: Whereabouts) -> Iterator[Sentence]:
    """The sentences with what they take up, and what no list holds, among their places."""
    words = [each for found in unplaced(sentences, content) for each in found]
    resolved = sorted(whereabouts.resolved(words), key=lambda place: place.start)
    starts = [place.start for place in resolved]
    for sentence in sentences:
        own = resolved[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)]
        held = [(place.start, place.end) for place in own]
        kept = [place for place in sentence.places if not _overlaps(place, held)]
        yield replace(sentence, places=tuple(sorted((*kept, *own), key=lambda place: place.start)))


def _overlaps(found: FoundPlace | Unplaced, held: Sequence[tuple[int, int]]) -> bool:
    return any(found.start < end and start < found.end for start, end in held)
