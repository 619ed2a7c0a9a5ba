"""JSON Lines, lossless: one record a line, written as it is read from the ledger and read back as it is taken over."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from musterbook.errors import SourceError
from musterbook.exchange.incoming import FOREIGN, Incoming, Met, trouble
from musterbook.exchange.lines import LINES, Tally
from musterbook.exchange.outgoing import Outgoing

LONGEST = 256 * 1024 * 1024
"""Bytes of a line; no document and no capture comes near it."""


def write(outgoing: Outgoing) -> Iterator[bytes]:
    """The file, line by line."""
    yield outgoing.opening().model_dump_json().encode() + b"\n"
    tally = Tally()
    for record in outgoing.held():
        tally.add(record)
        yield record.model_dump_json().encode() + b"\n"
    yield tally.closing().model_dump_json().encode() + b"\n"


def read(path: Path, incoming: Incoming) -> Iterator[Met]:
    """The records of a file with the place each stands at; blank lines are passed over.

    Raises SourceError naming file and line for what is no record.
    """
    with path.open("rb") as file:
        number, begun = 0, False
        while line := file.readline(LONGEST):
            number += 1
            place = f"{path}, line {number}"
            if len(line) == LONGEST:
                raise SourceError(f"{place}: longer than {LONGEST:,} bytes; this is no file of claims")
            if not line.strip():
                continue
            try:
                record = LINES.validate_json(line, context=incoming.document)
            except ValidationError as error:
                raise SourceError(f"{place}: {trouble(error) if begun else FOREIGN}") from error
            begun = True
            yield place, record
