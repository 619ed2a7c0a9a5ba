"""A connection to the file or server that holds the ledger, with durability and locking as the ledger needs them."""

from __future__ import annotations

import os
import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from musterbook.errors import LedgerError

PATIENCE_SECONDS = 60
"""How long a writer waits for another one."""


@dataclass(frozen=True)
class Address:
    """Where a ledger is: a file (SQLite) or a server's database (PostgreSQL)."""

    url: sa.URL
    path: Path | None = None

    @classmethod
    def of(cls, url_or_path: str | os.PathLike[str]) -> Address:
        """The address a user gave: a path, `sqlite:///path`, or `postgresql://…`.

        Raises LedgerError for any other scheme.
        """
        text = os.fspath(url_or_path)
        scheme, parted, rest = text.partition("://")
        if not parted or len(scheme) < 2:
            return cls(sa.URL.create("sqlite", database=text), Path(text))
        if scheme == "sqlite":
            path = rest.removeprefix("/")
            return cls(sa.URL.create("sqlite", database=path), Path(path))
        if scheme in ("postgresql", "postgres", "postgresql+psycopg"):
            try:
                return cls(sa.make_url(text).set(drivername="postgresql+psycopg"))
            except SQLAlchemyError as error:
                raise LedgerError(f"{masked(text)}: not an address of a database ({error})") from error
        raise LedgerError(f"{masked(text)}: a ledger is a file, or a PostgreSQL database (postgresql://…)")

    def __str__(self) -> str:
        return str(self.path) if self.path else self.url.render_as_string(hide_password=True)


def masked(text: str) -> str:
    """An address without its password."""
    return re.sub(r"(://[^:/@]*):[^@]*@", r"\1:***@", text)


def connect(address: Address, read_only: bool) -> sa.Engine:
    """An engine for this address.

    Raises LedgerError when a file to be read does not exist.
    """
    if address.path is None:
        engine = sa.create_engine(address.url, pool_pre_ping=True, connect_args={"connect_timeout": 15})
        if read_only:
            engine = engine.execution_options(postgresql_readonly=True)
        return engine
    path = address.path
    if read_only and not path.exists():
        raise LedgerError(f"{path}: there is no ledger; make one with: muster add SOURCE --ledger {path}")
    if not path.parent.exists():
        raise LedgerError(f"{path}: the folder {path.parent} does not exist")
    return _sqlite(path, read_only)


def _sqlite(path: Path, read_only: bool) -> sa.Engine:
    """An engine over one file; every connection keeps foreign keys, waits for locks and syncs each commit."""

    def opened() -> sqlite3.Connection:
        connection = _readable(path) if read_only else _plain(path, "rwc")
        connection.isolation_level = None
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA cache_size=-65536")
        connection.execute("PRAGMA mmap_size=1073741824")
        connection.execute("PRAGMA temp_store=MEMORY")
        if not read_only:
            _write_ahead(connection)
        return connection

    engine = sa.create_engine("sqlite://", creator=opened, poolclass=sa.QueuePool, pool_size=8, max_overflow=24)

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _plain(path: Path, mode: str, *options: str) -> sqlite3.Connection:
    """The file opened in this mode (`ro`, `rwc`)."""
    parameters = "&".join((f"mode={mode}", *options))
    uri = f"{path.absolute().as_uri()}?{parameters}"
    return sqlite3.connect(uri, uri=True, timeout=PATIENCE_SECONDS, check_same_thread=False)


def _readable(path: Path) -> sqlite3.Connection:
    """The file opened for reading; where nothing beside it may be written, as it lies there."""
    connection = _plain(path, "ro")
    try:
        connection.execute("SELECT count(*) FROM sqlite_schema")
    except sqlite3.OperationalError as error:
        connection.close()
        journal = Path(f"{path}-wal")
        if "unable to open" not in str(error) and "readonly" not in str(error):
            raise
        if journal.exists() and journal.stat().st_size:
            raise LedgerError(
                f"{path}: cannot be read where nothing may be written, because its last entries still lie in "
                f"{journal.name}; open it once where it can be written, or copy it with: muster copy"
            ) from error
        return _plain(path, "ro", "immutable=1")
    return connection


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Write-ahead journal, so that readers and a writer do not wait for each other."""
    give_up = time.monotonic() + PATIENCE_SECONDS
    while connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > give_up:
                raise
            time.sleep(0.01)


@contextmanager
def speaking(address: Address) -> Iterator[None]:
    """Turn a database's errors into sentences for people.

    Raises LedgerError naming the ledger, what went wrong, and what to do.
    """
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        cause: Any = error.orig if isinstance(error, DBAPIError) else error
        raise LedgerError(f"{address}: {_sentence(str(cause).strip())}") from error
    except SQLAlchemyError as error:
        raise LedgerError(f"{address}: {error}") from error


def _sentence(trouble: str) -> str:
    known = {
        "disk is full": "the disk is full; nothing of the last entry was kept, all before it is safe. "
        "Make room and add again",
        "disk I/O error": "the disk cannot be written; nothing of the last entry was kept, all before it is safe. "
        "See to the disk (is it full?) and add again",
        "No space left": "the server's disk is full; nothing of the last entry was kept, all before it is safe",
        "readonly database": "the ledger cannot be written (read-only file or folder); reading works",
        "read-only transaction": "the ledger was opened for reading only",
        "unable to open": "the file cannot be opened; see whether the folder exists and may be written",
        "not a database": "this file is not a ledger",
        "malformed": "the file is damaged; restore it from a backup, or save what can be read with: muster copy",
        "locked": f"another program has held the ledger for more than {PATIENCE_SECONDS} seconds; try again",
        "connection refused": f"the server does not answer ({trouble})",
    }
    return next((said for sign, said in known.items() if sign.lower() in trouble.lower()), trouble)
