"""The speaker of a reporting verb: its subject, wherever the sentence has put it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from musterbook.codebook.reporting import reporting
from musterbook.reading.statement_cue import MARKS, OBJECTS, RELATIVE, can_speak, standing
from musterbook.reading.statement_sources import Source, source_at

if TYPE_CHECKING:
    from spacy.tokens import Token

NOMINAL = ("NOUN", "PROPN", "PRON")
CLIMBED = frozenset({"conj", "xcomp", "advcl", "pcomp", "prep", "dep", "ccomp", "parataxis"})
FARTHEST = 6
"""Verbs climbed in search of a subject."""
WIDEST = 12
"""Tokens of a speaker set beside its verb."""


def speaker(verb: Token) -> tuple[Token | None, bool]:
    """The noun that speaks, and whether it follows the verb ("said the ministry")."""
    after = _inverted(verb)
    if after is not None:
        return after, True
    subject = _subject(verb)
    source = source_at(subject) if subject is not None else None
    if source is None or not can_speak(source):
        aside = beside(verb)
        if aside is not None:
            return aside, False
    return subject, subject is not None and subject.i > verb.i


def _subject(verb: Token) -> Token | None:
    climbed = verb
    for _ in range(FARTHEST):
        subject = own_subject(climbed)
        if subject is not None:
            return climbed.head if subject.lower_ in RELATIVE and climbed.dep_ == "relcl" else subject
        if climbed.dep_ == "relcl" or (climbed.dep_ == "acl" and climbed.tag_ == "VBG"):
            return climbed.head
        if climbed.dep_ not in CLIMBED or climbed.head.i == climbed.i:
            return None
        if climbed.dep_ in ("ccomp", "advcl", "parataxis") and verb.tag_ not in ("VBG", "VB"):
            return None
        climbed = climbed.head
    return None


def own_subject(verb: Token) -> Token | None:
    """The subject that hangs on this verb itself."""
    for child in verb.children:
        if child.dep_ in ("nsubj", "nsubjpass", "csubj") and child.pos_ in (*NOMINAL, "ADJ", "X", "NUM"):
            return child
    return None


def _inverted(verb: Token) -> Token | None:
    """A speaker after the verb: "..., said the ministry"."""
    if verb.i == 0 or verb.nbor(-1).text not in MARKS or verb.tag_ == "VBG":
        return None
    if verb.lower_ not in reporting().forms and verb.pos_ != "VERB":
        return None
    for child in verb.rights:
        if (
            child.pos_ in NOMINAL
            and child.left_edge.i == verb.i + 1
            and child.dep_ in (*OBJECTS, "nsubj", "dep", "ccomp", "npadvmod")
        ):
            source = source_at(child)
            speaks = source is not None and (
                source.sort in ("person", "office", "media", "country", "pronoun") or source.sort == "name"
            )
            return (
                child
                if speaks and not any(c.dep_ == "nummod" and standing(child) is None for c in child.lefts)
                else None
            )
        if child.pos_ not in ("ADV", "ADP", "PUNCT"):
            break
    return None


def beside(verb: Token) -> Token | None:
    """A speaker set just before a finite verb, whatever the parse made of them: ", OFFICE ADDS", ", officials claim".

    The stretch between the last mark and the verb must be one noun phrase that can speak, and the verb must end its
    clause.
    """
    if verb.lower_ not in reporting().forms and verb.tag_ not in ("VBD", "VBZ", "VBP"):
        return None
    first, last = verb.i, verb.i
    sentence = verb.sent
    doc = verb.doc
    while last > sentence.start and doc[last - 1].pos_ in ("ADV", "AUX"):
        last -= 1
    first = last
    while first > max(sentence.start, last - WIDEST) and doc[first - 1].pos_ in (
        "DET",
        "ADJ",
        "NOUN",
        "PROPN",
        "NUM",
        "PRON",
        "PART",
        "ADP",
    ):
        first -= 1
    if first == last:
        return None
    before = doc[first - 1] if first > 0 else None
    if (
        before is not None
        and first > sentence.start
        and before.text not in MARKS
        and before.pos_ not in ("CCONJ", "SCONJ")
    ):
        return None
    stop = next((i for i in range(first, last) if doc[i].pos_ == "ADP"), last)
    heads = [doc[i] for i in range(first, stop) if doc[i].pos_ in NOMINAL]
    if not heads:
        return None
    source = source_at(heads[-1])
    return heads[-1] if source is not None and can_speak(source) and heads[-1].lower_ not in RELATIVE else None


def told(verb: Token) -> Source | None:
    """The outlet told: "told Suspilne", "said in an interview with X", "declared over Radio Andalus"."""
    for child in verb.rights:
        if child.dep_ in ("dobj", "dative", "npadvmod", "iobj") and child.i - verb.i < 8:
            noun = child
            if child.dep_ == "dative" and child.pos_ == "ADP":
                noun = next((c for c in child.children if c.dep_ == "pobj"), child)
            relayed = _outlet(noun)
            if relayed is not None:
                return relayed
        if child.dep_ in ("prep", "agent"):
            for noun in (t for t in child.subtree if t.dep_ in ("pobj", "appos")):
                relayed = _outlet(noun)
                if relayed is not None and relayed.sort == "media":
                    return relayed
    return None


def _outlet(noun: Token) -> Source | None:
    source = source_at(noun)
    if source is None or source.sort not in ("media", "name") or (source.plural and source.sort != "media"):
        return None
    return source


def end_of_addressee(verb: Token) -> int:
    """One past the person told, so that "told reporters that ..." begins its content at "that"."""
    if verb.lemma_ not in ("tell", "inform", "brief", "assure", "notify", "remind", "warn", "advise"):
        return verb.i + 1
    ends = [c.right_edge.i + 1 for c in verb.rights if c.dep_ in ("dobj", "dative", "iobj") and c.pos_ in NOMINAL]
    return max(ends, default=verb.i + 1)
