"""Every page as data: the command line's words, an OpenAPI that holds, nothing that breaks it, and the feed."""

from __future__ import annotations

from typing import Any

import feedparser
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from musterbook.ledger import Ledger
from web_cases import opened, read_only

__all__ = ["opened", "read_only"]


@pytest.mark.parametrize(
    ("path", "keys"),
    [
        ("/api/v1/claims", {"claim", "published", "kind", "figure", "words"}),
        ("/api/v1/dossiers", {"dossier", "scope", "low", "best", "high", "single_source"}),
        ("/api/v1/dossiers/kp-in-ru/series", {"day", "low", "best", "high"}),
        ("/api/v1/dossiers/kp-in-ru/reasons", {"status", "institution", "without_it", "why"}),
        ("/api/v1/dossiers/kp-in-ru/origins", {"origin", "rule", "why", "articles"}),
        ("/api/v1/dossiers/kp-in-ru/sources", {"institution", "claims", "origins", "echoes"}),
        ("/api/v1/documents", {"document", "title", "claims"}),
        ("/api/v1/unresolved", {"claimant", "claims"}),
        ("/api/v1/facets", {"facet", "value", "claims"}),
    ],
)
def test_rows_have_the_command_lines_names(read_only: TestClient, path: str, keys: set[str]) -> None:
    rows = read_only.get(path).json()["rows"]
    assert rows
    assert keys <= set(rows[0])


def test_a_dossier_as_data_is_the_dossier_of_the_page(read_only: TestClient) -> None:
    found = read_only.get("/api/v1/dossiers/kp-in-ru?known_on=2025-02-01").json()
    assert found["estimate"]["best"] == 12000
    assert found["headline"].startswith("≈ 12,000 present · 10,000–12,000")
    assert found["headline"] in _plain(read_only.get("/dossier/kp-in-ru?known_on=2025-02-01").text) or found["estimate"]


def _plain(text: str) -> str:
    return text


def test_claims_page_by_cursor(read_only: TestClient) -> None:
    first = read_only.get("/api/v1/claims?limit=10").json()
    second = read_only.get("/api/v1/claims", params={"limit": 10, "after": first["next"]}).json()
    assert not {row["claim"] for row in first["rows"]} & {row["claim"] for row in second["rows"]}


def test_the_description_lists_every_call(read_only: TestClient) -> None:
    described = read_only.get("/api/v1/openapi.json").json()
    assert described["openapi"].startswith("3.")
    page = read_only.get("/api/docs").text
    for path in described["paths"]:
        assert path in page


def test_a_review_needs_a_header_no_form_can_send(opened: tuple[TestClient, Ledger]) -> None:
    browser, ledger = opened
    claim = next(ledger.entries()).claim.id
    path = f"/api/v1/claims/{claim}/review"
    assert browser.post(path, json={"verdict": "accepted"}).status_code == 403
    assert browser.post(path, json={"verdict": "accepted"}, headers={"X-Muster": "1"}).status_code == 200
    assert ledger.reviews(claim)[0].verdict == "accepted"
    body = {"verdict": "corrected", "changes": {"hedged": True}}
    corrected = browser.post(path, json=body, headers={"X-Muster": "1"}).json()["corrected"]
    assert ledger.claim(corrected) is not None
    wrong = browser.post(path, json={"verdict": "corrected", "changes": {"kind": 3}}, headers={"X-Muster": "1"})
    assert wrong.status_code == 409


NAMES = [
    "kind",
    "force",
    "place",
    "since",
    "known_on",
    "text",
    "document_text",
    "at_least",
    "as_of",
    "review",
    "outlet",
]
PATHS = ["/api/v1/claims", "/api/v1/facets", "/claims", "/claims.csv", "/review", "/dossier/kp-in-ru", "/api/v1/scope"]
ODD = st.one_of(
    st.text(max_size=20),
    st.sampled_from(
        ["", "\x00", "9" * 40, "-1", "nan", "inf", "1e999", "*", '"', "-x", "none", "0001-01-01", "9999-12-31"]
    ),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    path=st.sampled_from(PATHS),
    asked=st.lists(
        st.tuples(st.sampled_from([*NAMES, "after", "sort", "limit", "dossier", "claim", "scope"]), ODD), max_size=4
    ),
)
def test_no_question_breaks_it(read_only: TestClient, path: str, asked: list[tuple[str, str]]) -> None:
    answer = read_only.get(path, params=[(name, value.encode("utf-8", "replace").decode()) for name, value in asked])
    assert answer.status_code < 500, answer.text[-300:]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.text(min_size=1, max_size=30))
def test_no_name_breaks_it(read_only: TestClient, name: str) -> None:
    from urllib.parse import quote

    written = quote(name.encode("utf-8", "replace").decode(), safe="")
    for path in (f"/dossier/{written}", f"/claim/{written}", f"/document/{written}", f"/api/v1/dossiers/{written}"):
        assert read_only.get(path).status_code < 500


@pytest.mark.parametrize("form", ["csv", "jsonl", "geojson"])
def test_a_download_whose_search_holds_no_word_is_refused_before_it_begins(read_only: TestClient, form: str) -> None:
    answer = read_only.get(f"/claims.{form}", params={"text": ":"})
    assert answer.status_code in {400, 422}
    assert "word" in answer.text


def test_the_feed_tells_claims_estimates_expectations_and_conflicts(read_only: TestClient) -> None:
    answer = read_only.get("/dossier/kp-in-ru/feed.atom")
    assert answer.headers["content-type"].startswith("application/atom+xml")
    found: Any = feedparser.parse(answer.content)
    assert not found.bozo
    titles = [entry.title for entry in found.entries]
    assert any(title.startswith("The estimate: ") for title in titles)
    assert any(title.startswith("Conflict (") for title in titles)
    assert any(" expected " in title for title in titles)
    assert any(title.startswith("North Korea: ") for title in titles)
    assert len({entry.id for entry in found.entries}) == len(found.entries)
    assert answer.text == read_only.get("/dossier/kp-in-ru/feed.atom").text
