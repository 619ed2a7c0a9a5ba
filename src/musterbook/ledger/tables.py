"""The tables of the ledger: one schema for SQLite and PostgreSQL.

Every row is entered by an *act* (somebody added, read, reviewed, assigned …) and carries the clock of its entry:
`recorded`, and where it no longer stands `superseded` and the act it was superseded by. Nothing else of a row ever
changes. A row taken over from another ledger also has the moment it was recorded there (`elsewhere`). The parts of a
claim (`claim_slots`, `mentions`, `claim_areas`) share the clock of their claim.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Dialect

from musterbook.errors import LedgerError

metadata = sa.MetaData()

RowId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


@lru_cache(maxsize=1024)
def _moment(kept: str | datetime) -> datetime:
    """A moment as it is kept, in UTC; the rows of one act share theirs."""
    moment = datetime.fromisoformat(kept) if isinstance(kept, str) else kept
    return moment.astimezone(UTC)


class UtcTime(sa.types.TypeDecorator[datetime]):
    """A moment in UTC: `timestamptz` in PostgreSQL, sortable ISO text ending in Z in SQLite."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> sa.types.TypeEngine[Any]:
        """Text in SQLite, which has no type for moments."""
        if dialect.name == "sqlite":
            return dialect.type_descriptor(sa.String(27))
        return dialect.type_descriptor(sa.DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """The moment in UTC; a moment without a zone is refused."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise LedgerError(f"{value.isoformat()} has no time zone; give moments with theirs (UTC: +00:00)")
        moment = value.astimezone(UTC)
        return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ") if dialect.name == "sqlite" else moment

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """An aware moment in UTC."""
        if value is None:
            return None
        return _moment(value)


def day_number(day: date | None) -> int:
    """A day as the number yyyymmdd, which sorts and reads well in SQL; 0 where there is none."""
    return day.year * 10000 + day.month * 100 + day.day if day else 0


def clock() -> list[sa.Column[Any]]:
    """The columns every row carries: who entered it, when, and by what it was superseded."""
    return [
        sa.Column("act", RowId, sa.ForeignKey("acts.row"), nullable=False),
        sa.Column("recorded", UtcTime, nullable=False),
        sa.Column("superseded", UtcTime),
        sa.Column("superseded_by", RowId, sa.ForeignKey("acts.row")),
    ]


def elsewhere() -> sa.Column[Any]:
    """When the row was first recorded, in the ledger it was taken over from; null where it was entered here."""
    return sa.Column("elsewhere", UtcTime)


def table(name: str, *columns: Any) -> sa.Table:
    """A table with a row number and the clock."""
    return sa.Table(name, metadata, sa.Column("row", RowId, primary_key=True), *columns, *clock())


def standing(table: sa.Table, *columns: str, unique: bool = False) -> sa.Index:
    """An index over the rows that stand.

    SQLite counts along an index alone only where `superseded`, always null in it, is one of its columns.
    """
    condition = table.c.superseded.is_(None)
    return sa.Index(
        f"ix_{table.name}_{'_'.join(columns)}",
        *(table.c[name] for name in columns),
        unique=unique,
        sqlite_where=condition,
        postgresql_where=condition,
    )


def ever(table: sa.Table, name: str, *columns: str) -> sa.Index:
    """An index over all rows there have ever been, for questions of what stood at an earlier moment.

    Its condition is met by those questions (`recorded <= ...`) and by no others, so that others keep to what stands.
    """
    condition = table.c.recorded.is_not(None)
    return sa.Index(
        f"ix_{table.name}_{name}",
        *(table.c[column] for column in columns),
        sqlite_where=condition,
        postgresql_where=condition,
    )


acts = sa.Table(
    "acts",
    metadata,
    sa.Column("row", RowId, primary_key=True),
    sa.Column("what", sa.Text, nullable=False),
    sa.Column("who", sa.Text, nullable=False),
    sa.Column("recorded", UtcTime, nullable=False),
)

captures = table(
    "captures",
    sa.Column("sha256", sa.Text, nullable=False),
    sa.Column("media_type", sa.Text, nullable=False),
    sa.Column("url", sa.Text),
    sa.Column("encoding", sa.Text),
    sa.Column("fetched", UtcTime),
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("body", sa.LargeBinary),  # zlib; null where the bytes were left out
    elsewhere(),
)
standing(captures, "sha256", unique=True)

documents = table(
    "documents",
    sa.Column("id", sa.Text, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("outlet", sa.Text),
    sa.Column("published", sa.Date),
    sa.Column("published_precision", sa.Text, nullable=False),
    sa.Column("language", sa.Text, nullable=False),
    sa.Column("url", sa.Text),
    sa.Column("authors", sa.JSON, nullable=False),
    sa.Column("key", sa.Text),
    sa.Column("capture", sa.Text),
    sa.Column("fingerprint", sa.Text, nullable=False),
    elsewhere(),
)
standing(documents, "id", unique=True)
standing(documents, "fingerprint")

sightings = table(
    "sightings",
    sa.Column("document", RowId, sa.ForeignKey("documents.row"), nullable=False),
    sa.Column("digest", sa.Text, nullable=False),
    sa.Column("url", sa.Text),
    sa.Column("outlet", sa.Text),
    sa.Column("title", sa.Text),
    sa.Column("published", sa.Date),
    sa.Column("key", sa.Text),
    sa.Column("capture", sa.Text),
    elsewhere(),
)
standing(sightings, "document", "digest", unique=True)
standing(sightings, "capture")
standing(sightings, "url")

readings = table(
    "readings",
    sa.Column("document", RowId, sa.ForeignKey("documents.row"), nullable=False),
    sa.Column("reader", sa.Text, nullable=False),
    sa.Column("claims", sa.Integer, nullable=False),
    elsewhere(),
)
standing(readings, "document", unique=True)

codings = sa.Table(
    "codings",
    metadata,
    sa.Column("row", RowId, primary_key=True, autoincrement=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("modality", sa.Text, nullable=False),
    sa.Column("hedged", sa.Boolean, nullable=False),
    sa.Column("country", sa.Text),
    sa.Column("category", sa.Text, nullable=False),
    sa.Column("outcome", sa.Text),
)

claims = table(
    "claims",
    sa.Column("id", sa.Text, nullable=False),
    sa.Column("document", RowId, sa.ForeignKey("documents.row"), nullable=False),
    sa.Column("day", sa.Integer, nullable=False),  # published, yyyymmdd; 0 where the document has no date
    sa.Column("coding", RowId, sa.ForeignKey("codings.row"), nullable=False),
    sa.Column("reader", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("modality", sa.Text, nullable=False),
    sa.Column("hedged", sa.Boolean, nullable=False),
    sa.Column("country", sa.Text),
    sa.Column("force_name", sa.Text),
    sa.Column("category", sa.Text, nullable=False),
    sa.Column("outcome", sa.Text),
    sa.Column("counterpart", sa.Text),
    sa.Column("low", sa.Double),
    sa.Column("high", sa.Double),
    sa.Column("basis", sa.Text),
    sa.Column("start_day", sa.Integer),
    sa.Column("end_day", sa.Integer),
    sa.Column("outlet", sa.Text),
    sa.Column("claimant", sa.Text),  # blanks collapsed, capitals folded: what an assignment is keyed by
    sa.Column("claimant_words", sa.Text),
    sa.Column("institution", sa.Text),  # as read; an assignment of the claimant counts before it
    sa.Column("side", sa.Text),
    sa.Column("via", sa.Text),
    sa.Column("countries", sa.Text, nullable=False),  # of the places, sorted, parted by blanks
    elsewhere(),
)
standing(claims, "id", unique=True)
standing(claims, "day")
standing(claims, "country", "superseded", "day")
standing(claims, "force_name", "superseded", "day")
standing(claims, "institution", "superseded", "day")
standing(claims, "side", "superseded", "day")
standing(claims, "outlet", "superseded", "day")
standing(claims, "claimant", "superseded", "day")
standing(claims, "coding", "institution", "side", "outlet", "countries", "superseded")
standing(claims, "countries", "superseded")
sa.Index("ix_claims_document", claims.c.document)
sa.Index("ix_claims_every_id", claims.c.id)
gone = claims.c.superseded.is_not(None)
sa.Index("ix_claims_superseded_by", claims.c.superseded_by, sqlite_where=gone, postgresql_where=gone)
ever(claims, "every_day", "day")
ever(claims, "every_country", "country", "day")

claim_slots = sa.Table(
    "claim_slots",
    metadata,
    sa.Column("claim", RowId, sa.ForeignKey("claims.row"), primary_key=True, autoincrement=False),
    sa.Column("slots", sa.Text, nullable=False),
)

mentions = sa.Table(
    "mentions",
    metadata,
    sa.Column("claim", RowId, sa.ForeignKey("claims.row"), primary_key=True, autoincrement=False),
    sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("start_char", sa.Integer, nullable=False),
    sa.Column("end_char", sa.Integer, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sqlite_with_rowid=False,
)

claim_areas = sa.Table(
    "claim_areas",
    metadata,
    sa.Column("area", sa.Text, primary_key=True),  # each place's code, and each area around it; empty: no place coded
    sa.Column("country", sa.Text, primary_key=True),  # of the force; empty where it has none
    sa.Column("day", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("claim", RowId, sa.ForeignKey("claims.row"), primary_key=True, autoincrement=False),
    sa.Column("itself", sa.Boolean, nullable=False),  # a place of the claim, not an area around one
    sqlite_with_rowid=False,
)
sa.Index("ix_claim_areas_area_day", claim_areas.c.area, claim_areas.c.day, claim_areas.c.claim)
sa.Index("ix_claim_areas_claim", claim_areas.c.claim)

reviews = table(
    "reviews",
    sa.Column("claim", sa.Text, nullable=False),  # the claim's content hash, so that a re-reading leaves it standing
    sa.Column("verdict", sa.Text, nullable=False),
    sa.Column("who", sa.Text, nullable=False),
    sa.Column("why", sa.Text, nullable=False),
    sa.Column("corrected", sa.Text),  # content hash of the reviewer's claim
    elsewhere(),
)
standing(reviews, "claim", unique=True)
standing(reviews, "verdict")

assignments = table(
    "assignments",
    sa.Column("claimant", sa.Text, nullable=False),
    sa.Column("institution", sa.Text),
    sa.Column("side", sa.Text),
    sa.Column("who", sa.Text, nullable=False),
    elsewhere(),
)
standing(assignments, "claimant", unique=True)

dossiers = table(
    "dossiers",
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("scope", sa.JSON, nullable=False),
    sa.Column("who", sa.Text, nullable=False),
)
standing(dossiers, "name", unique=True)

notes = table(
    "notes",
    sa.Column("dossier", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("who", sa.Text, nullable=False),
)
standing(notes, "dossier")

pins = table(
    "pins",
    sa.Column("dossier", sa.Text, nullable=False),
    sa.Column("claim", sa.Text, nullable=False),
    sa.Column("who", sa.Text, nullable=False),
)
standing(pins, "dossier", "claim", unique=True)

feeds = table(
    "feeds",
    sa.Column("url", sa.Text, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("dossier", sa.Text),
    sa.Column("who", sa.Text, nullable=False),
    sa.Column("kind", sa.Text),
    sa.Column("words", sa.JSON),
)
standing(feeds, "url", unique=True)

visits = table(
    "visits",
    sa.Column("feed", sa.Text, nullable=False),
    sa.Column("etag", sa.Text),
    sa.Column("last_modified", sa.Text),
    sa.Column("found", sa.Integer, nullable=False),
    sa.Column("kept", sa.Integer, nullable=False),
    sa.Column("trouble", sa.Text),
    sa.Column("failures", sa.Integer),  # visits that failed, one after another
    sa.Column("not_before", UtcTime),  # when to come again after one that failed
)
standing(visits, "feed", unique=True)

links = table(
    "links",
    sa.Column("feed", sa.Text, nullable=False),
    sa.Column("url", sa.Text, nullable=False),
    sa.Column("fate", sa.Text, nullable=False),
    sa.Column("document", sa.Text),
    sa.Column("why", sa.Text),
    sa.Column("tries", sa.Integer, nullable=False),
    sa.Column("not_before", UtcTime),  # when to try again; null where it is not tried again
)
standing(links, "feed", "url", unique=True)

alerts = table(
    "alerts",
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("scope", sa.JSON, nullable=False),
    sa.Column("conditions", sa.JSON, nullable=False),
    sa.Column("target", sa.Text, nullable=False),
    sa.Column("secret", sa.Text),  # where the secret is kept, never the secret
    sa.Column("who", sa.Text, nullable=False),
)
standing(alerts, "name", unique=True)

alert_checks = table(
    "alert_checks",
    sa.Column("alert", sa.Text, nullable=False),
    sa.Column("until", UtcTime, nullable=False),  # everything recorded by then has been looked at
)
standing(alert_checks, "alert", unique=True)

notices = table(
    "notices",
    sa.Column("alert", sa.Text, nullable=False),
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("told", sa.JSON, nullable=False),
    sa.Column("tries", sa.Integer, nullable=False),
    sa.Column("trouble", sa.Text),
    sa.Column("not_before", UtcTime),
)
standing(notices, "alert", "key", unique=True)
standing(notices, "state")
