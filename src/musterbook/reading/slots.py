"""What the judges see when a draft's slots are chosen: its modality, and which side, place and time are its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from musterbook import codebook
from musterbook.codebook.quantities import quantity_words
from musterbook.codebook.reporting import reporting
from musterbook.model import Basis, Kind, Outcome
from musterbook.reading.drafts import OBJECTS, Draft
from musterbook.reading.features import preposition, shape, signals, word
from musterbook.reading.figures import Figure
from musterbook.reading.judging import Crossed
from musterbook.reading.marked import Sentence
from musterbook.reading.places import FoundPlace
from musterbook.reading.times import FoundTime
from musterbook.reading.whereabouts import DATELINE, UNLISTED

if TYPE_CHECKING:
    from spacy.tokens import Token


def manner(draft: Draft) -> list[str]:
    """The evidence for how a claim is put: modality, hedging, outcome, category and basis are judged by it."""
    return list(dict.fromkeys(_manner(draft)))


def _manner(draft: Draft) -> Iterator[str]:
    sentence = draft.sentence
    kind = draft.kind
    yield f"kind={kind}"
    yield f"title={sentence.title}"
    yield f"figure={draft.figure is not None}"
    cue = draft.cue_token
    if draft.cue is not None and cue is not None:
        yield f"cue={draft.cue.words}"
        yield f"cue.tag={cue.tag_}"
        for each in draft.cue.cues:
            if each.kind is kind and each.outcome:
                yield f"cue.outcome={each.outcome}"
    yield from _verb_signs(draft.anchor, "anchor")
    if cue is not None:
        yield from _verb_signs(cue, "cue")
    close = {t.i for t in draft.path} | ({t.i for t in (cue, *cue.ancestors)} if cue is not None else set())
    known = signals()
    for token in sentence.span:
        lemma = token.lemma_.lower()
        for signal in known.get(lemma, ()) or known.get(token.lower_, ()):
            yield f"signal={signal}"
            yield f"signal.word={signal}.{lemma}"
            if token.i in close or token.head.i in close:
                yield f"signal.close={signal}"
                yield f"signal.close={signal}.{lemma}"
    text = sentence.span.text.lower()
    book = codebook.modality()
    for name in ("expected", "possible", "denied", "hedge", "void"):
        for phrase in getattr(book, name).phrases:
            if phrase in text:
                yield f"phrase={name}"
                yield f"phrase={name}.{phrase}"
    for found in sentence.cues:
        for each in found.cues:
            if each.outcome:
                side = "left" if found.token < draft.anchor.i else "right"
                distance = abs(found.token - draft.anchor.i)
                yield f"outcome.{side}={each.outcome}"
                if distance <= 3:
                    yield f"outcome.near={each.outcome}"
                if found.token in close:
                    yield f"outcome.path={each.outcome}"
    if draft.force is not None:
        yield f"force={draft.force.category}"
        yield f"force.head={shape(sentence.doc[draft.force.head])}"
    if draft.figure is not None:
        figure = draft.figure
        yield f"basis={figure.quantity.basis_hint}"
        yield f"bound={figure.quantity.bound}"
        yield f"counted={shape(figure.counted) if figure.counted is not None else '<none>'}"
        yield f"antecedent={figure.antecedent}"
        for higher in figure.governors[1:3]:
            if higher.pos_ in {"NOUN", "PROPN"}:
                yield f"part.of={shape(higher)}"
                for child in higher.lefts:
                    if child.dep_ in {"det", "amod", "nummod"}:
                        yield f"part.of.{child.dep_}={word(child)}"
        first = sentence.token_at(figure.quantity.start) or figure.number
        for distance in (1, 2, 3):
            if first.i - distance >= sentence.span.start:
                yield f"before{distance}={shape(sentence.doc[first.i - distance])}"
            if figure.number.i + distance < sentence.span.end:
                yield f"after{distance}={shape(sentence.doc[figure.number.i + distance])}"
    yield f"question={sentence.span[-1].text == '?'}"
    for time in sentence.times:
        if time.starts is None and time.ends is not None:
            yield "time=until"
        published = time.relation
        yield f"time.relation={published}"


def void(draft: Draft) -> bool:
    """Whether the draft's sentence says that something is not known, which makes no claim."""
    text = draft.sentence.span.text.lower()
    return any(phrase in text for phrase in codebook.modality().void.plain)


def hedged_plainly(draft: Draft) -> bool:
    """Whether a word that always hedges stands with the draft's own words, or in its number ("an estimated 11,000")."""
    plain = codebook.modality().hedge.plain
    if draft.figure is not None and plain & set(draft.figure.quantity.text.lower().split()):
        return True
    cue = draft.cue_token
    own = {token.i for token in draft.path} | ({t.i for t in (cue, *cue.ancestors)} if cue is not None else set())
    return any(
        token.lower_ in plain and token.dep_ == "advmod" and token.head.i in own for token in draft.sentence.span
    )


def outcome_said(draft: Draft) -> Outcome | None:
    """The outcome said by the word a figure counts or by the one after it; None where there is not just one.

    "Killed or wounded" is two, unless the second has a number of its own ("300 killed and 2,700 wounded").
    """
    figure = draft.figure
    if figure is None:
        return None
    said = {cue.token: cue for cue in draft.sentence.cues}
    beside = {draft.anchor.i, figure.number.i + 1, draft.anchor.i + 1}
    tokens = [draft.sentence.doc[i] for i in sorted(beside) if i in said]
    tokens += [c for token in tokens for c in token.conjuncts if c.i in said and not any(n.like_num for n in c.lefts)]
    found = {e.outcome for token in tokens for e in said[token.i].cues if e.kind is Kind.LOSS and e.outcome}
    return next(iter(found)) if len(found) == 1 else None


def basis_said(draft: Draft) -> Basis | None:
    """The basis said plainly at a figure or the noun it makes up: on top of others, or one of several alike."""
    figure = draft.figure
    if figure is None:
        return None
    words = quantity_words()
    counted = figure.counted if figure.counted is not None else figure.number
    if counted.i + 1 < len(counted.doc) and counted.nbor(1).lower_ in words.after.apiece:
        return Basis.PART
    whole = counted.head.head if counted.dep_ == "pobj" and counted.head.lower_ == "of" else counted
    beside = [t for noun in (counted, whole, figure.number) for t in noun.lefts if t.dep_ in {"det", "amod"}]
    return Basis.ADDITIONAL if any(t.lower_ in words.before.on_top for t in beside) else None


def kind_said(figure: Figure) -> Kind | None:
    """The kind that the words right after a figure's noun say: "its infantry in training at 11,000"."""
    span = figure.sentence.span
    if figure.force is None or not span.start <= figure.force.head < span.end:
        return None
    doc, after = figure.sentence.doc, figure.force.head + 1
    return codebook.kinds().beside.get(doc[after : after + 2].text.lower())


def lost_unspecified(draft: Draft) -> bool:
    """Whether a sentence says of people only that a side lost them: CODEBOOK, "casualties (…, or unspecified)".

    They are the object of a verb that may mean casualties, and no other cue of the sentence says what became of them.
    """
    own, cues, verb = draft.cue, draft.sentence.cues, draft.cue_token
    if own is None or verb is None or not any(e.outcome is Outcome.CASUALTIES for e in own.cues):
        return False
    if draft.anchor.dep_ not in OBJECTS or draft.anchor.head.i != verb.i:
        return False
    others = {e.outcome for cue in cues if cue is not own for e in cue.cues if e.kind is Kind.LOSS and e.outcome}
    return others <= {Outcome.CASUALTIES, Outcome.DESTROYED}


def _verb_signs(token: Token, label: str) -> Iterator[str]:
    """Tense, auxiliaries, negation and governors of the nearest verb at or above a word."""
    verb = next((t for t in (token, *token.ancestors) if t.pos_ in {"VERB", "AUX"}), None)
    if verb is None:
        yield f"{label}.verb=<none>"
        return
    yield f"{label}.verb={verb.lemma_.lower()}"
    yield f"{label}.tag={verb.tag_}"
    for child in verb.children:
        if child.dep_ in {"aux", "auxpass", "neg", "mark", "advmod"}:
            yield f"{label}.{child.dep_}={word(child)}"
    above = list(verb.ancestors)[:3]
    for depth, higher in enumerate(above):
        if higher.pos_ in {"VERB", "AUX", "NOUN", "ADJ"}:
            yield f"{label}.above={shape(higher)}"
            if depth == 0:
                yield f"{label}.above1={verb.dep_}<{shape(higher)}"
            for child in higher.children:
                if child.dep_ in {"aux", "neg"}:
                    yield f"{label}.above.{child.dep_}={word(child)}"
    for child in token.children:
        if child.dep_ in {"det", "neg", "amod"}:
            yield f"{label}.own.{child.dep_}={word(child)}"


def relation(sentence: Sentence, draft: Draft, token: Token) -> Iterator[str]:
    """How a word of the draft's sentence stands to the draft: by parse, by side, by distance."""
    anchor, cue = draft.anchor, draft.cue_token
    yield f"side={'left' if token.i < anchor.i else 'right'}"
    yield f"distance={binned(abs(token.i - anchor.i))}"
    hung = preposition(token)
    yield f"prep={hung}"
    yield f"dep={token.dep_}"
    if cue is not None:
        yield f"cue.side={'left' if token.i < cue.i else 'right'}"
        yield f"cue.distance={binned(abs(token.i - cue.i))}"
    ancestors = [token, *token.ancestors]
    indices = [t.i for t in ancestors]
    yield f"under.anchor={anchor.i in indices}"
    yield f"under.cue={cue is not None and cue.i in indices}"
    verbs = [t for t in ancestors if t.pos_ in {"VERB", "AUX"}]
    own = next((t for t in (anchor, *anchor.ancestors) if t.pos_ in {"VERB", "AUX"}), None)
    yield f"same.verb={bool(verbs) and own is not None and verbs[0].i == own.i}"
    yield f"cue.verb={bool(verbs) and cue is not None and verbs[0].i == cue.i}"
    if verbs:
        verb = verbs[0].lemma_.lower()
        yield f"verb={verb}"
        yield f"verb.prep={verb}.{hung}"
        yield f"verb.prep.kind={draft.kind}.{hung}"
    between = list(sentence.doc[min(token.i, anchor.i) : max(token.i, anchor.i)])
    texts = [t.text for t in between]
    yield f"between.break={any(text in ';:—–' for text in texts)}"
    yield f"between.comma={',' in texts}"
    yield f"between.number={sum(t.like_num for t in between) > 1}"
    yield f"between.verb={any(t.pos_ == 'VERB' for t in between)}"


def place_features(
    draft: Draft, place: FoundPlace, sentence: Sentence, rivals: Sequence[FoundPlace], country: str | None
) -> Crossed:
    """The evidence for a place being the draft's, and in which role; `country` is the side chosen for the force."""
    return Crossed(_place(draft, place, sentence, rivals, country), str(draft.kind))


def _place(
    draft: Draft, place: FoundPlace, sentence: Sentence, rivals: Sequence[FoundPlace], country: str | None
) -> Iterator[str]:
    gap = draft.sentence.index - sentence.index
    yield f"sentence={'title' if sentence.title and gap else min(gap, 4)}"
    yield f"figure={draft.figure is not None}"
    yield f"kind.of.place={place.kind}"
    yield f"metonym={place.metonym}"
    yield f"coded={place.code is not None or bool(place.codes)}"
    yield f"rivals={min(len(rivals), 4)}"
    yield f"order={min(rivals.index(place), 3)}"
    yield f"own.country={place.country == country}"
    taken_up = place.rule.startswith("taken up")
    yield f"taken.up={taken_up}"
    yield f"unlisted={place.rule.startswith(UNLISTED)}"
    if taken_up:
        yield f"takes={place.name}"
    offset = sentence.piece.start
    yield f"in.force={any(f.start <= place.start - offset < f.end for f in sentence.forces)}"
    yield f"beside.side={any(s.start <= place.start < s.end for s in sentence.sides)}"
    yield f"opens={place.start - sentence.start < 3}"
    following = sentence.span.text[place.end - sentence.start :].lstrip()[:1]
    yield f"dateline={following in DATELINE and place.start - sentence.start < 3}"
    token = sentence.token_at(place.start)
    if token is None:
        return
    yield f"prep={preposition(token)}"
    before = sentence.doc[token.i - 1].lower_ if token.i > sentence.span.start else "<first>"
    yield f"before={before}"
    yield f"poss={any(t.dep_ == 'case' for t in token.children)}"
    yield f"word.dep={token.dep_}"
    if gap == 0:
        yield from relation(sentence, draft, token)


def time_features(draft: Draft, time: FoundTime, sentence: Sentence, rivals: Sequence[FoundTime]) -> Crossed:
    """The evidence for a time being the draft's period."""
    return Crossed(_time(draft, time, sentence, rivals), str(draft.kind))


def _time(draft: Draft, time: FoundTime, sentence: Sentence, rivals: Sequence[FoundTime]) -> Iterator[str]:
    gap = draft.sentence.index - sentence.index
    yield f"sentence={'title' if sentence.title and gap else min(gap, 4)}"
    yield f"opening={sentence.index < 4}.{min(gap, 4)}"
    yield f"own.times={min(len(draft.sentence.times), 2)}.{min(gap, 2)}"
    yield f"grain={time.grain}"
    yield f"relation={time.relation}"
    yield f"resolved={time.starts is not None}.{time.ends is not None}"
    yield f"rivals={min(len(rivals), 3)}"
    yield f"order={min(rivals.index(time), 3)}"
    token = sentence.token_at(time.start)
    if token is None:
        return
    verb = next((t for t in token.ancestors if t.pos_ in {"VERB", "AUX"}), None)
    if verb is not None:
        yield f"verb.says={verb.lemma_.lower() in reporting_lemmas()}"
    yield f"first={token.i - sentence.span.start < 3}"
    if gap == 0:
        yield from relation(sentence, draft, token)


@lru_cache(maxsize=1)
def reporting_lemmas() -> frozenset[str]:
    """Lemmas of reporting verbs."""
    return frozenset(lemma for each in reporting().verbs.values() for lemma in each.lemmas)


def binned(distance: int) -> str:
    """A distance in words as a class."""
    for bound in (1, 2, 3, 5, 8, 12, 20):
        if distance <= bound:
            return str(bound)
    return "far"
