"""Places taken up again: "there", "the country", "the region" stand for one named before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from musterbook import codebook
from musterbook.reading.places import FoundPlace

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

REACH = 1500
"""Characters back in which the place named before is looked for."""
ANY = ("country", "region", "district", "town", "area")


def find(span: Span, start: int, named: Sequence[FoundPlace], filed: FoundPlace | None = None) -> Iterator[FoundPlace]:
    """The places a sentence takes up; `start` is where its parse begins in the content, `named` all places before.

    `filed` is where the document says it was written (its dateline): "here".
    """
    words = codebook.reference().places
    for token in span:
        taken = _takes_up(token)
        if taken is None:
            continue
        first, kinds = taken
        place = start + first.idx
        meant = filed if token.lower_ in words.filed else None
        if meant is None:
            before = [p for p in named if place - REACH <= p.start < place and not p.metonym and p.kind in kinds]
            if token.lower_ in words.capital:
                before = [p for p in before if p.capital]
            meant = next((p for p in reversed(before) if not _modifies(span, p.end - 1 - start)), None)
        if meant is not None:
            yield _taken_up(meant, token, place, start + token.idx + len(token), kinds[0])


def _takes_up(token: Token) -> tuple[Token, tuple[str, ...]] | None:
    """The first word of what takes up a place, and the kinds of place it may mean; None where nothing does."""
    words = codebook.reference().places
    if token.lower_ in words.adverbs or token.lower_ in words.filed:
        return None if token.dep_ in {"expl", "poss"} else (token, ANY)
    opening = _determiner(token) if token.pos_ == "NOUN" else None
    if opening is None:
        return None
    lemma = token.lemma_.lower()
    if lemma in words.country or token.lower_ in words.part:
        return opening, ("country", "region", "town", "district")
    if lemma in words.division:
        return opening, ("region", "district", "town")
    if lemma in words.region:
        return opening, ("region", "district", "area")
    return (opening, ("town",)) if lemma in words.town or lemma in words.capital else None


def _modifies(span: Span, offset: int) -> bool:
    """Whether a place named in the same parse is none there: "U.S. troops"; a country that acts in the sentence."""
    named = next((token for token in span.doc if token.idx <= offset < token.idx + len(token)), None)
    if named is None:
        return False
    acts = named.dep_ == "nsubj" and span.start <= named.i < span.end
    return acts or named.dep_ in {"compound", "amod", "nmod"}


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
    part = token.lower_ in codebook.reference().places.part
    wide = kind == "country" and token.pos_ == "NOUN"
    region = kind == "region" and named.kind == "town" and named.code is not None
    code = named.country if wide else named.code
    if region and code is not None:
        code = code.partition("/")[0]
    moved = wide or region
    return replace(
        named,
        start=start,
        end=end,
        text=token.doc.text[start - (end - len(token) - token.idx) : token.idx + len(token)],
        kind="country" if wide else "region" if region else named.kind,
        code=code,
        codes=(code,) if moved and code else named.codes,
        geonames=None if moved else named.geonames,
        latitude=None if moved else named.latitude,
        longitude=None if moved else named.longitude,
        metonym=False,
        qualifier=False,
        part=part or (named.part and not wide),
        rule=f"taken up: {token.lower_} for {named.text}",
    )
