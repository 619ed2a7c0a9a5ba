"""Every page without scripts: it is there, its state is in the address, and all its parts are of one day."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from starlette.testclient import TestClient

from web_cases import read_only

__all__ = ["read_only"]


DOSSIER = "/dossier/kp-in-ru"


def claim(browser: TestClient) -> str:
    found: str = browser.get("/api/v1/claims?limit=1").json()["rows"][0]["claim"]
    return found


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/", "North Korea in Russia"),
        (DOSSIER, "≈ 10,500"),
        ("/dossier/kp-killed-in-ru", "North Korea: killed in Russia"),
        ("/dossier/kp-in-pl", "No figure stands"),
        ("/dossier/fr-in-ml", "Nothing is known yet"),
        ("/claims", "Narrow by"),
        ("/review", "accept"),
        ("/review?correct=1", "Keep the correction"),
        ("/sources", "National Intelligence Service"),
        ("/add", "nothing is kept before you say so"),
        ("/api/docs", "/api/v1/claims"),
        ("/login", "Sign in"),
    ],
)
def test_the_page_is_there(read_only: TestClient, path: str, words: str) -> None:
    answer = read_only.get(path)
    assert answer.status_code == 200
    assert words in answer.text


def test_the_headline_says_what_it_rests_on(read_only: TestClient) -> None:
    text = re.sub(r"<[^>]*>|\s+", " ", read_only.get(DOSSIER).text)
    text = re.sub(r"\s+", " ", text)
    assert re.search(r"≈ 10,500 present 10,000–11,000 · 2 institutions, 2 sides · \d articles from \d origins", text)


def test_a_day_of_knowing_moves_every_part(read_only: TestClient) -> None:
    then = read_only.get(f"{DOSSIER}?known_on=2025-02-01").text
    assert "≈ 12,000" in then
    assert "not yet known" in then
    assert "14 Nov 2025" not in re.sub(r"<(input|form|option)[^>]*>", "", then).replace("\u00a0", " ")
    assert 'value="2025-02-01"' in then


def test_a_day_out_of_reach_is_moved_within(read_only: TestClient) -> None:
    assert read_only.get(f"{DOSSIER}?known_on=1999-01-01").status_code == 200
    assert "≈ 10,500" in read_only.get(f"{DOSSIER}?known_on=2099-01-01").text


def test_a_scope_in_words_leads_to_its_dossier(read_only: TestClient) -> None:
    answer = read_only.get("/ask", params={"scope": "North Korea in Kursk Oblast"}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/dossier/kp-in-ru-krs")


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/claims?since=yesterday", 400, "is no day"),
        ("/claims?kind=party", 400, "is none of presence"),
        ("/claims?sort=colour", 400, "is none of published"),
        ("/claims?after=%00", 400, "is no page cursor"),
        ("/ask?scope=Atlantis+in+RU", 400, "is no force known here"),
        ("/claim/00000000000000000000", 404, "is not in this ledger"),
        ("/document/nothing", 404, "is not in this ledger"),
        ("/nowhere", 404, "There is no such page."),
        ("/dossier/xx-yy-zz", 400, "no force"),
    ],
)
def test_trouble_is_told_in_words(read_only: TestClient, path: str, status: int, words: str) -> None:
    answer = read_only.get(path)
    assert (answer.status_code, words in answer.text) == (status, True)


def test_each_filter_is_a_link_that_narrows(read_only: TestClient) -> None:
    text = read_only.get("/claims").text
    address = re.search(r'<a href="(/claims\?kind=loss)">loss</a> <span class="n">(\d+)</span>', text)
    assert address is not None
    narrowed = read_only.get(address[1]).text
    assert f'<span class="count">{address[2]}</span>' in narrowed
    assert 'href="/claims" title="Take this filter away"' in narrowed


def test_pages_follow_one_another_without_gap_or_double(read_only: TestClient) -> None:
    seen: list[str] = []
    path: str | None = "/claims"
    while path is not None:
        text = read_only.get(path).text
        seen += re.findall(r'<td class="n figure"><a href="/claim/([0-9a-f]+)"', text)
        found = re.search(r'<a href="([^"]+)" rel="next">', text)
        path = found[1].replace("&amp;", "&") if found else None
    assert len(seen) == len(set(seen)) == read_only.get("/api/v1/facets").json()["total"]


@pytest.mark.parametrize(("sort", "last"), [("figure", False), ("-figure", True)])
def test_a_sorted_table_is_in_order(read_only: TestClient, sort: str, last: bool) -> None:
    text = read_only.get(f"/claims?kind=loss&sort={sort}").text
    shown = re.findall(r'<td class="n figure"><a [^>]*>[~≥≤]*([\d,]+)', text)
    figures = [int(one.replace(",", "")) for one in shown]
    assert len(figures) > 10
    assert figures == sorted(figures, reverse=last)
    assert "aria-sort" in text


def test_files_hold_exactly_what_is_asked(read_only: TestClient) -> None:
    asked = "?kind=loss&outcome=killed"
    total = read_only.get(f"/api/v1/facets{asked}").json()["total"]
    rows = list(csv.DictReader(io.StringIO(read_only.get(f"/claims.csv{asked}").text)))
    lines = [json.loads(line) for line in read_only.get(f"/claims.jsonl{asked}").text.splitlines()]
    features = read_only.get(f"/claims.geojson{asked}").json()["features"]
    assert len(rows) == len(lines) == len(features) == total
    assert {row["outcome"] for row in rows} == {"killed"}
    assert all(feature["geometry"] is None or feature["geometry"]["type"] != "Point" for feature in features)


def test_a_claim_shows_its_slots_beside_the_article(read_only: TestClient) -> None:
    identity = claim(read_only)
    text = read_only.get(f"/claim/{identity}").text
    slots = set(re.findall(r'data-mark="([^"]+)"', text))
    marked = {name for names in re.findall(r'data-marks="([^"]+)"', text) for name in names.split()}
    assert slots <= marked
    assert f"{identity}-quantity" in slots


def test_an_origin_is_shown_with_its_echoes_and_their_rules(read_only: TestClient) -> None:
    rows = read_only.get("/api/v1/dossiers/kp-in-ru/origins").json()["rows"]
    echo = next(row for row in rows if row["rule"] != "origin")
    text = read_only.get(f"/claim/{echo['claim']}").text
    assert f'<small class="rule">{echo["rule"]}</small>' in text
    assert f'href="/claim/{echo["origin"]}"' in text


def test_a_document_shows_all_its_claims_and_where_it_comes_from(read_only: TestClient) -> None:
    row = read_only.get("/api/v1/claims?limit=1").json()["rows"][0]
    held = read_only.get(f"/api/v1/documents/{row['document']}").json()
    text = read_only.get(f"/document/{row['document']}").text
    for one in held["claims"]:
        assert f'<li data-claim="{one["claim"]}"' in text
    assert f"<code>{row['document']}</code>" in text


def test_pages_are_light(read_only: TestClient) -> None:
    assert len(read_only.get(DOSSIER).content) < 300_000
    scripts = re.findall(r'<script[^>]+src="([^"]+)"', read_only.get(DOSSIER).text)
    assert len(scripts) == 1
    parts = ("muster", "linking", "tips", "slider", "keys", "selecting", "dropping")
    assert sum(len(read_only.get(f"/static/{part}.js").content) for part in parts) < 120_000


def test_styles_and_scripts_may_be_kept(read_only: TestClient) -> None:
    address = re.search(r'href="(/static/page\.css\?v=[0-9a-f]+)"', read_only.get("/").text)
    assert address is not None
    assert "immutable" in read_only.get(address[1]).headers["cache-control"]
    assert read_only.get("/static/nothing.css").status_code == 404
    assert read_only.get("/static/..%2fapplication.py").status_code == 404
