"""One mark of attribution in a parsed text: who speaks, which words show it, where the content stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from musterbook.codebook.sources import sources
from musterbook.reading.statement_sources import Source

if TYPE_CHECKING:
    from spacy.tokens import Token

Shape = Literal["verb", "participle", "according", "noun", "relay", "label", "unsourced"]
Side = Literal["before", "after", "around", "object"]

RELATIVE = frozenset({"who", "which", "that", "whom"})
OBJECTS = frozenset({"dobj", "attr", "oprd", "pobj", "obj"})
MARKS = frozenset({",", '"', "”", "'", "’", "»", "-", "–", "—", "--", ")", ";", ":", ".", "!", "?"})


@dataclass(frozen=True, slots=True)
class Cue:
    """One mark of attribution, in token indices of its parse: [first, last) holds cue and source."""

    first: int
    last: int
    words: tuple[int, int]
    lemma: str
    classes: tuple[str, ...]
    shape: Shape
    side: Side
    source: Source | None
    via: Source | None = None
    strong: bool = True
    scope: tuple[int, int] | None = None
    """Where the content lies, when the syntax says so (an object, a noun and its complement)."""


def can_speak(source: Source) -> bool:
    """Whether the words can be those of a speaker."""
    return source.sort in ("person", "office", "media", "country", "pronoun", "document") or (
        source.sort == "name" and source.text[:1].isupper()
    )


def near(head: Token) -> list[Token]:
    """The tokens that belong to a noun phrase after its head."""
    after = [t for c in head.rights if c.dep_ in ("prep", "appos", "compound", "amod", "conj", "cc") for t in c.subtree]
    return [token for token in after if token.i - head.i < 25]


def end_of(head: Token) -> int:
    """One past the last token of a noun phrase."""
    return max(token.i for token in [head, *near(head)]) + 1


def standing(token: Token) -> str | None:
    """What a noun says of a speaker: person, office, media, document; None for any other noun."""
    return sources().standings.get(token.lemma_.lower()) or sources().standings.get(token.lower_)
