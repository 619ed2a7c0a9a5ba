"""`muster code` and `muster evaluate`: the bulk road, and what it is worth."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cli_cases import ARTICLE, LOSSES, corpus, run

CORPUS = Path(__file__).parents[2] / "shared" / "corpus"


def records(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_documents_are_coded_in_order(tmp_path: Path) -> None:
    path = corpus(tmp_path / "docs.jsonl", {**ARTICLE, "topic": "kp-ru"}, LOSSES)
    result = run("code", path, "-o", tmp_path / "out.jsonl")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == f"2 documents coded: {tmp_path / 'out.jsonl'}\n"
    first, second = records(tmp_path / "out.jsonl")
    assert (first["id"], first["topic"], second["id"]) == ("kursk", "kp-ru", "losses")
    assert "presence" in [claim["kind"] for claim in first["claims"]]


def test_what_is_done_is_not_done_again(tmp_path: Path) -> None:
    path, out = corpus(tmp_path / "docs.jsonl", ARTICLE, LOSSES), tmp_path / "out.jsonl"
    run("code", path, "-o", out)
    whole = out.read_bytes()
    out.write_bytes(whole[:-40])
    result = run("code", path, "-o", out)
    assert result.stdout == f"1 document coded, 1 done earlier: {out}\n"
    assert out.read_bytes() == whole


def test_two_workers_write_the_same(tmp_path: Path) -> None:
    path = corpus(tmp_path / "docs.jsonl", *({**ARTICLE, "id": str(number)} for number in range(20)))
    run("code", path, "-o", tmp_path / "one.jsonl")
    result = run("code", path, "-o", tmp_path / "two.jsonl", "--workers", "2")
    assert result.exit_code == 0
    assert (tmp_path / "one.jsonl").read_bytes() == (tmp_path / "two.jsonl").read_bytes()


def test_a_broken_line_is_named_and_the_others_are_coded(tmp_path: Path) -> None:
    path = corpus(tmp_path / "docs.jsonl", ARTICLE, '{"id": "b", ', LOSSES)
    result = run("code", path, "-o", tmp_path / "out.jsonl")
    assert result.exit_code == 1
    assert f"failed: {path}, line 2" in result.stderr
    assert result.stdout.startswith("2 documents coded, 1 failed")
    assert [record["id"] for record in records(tmp_path / "out.jsonl")] == ["kursk", "losses"]


@pytest.mark.parametrize(
    ("out", "code", "told"),
    [("docs.jsonl", 2, "the output is the input"), ("no/folder/out.jsonl", 1, "no/folder/out.jsonl")],
)
def test_an_output_that_cannot_be(tmp_path: Path, out: str, code: int, told: str) -> None:
    path = corpus(tmp_path / "docs.jsonl", ARTICLE)
    before = path.read_bytes()
    result = run("code", path, "-o", tmp_path / out)
    assert result.exit_code == code
    assert told in result.stderr
    assert path.read_bytes() == before


def test_a_missing_input_is_named(tmp_path: Path) -> None:
    result = run("code", tmp_path / "none.jsonl", "-o", tmp_path / "out.jsonl")
    assert result.exit_code == 1
    assert result.stderr.startswith(f"muster: {tmp_path / 'none.jsonl'}: cannot be opened")


def test_a_coding_is_scored(tmp_path: Path) -> None:
    path, out = corpus(tmp_path / "docs.jsonl", ARTICLE, {**LOSSES, "negative": True}), tmp_path / "gold.jsonl"
    run("code", path, "-o", out)
    report = json.loads(run("evaluate", out, "--predictions", out, "--json").stdout)
    assert (report["figures"]["f1"], report["grounded"], report["negatives"]["documents"]) == (1, 1, 1)
    again = run("evaluate", out, "--errors", "1")
    assert again.stdout.startswith("documents 2   grounded 1.000   negatives ")
    assert "strict      P 1.000  R 1.000  F1 1.000" in again.stdout
    assert "losses: claim in a negative document: loss" in again.stdout.splitlines()[-1]


@pytest.mark.parametrize(
    ("record", "told"),
    [
        (ARTICLE, "line 1: a document to score needs a list of claims"),
        ("{", "line 1"),
        ("", "holds no documents"),
    ],
)
def test_a_gold_corpus_that_is_none(tmp_path: Path, record: Any, told: str) -> None:
    result = run("evaluate", corpus(tmp_path / "gold.jsonl", record))
    assert result.exit_code == 1
    assert told in result.stderr
