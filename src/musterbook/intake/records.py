"""JSON becomes documents: corpus records and plain ones, a line each (JSONL) or in one file; a broken one is named."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from musterbook.errors import SourceError
from musterbook.exchange.corpus import read_document
from musterbook.intake.encodings import decode
from musterbook.intake.language import language_of
from musterbook.intake.metadata import Day
from musterbook.intake.pages import believable
from musterbook.intake.received import Taken
from musterbook.model import Document


def read_record(record: Any, *, source: str, capture: str | None = None, today: date | None = None) -> Taken:
    """The document of one parsed record, its language told from its words where the record doesn't say.

    Raises SourceError naming the source when it is no record.
    """
    if not isinstance(record, dict):
        raise SourceError(f"{source}: a record is a JSON object with at least a 'text', not {type(record).__name__}")
    try:
        document = read_document(record)
    except SourceError as error:
        raise SourceError(f"{source}: {error}") from error
    if not document.text.strip() and not document.title.strip():
        raise SourceError(f"{source}: the record has neither title nor text")
    known: dict[str, Any] = {"capture": capture}
    if not record.get("language"):
        known["language"] = language_of(document.content)
    notices: tuple[str, ...] = ()
    if document.published:
        day, notices = believable(
            (Day(document.published, document.published_precision, "published"),), today or date.today(), source
        )
        if day is None:
            known |= {"published": None, "published_precision": "day"}
    return Taken(Document.model_validate(document.model_dump() | known), notices)


def parse_json(body: bytes, source: str) -> Any:
    """The value some JSON bytes hold.

    Raises SourceError saying where they stop being JSON.
    """
    try:
        return json.loads(decode(body, source=source).text, strict=False)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, " if error.lineno > 1 else ""
        raise SourceError(f"{source}: broken JSON at {where}character {error.colno}: {error.msg}") from error
    except RecursionError as error:
        raise SourceError(f"{source}: the JSON is nested too deeply") from error
    except ValueError as error:
        raise SourceError(f"{source}: the JSON cannot be read: {error}") from error


def records_of(value: Any, source: str) -> list[tuple[str, Any]]:
    """The records in a JSON file (one object, or a list of them), each with the name it goes by in messages.

    Raises SourceError when it holds none.
    """
    if isinstance(value, list):
        return [(f"{source}, item {number}", item) for number, item in enumerate(value, 1)]
    if isinstance(value, dict) and isinstance(value.get("documents"), list):
        return records_of(value["documents"], source)
    if isinstance(value, dict) and "text" in value:
        return [(source, value)]
    raise SourceError(f"{source}: the JSON holds no documents: a document is an object with at least a 'text'")


def numbered_lines(chunks: Iterable[bytes], limit: int) -> Iterator[tuple[int, bytes | None]]:
    """Lines with their numbers from 1, blank ones left out; None in place of a line of more than `limit` bytes."""
    number, held, size = 1, list[bytes](), 0
    for chunk in chunks:
        pieces = chunk.split(b"\n")
        for position, piece in enumerate(pieces):
            if position:
                yield from _line(number, held, size, limit)
                number, held, size = number + 1, [], 0
            size += len(piece)
            if size <= limit:
                held.append(piece)
            else:
                held = []
    yield from _line(number, held, size, limit)


def _line(number: int, held: list[bytes], size: int, limit: int) -> Iterator[tuple[int, bytes | None]]:
    if size > limit:
        yield number, None
    elif (line := b"".join(held)).strip():
        yield number, line
