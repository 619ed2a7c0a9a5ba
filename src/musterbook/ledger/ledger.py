"""The ledger: a register of documents and claims that forgets nothing, in a file or in PostgreSQL."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from types import TracebackType
from typing import TYPE_CHECKING, Self

import sqlalchemy as sa

import musterbook
from musterbook.errors import LedgerError
from musterbook.ledger import adding, checking, counting, institutions, reviewing
from musterbook.ledger.act import hold_everything
from musterbook.ledger.adding import Added, Addition
from musterbook.ledger.alerts import Alerts
from musterbook.ledger.asking import Facets, Page, Position, Query
from musterbook.ledger.connection import Address
from musterbook.ledger.documents import Documents
from musterbook.ledger.dossiers import Dossiers
from musterbook.ledger.fault import Fault
from musterbook.ledger.feeds import Feeds
from musterbook.ledger.giving import Giving
from musterbook.ledger.holding import HeldAssignment, Holding
from musterbook.ledger.links import Links
from musterbook.ledger.loading import Shelf, entries_of, load_entries
from musterbook.ledger.matching import Matcher
from musterbook.ledger.paging import page_rows
from musterbook.ledger.recognising import recognise
from musterbook.ledger.scoping import scope_heads
from musterbook.ledger.store import Store
from musterbook.ledger.tables import acts, claims, documents, readings
from musterbook.ledger.taking_over import TakenOver, TakingOver
from musterbook.model import Capture, Claim, Document, Entry, Kind, Scope

if TYPE_CHECKING:
    from musterbook.ledger.columns import Columns

EVERYTHING = Query()

COUNTS_AT_HAND = 200
"""Facet counts kept, so that a page shown again is not counted again."""


def default_reader() -> str:
    """The name of this version as a reader."""
    return f"musterbook {musterbook.__version__}"


def _loaded(connection: sa.Connection) -> Columns:
    from musterbook.ledger.columns import Columns

    columns = Columns()
    columns.refresh(connection)
    return columns


@dataclass(frozen=True)
class Life:
    """One stay of a claim in the ledger: when it was entered, by which reader, and when it was superseded."""

    reader: str
    recorded: datetime
    superseded: datetime | None
    superseded_by: str | None
    """What superseded it, and who: "adding musterbook 0.2.0"."""


class Ledger:
    """A register of claims. Open it with `Ledger.open`; use it as a context manager, or close it.

    Safe to use from several threads; several programs may write to one ledger at once. Every method raises LedgerError
    when the ledger cannot be read or written.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self.documents = Documents(store)
        self.dossiers = Dossiers(store)
        self.feeds = Feeds(store)
        self.links = Links(store)
        self.alerts = Alerts(store)
        self._shelf = Shelf()
        self._codings: set[int] = set()
        self._counted: dict[tuple[Query, int, int | None], Facets] = {}
        self._columns: Columns | None = None

    @classmethod
    def open(cls, url_or_path: str | os.PathLike[str], read_only: bool = False) -> Ledger:
        """Open a ledger; made first where there is none, unless it is only to be read.

        Raises LedgerError when it is missing, no ledger, of a newer version, or cannot be reached.
        """
        return cls(Store.open(Address.of(url_or_path), read_only))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file or the server."""
        self.store.close()

    def add(
        self,
        document: Document,
        claims: Iterable[Claim] | None = None,
        capture: Capture | None = None,
        reader: str | None = None,
        keep_bytes: bool = True,
    ) -> Added:
        """Add a document with what was read in it; in one transaction, durable when this returns.

        `claims=None` adds the document unread; an empty sequence says it was read and nothing found. `reader` is taken
        from the claims where it is not given. `keep_bytes=False` keeps of the capture only what is known about it.
        """
        addition = Addition(document, None if claims is None else tuple(claims), capture)
        return self.add_all([addition], reader, keep_bytes)[0]

    def add_all(self, additions: Sequence[Addition], reader: str | None = None, keep_bytes: bool = True) -> list[Added]:
        """Add documents in one transaction: all are durable when this returns, or none is kept."""
        if not additions:
            return []
        readers = {claim.reader for addition in additions for claim in addition.claims or ()}
        if reader is None and len(readers) > 1:
            raise LedgerError(
                f"claims of several readers ({', '.join(sorted(readers))}); add them one reader at a time"
            )
        name = reader or (readers.pop() if readers else default_reader())
        entered = set(self._codings)
        with self.store.writing() as connection:
            added = adding.add_documents(
                connection, additions, reader=name, keep_bytes=keep_bytes, codings_entered=entered
            )
        self._codings = entered
        return added

    def recognise(self, document: Document, capture: Capture | None = None) -> Document | None:
        """The kept document this one is another appearance of, or None."""
        with self.store.reading() as connection:
            known = recognise(connection, document, capture)
        return known.document if known else None

    def read_by(self, document_id: str) -> str | None:
        """Which reader's reading of the document stands; None where it has not been read."""
        query = sa.select(readings.c.reader).join_from(readings, documents, documents.c.row == readings.c.document)
        query = query.where(documents.c.id == document_id, readings.c.superseded.is_(None))
        with self.store.reading() as connection:
            return connection.scalar(query)

    def claims(self, query: Query = EVERYTHING, cursor: str | None = None, limit: int = 50) -> Page:
        """One page of what the query finds: newest published first."""
        after = Position.of(cursor) if cursor else None
        with self.store.reading() as connection:
            matcher = self._matcher(connection, query)
            found = page_rows(connection, matcher, after, limit + 1)
            shown = [position.row for position in found[:limit]]
            entries = load_entries(connection, shown, self._shelf, matcher.resolution, query.recorded_on)
            undated = counting.count_undated(connection, matcher) if query.known_on else 0
        return Page(entries, str(found[limit - 1]) if len(found) > limit else None, undated)

    def entries(self, query: Query = EVERYTHING, batch: int = 500) -> Iterator[Entry]:
        """Everything the query finds, page after page."""
        cursor: str | None = None
        while True:
            page = self.claims(query, cursor, batch)
            yield from page.entries
            cursor = page.next_cursor
            if cursor is None:
                return

    def count(self, query: Query = EVERYTHING) -> int:
        """How many claims the query finds."""
        with self.store.reading() as connection:
            return counting.count(connection, self._matcher(connection, query), self._columns)

    def prepare_counting(self) -> None:
        """Load what counts are made of, so that counts and facets of a large file take milliseconds from now on.

        Facets load it themselves where the file has it ready (from 16,384 claims), in some 50 ms and with 30 MB of
        memory a million claims; what is entered later is added when counts are asked for. On a server this does
        nothing: its own counts are used.
        """
        if self.store.sqlite:
            with self.store.reading() as connection:
                self._columns = _loaded(connection)

    def facets(self, query: Query = EVERYTHING, most: int = 20) -> Facets:
        """The counts of what the query finds by facet, `most` values each."""
        with self.store.reading() as connection:
            matcher = self._matcher(connection, query)
            if not self.store.sqlite:
                return counting.facets(connection, matcher, most)
            # A file has one writer, so that the last act tells whether anything has changed since it was counted.
            asked = (query, most, connection.scalar(sa.select(sa.func.max(acts.c.row))))
            counted = self._counted.get(asked)
            if counted is None:
                if self._columns is None and counting.by_columns(connection, matcher):
                    self._columns = _loaded(connection)
                counted = counting.facets(connection, matcher, most, self._columns)
                self._counted = {asked: counted} | dict(islice(self._counted.items(), COUNTS_AT_HAND - 1))
            return counted

    def scope(
        self,
        scope: Scope,
        known_on: date | None = None,
        recorded_on: datetime | None = None,
        kinds: Sequence[Kind] = (),
    ) -> list[Entry]:
        """The claims that bear on a scope: of its force, of every modality, with a place inside its area or around it
        or with none; without those a reviewer rejected or replaced. Newest published first."""
        with self.store.reading() as connection:
            found = scope_heads(connection, scope, kinds, known_on, recorded_on)
            resolution = institutions.resolution(connection, recorded_on)
            return list(entries_of(connection, found, self._shelf, resolution))

    def claim(self, claim_id: str, recorded_on: datetime | None = None) -> Entry | None:
        """A claim by its id; one that no longer stands as it was last held."""
        query = sa.select(claims.c.row).where(claims.c.id == claim_id)
        if recorded_on is not None:
            query = query.where(claims.c.recorded <= sa.literal(recorded_on, claims.c.recorded.type))
        with self.store.reading() as connection:
            row = connection.scalar(query.order_by(claims.c.row.desc()).limit(1))
            if row is None:
                return None
            resolution = institutions.resolution(connection, recorded_on)
            return load_entries(connection, [row], self._shelf, resolution, recorded_on)[0]

    def lives(self, claim_id: str) -> tuple[Life, ...]:
        """When a claim stood, oldest first."""
        query = sa.select(
            claims.c.reader, claims.c.recorded, claims.c.superseded, acts.c.what + " by " + acts.c.who
        ).join_from(claims, acts, acts.c.row == claims.c.superseded_by, isouter=True)
        with self.store.reading() as connection:
            found = connection.execute(query.where(claims.c.id == claim_id).order_by(claims.c.row))
            return tuple(Life(*row) for row in found)

    def review(
        self, claim_id: str, verdict: reviewing.Verdict, who: str, why: str = "", correction: Claim | None = None
    ) -> None:
        """Give a verdict on a claim; "corrected" comes with the reviewer's own claim, "undone" takes a verdict back."""
        entered = set(self._codings)
        with self.store.writing() as connection:
            given = reviewing.Given(claim_id, verdict, who, why, correction)
            reviewing.enter_review(connection, given, entered)
        self._codings = entered

    def reviews(self, claim_id: str) -> tuple[reviewing.Review, ...]:
        """Every verdict given on a claim, oldest first."""
        with self.store.reading() as connection:
            return reviewing.history(connection, claim_id)

    def assign(self, claimant: str, institution: str | None, side: str | None, who: str) -> None:
        """Say which institution and side a claimant's words speak for; counts before what was read."""
        with self.store.writing() as connection:
            institutions.assign(connection, claimant, institution, side, who)

    def unassign(self, claimant: str, who: str) -> bool:
        """Take an assignment back; whether there was one."""
        with self.store.writing() as connection:
            return institutions.unassign(connection, claimant, who)

    def assignments(self, recorded_on: datetime | None = None) -> tuple[institutions.Assignment, ...]:
        """The assignments in force now or at a moment."""
        with self.store.reading() as connection:
            return tuple(institutions.resolution(connection, recorded_on).assigned.values())

    def unresolved(self, limit: int = 100) -> list[institutions.Unresolved]:
        """Claimants without an institution, most frequent first."""
        with self.store.reading() as connection:
            return institutions.unresolved(connection, limit)

    def give(self, query: Query = EVERYTHING, with_bytes: bool = False) -> Giving:
        """What the query finds as records another ledger can take over, captures with their bytes where asked."""
        with self.store.reading() as connection:
            matcher = self._matcher(connection, query)
        return Giving(self.store, matcher, with_bytes)

    def take_over(self, records: Iterable[Holding | HeldAssignment], who: str, what: str = "taking over") -> TakenOver:
        """Take over what another ledger held, in one transaction: all of it is durable when this returns, or none.

        Nothing is kept twice; what `records` raises goes on to the caller. No other program writes meanwhile.
        """
        entered = set(self._codings)
        with self.store.writing() as connection:
            hold_everything(connection)
            taking = TakingOver(connection, what, who, entered)
            for record in records:
                if isinstance(record, Holding):
                    taking.holding(record)
                else:
                    taking.assignment(record)
            done = taking.finish()
        self._codings = entered
        return done

    def check(self) -> Iterator[Fault]:
        """Everything that is wrong in the ledger, and where: nothing, in a ledger that is whole."""
        with self.store.reading() as connection:
            yield from checking.faults(connection)

    def _matcher(self, connection: sa.Connection, query: Query) -> Matcher:
        resolution = institutions.resolution(connection, query.recorded_on)
        return Matcher(query, resolution, connection.dialect.name == "sqlite")
