"""The lines of a lossless file: an opening, documents each followed by what is held of it, assignments, a closing.

Version 1. The same records stand in JSON Lines (one a line) and in Parquet (one a row).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field, TypeAdapter

from musterbook.ledger.giving import Giving
from musterbook.ledger.holding import (
    HeldAssignment,
    HeldCapture,
    HeldClaim,
    HeldDocument,
    HeldReview,
    Record,
)

VERSION = 1


class Opening(Record):
    """The first line: what the file is, and what was asked for."""

    record: Literal["musterbook"] = "musterbook"
    version: int = VERSION
    made_by: str
    asked: dict[str, Any]
    """The filters of the query; empty where everything was asked for."""


class Closing(Record):
    """The last line: how many records there are before it, so that a file that was cut short is known for one."""

    record: Literal["end"] = "end"
    captures: int = 0
    documents: int = 0
    claims: int = 0
    reviews: int = 0
    assignments: int = 0


Held: TypeAlias = HeldCapture | HeldDocument | HeldClaim | HeldReview | HeldAssignment
Line: TypeAlias = Opening | Held | Closing

LINES: TypeAdapter[Line] = TypeAdapter(Annotated[Line, Field(discriminator="record")])
"""Reads a line; the document a claim stands in is given as its context."""

COUNTED = {
    HeldCapture: "captures",
    HeldDocument: "documents",
    HeldClaim: "claims",
    HeldReview: "reviews",
    HeldAssignment: "assignments",
}


class Tally:
    """Records counted as they pass."""

    def __init__(self) -> None:
        self.numbers = dict.fromkeys(COUNTED.values(), 0)

    def add(self, record: Held) -> None:
        """Count one record."""
        self.numbers[COUNTED[type(record)]] += 1

    def closing(self) -> Closing:
        """The closing line that fits."""
        return Closing.model_validate(self.numbers)


def held(giving: Giving) -> Iterator[Held]:
    """Everything a query finds, record by record: assignments last, when it is known whom they speak of."""
    for holding in giving.holdings():
        yield from holding.records()
    yield from giving.assignments()
