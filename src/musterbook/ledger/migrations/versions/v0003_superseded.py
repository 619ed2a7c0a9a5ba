"""What was superseded since an act is found without looking at every claim."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """An index over the claims that no longer stand."""
    gone = sa.text("superseded IS NOT NULL")
    op.create_index("ix_claims_superseded_by", "claims", ["superseded_by"], sqlite_where=gone, postgresql_where=gone)
