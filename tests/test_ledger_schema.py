"""The schema: migrations lead to exactly the tables the code knows; several programs may open a ledger at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from ledger_cases import address, claim, document, ledger, server
from musterbook.ledger import Ledger, schema
from musterbook.ledger.schema import VERSIONS, version
from musterbook.ledger.tables import acts, metadata

__all__ = ["address", "ledger", "server"]


def of_the_ledger(name: str | None, *_: object) -> bool:
    """Not one of the tables that follow from the others."""
    return "_search" not in (name or "") and name != "claim_columns"


def test_the_migrations_lead_to_the_tables_of_the_code(ledger: Ledger) -> None:
    with ledger.store.reading() as connection:
        context = MigrationContext.configure(
            connection,
            opts={"include_name": lambda name, kind, _: "_search" not in (name or "") and name != "claim_columns"},
        )
        assert compare_metadata(context, metadata) == []
        assert version(connection) == VERSIONS[-1]


def test_every_version_has_its_step() -> None:
    settings = Config()
    settings.set_main_option("script_location", "musterbook.ledger:migrations")
    settings.set_main_option("path_separator", "os")
    steps = ScriptDirectory.from_config(settings).walk_revisions()
    assert tuple(step.revision for step in steps)[::-1] == VERSIONS


def test_opening_again_changes_nothing(address: str) -> None:
    for _ in range(2):
        with Ledger.open(address) as ledger, ledger.store.reading() as connection:
            assert connection.scalar(sa.select(sa.func.count()).select_from(acts)) == 0


def test_several_may_open_a_new_ledger_at_once(address: str) -> None:
    with ThreadPoolExecutor(4) as several:
        opened = list(several.map(lambda _: Ledger.open(address), range(4)))
    assert [one.count() for one in opened] == [0] * 4
    for one in opened:
        one.close()


def test_a_ledger_made_while_another_looks_is_no_foreign_database(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = schema._tables

    def meanwhile(connection: sa.Connection) -> list[str]:
        monkeypatch.setattr(schema, "_tables", listed)
        connection.rollback()
        Ledger.open(address).close()
        return listed(connection)

    monkeypatch.setattr(schema, "_tables", meanwhile)
    with Ledger.open(address) as ledger:
        assert ledger.count() == 0


def test_a_file_is_kept_in_write_ahead_mode_and_syncs_each_commit(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "muster.db") as ledger, ledger.store.reading() as connection:
        settings = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        ]
    assert settings == ["wal", 2, 1, 60_000]


def test_a_ledger_of_the_first_version_is_brought_up_to_date(address: str) -> None:
    source = document()
    with Ledger.open(address) as ledger:
        made = claim(source)
        ledger.add(source, [made])
        ledger.review(made.id, "accepted", "anna")
        before = list(ledger.entries())
        with ledger.store.writing() as connection:
            for table in metadata.sorted_tables:
                if "elsewhere" in table.c:
                    connection.exec_driver_sql(f"ALTER TABLE {table.name} DROP COLUMN elsewhere")
            connection.exec_driver_sql("DROP INDEX ix_claims_superseded_by")
            for name, columns in {"feeds": ("kind", "words"), "visits": ("failures", "not_before")}.items():
                for column in columns:
                    connection.exec_driver_sql(f"ALTER TABLE {name} DROP COLUMN {column}")
            if ledger.store.sqlite:
                connection.exec_driver_sql("DROP TABLE claim_columns")
            for name in ("links", "alerts", "alert_checks", "notices"):
                connection.exec_driver_sql(f"DROP TABLE {name}")
            connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
    with Ledger.open(address) as ledger:
        assert list(ledger.entries()) == before
        assert list(ledger.check()) == []
