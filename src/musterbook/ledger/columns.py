"""The codes of all claims of a file in memory, column by column, so that a million are counted in milliseconds.

A claim's columns never change, so that what has been loaded stays right: what was entered since is added, and claims
superseded since are marked. Only for SQLite, whose one writer gives rows and acts numbers in the order of entering.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from threading import Lock
from typing import Any, TypeVar

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray

from musterbook.ledger.counting import CODED, PLAIN
from musterbook.ledger.matching import Matcher, plain_codes
from musterbook.ledger.rows import ROW_MASK
from musterbook.ledger.search_words import for_sqlite
from musterbook.ledger.segments import COLUMNS, NARROW, WIDE, Segment, Values, kept, last_row, newer
from musterbook.ledger.tables import acts, claim_areas, claims, day_number, reviews
from musterbook.pausing import no_collecting

Numbers = NDArray[np.integer[Any]]
Chosen = NDArray[np.bool_]
Kind = TypeVar("Kind", bound=np.generic)


class Columns:
    """The columns of all claims: the claim of a row at the place of its number, a place without one never standing."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._values = Values()
        self._numbers: dict[str, Numbers] = {name: np.zeros(1, NARROW) for name in COLUMNS}
        self._codes: dict[str, Numbers] = {}
        """By code its value in each coding, as a number."""
        self._stands: Chosen = np.zeros(1, np.bool_)
        self._act = 0

    def refresh(self, connection: sa.Connection) -> None:
        """Add what was entered since, and mark what was superseded since.

        A reader that sees an earlier state than has been loaded is told of the later one.
        """
        with self._lock:
            act = int(connection.scalar(sa.select(sa.func.max(acts.c.row))) or 0)
            if act <= self._act:
                return
            with no_collecting():
                self._load(connection)
            gone = sa.select(claims.c.row).where(claims.c.superseded.is_not(None), claims.c.superseded_by > self._act)
            self._stands[self._among(_strung(connection, gone.subquery().c.row))] = False
            self._act = act

    def _load(self, connection: sa.Connection) -> None:
        known, last = len(self._stands) - 1, last_row(connection)
        self._stands = _longer(self._stands, last - known)
        self._numbers = {name: _longer(numbers, last - known) for name, numbers in self._numbers.items()}
        codings = len(self._values.numbers["coding"])
        if not known:
            for known, segment in kept(connection):  # noqa: B007
                self._values.learn(segment.new)
                self._enter(segment)
        for segment in newer(connection, self._values, known, last):
            self._enter(segment)
        if len(self._values.numbers["coding"]) > codings:
            self._codes = {name: np.array(codes) for name, codes in zip(CODED, self._values.codes, strict=True)}

    def _enter(self, segment: Segment) -> None:
        self._stands[segment.place] = True
        for name, numbers in zip(COLUMNS, segment.numbers, strict=True):
            if numbers.itemsize > self._numbers[name].itemsize:
                self._numbers[name] = self._numbers[name].astype(WIDE)
            self._numbers[name][segment.place] = numbers

    def tallies(self, connection: sa.Connection, matcher: Matcher) -> dict[str, dict[Any, int]] | None:
        """How many claims a query finds by each code, column and verdict; None where the columns cannot tell."""
        self.refresh(connection)
        with self._lock:
            chosen = self._chosen(connection, matcher)
            if chosen is None:
                return None
            places = np.flatnonzero(chosen)
            found = {name: self._named(name, self._counts(name, places)) for name in PLAIN}
            by_coding = self._counts("coding", places)
            for name, codes in self._codes.items():
                summed = np.bincount(codes, weights=by_coding, minlength=len(self._values.numbers[name]))
                found[name] = self._named(name, summed.astype(np.int64))
            given = _verdicts(connection)
            verdicts = {verdict for _, verdict in given}
            return found | {"review": {one: self._reviewed_as(given, {one}, chosen) for one in verdicts}}

    def _named(self, name: str, counts: NDArray[np.int64]) -> dict[Any, int]:
        """The values that are counted at all, with their counts."""
        numbers = self._values.numbers[name]
        return {value: number for value, number in zip(numbers, counts.tolist(), strict=True) if number}

    def _reviewed_as(self, given: Sequence[tuple[int, str]], verdicts: Collection[str], chosen: Chosen) -> int:
        return int(np.count_nonzero(chosen & self._among(_rows(given, verdicts))))

    def count(self, connection: sa.Connection, matcher: Matcher) -> int | None:
        """How many claims a query finds; None where the columns cannot tell."""
        self.refresh(connection)
        with self._lock:
            chosen = self._chosen(connection, matcher)
            return None if chosen is None else int(np.count_nonzero(chosen))

    def _chosen(self, connection: sa.Connection, matcher: Matcher) -> Chosen | None:
        if not matcher.of_columns():
            return None
        query = matcher.query
        chosen = self._stands.copy()
        coded = plain_codes(query) | ({"hedged": (query.hedged,)} if query.hedged is not None else {})
        if coded and self._codes:
            chosen &= self._coded(coded)[self._numbers["coding"]]
        for name, wanted in (("institution", query.institutions), ("side", query.sides), ("outlet", query.outlets)):
            if wanted:
                chosen &= self._having(name, wanted)[self._numbers[name]]
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

    def _coded(self, wanted: Mapping[str, Sequence[Any]]) -> Chosen:
        """The codings that have one of the values wanted of each code."""
        found = np.ones(len(self._values.numbers["coding"]), np.bool_)
        for name, values in wanted.items():
            found &= self._having(name, values)[self._codes[name]]
        return found

    def _having(self, name: str, wanted: Sequence[Any]) -> Chosen:
        """Which values of a column or code, in their order, are among those wanted; "" stands for none."""
        numbers = self._values.numbers[name]
        found = np.zeros(len(numbers), np.bool_)
        found[[numbers[value] for value in (None if one == "" else one for one in wanted) if value in numbers]] = True
        return found

    def _published(self, matcher: Matcher, chosen: Chosen) -> None:
        query = matcher.query
        untils = [until for until in (query.until, query.known_on) if until]
        if not (query.since or untils):
            return
        days = np.fromiter(self._values.numbers["day"], np.int32, len(self._values.numbers["day"]))
        wanted = days >= (day_number(query.since) if query.since else 1)
        if untils:
            wanted &= days <= day_number(min(untils))
        chosen &= wanted[self._numbers["day"]]

    def _counts(self, name: str, places: NDArray[np.int64]) -> NDArray[np.int64]:
        """How many of the claims at these places have each value of a column, in the order of the values."""
        return np.bincount(self._numbers[name].take(places), minlength=len(self._values.numbers[name]))

    def _reviewed(self, connection: sa.Connection, states: Sequence[str]) -> Chosen:
        given = _verdicts(connection)
        found = self._among(_rows(given, states))
        if "unreviewed" in states:
            found |= ~self._among(_rows(given, {verdict for _, verdict in given}))
        return found

    def _among(self, rows: NDArray[np.int64]) -> Chosen:
        """The claims with these rows; rows entered since the columns were loaded are left out."""
        found = np.zeros(len(self._stands), np.bool_)
        found[rows[rows < len(found)]] = True
        return found


def _longer(numbers: NDArray[Kind], more: int) -> NDArray[Kind]:
    return np.concatenate([numbers, np.zeros(more, numbers.dtype)])


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
    return np.fromstring(text, np.int64, sep=",") if text else np.empty(0, np.int64)
