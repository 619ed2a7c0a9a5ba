"""The register's first schema."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from musterbook.ledger.tables import UtcTime

revision = "0001"
down_revision = None

ROW = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
STANDING: Any = {"sqlite_where": sa.text("superseded IS NULL"), "postgresql_where": sa.text("superseded IS NULL")}

EVER: Any = {"sqlite_where": sa.text("recorded IS NOT NULL"), "postgresql_where": sa.text("recorded IS NOT NULL")}


def clock() -> list[sa.Column[Any]]:
    """Who entered a row, when, and by what it was superseded."""
    return [
        sa.Column("act", ROW, sa.ForeignKey("acts.row"), nullable=False),
        sa.Column("recorded", UtcTime, nullable=False),
        sa.Column("superseded", UtcTime, nullable=True),
        sa.Column("superseded_by", ROW, sa.ForeignKey("acts.row"), nullable=True),
    ]


def upgrade() -> None:
    """Tables, indexes, and the full-text search of each database."""
    op.create_table(
        "acts",
        sa.Column("row", ROW, nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("recorded", UtcTime, nullable=False),
        sa.PrimaryKeyConstraint("row"),
    )
    op.create_table(
        "codings",
        sa.Column("row", ROW, autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("modality", sa.Text(), nullable=False),
        sa.Column("hedged", sa.Boolean(), nullable=False),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("row"),
    )
    op.create_table(
        "assignments",
        sa.Column("row", ROW, nullable=False),
        sa.Column("claimant", sa.Text(), nullable=False),
        sa.Column("institution", sa.Text(), nullable=True),
        sa.Column("side", sa.Text(), nullable=True),
        sa.Column("who", sa.Text(), nullable=False),
        *clock(),
        sa.PrimaryKeyConstraint("row"),
    )
    op.create_index("ix_assignments_claimant", "assignments", ["claimant"], unique=True, **STANDING)
    op.create_table(
        "captures",
        sa.Column("row", ROW, nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("encoding", sa.Text(), nullable=True),
        sa.Column("fetched", UtcTime, nullable=True),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        *clock(),
        sa.PrimaryKeyConstraint("row"),
    )
    op.create_index("ix_captures_sha256", "captures", ["sha256"], unique=True, **STANDING)
    op.create_table(
        "documents",
        sa.Column("row", ROW, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("outlet", sa.Text(), nullable=True),
        sa.Column("published", sa.Date(), nullable=True),
        sa.Column("published_precision", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("authors", sa.JSON(), nullable=False),
        sa.Column("key", sa.Text(), nullable=True),
        sa.Column("capture", sa.Text(), nullable=True),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        *clock(),
        sa.PrimaryKeyConstraint("row"),
    )
    op.create_index("ix_documents_fingerprint", "documents", ["fingerprint"], unique=False, **STANDING)
    op.create_index("ix_documents_id", "documents", ["id"], unique=True, **STANDING)
    op.create_table(
        "dossiers",
        sa.Column("row", ROW, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("scope", sa.JSON(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        *clock(),
        sa.PrimaryKeyConstraint("row"),
    )
    op.create_index("ix_dossiers_name", "dossiers", ["name"], unique=True, **STANDING)
    op.create_table(
        "feeds",
        sa.Column("row", ROW, nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("dossier", sa.Text(), nullable=True),
        sa.Column("who", sa.Text(), nullable=False),
        *clock(),
        sa.PrimaryKeyConstraint("row"),
    )
    op.create_index("ix_feeds_url", "feeds", ["url"], unique=True, **STANDING)
    op.create_table(
        "notes",
        sa.Column("row", ROW, nullable=False),
        sa.Column("dossier", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        *clock(),
        sa.PrimaryKeyConstraint("row"),
    )
    op.create_index("ix_notes_dossier", "notes", ["dossier"], unique=False, **STANDING)
    op.create_table(
        "pins",
        sa.Column("row", ROW, nullable=False),
        sa.Column("dossier", sa.Text(), nullable=False),
        sa.Column("claim", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        *clock(),
        sa.PrimaryKeyConstraint("row"),
    )
    op.create_index("ix_pins_dossier_claim", "pins", ["dossier", "claim"], unique=True, **STANDING)
    op.create_table(
        "reviews",
        sa.Column("row", ROW, nullable=False),
        sa.Column("claim", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("corrected", sa.Text(), nullable=True),
        *clock(),
        sa.PrimaryKeyConstraint("row"),
    )
    op.create_index("ix_reviews_claim", "reviews", ["claim"], unique=True, **STANDING)
    op.create_index("ix_reviews_verdict", "reviews", ["verdict"], unique=False, **STANDING)
    op.create_table(
        "visits",
        sa.Column("row", ROW, nullable=False),
        sa.Column("feed", sa.Text(), nullable=False),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.Text(), nullable=True),
        sa.Column("found", sa.Integer(), nullable=False),
        sa.Column("kept", sa.Integer(), nullable=False),
        sa.Column("trouble", sa.Text(), nullable=True),
        *clock(),
        sa.PrimaryKeyConstraint("row"),
    )
    op.create_index("ix_visits_feed", "visits", ["feed"], unique=True, **STANDING)
    op.create_table(
        "claims",
        sa.Column("row", ROW, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("document", ROW, nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("coding", ROW, nullable=False),
        sa.Column("reader", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("modality", sa.Text(), nullable=False),
        sa.Column("hedged", sa.Boolean(), nullable=False),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("force_name", sa.Text(), nullable=True),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("counterpart", sa.Text(), nullable=True),
        sa.Column("low", sa.Double(), nullable=True),
        sa.Column("high", sa.Double(), nullable=True),
        sa.Column("basis", sa.Text(), nullable=True),
        sa.Column("start_day", sa.Integer(), nullable=True),
        sa.Column("end_day", sa.Integer(), nullable=True),
        sa.Column("outlet", sa.Text(), nullable=True),
        sa.Column("claimant", sa.Text(), nullable=True),
        sa.Column("claimant_words", sa.Text(), nullable=True),
        sa.Column("institution", sa.Text(), nullable=True),
        sa.Column("side", sa.Text(), nullable=True),
        sa.Column("via", sa.Text(), nullable=True),
        sa.Column("countries", sa.Text(), nullable=False),
        *clock(),
        sa.ForeignKeyConstraint(["coding"], ["codings.row"]),
        sa.ForeignKeyConstraint(["document"], ["documents.row"]),
        sa.PrimaryKeyConstraint("row"),
    )
    op.create_index(
        "ix_claims_claimant_superseded_day", "claims", ["claimant", "superseded", "day"], unique=False, **STANDING
    )
    op.create_index(
        "ix_claims_coding_institution_side_outlet_countries_superseded",
        "claims",
        ["coding", "institution", "side", "outlet", "countries", "superseded"],
        unique=False,
        **STANDING,
    )
    op.create_index("ix_claims_countries_superseded", "claims", ["countries", "superseded"], unique=False, **STANDING)
    op.create_index(
        "ix_claims_country_superseded_day", "claims", ["country", "superseded", "day"], unique=False, **STANDING
    )
    op.create_index("ix_claims_day", "claims", ["day"], unique=False, **STANDING)
    op.create_index("ix_claims_document", "claims", ["document"], unique=False)
    op.create_index("ix_claims_every_country", "claims", ["country", "day"], unique=False, **EVER)
    op.create_index("ix_claims_every_day", "claims", ["day"], unique=False, **EVER)
    op.create_index("ix_claims_every_id", "claims", ["id"], unique=False)
    op.create_index(
        "ix_claims_force_name_superseded_day", "claims", ["force_name", "superseded", "day"], unique=False, **STANDING
    )
    op.create_index("ix_claims_id", "claims", ["id"], unique=True, **STANDING)
    op.create_index(
        "ix_claims_institution_superseded_day", "claims", ["institution", "superseded", "day"], unique=False, **STANDING
    )
    op.create_index(
        "ix_claims_outlet_superseded_day", "claims", ["outlet", "superseded", "day"], unique=False, **STANDING
    )
    op.create_index("ix_claims_side_superseded_day", "claims", ["side", "superseded", "day"], unique=False, **STANDING)
    op.create_table(
        "readings",
        sa.Column("row", ROW, nullable=False),
        sa.Column("document", ROW, nullable=False),
        sa.Column("reader", sa.Text(), nullable=False),
        sa.Column("claims", sa.Integer(), nullable=False),
        *clock(),
        sa.ForeignKeyConstraint(["document"], ["documents.row"]),
        sa.PrimaryKeyConstraint("row"),
    )
    op.create_index("ix_readings_document", "readings", ["document"], unique=True, **STANDING)
    op.create_table(
        "sightings",
        sa.Column("row", ROW, nullable=False),
        sa.Column("document", ROW, nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("outlet", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("published", sa.Date(), nullable=True),
        sa.Column("key", sa.Text(), nullable=True),
        sa.Column("capture", sa.Text(), nullable=True),
        *clock(),
        sa.ForeignKeyConstraint(["document"], ["documents.row"]),
        sa.PrimaryKeyConstraint("row"),
    )
    op.create_index("ix_sightings_capture", "sightings", ["capture"], unique=False, **STANDING)
    op.create_index("ix_sightings_document_digest", "sightings", ["document", "digest"], unique=True, **STANDING)
    op.create_index("ix_sightings_url", "sightings", ["url"], unique=False, **STANDING)
    op.create_table(
        "claim_areas",
        sa.Column("area", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("day", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("claim", ROW, autoincrement=False, nullable=False),
        sa.Column("itself", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["claim"], ["claims.row"]),
        sa.PrimaryKeyConstraint("area", "country", "day", "claim"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_claim_areas_area_day", "claim_areas", ["area", "day", "claim"], unique=False)
    op.create_index("ix_claim_areas_claim", "claim_areas", ["claim"], unique=False)
    op.create_table(
        "claim_slots",
        sa.Column("claim", ROW, autoincrement=False, nullable=False),
        sa.Column("slots", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["claim"], ["claims.row"]),
        sa.PrimaryKeyConstraint("claim"),
    )
    op.create_table(
        "mentions",
        sa.Column("claim", ROW, autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("start_char", sa.Integer(), nullable=False),
        sa.Column("end_char", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["claim"], ["claims.row"]),
        sa.PrimaryKeyConstraint("claim", "position"),
        sqlite_with_rowid=False,
    )
    op.execute(MENTION_WORDS[op.get_bind().dialect.name])
    for statement in SEARCH[op.get_bind().dialect.name]:
        op.execute(statement)


MENTION_WORDS = {
    "sqlite": """CREATE VIEW claim_words AS
        SELECT claim, group_concat(text, char(10)) AS words, (day << 36) + claim AS search_key
        FROM (SELECT claim, day, text FROM mentions JOIN claims ON claims.row = claim ORDER BY claim, position)
        GROUP BY claim""",
    "postgresql": """CREATE VIEW claim_words AS
        SELECT claim, string_agg(text, chr(10) ORDER BY position) AS words FROM mentions GROUP BY claim""",
}

# Claims are found in the order of their keys: by day, then by row, as pages show them.
SEARCH = {
    "sqlite": (
        """CREATE VIEW document_words AS SELECT row, title, text,
            (CAST(coalesce(replace(published, '-', ''), 0) AS INTEGER) << 36) + row AS search_key FROM documents""",
        """CREATE VIRTUAL TABLE claim_search USING fts5(words, content='claim_words', content_rowid='search_key',
            tokenize="unicode61 remove_diacritics 2")""",
        """CREATE VIRTUAL TABLE document_search USING fts5(title, text, content='document_words',
            content_rowid='search_key', tokenize="unicode61 remove_diacritics 2")""",
    ),
    "postgresql": (
        "CREATE TABLE claim_search (claim bigint PRIMARY KEY REFERENCES claims(row), search tsvector NOT NULL)",
        "CREATE INDEX ix_claim_search ON claim_search USING gin (search)",
        """CREATE TABLE document_search
            (document bigint PRIMARY KEY REFERENCES documents(row), search tsvector NOT NULL)""",
        "CREATE INDEX ix_document_search ON document_search USING gin (search)",
    ),
}
