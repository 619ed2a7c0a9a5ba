"""What became of each article a feed lists; alerts, when each was last looked after, and what it told."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from musterbook.ledger.tables import UtcTime

revision = "0004"
down_revision = "0003"

ROW = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
STANDING: Any = {"sqlite_where": sa.text("superseded IS NULL"), "postgresql_where": sa.text("superseded IS NULL")}


def upgrade() -> None:
    """More about feeds and visits; four tables."""
    op.add_column("feeds", sa.Column("kind", sa.Text(), nullable=True))
    op.add_column("feeds", sa.Column("words", sa.JSON(), nullable=True))
    op.add_column("visits", sa.Column("failures", sa.Integer(), nullable=True))
    op.add_column("visits", sa.Column("not_before", UtcTime(), nullable=True))
    _create(
        "links",
        sa.Column("feed", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("fate", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=True),
        sa.Column("why", sa.Text(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("not_before", UtcTime(), nullable=True),
    )
    op.create_index("ix_links_feed_url", "links", ["feed", "url"], unique=True, **STANDING)
    _create(
        "alerts",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("scope", sa.JSON(), nullable=False),
        sa.Column("conditions", sa.JSON(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("secret", sa.Text(), nullable=True),
        sa.Column("who", sa.Text(), nullable=False),
    )
    op.create_index("ix_alerts_name", "alerts", ["name"], unique=True, **STANDING)
    _create(
        "alert_checks",
        sa.Column("alert", sa.Text(), nullable=False),
        sa.Column("until", UtcTime(), nullable=False),
    )
    op.create_index("ix_alert_checks_alert", "alert_checks", ["alert"], unique=True, **STANDING)
    _create(
        "notices",
        sa.Column("alert", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("trouble", sa.Text(), nullable=True),
        sa.Column("not_before", UtcTime(), nullable=True),
    )
    op.create_index("ix_notices_alert_key", "notices", ["alert", "key"], unique=True, **STANDING)
    op.create_index("ix_notices_state", "notices", ["state"], unique=False, **STANDING)


def _create(name: str, *columns: sa.Column[Any]) -> None:
    clock: tuple[sa.Column[Any], ...] = (
        sa.Column("act", ROW, sa.ForeignKey("acts.row"), nullable=False),
        sa.Column("recorded", UtcTime(), nullable=False),
        sa.Column("superseded", UtcTime(), nullable=True),
        sa.Column("superseded_by", ROW, sa.ForeignKey("acts.row"), nullable=True),
    )
    op.create_table(name, sa.Column("row", ROW, primary_key=True), *columns, *clock)
