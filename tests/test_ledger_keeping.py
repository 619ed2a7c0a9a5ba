"""Keeping what comes in: each document read once by a reader, in the text that is kept, and nothing lost on the way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from ledger_cases import address, claim, document, ledger, server
from musterbook.ledger import Ledger
from musterbook.ledger.keeping import keep
from musterbook.model import Capture, Claim, Document

__all__ = ["address", "ledger", "server"]


@dataclass(frozen=True)
class Arrival:
    document: Document
    capture: Capture | None = None


@dataclass
class Reader:
    """Finds one claim in every text, and remembers what it has read."""

    name: str = "musterbook 0.1"
    seen: list[str] = field(default_factory=list)

    def __call__(self, source: Document) -> list[Claim]:
        self.seen.append(source.id)
        return [claim(source, reader=self.name)]


SOURCES = [document(f"Number {number}. " + "Soldiers were counted. " * 20) for number in range(3)]


def test_each_document_is_read_once_by_a_reader(ledger: Ledger) -> None:
    first, again, newer = Reader(), Reader(), Reader("musterbook 0.2")
    for reader in (first, again, newer):
        added = list(keep(ledger, map(Arrival, SOURCES), reader, reader.name))
        assert [one.known for one in added] == [reader is not first] * 3
    assert [len(reader.seen) for reader in (first, again, newer)] == [3, 0, 3]
    assert ledger.count() == 3


def test_another_appearance_is_read_in_the_text_that_is_kept(ledger: Ledger) -> None:
    ledger.add(SOURCES[0])
    copy = SOURCES[0].model_copy(update={"title": "Another title", "url": "https://b.example"})
    reader = Reader()
    (added,) = keep(ledger, [Arrival(copy)], reader, reader.name)
    assert reader.seen == [SOURCES[0].id]
    assert (added.known, added.document_id, added.claims_added, added.sighting_added) == (True, SOURCES[0].id, 1, True)


def test_what_was_read_before_an_interruption_is_kept(ledger: Ledger) -> None:
    def interrupted() -> Iterator[Arrival]:
        yield from map(Arrival, SOURCES)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(keep(ledger, interrupted(), Reader(), "musterbook 0.1"))
    assert ledger.count() == 3
