"""Whose force it is: the evidence for each side of the document, for a draft.

How the evidence weighs depends on where the side can be learnt at all: from the draft's own phrase, from its sentence,
from what stands before, or from nowhere but the document as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from musterbook import codebook
from musterbook.reading.drafts import SUBJECTS, Draft
from musterbook.reading.judging import Crossed
from musterbook.reading.sides import Mark, Side
from musterbook.reading.slots import relation, reporting_lemmas

if TYPE_CHECKING:
    from spacy.tokens import Token

    from musterbook.reading.statement_sources import Source

GAP = 14
"""Characters between a figure and a side within which they stand beside each other."""
DIGITS = re.compile(r"\d+")
FIRST_PERSON = frozenset({"we", "our", "ours", "us"})
"""The words with which a speaker names the own side."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What the sides of a document are to one draft."""

    rivals: Sequence[Side]
    previous: str | None
    """The side of the draft before this one."""
    claimant: str | None
    """The country whose institution makes the claim."""
    home: str | None
    """The country the document speaks from."""
    owning: frozenset[str]
    """Keys of the sides that the draft's own phrase names."""
    state: str
    """Where the side can be learnt: "own" phrase, "within" the sentence, "before" it, or "none"."""
    here: int
    """How many sides the sentence names."""
    nearest: int
    """Characters to the nearest mark of any side."""
    owned: bool
    """The sentence speaks of "our" or "us"."""
    possessed: str
    """The word of the draft's phrase that gives the force to somebody named before; "" where none does."""
    speaker: tuple[int, int]
    """Where the phrase for the one who makes the claim stands; nowhere: (0, 0)."""
    topic: frozenset[str]
    """Keys of the sides named in the subject of the sentence before."""


def scene(
    draft: Draft,
    rivals: Sequence[Side],
    previous: str | None,
    claimant: Source | None = None,
    *,
    country: str | None = None,
    home: str | None = None,
) -> Scene:
    """The scene of a draft, given who makes the claim and for which country that one speaks."""
    sentence = draft.sentence
    owning = frozenset(side.key for side in rivals if owns(draft, side))
    attached = [place for side in rivals for place in side.attached]
    if owning:
        state = "own"
    elif any(sentence.start <= place < sentence.end for place in attached):
        state = "within"
    else:
        state = "before" if any(place < sentence.start for place in attached) else "none"
    here = sum(any(sentence.start <= m.start < sentence.end for m in side.marks) for side in rivals)
    nearest = min((abs(m.start - draft.start) for side in rivals for m in side.marks), default=0)
    owned = any(t.lower_ in FIRST_PERSON for t in sentence.span)
    return Scene(
        rivals=rivals,
        previous=previous,
        claimant=country,
        home=home,
        owning=owning,
        state=state,
        here=here,
        nearest=nearest,
        owned=owned,
        possessed=_possessive(draft),
        speaker=claimant.phrase if claimant else (0, 0),
        topic=_topic(draft, rivals),
    )


def _topic(draft: Draft, rivals: Sequence[Side]) -> frozenset[str]:
    """The sides in the subject of the sentence before the draft's, in its paragraph."""
    sentence = draft.sentence
    if sentence.span.start == 0:
        return frozenset()
    root = sentence.doc[sentence.span.start - 1].sent.root
    subject = next((t for t in root.children if t.dep_ in SUBJECTS), None)
    if subject is None:
        return frozenset()
    low, high = subject.left_edge.idx, subject.right_edge.idx + len(subject.right_edge)
    start = sentence.piece.start
    return frozenset(side.key for side in rivals if any(low <= m.start - start < high for m in side.marks))


def _possessive(draft: Draft) -> str:
    """The possessive of the draft's phrase: "23 of his men", "its own soldiers"."""
    words = codebook.reference()
    near = [t for t in draft.anchor.subtree if t.i <= draft.anchor.i + 3]
    within = [t.lower_ for t in near]
    if any(t.tag_ == "POS" and t.head.lower_ in words.places.country for t in near):
        return "country"
    return next((word for word in words.possessives if word in within), "")


def side_features(draft: Draft, side: Side, scene: Scene) -> Crossed:
    """The evidence for a side being the force's own."""
    return Crossed(_side(draft, side, scene), str(draft.kind))


def _side(draft: Draft, side: Side, scene: Scene) -> Iterator[str]:
    rivals, claimant = scene.rivals, scene.claimant
    sentence = draft.sentence
    state = scene.state
    own = side.key in scene.owning
    yield f"state={state}.{own}"
    for item in (*_speaking(draft, side, scene), *_standing(draft, side, rivals)):
        yield item
        yield f"{state}&{item}"
    yield f"group={side.country is None}"
    if not side.named:
        yield f"unnamed={side.key}.{own}.{any(r.country is None and r.named for r in rivals)}"
    yield f"previous={side.key == scene.previous}.{scene.previous is None}.{state}"
    yield f"claimant={side.country is not None and side.country == claimant}.{claimant is None}.{state}"
    yield f"topic={side.key in scene.topic}.{bool(scene.topic)}.{state}"
    if scene.possessed:
        yield f"possessed.topic={scene.possessed}.{side.key in scene.topic}.{bool(scene.topic)}"
    yield f"rank={min(rivals.index(side), 4)}"
    yield f"rivals={min(len(rivals), 5)}"
    here = [m for m in side.marks if sentence.start <= m.start < sentence.end]
    yield f"here={bool(here)}.{min(scene.here, 3)}.{state}"
    if not here:
        return
    mark = min(here, key=lambda m: (abs(m.start - draft.start), m.start))
    yield f"nearest={abs(mark.start - draft.start) == scene.nearest}.{state}"
    yield from _gaps(draft, here)
    yield f"form={mark.form}.{state}"
    yield f"marks.here={min(len(here), 3)}"
    for each in here:
        token = sentence.token_at(each.start)
        if token is not None:
            clause = _clause(draft, token)
            yield f"clause={clause}"
            yield f"{state}&clause={clause}"
            yield f"form&clause={each.form}.{clause}"
            if scene.possessed:
                yield f"possessed&clause={clause}"
    token = sentence.token_at(mark.start)
    if token is not None:
        for item in relation(sentence, draft, token):
            yield f"{state}&{mark.form}.{item}" if item.startswith(("prep", "dep")) else item
            yield f"{state}&{item}"


def _gaps(draft: Draft, here: Sequence[Mark]) -> Iterator[str]:
    """What stands between a figure and a side named right beside it: "Finland (268)", "260 from Senegal"."""
    if draft.figure is None:
        return
    offset, doc = draft.sentence.piece.start, draft.sentence.doc
    low, high = draft.figure.quantity.start, draft.figure.quantity.end
    for mark in here:
        if 0 <= low - (mark.end - offset) <= GAP:
            yield f"gap.before={_plain(doc.text[mark.end - offset : low])}"
        elif 0 <= mark.start - offset - high <= GAP:
            yield f"gap.after={_plain(doc.text[high : mark.start - offset])}"


def _plain(text: str) -> str:
    return DIGITS.sub("0", " ".join(text.lower().split()))


def _clause(draft: Draft, token: Token) -> str:
    """Which part of the draft's clause a word stands in: its subject, object or a phrase, and of what sort of verb."""
    path = {t.i: depth for depth, t in enumerate(draft.path)}
    below = token
    while below.i not in path:
        if below.head.i == below.i:
            return "apart"
        above = below.head
        if above.i in path:
            break
        below = above
    if below.i in path:
        return "own"
    verb = below.head
    cue = draft.cue_token
    sort = (
        "cue"
        if cue is not None and verb.i == cue.i
        else "says"
        if verb.lemma_.lower() in reporting_lemmas()
        else verb.pos_
    )
    relation = f"{below.dep_}:{below.lower_}" if below.dep_ in {"prep", "agent"} else below.dep_
    return f"{min(path[verb.i], 3)}.{sort}.{relation}"


def owns(draft: Draft, side: Side) -> bool:
    """Whether the draft's own phrase names the side: "North Korean soldiers", "soldiers from Pyongyang's army"."""
    start = draft.sentence.piece.start
    low, high = draft.anchor.left_edge.idx, draft.anchor.idx + len(draft.anchor)
    for child in draft.anchor.rights:
        if child.dep_ == "prep" and child.lower_ in {"of", "from"}:
            high = child.right_edge.idx + len(child.right_edge)
    force = draft.force
    for mark in side.marks:
        at = mark.start - start
        if low <= at < high or (force is not None and force.start <= at < force.end):
            return True
    return False


def _speaking(draft: Draft, side: Side, scene: Scene) -> Iterator[str]:
    """Whether the speaker's own side is meant: "our forces", "we sent"."""
    owned = scene.owned
    voice = side.country is not None and side.country == (scene.claimant or scene.home)
    yield f"home={side.key == scene.home}.{scene.home is None}.{owned}"
    yield f"we={owned}.{voice}"
    yield f"ours={any(t.lower_ == 'our' for t in draft.anchor.lefts)}.{voice}"
    start, end = scene.speaker
    speaks = any(start <= mark.start < end for mark in side.marks)
    yield f"speaks={speaks}.{end > start}.{scene.state}"
    if scene.possessed:
        yield f"possessed={scene.possessed}.{voice}.{speaks}"
        yield f"possessed.previous={side.key == scene.previous}"
    yield f"title={any(mark.title for mark in side.marks)}"


def _standing(draft: Draft, side: Side, rivals: Sequence[Side]) -> Iterator[str]:
    """How far the document is about this side's forces: overall, in the title, before the draft, in its sentence."""
    most = max((len(r.attached) for r in rivals), default=0)
    share = len(side.attached) / max(1, sum(len(r.attached) for r in rivals))
    yield f"attached={min(len(side.attached), 4)}"
    yield f"attached.most={bool(most) and len(side.attached) == most}"
    yield f"attached.share={int(share * 4)}"
    title = [r.key for r in rivals for m in r.marks if m.title and m.start in r.attached]
    yield f"attached.title={side.key in title}.{bool(title)}"
    before = [(place, r.key) for r in rivals for place in r.attached if place <= draft.start]
    yield f"attached.last={bool(before) and max(before)[1] == side.key}.{bool(before)}"
    sentence = draft.sentence
    within = {r.key for r in rivals for place in r.attached if sentence.start <= place < sentence.end}
    yield f"attached.within={side.key in within}.{min(len(within), 2)}"
    marks = max((len(r.marks) for r in rivals), default=0)
    yield f"marks.most={len(side.marks) == marks}"
