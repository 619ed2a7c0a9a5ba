"""The sides of a document: every country or named group it speaks of, with each place where it does."""

from __future__ import annotations

from dataclasses import dataclass, field

from musterbook.reading.marked import Marked


@dataclass(frozen=True, slots=True)
class Mark:
    """One place where a side is named; offsets count in the document's content."""

    start: int
    end: int
    form: str
    """"adjective", "demonym", "name", "capital", "seat" for countries; "group" for a force's own name."""
    title: bool


@dataclass(frozen=True, slots=True)
class Side:
    """A country, or a group without one."""

    key: str
    country: str | None
    marks: tuple[Mark, ...] = field(default=())
    speaks: bool = False
    """The side is a source of the document."""


def sides(marked: Marked, speaking: frozenset[str] = frozenset()) -> tuple[Side, ...]:
    """The sides of a document by first appearance; `speaking` are the countries whose institutions are its sources."""
    marks: dict[str, list[Mark]] = {}
    country: dict[str, str | None] = {}
    for sentence in marked.sentences:
        for side in sentence.sides:
            marks.setdefault(side.country, []).append(Mark(side.start, side.end, side.form, sentence.title))
            country[side.country] = side.country
        for name in sentence.names:
            start, end = sentence.piece.start + name.start, sentence.piece.start + name.end
            if name.country is None and not name.listed:
                continue
            key = name.country or group_key(name.text)
            marks.setdefault(key, []).append(Mark(start, end, "group", sentence.title))
            country[key] = name.country
    found = [
        Side(key, country[key], tuple(sorted(where, key=lambda m: m.start)), key in speaking)
        for key, where in marks.items()
    ]
    return tuple(sorted(found, key=lambda side: (side.marks[0].start, side.key)))


def group_key(name: str) -> str:
    """One key for the spellings of a group's name ("Houthis", "the Houthi movement" share their first word)."""
    words = name.lower().split()
    return "group:" + (words[0].rstrip("s") if words else name)
