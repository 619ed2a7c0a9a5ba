"""Drafts: a place in the text where a claim of some kind may be made, before its slots are chosen.

A figure makes a draft for a kind; so does a cue with no figure ("North Korean soldiers are studying drone warfare").
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from musterbook.model import Kind
from musterbook.reading.cues import FoundCue
from musterbook.reading.figures import Figure
from musterbook.reading.forces import FoundForce
from musterbook.reading.marked import Marked, Sentence

if TYPE_CHECKING:
    from spacy.tokens import Token

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "agent", "poss"})
OBJECTS = frozenset({"dobj", "obj", "attr", "dative", "oprd"})


@dataclass(frozen=True, slots=True)
class Draft:
    """A possible claim: its kind, the word it hangs on, the cue that speaks for the kind, and the force."""

    sentence: Sentence
    kind: Kind
    anchor: Token
    """The counted noun or number of a figure; the force's head, else the cue, where there is no figure."""
    cue: FoundCue | None
    force: FoundForce | None
    figure: Figure | None = None

    @property
    def start(self) -> int:
        """Where the draft stands in the document's content."""
        return self.sentence.piece.start + self.anchor.idx

    @property
    def cue_token(self) -> Token | None:
        """The token of the cue."""
        return self.sentence.doc[self.cue.token] if self.cue else None

    @property
    def path(self) -> tuple[Token, ...]:
        """From the anchor up to the root of its sentence."""
        return (self.anchor, *list(self.anchor.ancestors)[:6])


def of_figure(figure: Figure, kind: Kind) -> Draft:
    """The draft of a figure read as this kind, with the cue of the kind that stands nearest to it in the parse."""
    anchor = figure.counted or figure.number
    return Draft(figure.sentence, kind, anchor, nearest_cue(figure.sentence, anchor, kind), figure.force, figure)


def nearest_cue(sentence: Sentence, anchor: Token, kind: Kind) -> FoundCue | None:
    """The cue of a kind nearest to a word: on its way up first, then by distance in words; verbs before nouns."""
    path = {anchor.i: 0}
    path.update((token.i, depth) for depth, token in enumerate(anchor.ancestors, 1))
    below = {token.i for token in anchor.subtree}
    best: tuple[float, int] | None = None
    chosen = None
    for cue in sentence.cues:
        if not any(c.kind is kind for c in cue.cues):
            continue
        distance = float(path.get(cue.token, 0 if cue.token in below else 4 + abs(cue.token - anchor.i)))
        weak = cue.words in {"be", "have"}
        rank = (distance + (8 if weak else 0), cue.token)
        if best is None or rank < best:
            best, chosen = rank, cue
    return chosen


def bare(marked: Marked) -> Iterator[Draft]:
    """A draft for every kind a sentence has a cue for and a force or side to say it of; the best-placed cue only."""
    for sentence in marked.sentences:
        if not sentence.forces and not sentence.sides and not sentence.names:
            continue
        kinds = {c.kind for cue in sentence.cues for c in cue.cues}
        for kind in (kind for kind in Kind if kind in kinds):
            found = [cue for cue in sentence.cues if any(c.kind is kind for c in cue.cues)]
            _, cue, force = min((_force_of_cue(sentence, cue, kind) for cue in found), key=lambda hit: hit[0])
            head = sentence.doc[force.head] if force else sentence.doc[cue.token]
            yield Draft(sentence, kind, head, cue, force)


def telling(sentence: Sentence) -> bool:
    """Whether a sentence may make a claim without a cue: it names a force or a side, or takes one up by a pronoun."""
    named = sentence.forces or sentence.sides or sentence.names
    return bool(named) or any(t.pos_ == "PRON" and t.dep_ in SUBJECTS | OBJECTS for t in sentence.span)


def uncued(sentence: Sentence, kind: Kind) -> Draft:
    """The draft of a claim that no cue of its kind speaks for: it hangs on the force, else on the subject."""
    force = min(sentence.forces, key=lambda f: _rank(sentence, f), default=None)
    head = sentence.doc[force.head] if force else _subject(sentence)
    return Draft(sentence, kind, head, None, force)


def _rank(sentence: Sentence, force: FoundForce) -> tuple[bool, bool, int]:
    head = sentence.doc[force.head]
    return force.strength == "weak", head.dep_ not in SUBJECTS | OBJECTS, force.head


def _subject(sentence: Sentence) -> Token:
    root = sentence.span.root
    return next((t for t in root.children if t.dep_ in SUBJECTS), root)


def _force_of_cue(
    sentence: Sentence, cue: FoundCue, kind: Kind
) -> tuple[tuple[float, int], FoundCue, FoundForce | None]:
    """The force phrase that plays the force's part beside a cue, and how well it is placed (less is better)."""
    token = sentence.doc[cue.token]
    wanted = {c.slot for c in cue.cues if c.kind is kind}
    best: tuple[float, FoundForce | None] = (30.0, None)
    for force in sentence.forces:
        head = sentence.doc[force.head]
        distance = 6.0 + abs(head.i - token.i) / 4
        if head.head.i == token.i:
            passive = head.dep_ == "nsubjpass"
            if (head.dep_ in OBJECTS or passive) and "object" in wanted:
                distance = 0.0
            elif head.dep_ in SUBJECTS and "subject" in wanted:
                distance = 0.5
            else:
                distance = 2.0
        elif head.i in {token.i, token.head.i}:
            distance = 1.0
        elif token.is_ancestor(head):
            distance = 3.0
        distance += {"weak": 2.0, "name": 0.5}.get(force.strength, 0.0)
        if distance < best[0]:
            best = (distance, force)
    weak = 6.0 if cue.words in {"be", "have"} else 0.0
    return (best[0] + weak, cue.token), cue, best[1]
