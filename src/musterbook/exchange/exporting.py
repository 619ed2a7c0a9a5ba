"""Exporting: what a query finds, written to a file that is there whole or not at all."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from musterbook.exchange.formats import Form, form_of
from musterbook.exchange.outgoing import Outgoing
from musterbook.ledger.asking import Query
from musterbook.ledger.ledger import EVERYTHING, Ledger


def export(
    ledger: Ledger,
    target: str | os.PathLike[str],
    query: Query = EVERYTHING,
    *,
    form: str | None = None,
    with_bytes: bool = False,
) -> int:
    """Write what the query finds to a file ("-" for standard output); how many claims it holds.

    The format goes by the file's ending, or by `form` (see `formats.FORMS`). `with_bytes` puts the captures' bytes into
    the lossless formats. Nothing is kept of a file that cannot be written to its end, and one that is there already
    is replaced only then. Raises ScopeError for a format that is not known or lacks its library, LedgerError and
    OSError for what cannot be read or written.
    """
    outgoing = Outgoing(ledger, query, with_bytes)
    if os.fspath(target) == "-":
        for piece in form_of(None, form).pieces(outgoing):
            sys.stdout.buffer.write(piece)
        sys.stdout.buffer.flush()
        return outgoing.claims
    path = Path(target)
    _write(path, form_of(path, form), outgoing)
    return outgoing.claims


def _write(path: Path, form: Form, outgoing: Outgoing) -> None:
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    unfinished = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            for piece in form.pieces(outgoing):
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        unfinished.chmod(0o666 & ~_mask())
        unfinished.replace(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise


def _mask() -> int:
    """What new files are not allowed here."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
