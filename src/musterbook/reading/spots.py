"""Spots: the words of the text a decision hangs on."""

from __future__ import annotations

from dataclasses import dataclass

from musterbook.model import Kind
from musterbook.reading.drafts import Draft, uncued
from musterbook.reading.figures import Figure
from musterbook.reading.marked import Sentence


@dataclass(frozen=True, slots=True)
class Spot:
    """The words a decision hangs on, by their places in the content, and the kind of the draft where it has one.

    Of a figure: its number, the noun it counts, and the verb above it. Of a draft: its number (or its cue), the word it
    hangs on, and its cue (the verb above where it has none). Of a sentence: the word a claim in it would hang on, its
    root, and its end.
    """

    words: tuple[int, int, int]
    kind: Kind | None = None


def of_figure(figure: Figure) -> Spot:
    """Where a figure stands."""
    start = figure.sentence.piece.start
    verb = next((t for t in figure.governors if t.pos_ in {"VERB", "AUX"}), figure.governors[-1])
    counted = figure.counted if figure.counted is not None else figure.number
    return Spot((start + figure.number.idx, start + counted.idx, start + verb.idx))


def of_draft(draft: Draft) -> Spot:
    """Where a draft stands."""
    start = draft.sentence.piece.start
    verbs = (token for token in draft.path if token.pos_ in {"VERB", "AUX"})
    cue = draft.cue_token if draft.cue_token is not None else next(verbs, draft.anchor)
    first = draft.figure.number if draft.figure else cue
    return Spot((start + first.idx, start + draft.anchor.idx, start + cue.idx), draft.kind)


def of_sentence(sentence: Sentence) -> Spot:
    """Where a sentence's claims without a cue would stand."""
    start = sentence.piece.start
    anchor = uncued(sentence, Kind.PRESENCE).anchor
    return Spot((start + anchor.idx, start + sentence.span.root.idx, start + sentence.span[-1].idx))
