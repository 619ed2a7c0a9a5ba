"""The open database: transactions that see one state, and transactions that are durable or leave nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import sqlalchemy as sa

from musterbook.errors import LedgerError
from musterbook.ledger.connection import Address, connect, speaking
from musterbook.ledger.schema import ensure


@dataclass(frozen=True)
class Store:
    """An open database of the ledger's schema."""

    address: Address
    engine: sa.Engine
    read_only: bool

    @classmethod
    def open(cls, address: Address, read_only: bool) -> Store:
        """Open a database, its tables made or brought up to date.

        Raises LedgerError when it is missing, no ledger, of a newer version, or cannot be reached.
        """
        with speaking(address):
            engine = connect(address, read_only)
            try:
                ensure(engine, address, read_only)
            except BaseException:
                engine.dispose()
                raise
        return cls(address, engine, read_only)

    @property
    def sqlite(self) -> bool:
        """Whether it is a file."""
        return self.engine.dialect.name == "sqlite"

    def close(self) -> None:
        """Let go of the file or the server."""
        self.engine.dispose()

    def _snapshots(self) -> sa.Engine:
        """SQLite's readers see one state anyway."""
        return self.engine if self.sqlite else self.engine.execution_options(isolation_level="REPEATABLE READ")

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A transaction that sees one state of the ledger throughout."""
        with speaking(self.address), self._snapshots().connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """A transaction that is durable when it ends, and leaves nothing when it fails."""
        if self.read_only:
            raise LedgerError(f"{self.address}: opened for reading only")
        with speaking(self.address), self.engine.execution_options(writes=True).begin() as connection:
            yield connection
