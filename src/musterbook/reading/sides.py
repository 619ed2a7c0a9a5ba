"""The sides of a document: every country or named group it speaks of, with each place where it does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from musterbook import codebook
from musterbook.codebook.force_names import name_key
from musterbook.codebook.sources import sources
from musterbook.reading import institutions
from musterbook.reading.marked import Marked, Sentence

SHORT = 3
"""Letters up to which an acronym is an organisation's ("UN", "EU"), not a mission's."""
GROUP = "group:"
"""What the key of a group begins with."""
ARMED, JOINT = "unnamed:armed", "unnamed:joint"
"""Keys of those who fight for no state and of those of several states, where no name tells which."""
MODIFYING = frozenset({"amod", "compound", "nmod"})
"""Relations of a word to the noun it stands before."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One place where a side is named; offsets count in the document's content."""

    start: int
    end: int
    form: str
    """Of a country "adjective", "demonym", "name", "capital", "seat", "place" in it, its "person"; else "group".

    A "formation" is a name that is a force's by its form only ("the International Legion"): it may be a side of its
    own or a country's unit. "unnamed" is a word for members of a force that may be nobody's.
    """
    title: bool


@dataclass(frozen=True, slots=True)
class Side:
    """A country, a group without one, or those of no name ("rebels", "the coalition")."""

    key: str
    country: str | None
    marks: tuple[Mark, ...] = field(default=())
    attached: tuple[int, ...] = ()
    """Places where the side's name stands in a phrase that names a force ("North Korean soldiers", "Seoul's army")."""

    @property
    def named(self) -> bool:
        """Whether it has a name, or is a country."""
        return self.key not in {ARMED, JOINT}


def sides(marked: Marked) -> tuple[Side, ...]:
    """The sides of a document by first appearance."""
    marks: dict[str, list[Mark]] = {}
    meant = _meant(marked)
    country: dict[str, str | None] = {}
    attached: dict[str, list[int]] = {}
    for sentence in marked.sentences:
        phrases = [_extent(sentence, force.head) for force in sentence.forces if force.strength != "name"]
        for side in sentence.sides:
            marks.setdefault(side.country, []).append(Mark(side.start, side.end, side.form, sentence.title))
            country[side.country] = side.country
            if side.form == "demonym" or any(low <= side.start < high for low, high in phrases):
                attached.setdefault(side.country, []).append(side.start)
        for place in sentence.places:
            if place.country is not None and not any(
                m.start <= place.start < m.end for m in marks.get(place.country, ())
            ):
                marks.setdefault(place.country, []).append(Mark(place.start, place.end, "place", sentence.title))
                country[place.country] = place.country
        for start, end, land in institutions.persons_in(sentence.span.text):
            offset = sentence.piece.start + sentence.span.start_char
            marks.setdefault(land, []).append(Mark(offset + start, offset + end, "person", sentence.title))
            country[land] = land
        for name in sentence.names:
            start, end = sentence.piece.start + name.start, sentence.piece.start + name.end
            apart = name.text[0].isalpha() and name.text.lower() not in sources().common
            if name.country is None and not name.listed and not apart:
                continue
            key = name.country or meant.get(group_key(name.text), group_key(name.text))
            form = "group" if name.listed else "formation"
            marks.setdefault(key, []).append(Mark(start, end, form, sentence.title))
            country[key] = name.country
            attached.setdefault(key, []).append(start)
        for start, end, key in _unnamed(sentence):
            marks.setdefault(key, []).append(Mark(start, end, "unnamed", sentence.title))
            country[key] = None
            attached.setdefault(key, []).append(start)
    found = [
        Side(key, country[key], tuple(sorted(where, key=lambda m: m.start)), tuple(sorted(attached.get(key, ()))))
        for key, where in marks.items()
    ]
    return tuple(sorted(found, key=lambda side: (side.marks[0].start, side.key)))


def _unnamed(sentence: Sentence) -> Iterator[tuple[int, int, str]]:
    """Where a sentence speaks of members of a force that has no name in their phrase, and which sort they are of."""
    words = codebook.groups().unnamed
    start = sentence.piece.start
    heads = {force.head for force in sentence.forces}
    named = [start + name.start for name in sentence.names if name.country is None and name.listed]
    for token in sentence.span:
        low = token.lower_
        before = token.dep_ in MODIFYING
        if low in words.armed:
            key = ARMED
        elif low in words.joint or (low in words.joint_before and before and token.head.i in heads):
            key = JOINT
        else:
            continue
        first, last = _extent(sentence, token.head.i if before else token.i)
        if not any(first <= place < last for place in named):
            yield start + token.idx, start + token.idx + len(token), key


def _meant(marked: Marked) -> dict[str, str]:
    """Keys of short forms in brackets to those of the names they stand behind: "Revolutionary Army (BRA)"."""
    found = {}
    for sentence in marked.sentences:
        for name, short in pairwise(sentence.names):
            between = sentence.piece.doc.text[name.end : short.start]
            if between in {" (", " [", " (the "} and name.country is None and short.country is None:
                found[group_key(short.text)] = group_key(name.text)
    return found | _missions(marked)


def _missions(marked: Marked) -> dict[str, str]:
    """The keys of organisations to that of their one mission that the document names: the UN's to UNIFIL's."""
    found = {}
    names = {name.text for sentence in marked.sentences for name in sentence.names if name.country is None}
    for sender, beginnings in codebook.groups().missions.run.items():
        own = group_key(sender)
        begun = {name for name in names if name.isupper() and len(name) > SHORT and name.startswith(beginnings)}
        keys = {group_key(name) for name in begun} - {own}
        if len(keys) == 1:
            found[own] = keys.pop()
    return found


def _extent(sentence: Sentence, head: int) -> tuple[int, int]:
    """The phrase of a force in the content: from its first word to its head and an "of" or "from" after it."""
    token = sentence.doc[head]
    end = token.idx + len(token)
    for child in token.rights:
        if child.dep_ == "prep" and child.lower_ in {"of", "from"}:
            end = child.right_edge.idx + len(child.right_edge)
    return sentence.piece.start + token.left_edge.idx, sentence.piece.start + end


def group_key(name: str) -> str:
    """One key for the names of a group: "Houthis", "the Houthi movement", "Ansar Allah"."""
    return GROUP + name_key(name)
