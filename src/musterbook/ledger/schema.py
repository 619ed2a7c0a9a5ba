"""The schema's version: made or brought up to date when a ledger is opened, refused when it is newer than this code."""

from __future__ import annotations

import sqlalchemy as sa

from musterbook.errors import LedgerError
from musterbook.ledger.connection import Address

VERSIONS = ("0001", "0002", "0003", "0004", "0005")
"""Every version there has been, oldest first; each has its file in migrations/versions."""

BUILDING_LOCK = 7201839


def ensure(engine: sa.Engine, address: Address, read_only: bool) -> None:
    """Make the tables, or bring them to this version.

    Raises LedgerError when the ledger is of a newer version, is no ledger, or is old and may only be read.
    """
    with engine.connect() as connection:
        found = version(connection)
        foreign = _tables(connection) if found is None else []
        if foreign:  # unless another program has made the ledger between the two looks
            found = version(connection)
    if found == VERSIONS[-1]:
        return
    if found is not None and found not in VERSIONS:
        raise LedgerError(
            f"{address}: made by a newer Musterbook (schema {found}; this one knows up to {VERSIONS[-1]}); "
            "update Musterbook to open it"
        )
    if foreign and found is None:
        raise LedgerError(f"{address}: a database with other tables in it ({', '.join(foreign[:3])} …), not a ledger")
    if read_only:
        state = "empty" if found is None else f"of an older schema ({found})"
        raise LedgerError(f"{address}: {state}; open it once for writing (any muster add) to bring it up to date")
    _upgrade(engine)


def version(connection: sa.Connection) -> str | None:
    """The schema version a database says it has; None where it is no ledger yet."""
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    found = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
    return None if found is None else str(found)


def _tables(connection: sa.Connection) -> list[str]:
    return [name for name in sa.inspect(connection).get_table_names() if name != "alembic_version"]


def _upgrade(engine: sa.Engine) -> None:
    """Run the migrations in one transaction; of two programs opening at once the second finds the work done."""
    from alembic import command
    from alembic.config import Config

    settings = Config()
    settings.set_main_option("script_location", "musterbook.ledger:migrations")
    settings.set_main_option("path_separator", "os")
    with engine.execution_options(writes=True).begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(BUILDING_LOCK)))
        settings.attributes["connection"] = connection
        command.upgrade(settings, "head")
