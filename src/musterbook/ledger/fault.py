"""Something wrong in a ledger, and where."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """Something wrong: in which table and row, and what."""

    table: str
    row: int | str
    trouble: str

    def __str__(self) -> str:
        return f"{self.table} {self.row}: {self.trouble}".replace("  ", " ")
