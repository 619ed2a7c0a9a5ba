"""What stood when: the conditions of the recorded and the published clock."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa

from musterbook.ledger.tables import day_number


def stood(table: sa.Table, recorded_on: datetime | None) -> sa.ColumnElement[bool]:
    """Rows that stand now, or stood at this moment."""
    if recorded_on is None:
        return table.c.superseded.is_(None)
    entered = table.c.recorded <= sa.literal(recorded_on, table.c.recorded.type)
    gone = table.c.superseded <= sa.literal(recorded_on, table.c.recorded.type)
    return entered & (table.c.superseded.is_(None) | ~gone)


def published(day: sa.ColumnElement[int], since: date | None, until: date | None) -> list[sa.ColumnElement[bool]]:
    """Claims of documents published in these days, inclusive; undated ones are in no days."""
    if since is None and until is None:
        return []
    conditions = [day >= (day_number(since) if since else 1)]
    if until:
        conditions.append(day <= day_number(until))
    return conditions
