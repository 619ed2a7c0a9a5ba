"""Armed groups that no list knows and the document names by itself.

"Zande militiamen", "guerrillas of the FDN": once a document says so, the name means the group wherever it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from musterbook import codebook
from musterbook.codebook.sources import sources
from musterbook.reading.place_text import PlaceText
from musterbook.reading.places import FoundPlace, FoundSide
from musterbook.reading.quantities import find as quantities
from musterbook.reading.times import time_reader


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
    if before := list(groups.member.finditer(content)):
        yield from _before_members(PlaceText(content), before)
    for match in groups.member_of.finditer(content):
        if _names_a_group(match.group(1)):
            yield match.start(1), match.group(1)


def _before_members(text: PlaceText, matches: Iterable[re.Match[str]]) -> Iterator[tuple[int, str]]:
    """Names before a noun for members, where a capital tells a name."""
    for match in matches:
        for number in (1, 2):
            name, start = match.group(number), match.start(number)
            if name is None or not text.capitalised(text.number_at(start)) or not _names_a_group(name):
                continue
            if not _opens(text, start) or _stands_elsewhere(text, name, match.end()):
                yield start, name


def _names_a_group(name: str) -> bool:
    """Whether capitalised words can be a group's name: no people, faith, owner, type of aircraft, date or number.

    What every state has ("the Armed Forces", "the Coast Guard") is no group but the state's.
    """
    book, kinds = codebook.groups(), codebook.forces()
    if name.lower() in sources().common:
        return False
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


def _opens(text: PlaceText, start: int) -> bool:
    """Whether the word opens a sentence, so that its capital says nothing."""
    return text.opens_sentence(text.number_at(start))


def _stands_elsewhere(text: PlaceText, name: str, after: int) -> bool:
    """Whether a name that opened a sentence stands inside a later one too, or is an acronym."""
    if name.isupper():
        return True
    written = re.compile(rf"(?<![\w-]){re.escape(name)}(?!\w)")
    return any(not _opens(text, match.start()) for match in written.finditer(text.text, after))
