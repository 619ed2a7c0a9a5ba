"""Votes for a kind: what the cues around a number or force say, weighed by how the noun stands to each cue.

A verb whose object is the force votes only when the force is its object, a noun only when it governs the force or is
governed by it. Cues of several kinds split their vote; weak verbs ("be", "have") vote only where nothing else does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from musterbook.codebook.kinds import Cue
from musterbook.reading.cues import FoundCue
from musterbook.reading.marked import Sentence

if TYPE_CHECKING:
    from spacy.tokens import Token

SUBJECTS = frozenset({"nsubj", "csubj", "expl"})
OBJECTS = frozenset({"dobj", "obj", "attr", "dative", "oprd", "nsubjpass"})
TRANSPARENT = frozenset({"conj", "appos", "nmod", "nummod", "compound", "dep"})
"""Relations a word passes on to its head: what holds of the first conjunct holds of the others."""
CLAUSE = frozenset({"xcomp", "ccomp", "acl", "relcl", "advcl", "pcomp"})
WEAK = frozenset(
    {"be", "have", "get", "take", "go", "come", "put", "hold", "see", "find", "give", "count", "say", "make", "run"}
)


def votes(sentence: Sentence, anchor: Token) -> dict[str, float]:
    """How strongly the cues of a sentence speak for each kind ("loss:killed" for an outcome) at this word."""
    found: dict[str, float] = {}
    chain = _chain(anchor)
    for cue in sentence.cues:
        token = sentence.doc[cue.token]
        kinds = {(c.kind, c.outcome) for c in cue.cues}
        for each in cue.cues:
            weight = _weight(each, cue, token, anchor, chain) / len({k for k, _ in kinds}) ** 0.5
            if cue.words in WEAK:
                weight *= 0.2
            name = f"{each.kind}:{each.outcome}" if each.outcome else str(each.kind)
            if weight > 0:
                found[name] = max(found.get(name, 0.0), weight) + 0.1 * min(found.get(name, 0.0), weight)
    return found


def _chain(anchor: Token) -> dict[int, tuple[int, str]]:
    """The words above the anchor: how far up, and the relation through which the anchor reaches them."""
    chain: dict[int, tuple[int, str]] = {anchor.i: (0, "self")}
    token, depth, relation = anchor, 0, ""
    while token.head.i != token.i and depth < 8:
        own = token.dep_
        if own not in TRANSPARENT:
            relation = relation or own
            depth += 1
        token = token.head
        chain[token.i] = (depth, relation or own)
        if own == "pobj":
            relation = ""
    return chain


def _weight(each: Cue, cue: FoundCue, token: Token, anchor: Token, chain: dict[int, tuple[int, str]]) -> float:
    above = chain.get(token.i)
    if above is not None:
        depth, relation = above
        if depth == 0 and token.i == anchor.i:
            return 1.2 if each.slot in {"noun", "adjective", "phrase"} else 0.5
        near = 1.0 / max(1, depth)
        if each.slot == "object":
            return (2.0 if relation in OBJECTS else 1.2 if relation in {"pobj", "prep", "agent"} else 0.4) * near
        if each.slot == "subject":
            return (2.0 if relation in SUBJECTS else 0.9 if relation in {"pobj", "prep"} else 0.4) * near
        return 1.5 * near
    if token in anchor.subtree or (
        token.head.i in chain and token.dep_ in CLAUSE | {"prep", "acomp", "attr", "advmod", "prt", "dobj"}
    ):
        participle = token.dep_ in {"acl", "relcl", "amod"}
        if each.slot == "object":
            return 1.8 if participle and token.tag_ in {"VBN", "VBD"} else 0.9
        if each.slot == "subject":
            return 1.8 if participle and token.tag_ == "VBG" else 1.2 if token.dep_ == "relcl" else 0.8
        return 1.2
    distance = abs(token.i - anchor.i)
    return 0.5 / (1 + distance / 5) if distance <= 14 else 0.1
