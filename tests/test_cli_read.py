"""`muster read`: the claims of a source in every form, and what a bad source gets."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest

from cli_cases import ARTICLE, LOSSES, corpus, rows, run


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return corpus(tmp_path / "news.jsonl", ARTICLE, LOSSES)


def words(text: str) -> str:
    """A table's words in one line."""
    return " ".join(text.split())


def test_the_table_shows_every_slot_and_the_sentence(source: Path) -> None:
    result = run("read", source)
    assert (result.exit_code, result.stderr) == (0, "")
    shown = words(result.stdout)
    for part in ("kind who how many where when status according to", "Soldiers in Kursk The Daily · 10 Jan 2025"):
        assert part in shown
    for slot in ("presence", "KP North Korean soldiers", "~3,000", "Kursk region RU-KRS", "asserted", "loss"):
        assert slot in shown
    assert "Ukrainian intelligence UA" in shown
    assert ARTICLE["text"] in shown
    assert re.search(r"\d claims in 2 documents$", result.stdout.strip())
    assert "\x1b" not in result.stdout


def test_json_lines_hold_every_slot_with_its_characters(source: Path) -> None:
    found = rows(run("read", source, "--format", "jsonl"))
    claim = next(row for row in found if row["kind"] == "presence" and row["quantity"])
    content = f"{ARTICLE['title']}\n{ARTICLE['text']}"
    quantity = claim["quantity"]["words"]
    assert content[quantity["start"] : quantity["end"]] == quantity["text"] == "About 3,000"
    assert claim["document"]["url"] == ARTICLE["url"]
    assert claim["document"]["source"].endswith("news.jsonl, line 1")
    assert claim["attribution"]["claimant"]["country"] == "UA"


def test_every_form_holds_the_same_claims(source: Path) -> None:
    by_line = [row["id"] for row in rows(run("read", source, "--format", "jsonl"))]
    whole = json.loads(run("read", source, "--format", "json").stdout)
    table = list(csv.DictReader(io.StringIO(run("read", source, "--format", "csv").stdout)))
    markdown = run("read", source, "--format", "markdown").stdout.splitlines()
    assert [row["id"] for row in whole] == [row["claim"] for row in table] == by_line
    assert len(markdown) == 2 + len(by_line)
    presence = next(row for row in table if row["kind"] == "presence" and row["quantity"])
    assert (presence["low"], presence["high"], presence["approximate"]) == ("3000", "3000", "yes")
    assert (presence["places"], presence["codes"], presence["side"]) == ("Kursk region", "RU-KRS", "UA")


def test_statements_with_or_without_a_claim(tmp_path: Path) -> None:
    record = {**ARTICLE, "text": 'The minister said that talks went well. "We shall see," Anna Berg told Reuters.'}
    path = corpus(tmp_path / "news.jsonl", record)
    found = rows(run("read", path, "--statements", "--format", "jsonl"))
    said = [(row["source"]["text"], row["cue"]["text"], row["content"][0]["text"]) for row in found]
    assert any("minister" in who and cue == "said" and "talks went well" in what for who, cue, what in said)
    assert any(who == "Anna Berg" and "We shall see" in what for who, _, what in said)
    table = run("read", path, "--statements").stdout
    assert "We shall see" in table
    assert "statements in 1 document" in table
    assert run("read", path, "--statements", "--format", "csv").stdout.startswith("published,outlet,speaker,cue")


def test_standard_input_is_a_source() -> None:
    from typer.testing import CliRunner

    from musterbook.cli import app

    page = f"<html><body><article><h1>Kursk</h1><p>{ARTICLE['text']}</p></article></body></html>"
    result = CliRunner().invoke(app, ["read", "-", "--format", "jsonl"], input=page)
    assert result.exit_code == 0
    assert "presence" in [row["kind"] for row in rows(result)]


BAD: list[tuple[str, bytes, str]] = [
    ("empty.html", b"", "is empty"),
    ("markup.html", b"<html><body><div><p></p></div><script>var a = 1</script></body></html>", "no article text"),
    ("large.txt", b"The quick brown fox. " * 2_500_000, "is too large: 52.5 MB"),
]


@pytest.mark.parametrize(("name", "body", "told"), BAD, ids=[name for name, _, _ in BAD])
def test_a_source_that_cannot_be_read_is_named(tmp_path: Path, name: str, body: bytes, told: str) -> None:
    path = tmp_path / name
    path.write_bytes(body)
    result = run("read", path, "--format", "csv")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(f"failed: {path}")
    assert told in result.stderr
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("no/such/file.html", "there is no such file or folder"),
        ("http://127.0.0.1/private", "127.0.0.1"),
        ("http://localhost/private", "localhost"),
        ("http://[::1]/", "::1"),
        ("ftp://example.org/x", "only http and https addresses are fetched"),
    ],
)
def test_a_name_that_leads_nowhere_is_said(source: str, told: str) -> None:
    result = run("read", source)
    assert result.exit_code == 1
    assert told in result.stderr
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    ("encoding", "page"),
    [
        ("latin-1", "Le général José Núñez said that 3,000 Brazilian soldiers were stationed in São Paulo."),
        ("cp1252", "The general’s “3,000 Brazilian soldiers” were stationed in São Paulo, José Núñez said."),
        ("cp1251", "Київ. Officials in Курськ said that 3,000 Russian soldiers were stationed in Belgorod region."),
    ],
)
def test_bytes_of_older_encodings_are_read(tmp_path: Path, encoding: str, page: str) -> None:
    charset = {"cp1251": "windows-1251", "cp1252": "windows-1252"}.get(encoding, encoding)
    path = tmp_path / "page.html"
    head = f'<html><head><meta charset="{charset}"><title>T</title></head><body><article><p>'
    path.write_bytes((head + page + "</p></article></body></html>").encode(encoding))
    result = run("read", path, "--format", "jsonl")
    assert result.exit_code == 0
    found = rows(result)
    assert found
    assert all(row["mentions"][0]["text"] in page or row["mentions"][0]["text"] == "T" for row in found)


def test_a_broken_line_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    path = corpus(tmp_path / "news.jsonl", ARTICLE, '{"id": "b", "text": ', LOSSES)
    result = run("read", path, "--format", "jsonl")
    assert result.exit_code == 1
    assert {row["document"]["key"] for row in rows(result)} == {"kursk", "losses"}
    assert f"{path}, line 2: broken JSON" in result.stderr


def test_a_day_to_come_is_not_believed(tmp_path: Path) -> None:
    path = corpus(tmp_path / "news.jsonl", {**ARTICLE, "published": "2999-01-01"})
    result = run("read", path, "--format", "jsonl")
    assert result.exit_code == 0
    assert "2999-01-01" in result.stderr
    assert "in the future" in result.stderr
    assert all(row["document"]["published"] is None for row in rows(result))


def test_one_sentence_without_end_is_read(tmp_path: Path) -> None:
    path = tmp_path / "endless.txt"
    path.write_text(f"Endless\n\n{'extraordinarily, ' * 11_800}3,000 North Korean soldiers are stationed in Kursk.")
    assert path.stat().st_size > 199_000
    result = run("read", path, "--format", "jsonl")
    assert (result.exit_code, result.stderr) == (0, "")
    for row in rows(result):
        quote = row["mentions"][0]
        assert len(quote["text"]) == quote["end"] - quote["start"]


def test_what_a_page_holds_cannot_move_the_terminal_or_a_spreadsheet(tmp_path: Path) -> None:
    title = "\x1b[31m=HYPERLINK(1) \u202eevil: 3,000 North Korean soldiers are in Kursk"
    path = corpus(tmp_path / "news.jsonl", {"id": "x", "title": title, "text": ARTICLE["text"], "outlet": "=1+1"})
    table = run("read", path).stdout
    assert not {"\x1b", "\u202e"} & set(table)
    cells = [row["outlet"] for row in csv.DictReader(io.StringIO(run("read", path, "--format", "csv").stdout))]
    assert set(cells) == {"'=1+1"}


def test_a_user_s_codebook_is_in_force_or_its_mistake_named(tmp_path: Path, source: Path) -> None:
    wrong = tmp_path / "mine.toml"
    wrong.write_text("[kinds.presence]\nverbs = [\n")
    result = run("read", source, "--codebook", wrong)
    assert result.exit_code == 2
    assert f"{wrong}: not valid TOML" in result.stderr
    wrong.write_text("[nonsense]\nx = 1\n")
    assert f"{wrong}:1: there is no codebook section 'nonsense'" in run("read", source, "--codebook", wrong).stderr


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (["read"], "Missing argument"),
        (["read", "x", "--format", "xml"], "'xml' is not one of"),
        (["read", "-", "--model", "no_such_model"], "no_such_model"),
        (["read", "x", "--codebook", "no-such.toml"], "no-such.toml"),
        (["raed", "x"], "Did you mean 'read'"),
        (["estimate", "KP", "in", "Kurks"], "the nearest: KP in Kursk"),
    ],
)
def test_wrong_use_is_exit_code_two(typed: list[str], told: str) -> None:
    from typer.testing import CliRunner

    from musterbook.cli import app

    result = CliRunner(env={"COLUMNS": "200"}).invoke(app, typed, input=json.dumps(ARTICLE))
    assert result.exit_code == 2
    assert told in result.stderr


def test_fields_of_a_claim_and_columns_agree(source: Path) -> None:
    one: dict[str, Any] = rows(run("read", source, "--format", "jsonl"))[0]
    assert {"id", "document", "kind", "modality", "force", "quantity", "places", "attribution", "mentions"} <= set(one)
