"""What the pages work on: the ledger, the pictures drawn of it, and documents waiting to be kept."""

from __future__ import annotations

import secrets
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from threading import Lock, RLock
from typing import TypeVar, cast

import sqlalchemy as sa

from musterbook.assessment.copies import copies
from musterbook.assessment.picture import Changes, Picture, changes, picture
from musterbook.assessment.register import Register
from musterbook.errors import MusterbookError, ScopeError
from musterbook.intake.received import Failure, Received
from musterbook.ledger import Ledger, Query
from musterbook.ledger.asking import Facets
from musterbook.ledger.tables import acts
from musterbook.model import Claim, Document, Entry, Scope
from musterbook.pausing import no_collecting

T = TypeVar("T")
WAITING = 20
"""Additions that wait at one time; the oldest goes first."""
FAR = timedelta(3653)
"""How long after the newest report a picture is drawn."""
HEAVY = 48
"""Pictures and registers kept; one of a scope of 2,000 claims takes some megabytes."""


@dataclass(frozen=True)
class Waiting:
    """Documents that were read and not kept yet."""

    received: tuple[Received, ...]
    claims: tuple[tuple[Claim, ...], ...]
    failures: tuple[Failure, ...]
    seconds: float


@dataclass(frozen=True)
class View:
    """A picture with the claims it is drawn from and the days there is something to know."""

    picture: Picture
    register: Register
    """What was known on the day of the picture."""
    entries: tuple[Entry, ...]
    first: date
    newest: date
    undated: int


@dataclass(frozen=True)
class Said:
    """A statement as stretches of a document: its source, the cue, what is said."""

    source: tuple[int, int] | None
    cue: tuple[int, int] | None
    content: tuple[tuple[int, int], ...]


class Desk:
    """A ledger at work. What is worked out of it is kept until the ledger changes."""

    def __init__(self, ledger: Ledger, most: int = 256) -> None:
        self.ledger = ledger
        self._most = most
        self._kept: OrderedDict[Hashable, object] = OrderedDict()
        self._heavy: OrderedDict[Hashable, object] = OrderedDict()
        self._lock = Lock()
        self._reading = RLock()
        self._waiting: OrderedDict[str, Waiting] = OrderedDict()

    def version(self) -> int:
        """The newest act of the ledger: what was worked out before it is out of date."""
        with self.ledger.store.reading() as connection:
            return int(connection.scalar(sa.select(sa.func.max(acts.c.row))) or 0)

    def once(self, key: Hashable, work: Callable[[], T]) -> T:
        """What `work` gives, worked out once for each state of the ledger."""
        return self._once(self._kept, self._most, key, work)

    def _weighty(self, key: Hashable, work: Callable[[], T]) -> T:
        """The same for what takes much memory: fewer are kept."""
        return self._once(self._heavy, HEAVY, key, work)

    def _once(self, kept: OrderedDict[Hashable, object], most: int, key: Hashable, work: Callable[[], T]) -> T:
        full = (self.version(), key)
        with self._lock:
            if full in kept:
                kept.move_to_end(full)
                return cast(T, kept[full])
        with no_collecting():
            made = work()
        with self._lock:
            kept[full] = made
            while len(kept) > most:
                kept.popitem(last=False)
        return made

    def register(self, scope: Scope, recorded_on: datetime | None = None) -> Register:
        """The claims that bear on a scope."""

        def work() -> Register:
            entries = self.ledger.scope(scope, recorded_on=recorded_on)
            return Register.of(entries, copies=copies({one.document.id: one.document for one in entries}.values()))

        return self._weighty(("register", scope, recorded_on), work)

    def view(self, scope: Scope, known_on: date | None = None, recorded_on: datetime | None = None) -> View | None:
        """The picture of a scope as known on a day (None: that of the newest report); None where nothing is dated.

        Raises ScopeError for a day so long after the newest report that nothing can be said of it.
        """
        register = self.register(scope, recorded_on)
        days = self.once(("days", scope, recorded_on), lambda: _days(register))
        if days is None:
            return None
        first, newest, undated = days
        on = newest if known_on is None else known_on
        if on - newest > FAR:
            raise ScopeError(
                f"{on} lies more than ten years after the newest report ({newest}); give a day before that"
            )

        def work() -> View:
            known = self._known(scope, on, recorded_on)
            found = picture(known, scope, on, on, start=min(first, on))
            return View(found, known, tuple(register.entries), first, newest, undated)

        return self._weighty(("view", scope, on, recorded_on), work)

    def _known(self, scope: Scope, day: date, recorded_on: datetime | None) -> Register:
        """What was known of a scope on a day."""
        return self._weighty(("known", scope, day, recorded_on), lambda: self.register(scope, recorded_on).until(day))

    def changes(self, scope: Scope, since: date, until: date, recorded_on: datetime | None = None) -> Changes:
        """What became known of a scope between two days."""
        return self.once(
            ("changes", scope, since, until, recorded_on),
            lambda: changes(self._known(scope, until, recorded_on), scope, since, until),
        )

    def facets(self, query: Query) -> Facets:
        """The counts of what a query finds."""
        return self.once(("facets", query), lambda: self.ledger.facets(query, most=12))

    def count(self, query: Query) -> int:
        """How many claims a query finds."""
        return self.once(("count", query), lambda: self.ledger.count(query))

    def read(self, document: Document) -> tuple[Claim, ...]:
        """What this version reads in a document; one document at a time.

        Raises MusterbookError when the reader cannot be loaded.
        """
        with self._reading:
            try:
                from musterbook.reading.reader import read

                return read(document)
            except (ImportError, OSError) as error:
                raise MusterbookError(
                    f"documents cannot be read here: {error}; install the parser and its model"
                ) from error

    def statements(self, document: Document) -> tuple[Said, ...]:
        """Who says what in a document, as this version reads it.

        Raises MusterbookError when the reader cannot be loaded.
        """
        with self._reading:
            try:
                from musterbook.reading.reader import reader

                found = reader().attribution(reader().marked(document)).statements
            except (ImportError, OSError) as error:
                raise MusterbookError(f"statements cannot be read here: {error}; install the parser's model") from error
        return tuple(
            Said((one.source.start, one.source.end) if one.source else None, one.cue, one.content) for one in found
        )

    def hold(self, arrivals: Sequence[Received | Failure]) -> str:
        """Read what has come in and hold it for a decision; the name it waits under."""
        began = time.monotonic()
        received = tuple(one for one in arrivals if isinstance(one, Received))
        claims = tuple(self._unread(one) for one in received)
        failures = tuple(one for one in arrivals if isinstance(one, Failure))
        name = secrets.token_urlsafe(9)
        with self._lock:
            self._waiting[name] = Waiting(received, claims, failures, time.monotonic() - began)
            while len(self._waiting) > WAITING:
                self._waiting.popitem(last=False)
        return name

    def _unread(self, one: Received) -> tuple[Claim, ...]:
        kept = self.ledger.recognise(one.document, one.capture)
        return self.read(kept or one.document)

    def waiting(self, name: str) -> Waiting | None:
        """What waits under a name; None where it waits no longer."""
        with self._lock:
            return self._waiting.get(name)

    def release(self, name: str) -> None:
        """Let what waits under a name go."""
        with self._lock:
            self._waiting.pop(name, None)


def _days(register: Register) -> tuple[date, date, int] | None:
    """The first and the last day of publication, and how many claims have none; None where no claim has one."""
    days = [day for entry in register.entries if (day := entry.document.published) is not None]
    return (min(days), max(days), len(register.entries) - len(days)) if days else None


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)
