"""The codes of claims kept as columns in the file itself, so that a program just begun need not read them claim by claim.

A segment holds the claims of `SEGMENT` successive row numbers. It is written once, when the claims of the next are reached,
in the transaction that enters them, and never changes, because those columns of a claim never do. It follows from the
claims alone: `muster check` compares the two, a damaged segment is passed over, and a copy makes its own.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
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
    """Claims by row, each column as the numbers of its values; `new` are the values met here first, in their order."""

    rows: NDArray[np.int64]
    codes: NDArray[np.integer[Any]]
    """A line for each column."""
    new: dict[str, list[Any]]


@dataclass
class Values:
    """The values of each column as numbers, and the codes of each coding, in the order in which they came up."""

    numbers: dict[str, dict[Any, int]] = field(default_factory=lambda: {name: {} for name in COLUMNS})
    codings: list[list[Any]] = field(default_factory=list)

    def learn(self, new: dict[str, list[Any]]) -> None:
        """Number the values that came up first in a segment; a coding comes as its number and its codes."""
        for name, values in new.items():
            known = self.numbers[name]
            if name == "coding":
                self.codings += [codes for _, *codes in values]
                values = [number for number, *_ in values]
            known.update(zip(values, range(len(known), len(known) + len(values)), strict=True))

    def segment(self, connection: sa.Connection, claims: Sequence[tuple[Any, ...]]) -> Segment:
        """The claims as numbers; their new values are learned."""
        rows, *columns = zip(*claims, strict=True) if claims else [()] * (1 + len(COLUMNS))
        new: dict[str, list[Any]] = {}
        for name, values in zip(COLUMNS, columns, strict=True):
            met = [value for value in dict.fromkeys(values) if value not in self.numbers[name]]
            new[name] = _codes(connection, met) if name == "coding" else met
        self.learn(new)
        codes = [list(map(self.numbers[name].__getitem__, values)) for name, values in zip(COLUMNS, columns, strict=True)]
        return Segment(np.array(rows, np.int64), np.array(codes, np.int32), new)


def _codes(connection: sa.Connection, numbers: Sequence[int]) -> list[list[Any]]:
    """The numbers of codings, each with its codes."""
    listed = sa.func.json_each(json.dumps(numbers)).table_valued("value")
    query = sa.select(codings.c.row, *(codings.c[name] for name in CODED))
    query = query.where(codings.c.row.in_(sa.select(listed.c.value)))
    found = {number: codes for number, *codes in connection.execute(query)}
    return [[number, *found.get(number, [None] * len(CODED))] for number in numbers]


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
        yield values.segment(connection, [tuple(row) for row in some])


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
    return values.segment(connection, [tuple(row) for row in claims])


def _packed(segment: Segment, number: int) -> tuple[int, bytes, bytes, int]:
    values = json.dumps(segment.new, ensure_ascii=False, separators=(",", ":")).encode()
    lines = np.vstack([segment.rows - (number - 1) * SEGMENT, segment.codes])
    numbers = lines.astype(NARROW if lines.max(initial=0) < 1 << 16 else WIDE).tobytes()
    packed = (len(segment.rows), values, numbers)
    return (*packed, _checksum(*packed))


def _unpacked(number: int, claims: int, values: bytes, numbers: bytes) -> Segment:
    columns = 1 + len(COLUMNS)
    kind = WIDE if len(numbers) == claims * columns * WIDE.itemsize else NARROW
    lines = np.frombuffer(numbers, kind).reshape(columns, claims)
    return Segment(lines[0].astype(np.int64) + (number - 1) * SEGMENT, lines[1:], json.loads(values))


def _checksum(claims: int, values: bytes, numbers: bytes) -> int:
    return zlib.crc32(numbers, zlib.crc32(values, claims))
