"""Whose force it is where the words say so by themselves; elsewhere the panel weighs the evidence (`side_evidence`).

Each rule was tried on the coded documents: it is right at least as often as the panel there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from musterbook import codebook
from musterbook.model import Category, Kind
from musterbook.reading.drafts import Draft
from musterbook.reading.numerals import IMPLIED
from musterbook.reading.sides import MODIFYING, Side

if TYPE_CHECKING:
    from spacy.tokens import Token

BESIDE = 3
"""Words before a noun within which an adjective is its own."""
CLEARLY = 2
"""How many times as often as any third side the enemy's forces are named."""
LABEL = re.compile(r"\W*(?:the )?(?P<name>[A-Z][\w .’'-]{2,40}?)(?: \([^()\n]*\))?:\s", re.IGNORECASE)
"""What a line of a list is about: "- Canada (as of May): ..."."""
CLOSED = 12
"""Characters behind a figure within which its bracket closes: "(268 men)"."""


def side_said(draft: Draft, sides: Sequence[Side], speaker: str | None) -> Side | None:
    """The side that the words at a figure tell plainly; None where they don't. `speaker` is whose country speaks."""
    if draft.figure is None:
        return None
    for rule in (_bracketed, _of_soldiers, _beside, _of_members, _listed, _fielded):
        if (said := rule(draft, sides)) is not None:
            return said
    return _enemy(draft, sides, speaker)


def _bracketed(draft: Draft, sides: Sequence[Side]) -> Side | None:
    """The side right before a bracket with nothing but the figure: "contingents of Finland (268) and Sweden (427)"."""
    if draft.figure is None:
        return None
    content, start = draft.sentence.doc.text, draft.sentence.piece.start
    low, high = draft.figure.quantity.start - start, draft.figure.quantity.end - start
    if content[max(0, low - 1) : low] != "(" or ")" not in content[high : high + CLOSED]:
        return None
    end = start + len(content[: low - 1].rstrip())
    return _only(side for side in sides if any(mark.end == end for mark in side.marks))


def _of_soldiers(draft: Draft, sides: Sequence[Side]) -> Side | None:
    """The country whose adjective alone stands before the noun of a figure of soldiers: "1,200 Iranian sappers".

    Rebels and their like may be a country's by birth only, and materiel by make.
    """
    force = draft.force
    if force is None or force.strength != "strong" or force.category is not Category.PERSONNEL:
        return None
    head, start = draft.sentence.doc[force.head], draft.sentence.piece.start
    if head.lower_ in codebook.groups().unnamed.armed:
        return None
    before = [t for t in head.lefts if t.dep_ in MODIFYING and t.i >= head.i - BESIDE]
    if any(child.dep_ == "conj" for token in before for child in token.children):
        return None
    words = [start + token.idx for token in before]
    return _only(
        side
        for side in sides
        if any(mark.start <= word < mark.end for mark in side.marks if mark.form == "adjective" for word in words)
    )


def _beside(draft: Draft, sides: Sequence[Side]) -> Side | None:
    """The country whose adjective stands between the number and what it counts: "two Ukrainian assault groups".

    What is given away, and what is called by its type, may be a country's by make.
    """
    force, figure = draft.force, draft.figure
    if force is None or figure is None or figure.antecedent or figure.quantity.rule == IMPLIED:
        return None
    made = force.strength == "type" or (draft.kind is Kind.TRANSFER and force.category is not Category.PERSONNEL)
    head = draft.sentence.doc[force.head]
    if made or head.lower_ in codebook.groups().unnamed.armed:
        return None
    content, end = draft.sentence.doc.text, figure.quantity.end
    start = draft.sentence.piece.start
    return _only(
        side
        for side in sides
        if any(
            mark.form == "adjective"
            and mark.start == end + 1
            and content[mark.end - start : mark.end - start + 1] == " "
            for mark in side.marks
        )
    )


def _of_members(draft: Draft, sides: Sequence[Side]) -> Side | None:
    """The listed group that counted people are said to be of: "2,000 members of the South Lebanon Army"."""
    force = draft.force
    if force is None or force.category is not Category.PERSONNEL:
        return None
    head, start = draft.sentence.doc[force.head], draft.sentence.piece.start
    of = [t for prep in head.rights if prep.dep_ == "prep" and prep.lower_ == "of" for t in prep.rights]
    words = [start + token.idx for token in of if token.dep_ == "pobj"]
    return _only(
        side
        for side in sides
        if side.country is None
        and any(mark.start <= word < mark.end for mark in side.marks if mark.form == "group" for word in words)
    )


def _listed(draft: Draft, sides: Sequence[Side]) -> Side | None:
    """The country under whose name a line of a list says what it gives: "- Canada: 1,300 warheads from old stocks"."""
    if draft.kind is not Kind.TRANSFER or draft.figure is None:
        return None
    content, start = draft.sentence.doc.text, draft.sentence.piece.start
    line = content.rfind("\n", 0, draft.figure.quantity.start - start) + 1
    label = LABEL.match(content, line)
    end = start + label.end("name") if label is not None else None
    return _only(side for side in sides if side.country and any(mark.end == end for mark in side.marks))


def _fielded(draft: Draft, sides: Sequence[Side]) -> Side | None:
    """The one side of the document that fields what is counted: "12 Kalibrs". Who gives it away may be another."""
    force = draft.force
    if force is None or draft.kind is Kind.TRANSFER:
        return None
    head, fields = draft.sentence.doc[force.head], codebook.forces().fields
    words = [token.text for token in (*head.lefts, head) if token.i >= head.i - BESIDE]
    return _only(side for side in sides if side.country and any(fields(side.country, word) for word in words))


def _enemy(draft: Draft, sides: Sequence[Side], speaker: str | None) -> Side | None:
    """The other side that the document is about by far the most, where a country's own speaker counts "the enemy"."""
    force = draft.force
    if force is None or speaker is None:
        return None
    head = draft.sentence.doc[force.head]
    if not any(token.lower_ in codebook.groups().unnamed.enemy for token in (*head.lefts, head, *_losers(draft))):
        return None
    others = sorted((side for side in sides if side.attached and side.country != speaker), key=_attached, reverse=True)
    if len(others) > 1 and CLEARLY * _attached(others[1]) > _attached(others[0]):
        return None
    return others[0] if others and others[0].country is not None else None


def _losers(draft: Draft) -> Iterator[Token]:
    """Who lost what is counted, where that is said: "the enemy" in "the enemy lost up to 240 men and four tanks"."""
    verb = next((token for token in draft.path if token.pos_ == "VERB"), None)
    if draft.kind is Kind.LOSS and verb is not None and verb.lemma_ in codebook.groups().unnamed.losing:
        yield from (child for child in verb.lefts if child.dep_ == "nsubj")


def _attached(side: Side) -> int:
    return len(side.attached)


def _only(found: Iterator[Side]) -> Side | None:
    """The side, where it is the only one."""
    first = next(found, None)
    return first if first is not None and next(found, None) is None else None
