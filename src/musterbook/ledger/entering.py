"""Rows gathered over many documents and entered together: what makes adding fast."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from musterbook.ledger.act import Act
from musterbook.ledger.rows import ClaimRows, plain_words, search_key
from musterbook.ledger.tables import (
    claim_areas,
    claim_slots,
    claims,
    codings,
    day_number,
    mentions,
    readings,
    sightings,
)
from musterbook.model import Document

INDEX_CLAIMS = {
    "sqlite": sa.text("INSERT INTO claim_search(rowid, words) VALUES (:key, :words)"),
    "postgresql": sa.text("INSERT INTO claim_search(claim, search) VALUES (:row, to_tsvector('simple', :words))"),
}
INDEX_DOCUMENTS = {
    "sqlite": sa.text("INSERT INTO document_search(rowid, title, text) VALUES (:key, :title, :text)"),
    "postgresql": sa.text("INSERT INTO document_search(document, search) VALUES (:row, to_tsvector('simple', :words))"),
}


SEGMENT = 16_384
"""Claims whose codes a file keeps together as columns: read claim by claim, so many take 65 ms, as columns under 1."""


class Tray:
    """Rows waiting to be entered by one act; `documents` are the rows of documents some of them belong to."""

    def __init__(self, act: Act, codings_entered: set[int]) -> None:
        self.act = act
        self.documents: set[int] = set()
        self._codings_entered = codings_entered
        self._codings: dict[int, dict[str, Any]] = {}
        self._claims: list[tuple[int, ClaimRows]] = []
        self._sightings: list[dict[str, Any]] = []
        self._readings: list[dict[str, Any]] = []
        self._texts: list[dict[str, Any]] = []

    def claims(self, document: int, made: Iterable[ClaimRows]) -> None:
        """Claims of a document."""
        self.documents.add(document)
        for rows in made:
            number = rows.coding["row"]
            if number not in self._codings_entered:
                self._codings[number] = rows.coding
            self._claims.append((document, rows))

    def sighting(self, document: int, row: dict[str, Any]) -> None:
        """An appearance of a document."""
        self.documents.add(document)
        self._sightings.append(row | {"document": document})

    def reading(self, document: int, reader: str, found: int, **more: Any) -> None:
        """A reading of a document that had none standing."""
        self.documents.add(document)
        self._readings.append({"document": document, "reader": reader, "claims": found, **more})

    def text(self, document: int, text: Document) -> None:
        """A document's text, to be searched."""
        if self.act.connection.dialect.name == "sqlite":
            key = search_key(day_number(text.published), document)
            self._texts.append({"key": key, "title": text.title, "text": text.text})
        else:
            self._texts.append({"row": document, "words": plain_words(text.content)})

    def empty(self) -> None:
        """Enter everything that waits."""
        connection, act = self.act.connection, self.act
        dialect = connection.dialect.name
        if self._texts:
            connection.execute(INDEX_DOCUMENTS[dialect], self._texts)
        act.enter_all(sightings, self._sightings)
        act.enter_all(readings, self._readings)
        act.enter_once(codings, [self._codings[number] for number in sorted(self._codings)])
        self._codings_entered.update(self._codings)
        numbers = act.enter_numbered(claims, [rows.claim | {"document": row} for row, rows in self._claims])
        made = [(number, rows) for number, (_, rows) in zip(numbers, self._claims, strict=True)]
        act.enter_parts(claim_slots, [{"claim": number, "slots": rows.slots} for number, rows in made])
        act.enter_parts(mentions, [mention | {"claim": number} for number, rows in made for mention in rows.mentions])
        act.enter_parts(claim_areas, [area | {"claim": number} for number, rows in made for area in rows.areas])
        if made:
            connection.execute(INDEX_CLAIMS[dialect], [_searchable(number, rows, dialect) for number, rows in made])
            if dialect == "sqlite" and numbers[-1] // SEGMENT > (numbers[0] - 1) // SEGMENT:
                from musterbook.ledger.segments import complete

                complete(connection)
        self.documents.clear()
        for waiting in (self._codings, self._claims, self._sightings, self._readings, self._texts):
            waiting.clear()


def _searchable(number: int, rows: ClaimRows, dialect: str) -> dict[str, Any]:
    if dialect == "sqlite":
        return {"key": search_key(rows.claim["day"], number), "words": rows.words}
    return {"row": number, "words": plain_words(rows.words)}
