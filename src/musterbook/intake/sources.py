"""Anything a person can name becomes documents: files, folders, addresses, standard input, bytes."""

from __future__ import annotations

import io
import os
import re
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from musterbook.errors import SourceError
from musterbook.intake.bodies import Reading, read_body, read_lines
from musterbook.intake.limits import Limits, size_in_words
from musterbook.intake.received import Failure, Received, UnreadableError, failure
from musterbook.intake.sniffing import Form, holds_warc, sniff

if TYPE_CHECKING:
    from musterbook.intake.fetching import Fetcher

_START = 65_536
_CHUNK = 1_048_576
_BULK = frozenset({Form.PDF, Form.ZIP, Form.GZIP})


def open_source(
    source: str | Path | bytes,
    *,
    stdin: BinaryIO | None = None,
    limits: Limits | None = None,
    fetcher: Fetcher | None = None,
    today: date | None = None,
) -> Iterator[Received | Failure]:
    """The documents of a source, in a steady order, read as they are asked for.

    `source` is the path of a file or folder, an http(s) address, "-" for `stdin` (standard input unless given), or
    bytes. What a file is, its first bytes say. A folder gives every readable file in it and its folders, by name.
    `fetcher` keeps connections and robots rules over several addresses; one with the default policy is made
    otherwise. Nothing is raised for a bad source: each part that cannot be read is a Failure, and the others go on.
    """
    reading = Reading(limits=limits or Limits(), today=today)
    if isinstance(source, bytes):
        yield from _stream("the bytes given", io.BytesIO(source), reading)
    elif str(source) == "-":
        yield from _stream("standard input", stdin or sys.stdin.buffer, reading)
    elif isinstance(source, str) and (scheme := re.match(r"([A-Za-z][A-Za-z0-9+.-]+)://", source)):
        yield from _address(source, scheme[1].lower(), reading, fetcher)
    else:
        yield from _path(Path(source), reading)


def _address(url: str, scheme: str, reading: Reading, fetcher: Fetcher | None) -> Iterator[Received | Failure]:
    if scheme not in {"http", "https"}:
        yield Failure(url, f"{url}: only http and https addresses are fetched", "save it as a file and give its path")
        return
    from musterbook.intake.fetching import Fetcher

    try:
        if fetcher is not None:
            capture = fetcher.fetch(url)
        else:
            with closing(Fetcher()) as own:
                capture = own.fetch(url)
    except SourceError as error:
        yield failure(url, error, "open it in a browser, save the page and give the file")
        return
    yield from read_body(capture, url, reading)


def _path(path: Path, reading: Reading) -> Iterator[Received | Failure]:
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:
        yield _unopened(path, error)
        return
    if stat.S_ISDIR(mode):
        yield from _folder(path, reading)
    elif stat.S_ISREG(mode) or str(path).startswith(("/dev/fd/", "/proc/self/fd/", "/dev/stdin")):
        yield from _file(path, reading)
    else:
        yield Failure(str(path), f"{path} is not a regular file", "give a file, a folder, an address or -")


def _folder(folder: Path, reading: Reading) -> Iterator[Received | Failure]:
    found = 0
    for path in _files(folder):
        try:
            with path.open("rb") as file:
                form = sniff(file.read(_START), name=path.name)
        except OSError as error:
            found += 1
            yield _unopened(path, error)
            continue
        if form is not Form.OTHER:
            found += 1
            yield from _file(path, reading)
    if not found:
        yield Failure(
            str(folder), f"{folder} holds no readable documents", "give a folder with pages, texts, JSONL or PDF files"
        )


def _files(folder: Path) -> Iterator[Path]:
    """Regular files under a folder, sorted, without hidden ones; linked folders are not entered."""
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(here, name)
            if not name.startswith(".") and path.is_file():
                yield path


def _file(path: Path, reading: Reading) -> Iterator[Received | Failure]:
    try:
        with path.open("rb") as file:
            yield from _stream(str(path), file, reading, size=path.stat().st_size)
    except OSError as error:
        yield _unopened(path, error)


def _stream(name: str, file: BinaryIO, reading: Reading, size: int | None = None) -> Iterator[Received | Failure]:
    """Read an open source by what its start says it is: record by record, or whole within its limit."""
    start = _read_up_to(file, _START)
    form = sniff(start, name=name)
    if form is Form.JSONL:
        yield from read_lines(_chunks(start, file), name, reading)
        return
    if form is Form.WARC or (form is Form.GZIP and holds_warc(start)):
        from musterbook.intake.archives import read_warc

        with _seekable(start, file) as whole:
            yield from read_warc(whole, name, reading)
        return
    try:
        body = _whole(start, file, name, reading.limits.bulk if form in _BULK else reading.limits.page, size)
    except SourceError as error:
        yield failure(name, error)
        return
    yield from read_body(body, name, reading, form=form)


def _whole(start: bytes, file: BinaryIO, name: str, limit: int, size: int | None) -> bytes:
    kind, advice = size_in_words(limit), "split it, or turn it into JSONL, which is read line by line"
    if size is not None and size > limit:
        raise UnreadableError(
            f"{name} is too large: {size_in_words(size)}, and one of its kind is read up to {kind}", advice
        )
    body = start + _read_up_to(file, limit + 1 - len(start))
    if len(body) > limit:
        raise UnreadableError(f"{name} is too large: one of its kind is read up to {kind}", advice)
    return body


def _read_up_to(file: BinaryIO, size: int) -> bytes:
    """Up to `size` bytes: a pipe gives fewer at a time than are still to come."""
    parts: list[bytes] = []
    while size > 0 and (part := file.read(min(size, _CHUNK))):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def _chunks(start: bytes, file: BinaryIO) -> Iterator[bytes]:
    yield start
    while chunk := file.read(_CHUNK):
        yield chunk


@contextmanager
def _seekable(start: bytes, file: BinaryIO) -> Iterator[BinaryIO]:
    """The whole source as a file that can be sought in: itself from its start, or a temporary copy."""
    if file.seekable():
        file.seek(0)
        yield file
        return
    with tempfile.TemporaryFile() as copy:
        for chunk in _chunks(start, file):
            copy.write(chunk)
        copy.seek(0)
        yield cast(BinaryIO, copy)


def _unopened(path: Path, error: OSError | ValueError) -> Failure:
    if isinstance(error, FileNotFoundError):
        return Failure(str(path), f"{path}: there is no such file or folder", "check the path")
    if isinstance(error, PermissionError):
        return Failure(str(path), f"{path}: permission to read it is missing", "change its permissions, or copy it")
    return Failure(str(path), f"{path} cannot be opened: {getattr(error, 'strerror', None) or error}", "check the path")
