"""Rows taken over from another ledger keep the moment they were recorded there."""

import sqlalchemy as sa
from alembic import op

from musterbook.ledger.tables import UtcTime

revision = "0002"
down_revision = "0001"

TAKEN_OVER = ("captures", "documents", "sightings", "readings", "claims", "reviews", "assignments")


def upgrade() -> None:
    """A column more in the tables of what can be taken over."""
    for table in TAKEN_OVER:
        op.add_column(table, sa.Column("elsewhere", UtcTime, nullable=True))
