"""Dossiers: saved scopes with notes and pinned claims, every change a dated row."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from musterbook.errors import LedgerError
from musterbook.ledger.act import Act, hold
from musterbook.ledger.clocks import stood
from musterbook.ledger.store import Store
from musterbook.ledger.tables import dossiers, notes, pins
from musterbook.model import Scope

NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True)
class Note:
    """Something written down in a dossier."""

    row: int
    text: str
    who: str
    recorded: datetime


@dataclass(frozen=True)
class Dossier:
    """A saved scope with its notes (oldest first) and the ids of its pinned claims (in the order of pinning)."""

    name: str
    title: str
    scope: Scope
    who: str
    recorded: datetime
    notes: tuple[Note, ...] = ()
    pins: tuple[str, ...] = ()


class Dossiers:
    """The dossiers of a ledger."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def save(self, name: str, title: str, scope: Scope, who: str) -> None:
        """Save a scope under a name, in the place of the one saved before.

        Raises LedgerError when the name is not made of small letters, digits and hyphens.
        """
        with self._store.writing() as connection:
            if not NAME.fullmatch(name):
                raise LedgerError(f"{name!r}: a dossier's name is made of small letters, digits and hyphens (kp-in-ru)")
            hold(connection, f"dossier {name}")
            row = {"title": title, "scope": scope.model_dump(mode="json"), "who": who}
            Act(connection, "dossier", who).replace(dossiers, {"name": name}, row)

    def close(self, name: str, who: str) -> None:
        """Take a dossier off the list; its notes and pins remain on record with it.

        Raises LedgerError when there is none of this name.
        """
        with self._store.writing() as connection:
            if not Act(connection, "dossier closed", who).supersede(dossiers, dossiers.c.name == name):
                raise LedgerError(f"there is no dossier {name!r}")

    def note(self, name: str, text: str, who: str) -> None:
        """Write a note into a dossier."""
        with self._store.writing() as connection:
            _must_stand(connection, name)
            Act(connection, "note", who).enter(notes, {"dossier": name, "text": text, "who": who})

    def strike_note(self, row: int, who: str) -> None:
        """Take a note back."""
        with self._store.writing() as connection:
            Act(connection, "note struck", who).supersede(notes, notes.c.row == row)

    def pin(self, name: str, claim: str, who: str) -> None:
        """Pin a claim to a dossier; pinned again, it stays as it was."""
        with self._store.writing() as connection:
            _must_stand(connection, name)
            hold(connection, f"dossier {name}")
            here = sa.select(pins.c.row).where(
                pins.c.dossier == name, pins.c.claim == claim, pins.c.superseded.is_(None)
            )
            if connection.scalar(here) is None:
                Act(connection, "pin", who).enter(pins, {"dossier": name, "claim": claim, "who": who})

    def unpin(self, name: str, claim: str, who: str) -> None:
        """Take a pin off."""
        with self._store.writing() as connection:
            Act(connection, "pin taken off", who).supersede(pins, pins.c.dossier == name, pins.c.claim == claim)

    def all(self, recorded_on: datetime | None = None) -> tuple[Dossier, ...]:
        """The dossiers that stand, or stood at a moment, by name."""
        with self._store.reading() as connection:
            query = sa.select(dossiers).where(stood(dossiers, recorded_on)).order_by(dossiers.c.name)
            return tuple(
                _with_parts(connection, row, recorded_on) for row in connection.execute(query).mappings().all()
            )


def _with_parts(connection: sa.Connection, row: sa.RowMapping, recorded_on: datetime | None) -> Dossier:
    written = connection.execute(
        sa.select(notes).where(notes.c.dossier == row["name"], stood(notes, recorded_on)).order_by(notes.c.row)
    )
    pinned = connection.scalars(
        sa.select(pins.c.claim).where(pins.c.dossier == row["name"], stood(pins, recorded_on)).order_by(pins.c.row)
    )
    return Dossier(
        row["name"],
        row["title"],
        Scope.model_validate(row["scope"]),
        row["who"],
        row["recorded"],
        tuple(Note(one.row, one.text, one.who, one.recorded) for one in written),
        tuple(pinned),
    )


def _must_stand(connection: sa.Connection, name: str) -> None:
    here = sa.select(dossiers.c.row).where(dossiers.c.name == name, dossiers.c.superseded.is_(None))
    if connection.scalar(here) is None:
        raise LedgerError(f"there is no dossier {name!r}")
