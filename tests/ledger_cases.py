"""Databases and cases for the ledger's tests: a file, a private PostgreSQL server, and small documents with claims."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import uuid
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from musterbook.ledger import Ledger
from musterbook.model import Claim, Document, Quote

READER = "musterbook 0.1"


def server_programs() -> Path | None:
    """Where PostgreSQL's programs are, the newest first."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    by_path = shutil.which("initdb")
    return Path(by_path).parent if by_path else None


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The socket folder of a private server in a temporary folder; it is gone when the tests are."""
    programs = server_programs()
    if programs is None:
        pytest.skip("no PostgreSQL server is installed here")
    memory = Path("/dev/shm")
    shelf = memory if memory.is_dir() and os.access(memory, os.W_OK) else Path("/tmp")
    folder = shelf / f"muster-{uuid.uuid4().hex[:8]}"  # not pytest's own folder: a socket's path must be short
    folder.mkdir(mode=0o700)
    account = None
    if os.getuid() == 0:  # the server refuses to run as root
        account = pwd.getpwnam("postgres" if _has_account("postgres") else "nobody")
        os.chown(folder, account.pw_uid, account.pw_gid)

    def run(program: str, *arguments: str) -> None:
        subprocess.run(
            [str(programs / program), "-D", str(folder / "data"), *arguments],
            check=True,
            cwd=folder,
            stdout=subprocess.DEVNULL,
            user=account.pw_uid if account else None,
            group=account.pw_gid if account else None,
            extra_groups=[] if account else None,
        )

    settings = f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c max_connections=60 -c fsync=off"
    try:
        run("initdb", "-U", "muster", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        run("pg_ctl", "-l", str(folder / "log"), "-w", "-o", settings, "start")
        try:
            yield str(folder)
        finally:
            run("pg_ctl", "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _has_account(name: str) -> bool:
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True


def new_database(socket: str) -> str:
    """The address of a fresh schema on the private server, which a ledger takes for its database."""
    import psycopg

    name = f"ledger_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(f"host={socket} user=muster dbname=postgres", autocommit=True) as connection:
        connection.execute(b"CREATE SCHEMA " + name.encode())
    return f"postgresql://muster@/postgres?host={socket}&options=-csearch_path%3D{name}"


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a ledger that is not there yet, in a file and on a server."""
    if request.param == "sqlite":
        return str(tmp_path / "muster.db")
    return new_database(request.getfixturevalue("server"))


@pytest.fixture
def ledger(address: str) -> Iterator[Ledger]:
    """An empty ledger."""
    with Ledger.open(address) as opened:
        yield opened


def document(
    text: str = "About 3,000 North Korean soldiers were in Kursk region, Kyiv said.", **known: Any
) -> Document:
    """A short document of one outlet and day, unless said otherwise."""
    facts: dict[str, Any] = {"title": "Report", "outlet": "Daily", "published": date(2025, 1, 10)}
    return Document(text=text, **(facts | known))


def quote(source: Document, words: str) -> Quote:
    """The words where they first stand."""
    start = source.content.index(words)
    return source.quote(start, start + len(words))


def claim(source: Document, **slots: Any) -> Claim:
    """A claim whose words are the whole text of its document, as these tests do not look at them.

    `country`, `area` (a code), `claimant` (words of the text), `institution`, `side`, `low`, `high` fill nested slots.
    """
    everything = source.quote(len(source.title) + 1, len(source.content))
    given = dict(slots)
    force: dict[str, Any] = {
        "country": given.pop("country", "KP"),
        "words": everything,
        "category": given.pop("category", "personnel"),
    }
    if name := given.pop("name", None):
        force["name"] = quote(source, name)
    area, claimant = given.pop("area", None), given.pop("claimant", None)
    institution, side = given.pop("institution", None), given.pop("side", None)
    low, high = given.pop("low", None), given.pop("high", None)
    made: dict[str, Any] = {"kind": "presence", "force": force, "reader": READER, "mentions": (everything,)}
    if area:
        areas = (area,) if isinstance(area, str) else area
        made["places"] = tuple({"words": everything, "role": "at", "code": code} for code in areas)
    if claimant:
        link = {"words": quote(source, claimant), "institution": institution, "country": side}
        made["attribution"] = {"claimant": link}
    if low is not None or high is not None:
        made["quantity"] = {"words": everything, "low": low, "high": high}
    return Claim.of(source, **(made | given))


def dump(ledger: Ledger) -> dict[str, dict[Any, dict[str, Any]]]:
    """Every row of every table, by primary key."""
    from musterbook.ledger.tables import metadata

    with ledger.store.reading() as connection:
        return {
            table.name: {
                tuple(row[column.name] for column in table.primary_key.columns): dict(row)
                for row in connection.execute(table.select()).mappings()
            }
            for table in metadata.sorted_tables
        }
