"""Capitals-only wire text, re-cased for the parser: a copy of equal length, so that offsets stay true."""

from __future__ import annotations

import re
from collections.abc import Callable

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
MOSTLY = 0.7
"""A line with this share of capitals among its letters is taken as set in capitals: ordinary text stays under 0.2,
headlines in title case under 0.35."""
ENOUGH = 12
"""Letters a line needs before its case says anything: shorter ones are acronyms or speaker labels."""


def is_capitals(text: str) -> bool:
    """Whether a text is set in capitals."""
    letters = sum(1 for c in text if c.isalpha())
    return letters >= ENOUGH and sum(1 for c in text if c.isupper()) >= MOSTLY * letters


def lowered(word: str) -> str:
    """The word in lower case, letter by letter, so that no letter becomes two."""
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in word)


def recased(text: str, is_name: Callable[[str], bool], is_acronym: Callable[[str], bool]) -> str:
    """A copy with every capitals-only line in sentence case: names capitalised, acronyms kept, the rest lowered.

    `is_name` and `is_acronym` are asked about the lower-case and the written word. Other lines come back as they are.
    """
    return "".join(_line(line, is_name, is_acronym) for line in text.splitlines(keepends=True))


def _line(line: str, is_name: Callable[[str], bool], is_acronym: Callable[[str], bool]) -> str:
    if not is_capitals(line):
        return line

    def recase(match: re.Match[str]) -> str:
        word = match.group()
        low = lowered(word)
        before = line[: match.start()].rstrip(" \"'“‘(")
        opens = not before or before[-1] in ".?!:–—" or before.endswith((" -", "--", "="))
        if is_acronym(word):
            return word
        return word[0] + low[1:] if opens or is_name(low) else low

    return WORD.sub(recase, line)
