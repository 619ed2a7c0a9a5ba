"""Faults: killed programs, two writers, full disks, newer schemas, read-only files; the ledger stays whole.

`MUSTER_KILLS=200 pytest tests/test_ledger_faults.py -k killed` kills more often than the suite does.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import resource
import shutil
import signal
import subprocess
import tempfile
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path

import pytest
import sqlalchemy as sa

from ledger_cases import READER, address, claim, document, ledger, server
from musterbook.errors import LedgerError
from musterbook.ledger import Addition, Ledger, Query, entering, segments
from musterbook.model import Capture

__all__ = ["address", "ledger", "server"]

KILLS = int(os.environ.get("MUSTER_KILLS", "15"))
FORK = multiprocessing.get_context("fork")


def additions(count: int, claims_each: int = 3) -> list[Addition]:
    made = []
    for number in range(count):
        source = document(f"Number {number}: soldiers were counted.", title=f"Report {number}")
        found = [claim(source, low=figure, area="RU-KRS") for figure in range(claims_each)]
        made.append(Addition(source, found, Capture.of(b"bytes %d" % number * 40, "text/plain")))
    return made


def add_and_acknowledge(address: str, sources: list[Addition], acknowledge: int) -> None:
    """Add one document after another, saying so only when it is durable."""
    with Ledger.open(address) as ledger:
        for addition in sources:
            added = ledger.add_all([addition], READER)
            os.write(acknowledge, f"{added[0].document_id}\n".encode())


def test_killed_at_any_moment_nothing_acknowledged_is_lost_and_nothing_doubled(address: str) -> None:
    chance = random.Random(KILLS)
    Ledger.open(address).close()
    sources, begun, acknowledged = additions(10 * KILLS), 0, set[str]()
    for _ in range(KILLS):
        reading_end, writing_end = os.pipe()
        child = FORK.Process(target=add_and_acknowledge, args=(address, sources[begun : begun + 15], writing_end))
        child.start()
        os.close(writing_end)
        with os.fdopen(reading_end) as said:
            lines = list(islice(said, chance.randrange(8)))
            child.join(timeout=chance.uniform(0.0, 0.05))
            child.kill()
            child.join()
            acknowledged |= {line.strip() for line in (*lines, *said) if line.endswith("\n")}
        with Ledger.open(address) as ledger:
            assert [str(fault) for fault in ledger.check()] == []
            kept = {entry.document.id for entry in ledger.entries()}
            assert acknowledged <= kept
            assert ledger.count() == 3 * len(kept)
            begun = max(0, len(kept) - 5)
    assert acknowledged
    with Ledger.open(address) as ledger:
        ledger.add_all(sources)
        assert ledger.count() == 3 * len(sources)
        assert len({entry.claim.id for entry in ledger.entries()}) == 3 * len(sources)
        assert [str(fault) for fault in ledger.check()] == []


EDGE = "INSERT INTO claim_columns"
"""What is said to the database when a segment of columns is written, in the transaction of its last claim."""

SIZE = 4
"""Claims of a segment, where it is small: three of four documents with three claims complete one."""


@pytest.fixture
def small_segments(monkeypatch: pytest.MonkeyPatch) -> None:
    """Segments of a few claims, here and in the processes begun from here."""
    monkeypatch.setattr(entering, "SEGMENT", SIZE)
    monkeypatch.setattr(segments, "SEGMENT", SIZE)


def segments_kept(ledger: Ledger) -> int:
    with ledger.store.reading() as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM claim_columns").scalar() or 0)


def whole_with_its_segments(path: Path) -> set[str]:
    """The documents of a ledger that is whole, with every claim of each and the segments that go with the claims."""
    with Ledger.open(path) as ledger:
        assert [str(fault) for fault in ledger.check()] == []
        entries = list(ledger.entries())
        kept = {entry.document.id for entry in entries}
        assert len({entry.claim.id for entry in entries}) == len(entries) == 3 * len(kept)
        assert segments_kept(ledger) == len(entries) // SIZE
        ledger.prepare_counting()
        assert ledger.facets().total == ledger.count() == len(entries)
    return kept


def add_again(path: Path, sources: list[Addition]) -> None:
    with Ledger.open(path) as ledger:
        ledger.add_all(sources, READER)
    assert len(whole_with_its_segments(path)) == len(sources)


def listen(ledger: Ledger, moment: str, work: Callable[[], None]) -> None:
    """Do work before or after each segment is written, or when the transaction it was written in is committed."""
    written = list[str]()

    def said(connection: sa.Connection, cursor: object, statement: str, *more: object) -> None:
        if statement.startswith(EDGE):
            written.append(statement)
            if moment != "commit":
                work()

    def committed(connection: sa.Connection) -> None:
        if written:
            work()

    name = {"before": "before_cursor_execute", "after": "after_cursor_execute", "commit": "before_cursor_execute"}
    sa.event.listen(ledger.store.engine, name[moment], said)
    if moment == "commit":
        sa.event.listen(ledger.store.engine, "commit", committed)


def kill_itself() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.parametrize("moment", ["before", "after", "commit"])
def test_killed_as_a_segment_is_written_neither_it_nor_its_claims_are_there(
    tmp_path: Path, small_segments: None, moment: str
) -> None:
    path, sources = tmp_path / "muster.db", additions(9)
    with Ledger.open(path) as ledger:
        ledger.add_all(sources[:5], READER)

    def add_and_die() -> None:
        with Ledger.open(path) as ledger:
            listen(ledger, moment, kill_itself)
            for addition in sources[5:]:
                ledger.add_all([addition], READER)

    child = FORK.Process(target=add_and_die)
    child.start()
    child.join()
    assert child.exitcode == -signal.SIGKILL
    assert len(whole_with_its_segments(path)) == 5
    add_again(path, sources)


def add_and_tell(path: Path, sources: list[Addition], tell: int) -> None:
    """Add one document after another, telling of each segment that is begun and of each document that is durable."""
    with Ledger.open(path) as ledger:

        def begun() -> None:
            os.write(tell, b"segment\n")

        listen(ledger, "before", begun)
        for addition in sources:
            added = ledger.add_all([addition], READER)
            os.write(tell, f"{added[0].document_id}\n".encode())


def test_killed_at_any_moment_around_a_segment_it_is_there_as_its_claims_are(
    tmp_path: Path, small_segments: None
) -> None:
    chance = random.Random(KILLS)
    path, sources, kept = tmp_path / "muster.db", additions(6 * KILLS), set[str]()
    for _ in range(KILLS):
        reading_end, writing_end = os.pipe()
        child = FORK.Process(target=add_and_tell, args=(path, sources[len(kept) :], writing_end))
        child.start()
        os.close(writing_end)
        with os.fdopen(reading_end) as said:
            edges = chance.randrange(1, 4)
            lines = list(islice(said, 2 * edges))
            child.join(timeout=chance.uniform(0.0, 0.006))
            child.kill()
            child.join()
            told = {line.strip() for line in (*lines, *said) if line.endswith("\n")} - {"segment"}
        before, kept = kept, whole_with_its_segments(path)
        assert before | told <= kept
    assert kept
    add_again(path, sources)


def test_two_programs_adding_at_once_both_finish_and_lose_nothing(address: str) -> None:
    sources = additions(40)
    halves = (sources[:30], sources[10:])
    children = [FORK.Process(target=add_and_acknowledge, args=(address, half, os.dup(2))) for half in halves]
    with Path(os.devnull).open("w") as nowhere, _stderr_to(nowhere.fileno()):
        for child in children:
            child.start()
        for child in children:
            child.join()
    assert [child.exitcode for child in children] == [0, 0]
    with Ledger.open(address) as ledger:
        assert ledger.count() == 3 * len(sources)
        assert len({entry.document.id for entry in ledger.entries()}) == len(sources)
        assert [str(fault) for fault in ledger.check()] == []


@contextmanager
def _stderr_to(target: int) -> Iterator[None]:
    before = os.dup(2)
    os.dup2(target, 2)
    try:
        yield
    finally:
        os.dup2(before, 2)
        os.close(before)


def in_child(work: Callable[[], None]) -> None:
    """Do work in a process of its own, whose limits and rights may be changed; fails where it fails."""
    reading_end, writing_end = os.pipe()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            work()
            status = 0
        except BaseException:
            os.write(writing_end, traceback.format_exc().encode()[-4000:])
        finally:
            os._exit(status)
    os.close(writing_end)
    with os.fdopen(reading_end) as said:
        trouble = said.read()
    assert os.waitpid(child, 0)[1] == 0, trouble


def fill_until_it_is_full(path: Path) -> None:
    """Add until the disk is full: a clear error, and everything before it is there."""
    acknowledged = 0
    with Ledger.open(path) as ledger:
        with pytest.raises(LedgerError, match=r"muster\.db: the disk .*all before it is safe"):
            for addition in additions(5000):
                ledger.add_all([addition])
                acknowledged += 1
        assert acknowledged
        assert ledger.count() == 3 * acknowledged
    with Ledger.open(path, read_only=True) as ledger:
        assert ledger.count() == 3 * acknowledged
        assert [str(fault) for fault in ledger.check()] == []


@contextmanager
def small_disk(disk: Path) -> Iterator[Path]:
    """A disk of two megabytes, mounted there."""
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(disk)]
    if os.getuid() != 0 or subprocess.run(mount, check=False, capture_output=True).returncode != 0:
        pytest.skip("a small disk can only be mounted by root")
    try:
        yield disk
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_a_full_disk_is_a_clear_error_and_leaves_the_ledger_whole(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        in_child(lambda: fill_until_it_is_full(disk / "muster.db"))


def test_a_limit_on_the_size_of_files_is_met_like_a_full_disk(tmp_path: Path) -> None:
    def limited() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (3_000_000, 3_000_000))
        fill_until_it_is_full(tmp_path / "muster.db")

    in_child(limited)


def full_at_a_segment(path: Path, fill: Callable[[], None], make_room: Callable[[], None]) -> None:
    """The disk is full just when a segment is written: a clear error, and neither it nor its claims are there."""
    sources = additions(12)
    with Ledger.open(path) as ledger:
        ledger.add_all(sources[:5], READER)
        listen(ledger, "before", fill)
        with pytest.raises(LedgerError, match=r"muster\.db: the disk .*all before it is safe"):
            ledger.add_all(sources[5:], READER)
        assert ledger.count() == 3 * 5
        assert segments_kept(ledger) == 3 * 5 // SIZE
    with Ledger.open(path, read_only=True) as ledger:
        assert ledger.count() == 3 * 5
    make_room()
    assert len(whole_with_its_segments(path)) == 5
    add_again(path, sources)


def test_a_disk_full_at_a_segment_leaves_neither_it_nor_its_claims(tmp_path: Path, small_segments: None) -> None:
    with small_disk(tmp_path / "disk") as disk:
        filler = disk / "filler"

        def fill() -> None:
            with suppress(OSError), filler.open("ab", buffering=0) as full:
                while full.write(bytes(4096)):
                    pass

        in_child(lambda: full_at_a_segment(disk / "muster.db", fill, filler.unlink))


def test_a_limit_met_at_a_segment_leaves_neither_it_nor_its_claims(tmp_path: Path, small_segments: None) -> None:
    path = tmp_path / "muster.db"

    def limit_files_to(most: int) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))

    def limited() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        full_at_a_segment(
            path,
            lambda: limit_files_to(Path(f"{path}-wal").stat().st_size),
            lambda: limit_files_to(resource.RLIM_INFINITY),
        )

    in_child(limited)


def test_a_ledger_of_a_newer_schema_is_refused(address: str) -> None:
    with Ledger.open(address) as ledger, ledger.store.writing() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9000'"))
    for read_only in (False, True):
        with pytest.raises(LedgerError, match=r"made by a newer Musterbook \(schema 9000"):
            Ledger.open(address, read_only)


def test_a_database_of_something_else_is_refused(tmp_path: Path) -> None:
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'other.db'}")
    with engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE recipes (name text)"))
    engine.dispose()
    with pytest.raises(LedgerError, match=r"other tables in it \(recipes"):
        Ledger.open(tmp_path / "other.db")


@pytest.mark.parametrize(
    ("address", "trouble"),
    [
        ("missing/muster.db", "the folder missing does not exist"),
        ("mysql://root:secret@host/db", r"mysql://root:\*\*\*@host/db: a ledger is a file, or a PostgreSQL database"),
        ("postgresql://muster:secret@127.0.0.1:9/x", r"muster:\*\*\*@127\.0\.0\.1:9/x: the server does not answer"),
    ],
)
def test_an_address_that_leads_nowhere_is_said_without_its_password(address: str, trouble: str) -> None:
    with pytest.raises(LedgerError, match=trouble):
        Ledger.open(address)


def test_a_file_that_is_no_database_is_said(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("no database at all, but long enough to be looked at " * 40)
    with pytest.raises(LedgerError, match="this file is not a ledger"):
        Ledger.open(path)


def test_reading_needs_a_ledger(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="there is no ledger; make one with: muster add"):
        Ledger.open(tmp_path / "muster.db", read_only=True)


def test_opened_for_reading_nothing_is_written(address: str) -> None:
    Ledger.open(address).close()
    with Ledger.open(address, read_only=True) as ledger:
        with pytest.raises(LedgerError, match="opened for reading only"):
            ledger.add(document())
        assert ledger.count() == 0


def test_a_file_that_may_not_be_written_is_read_where_it_lies() -> None:
    folder = Path(tempfile.mkdtemp())
    try:
        with Ledger.open(folder / "muster.db") as ledger:
            ledger.add_all(additions(3))
        (folder / "muster.db").chmod(0o444)
        folder.chmod(0o555)

        def read_as_anybody() -> None:
            if os.getuid() == 0:
                os.setuid(65534)
            with Ledger.open(folder / "muster.db", read_only=True) as ledger:
                assert ledger.claims(Query(areas=("RU",))).entries
                assert [str(fault) for fault in ledger.check()] == []
            with pytest.raises(LedgerError, match=r"cannot be (written|opened)"):
                Ledger.open(folder / "muster.db").add(document())

        in_child(read_as_anybody)
    finally:
        folder.chmod(0o755)
        shutil.rmtree(folder)
