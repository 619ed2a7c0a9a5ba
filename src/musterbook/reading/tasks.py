"""Tasks: what a force does, is to do, or learns, in the words that say it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from musterbook import codebook
from musterbook.model import Kind
from musterbook.reading.drafts import SUBJECTS, Draft

if TYPE_CHECKING:
    from spacy.tokens import Token

STOPPING = frozenset({"relcl", "advcl", "punct", "cc", "conj", "mark", "npadvmod", "appos", "parataxis", "dep"})
"""Relations that end a task's words: what hangs on them says something more, or the next task."""
LINKS = frozenset({"pobj", "pcomp", "dobj", "attr"})
PURPOSE = frozenset({"xcomp", "advcl", "acl", "ccomp", "relcl"})
LISTING = frozenset({"including", "like"})
"""Prepositions after which a general word's particulars are named."""
TAUGHT = frozenset({"in", "on", "with", "for", "of"})
"""Prepositions after which stands what somebody is trained in."""
MODIFIERS = frozenset({"amod", "compound", "nmod", "poss"})


def find(draft: Draft) -> list[tuple[int, int]]:
    """The tasks of a tasking or training draft, each as [start, end) in the document's content."""
    if draft.kind is Kind.TASKING:
        heads = list(_done(draft))
    elif draft.kind is Kind.TRAINING:
        heads = list(_learnt(draft))
    else:
        return []
    offset = draft.sentence.piece.start
    found = {_words(each) for head in heads for each in _listed(head) if _is_task(draft, each)}
    return sorted((offset + start, offset + end) for start, end in found if end > start)


def _done(draft: Draft) -> Iterator[Token]:
    """The words a tasking turns on: the cue's own, or those its announcing noun or the force's verb leads to."""
    cue = draft.cue_token
    if cue is None:
        yield from _uncued(draft)
    elif cue.lemma_.lower() in codebook.tasks().announcing:
        yield from _announced(cue)
    elif cue.pos_ == "VERB":
        purposes = [c for c in cue.children if c.dep_ in PURPOSE and c.i > cue.i and _infinitive(c)]
        if purposes and not _works(cue):
            yield from purposes
        else:
            for each in _series(cue):
                yield from _performed(each)
    else:
        yield cue


def _announced(noun: Token) -> Iterator[Token]:
    """What a word such as "job" or "tasked" announces: an infinitive, what it is said to be, what its colon leads to.

    One that is itself described ("auxiliary tasks, including demining") is what is done.
    """
    verb = noun.head
    beside = [c for c in noun.children if c.dep_ in PURPOSE and c.i > noun.i]
    if noun.pos_ == "VERB":
        beside += [b for c in noun.children if c.lower_ == "with" for b in c.children if b.dep_ in LINKS]
    elif not beside and noun.dep_ in {"nsubj", "nsubjpass"}:
        beside = [c for c in verb.children if c.dep_ in {"xcomp", "attr", "dobj", "ccomp"} and c.i > verb.i]
    if not beside and noun.pos_ != "VERB" and noun.dep_ in {"attr", "dobj", "pobj", "appos", "oprd", "ROOT", "conj"}:
        beside = [c for c in verb.children if c.dep_ in {"xcomp", "advcl", "csubj"} and c.i != noun.i]
        beside += [c for c in noun.children if c.dep_ in {"appos", "parataxis", "dep"} and c.i > noun.i]
    for child in noun.children:
        if child.dep_ == "prep" and child.lower_ in {"of", "for"}:
            beside += [below for below in child.children if below.dep_ in LINKS]
    described = any(child.dep_ in {"amod", "compound"} for child in noun.lefts)
    yield from beside or ([noun] if described and noun.dep_ in LINKS else [])


def _uncued(draft: Draft) -> Iterator[Token]:
    """Where no cue speaks: the force's purpose ("sent to fight"), else what its verb says it does."""
    verb = next((token for token in draft.path if token.pos_ in {"VERB", "AUX"}), None)
    if verb is None:
        return
    under = [t for t in verb.subtree if t.i > draft.anchor.i]
    purposes = [t for t in under if _infinitive(t) and t.head.i != t.i]
    named = [
        below
        for token in under
        if token.dep_ == "prep" and token.lower_ in codebook.tasks().naming
        for below in token.children
        if below.dep_ == "pcomp" or (below.dep_ == "pobj" and token.lower_ == "as")
    ]
    doing = [t for t in draft.anchor.children if t.tag_ == "VBG" and t.dep_ in {"acl", "relcl"}]
    if purposes:
        yield purposes[0]
    elif named:
        yield named[0]
    elif doing:
        yield doing[0]
    elif verb.pos_ == "VERB":
        yield from _performed(verb)


def _series(verb: Token) -> list[Token]:
    """The purposes a verb stands among, in order: "sent to deter attacks, to train the army and to guard the port"."""
    if not _infinitive(verb):
        return [verb]
    first = verb
    while first.dep_ in {"conj", "advcl", "xcomp"} and _infinitive(first.head) and first.head.i < first.i:
        first = first.head
    beside = [c for c in first.head.children if c.dep_ == first.dep_ == "advcl" and c.i > first.i and _infinitive(c)]
    below = [c for c in first.children if c.dep_ == "advcl" and c.i > first.i and _infinitive(c) and _after_comma(c)]
    return [first, *below, *beside]


def _after_comma(verb: Token) -> bool:
    """Whether an infinitive is set off: it is a further purpose, not the purpose of the one before."""
    start = verb.left_edge.i
    return start > 0 and verb.doc[start - 1].text == ","


def _performed(verb: Token) -> Iterator[Token]:
    """What a verb says is done: the verb with its object; of one like "conduct" the object alone."""
    if verb.lemma_.lower() in codebook.tasks().doing:
        objects = [c for c in verb.children if c.dep_ in {"dobj", "xcomp"} and c.i > verb.i]
        for child in verb.children:
            if child.dep_ == "prep" and child.i > verb.i and child.lower_ in {"in", "on"}:
                objects += [below for below in child.children if below.dep_ in LINKS]
        if objects:
            yield objects[0]
            return
    yield verb


def _learnt(draft: Draft) -> Iterator[Token]:
    """The words that say what is learnt: the cue's object that is no force, or what stands after its preposition."""
    cue = draft.cue_token
    if cue is None:
        return
    for child in cue.children:
        if child.dep_ == "prep" and child.lower_ in TAUGHT and child.i > cue.i:
            yield from _taught(child)
        elif (child.dep_ == "dobj" and cue.pos_ == "VERB") or (
            child.dep_ in PURPOSE and child.i > cue.i and _infinitive(child)
        ):
            yield child
    yield from _focused(cue)


def _taught(prep: Token) -> Iterator[Token]:
    """What stands after a preposition, and after the one that the parser hangs on a time between: "for weeks in X"."""
    for below in prep.children:
        if below.dep_ in LINKS:
            yield below
            if below.lemma_.lower() in codebook.tasks().lasting:
                for child in below.children:
                    if child.dep_ == "prep" and child.lower_ in TAUGHT:
                        yield from _taught(child)


def _focused(cue: Token) -> Iterator[Token]:
    """What is learnt above all: "with particular focus on drone warfare, artillery and assault tactics"."""
    words = codebook.tasks().focusing
    for token in cue.subtree:
        focus = token.lemma_.lower() in words and token.i > cue.i
        for prep in token.children if focus else ():
            if prep.dep_ == "prep" and prep.lower_ in {"on", "upon"}:
                yield from (below for below in prep.children if below.dep_ in LINKS)


def _is_task(draft: Draft, head: Token) -> bool:
    """Whether a word can be what is done or learnt: no force, side, place or time, and no course by itself."""
    sentence = draft.sentence
    cue = draft.cue_token
    if draft.kind is Kind.TASKING and cue is not None and head.i < min(cue.i, _series(cue)[0].i):
        return False
    if head.lemma_.lower() in codebook.tasks().lasting | codebook.tasks().focusing:
        return False
    serving = head.dep_ == "pobj" and head.head.lower_ == "as"
    if not serving and any(force.head == head.i for force in sentence.forces):
        return False
    at = sentence.piece.start + head.idx
    taken = [(place.start, place.end) for place in sentence.places]
    taken += [(side.start, side.end) for side in sentence.sides]
    taken += [(time.start, time.end) for time in sentence.times]
    taken += [(quantity.start, quantity.end) for quantity in sentence.quantities]
    if any(start <= at < end for start, end in taken):
        return False
    return draft.kind is Kind.TASKING or not any(
        cue.kind is Kind.TRAINING for found in sentence.cues if found.token == head.i for cue in found.cues
    )


def _listed(head: Token) -> Iterator[Token]:
    """A word with those beside it and those it includes ("auxiliary tasks, including demining and repairs")."""
    for each in (head, *head.conjuncts):
        if each.i < head.i or (each is not head and any(c.dep_ in SUBJECTS for c in each.children)):
            continue
        yield each
        for child in each.children:
            if child.dep_ == "prep" and child.lower_ in LISTING:
                for below in child.children:
                    if below.dep_ in LINKS:
                        yield from (below, *below.conjuncts)


def _infinitive(token: Token) -> bool:
    return token.tag_ == "VB" and any(c.lower_ == "to" for c in token.lefts)


def _works(cue: Token) -> bool:
    """Whether the cue is itself the work ("patrol the border"), not the giving of it ("order troops to fire")."""
    return cue.dep_ in {"xcomp", "advcl", "relcl", "acl", "conj"} or any(c.lower_ == "to" for c in cue.lefts)


def _words(head: Token) -> tuple[int, int]:
    """The task's words: its head with what follows unbroken, from the head's own modifiers on for a noun.

    A preposition that says where or when ends them.
    """
    first = head
    if head.pos_ in {"NOUN", "PROPN"}:
        left = [t for t in head.lefts if t.dep_ in MODIFIERS]
        first = left[0].left_edge if left else head
    last = head
    for child in head.rights:
        if child.dep_ in STOPPING or (child.dep_ == "prep" and child.lower_ not in codebook.tasks().within):
            break
        last = _before_clause(child)
    if last.i >= head.i and head.dep_ == "dobj" and head.head.lemma_.lower() in codebook.tasks().doing:
        last = _against(head.head, last)
    return first.idx, last.idx + len(last)


def _against(verb: Token, last: Token) -> Token:
    """The last word of what the work is for or against, which the parser may hang on the verb that does it."""
    for child in verb.rights:
        follows = child.i == last.i + 1 and child.dep_ == "prep"
        if follows and child.lower_ in codebook.tasks().against:
            return _before_clause(child)
    return last


def _before_clause(token: Token) -> Token:
    """The last word under a token before a clause that says something of what it names (", of which 88 ...")."""
    for each in token.subtree:
        if each.dep_ == "relcl" and each.left_edge.i > token.i:
            last = each.left_edge.nbor(-1)
            return last.nbor(-1) if last.is_punct and last.i > token.i + 1 else last
    return token.right_edge
