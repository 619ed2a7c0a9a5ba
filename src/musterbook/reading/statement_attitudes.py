"""Cues of attitude: what one is sure of, tells others to do, declines to say; what is believed by nobody named."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from musterbook.codebook.reporting import reporting
from musterbook.reading.statement_cue import Cue, can_speak
from musterbook.reading.statement_sources import source_at

if TYPE_CHECKING:
    from spacy.tokens import Token

CLAUSES = frozenset({"ccomp", "acl"})
SUBJECTS = frozenset({"nsubj", "nsubjpass", "expl"})
RAISED = frozenset({"believe", "think", "say", "report", "allege", "rumour", "rumor", "suspect", "know", "understand"})
"""Verbs of "is said to have left": the left-out source tells it of the subject."""


def conviction(token: Token) -> Iterator[Cue]:
    """ "The airline is confident that flights will resume"."""
    words = reporting().adjectives
    if token.pos_ != "ADJ" or token.lower_ not in words.lemmas or token.head.lemma_ not in words.verbs:
        return
    clause = next((c for c in token.rights if c.dep_ == "ccomp" and _has_subject(c)), None)
    subject = next((c for c in token.head.lefts if c.dep_ == "nsubj"), None)
    source = source_at(subject) if subject is not None else None
    if clause is None or subject is None or source is None or not can_speak(source) or source.head == "it":
        return
    scope = (clause.left_edge.i, clause.right_edge.i + 1)
    first = subject.left_edge.i
    yield Cue(
        first, token.i + 1, (token.head.i, token.i + 1), token.lower_, ("feel",), "verb", "object", source, None,
        False, scope,
    )  # fmt: skip


def unsourced(token: Token, lemma: str) -> Iterator[Cue]:
    """ "It is believed that ...", "is said to have left": a passive verb of saying without its source."""
    if lemma not in reporting().unsourced.verbs or not any(c.dep_ == "auxpass" for c in token.lefts):
        return
    subject = next((c for c in token.lefts if c.dep_ in SUBJECTS), None)
    if subject is None:
        return
    clause = next((c for c in token.rights if c.dep_ in ("ccomp", "advcl") and _has_subject(c)), None)
    raised = next((c for c in token.rights if c.dep_ == "xcomp"), None) if lemma in RAISED else None
    told = clause if subject.lower_ == "it" else raised
    if told is None:
        return
    scope = (told.left_edge.i, told.right_edge.i + 1)
    yield Cue(
        token.i, token.i + 1, (token.i, token.i + 1), lemma, ("believe",), "unsourced", "object", None, None, False,
        scope,
    )  # fmt: skip


def governs_clause(verb: Token) -> bool:
    """Whether a clause with a subject of its own hangs on the verb, after it."""
    return any(c.dep_ == "ccomp" and _has_subject(c) for c in verb.rights)


def orders(verb: Token) -> bool:
    """Whether somebody is told to do something: "told her to rest"."""
    return any(
        c.dep_ in ("xcomp", "ccomp", "advcl") and c.i > verb.i + 1 and any(t.lower_ == "to" for t in c.lefts)
        for c in verb.rights
    )


def refuses(verb: Token) -> bool:
    """Whether something is declined that would be said: "declined to comment"."""
    verbs = reporting().refusals.verbs
    return any(c.dep_ == "xcomp" and c.lemma_ in verbs for c in verb.rights)


def _has_subject(clause: Token) -> bool:
    return any(c.dep_ in SUBJECTS for c in clause.lefts) or any(c.dep_ == "mark" for c in clause.lefts)
