"""Where a text quotes: stretches between quotation marks, also over several sentences and paragraphs."""

from __future__ import annotations

import re
from dataclasses import dataclass

PAIRED = {"“": "”", "«": "»", "„": "“”", "‘": "’", "‹": "›"}
STRAIGHT = "\"'"
OPENING = re.compile(f"[{''.join(PAIRED)}{STRAIGHT}]")
LONGEST = 3_000
"""A quotation left open for longer than this is taken for a slip of the keyboard."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quoted stretch, with its marks: [start, end)."""

    start: int
    end: int

    def holds(self, position: int) -> bool:
        """Whether the position lies between the marks."""
        return self.start <= position < self.end


def quotations(text: str) -> list[Quotation]:
    """The quoted stretches of a text, in order, outermost only.

    A quotation whose closing mark is missing ends with its paragraph; where the next paragraph opens with a mark
    again, that is a quotation of its own (the convention for speech that runs on).
    """
    found: list[Quotation] = []
    position = 0
    while mark := OPENING.search(text, position):
        position = mark.start()
        closing = _closing(text, position)
        end = _end(text, position, closing) if closing else None
        if end is None:
            position += 1
            continue
        found.append(Quotation(position, end))
        position = end
    return found


def _closing(text: str, position: int) -> str:
    """The marks that would close a quotation opened here; empty where none is opened."""
    mark = text[position]
    if mark in PAIRED:
        return PAIRED[mark]
    if mark in STRAIGHT:
        before = text[position - 1] if position else " "
        after = text[position + 1 : position + 2]
        if (before.isspace() or before in "([—–-:/=") and after and not after.isspace():
            return mark
    return ""


def _end(text: str, start: int, closing: str) -> int | None:
    """One past the closing mark, or past the paragraph for a quotation never closed; None for a lone apostrophe."""
    apostrophe = text[start] in "'‘"
    for position in range(start + 1, min(len(text), start + LONGEST)):
        character = text[position]
        if character == "\n":
            return None if apostrophe else position
        if character not in closing:
            continue
        before, after = text[position - 1], text[position + 1 : position + 2]
        if apostrophe and (
            after.isalnum() or (before.isalpha() and before == "s" and _closes_later(text, position, closing))
        ):
            continue
        if character in STRAIGHT and before.isspace():
            continue
        return position + 1
    return None if apostrophe else min(len(text), start + LONGEST)


def _closes_later(text: str, position: int, closing: str) -> bool:
    """Whether a better closing mark, after punctuation, follows in this paragraph: then this one marks a possessive."""
    line_end = text.find("\n", position)
    rest = text[position + 1 : line_end if line_end >= 0 else len(text)]
    return any(rest[i] in closing and i and rest[i - 1] in ".,?!" for i in range(len(rest)))
