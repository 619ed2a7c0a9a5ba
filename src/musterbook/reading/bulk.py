"""The bulk road: many corpus documents coded by several processes, in order, resumable."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from musterbook.codebook import loading
from musterbook.errors import MusterbookError, SourceError
from musterbook.exchange.corpus import read_document, write_record
from musterbook.reading.parsing import MEDIUM

CHUNK = 8
"""Documents handed to a worker at once."""
KEPT = ("topic", "negative", "published_precision", "written", "invented", "sources", "license", "source")
"""Fields of a record that are carried over unread."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a corpus file, or what is wrong with it."""

    number: int
    record: Mapping[str, Any] | None
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a bulk reading."""

    coded: int
    skipped: int
    """Documents that an earlier run had done."""
    failures: tuple[str, ...]


def lines(path: Path) -> Iterator[Line]:
    """The records of a JSONL file; a broken line is told, the others go on.

    Raises SourceError when the file cannot be opened.
    """
    try:
        source = path.open("rb")
    except OSError as error:
        raise SourceError(f"{path}: cannot be opened ({error.strerror}); name a JSONL file of documents") from error
    with source:
        for number, raw in enumerate(source, 1):
            if not raw.strip():
                continue
            try:
                record = json.loads(raw.decode("utf-8-sig" if number == 1 else "utf-8"))
                if not isinstance(record, dict) or "id" not in record:
                    raise ValueError("a document is a JSON object with an id")
                read_document(record)
            except (ValueError, RecursionError, MusterbookError) as error:
                yield Line(number, None, f"{path}, line {number}: {error}; the line was left out")
            else:
                yield Line(number, record)


def code_file(
    path: Path,
    out: Path,
    *,
    workers: int = 1,
    model: str = MEDIUM,
    codebook: Path | None = None,
    progress: Callable[[int], None] = lambda done: None,
) -> Outcome:
    """Code every document of a corpus file into another, in the same order.

    What `out` already holds of this file is kept and not done again; a half-written last line is cut off first.
    Raises SourceError when a file cannot be opened.
    """
    done = _resume(out)
    failures: list[str] = []
    skipped = coded = 0

    def todo() -> Iterator[Mapping[str, Any]]:
        nonlocal skipped
        for line in lines(path):
            if line.record is None:
                failures.append(line.error or "")
            elif str(line.record["id"]) in done:
                skipped += 1
            else:
                yield line.record

    with out.open("a", encoding="utf-8") as sink:
        for result in _coded(todo(), workers, model, codebook):
            for text, error in result:
                if error is not None:
                    failures.append(f"{path}: {error}")
                else:
                    sink.write(text + "\n")
                    coded += 1
                progress(1)
            sink.flush()
    return Outcome(coded, skipped, tuple(failures))


def _resume(out: Path) -> set[str]:
    """The ids that an earlier run finished; cuts off what it left half written."""
    if not out.exists():
        return set()
    found: set[str] = set()
    whole = 0
    try:
        with out.open("rb") as kept:
            for raw in kept:
                try:
                    found.add(str(json.loads(raw)["id"]))
                except (ValueError, KeyError, TypeError):
                    break
                if not raw.endswith(b"\n"):
                    break
                whole += len(raw)
        if whole < out.stat().st_size:
            os.truncate(out, whole)
            with out.open("rb") as kept:
                found = {str(json.loads(raw)["id"]) for raw in kept}
    except OSError as error:
        raise SourceError(f"{out}: cannot be read or written ({error.strerror}); name another output file") from error
    return found


Results = list[tuple[str, str | None]]


def _coded(records: Iterator[Mapping[str, Any]], workers: int, model: str, codebook: Path | None) -> Iterator[Results]:
    chunks = iter(lambda: list(islice(records, CHUNK)), [])
    if workers <= 1:
        _prepare(model, codebook)
        yield from map(_code, chunks)
        return
    context = multiprocessing.get_context("spawn")
    with _uninterrupted():
        pool = context.Pool(workers, initializer=_prepare, initargs=(model, codebook))
    with pool:
        yield from pool.imap(_code, chunks)


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Processes started within take no notice of Ctrl-C, which reaches them too: who started them ends them."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


_model = MEDIUM


def _prepare(model: str, codebook: Path | None) -> None:
    """Make a worker ready: one thread each, the user's codebook in force, the parser loaded."""
    global _model  # noqa: PLW0603 - a worker process has one model for its life
    _model = model
    if codebook is not None:
        loading.extend(codebook)


def _code(records: list[Mapping[str, Any]]) -> Results:
    from musterbook.reading.reader import reader

    documents = [read_document(record) for record in records]
    results: Results = []
    for record, document, claims in zip(records, documents, reader(_model).read_all(documents), strict=True):
        kept = {key: record[key] for key in KEPT if key in record}
        results.append((json.dumps(write_record(document, claims, **kept), ensure_ascii=False), None))
    return results
