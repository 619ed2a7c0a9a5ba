"""What of the register counts: reviewed, as known on a day, in one order whatever order it came in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from operator import itemgetter
from typing import NamedTuple

from musterbook.assessment.places import Area, area
from musterbook.assessment.voices import Voice, attributed, voice
from musterbook.model import Entry


class Appearance(NamedTuple):
    """A claim as it comes up: with the voice it counts under, its places, and the ordinal of its publication day."""

    entry: Entry
    voice: Voice
    area: Area
    day: int | None


def appearances(entries: Iterable[Entry]) -> list[Appearance]:
    """The claims in the order they are considered in."""
    return [
        Appearance(entry, voice(entry), area(entry.claim), None if (day := key[0]) == _UNDATED else day)
        for key, entry in ordered(entries)
    ]


Place = tuple[int, bool, str, str, int]
_UNDATED = date.max.toordinal()


def ordered(entries: Iterable[Entry]) -> list[tuple[Place, Entry]]:
    """The claims by publication, then by where they stand, with what they are ordered by. Undated ones come last.

    On one day an attributed claim goes before an unattributed one: dependence is the default. What else is equal is
    ordered by content, so that the outcome never depends on the order of the input.
    """
    keyed = sorted([(_place(entry), entry) for entry in entries], key=itemgetter(0))
    start = 0
    for at in range(1, len(keyed) + 1):
        if at < len(keyed) and keyed[at][0] == keyed[start][0]:
            continue
        if at - start > 1:
            keyed[start:at] = sorted(keyed[start:at], key=_content)
        start = at
    return keyed


def _place(entry: Entry) -> Place:
    document = entry.document
    return (
        document.published.toordinal() if document.published is not None else _UNDATED,
        not attributed(entry),
        document.outlet or "",
        document.title,
        entry.claim.mentions[0].start,
    )


def _content(keyed: tuple[Place, Entry]) -> tuple[str, str, str]:
    entry = keyed[1]
    return (entry.claim.id, entry.institution or "", entry.side or "")


def counted(entries: Iterable[Entry], known_on: date | None = None) -> list[Entry]:
    """The entries that count on `known_on` (None: all that is known), in the order they came.

    Rejected claims do not count. A person's claim replaces the machine's claims of the same kind on the same words.
    A claim without a publication day counts only where no day is asked for.
    """
    found = [entry for entry in entries if entry.verdict != "rejected"]
    if known_on is not None:
        found = [entry for entry in found if (day := entry.document.published) is not None and day <= known_on]
    corrected = {_words(entry) for entry in found if entry.verdict == "corrected" and _reviewed(entry)}
    if not corrected:
        return found
    return [entry for entry in found if _reviewed(entry) or _words(entry) not in corrected]


def _reviewed(entry: Entry) -> bool:
    return entry.claim.reader.startswith("review ")


def _words(entry: Entry) -> tuple[str, str, int, int]:
    mention = entry.claim.mentions[0]
    return (entry.claim.document, entry.claim.kind, mention.start, mention.end)
