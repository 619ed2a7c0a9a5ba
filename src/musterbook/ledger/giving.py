"""Giving away what the ledger holds: document by document, as records another ledger can take over."""

from __future__ import annotations

import zlib
from array import array
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from musterbook.ledger.asking import Query
from musterbook.ledger.clocks import stood
from musterbook.ledger.holding import (
    HeldAssignment,
    HeldCapture,
    HeldClaim,
    HeldDocument,
    HeldReading,
    HeldReview,
    HeldSighting,
    Holding,
)
from musterbook.ledger.loading import ENTERED
from musterbook.ledger.matching import Matcher
from musterbook.ledger.paging import narrowed
from musterbook.ledger.rows import restore, restore_document
from musterbook.ledger.store import Store
from musterbook.ledger.tables import (
    assignments,
    captures,
    claim_slots,
    claims,
    documents,
    readings,
    reviews,
    sightings,
)
from musterbook.model import Document

BATCH = 200
"""Documents read at once."""

CLAIM = (*ENTERED, claims.c.elsewhere, claims.c.superseded, claim_slots.c.slots)

Rows = dict[int, list[sa.RowMapping]]


class Giving:
    """What a query finds, on its way out.

    Each batch of documents is read in a transaction of its own, so that a long way out holds nothing up. Only row
    numbers are kept in mind: eight bytes for a document, sixteen for a claim where not everything is asked for.
    """

    def __init__(self, store: Store, matcher: Matcher, with_bytes: bool) -> None:
        self._store = store
        self._matcher = matcher
        self._with_bytes = with_bytes
        self._moment = matcher.query.recorded_on
        self._everything = matcher.query.model_copy(update={"recorded_on": None}) == Query()
        self._captures: set[int] = set()
        self._claimants: set[str] = set()

    def holdings(self) -> Iterator[Holding]:
        """Documents in the order they were entered; those without a claim only where everything is asked for."""
        numbers, chosen = self._wanted()
        start = 0
        for at in range(0, len(numbers), BATCH):
            batch = numbers[at : at + BATCH]
            picked: array[int] | None = None
            if chosen is not None:
                owners, rows = chosen
                end = start
                while end < len(owners) and owners[end] <= batch[-1]:
                    end += 1
                picked, start = rows[start:end], end
            with self._store.reading() as connection:
                found = list(self._batch(connection, batch, picked))
            yield from found

    def assignments(self) -> Iterator[HeldAssignment]:
        """The assignments that bear on what was given, by claimant; all of them where everything was."""
        with self._store.reading() as connection:
            query = sa.select(assignments).where(stood(assignments, self._moment)).order_by(assignments.c.claimant)
            found = connection.execute(query).mappings().all()
        for row in found:
            if self._everything or row["claimant"] in self._claimants:
                yield HeldAssignment(
                    claimant=row["claimant"],
                    institution=row["institution"],
                    side=row["side"],
                    who=row["who"],
                    recorded=first_recorded(row),
                )

    def _wanted(self) -> tuple[array[int], tuple[array[int], array[int]] | None]:
        """The rows of the documents and, where not everything is asked for, of the claims with their documents."""
        with self._store.reading() as connection:
            if self._everything:
                query = sa.select(documents.c.row).where(stood(documents, self._moment)).order_by(documents.c.row)
                return array("q", _numbers(connection, query)), None
            owners, rows = array("q"), array("q")
            asked: sa.Select[Any] = narrowed(connection, self._matcher, sa.select(claims.c.document, claims.c.row))
            asked = asked.order_by(claims.c.document, claims.c.row).execution_options(yield_per=10_000)
            for owner, row in connection.execute(asked):
                owners.append(owner)
                rows.append(row)
        return array("q", dict.fromkeys(owners)), (owners, rows)

    def _batch(
        self, connection: sa.Connection, numbers: Sequence[int], picked: Sequence[int] | None
    ) -> Iterator[Holding]:
        query = sa.select(documents).where(documents.c.row.in_(numbers)).order_by(documents.c.row)
        rows = connection.execute(query).mappings().all()
        texts: dict[int, Document] = {row["row"]: restore_document(row) for row in rows}
        seen = _by_document(connection, sightings, numbers, self._moment)
        read = _by_document(connection, readings, numbers, self._moment)
        held = self._claims(connection, numbers, picked)
        given = self._reviews(connection, held, numbers if picked is None else None)
        spoken = self._spoken_of(connection, held, given)
        for row in rows:
            number = row["row"]
            shown = sorted(map(_sighting, seen[number]), key=lambda one: (one.recorded, one.model_dump_json()))
            known = {row["capture"], *(one.capture for one in shown)} - {None}
            text = texts[number]
            document = HeldDocument(
                id=row["id"],
                document=text,
                whole=picked is None,
                sightings=tuple(shown),
                reading=_reading(read[number]),
                recorded=first_recorded(row),
            )
            said = (one for claim in (*held[number], *spoken[number]) for one in given.get(claim["id"], ()))
            yield Holding(
                document,
                tuple(self._bytes(connection, sorted(known))),
                tuple(self._held(held[number], text, given)),
                tuple(self._held(spoken[number], text, given)),
                tuple(sorted(said, key=lambda one: one.recorded)),
            )

    def _claims(self, connection: sa.Connection, numbers: Sequence[int], picked: Sequence[int] | None) -> Rows:
        """The claims asked for, by document."""
        query = sa.select(*CLAIM).join_from(claims, claim_slots)
        if picked is None:
            query = query.where(claims.c.document.in_(numbers), stood(claims, self._moment))
        else:
            query = query.where(self._matcher.among(picked))
        held: Rows = defaultdict(list)
        for row in connection.execute(query).mappings():
            held[row["document"]].append(row)
        return held

    def _reviews(
        self, connection: sa.Connection, held: Rows, whole: Sequence[int] | None
    ) -> dict[str, list[HeldReview]]:
        """Every verdict on these claims, and on those they correct; of whole documents, every verdict, oldest first."""
        condition: sa.ColumnElement[bool]
        if whole is not None:
            condition = reviews.c.claim.in_(sa.select(claims.c.id).where(claims.c.document.in_(whole)))
        else:
            ids = [claim["id"] for some in held.values() for claim in some]
            first = sa.select(reviews.c.claim).where(reviews.c.corrected.in_(ids))
            condition = reviews.c.claim.in_(ids) | reviews.c.claim.in_(first)
        query = sa.select(reviews).where(condition).order_by(reviews.c.row)
        if self._moment is not None:
            query = query.where(reviews.c.recorded <= sa.literal(self._moment, reviews.c.recorded.type))
        given: dict[str, list[HeldReview]] = defaultdict(list)
        for row in connection.execute(query).mappings():
            named = {name: row[name] for name in ("claim", "verdict", "who", "why", "corrected")}
            given[row["claim"]].append(HeldReview(**named, recorded=first_recorded(row)))
        return given

    def _spoken_of(self, connection: sa.Connection, held: Rows, given: dict[str, list[HeldReview]]) -> Rows:
        """The claims that reviews speak of and that are not among these, each as it was last held."""
        there = {claim["id"] for some in held.values() for claim in some}
        named = {name for some in given.values() for one in some for name in (one.claim, one.corrected) if name}
        found: Rows = defaultdict(list)
        if named - there:
            last = sa.select(sa.func.max(claims.c.row)).where(claims.c.id.in_(sorted(named - there)))
            query = sa.select(*CLAIM).join_from(claims, claim_slots).where(claims.c.row.in_(last.group_by(claims.c.id)))
            for row in connection.execute(query).mappings():
                found[row["document"]].append(row)
        return found

    def _held(
        self, rows: Sequence[sa.RowMapping], document: Document, given: dict[str, list[HeldReview]]
    ) -> Iterator[HeldClaim]:
        made = [(row, restore(row["slots"], document)) for row in rows]
        for row, claim in sorted(made, key=lambda pair: (pair[1].mentions[0].start, pair[0]["id"])):
            if row["claimant"] is not None:
                self._claimants.add(row["claimant"])
            institution, side = self._matcher.resolution.of(row["claimant"], row["institution"], row["side"])
            verdict = max(reversed(given.get(row["id"], [])), key=lambda one: one.recorded, default=None)
            yield HeldClaim.model_construct(
                id=row["id"],
                claim=claim,
                stands=_stands(row, self._moment),
                institution=institution,
                side=side,
                verdict=None if verdict is None or verdict.verdict == "undone" else verdict.verdict,
                recorded=first_recorded(row),
            )

    def _bytes(self, connection: sa.Connection, names: Sequence[str]) -> Iterator[HeldCapture]:
        """The captures of these SHA-256 that were not given yet."""
        columns = [column for column in captures.c if column.name != "body"]
        body = captures.c.body if self._with_bytes else sa.null().label("body")
        query = sa.select(*columns, body).where(captures.c.sha256.in_(names), captures.c.superseded.is_(None))
        for row in connection.execute(query.order_by(captures.c.sha256)).mappings():
            if row["row"] in self._captures:
                continue
            self._captures.add(row["row"])
            yield HeldCapture(
                sha256=row["sha256"],
                media_type=row["media_type"],
                url=row["url"],
                encoding=row["encoding"],
                fetched=row["fetched"],
                size=row["size"],
                recorded=first_recorded(row),
                body=zlib.decompress(row["body"]) if row["body"] is not None else None,
            )


def first_recorded(row: sa.RowMapping) -> datetime:
    """When a row was first recorded: in the ledger it was taken over from, or here."""
    moment: datetime = row["elsewhere"] or row["recorded"]
    return moment


def _stands(row: sa.RowMapping, moment: datetime | None) -> bool:
    if moment is not None and row["recorded"] > moment:
        return False
    return row["superseded"] is None or (moment is not None and row["superseded"] > moment)


def _numbers(connection: sa.Connection, query: sa.Select[Any]) -> Iterator[int]:
    yield from connection.scalars(query.execution_options(yield_per=10_000))


def _by_document(connection: sa.Connection, table: sa.Table, numbers: Sequence[int], moment: datetime | None) -> Rows:
    query = sa.select(table).where(table.c.document.in_(numbers), stood(table, moment)).order_by(table.c.row)
    found: Rows = defaultdict(list)
    for row in connection.execute(query).mappings():
        found[row["document"]].append(row)
    return found


def _sighting(row: sa.RowMapping) -> HeldSighting:
    named = {name: row[name] for name in HeldSighting.model_fields if name != "recorded"}
    return HeldSighting(**named, recorded=first_recorded(row))


def _reading(rows: Sequence[sa.RowMapping]) -> HeldReading | None:
    if not rows:
        return None
    return HeldReading(reader=rows[0]["reader"], claims=rows[0]["claims"], recorded=first_recorded(rows[0]))
