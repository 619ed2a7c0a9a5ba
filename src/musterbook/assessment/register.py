"""What of the register counts: reviewed, as known on a day, in one order whatever order it came in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from operator import itemgetter
from typing import NamedTuple

from musterbook.assessment.places import Area, area
from musterbook.assessment.voices import Voice, attributed, slug, voice
from musterbook.model import Basis, Claim, Entry

UNDATED = date.max.toordinal()
"""The day of what has no day: after all others."""

Kernel = tuple[object, ...]
"""What two claims must agree in, place apart, to be the same."""


class Appearance(NamedTuple):
    """A claim as it comes up, with what is asked of it again and again worked out once.

    The first five fields are what appearances are ordered by.
    """

    at: int
    """Ordinal of the day of publication; UNDATED without one."""
    unattributed: bool
    outlet: str
    title: str
    start: int
    entry: Entry
    claim: Claim
    voice: Voice
    area: Area
    kernel: Kernel
    name: str | None
    """The name of the force, as a key, where it has one."""
    stretch: tuple[int, int] | None
    """First and last day of a period that has both."""

    @property
    def day(self) -> int | None:
        """Ordinal of the day of publication."""
        return None if self.at == UNDATED else self.at


def appearances(entries: Iterable[Entry], wanted: Callable[[Claim], bool] | None = None) -> list[Appearance]:
    """The claims wanted, in the order they are considered in: by publication, then by where they stand.

    Undated ones come last. On one day an attributed claim goes before an unattributed one: dependence is the default.
    What else is equal is ordered by content, so that the outcome never depends on the order of the input.
    """
    days: dict[int, list[Appearance]] = {}
    kernels: dict[Kernel, Kernel] = {}
    for entry in entries:
        claim = entry.claim
        if wanted is not None and not wanted(claim):
            continue
        document, name, period = entry.document, claim.force.name, claim.period
        at = UNDATED if document.published is None else document.published.toordinal()
        same = kernel(claim)
        seen = Appearance(
            at,
            not attributed(entry),
            document.outlet or "",
            document.title,
            claim.mentions[0].start,
            entry,
            claim,
            voice(entry),
            area(claim),
            kernels.setdefault(same, same),
            None if name is None else slug(name.text),
            None if period is None or not period.start or not period.end else _days(period.start, period.end),
        )
        if (day := days.get(at)) is None:
            days[at] = [seen]
        else:
            day.append(seen)
    return [seen for at in sorted(days) for seen in _ordered(days[at])]


def _days(start: date, end: date) -> tuple[int, int]:
    return start.toordinal(), end.toordinal()


_PLACE = itemgetter(1, 2, 3, 4)


def _ordered(day: list[Appearance]) -> list[Appearance]:
    """The claims of one day in order."""
    day.sort(key=_PLACE)
    start = 0
    for at in range(1, len(day) + 1):
        if at < len(day) and day[at][1:5] == day[start][1:5]:
            continue
        if at - start > 1:
            day[start:at] = sorted(day[start:at], key=_content)
        start = at
    return day


def _content(seen: Appearance) -> tuple[str, str, str]:
    return (seen.claim.id, seen.entry.institution or "", seen.entry.side or "")


def kernel(claim: Claim) -> Kernel:
    """What two claims must agree in, place apart, to be the same: kind, modality, force, counterpart and interval."""
    force, quantity, counterpart = claim.force, claim.quantity, claim.counterpart
    name = slug(force.name.text) if force.name is not None and force.country is None else None
    return (
        claim.kind,
        claim.modality,
        claim.outcome,
        force.country,
        name,
        force.category,
        None if quantity is None else (quantity.low, quantity.high, quantity.basis is Basis.ADDITIONAL),
        None if counterpart is None else counterpart.country or (counterpart.name and slug(counterpart.name.text)),
    )


def counted(entries: Iterable[Entry], known_on: date | None = None) -> list[Entry]:
    """The entries that count on `known_on` (None: all that is known), in the order they came.

    Rejected claims do not count. A person's claim replaces the machine's claims of the same kind on the same words.
    A claim without a publication day counts only where no day is asked for.
    """
    found: list[Entry] = []
    corrected: set[tuple[str, str, int, int]] = set()
    for entry in entries:
        if (verdict := entry.verdict) == "rejected":
            continue
        if known_on is not None and ((day := entry.document.published) is None or day > known_on):
            continue
        if verdict == "corrected" and _reviewed(entry):
            corrected.add(_words(entry))
        found.append(entry)
    if not corrected:
        return found
    return [entry for entry in found if _reviewed(entry) or _words(entry) not in corrected]


def _reviewed(entry: Entry) -> bool:
    return entry.claim.reader.startswith("review ")


def _words(entry: Entry) -> tuple[str, str, int, int]:
    mention = entry.claim.mentions[0]
    return (entry.claim.document, entry.claim.kind, mention.start, mention.end)
