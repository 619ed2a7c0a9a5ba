"""Figures: the numbers of a document that may count forces or materiel, with the noun each counts and its governors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from musterbook import codebook
from musterbook.model import Category
from musterbook.reading.forces import FoundForce, lemma_of
from musterbook.reading.marked import Marked, Sentence
from musterbook.reading.quantities import FoundQuantity

if TYPE_CHECKING:
    from spacy.tokens import Token

NUMERIC = frozenset(
    {"nummod", "quantmod", "compound", "amod", "nmod", "advmod", "det", "predet", "npadvmod", "dep", "appos"}
)
"""Relations by which a number word hangs on what it counts."""
NOMINAL = frozenset({"NOUN", "PROPN", "ADJ", "PRON"})
REACH = 4
"""Words to the right in which the counted noun is looked for where the parse does not give it."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number, the noun it counts, and the words above it in the parse."""

    sentence: Sentence
    quantity: FoundQuantity
    number: Token
    counted: Token | None
    force: FoundForce | None
    """The force phrase of the counted noun, or of the noun the number stands for ("of 60 missiles, 20 were fired")."""
    antecedent: bool
    """The force phrase is not the number's own noun but one named before."""
    governors: tuple[Token, ...]
    """From the counted noun (or the number) up to the root of the sentence, at most six."""

    @property
    def category(self) -> Category | None:
        """The category of the force phrase."""
        return self.force.category if self.force else None


def figures(marked: Marked) -> Iterator[Figure]:
    """Every count of the document that may be a figure, in order."""
    for sentence in marked.sentences:
        for quantity in sentence.quantities:
            if quantity.unit_class != "count":
                continue
            number = sentence.token_at(quantity.number_end - 1)
            if number is None:
                continue
            counted = counted_noun(sentence, quantity, number)
            force, antecedent = _force(marked, sentence, quantity, counted)
            if counted is not None and force is None and lemma_of(counted) in codebook.forces().civil_nouns:
                continue
            yield Figure(sentence, quantity, number, counted, force, antecedent, _governors(counted or number))


def counted_noun(sentence: Sentence, quantity: FoundQuantity, number: Token) -> Token | None:
    """The noun a number counts; None where it stands by itself."""
    token = number
    for _ in range(6):
        head = token.head
        if head.i == token.i or token.dep_ not in NUMERIC:
            break
        offset = sentence.piece.start + head.idx
        if quantity.start <= offset < quantity.number_end:
            token = head
            continue
        if head.pos_ in NOMINAL and head.i > number.i - 2:
            return head
        break
    for child in token.children:
        if child.lower_ == "of" and child.dep_ == "prep":
            for noun in child.children:
                if noun.dep_ == "pobj" and noun.pos_ in {"NOUN", "PROPN"}:
                    return noun
    return _noun_to_the_right(sentence, number)


def _noun_to_the_right(sentence: Sentence, number: Token) -> Token | None:
    for token in sentence.doc[number.i + 1 : min(number.i + 1 + REACH, sentence.span.end)]:
        if sentence.force_at(token.i) is not None:
            following = sentence.doc[token.i + 1] if token.i + 1 < sentence.span.end else None
            if (
                following is not None
                and sentence.force_at(following.i) is not None
                and token.dep_ in {"compound", "amod"}
            ):
                return following
            return token
        if token.pos_ in {"VERB", "AUX", "PUNCT", "NUM", "ADP", "CCONJ", "SCONJ"}:
            return None
    return None


def _force(
    marked: Marked, sentence: Sentence, quantity: FoundQuantity, counted: Token | None
) -> tuple[FoundForce | None, bool]:
    """The force phrase counted; for a bare number the nearest one named before it, else after it in the sentence."""
    if counted is not None:
        own = sentence.force_at(counted.i)
        if own is not None or counted.pos_ != "PRON":
            return own, False
    local = quantity.start - sentence.piece.start
    before = [f for f in sentence.forces if f.end <= local and f.strength != "name"]
    if before:
        return before[-1], True
    return None, True


def _governors(token: Token) -> tuple[Token, ...]:
    path = [token]
    while len(path) < 6 and path[-1].head.i != path[-1].i:
        path.append(path[-1].head)
    return tuple(path)
