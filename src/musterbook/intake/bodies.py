"""Bytes of a known form become documents: one function a form, chosen by what the bytes are."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from musterbook.errors import SourceError
from musterbook.intake.encodings import decode
from musterbook.intake.limits import Limits, size_in_words
from musterbook.intake.pages import read_page, too_long
from musterbook.intake.plain import read_text
from musterbook.intake.received import Failure, Received, Taken, UnreadableError, failure
from musterbook.intake.records import numbered_lines, parse_json, read_record, records_of
from musterbook.intake.sniffing import Form, sniff
from musterbook.model import Capture

if TYPE_CHECKING:
    from musterbook.intake.feeds import Feed

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Reading:
    """How sources are read: the limits, the day to compare declared days with, and how deep archives are nested."""

    limits: Limits = field(default_factory=Limits)
    today: date | None = None
    depth: int = 0


def read_body(
    body: bytes | Capture, name: str, reading: Reading, *, form: Form | None = None
) -> Iterator[Received | Failure]:
    """The documents in some bytes, or in a capture (whose address and declared type are then heard).

    `name` is what messages call the source. Nothing is raised for bad bytes: they give a Failure.
    """
    capture = body if isinstance(body, Capture) else Capture.of(body, "")
    form = form or sniff(capture.body[:65_536], name=capture.url or name, declared=capture.media_type or None)
    if not isinstance(body, Capture) or not capture.media_type:
        capture = capture.model_copy(update={"media_type": form.value})
    read = _FORMS.get(form)
    try:
        if not capture.body.strip():
            raise UnreadableError(f"{name} is empty", "check that it was saved or fetched whole")
        if read is None:
            raise UnreadableError(
                f"{name} is not a document: a picture, a program or the like", "give a page, text, JSONL or PDF"
            )
        yield from read(capture, name, reading)
    except SourceError as error:
        yield failure(name, error, "check that it is the file or page you meant")
    except Exception as error:  # the libraries under this meet bytes nobody foresaw; one source must not end the run
        logger.debug("reading %s", name, exc_info=True)
        kind = type(error).__name__
        yield Failure(
            name, f"{name} could not be read ({kind}: {error})", "report it, with the file if you can share it"
        )


def read_lines(chunks: Iterable[bytes], name: str, reading: Reading) -> Iterator[Received | Failure]:
    """The documents of a JSONL stream; a line that is broken or too long is named and the others go on."""
    for number, line in numbered_lines(chunks, reading.limits.page):
        source = f"{name}, line {number}"
        try:
            if line is None:
                limit = size_in_words(reading.limits.page)
                raise UnreadableError(f"{source} is too long: a line is read up to {limit}", "split the document")
            capture = Capture.of(line, Form.JSON)
            yield _received(
                read_record(parse_json(line, source), source=source, capture=capture.sha256, today=reading.today),
                capture,
                source,
                reading,
            )
        except SourceError as error:
            yield failure(source, error, "mend the line, or take it out; the other lines were read")


def _received(taken: Taken, capture: Capture, source: str, reading: Reading) -> Received:
    length = len(taken.document.text)
    if length > reading.limits.text:
        raise too_long(source, length, reading.limits.text)
    return Received(taken.document, capture, source, taken.notices)


def _page(capture: Capture, name: str, reading: Reading) -> Iterator[Received | Failure]:
    decoded = decode(capture.body, declared=capture.encoding, source=name, page=True)
    capture = capture.model_copy(update={"encoding": decoded.encoding})
    page = read_page(
        decoded.text,
        source=name,
        url=capture.url,
        capture=capture.sha256,
        today=reading.today,
        longest=reading.limits.text,
    )
    yield _received(page, capture, name, reading)


def _text(capture: Capture, name: str, reading: Reading) -> Iterator[Received | Failure]:
    decoded = decode(capture.body, declared=capture.encoding, source=name)
    capture = capture.model_copy(update={"encoding": decoded.encoding})
    taken = read_text(decoded.text, source=name, url=capture.url, capture=capture.sha256, today=reading.today)
    yield _received(taken, capture, name, reading)


def _json(capture: Capture, name: str, reading: Reading) -> Iterator[Received | Failure]:
    value = parse_json(capture.body, name)
    if isinstance(value, dict) and "version" in value:
        from musterbook.intake.feeds import is_json_feed, read_json_feed

        if is_json_feed(value):
            yield from _items(read_json_feed(value, source=name), capture, name, reading)
            return
    records = records_of(value, name)
    for source, record in records:
        own = capture
        if len(records) > 1:
            own = Capture.of(
                json.dumps(record, ensure_ascii=False).encode("utf-8", "surrogatepass"), Form.JSON, url=capture.url
            )
        try:
            page = read_record(record, source=source, capture=own.sha256, today=reading.today)
            yield _received(page, own, source, reading)
        except SourceError as error:
            yield failure(source, error, "mend the record, or take it out; the others were read")


def _jsonl(capture: Capture, name: str, reading: Reading) -> Iterator[Received | Failure]:
    yield from read_lines((capture.body,), name, reading)


def _warc(capture: Capture, name: str, reading: Reading) -> Iterator[Received | Failure]:
    from musterbook.intake.archives import read_warc

    yield from read_warc(io.BytesIO(capture.body), name, reading)


def _zip(capture: Capture, name: str, reading: Reading) -> Iterator[Received | Failure]:
    from musterbook.intake.archives import read_zip

    yield from read_zip(capture, name, reading)


def _gzip(capture: Capture, name: str, reading: Reading) -> Iterator[Received | Failure]:
    from musterbook.intake.archives import read_gzip

    yield from read_gzip(capture, name, reading)


def _pdf(capture: Capture, name: str, reading: Reading) -> Iterator[Received | Failure]:
    from musterbook.intake.pdf import read_pdf

    taken = read_pdf(capture.body, source=name, url=capture.url, capture=capture.sha256, limits=reading.limits)
    yield _received(taken, capture, name, reading)


def _mail(capture: Capture, name: str, reading: Reading) -> Iterator[Received | Failure]:
    from musterbook.intake.archives import deeper
    from musterbook.intake.mail import read_mail

    letter = read_mail(capture.body, source=name, capture=capture.sha256, today=reading.today)
    if letter.document is not None:
        yield _received(Taken(letter.document, letter.notices), capture, name, reading)
    inner = deeper(name, reading)
    for filename, body in letter.attachments:
        if sniff(body[:65_536], name=filename) is not Form.OTHER:
            yield from read_body(body, f"{name}, {filename}", inner)


def _feed(capture: Capture, name: str, reading: Reading) -> Iterator[Received | Failure]:
    from musterbook.intake.feeds import read_feed

    yield from _items(read_feed(capture.body, source=name, encoding=capture.encoding), capture, name, reading)


def _items(feed: Feed, capture: Capture, name: str, reading: Reading) -> Iterator[Received | Failure]:
    from musterbook.intake.feeds import item_document

    for number, item in enumerate(feed.items, 1):
        source = f"{name}, item {number}"
        try:
            page = item_document(feed, item, source=source, capture=capture.sha256, today=reading.today)
            yield _received(page, capture, source, reading)
        except SourceError as error:
            yield failure(source, error, "the other items were read")


_FORMS: dict[Form, Callable[[Capture, str, Reading], Iterator[Received | Failure]]] = {
    Form.PAGE: _page,
    Form.TEXT: _text,
    Form.JSON: _json,
    Form.JSONL: _jsonl,
    Form.WARC: _warc,
    Form.ZIP: _zip,
    Form.GZIP: _gzip,
    Form.PDF: _pdf,
    Form.MAIL: _mail,
    Form.FEED: _feed,
}
