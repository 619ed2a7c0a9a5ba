"""The codes of all claims of a file in memory, column by column, so that a million are counted in milliseconds.

A claim's columns never change, so that what has been loaded stays right: what was entered since is added, and claims
superseded since are marked. Only for SQLite, whose one writer gives rows and acts numbers in the order of entering.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from itertools import islice
from threading import Lock
from typing import Any

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray

from musterbook.ledger.counting import CODED
from musterbook.ledger.matching import Matcher
from musterbook.ledger.rows import ROW_MASK
from musterbook.ledger.search_words import for_sqlite
from musterbook.ledger.tables import acts, claim_areas, claims, codings, day_number, reviews

Numbers = NDArray[np.int32]
Chosen = NDArray[np.bool_]

NAMES = ("coding", "institution", "side", "outlet", "countries")
NEWER = f"SELECT row, day, superseded_by IS NULL, {', '.join(NAMES)} FROM claims WHERE row > ? ORDER BY row"  # noqa: S608
BATCH = 50_000
ASKED = frozenset(
    {
        *("kinds", "modalities", "hedged", "countries", "categories", "outcomes", "institutions", "sides", "outlets"),
        *("areas", "text", "since", "until", "known_on", "reviews"),
    }
)
"""What of a query can be answered from the columns."""


class _Coded:
    """The values of one column as numbers: their place in the list of values."""

    def __init__(self) -> None:
        self.numbers: dict[Any, int] = {}
        self.codes: Numbers = np.empty(0, np.int32)

    def extend(self, values: Sequence[Any]) -> None:
        """Put the next values into the column."""
        numbers = self.numbers
        for value in set(values) - numbers.keys():
            numbers[value] = len(numbers)
        self.codes = np.concatenate([self.codes, np.fromiter(map(numbers.__getitem__, values), np.int32, len(values))])

    def among(self, wanted: set[Any]) -> Chosen:
        """The claims that have one of these values."""
        table = np.zeros(len(self.numbers) + 1, np.bool_)
        table[[self.numbers[value] for value in wanted if value in self.numbers]] = True
        found: Chosen = table[self.codes]
        return found

    def counts(self, chosen: Chosen) -> NDArray[np.int64]:
        """How many of the chosen have each value, in the order of the values."""
        return np.bincount(self.codes[chosen], minlength=len(self.numbers))

    def named(self, counts: NDArray[np.int64]) -> dict[Any, int]:
        """The values that are counted at all, with their counts."""
        return {value: number for value, number in zip(self.numbers, counts.tolist(), strict=True) if number}


class Columns:
    """The columns of all claims, in the order of their rows."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._coded = {name: _Coded() for name in NAMES}
        self._codings = {name: _Coded() for name in CODED}
        """The codes of each coding, in the order in which the codings came up."""
        self._rows: NDArray[np.int64] = np.empty(0, np.int64)
        self._days: Numbers = np.empty(0, np.int32)
        self._stands: Chosen = np.empty(0, np.bool_)
        self._act = 0

    def refresh(self, connection: sa.Connection) -> None:
        """Add what was entered since, and mark what was superseded since."""
        with self._lock:
            act = int(connection.scalar(sa.select(sa.func.max(acts.c.row))) or 0)
            if act == self._act:
                return
            gone = sa.select(claims.c.row).where(claims.c.superseded.is_not(None), claims.c.superseded_by > self._act)
            marked = np.array(connection.scalars(gone).all(), np.int64)
            self._stands[np.isin(self._rows, marked)] = False
            self._load(connection)
            self._load_codings(connection)
            self._act = act

    def _load(self, connection: sa.Connection) -> None:
        last = int(self._rows[-1]) if len(self._rows) else 0
        cursor = connection.exec_driver_sql(NEWER, (last,)).cursor
        while cursor is not None and (some := cursor.fetchmany(BATCH)):
            rows, days, stands, *columns = zip(*some, strict=True)
            self._rows = np.concatenate([self._rows, np.array(rows, np.int64)])
            self._days = np.concatenate([self._days, np.array(days, np.int32)])
            self._stands = np.concatenate([self._stands, np.array(stands, np.bool_)])
            for name, values in zip(NAMES, columns, strict=True):
                self._coded[name].extend(values)

    def _load_codings(self, connection: sa.Connection) -> None:
        known = len(self._codings["kind"].codes)
        new = list(islice(self._coded["coding"].numbers, known, None))
        if new:
            found = connection.execute(sa.select(codings.c.row, *(codings.c[name] for name in CODED)))
            values = {number: coded for number, *coded in found}
            for name, column in zip(CODED, zip(*(values[number] for number in new), strict=True), strict=True):
                self._codings[name].extend(column)

    def tallies(self, connection: sa.Connection, matcher: Matcher) -> dict[str, dict[Any, int]] | None:
        """How many claims a query finds by each code, column and verdict; None where the columns cannot tell."""
        self.refresh(connection)
        with self._lock:
            chosen = self._chosen(connection, matcher)
            if chosen is None:
                return None
            found = {name: column.named(column.counts(chosen)) for name, column in self._coded.items()}
            by_coding = self._coded["coding"].counts(chosen)
            for name, field in self._codings.items():
                summed = np.bincount(field.codes, weights=by_coding, minlength=len(field.numbers))
                found[name] = field.named(summed.astype(np.int64))
            given = _verdicts(connection)
            verdicts = {verdict for _, verdict in given}
            return found | {"review": {one: self._having(given, {one}, chosen) for one in verdicts}}

    def _having(self, given: Sequence[tuple[int, str]], verdicts: Collection[str], chosen: Chosen) -> int:
        return int(np.count_nonzero(chosen & self._among(_rows(given, verdicts))))

    def count(self, connection: sa.Connection, matcher: Matcher) -> int | None:
        """How many claims a query finds; None where the columns cannot tell."""
        self.refresh(connection)
        with self._lock:
            chosen = self._chosen(connection, matcher)
            return None if chosen is None else int(np.count_nonzero(chosen))

    def _chosen(self, connection: sa.Connection, matcher: Matcher) -> Chosen | None:
        query = matcher.query
        asked = {name for name in type(query).model_fields if getattr(query, name) not in ((), None)}
        if asked - ASKED or (matcher.resolution.assigned and (query.institutions or query.sides)):
            return None
        chosen = self._stands.copy()
        if coded := matcher.of_codings():
            numbers = connection.scalars(sa.select(codings.c.row).where(*coded))
            chosen &= self._coded["coding"].among(set(numbers))
        for name, wanted in (("institution", query.institutions), ("side", query.sides), ("outlet", query.outlets)):
            if wanted:
                chosen &= self._coded[name].among({value or None for value in wanted})
        self._published(matcher, chosen)
        if query.areas:
            inside = sa.select(claim_areas.c.claim).where(claim_areas.c.area.in_(query.areas))
            if query.countries:
                inside = inside.where(claim_areas.c.country.in_(query.countries))
            chosen &= self._among(_strung(connection, inside.subquery().c.claim))
        if query.text:
            chosen &= self._among(_mentioning(connection, query.text))
        if query.reviews:
            chosen &= self._reviewed(connection, query.reviews)
        return chosen

    def _published(self, matcher: Matcher, chosen: Chosen) -> None:
        query = matcher.query
        untils = [until for until in (query.until, query.known_on) if until]
        if query.since or untils:
            chosen &= self._days >= (day_number(query.since) if query.since else 1)
        if untils:
            chosen &= self._days <= day_number(min(untils))

    def _reviewed(self, connection: sa.Connection, states: Sequence[str]) -> Chosen:
        given = _verdicts(connection)
        found = self._among(_rows(given, states))
        if "unreviewed" in states:
            found |= ~self._among(_rows(given, {verdict for _, verdict in given}))
        return found

    def _among(self, rows: NDArray[np.int64]) -> Chosen:
        """The claims with these rows; rows entered since the columns were loaded are left out."""
        found = np.zeros(int(self._rows[-1]) + 1 if len(self._rows) else 1, np.bool_)
        found[rows[rows < len(found)]] = True
        return found[self._rows]


def _verdicts(connection: sa.Connection) -> list[tuple[int, str]]:
    """The claims with a verdict, and which; looked up from the verdicts, which are few, and never from the claims."""
    given = sa.select(reviews.c.claim, reviews.c.verdict).where(reviews.c.superseded.is_(None))
    verdicts = {claim: verdict for claim, verdict in connection.execute(given) if verdict != "undone"}
    if not verdicts:
        return []
    listed = sa.func.json_each(json.dumps(list(verdicts))).table_valued("value")
    stand = sa.select(claims.c.row, claims.c.id).where(
        claims.c.id.in_(sa.select(listed.c.value)), claims.c.superseded.is_(None)
    )
    return [(row, verdicts[claim]) for row, claim in connection.execute(stand)]


def _rows(given: Sequence[tuple[int, str]], verdicts: Collection[str]) -> NDArray[np.int64]:
    return np.array([row for row, verdict in given if verdict in verdicts], np.int64)


def _strung(connection: sa.Connection, column: sa.ColumnElement[int]) -> NDArray[np.int64]:
    """The numbers a query gives, handed over as one text: many times faster than one by one."""
    return _numbers(connection.scalar(sa.select(sa.func.group_concat(column))))


def _mentioning(connection: sa.Connection, words: str) -> NDArray[np.int64]:
    search = sa.text("SELECT group_concat(rowid & :mask) FROM claim_search WHERE claim_search MATCH :words")
    return _numbers(connection.scalar(search, {"mask": ROW_MASK, "words": for_sqlite(words)}))


def _numbers(text: str | None) -> NDArray[np.int64]:
    return np.array(json.loads(f"[{text or ''}]"), np.int64)
