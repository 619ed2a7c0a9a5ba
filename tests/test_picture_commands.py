"""The commands estimate, expectations, conflicts, origins and sources, over a ledger of the digests coded by hand."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from musterbook.commands.demo import open_dossier
from musterbook.commands.sources import register as register_sources
from musterbook.errors import ScopeError
from musterbook.exchange.corpus import read_claims, read_document
from musterbook.ledger.ledger import Ledger
from musterbook.picture_commands import register
from musterbook.scopes import parse

CODED = Path(__file__).parent / "data" / "digests-coded.jsonl"


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = str(tmp_path_factory.mktemp("ledger") / "digests.db")
    speaks: dict[str, tuple[str, str | None]] = {}
    with Ledger.open(path) as kept:
        for line in CODED.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            document = read_document(record)
            claims = read_claims(record, document)
            kept.add(document, claims, reader="review corpus")
            for claim in claims:
                link = claim.attribution.claimant
                if link and link.words and link.words.text in record["institutions"]:
                    speaks[link.words.text] = (record["institutions"][link.words.text], link.country)
        for words, (institution, side) in speaks.items():
            kept.assign(words, institution, side, "test")
    return path


def run(ledger: str, *typed: str, columns: int = 200) -> str:
    app = typer.Typer()
    register(app)
    register_sources(app)
    result = CliRunner(env={"COLUMNS": str(columns)}).invoke(app, [*typed, "--ledger", ledger])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.output


def rows(ledger: str, *typed: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(run(ledger, *typed, "--format", "json"))
    return found


def test_an_estimate_on_a_day(ledger: str) -> None:
    (row,) = rows(ledger, "estimate", "KP", "in", "RU", "--on", "2024-11-15")
    assert (row["scope"], row["low"], row["best"], row["high"]) == ("KP in RU", 10000, 11000, 12000)
    assert row["institutions"] == ["kr-defence-ministry", "ua-defence-ministry"]


def test_an_estimate_as_known_on_a_day(ledger: str) -> None:
    (row,) = rows(ledger, "estimate", "KP", "in", "RU", "--on", "2024-10-20", "--known-on", "2024-10-20")
    assert (row["best"], row["arrivals"]) == (None, 1500)
    assert "no figure stands" in run(ledger, "estimate", "KP", "in", "RU", "--known-on", "2024-10-20")


def test_without_a_figure_there_is_no_table_of_days(ledger: str) -> None:
    answer = run(ledger, "estimate", "KP", "in", "ML")
    assert "no figure stands" in answer and "from" not in answer


def test_an_estimate_by_day_is_one_row_a_day(ledger: str) -> None:
    found = list(csv.DictReader(io.StringIO(run(ledger, "estimate", "KP", "in", "RU", "--format", "csv"))))
    assert (found[0]["day"], found[-1]["day"]) == ("2024-10-18", "2025-11-14")
    assert found[-1]["best"] == "10500"


def test_every_reason_of_an_estimate(ledger: str) -> None:
    found = rows(ledger, "estimate", "KP", "in", "RU", "--on", "2024-11-15", "--explain")
    stands = {row["institution"]: row["without_it"] for row in found if row["status"] == "stands"}
    assert stands == {"kr-defence-ministry": 12000, "ua-defence-ministry": 10500}
    assert {"only expected", "denied", "not yet", "echo"} <= {row["status"] for row in found}
    assert all(row["why"] and row["words"] for row in found)


def test_losses_outcome_by_outcome(ledger: str) -> None:
    found = rows(ledger, "estimate", "KP", "losses", "in", "RU", "--on", "2025-09-15")
    assert {row["scope"] for row in found} >= {"KP killed in RU", "KP wounded in RU"}
    (killed,) = rows(ledger, "estimate", "KP", "in", "RU", "--outcome", "killed", "--on", "2025-09-15")
    assert killed["high"] == 2000


def test_expectations_with_what_came_of_them(ledger: str) -> None:
    found = rows(ledger, "expectations", "KP", "in", "RU")
    december = next(row for row in found if row["end"] == "2024-12-31")
    assert (december["institution"], december["expected"], december["fate"]) == ("nis", "10,000", "met")
    assert december["deciding_words"]


def test_conflicts_with_both_sentences(ledger: str) -> None:
    found = rows(ledger, "conflicts", "KP", "losses", "in", "RU")
    assert any(row["conflict"] == "figures" and "2,000" in row["one"] and "350" in row["other"] for row in found)
    assert "more between totals told long apart" in run(ledger, "conflicts", "KP", "losses", "in", "RU")


def test_origins_with_their_echoes(ledger: str) -> None:
    found = rows(ledger, "origins", "KP", "losses", "in", "RU")
    first = next(row for row in found if row["figure"] == "4,700" and row["rule"] == "origin")
    echoes = [row for row in found if row["origin"] == first["origin"] and row["rule"] != "origin"]
    assert first["outlets"] == ["Arab News", "KBS News", "MENAFN"]
    assert {row["rule"] for row in echoes} == {"same running total"}
    assert "articles" in run(ledger, "origins", "KP", "losses", "in", "RU", "--explain")


def test_the_record_of_each_source(ledger: str) -> None:
    found = {row["institution"]: row for row in rows(ledger, "sources", "KP", "in", "RU")}
    assert found["nis"]["met"] >= 2
    assert found["diu"]["superseded"] == 1


@pytest.mark.parametrize("command", ["estimate", "expectations", "conflicts", "origins", "sources"])
@pytest.mark.parametrize("form", ["table", "json", "jsonl", "csv", "markdown"])
def test_every_command_in_every_form(ledger: str, command: str, form: str) -> None:
    assert run(ledger, command, "KP", "in", "RU", "--format", form).strip()


@pytest.mark.parametrize("command", ["estimate", "expectations", "conflicts", "origins", "sources"])
@pytest.mark.parametrize("columns", [60, 80, 110, 200])
def test_every_picture_can_be_read_in_the_width_there_is(ledger: str, command: str, columns: int) -> None:
    for explain in ((), ("--explain",)):
        lines = run(ledger, command, "KP", "in", "RU", *explain, columns=columns).splitlines()
        assert max(map(len, lines)) <= columns
        assert not any("…" in line for line in lines if "(" not in line)


def test_a_narrow_table_has_its_sentences_whole_beneath_their_rows(ledger: str) -> None:
    text = run(ledger, "estimate", "KP", "in", "RU", "--on", "2024-11-15", columns=80)
    row = next(line for line in text.splitlines() if line.startswith("Ukraine, defence"))
    assert row.split()[-3:] == ["UA", "12,000", "10,500"]
    flowing = " ".join(text.split())
    assert "About 12,000 North Koreans have been identified so far, but most are still in training" in flowing


def test_without_a_scope_those_of_the_dossiers_are_asked(tmp_path: Path) -> None:
    path = str(tmp_path / "kept.db")
    with Ledger.open(path) as kept:
        for line in CODED.read_text(encoding="utf-8").splitlines()[:12]:
            document = read_document(json.loads(line))
            kept.add(document, read_claims(json.loads(line), document))
    with pytest.raises(ScopeError, match="keeps no dossier"):
        run(path, "estimate")
    with Ledger.open(path) as kept:
        kept.dossiers.save("kp", "North Koreans", parse(["KP", "in", "RU"]), "tester")
    assert "North Korea in Russia" in run(path, "expectations")
    assert rows(path, "expectations") == rows(path, "expectations", "KP", "in", "RU")
    with Ledger.open(path) as kept:
        kept.dossiers.save("empty", "Nobody", parse(["FJ", "in", "IS"]), "tester")
    assert "North Korea in Russia" in run(path, "expectations")


def test_the_record_of_a_source_shows_each_distance(ledger: str) -> None:
    assert "the others' median" in run(ledger, "sources", "KP", "in", "RU", "--explain")


def test_every_picture_is_asked_with_the_same_words(ledger: str) -> None:
    early = rows(ledger, "origins", "KP", "in", "RU", "--on", "2024-10-31")
    assert 0 < len(early) < len(rows(ledger, "origins", "KP", "in", "RU"))
    killed = rows(ledger, "conflicts", "KP", "in", "RU", "--outcome", "killed")
    assert killed and all(row["scope"] == "KP killed in RU" for row in killed)


def test_the_demo_saves_its_scope_as_a_dossier(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "demo.db") as kept:
        open_dossier(kept)
        open_dossier(kept)
        (dossier,) = kept.dossiers.all()
    assert (dossier.name, dossier.title) == ("kp-in-ru", "North Korea in Russia")


def test_a_wrong_scope_is_told(ledger: str) -> None:
    with pytest.raises(ScopeError, match="the nearest: KP in Kursk"):
        run(ledger, "estimate", "KP", "in", "Kurks Oblast")
    with pytest.raises(ScopeError, match="muster add"):
        run(ledger, "estimate", "FR", "in", "ML")
    with pytest.raises(ScopeError, match="2025-01-31"):
        run(ledger, "estimate", "KP", "in", "RU", "--on", "yesterday")
