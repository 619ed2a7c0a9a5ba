"""Parquet, lossless: the records of the JSON Lines file as typed rows, one nested column for each kind of record.

The columns are made from the types of the records, so that neither can drift from the other.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from musterbook.errors import SourceError
from musterbook.exchange.formats import needed
from musterbook.exchange.incoming import FOREIGN, Incoming, Met, trouble
from musterbook.exchange.lines import Closing, Held, Opening, Tally
from musterbook.exchange.outgoing import Outgoing
from musterbook.ledger.holding import HeldAssignment, HeldCapture, HeldClaim, HeldDocument, HeldReview, Record

try:
    import pyarrow as pa
    import pyarrow.parquet as pq
except ImportError as error:
    raise needed("pyarrow") from error

from musterbook.exchange.columns import column_type

KINDS: dict[str, type[Record]] = {
    "capture": HeldCapture,
    "document": HeldDocument,
    "claim": HeldClaim,
    "review": HeldReview,
    "assignment": HeldAssignment,
}
"""The kinds of records, each a column; the column `record` says which one a row fills."""

OPENING = b"musterbook"
"""The key of the file's own metadata that holds the opening line."""

GROUP_ROWS = 5000
GROUP_BYTES = 32 * 1024 * 1024
"""Rows are written in groups of up to so many, or of texts and bytes of this size: what is in memory at once."""

READ_ROWS = 500
PIECE = 1024 * 1024


def schema(opening: Opening) -> Any:
    """The columns of the file, with its opening line."""
    fields = [pa.field("record", pa.string(), nullable=False)]
    fields += [pa.field(name, column_type(kind, without=("record",))) for name, kind in KINDS.items()]
    return pa.schema(fields, metadata={OPENING: opening.model_dump_json().encode()})


def write(outgoing: Outgoing) -> Iterator[bytes]:
    """The file, piece by piece; it is made beside, for its directory stands at its end."""
    columns = schema(outgoing.opening())
    with tempfile.TemporaryFile() as file:
        with pq.ParquetWriter(file, columns, compression="zstd") as writer:
            for rows in _groups(outgoing.held()):
                writer.write_batch(pa.RecordBatch.from_pylist(rows, schema=columns))
        file.seek(0)
        while piece := file.read(PIECE):
            yield piece


def _groups(records: Iterator[Held]) -> Iterator[list[dict[str, Any]]]:
    rows: list[dict[str, Any]] = []
    size = 0
    for record in records:
        values = record.model_dump(exclude={"record"})
        rows.append({"record": record.record, record.record: values})
        if isinstance(record, HeldDocument):
            size += len(record.document.text)
        elif isinstance(record, HeldCapture):
            size += len(record.body or b"")
        if len(rows) >= GROUP_ROWS or size >= GROUP_BYTES:
            yield rows
            rows, size = [], 0
    if rows:
        yield rows


def read(path: Path, incoming: Incoming) -> Iterator[Met]:
    """The records of a file with the place each stands at; the closing line is the file's own directory.

    Raises SourceError naming file and row for what is no record.
    """
    try:
        with pq.ParquetFile(path) as file:
            yield f"{path}", _opening(path, file)
            yield from _rows(path, file, incoming)
    except (pa.ArrowException, OSError) as error:
        raise SourceError(f"{path}: cannot be read as Parquet ({error})") from error


def _opening(path: Path, file: Any) -> Opening:
    written = (file.schema_arrow.metadata or {}).get(OPENING)
    if written is None:
        raise SourceError(f"{path}: {FOREIGN}")
    try:
        return Opening.model_validate_json(written)
    except ValidationError as error:
        raise SourceError(f"{path}: {trouble(error)}") from error


def _rows(path: Path, file: Any, incoming: Incoming) -> Iterator[Met]:
    tally = Tally()
    number = 0
    for batch in file.iter_batches(batch_size=READ_ROWS):
        for row in batch.to_pylist():
            number += 1
            place = f"{path}, row {number}"
            kind = KINDS.get(row.get("record"))
            if kind is None or row.get(row["record"]) is None:
                raise SourceError(f"{place}: no record that muster export writes")
            try:
                record: Any = kind.model_validate(row[row["record"]], context=incoming.document)
            except ValidationError as error:
                raise SourceError(f"{place}: {trouble(error)}") from error
            tally.add(record)
            yield place, record
    yield str(path), tally.closing() if number else Closing()
