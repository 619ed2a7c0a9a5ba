"""Signs: what the parts found each word to be, for the encoder to know beside the word's own pieces.

A number that counts, a name the gazetteer knows, a source, a cue of a kind, how the word hangs on its head: each sign
is a vector of its own, learnt with the encoder and added to the vectors of the word's pieces. So what the codebook and
the gazetteer know of a word need not be learnt from documents. A side's names, people, places and groups bear one sign
through the document, so that the encoder knows Gao and Bamako for one side's.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from musterbook.model import Kind
from musterbook.reading.attribution import Sources
from musterbook.reading.marked import Marked, Sentence
from musterbook.reading.sides import Mark, Side

if TYPE_CHECKING:
    from spacy.tokens import Token

FOUND = ("count", "measure", "side", "name", "place", "time", "source", "said", "force", "weak force")
LINKS = (
    *("ROOT", "nsubj", "nsubjpass", "csubj", "agent", "dobj", "dative", "pobj", "pcomp", "prep", "attr", "acomp"),
    *("oprd", "nummod", "quantmod", "amod", "nmod", "compound", "poss", "appos", "conj", "relcl", "acl", "advcl"),
    *("ccomp", "xcomp", "parataxis", "npadvmod", "advmod", "aux", "auxpass", "neg", "mark", "det", "prt"),
)
"""Relations of a word to its head, by the parser's names."""
PARTIES = tuple(f"party {number}" for number in range(8))
"""The sides of a document that are named most, numbered as they appear: what belongs to one side bears one sign."""
SIGNS = (*FOUND, *(f"cue {kind}" for kind in Kind), *LINKS, *PARTIES)
"""Every sign; its place here is its number."""
NUMBERS = {sign: number for number, sign in enumerate(SIGNS)}

Signs = tuple[int, ...]
Words = list[tuple["Token", Signs]]


def signs(marked: Marked, sides: Sequence[Side], sources: Sources) -> Iterator[Words]:
    """For each sentence of a document its words, each with the numbers of its signs in order."""
    parties = _parties(sides)
    standing = [mark.start for mark, _ in parties]
    for sentence in marked.sentences:
        tokens = [token for token in sentence.span if not token.is_space]
        firsts = [sentence.piece.start + token.idx for token in tokens]
        found = [_link(token) for token in tokens]
        here = slice(bisect_left(standing, sentence.start), bisect_left(standing, sentence.end))
        told = ((mark.start, mark.end, sign) for mark, sign in parties[here])
        for start, end, sign in chain(_spans(sentence, sources), told):
            for place in range(bisect_left(firsts, start), bisect_left(firsts, end)):
                found[place].add(NUMBERS[sign])
        yield [(token, tuple(sorted(own))) for token, own in zip(tokens, found, strict=True)]


def _parties(sides: Sequence[Side]) -> list[tuple[Mark, str]]:
    """Every place where one of the sides named most is named, with that side's sign; in order."""
    most = {side.key for side in sorted(sides, key=lambda side: -len(side.marks))[: len(PARTIES)]}
    chosen = (side for side in sides if side.key in most)
    told = [(mark, sign) for side, sign in zip(chosen, PARTIES, strict=False) for mark in side.marks]
    return sorted(told, key=lambda each: each[0].start)


def _link(token: Token) -> set[int]:
    number = NUMBERS.get(token.dep_)
    return set() if number is None else {number}


def _spans(sentence: Sentence, sources: Sources) -> Iterator[tuple[int, int, str]]:
    """What was found in a sentence, in offsets of the content."""
    for quantity in sentence.quantities:
        yield quantity.start, quantity.end, "count" if quantity.unit_class == "count" else "measure"
    yield from ((side.start, side.end, "side") for side in sentence.sides)
    yield from ((place.start, place.end, "place") for place in sentence.places)
    yield from ((time.start, time.end, "time") for time in sentence.times)
    start = sentence.piece.start
    yield from ((start + name.start, start + name.end, "name") for name in sentence.names)
    for force in sentence.forces:
        head = sentence.doc[force.head]
        first = start + head.idx
        yield first, first + len(head), "weak force" if force.strength == "weak" else "force"
    for cue in sentence.cues:
        for kind in {str(each.kind) for each in cue.cues}:
            yield start + cue.start, start + cue.end, f"cue {kind}"
    number = sources.number(sentence.start)
    for statement in sources.sentences[number].statements if sources.sentences else ():
        if statement.source is not None:
            yield statement.source.start, statement.source.end, "source"
        if statement.cue is not None:
            yield *statement.cue, "said"
