"""The cues of a parsed text: the words that speak for a kind of claim, and how the text's nouns stand to them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from musterbook import codebook
from musterbook.codebook.kinds import Cue

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

VERBAL = frozenset({"subject", "object"})
GAP = r"(?:\s+\S+){0,3}\s+"
"""What an underscore in a phrase stands for: up to three words."""


@dataclass(frozen=True, slots=True)
class FoundCue:
    """A cue in a parsed text: its token (the last word of a phrase), its place, and what it may speak for."""

    token: int
    start: int
    end: int
    words: str
    cues: tuple[Cue, ...]


def find(doc: Doc) -> list[FoundCue]:
    """Every cue in the text, in order."""
    table = codebook.kinds().by_lemma
    found = []
    for token in doc:
        if not token.is_alpha and "-" not in token.text:
            continue
        words, end = _words(token)
        cues = table.get(words) or (table.get(token.lemma_.lower()) if words != token.lemma_.lower() else None)
        if cues is None and token.lower_ in table:
            cues, words = table[token.lower_], token.lower_
        fitting = tuple(cue for cue in cues or () if _fits(cue, token))
        if fitting:
            found.append(FoundCue(token.i, token.idx, end, words, fitting))
    found += _phrases(doc)
    return sorted(found, key=lambda cue: (cue.token, cue.start))


def _words(token: Token) -> tuple[str, int]:
    """The cue's own words: a verb with its particle, a noun with its compound where that is a listed cue."""
    lemma, end = token.lemma_.lower(), token.idx + len(token)
    table = codebook.kinds().by_lemma
    if token.pos_ in {"VERB", "AUX"}:
        for child in token.children:
            if child.dep_ in {"prt", "advmod", "acomp", "dobj", "prep"}:
                joined = f"{lemma} {child.lower_}"
                if joined in table:
                    return joined, max(end, child.idx + len(child))
    elif token.pos_ in {"NOUN", "PROPN"} and token.i > 0:
        joined = f"{token.nbor(-1).lower_} {lemma}"
        if joined in table:
            return joined, end
    return lemma, end


def _fits(cue: Cue, token: Token) -> bool:
    if cue.slot in VERBAL:
        return token.pos_ in {"VERB", "AUX"} or (token.pos_ in {"NOUN", "ADJ"} and token.tag_ in {"VBN", "VBG"})
    if cue.slot == "noun":
        return token.pos_ in {"NOUN", "PROPN", "ADJ"}
    return token.pos_ in {"ADJ", "ADV", "VERB", "NOUN", "ADP"}


def _phrases(doc: Doc) -> list[FoundCue]:
    """Cues of several words, by the token their last word stands in."""
    pattern, cues = _compiled()
    found = []
    for match in pattern.finditer(doc.text.lower()):
        last = doc.char_span(match.start(), match.end(), alignment_mode="expand")
        if last is not None and match.lastgroup:
            found.append(FoundCue(last.root.i, match.start(), match.end(), match.group(), cues[match.lastgroup]))
    return found


@lru_cache(maxsize=1)
def _compiled() -> tuple[re.Pattern[str], dict[str, tuple[Cue, ...]]]:
    grouped: dict[str, list[Cue]] = {}
    for phrase, cue in codebook.kinds().phrases:
        grouped.setdefault(phrase, []).append(cue)
    names = {f"p{number}": phrase for number, phrase in enumerate(grouped)}
    alike: dict[str, list[str]] = {}
    for name, phrase in names.items():
        rest = re.escape(phrase[2:]).replace("_", GAP).replace(GAP + " ", GAP)
        alike.setdefault(phrase[:2], []).append(f"(?P<{name}>{rest})")
    # Grouped by their first letters, which is quicker: of phrases that begin differently not two can match at a place.
    parts = (f"{re.escape(letters)}(?:{'|'.join(rests)})" for letters, rests in alike.items())
    pattern = re.compile(r"(?<!\w)(?:" + "|".join(parts) + r")(?!\w)")
    return pattern, {name: tuple(grouped[phrase]) for name, phrase in names.items()}
