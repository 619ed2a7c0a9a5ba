"""Places taken up again: "there", "the country", "the region" stand for one named before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from musterbook import codebook
from musterbook.reading.places import FoundPlace

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

REACH = 700
"""Characters back in which the place named before is looked for."""


def find(span: Span, start: int, named: Sequence[FoundPlace]) -> Iterator[FoundPlace]:
    """The places a sentence takes up; `start` is where its parse begins in the content, `named` all places before."""
    words = codebook.reference().places
    kinds: tuple[str, ...]
    for token in span:
        if token.lower_ in words.adverbs and token.dep_ not in {"expl", "poss"}:
            first, kinds = token, ("country", "region", "district", "town", "area")
        elif token.pos_ == "NOUN" and (opening := _determiner(token)) is not None:
            lemma = token.lemma_.lower()
            if lemma in words.country:
                first, kinds = opening, ("country", "region", "town", "district")
            elif lemma in words.region:
                first, kinds = opening, ("region", "district", "area")
            elif lemma in words.town:
                first, kinds = opening, ("town",)
            else:
                continue
        else:
            continue
        place = start + first.idx
        before = [p for p in named if place - REACH <= p.start < place and not p.metonym and p.kind in kinds]
        meant = next((p for p in reversed(before) if not _modifies(span, p.end - 1 - start)), None)
        if meant is not None:
            yield _taken_up(meant, token, place, start + token.idx + len(token), kinds[0])


def _modifies(span: Span, offset: int) -> bool:
    """Whether a place named in the same parse only says of what kind something is ("U.S. troops")."""
    named = next((token for token in span.doc if token.idx <= offset < token.idx + len(token)), None)
    return named is not None and named.dep_ in {"compound", "amod", "nmod"}


def _determiner(token: Token) -> Token | None:
    """The article of a noun that stands alone with it: "the country", not "the neighbouring country of Chad"."""
    words = codebook.reference().places
    lefts = [t for t in token.lefts if t.dep_ != "punct"]
    opens = len(lefts) == 1 and lefts[0].lower_ in words.determiners
    return (
        lefts[0]
        if opens and not any(t.dep_ in {"prep", "acl", "relcl"} and t.lower_ == "of" for t in token.rights)
        else None
    )


def _taken_up(named: FoundPlace, token: Token, start: int, end: int, kind: str) -> FoundPlace:
    wide = kind == "country" and token.pos_ == "NOUN"
    code = named.country if wide else named.code
    return replace(
        named,
        start=start,
        end=end,
        text=token.doc.text[start - (end - len(token) - token.idx) : token.idx + len(token)],
        kind="country" if wide else named.kind,
        code=code,
        codes=(code,) if wide and code else named.codes,
        geonames=None if wide else named.geonames,
        latitude=None if wide else named.latitude,
        longitude=None if wide else named.longitude,
        metonym=False,
        qualifier=False,
        rule=f"taken up: {token.lower_} for {named.text}",
    )
