"""What an export is of: the claims a query finds in a ledger, as its formats ask for them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from musterbook.exchange.lines import Held, Opening, held
from musterbook.ledger.asking import Query
from musterbook.ledger.ledger import Ledger, default_reader
from musterbook.model import Document, Entry


@dataclass
class Outgoing:
    """The claims on their way out, counted as they pass."""

    ledger: Ledger
    query: Query
    with_bytes: bool = False
    """Whether captures go with their bytes; only in the lossless formats."""
    claims: int = 0

    def entries(self) -> Iterator[Entry]:
        """The claims asked for: newest published first."""
        for entry in self.ledger.entries(self.query):
            self.claims += 1
            yield entry

    def documents(self) -> Iterator[tuple[Document, tuple[Entry, ...]]]:
        """The claims asked for by document, in the order of the text; documents in the order they were entered."""
        for holding in self.ledger.give(self.query).holdings():
            document = holding.document.document
            entries = tuple(
                Entry.model_construct(
                    claim=one.claim,
                    document=document,
                    institution=one.institution,
                    side=one.side,
                    recorded=one.recorded,
                    verdict=one.verdict,
                )
                for one in holding.claims
            )
            if entries:
                self.claims += len(entries)
                yield document, entries

    def held(self) -> Iterator[Held]:
        """Everything that is held of what is asked for, and lost in no lossless format."""
        for record in held(self.ledger.give(self.query, self.with_bytes)):
            self.claims += record.record == "claim"
            yield record

    def opening(self) -> Opening:
        """The first line of a lossless file."""
        asked: dict[str, Any] = self.query.model_dump(mode="json", exclude_defaults=True)
        return Opening(made_by=default_reader(), asked=asked)
