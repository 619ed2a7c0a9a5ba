"""An act: one thing somebody did to the ledger. The only place that writes: rows are entered, or marked superseded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from importlib import import_module
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.dml import ReturningInsert

from musterbook.ledger.tables import acts


@cache
def entry_into(table: sa.Table) -> ReturningInsert[*tuple[Any, ...]]:
    """The statement that enters one row and gives back its number."""
    return table.insert().returning(table.c.row)


class Act:
    """One act, inside one transaction; it is itself entered with the first row it enters or supersedes.

    An act that changes nothing leaves no trace. Its moment is never before that of the act before it.
    """

    def __init__(self, connection: sa.Connection, what: str, who: str) -> None:
        self.connection = connection
        self.what = what
        self.who = who
        self._clock: dict[str, Any] | None = None

    @property
    def clock(self) -> dict[str, Any]:
        """The `act` and `recorded` columns of every row this act enters."""
        if self._clock is None:
            last = self.connection.scalar(sa.select(acts.c.recorded).order_by(acts.c.row.desc()).limit(1))
            now = datetime.now(UTC)
            recorded = max(now, last) if last else now
            entered = self.connection.execute(
                acts.insert().values(what=self.what, who=self.who, recorded=recorded).returning(acts.c.row)
            )
            self._clock = {"act": entered.scalar_one(), "recorded": recorded}
        return self._clock

    @property
    def number(self) -> int | None:
        """The row of this act; None while it has changed nothing."""
        return None if self._clock is None else int(self._clock["act"])

    def enter(self, table: sa.Table, row: dict[str, Any]) -> int:
        """Enter one row; its number."""
        return int(self.connection.execute(entry_into(table), row | self.clock).scalar_one())

    def enter_all(self, table: sa.Table, rows: Sequence[dict[str, Any]]) -> None:
        """Enter rows."""
        if rows:
            clock = self.clock
            self.connection.execute(table.insert(), [row | clock for row in rows])

    def enter_numbered(self, table: sa.Table, rows: Sequence[dict[str, Any]]) -> list[int]:
        """Enter rows; their numbers, in the order of the rows."""
        if not rows:
            return []
        clock = self.clock
        if self.connection.dialect.name == "sqlite":
            # SQLite has one writer, so the next numbers are known, and need not be asked back row by row.
            first = (self.connection.scalar(sa.select(sa.func.max(table.c.row))) or 0) + 1
            numbers = list(range(first, first + len(rows)))
            numbered = [row | clock | {"row": number} for row, number in zip(rows, numbers, strict=True)]
            self.connection.execute(table.insert(), numbered)
            return numbers
        insert = table.insert().returning(table.c.row, sort_by_parameter_order=True)
        return [number for (number,) in self.connection.execute(insert, [row | clock for row in rows])]

    def enter_parts(self, table: sa.Table, rows: Sequence[dict[str, Any]]) -> None:
        """Enter the parts of claims, which share their claims' clock."""
        if rows:
            self.connection.execute(table.insert(), rows)

    def enter_once(self, table: sa.Table, rows: Sequence[dict[str, Any]]) -> None:
        """Enter rows that may be there already, and are then the same."""
        if rows:
            dialect = import_module(f"sqlalchemy.dialects.{self.connection.dialect.name}")
            self.connection.execute(dialect.insert(table).on_conflict_do_nothing(), rows)

    def supersede(self, table: sa.Table, *condition: sa.ColumnElement[bool]) -> int:
        """Mark standing rows superseded by this act; how many."""
        rows = self.connection.scalars(sa.select(table.c.row).where(table.c.superseded.is_(None), *condition)).all()
        if not rows:
            return 0
        clock = self.clock
        mark = table.update().where(table.c.row.in_(rows), table.c.superseded.is_(None))
        self.connection.execute(mark.values(superseded=clock["recorded"], superseded_by=clock["act"]))
        return len(rows)

    def replace(self, table: sa.Table, key: dict[str, Any], row: dict[str, Any]) -> int:
        """Enter a row in the place of the one that stands under this key; its number."""
        self.supersede(table, *(table.c[name] == value for name, value in key.items()))
        return self.enter(table, key | row)


LEDGER_LOCK = 7201840


def hold(connection: sa.Connection, *names: str) -> None:
    """Let only one writer at a time work on what these names stand for, until the transaction ends.

    SQLite has one writer anyway.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock_shared(LEDGER_LOCK)))
        for name in names:
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtextextended(name, 0))))


def hold_everything(connection: sa.Connection) -> None:
    """Let no other writer work until the transaction ends."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(LEDGER_LOCK)))
