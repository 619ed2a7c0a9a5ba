"""What became of each article a feed lists, so that none is fetched twice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa

from musterbook.ledger.act import Act, hold
from musterbook.ledger.store import Store
from musterbook.ledger.tables import links, sightings

ASKED_AT_ONCE = 500


class Fate(StrEnum):
    """What became of an article that was listed."""

    KEPT = "kept"
    KNOWN = "known"
    """Its address was in the ledger before: it was not fetched."""
    PASSED = "passed over"
    """None of the feed's words stand in it."""
    OLDER = "older"
    """It was listed before the feed was followed, and further back than was asked for."""
    FAILED = "failed"


@dataclass(frozen=True)
class Link:
    """An article a feed lists, and what became of it."""

    url: str
    fate: Fate
    document: str | None = None
    """The document it was kept as."""
    why: str | None = None
    tries: int = 1
    not_before: datetime | None = None
    """When a failed one is tried again; None where it is not."""
    recorded: datetime | None = None


class Links:
    """The articles the feeds of a ledger have listed."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def of(self, feed: str) -> dict[str, Link]:
        """What stands of the articles of a feed, by address."""
        query = sa.select(links).where(links.c.feed == feed, links.c.superseded.is_(None))
        with self._store.reading() as connection:
            return {
                row["url"]: Link(
                    row["url"],
                    Fate(row["fate"]),
                    row["document"],
                    row["why"],
                    row["tries"],
                    row["not_before"],
                    row["recorded"],
                )
                for row in connection.execute(query).mappings()
            }

    def enter(self, feed: str, found: Sequence[Link]) -> None:
        """Enter what became of articles of a feed, in the place of what was known of them."""
        if not found:
            return
        with self._store.writing() as connection:
            hold(connection, f"feed {feed}")
            act = Act(connection, "article listed", "musterbook")
            for start in range(0, len(found), ASKED_AT_ONCE):
                few = found[start : start + ASKED_AT_ONCE]
                act.supersede(links, links.c.feed == feed, links.c.url.in_([link.url for link in few]))
                act.enter_all(
                    links,
                    [
                        {
                            "feed": feed,
                            "url": link.url,
                            "fate": str(link.fate),
                            "document": link.document,
                            "why": link.why,
                            "tries": link.tries,
                            "not_before": link.not_before,
                        }
                        for link in few
                    ],
                )

    def held(self, urls: Iterable[str]) -> set[str]:
        """Which of these addresses are those of documents in the ledger."""
        asked = sorted(set(urls))
        found: set[str] = set()
        with self._store.reading() as connection:
            for start in range(0, len(asked), ASKED_AT_ONCE):
                few = asked[start : start + ASKED_AT_ONCE]
                query = sa.select(sightings.c.url).where(sightings.c.url.in_(few), sightings.c.superseded.is_(None))
                found.update(connection.scalars(query))
        return found
