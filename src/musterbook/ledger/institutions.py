"""Which institution and side a claimant speaks for: as read, unless a person has assigned the words to another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from musterbook.errors import LedgerError
from musterbook.ledger.act import Act, hold
from musterbook.ledger.clocks import stood
from musterbook.ledger.rows import folded
from musterbook.ledger.tables import assignments, claims

TAKEN_BACK = "assignment taken back"
"""What the act is called that takes an assignment back."""


@dataclass(frozen=True)
class Assignment:
    """Words naming a claimant, and what a person says they speak for."""

    claimant: str
    institution: str | None
    side: str | None
    who: str
    recorded: datetime


@dataclass(frozen=True)
class Unresolved:
    """Words naming a claimant that resolve to no institution, and how many standing claims have them."""

    claimant: str
    side: str | None
    claims: int


@dataclass(frozen=True)
class Resolution:
    """The assignments in force at some moment, by the claimant's folded words."""

    assigned: dict[str, Assignment]

    def of(self, claimant: str | None, institution: str | None, side: str | None) -> tuple[str | None, str | None]:
        """Institution and side of a claimant, given what was read."""
        found = self.assigned.get(claimant) if claimant is not None else None
        return (found.institution, found.side) if found else (institution, side)

    def matching(
        self, as_read: sa.ColumnElement[bool], wanted: tuple[str, ...], value: Callable[[Assignment], str | None]
    ) -> sa.ColumnElement[bool]:
        """Claims whose institution (or side) is one of these: as it was read, unless the claimant is assigned."""
        into = [words for words, found in self.assigned.items() if (value(found) or "") in wanted]
        away = [words for words in self.assigned if words not in into]
        if away:
            as_read = as_read & (claims.c.claimant.is_(None) | claims.c.claimant.not_in(away))
        return as_read | claims.c.claimant.in_(into) if into else as_read


def one_of(column: sa.ColumnElement[Any], wanted: tuple[str, ...]) -> sa.ColumnElement[bool]:
    """The column holds one of these; "" stands for none."""
    named = [value for value in wanted if value != ""]
    parts: list[sa.ColumnElement[bool]] = []
    if named:
        parts.append(column == named[0] if len(named) == 1 else column.in_(named))
    if len(named) < len(wanted):
        parts.append(column.is_(None))
    return sa.or_(*parts)


def resolution(connection: sa.Connection, recorded_on: datetime | None = None) -> Resolution:
    """The assignments that stand, or stood at a moment."""
    rows = connection.execute(sa.select(assignments).where(stood(assignments, recorded_on))).mappings()
    return Resolution(
        {
            row["claimant"]: Assignment(row["claimant"], row["institution"], row["side"], row["who"], row["recorded"])
            for row in rows
        }
    )


def assign(connection: sa.Connection, words: str, institution: str | None, side: str | None, who: str) -> None:
    """Say what a claimant's words speak for; the newest assignment of the same words counts.

    Raises LedgerError when neither institution nor side is given, or the words are empty.
    """
    claimant = folded(words)
    if not claimant or not (institution or side):
        raise LedgerError("an assignment needs the claimant's words, and an institution or a side")
    hold(connection, f"claimant {claimant}")
    act = Act(connection, "assignment", who)
    act.replace(assignments, {"claimant": claimant}, {"institution": institution, "side": side, "who": who})


def unassign(connection: sa.Connection, words: str, who: str) -> bool:
    """Take an assignment back; whether there was one."""
    hold(connection, f"claimant {folded(words)}")
    act = Act(connection, TAKEN_BACK, who)
    return act.supersede(assignments, assignments.c.claimant == folded(words)) > 0


def unresolved(connection: sa.Connection, limit: int) -> list[Unresolved]:
    """Claimants without an institution, most frequent first."""
    assigned = [words for words, found in resolution(connection).assigned.items() if found.institution]
    count = sa.func.count().label("count")
    query = (
        sa.select(sa.func.min(claims.c.claimant_words), sa.func.min(claims.c.side), count)
        .where(claims.c.superseded.is_(None), claims.c.claimant.is_not(None), claims.c.institution.is_(None))
        .group_by(claims.c.claimant)
        .order_by(count.desc(), claims.c.claimant)
        .limit(limit)
    )
    if assigned:
        query = query.where(claims.c.claimant.not_in(assigned))
    return [Unresolved(words, side, number) for words, side, number in connection.execute(query)]
