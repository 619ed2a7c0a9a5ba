"""Armed groups that no list knows and the document names by itself.

"Zande militiamen", "guerrillas of the FDN": once a document says so, the name means the group wherever it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from musterbook import codebook
from musterbook.reading.casing import is_capitals
from musterbook.reading.places import FoundPlace, FoundSide
from musterbook.reading.quantities import find as quantities
from musterbook.reading.times import time_reader

_SENTENCE_START = re.compile(r"(?:\A|[.!?:;][\"'”’)\]]*\s+|\n\s*|[“\"‘(])\Z")
_BEFORE = 4
"""Characters that tell whether a word opens a sentence."""


def find(content: str, sides: Sequence[FoundSide], places: Sequence[FoundPlace]) -> tuple[str, ...]:
    """The names of groups that a text tells by itself, longest first.

    `sides` and `places` are those found in it: a country, a people or a place before "fighters" names no group.
    """
    taken = [(side.start, side.end) for side in sides] + [(place.start, place.end) for place in places if place.codes]
    found = {
        name
        for start, name in _told(content)
        if not any(low < start + len(name) and start < high for low, high in taken)
    }
    return tuple(sorted(found, key=lambda name: (-len(name), name)))


def _told(content: str) -> Iterator[tuple[int, str]]:
    """Names that stand where a group's name stands, and where."""
    groups = codebook.groups()
    for match in groups.member.finditer(content):
        if _in_capitals(content, match.start()):
            continue
        for number in (1, 2):
            name = match.group(number)
            if name is None or not _names_a_group(name):
                continue
            start = match.start(number)
            if not _opens(content, start) or _stands_elsewhere(content, name, match.end()):
                yield start, name
    for match in groups.member_of.finditer(content):
        if _names_a_group(match.group(1)):
            yield match.start(1), match.group(1)


def _names_a_group(name: str) -> bool:
    """Whether capitalised words can be a group's name: no people, faith, owner, type of aircraft, date or number."""
    book, kinds = codebook.groups(), codebook.forces()
    if (
        len(name) < 2
        or name.lower() in time_reader().month_words
        or name.endswith(("'s", "’s", "'", "’"))
        or any(letter.isdigit() for letter in name)
    ):
        return False
    words = name.replace("-", " ").split()
    plain = not any(word in book.armed.peoples or word in book.formations.openers for word in words)
    return plain and kinds.type_of(name) is None and not quantities(words[0])


def _opens(content: str, start: int) -> bool:
    """Whether the word opens a sentence, so that its capital says nothing."""
    return start == 0 or _SENTENCE_START.search(content[max(0, start - _BEFORE) : start]) is not None


def _stands_elsewhere(content: str, name: str, after: int) -> bool:
    """Whether a name that opened a sentence stands inside a later one too, or is an acronym."""
    if name.isupper():
        return True
    written = re.compile(rf"(?<![\w-]){re.escape(name)}(?!\w)")
    return any(not _opens(content, match.start()) for match in written.finditer(content, after))


def _in_capitals(content: str, at: int) -> bool:
    first = content.rfind("\n", 0, at) + 1
    last = content.find("\n", at)
    return is_capitals(content[first : last if last >= 0 else len(content)])
