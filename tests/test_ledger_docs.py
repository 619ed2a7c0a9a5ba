"""docs/ledger.md: its SQL runs, and its tables are the tables there are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ledger_cases import claim, document
from musterbook.ledger import Ledger
from musterbook.ledger.tables import metadata

PAGE = (Path(__file__).parent.parent / "docs" / "ledger.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("statement", re.findall(r"```sql\n(.*?)```", PAGE, re.DOTALL))
def test_every_statement_runs(tmp_path: Path, statement: str) -> None:
    source = document()
    with Ledger.open(tmp_path / "muster.db") as ledger:
        ledger.add(source, [claim(source, area="RU-KRS")])
        ledger.add(source, [], reader="musterbook 0.2")
        with ledger.store.reading() as connection:
            assert connection.exec_driver_sql(statement).keys()


def test_every_table_is_described() -> None:
    section = PAGE.partition("## The tables")[2].partition("\n## ")[0]
    named = {
        name for row in re.findall(r"^\| (`.*?) \|", section, re.MULTILINE) for name in re.findall(r"`(\w+)`", row)
    }
    assert named == set(metadata.tables) | {"claim_search", "document_search", "claim_columns"}
