"""What of the register counts: reviewed, as known on a day, in one order whatever order it came in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from musterbook.assessment.voices import attributed
from musterbook.model import Entry


def order(entry: Entry) -> tuple[Any, ...]:
    """The order claims are considered in: by publication, then by where they stand. Undated ones come last.

    On one day an attributed claim goes before an unattributed one: dependence is the default. The tail settles ties by
    content, so that the outcome never depends on the order of the input.
    """
    document, claim = entry.document, entry.claim
    return (
        document.published or date.max,
        not attributed(entry),
        document.outlet or "",
        document.title,
        document.text,
        claim.mentions[0].start,
        claim.kind,
        claim.modality,
        claim.outcome or "",
        _Late(entry),
    )


class _Late:
    """The claim's content hash, worked out only where everything else is equal."""

    __slots__ = ("entry",)

    def __init__(self, entry: Entry) -> None:
        self.entry = entry

    def __lt__(self, other: _Late) -> bool:
        return self._key() < other._key()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Late) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def _key(self) -> tuple[str, str, str]:
        return (self.entry.claim.id, self.entry.institution or "", self.entry.side or "")


def counted(entries: Iterable[Entry], known_on: date | None = None) -> list[Entry]:
    """The entries that count on `known_on` (None: all that is known), in the order they came.

    Rejected claims do not count. A person's claim replaces the machine's claims of the same kind on the same words.
    A claim without a publication day counts only where no day is asked for.
    """
    found = [entry for entry in entries if entry.verdict != "rejected"]
    if known_on is not None:
        found = [
            entry for entry in found if entry.document.published is not None and entry.document.published <= known_on
        ]
    corrected = {_words(entry) for entry in found if entry.verdict == "corrected" and _reviewed(entry)}
    if not corrected:
        return found
    return [entry for entry in found if _reviewed(entry) or _words(entry) not in corrected]


def _reviewed(entry: Entry) -> bool:
    return entry.claim.reader.startswith("review ")


def _words(entry: Entry) -> tuple[str, str, int, int]:
    mention = entry.claim.mentions[0]
    return (entry.claim.document, entry.claim.kind, mention.start, mention.end)


def ordered(entries: Iterable[Entry]) -> Sequence[Entry]:
    """The entries in the order they are considered in."""
    return sorted(entries, key=order)
