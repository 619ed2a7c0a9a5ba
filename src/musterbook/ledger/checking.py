"""Is the ledger whole? Everything that is wrong, and where."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import sqlalchemy as sa


@dataclass(frozen=True)
class Fault:
    """Something wrong: in which table and row, and what."""

    table: str
    row: int | str
    trouble: str


def faults(connection: sa.Connection) -> Iterator[Fault]:
    """Everything that is wrong."""
    yield from ()
