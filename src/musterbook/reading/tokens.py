"""A text as tokens that know their place: words, numbers, stamps (dates and clock times in digits), marks, breaks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

_TOKEN = re.compile(
    r"""[^\S\n]*+(?:
    (?P<break>\n\s*+)
  | (?P<stamp>
        \d{4}[-/]\d{2}[-/]\d{2}(?!\d) | \d{1,2}[./]\d{1,2}[./](?:\d{4}|\d{2})(?!\d) | \d{1,2}-\d{1,2}-\d{4}(?!\d)
      | \d{1,2}:\d{2}(?::\d{2})?(?!\d) | (?!\d{1,3}(?:\.\d{3}){2,}(?!\d))\d+(?:\.\d+){2,}
    )
  | (?P<number>
        [1-9]\d{0,2}(?P<gap>[\u00a0\u202f\u2009\u2007\ ])\d{3}(?:(?P=gap)\d{3})*(?![^\W_])(?![.,:]\d)
        (?![\ -]?(?:mm|MM|millim|MILLIM))
      | \d{1,3}(?:['’]\d{3})+(?!\d)
      | \d{1,2}(?:,\d{2})+,\d{3}(?!\d)
      | \d{1,3}(?:[,，]\d{3})+(?!\d)(?:\.\d+)?
      | \d{1,3}(?:\.\d{3}){2,}(?!\d)
      | \d+,\d{1,2}(?=\s?(?:million|billion|thousand|percent|per\scent|%))
      | \d+\.\d+ | \d+[½¼¾⅓⅔]? | [½¼¾⅓⅔]
    )
  | (?P<word>['’][sS]\b | [^\W\d_]+(?:['’](?![sS]\b)[^\W\d_]+)*)
  | (?P<mark>\S)
    )""",
    re.X,
)
HYPHENS = frozenset("-‑–/")
"""Signs that join two numbers or words."""
LISTING = frozenset(("and", "or", ",", "to"))
"""What stands between two numbers of one thing."""
POWERED = frozenset(("km", "m", "cm", "mm", "ft"))
"""Units that a 2 or 3 glued to them makes ones of area or volume."""
SHORT_NUMBER = 3
"""Figures of the longest number that is a name, an age or of a list."""
_CLOSED = '.!?:;"”'
_WRAPPED_LINE = 50


class Token(NamedTuple):
    """One token: its place, its text, and the text in lower case with plain apostrophes."""

    start: int
    end: int
    text: str
    lower: str
    kind: str
    """word, number, stamp, mark or break (the end of a paragraph)."""


def tokenise(text: str, no_thousands_after: frozenset[str] = frozenset()) -> list[Token]:
    """The tokens of a text in order.

    A line end inside a hard-wrapped paragraph is only a space. After a word of `no_thousands_after` (a month) a blank
    between digits is no thousands separator: "July 15 300 men".
    """
    tokens: list[Token] = []
    match_at = _TOKEN.match
    position, line = 0, 0
    while found := match_at(text, position):
        kind = str(found.lastgroup if found.lastgroup != "gap" else "number")
        start, end = found.span(kind)
        position = end
        if kind == "break":
            if not _wrapped(text, line, start, end):
                tokens.append(Token(start, end, "\n", "\n", kind))
            line = end
            continue
        if kind == "number" and " " in found["number"] and tokens and tokens[-1].lower in no_thousands_after:
            end = position = text.index(" ", start)
        piece = text[start:end]
        tokens.append(Token(start, end, piece, piece.lower().replace("’", "'"), kind))
    return tokens


def _wrapped(text: str, line: int, start: int, end: int) -> bool:
    """A single line end after a long line, before a small letter: the paragraph goes on."""
    return (
        start - line >= _WRAPPED_LINE
        and text.count("\n", start, end) == 1
        and end < len(text)
        and text[end].islower()
        and text[start - 1] not in _CLOSED
    )


def glued(left: Token, right: Token) -> bool:
    """Nothing stands between the two."""
    return left.end == right.start


def names_type(tokens: Sequence[Token], at: int) -> bool:
    """Whether a type's name begins at tokens[at]: "Mi-8", "KN-23", "TB2", not "km2"."""
    if at + 1 >= len(tokens) or not tokens[at].text[0].isupper() or not glued(tokens[at], tokens[at + 1]):
        return False
    number = tokens[at + 1]
    if number.text in HYPHENS and at + 2 < len(tokens) and glued(number, tokens[at + 2]):
        number = tokens[at + 2]
        return number.kind == "number"
    return number.kind == "number" and tokens[at].lower not in POWERED
