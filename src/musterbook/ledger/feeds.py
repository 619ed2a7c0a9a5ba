"""Feeds that are followed, and each visit paid to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from musterbook.errors import LedgerError
from musterbook.ledger.act import Act, hold
from musterbook.ledger.clocks import stood
from musterbook.ledger.store import Store
from musterbook.ledger.tables import feeds, visits


@dataclass(frozen=True)
class Visit:
    """What the last visit to a feed found; `etag` and `last_modified` let the next one ask for news only."""

    recorded: datetime
    found: int
    kept: int
    etag: str | None = None
    last_modified: str | None = None
    trouble: str | None = None
    failures: int = 0
    """Visits that failed, one after another, until this one."""
    not_before: datetime | None = None
    """When to come again, where it failed."""


@dataclass(frozen=True)
class Feed:
    """A feed that is followed, perhaps for one dossier."""

    url: str
    title: str
    dossier: str | None
    who: str
    recorded: datetime
    last: Visit | None = None
    kind: str | None = None
    """What it was when it was taken up: rss, atom, json feed, sitemap, page."""
    words: tuple[str, ...] = ()
    """Its articles are kept where one of these stands in them; all are where there are none."""


class Feeds:
    """The feeds a ledger follows."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def follow(
        self,
        url: str,
        title: str,
        dossier: str | None,
        who: str,
        *,
        kind: str | None = None,
        words: Sequence[str] = (),
    ) -> None:
        """Follow a feed; followed already, it takes what is new of it."""
        with self._store.writing() as connection:
            hold(connection, f"feed {url}")
            row = {"title": title, "dossier": dossier, "who": who, "kind": kind, "words": list(words)}
            Act(connection, "feed followed", who).replace(feeds, {"url": url}, row)

    def unfollow(self, url: str, who: str) -> None:
        """Follow a feed no longer.

        Raises LedgerError when it is not followed.
        """
        with self._store.writing() as connection:
            if not Act(connection, "feed left", who).supersede(feeds, feeds.c.url == url):
                raise LedgerError(f"{url} is not followed")

    def visited(
        self,
        url: str,
        *,
        found: int,
        kept: int,
        etag: str | None = None,
        last_modified: str | None = None,
        trouble: str | None = None,
        failures: int = 0,
        not_before: datetime | None = None,
    ) -> None:
        """Enter what a visit found, in the place of the visit before."""
        with self._store.writing() as connection:
            hold(connection, f"feed {url}")
            row = {
                "found": found,
                "kept": kept,
                "etag": etag,
                "last_modified": last_modified,
                "trouble": trouble,
                "failures": failures,
                "not_before": not_before,
            }
            Act(connection, "feed visited", "musterbook").replace(visits, {"feed": url}, row)

    def all(self, recorded_on: datetime | None = None) -> tuple[Feed, ...]:
        """The feeds that are followed, or were at a moment, in the order they were taken up."""
        with self._store.reading() as connection:
            last = {
                row["feed"]: _visit(row)
                for row in connection.execute(sa.select(visits).where(stood(visits, recorded_on))).mappings()
            }
            query = sa.select(feeds).where(stood(feeds, recorded_on)).order_by(feeds.c.row)
            return tuple(
                Feed(
                    row["url"],
                    row["title"],
                    row["dossier"],
                    row["who"],
                    row["recorded"],
                    last.get(row["url"]),
                    row["kind"],
                    tuple(row["words"] or ()),
                )
                for row in connection.execute(query).mappings()
            )


def _visit(row: sa.RowMapping) -> Visit:
    return Visit(
        row["recorded"],
        row["found"],
        row["kept"],
        row["etag"],
        row["last_modified"],
        row["trouble"],
        row["failures"] or 0,
        row["not_before"],
    )
