"""Whose claim a draft is: the voices of the document near it, and the evidence for each.

The attribution says what the sentence itself states and what plainly carries over. Between the two lies the question
whether a sentence without a source of its own goes on with somebody's account; a judge weighs it, voice by voice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from musterbook.reading.attribution import Attributed, Sources
from musterbook.reading.drafts import Draft
from musterbook.reading.marked import Sentence
from musterbook.reading.statement_referents import words
from musterbook.reading.statement_sources import Source, source_at

BEFORE = 6
AFTER = 2
"""Sentences around a draft whose sources may own it."""
NOMINAL = frozenset({"NOUN", "PROPN"})
NAMING = frozenset({"pobj", "dobj", "obj", "dative", "attr", "conj", "appos", "poss", "ROOT", "npadvmod"})
"""Relations in which a noun names somebody who may have said what the sentence says."""
SPEAKING = frozenset({"person", "office", "media"})


@dataclass(frozen=True, slots=True)
class Voice:
    """A source that may own a draft."""

    source: Source
    places: tuple[int, ...]
    """Numbers of the sentences in which it speaks, ascending."""
    via: Source | None
    marks: tuple[int, ...]
    """Where the content names it or takes it up, ascending."""
    speaks: bool = True
    """It says something in one of its places; else the draft's sentence is only about it."""


def voices(sources: Sources, draft: Draft) -> tuple[Attributed, tuple[Voice, ...]]:
    """What the attribution says of the draft, and every voice near it, by first appearance."""
    own = sources.at(draft.start, draft.start + 1)
    number = sources.number(draft.start)
    found = [Voice(one.source, one.sentences, None, one.marks) for one in sources.speaking]
    near = [v for v in found if any(number - BEFORE <= p <= number + AFTER or p <= 1 for p in v.places)]
    index = draft.sentence.index
    if index not in sources.named:
        sources.named[index] = tuple(mentioned(draft.sentence))
    for subject in (*sources.sentences[number].actors, *sources.named[index]):
        actor = sources.meant(subject)
        if not actor.own and not any(sources.same(v.source, actor) for v in near):
            marks = tuple(sorted({actor.start, subject.start}))
            near.append(Voice(actor, (number,), None, marks, speaks=False))
    if own.claimant is not None:
        near = [v for v in near if not sources.same(v.source, own.claimant)]
        known = next((v for v in found if sources.same(v.source, own.claimant)), None)
        places, marks = (known.places, known.marks) if known else ((number,), (own.claimant.start,))
        near.append(Voice(own.claimant, places, own.via, marks))
    return own, tuple(near)


def mentioned(sentence: Sentence) -> Iterator[Source]:
    """The persons, offices and media a sentence names without their being its subjects or speaking in it.

    "By the reckoning of the General Staff", "it was the turn of the minister", "a decree by the president".
    """
    for token in sentence.span:
        if token.pos_ in NOMINAL and token.dep_ in NAMING:
            source = source_at(token)
            if source is not None and source.sort in SPEAKING:
                yield source.moved(sentence.piece.start)


@dataclass(frozen=True, slots=True)
class Hearing:
    """A draft before the voices that may own it; `own` is what the attribution says by itself."""

    sources: Sources
    draft: Draft
    rivals: Sequence[Voice]
    own: Attributed


def voice_features(hearing: Hearing, voice: Voice) -> list[str]:
    """The evidence for a voice owning the draft."""
    return list(dict.fromkeys(_evidence(hearing, voice)))


def _evidence(hearing: Hearing, voice: Voice) -> Iterator[str]:
    sources, draft, rivals, own = hearing.sources, hearing.draft, hearing.rivals, hearing.own
    number = sources.number(draft.start)
    chosen = own.claimant is not None and sources.same(voice.source, own.claimant)
    rule = own.rule.split(":")[0]
    yield f"rule={rule}.{chosen}"
    yield f"rule.full={own.rule}.{chosen}"
    before = [p for p in voice.places if p <= number]
    after = [p for p in voice.places if p > number]
    gap = number - before[-1] if before else 9
    ahead = after[0] - number if after else 9
    yield f"gap={min(gap, 7)}.{rule}"
    yield f"ahead={min(ahead, 4)}.{rule}"
    here = sources.sentences[number]
    if before:
        there = sources.sentences[before[-1]]
        yield f"paragraph={here.paragraph - there.paragraph if here.paragraph - there.paragraph < 3 else 3}.{rule}"
        latest = max((p for v in rivals for p in v.places if p <= number), default=-1)
        yield f"latest={before[-1] == latest}.{rule}"
        between = {v.source.start for v in rivals for p in v.places if before[-1] < p <= number}
        yield f"between={min(len(between), 2)}.{rule}"
    yield f"sort={voice.source.sort}.{rule}"
    yield f"speaks={voice.speaks}.{rule}"
    yield f"speaks={voice.speaks}.{voice.source.sort}"
    yield f"often={min(len(voice.places), 4)}.{rule}"
    yield f"only={len(rivals) == 1}.{rule}"
    yield f"rivals={min(len(rivals), 4)}.{rule}"
    yield f"title={draft.sentence.title}.{rule}"
    yield f"figure={draft.figure is not None}.{rule}"
    if draft.sentence.title:
        yield f"title.first={voice.places[0] <= 1}.{min(number, 1)}"
        yield f"title.words={sum(w.lower() in draft.sentence.span.text.lower() for w in voice.source.text.split())}"
    yield f"own.statements={min(len(here.statements), 2)}.{rule}.{chosen}"
    yield f"kind={draft.kind}.{rule}"
    yield f"cue={own.lemma}.{chosen}"
    for name in own.classes:
        yield f"class={name}.{chosen}"
    first = draft.sentence.span[0]
    yield f"opens={first.pos_ if first.pos_ != 'PRON' else first.lower_}.{rule}"


def same_name(left: str, right: str) -> bool:
    """Whether two names share at least half the words of the shorter."""
    one, two = words(left), words(right)
    return bool(one and two) and len(one & two) >= 0.5 * min(len(one), len(two))
