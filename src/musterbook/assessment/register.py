"""What of the register counts: reviewed, as known on a day, in one order whatever order it came in."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from datetime import date
from operator import itemgetter
from typing import NamedTuple, TypeVar, cast

from musterbook.assessment.places import Area, area
from musterbook.assessment.voices import Voice, attributed, through, voice
from musterbook.codebook.contingents import trades_in
from musterbook.codebook.force_names import name_key
from musterbook.model import Basis, Category, Claim, Entry, Kind, Modality, Outcome, Quote
from musterbook.pausing import no_collecting

T = TypeVar("T")

_ADDITIONAL = Basis.ADDITIONAL
UNDATED = date.max.toordinal()
"""The day of what has no day: after all others."""


class Kernel(NamedTuple):
    """What two claims must agree in, place apart, to be the same."""

    kind: Kind
    modality: Modality
    outcome: Outcome | None
    country: str | None
    name: str | None
    """The name of a force without a country, as a key."""
    category: Category
    figures: tuple[float | None, float | None, bool] | None
    """The interval, and whether it comes on top."""
    counterpart: str | None


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
    stretch: tuple[int | None, int | None] | None
    """First and last day of its period, None for an end that is not told."""
    basis: Basis | None
    """What its figure counts; None without a figure."""
    trades: frozenset[str]
    """The branches and trades its force is named by."""
    through: tuple[str, ...]
    """The keys of what it may have been told through."""

    @property
    def day(self) -> int | None:
        """Ordinal of the day of publication."""
        return None if self.at == UNDATED else self.at


class Register:
    """The claims that count as known on a day, put in order once, with what is worked out of them.

    Every function of the assessment takes claims or a register of them. One register handed to several spares the
    ordering, and what two of them need is worked out once; they answer the same. `copies` maps documents to the copy
    they belong to (`assessment.copies.copies`).
    """

    def __init__(
        self,
        entries: Sequence[Entry],
        known_on: date | None = None,
        copies: Mapping[str, str] | None = None,
        maker: Maker | None = None,
    ) -> None:
        """A register of entries that count (`counted`); use `of`."""
        self.entries = entries
        self.known_on = known_on
        self.copies = copies or {}
        self._maker = maker or Maker()
        self._found: dict[Hashable, object] = {}

    @classmethod
    def of(
        cls,
        entries: Iterable[Entry] | Register,
        known_on: date | None = None,
        copies: Mapping[str, str] | None = None,
    ) -> Register:
        """The register of these claims as known on a day (None: all that is known).

        A register is narrowed to the day, and keeps the copies it was made with.
        """
        if isinstance(entries, Register):
            return entries if known_on is None else entries.until(known_on)
        return cls(counted(entries, known_on), known_on, copies)

    def until(self, day: date) -> Register:
        """The register as it was known on a day."""
        if self.known_on is not None and self.known_on <= day:
            return self
        return Register(counted(self.entries, day), day, self.copies, self._maker)

    def once(self, key: Hashable, work: Callable[[], T]) -> T:
        """What `work` gives, worked out the first time it is asked for."""
        if key not in self._found:
            with no_collecting():
                self._found[key] = work()
        return cast(T, self._found[key])

    def of_kind(self, kind: Kind) -> Sequence[Entry]:
        """The claims of a kind, in no order."""
        return self.once(("kind", kind), lambda: [entry for entry in self.entries if entry.claim.kind is kind])

    def appearing(self, *kinds: Kind) -> list[Appearance]:
        """The claims of these kinds (none given: of all), in the order they are considered in.

        By publication, then by where they stand; undated ones come last. On one day an attributed claim goes before an
        unattributed one: dependence is the default. What else is equal is ordered by content, so that the outcome never
        depends on the order of the input.
        """
        if not kinds:
            return self.once(("appearing",), lambda: _ordered(map(self._maker.appearance, self.entries)))
        return self.once(
            ("appearing", *sorted(kinds)), lambda: [seen for seen in self.appearing() if seen.kernel.kind in kinds]
        )


class Maker:
    """Makes the appearance of each claim once, however many registers it counts in."""

    def __init__(self) -> None:
        self._made: dict[int, Appearance] = {}
        self._kernels: dict[Kernel, Kernel] = {}

    def appearance(self, entry: Entry) -> Appearance:
        """The claim as it comes up."""
        if (made := self._made.get(id(entry))) is not None:
            return made
        claim, document = entry.claim, entry.document
        force, quantity, published, same = claim.force, claim.quantity, document.published, kernel(claim)
        made = self._made[id(entry)] = Appearance(
            UNDATED if published is None else published.toordinal(),
            not attributed(entry),
            document.outlet or "",
            document.title,
            claim.mentions[0].start,
            entry,
            claim,
            voice(entry),
            area(claim),
            self._kernels.setdefault(same, same),
            _key(force.name),
            None if (period := claim.period) is None else (_ordinal(period.start), _ordinal(period.end)),
            None if quantity is None else quantity.basis,
            frozenset() if (words := force.words) is None else trades_in(words.text),
            through(claim),
        )
        return made


def _ordinal(day: date | None) -> int | None:
    return None if day is None else day.toordinal()


_PLACE = itemgetter(0, 1, 2, 3, 4)


def _ordered(appearing: Iterable[Appearance]) -> list[Appearance]:
    """Claims in order: by where they appear, and by content where that is equal."""
    found = sorted(appearing, key=_PLACE)
    start = 0
    for at in range(1, len(found) + 1):
        if at < len(found) and found[at].start == found[start].start and _PLACE(found[at]) == _PLACE(found[start]):
            continue
        if at - start > 1:
            found[start:at] = sorted(found[start:at], key=_content)
        start = at
    return found


def _content(seen: Appearance) -> tuple[str, str, str]:
    return (seen.claim.id, seen.entry.institution or "", seen.entry.side or "")


def kernel(claim: Claim) -> Kernel:
    """What two claims must agree in, place apart, to be the same: kind, modality, force, counterpart and interval."""
    force, quantity, counterpart = claim.force, claim.quantity, claim.counterpart
    country = force.country
    return Kernel(
        claim.kind,
        claim.modality,
        claim.outcome,
        country,
        _key(force.name) if country is None else None,
        force.category,
        None if quantity is None else (quantity.low, quantity.high, quantity.basis is _ADDITIONAL),
        None if counterpart is None else counterpart.country or _key(counterpart.name),
    )


def _key(name: Quote | None) -> str | None:
    return None if name is None else name_key(name.text)


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
