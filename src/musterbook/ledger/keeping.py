"""From documents received to documents kept: each is read once by a reader, and acknowledged when it is durable."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Protocol

from musterbook.ledger.adding import Added, Addition
from musterbook.ledger.ledger import Ledger
from musterbook.model import Capture, Claim, Document

BATCH_DOCUMENTS = 64
BATCH_SECONDS = 1.0
"""Documents are kept together up to this many, or as many as come in this time."""


class Arrival(Protocol):
    """A document that has come in, with the bytes it was taken from."""

    @property
    def document(self) -> Document:
        """The document."""
        ...

    @property
    def capture(self) -> Capture | None:
        """Its bytes."""
        ...


def keep(
    ledger: Ledger,
    arrivals: Iterable[Arrival],
    read: Callable[[Document], Sequence[Claim]],
    reader: str,
    keep_bytes: bool = True,
) -> Iterator[Added]:
    """Keep documents and what `read` finds in them; one Added each, in order, once it is durable.

    A document this reader has read already is not read again; another appearance of a known document is read in the
    text that is kept. Where `read` fails or is interrupted, what was read before is kept first.
    """
    waiting: list[Addition] = []
    since = time.monotonic()
    try:
        for arrival in arrivals:
            waiting.append(_read(ledger, arrival, read, reader))
            if len(waiting) >= BATCH_DOCUMENTS or time.monotonic() - since >= BATCH_SECONDS:
                batch, waiting = waiting, []
                yield from ledger.add_all(batch, reader, keep_bytes)
                since = time.monotonic()
    finally:
        kept = ledger.add_all(waiting, reader, keep_bytes)
    yield from kept


def _read(ledger: Ledger, arrival: Arrival, read: Callable[[Document], Sequence[Claim]], reader: str) -> Addition:
    kept = ledger.recognise(arrival.document, arrival.capture)
    if kept is not None and ledger.read_by(kept.id) == reader:
        return Addition(arrival.document, None, arrival.capture)
    return Addition(arrival.document, tuple(read(kept or arrival.document)), arrival.capture)
