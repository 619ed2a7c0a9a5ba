"""Words that take up a place named before: "there", "the country", "the region", "home", "the border".

Which place they mean is decided by `whereabouts`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from musterbook import codebook
from musterbook.reading.parsing import cased

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

Sort = Literal["there", "here", "home", "country", "part", "border", "division", "region", "town", "capital", "name"]
"""What takes up a place: an adverb, a noun by what it stands for, or (`name`) a name that no list holds."""
WIDE = frozenset({"country", "part", "border"})
"""Sorts that stand for a whole country, whatever place in it was named."""

HYPHENS = frozenset({"-", "‑"})
"""Signs inside a word that the parser takes apart: "north-east"."""


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Words for a place that do not say where it lies; offsets count in the document's content."""

    start: int
    end: int
    text: str
    sort: Sort
    head: str
    """The noun, adverb or name itself, in small letters."""
    shunned: str | None = None
    """A country it is not: the border with Chad lies in another."""


def find(span: Span, start: int, *, capitals: bool = False) -> Iterator[Unplaced]:
    """The words of a sentence that take up a place; `start` is where its parse begins in the content.

    In text set in capitals articles are mostly left out: there a noun alone does, where a preposition governs it.
    """
    for token in span:
        sort = _sort(token)
        if sort is None:
            continue
        first = token if sort in {"there", "here", "home"} else _opening(token, capitals)
        if first is not None:
            first_at, end = start + first.idx, start + token.idx + len(token)
            text = token.doc.text[first.idx : token.idx + len(token)]
            yield Unplaced(first_at, end, text, sort, token.lower_)


def _sort(token: Token) -> Sort | None:
    words = codebook.reference().places
    low = token.lower_
    if low in words.adverbs or low in words.filed:
        if token.dep_ in {"expl", "poss"}:
            return None
        return "here" if low in words.filed else "there"
    if low in words.home:
        governed = token.dep_ == "pobj" and token.head.lower_ == "at" and not any(True for _ in token.lefts)
        return "home" if governed or token.dep_ == "advmod" else None
    if token.pos_ not in {"NOUN", "PROPN"}:
        return None
    lemma = token.lemma_.lower()
    sorts: tuple[tuple[Sort, frozenset[str]], ...] = (
        ("country", words.country),
        ("border", words.border),
        ("capital", words.capital),
        ("division", words.division),
        ("region", words.region),
        ("town", words.town),
    )
    if low in words.part:
        return "part"
    return next((sort for sort, nouns in sorts if low in nouns or lemma in nouns), None)


def _opening(token: Token, capitals: bool) -> Token | None:
    """The first word of a phrase that takes up a place: "the country", "the eastern border", "the airport road".

    None for what is no such phrase: "the neighbouring country of Chad", "a camp", "the Taliban province".
    """
    words = codebook.reference().places
    if any(t.dep_ == "prep" and t.lower_ == "of" for t in token.rights):
        return None
    lefts = [t for t in token.lefts if t.dep_ != "punct" and t.text not in HYPHENS]
    if not lefts:
        governed = token.dep_ == "pobj" or (token.dep_ == "dobj" and token.pos_ == "NOUN")
        return token if capitals and governed and token.i > token.sent.start else None
    if lefts[0].lower_ not in words.determiners and not (capitals and lefts[0].lower_ in words.part):
        return None
    rest = lefts[1:]
    hyphens = sum(t.text in HYPHENS for t in token.doc[lefts[0].i : token.i])
    plain = len(rest) <= 2 and all(_describes(t) for t in rest)
    return lefts[0] if plain and token.i - lefts[0].i == len(lefts) + hyphens else None


def _describes(token: Token) -> bool:
    """Whether a word between article and noun leaves open where it is: "eastern", "airport", not "Afghan", "two"."""
    named = token.pos_ == "PROPN" or cased(token)[:1].isupper()
    return token.pos_ in {"ADJ", "NOUN", "ADV", "VERB"} and not named and not token.like_num
