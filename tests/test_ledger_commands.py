"""The commands: thin over the ledger, with exit codes and answers in every format."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner, Result

from ledger_cases import claim, document
from musterbook.errors import MusterbookError
from musterbook.ledger import Ledger
from musterbook.ledger.commands import register
from musterbook.ledger.listing import figure
from musterbook.model import Quantity

SOURCE = document("About 3,000 soldiers, Kyiv said | officially.", published=date(2025, 1, 10))
FIRST = claim(SOURCE, low=3000, high=3000, area="RU-KRS", claimant="Kyiv", side="UA")
SECOND = claim(SOURCE, kind="loss", outcome="killed", country="RU", high=500)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with Ledger.open(tmp_path / "muster.db") as ledger:
        ledger.add(SOURCE, [FIRST, SECOND])
    return tmp_path / "muster.db"


def run(*words: object, ledger: Path | None = None) -> Result:
    app = typer.Typer()
    register(app)
    where = ["--ledger", str(ledger)] if ledger else []
    result = CliRunner().invoke(app, [*map(str, words), *where])
    if isinstance(result.exception, Exception) and not isinstance(result.exception, MusterbookError):
        raise result.exception
    return result


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ([], [SECOND, FIRST]),
        (["--kind", "loss"], [SECOND]),
        (["--kind", "loss", "--kind", "presence"], [SECOND, FIRST]),
        (["--force", "KP", "--place", "RU"], [FIRST]),
        (["--force", "Wagner Group"], []),
        (["--outcome", "killed", "--category", "personnel", "--modality", "asserted"], [SECOND]),
        (["--since", "2025-01-10", "--until", "2025-01-10", "--outlet", "Daily"], [SECOND, FIRST]),
        (["--claimant", "k*", "--side", "UA"], [FIRST]),
        (["--at-least", "1000"], [FIRST]),
        (["--text", "soldiers", "--document-text", "report", "--at-most", "600"], [SECOND]),
        (["--review", "unreviewed", "--known-on", "2025-01-10"], [SECOND, FIRST]),
        (["--review", "accepted"], []),
        (["--as-of", "2020-01-01"], []),
        (["--as-of", "2999-01-01T00:00:00"], [SECOND, FIRST]),
        (["--limit", "1"], [SECOND]),
    ],
)
def test_claims_are_asked_for_in_the_words_of_a_query(path: Path, words: list[str], found: list[Any]) -> None:
    result = run("claims", *words, "--format", "jsonl", ledger=path)
    assert result.exit_code == 0
    assert [json.loads(line)["claim"] for line in result.stdout.splitlines() if line] == [one.id for one in found]


def test_pages_follow_one_another(path: Path) -> None:
    first = run("claims", "--limit", 1, "--format", "csv", ledger=path)
    cursor = first.stderr.strip().removeprefix("more: --after ")
    second = run("claims", "--limit", 1, "--format", "csv", "--after", cursor, ledger=path)
    rows = [next(csv.DictReader(io.StringIO(page.stdout))) for page in (first, second)]
    assert [row["claim"] for row in rows] == [SECOND.id, FIRST.id]
    assert (rows[1]["figure"], rows[1]["places"], rows[1]["claimant"]) == ("3000", "RU-KRS", "Kyiv")
    assert second.stderr == ""


def test_every_format_holds_the_same(path: Path) -> None:
    by_json = json.loads(run("claims", "--format", "json", ledger=path).stdout)
    by_csv = list(csv.DictReader(io.StringIO(run("claims", "--format", "csv", ledger=path).stdout)))
    assert [row["claim"] for row in by_csv] == [row["claim"] for row in by_json]
    markdown = run("claims", "--format", "markdown", ledger=path).stdout.splitlines()
    assert len(markdown) == 4
    assert "Kyiv said \\| officially." in markdown[2]
    table = run("claims", ledger=path).stdout
    assert FIRST.id in table
    assert "3000" in table


def test_facets_are_counted(path: Path) -> None:
    rows = json.loads(run("claims", "--facets", "--format", "json", ledger=path).stdout)
    counts = {(row["facet"], row["value"]): row["claims"] for row in rows}
    assert (counts["all", ""], counts["kind", "loss"], counts["place", "RU"]) == (2, 1, 1)


@pytest.mark.parametrize(
    ("words", "trouble"),
    [
        (["claims", "--since", "yesterday"], "'yesterday' is no day; write it as 2025-01-31"),
        (["claims", "--as-of", "noon"], "'noon' is no moment"),
        (["claims", "--review", "fine"], "'fine' is no review state"),
        (["review", FIRST.id, "correct", "--who", "anna"], "correct needs what to change"),
        (["review", FIRST.id, "accept", "--set", "kind=loss", "--who", "anna"], "only correct changes anything"),
        (["review", "0" * 20, "accept", "--who", "anna"], "is not in the ledger"),
    ],
)
def test_wrong_words_are_said(path: Path, words: list[str], trouble: str) -> None:
    result = run(*words, ledger=path)
    assert isinstance(result.exception, MusterbookError)
    assert trouble in str(result.exception)


def test_a_claim_is_reviewed_and_corrected(path: Path) -> None:
    assert run("review", FIRST.id, "accept", "--who", "anna", ledger=path).stdout == f"{FIRST.id}: accepted\n"
    result = run(
        *(
            "review",
            FIRST.id,
            "correct",
            "--set",
            "kind=deployment",
            "--set",
            'quantity={"words": "3,000", "low": 3000}',
        ),
        *("--who", "anna", "--why", "they went there"),
        ledger=path,
    )
    assert result.exit_code == 0
    with Ledger.open(path, read_only=True) as ledger:
        better = ledger.claim(result.stdout.strip().rpartition("now ")[2])
        assert better is not None
        assert (better.claim.kind, better.claim.quantity and better.claim.quantity.high) == ("deployment", None)
        assert [review.verdict for review in ledger.reviews(FIRST.id)] == ["accepted", "corrected"]


def test_unresolved_claimants_are_listed_and_assigned(path: Path) -> None:
    before = run("sources", "--unresolved", "--format", "json", ledger=path)
    assert json.loads(before.stdout) == [{"claimant": "Kyiv", "side": "UA", "claims": 1}]
    run("sources", "--assign", "Kyiv", "--institution", "gur", "--side", "UA", "--who", "anna", ledger=path)
    assert json.loads(run("sources", "--unresolved", "--format", "json", ledger=path).stdout) == []
    rows = json.loads(run("sources", "--format", "json", ledger=path).stdout)
    assert rows == [{"institution": "(not resolved)", "claims": 1}, {"institution": "gur", "claims": 1}]


def test_check_says_what_is_wrong_and_fails(path: Path) -> None:
    assert run("check", ledger=path).stdout == "the ledger is whole\n"
    with Ledger.open(path) as ledger, ledger.store.writing() as connection:
        connection.exec_driver_sql("UPDATE claims SET low = 1 WHERE row = 1")
    result = run("check", ledger=path)
    assert result.exit_code == 1
    assert "claims 1: its low is 1.0, its slots say 3000.0" in result.stdout


def test_a_ledger_is_copied(path: Path, tmp_path: Path) -> None:
    result = run("copy", path, tmp_path / "copy.db")
    assert (result.exit_code, result.stdout.splitlines()[-1]) == (0, "copied; the copy is whole")
    with Ledger.open(tmp_path / "copy.db", read_only=True) as ledger:
        assert ledger.count() == 2


@pytest.mark.skipif(
    not (resources.files("musterbook.reading") / "weights").is_dir(), reason="the reader's weights are not here"
)
def test_sources_are_read_and_kept_once(tmp_path: Path) -> None:
    folder, path = tmp_path / "news", tmp_path / "muster.db"
    folder.mkdir()
    text = "KYIV - About 3,000 North Korean soldiers are stationed in Kursk region, Ukrainian intelligence said."
    (folder / "a.txt").write_text(f"Soldiers in Kursk\n{text}\n")
    (folder / "b.jsonl").write_text(json.dumps({"title": "In Kursk", "text": text}) + "\nno record\n")
    first = run("add", folder, ledger=path)
    assert first.exit_code == 1
    assert "1 source failed" in first.stderr
    failed = next(line for line in first.stderr.splitlines() if line.startswith("failed: "))
    assert failed.count("b.jsonl") == 1
    assert "2 documents added, 0 known" in first.stdout
    again = run("add", folder / "a.txt", ledger=path)
    assert again.exit_code == 0
    assert "0 documents added, 1 known; 0 claims added" in again.stdout
    with Ledger.open(path, read_only=True) as ledger:
        assert ledger.count() >= 1
        document_id = next(ledger.entries()).document.id
        sha256 = ledger.documents.sightings(document_id)[0].capture
        assert sha256 is not None
        assert ledger.documents.capture(sha256) is not None


@pytest.mark.parametrize(
    ("low", "high", "approximate", "shown"),
    [
        (11_000, 11_000, False, "11000"),
        (3000, None, False, "≥3000"),
        (None, 500, False, "≤500"),
        (200, 400, True, "~200–400"),
        (1_200_000, 1_200_000, True, "~1200000"),
    ],
)
def test_figures_in_few_characters(low: float | None, high: float | None, approximate: bool, shown: str) -> None:
    quantity = Quantity.model_construct(words=None, low=low, high=high, approximate=approximate)
    assert figure(quantity) == shown
    assert figure(None) is None
