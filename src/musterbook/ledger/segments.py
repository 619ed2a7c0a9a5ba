"""The codes of claims kept as columns in the file itself, for a program just begun to count by.

A segment holds the claims of `SEGMENT` successive row numbers. It is written once, when its last claim is entered and
in the same transaction, and never changes, because those columns of a claim never do. It follows from the claims
alone: `muster check` compares the two, a damaged segment is passed over, and a copy makes its own.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray

from musterbook.ledger.counting import CODED
from musterbook.ledger.entering import SEGMENT
from musterbook.ledger.fault import Fault
from musterbook.ledger.tables import claims, codings

COLUMNS = ("coding", "day", "institution", "side", "outlet", "countries")
NARROW: np.dtype[np.integer[Any]] = np.dtype("<u2")
WIDE: np.dtype[np.integer[Any]] = np.dtype("<i4")
"""Numbers as they are kept: wide where a column has come to more values than the narrow ones tell apart."""

CLAIMS = f"SELECT row, {', '.join(COLUMNS)} FROM claims WHERE row > ? AND row <= ? ORDER BY row"  # noqa: S608
KEPT = "SELECT segment, claims, new_values, numbers, checksum FROM claim_columns ORDER BY segment"
KNOWN = "SELECT new_values FROM claim_columns ORDER BY segment"
LAST = "SELECT max(segment) FROM claim_columns"
KEEP = "INSERT INTO claim_columns (segment, claims, new_values, numbers, checksum) VALUES (?, ?, ?, ?, ?)"


@dataclass(frozen=True)
class Segment:
    """Claims by row, each column as the numbers of its values, and what came up here first."""

    rows: NDArray[np.int64]
    numbers: NDArray[np.integer[Any]]
    """A line for each column."""
    new: dict[str, list[Any]]
    """The new values by column and by code, in their order; as "codes" the codes of the new codings, by code."""

    @property
    def place(self) -> slice | NDArray[np.int64]:
        """Where its claims stand in an array of all rows."""
        first, last = (int(self.rows[0]), int(self.rows[-1])) if len(self.rows) else (0, -1)
        return slice(first, last + 1) if last - first + 1 == len(self.rows) else self.rows

    def packed(self, number: int) -> tuple[int, bytes, bytes, int]:
        """What is kept of the segment of this number: how many claims, what is new, the numbers, and a checksum."""
        values = json.dumps(self.new, ensure_ascii=False, separators=(",", ":")).encode()
        lines = np.vstack([self.rows - (number - 1) * SEGMENT, self.numbers])
        kept = (len(self.rows), values, _narrow(lines.astype(WIDE)).tobytes())
        return (*kept, _checksum(*kept))

    @classmethod
    def unpacked(cls, number: int, claims: int, values: bytes, numbers: bytes) -> Segment:
        """The segment of this number from what is kept of it."""
        columns = 1 + len(COLUMNS)
        kind = WIDE if len(numbers) == claims * columns * WIDE.itemsize else NARROW
        lines: NDArray[np.integer[Any]] = np.frombuffer(numbers, kind).reshape(columns, claims)
        return cls(lines[0].astype(np.int64) + (number - 1) * SEGMENT, lines[1:], json.loads(values))


class Values:
    """The values of each column and code as numbers, in the order in which they came up."""

    def __init__(self) -> None:
        self.numbers: dict[str, dict[Any, int]] = {name: {} for name in (*COLUMNS, *CODED)}
        self.codes: list[list[int]] = [[] for _ in CODED]
        """By code its value in each coding."""

    def learn(self, new: dict[str, list[Any]]) -> None:
        """Number what came up first in a segment."""
        for name, known in self.numbers.items():
            known.update(zip(new[name], count(len(known)), strict=False))
        for codes, more in zip(self.codes, new["codes"], strict=True):
            codes.extend(more)

    def segment(self, connection: sa.Connection, read: Sequence[Sequence[Any]]) -> Segment:
        """The claims as numbers; what comes up first among them is learned."""
        rows, *columns = zip(*read, strict=True) if read else [()] * (1 + len(COLUMNS))
        new = {name: self._new(name, values) for name, values in zip(COLUMNS, columns, strict=True)}
        codes = _codes(connection, new["coding"])
        new |= {name: self._new(name, values) for name, values in zip(CODED, codes, strict=True)}
        self.learn(new | {"codes": [[] for _ in CODED]})
        coded = {"codes": [self._numbered(name, values) for name, values in zip(CODED, codes, strict=True)]}
        self.learn({name: [] for name in new} | coded)
        numbers = [self._numbered(name, values) for name, values in zip(COLUMNS, columns, strict=True)]
        return Segment(np.array(rows, np.int64), _narrow(np.array(numbers, WIDE)), new | coded)

    def _new(self, name: str, values: Sequence[Any]) -> list[Any]:
        known = self.numbers[name]
        return [value for value in dict.fromkeys(values) if value not in known]

    def _numbered(self, name: str, values: Sequence[Any]) -> list[int]:
        return list(map(self.numbers[name].__getitem__, values))


def _codes(connection: sa.Connection, numbers: Sequence[int]) -> list[tuple[Any, ...]]:
    """The codes of these codings, by code."""
    listed = sa.func.json_each(json.dumps(numbers)).table_valued("value")
    query = sa.select(codings.c.row, *(codings.c[name] for name in CODED))
    query = query.where(codings.c.row.in_(sa.select(listed.c.value)))
    found = {number: codes for number, *codes in connection.execute(query)}
    nothing = [None] * len(CODED)
    return list(zip(*(found.get(number, nothing) for number in numbers), strict=True)) or [()] * len(CODED)


def kept(connection: sa.Connection) -> Iterator[tuple[int, Segment]]:
    """The segments of the file, each with the last row it is for, up to the first that is missing or damaged."""
    for expected, (number, *packed) in enumerate(connection.exec_driver_sql(KEPT), 1):
        if number != expected or packed[-1] != _checksum(*packed[:-1]):
            return
        yield number * SEGMENT, Segment.unpacked(number, *packed[:-1])


def last_row(connection: sa.Connection) -> int:
    """The row of the claim entered last; 0 where there is none."""
    return int(connection.scalar(sa.select(sa.func.max(claims.c.row))) or 0)


def newer(connection: sa.Connection, values: Values, after: int, last: int) -> Iterator[Segment]:
    """The claims after a row up to the last as segments, read from the claims themselves."""
    for first in range(after, last, SEGMENT):
        yield _read(connection, values, first, min(first + SEGMENT, last))


def complete(connection: sa.Connection) -> None:
    """Keep every segment whose claims have all been entered and that is not kept yet."""
    there, whole = int(connection.exec_driver_sql(LAST).scalar() or 0), last_row(connection) // SEGMENT
    if there >= whole:
        return
    values = Values()
    for (written,) in connection.exec_driver_sql(KNOWN):
        values.learn(json.loads(written))
    for number in range(there + 1, whole + 1):
        connection.exec_driver_sql(KEEP, (number, *_made(connection, values, number)))


def column_faults(connection: sa.Connection) -> Iterator[Fault]:
    """Segments that are not what their claims make, missing ones, and ones that no claims are entered for."""
    found = {segment: tuple(packed) for segment, *packed in connection.exec_driver_sql(KEPT)}
    values = Values()
    for number in range(1, last_row(connection) // SEGMENT + 1):
        if found.pop(number, None) != _made(connection, values, number):
            yield Fault("claim_columns", number, "they are not those of the claims")
    for number in found:
        yield Fault("claim_columns", number, "there are no such claims")


def _made(connection: sa.Connection, values: Values, number: int) -> tuple[int, bytes, bytes, int]:
    """What is kept of a segment, made from its claims."""
    return _read(connection, values, (number - 1) * SEGMENT, number * SEGMENT).packed(number)


def _read(connection: sa.Connection, values: Values, after: int, last: int) -> Segment:
    return values.segment(connection, connection.exec_driver_sql(CLAIMS, (after, last)).all())


def _narrow(numbers: NDArray[np.int32]) -> NDArray[np.integer[Any]]:
    return numbers.astype(NARROW) if numbers.max(initial=0) < 1 << 16 else numbers


def _checksum(claims: int, values: bytes, numbers: bytes) -> int:
    return zlib.crc32(numbers, zlib.crc32(values, claims))
