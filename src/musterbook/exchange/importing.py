"""Importing: a lossless file taken over by a ledger, all of it or nothing."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

from musterbook.errors import ScopeError, SourceError
from musterbook.exchange.formats import FORMS, form_of
from musterbook.exchange.incoming import Incoming, Met
from musterbook.ledger.ledger import Ledger
from musterbook.ledger.taking_over import TakenOver

Read = Callable[[Path, Incoming], Iterator[Met]]


def take_over(ledger: Ledger, source: str | os.PathLike[str], who: str, *, form: str | None = None) -> TakenOver:
    """Take over a JSON Lines or Parquet file that `export` wrote; what it came to.

    What is known here is not entered twice, so that a file may be taken over again. Raises ScopeError for a format that
    cannot be taken back, SourceError naming file and line for what is broken, cut short or changed; nothing of the file
    is kept then.
    """
    path = Path(source)
    found = form_of(path, form)
    if not found.lossless:
        able = ", ".join(one.title for one in FORMS.values() if one.lossless)
        raise ScopeError(f"{path}: {found.title} does not hold everything, and cannot be taken back; {able} can")
    if not path.is_file():
        raise SourceError(f"{path}: there is no such file")
    read: Read = import_module(f"musterbook.exchange.{found.module}").read
    incoming = Incoming(str(path))
    return ledger.take_over(incoming.holdings(read(path, incoming)), who, f"taking over {path.name}")
