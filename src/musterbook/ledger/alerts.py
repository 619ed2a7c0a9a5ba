"""Alerts: what is to be told of a scope, when each was last looked after, and every notice, told once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from musterbook.errors import LedgerError
from musterbook.ledger.act import Act, hold, hold_everything
from musterbook.ledger.store import Store
from musterbook.ledger.tables import acts, alert_checks, alerts, notices
from musterbook.model import Scope

NAME = re.compile(r"[a-z0-9]+(?:[-.:_][a-z0-9]+)*")
HELD = timedelta(minutes=10)
"""After this a notice taken up to be sent, and never heard of again, is taken up by another: its program was killed."""
DUE, SENDING, SENT = "due", "sending", "sent"


@dataclass(frozen=True)
class Alert:
    """What is to be told, of which scope, where to."""

    name: str
    scope: Scope
    conditions: tuple[str, ...]
    target: str
    secret: str | None
    """Where the secret is kept (env:NAME, file:PATH); never the secret itself."""
    who: str
    recorded: datetime
    checked: datetime
    """Everything recorded until this moment has been looked at: its making, at first."""


@dataclass(frozen=True)
class Notice:
    """One thing to tell: `key` is the same whenever it is found again."""

    key: str
    condition: str
    title: str
    words: str
    day: date
    url: str | None = None
    claims: tuple[str, ...] = ()


@dataclass(frozen=True)
class Told:
    """A notice of an alert, found at a moment, and how far it has got."""

    alert: str
    notice: Notice
    recorded: datetime
    state: str = DUE
    tries: int = 0
    trouble: str | None = None


class Alerts:
    """The alerts of a ledger and their notices."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(
        self, name: str, scope: Scope, conditions: Sequence[str], *, target: str, who: str, secret: str | None = None
    ) -> None:
        """Make an alert, in the place of one of this name; what is in the ledger now is no news to it.

        Raises LedgerError when the name is not made of small letters, digits and hyphens.
        """
        if not NAME.fullmatch(name):
            raise LedgerError(f"{name!r}: an alert's name is made of small letters, digits and hyphens (kp-in-ru)")
        with self._store.writing() as connection:
            hold(connection, f"alert {name}")
            row = {
                "scope": scope.model_dump(mode="json"),
                "conditions": list(conditions),
                "target": target,
                "secret": secret,
                "who": who,
            }
            act = Act(connection, "alert", who)
            act.replace(alerts, {"name": name}, row)
            act.replace(alert_checks, {"alert": name}, {"until": act.clock["recorded"]})

    def remove(self, name: str, who: str) -> None:
        """Tell it no longer.

        Raises LedgerError when there is none of this name.
        """
        with self._store.writing() as connection:
            if not Act(connection, "alert removed", who).supersede(alerts, alerts.c.name == name):
                raise LedgerError(f"there is no alert {name!r}")

    def all(self) -> tuple[Alert, ...]:
        """The alerts that stand, by name."""
        query = sa.select(alerts, alert_checks.c.until).join_from(
            alerts,
            alert_checks,
            (alert_checks.c.alert == alerts.c.name) & alert_checks.c.superseded.is_(None),
        )
        with self._store.reading() as connection:
            return tuple(
                Alert(
                    row["name"],
                    Scope.model_validate(row["scope"]),
                    tuple(row["conditions"]),
                    row["target"],
                    row["secret"],
                    row["who"],
                    row["recorded"],
                    row["until"],
                )
                for row in connection.execute(
                    query.where(alerts.c.superseded.is_(None)).order_by(alerts.c.name)
                ).mappings()
            )

    def moment(self) -> datetime:
        """A moment by which everything recorded until then can be seen, and nothing more will be recorded before."""
        with self._store.writing() as connection:
            hold_everything(connection)
            return connection.scalar(sa.select(sa.func.max(acts.c.recorded))) or datetime.now(UTC)

    def found(self, alert: str, news: Iterable[Notice], until: datetime) -> int:
        """Enter what looking until a moment found; what was found before is not entered again. How many are new."""
        fresh = {notice.key: notice for notice in news}
        with self._store.writing() as connection:
            hold(connection, f"alert {alert}")
            known = set(connection.scalars(sa.select(notices.c.key).where(notices.c.alert == alert)))
            rows = [_row(alert, notice) for key, notice in fresh.items() if key not in known]
            act = Act(connection, "alert looked after", "musterbook")
            act.enter_all(notices, rows)
            act.replace(alert_checks, {"alert": alert}, {"until": until})
            return len(rows)

    def take(self, alert: str, now: datetime) -> tuple[Told, ...]:
        """Take up the notices that are to be sent now, oldest first, so that no other program sends them too.

        Those another has taken up long ago without a word since are taken up again.
        """
        column = notices.c
        late = column.recorded < sa.literal(now - HELD, column.recorded.type)
        rested = column.not_before.is_(None) | (column.not_before <= sa.literal(now, column.not_before.type))
        ready = ((column.state == DUE) & rested) | ((column.state == SENDING) & late)
        with self._store.writing() as connection:
            hold(connection, f"alert {alert}")
            query = sa.select(notices).where(column.alert == alert, column.superseded.is_(None), ready)
            rows = connection.execute(query.order_by(column.row)).mappings().all()
            act = Act(connection, "notice taken up", "musterbook")
            for row in rows:
                _become(act, row, {"state": SENDING, "tries": row["tries"] + 1})
        return tuple(_told(row) for row in rows)

    def sent(self, alert: str, keys: Sequence[str]) -> None:
        """Enter that notices were sent."""
        self._settle(alert, keys, "notice sent", {"state": SENT})

    def unsent(self, alert: str, keys: Sequence[str], trouble: str, not_before: datetime) -> None:
        """Enter that notices could not be sent, why, and when to try again."""
        self._settle(alert, keys, "notice not sent", {"state": DUE, "trouble": trouble, "not_before": not_before})

    def told(self, alert: str, most: int = 200) -> tuple[Told, ...]:
        """The newest notices of an alert, newest first, whether sent or not."""
        query = sa.select(notices).where(notices.c.alert == alert, notices.c.superseded.is_(None))
        with self._store.reading() as connection:
            rows = connection.execute(query.order_by(notices.c.row.desc()).limit(most)).mappings().all()
            return tuple(_told(row) for row in rows)

    def _settle(self, alert: str, keys: Sequence[str], what: str, changes: dict[str, Any]) -> None:
        with self._store.writing() as connection:
            hold(connection, f"alert {alert}")
            query = sa.select(notices).where(
                notices.c.alert == alert, notices.c.key.in_(keys), notices.c.superseded.is_(None)
            )
            act = Act(connection, what, "musterbook")
            for row in connection.execute(query).mappings().all():
                _become(act, row, changes)


def _become(act: Act, row: sa.RowMapping, changes: dict[str, Any]) -> None:
    """Enter a notice as it is now, in the place of what it was."""
    plain = {"told": row["told"], "tries": row["tries"], "trouble": None, "not_before": None}
    act.replace(notices, {"alert": row["alert"], "key": row["key"]}, plain | changes)


def _row(alert: str, notice: Notice) -> dict[str, Any]:
    told = asdict(notice) | {"day": notice.day.isoformat(), "claims": list(notice.claims)}
    del told["key"]
    return {
        "alert": alert,
        "key": notice.key,
        "state": DUE,
        "told": told | {"found": datetime.now(UTC).isoformat(timespec="seconds")},
        "tries": 0,
        "trouble": None,
        "not_before": None,
    }


def _told(row: sa.RowMapping) -> Told:
    told = row["told"]
    notice = Notice(
        row["key"],
        told["condition"],
        told["title"],
        told["words"],
        date.fromisoformat(told["day"]),
        told["url"],
        tuple(told["claims"]),
    )
    found = datetime.fromisoformat(told["found"])
    return Told(row["alert"], notice, found, row["state"], row["tries"], row["trouble"])
