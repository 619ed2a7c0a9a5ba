"""Archives become the documents in them: web archives (WARC), ZIP and gzip, within limits against bombs."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any, BinaryIO

from musterbook.errors import SourceError
from musterbook.intake.limits import Limits, size_in_words
from musterbook.intake.received import Failure, Received, UnreadableError, failure
from musterbook.intake.sniffing import Form, holds_warc, sniff
from musterbook.model import Capture

if TYPE_CHECKING:
    from musterbook.intake.bodies import Reading

_CHUNK = 65_536
_DEEPEST = 3
"""Archives in archives in archives are opened; no deeper."""
_PAGES = ("text/html", "application/xhtml")


def read_warc(file: BinaryIO, name: str, reading: Reading) -> Iterator[Received | Failure]:
    """The news pages of a web archive (plain or gzipped) in a file that can be sought in, read record by record.

    Only answers with status 200 that hold HTML are read; a page captured twice with equal bytes comes once.
    """
    try:
        from fastwarc.warc import ArchiveIterator, WarcRecordType
    except ImportError:
        yield Failure(name, f"{name}: web archives need the package fastwarc", "pip install 'musterbook[archives]'")
        return
    from musterbook.intake.bodies import read_body

    seen: set[str] = set()
    found = 0
    try:
        for number, record in enumerate(
            ArchiveIterator(file, record_types=WarcRecordType.response | WarcRecordType.resource), 1
        ):
            source = f"{name}, record {number}"
            try:
                capture = _capture(record, source, reading.limits)
            except SourceError as error:
                yield failure(source, error, "the other records were read")
                continue
            if capture is None or capture.sha256 in seen:
                continue
            seen.add(capture.sha256)
            found += 1
            yield from read_body(capture, capture.url or source, reading, form=Form.PAGE)
    except (KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except (
        BaseException
    ) as error:  # the reader's own panics on broken archives are no Exceptions; they end this one only
        yield Failure(name, f"{name}: the web archive is broken after {found} pages: {error}", "fetch it again")
        return
    if not found:
        yield Failure(name, f"{name} holds no pages of HTML", "check that it is the archive you meant")


def _capture(record: Any, source: str, limits: Limits) -> Capture | None:
    answer = record.http_headers
    status = answer.status_code if answer is not None else 200
    kind = (record.http_content_type if answer is not None else record.headers.get("Content-Type")) or ""
    if status != 200 or not kind.lower().startswith(_PAGES):
        return None
    body = record.reader.read(limits.page + 1)
    if len(body) > limits.page:
        raise UnreadableError(f"{source} is larger than {size_in_words(limits.page)}")
    return Capture.of(
        _decoded(body, (answer.get("Content-Encoding") or "") if answer is not None else "", limits, source),
        kind.partition(";")[0].strip().lower(),
        url=record.headers.get("WARC-Target-URI"),
        encoding=record.http_charset if answer is not None else None,
        fetched=record.record_date,
    )


def _decoded(body: bytes, coding: str, limits: Limits, source: str) -> bytes:
    if coding.strip().lower() not in {"gzip", "x-gzip", "deflate"} or not body.startswith((b"\x1f\x8b", b"x")):
        return body
    return inflate(body, limits.page, source)


def inflate(body: bytes, limit: int, source: str) -> bytes:
    """Bytes packed by gzip or zlib, unpacked (gzip members one after another too).

    Raises UnreadableError when they are broken, or unpack to more than `limit` bytes.
    """
    parts: list[bytes] = []
    total = 0
    try:
        while body:
            unpacker = zlib.decompressobj(47)
            while body and not unpacker.eof:
                part = unpacker.decompress(body, _CHUNK)
                body = unpacker.unconsumed_tail
                total += len(part)
                if total > limit:
                    raise UnreadableError(f"{source} unpacks to more than {size_in_words(limit)}: refused")
                parts.append(part)
            if not unpacker.eof:
                raise UnreadableError(f"{source} is a broken gzip file: it ends early", "fetch it again")
            body = unpacker.unused_data.lstrip(b"\x00")
    except zlib.error as error:
        if not parts:
            raise UnreadableError(f"{source} is a broken gzip file: {error}", "fetch it again") from error
    return b"".join(parts)


def read_gzip(capture: Capture, name: str, reading: Reading) -> Iterator[Received | Failure]:
    """The documents in a gzipped file: a web archive, or one file of any other form."""
    from musterbook.intake.bodies import read_body

    if holds_warc(capture.body):
        yield from read_warc(io.BytesIO(capture.body), name, reading)
        return
    inner = deeper(name, reading)
    body = inflate(capture.body, reading.limits.page, name)
    yield from read_body(body, name.removesuffix(".gz"), inner)


def read_zip(capture: Capture, name: str, reading: Reading) -> Iterator[Received | Failure]:
    """The documents in a ZIP archive, member by member in the archive's order; nothing is written to disk."""
    from musterbook.intake.bodies import read_body

    inner, limits = deeper(name, reading), reading.limits
    try:
        archive = zipfile.ZipFile(io.BytesIO(capture.body))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise UnreadableError(f"{name} is a broken ZIP archive: {error}", "fetch it again") from error
    with archive:
        members = [member for member in archive.infolist() if not _is_skipped(member.filename)]
        if len(members) > limits.members:
            raise UnreadableError(
                f"{name} holds {len(members):,} files: archives are read up to {limits.members:,}", "split it"
            )
        if any(member.filename in {"[Content_Types].xml", "mimetype"} for member in members):
            raise UnreadableError(f"{name} is an office document or e-book", "save it as PDF, HTML or plain text")
        if sum(member.file_size for member in members) > limits.unpacked:
            raise UnreadableError(f"{name} unpacks to more than {size_in_words(limits.unpacked)}: refused", "split it")
        found = 0
        for member in members:
            source = f"{name}, {member.filename}"
            try:
                body = _member(archive, member, source, limits)
            except SourceError as error:
                yield failure(source, error, "the other files in the archive were read")
                continue
            if sniff(body[:_CHUNK], name=member.filename) is not Form.OTHER:
                found += 1
                yield from read_body(body, source, inner)
        if not found:
            raise UnreadableError(
                f"{name} holds no readable documents", "give an archive of pages, texts, JSONL or PDF files"
            )


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, source: str, limits: Limits) -> bytes:
    limit = (
        limits.page if not member.filename.lower().endswith((".pdf", ".zip", ".gz", ".warc", ".jsonl")) else limits.bulk
    )
    if member.flag_bits & 0x1:
        raise UnreadableError(f"{source} is protected by a password", "unpack the archive, and give the folder")
    if member.file_size > limit:
        raise UnreadableError(
            f"{source} is too large: {size_in_words(member.file_size)}", "unpack the archive and split it"
        )
    if member.file_size > limits.ratio * max(member.compress_size, 1) and member.file_size > 1_000_000:
        raise UnreadableError(
            f"{source} is packed more than {limits.ratio} times smaller than it is: refused as a bomb"
        )
    try:
        with archive.open(member) as file:
            body = file.read(limit + 1)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, EOFError, ValueError) as error:
        raise UnreadableError(f"{source} cannot be unpacked: {error}", "fetch the archive again") from error
    if len(body) > limit:
        raise UnreadableError(f"{source} is larger than it says: refused")
    return body


def _is_skipped(filename: str) -> bool:
    return (
        filename.endswith("/")
        or not filename
        or any(part.startswith((".", "__MACOSX")) for part in filename.split("/"))
    )


def deeper(name: str, reading: Reading) -> Reading:
    """How what is inside this source is read: one level deeper.

    Raises UnreadableError when that is too deep.
    """
    if reading.depth >= _DEEPEST:
        raise UnreadableError(
            f"{name}: archives are nested more than {_DEEPEST} deep", "unpack it, and give the folder"
        )
    return replace(reading, depth=reading.depth + 1)
