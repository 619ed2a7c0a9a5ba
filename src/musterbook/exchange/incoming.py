"""What comes in from a lossless file, put together again: every record checked, and its file whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from pydantic import ValidationError

from musterbook.errors import SourceError
from musterbook.exchange.lines import VERSION, Closing, Line, Opening, Tally
from musterbook.ledger.holding import (
    HeldAssignment,
    HeldCapture,
    HeldClaim,
    HeldDocument,
    HeldReview,
    Holding,
)
from musterbook.model import Document

Met: TypeAlias = tuple[str, Line]
"""A record and where it stands ("export.jsonl, line 17")."""


class Incoming:
    """Records put together to holdings: each document with the captures before it and what follows it."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.document: Document | None = None
        """The document whose claims are being read: what they are checked against."""
        self._tally = Tally()
        self._captures: list[HeldCapture] = []
        self._held: HeldDocument | None = None
        self._claims: dict[str, HeldClaim] = {}
        self._reviews: list[HeldReview] = []

    def holdings(self, met: Iterable[Met]) -> Iterator[Holding | HeldAssignment]:
        """The holdings and assignments of these records.

        Raises SourceError naming the place of a record that cannot stand where it does, or a file that is not whole.
        """
        opened = closed = False
        for place, record in met:
            if closed:
                raise SourceError(f"{place}: follows the closing line; every file is taken over by itself")
            if not opened:
                self._open(place, record)
                opened = True
            elif isinstance(record, Opening):
                raise SourceError(f"{place}: a second opening line; every file is taken over by itself")
            elif isinstance(record, Closing):
                yield from self._complete()
                if self._captures:
                    raise SourceError(f"{place}: the capture before it belongs to no document; {_WHOLE}")
                if record != self._tally.closing():
                    raise SourceError(f"{place}: does not fit the records before it; {_WHOLE}")
                closed = True
            else:
                self._tally.add(record)
                if isinstance(record, HeldCapture | HeldDocument | HeldAssignment):
                    yield from self._complete()
                yield from self._take(place, record)
        if not opened:
            raise SourceError(f"{self.source}: {FOREIGN}")
        if not closed:
            raise SourceError(f"{self.source}: ends without its closing line, so it was cut short; {_WHOLE}")

    def _open(self, place: str, record: Line) -> None:
        if not isinstance(record, Opening):
            raise SourceError(f"{place}: {FOREIGN}")
        if record.version != VERSION:
            raise SourceError(
                f"{place}: written in version {record.version} of the format; this Musterbook reads {VERSION}. "
                "Update it, or export with this version"
            )

    def _take(
        self, place: str, record: HeldCapture | HeldDocument | HeldClaim | HeldReview | HeldAssignment
    ) -> Iterator[HeldAssignment]:
        if isinstance(record, HeldAssignment):
            yield record
        elif isinstance(record, HeldCapture):
            self._captures.append(record)
        elif isinstance(record, HeldDocument):
            self._held, self.document = record, record.document
        elif self._held is None:
            raise SourceError(f"{place}: a {record.record} without its document; it stands after the document's line")
        elif isinstance(record, HeldClaim):
            if record.id in self._claims:
                raise SourceError(f"{place}: the claim {record.id} a second time")
            self._claims[record.id] = record
        else:
            for name in (record.claim, record.corrected):
                if name is not None and name not in self._claims:
                    raise SourceError(f"{place}: speaks of claim {name}, which does not stand before it")
            self._reviews.append(record)

    def _complete(self) -> Iterator[Holding]:
        """The document before, with everything that followed it."""
        if self._held is not None:
            captures, claims, reviews = tuple(self._captures), tuple(self._claims.values()), tuple(self._reviews)
            yield Holding(self._held, captures, claims, reviews=reviews)
            self._held = self.document = None
            self._captures, self._claims, self._reviews = [], {}, []


_WHOLE = "take over the file as it was exported"
FOREIGN = (
    "no file that muster export wrote (its first line is missing). Documents to be read are taken in with muster add, "
    "coded corpora with muster add or muster evaluate"
)


def trouble(error: ValidationError) -> str:
    """What is wrong with a record, in one sentence: the first mistake, and where in the record it is."""
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    said = str(first["msg"]).removeprefix("Value error, ")
    if first["type"] == "json_invalid":
        return f"broken: {said}"
    if first["type"].startswith("union_tag"):
        return "no record that muster export writes"
    where = ".".join(map(str, first["loc"]))
    return f"{where}: {said}" if where else said
