"""Tasks: what a force does, is to do, or learns, in the words that say it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from musterbook.model import Kind
from musterbook.reading.drafts import Draft

if TYPE_CHECKING:
    from spacy.tokens import Token

STOPPING = frozenset({"relcl", "advcl", "punct", "cc", "conj", "mark", "npadvmod", "appos", "parataxis", "dep"})
"""Relations that end a task's words: what hangs on them says something more, or the next task."""
LINKS = frozenset({"pobj", "pcomp", "dobj", "attr"})
LISTING = frozenset({"including", "like"})
"""Prepositions after which a general word's particulars are named."""


def find(draft: Draft) -> list[tuple[int, int]]:
    """The tasks of a tasking or training draft, each as [start, end) in the document's content."""
    cue = draft.cue_token
    if cue is None or draft.kind not in {Kind.TASKING, Kind.TRAINING}:
        return []
    offset = draft.sentence.piece.start
    found = []
    for head in _heads(cue):
        for each in _listed(head):
            if each.i < cue.i:
                continue
            start, end = _words(each)
            if end > start:
                found.append((offset + start, offset + end))
    return sorted(set(found))


def _listed(head: Token) -> Iterator[Token]:
    """A word with those beside it and those it includes ("auxiliary tasks, including demining and repairs")."""
    for each in (head, *head.conjuncts):
        yield each
        for child in each.children:
            if child.dep_ == "prep" and child.lower_ in LISTING:
                for below in child.children:
                    if below.dep_ in LINKS:
                        yield from (below, *below.conjuncts)


def _heads(cue: Token) -> Iterator[Token]:
    """The words the tasks turn on: the cue's own verb, else what its preposition, object or infinitive names."""
    named = False
    for child in cue.children:
        if child.dep_ == "prep" and child.lower_ in {"with", "in", "on", "of", "for", "as"}:
            for below in child.children:
                if below.dep_ in LINKS:
                    named = True
                    yield below
            continue
        purpose = child.dep_ in {"xcomp", "advcl", "acl"} and child.i > cue.i and child.pos_ == "VERB"
        given = child.dep_ in {"dobj", "attr"} and cue.pos_ == "VERB" and not _works(cue)
        if purpose or given:
            named = True
            yield child
    if not named and (cue.pos_ == "VERB" or cue.dep_ in LINKS):
        yield cue


def _works(cue: Token) -> bool:
    """Whether the cue is itself the work ("patrol the border"), not the giving of it ("train recruits")."""
    return cue.dep_ in {"xcomp", "advcl", "relcl", "acl", "conj"} or any(c.lower_ == "to" for c in cue.lefts)


def _words(head: Token) -> tuple[int, int]:
    """The task's words: its head with what follows unbroken, from the head's own modifiers on for a noun."""
    first = head
    if head.pos_ in {"NOUN", "PROPN"}:
        left = [t for t in head.lefts if t.dep_ in {"amod", "compound", "nmod", "poss"}]
        first = left[0].left_edge if left else head
    last = head
    for child in head.rights:
        if child.dep_ in STOPPING:
            break
        last = child.right_edge
    end = last.idx + len(last)
    return first.idx, end
