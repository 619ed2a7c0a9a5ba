"""The codes of claims kept as columns in the file itself, so that a program just begun need not read them claim by claim.

A segment holds the claims of `SEGMENT` successive row numbers. It is written once, when the claims of the next are reached,
in the transaction that enters them, and never changes, because those columns of a claim never do. It follows from the
claims alone: `muster check` compares the two, a damaged segment is passed over, and a copy makes its own.
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
from musterbook.ledger.tables import codings

COLUMNS = ("coding", "day", "institution", "side", "outlet", "countries")
NARROW, WIDE = np.dtype("<u2"), np.dtype("<i4")
"""Numbers as they are kept: wide where a column has come to more values than the narrow ones tell apart."""

CLAIMS = f"SELECT row, {', '.join(COLUMNS)} FROM claims WHERE row > ? AND row <= ? ORDER BY row"  # noqa: S608
KEPT = "SELECT segment, claims, new_values, numbers, checksum FROM claim_columns ORDER BY segment"
KNOWN = "SELECT new_values FROM claim_columns ORDER BY segment"
LAST = "SELECT (SELECT max(row) FROM claims), (SELECT max(segment) FROM claim_columns)"
KEEP = "INSERT INTO claim_columns (segment, claims, new_values, numbers, checksum) VALUES (?, ?, ?, ?, ?)"


@dataclass(frozen=True)
class Segment:
    """Claims by row, each column as the numbers of its values, and what came up here first."""

    rows: NDArray[np.int64]
    numbers: NDArray[np.integer[Any]]
    """A line for each column."""
    new: dict[str, list[Any]]
    """The new values by column and by code, in their order; as "codes" the codes of the new codings, by code."""


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
            codes += more

    def segment(self, connection: sa.Connection, claims: Sequence[Sequence[Any]]) -> Segment:
        """The claims as numbers; what comes up first among them is learned."""
        rows, *columns = zip(*claims, strict=True) if claims else [()] * (1 + len(COLUMNS))
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


def kept(connection: sa.Connection) -> Iterator[Segment]:
    """The segments of the file from the first on, up to the first that is missing or damaged."""
    for expected, (segment, *packed) in enumerate(connection.exec_driver_sql(KEPT), 1):
        if segment != expected or packed[-1] != _checksum(*packed[:-1]):
            return
        yield _unpacked(segment, *packed[:-1])


def newer(connection: sa.Connection, values: Values, last: int) -> Iterator[Segment]:
    """The claims after a row as segments, read from the claims themselves."""
    end = int(connection.exec_driver_sql(LAST).one()[0] or 0)
    for first in range(last, end, SEGMENT):
        some = connection.exec_driver_sql(CLAIMS, (first, min(first + SEGMENT, end))).all()
        yield values.segment(connection, some)


def complete(connection: sa.Connection) -> None:
    """Keep every segment whose claims have all been entered and that is not kept yet."""
    last, segment = (number or 0 for number in connection.exec_driver_sql(LAST).one())
    if last < (segment + 1) * SEGMENT:
        return
    values = Values()
    for (written,) in connection.exec_driver_sql(KNOWN):
        values.learn(json.loads(written))
    for number in range(segment + 1, last // SEGMENT + 1):
        connection.exec_driver_sql(KEEP, (number, *_packed(_of_claims(connection, values, number), number)))


def column_faults(connection: sa.Connection) -> Iterator[Fault]:
    """Segments that are not what their claims make, missing ones, and ones that no claims are entered for."""
    found = {segment: tuple(packed) for segment, *packed in connection.exec_driver_sql(KEPT)}
    last = connection.exec_driver_sql(LAST).one()[0] or 0
    values = Values()
    for number in range(1, last // SEGMENT + 1):
        if found.pop(number, None) != _packed(_of_claims(connection, values, number), number):
            yield Fault("claim_columns", number, "they are not those of the claims")
    for number in found:
        yield Fault("claim_columns", number, "there are no such claims")


def _of_claims(connection: sa.Connection, values: Values, number: int) -> Segment:
    claims = connection.exec_driver_sql(CLAIMS, ((number - 1) * SEGMENT, number * SEGMENT)).all()
    return values.segment(connection, claims)


def _packed(segment: Segment, number: int) -> tuple[int, bytes, bytes, int]:
    values = json.dumps(segment.new, ensure_ascii=False, separators=(",", ":")).encode()
    lines = np.vstack([segment.rows - (number - 1) * SEGMENT, segment.numbers])
    packed = (len(segment.rows), values, _narrow(lines.astype(WIDE)).tobytes())
    return (*packed, _checksum(*packed))


def _unpacked(number: int, claims: int, values: bytes, numbers: bytes) -> Segment:
    columns = 1 + len(COLUMNS)
    kind = WIDE if len(numbers) == claims * columns * WIDE.itemsize else NARROW
    lines = np.frombuffer(numbers, kind).reshape(columns, claims)
    return Segment(lines[0].astype(np.int64) + (number - 1) * SEGMENT, lines[1:], json.loads(values))


def _narrow(numbers: NDArray[np.int32]) -> NDArray[np.integer[Any]]:
    return numbers.astype(NARROW) if numbers.max(initial=0) < 1 << 16 else numbers


def _checksum(claims: int, values: bytes, numbers: bytes) -> int:
    return zlib.crc32(numbers, zlib.crc32(values, claims))
