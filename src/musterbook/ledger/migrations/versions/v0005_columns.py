"""The codes of the claims of a file, kept as columns besides, so that counting need not read them claim by claim."""

from alembic import op

from musterbook.ledger.segments import complete

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """A table in files alone: a server counts by itself. It is filled from the claims there are."""
    connection = op.get_bind()
    if connection.dialect.name == "sqlite":
        op.execute(
            """CREATE TABLE claim_columns (segment INTEGER PRIMARY KEY, claims INTEGER NOT NULL,
                new_values BLOB NOT NULL, numbers BLOB NOT NULL, checksum INTEGER NOT NULL)"""
        )
        complete(connection)
