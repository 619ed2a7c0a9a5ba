"""What keeps others out: the host asked for, forms from elsewhere, sizes, hostile articles, accounts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from lxml import html
from starlette.testclient import TestClient
from typer.testing import CliRunner

from ledger_cases import claim, document
from musterbook.cli import app as muster
from musterbook.ledger import Ledger
from musterbook.web.accounts import AccountError, Accounts
from musterbook.web.commands import is_loopback
from musterbook.web.guarding import host_name
from web_cases import client, opened, read_only, send, token

__all__ = ["opened", "read_only"]

HOSTILE = [
    "<script>window.bad = 1</script> 3,000 soldiers",
    '<svg onload="window.bad=1"><a xlink:href="javascript:window.bad=1">3,000</a></svg>',
    '"><img src=x onerror=window.bad=1>',
    "{{ 7 * 7 }} {% raw %} 3,000 soldiers",
    "12\u202e000,3\u2066 soldiers \u200f",
    "A" * 6000,
    "</textarea></title></article><script>window.bad=1</script>",
    '=HYPERLINK("javascript:1") 3,000 soldiers',
]


@pytest.mark.parametrize(
    "path", ["/", "/dossier/kp-in-ru", "/claims", "/api/v1/claims", "/nowhere", "/static/page.css"]
)
def test_every_answer_keeps_scripts_out(read_only: TestClient, path: str) -> None:
    headers = read_only.get(path).headers
    policy = headers["content-security-policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


def test_pages_have_nothing_inline(read_only: TestClient) -> None:
    for path in ("/", "/dossier/kp-in-ru", "/claims", "/review?correct=1", "/sources", "/add"):
        text = read_only.get(path).text
        assert not re.search(r"<script(?![^>]*src=)|<style|\sstyle=|\son\w+=", text), path
        assert not re.search(r'(?:src|href)="https?://[^"]*\.(?:js|css|woff)', text), path


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "localhost.evil.example:8765"])
def test_another_host_is_refused(read_only: TestClient, host: str) -> None:
    assert read_only.get("/", headers={"host": host}).status_code == 421


@pytest.mark.parametrize("host", ["127.0.0.1:8765", "localhost:8765", "[::1]:8765", "LOCALHOST"])
def test_this_machine_is_answered(read_only: TestClient, host: str) -> None:
    assert read_only.get("/", headers={"host": host}).status_code == 200


def test_names_of_hosts() -> None:
    assert host_name("[::1]:80") == "[::1]"
    assert host_name("Muster.example.org:8765") == "muster.example.org"


@pytest.mark.parametrize(
    ("form", "headers"),
    [
        ({}, {}),
        ({"token": "made-up"}, {}),
        ({"token": None}, {"sec-fetch-site": "cross-site"}),
    ],
)
def test_a_form_from_elsewhere_is_refused(
    opened: tuple[TestClient, Ledger], form: dict[str, str | None], headers: dict[str, str]
) -> None:
    browser, ledger = opened
    right = token(browser, "/dossier/kp-in-ru")
    data = {name: value if value is not None else right for name, value in form.items()} | {"note": "x"}
    assert browser.post("/dossier/kp-in-ru/note", data=data, headers=headers).status_code == 403
    assert ledger.dossiers.all()[0].notes == ()


def test_a_token_is_of_one_browser(opened: tuple[TestClient, Ledger]) -> None:
    browser, _ = opened
    stolen = token(browser, "/dossier/kp-in-ru")
    browser.cookies.clear()
    token(browser, "/add")
    assert browser.post("/dossier/kp-in-ru/note", data={"token": stolen, "note": "x"}).status_code == 403


def test_a_form_never_leads_elsewhere(opened: tuple[TestClient, Ledger]) -> None:
    browser, ledger = opened
    entry = next(ledger.entries())
    for there in ("//evil.example", "https://evil.example", "/\\evil.example"):
        form = {"claim": entry.claim.id, "next": there}
        assert (
            send(browser, "/dossier/kp-in-ru/pin", form, "/dossier/kp-in-ru").headers["location"].startswith("/dossier")
        )


def test_too_much_is_refused(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "m.db") as ledger:
        browser = client(ledger, tmp_path, upload=10_000)
        answer = browser.post("/add", data={"token": token(browser, "/add"), "text": "x" * 20_000})
        assert answer.status_code == 413
        body = (part for part in [b"x" * 6_000, b"x" * 6_000])
        form = {"content-type": "application/x-www-form-urlencoded"}
        assert browser.post("/add", content=body, headers=form).status_code == 413


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_article_is_only_text(tmp_path: Path, text: str) -> None:
    with Ledger.open(tmp_path / "m.db") as ledger:
        source = document(
            text, title=text[:200], outlet=text[:80], url="javascript:alert(1)", published=date(2025, 1, 1)
        )
        read = claim(source, low=3000, high=3000, area="RU", claimant=text[:20])
        ledger.add(source, [read])
        browser = client(ledger, tmp_path)
        for path in (
            *("/", "/dossier/kp-in-ru", "/claims", "/review", "/review?correct=1", "/sources"),
            *(f"/claim/{read.id}", f"/document/{source.id}", "/dossier/kp-in-ru/feed.atom"),
        ):
            answer = browser.get(path)
            assert answer.status_code == 200, path
            assert "\u202e" not in answer.text or path.endswith(".atom")
            if not path.endswith(".atom"):
                assert list(running(answer.text)) == [], path


def running(page: str) -> Iterator[str]:
    """Whatever in a page could run."""
    for one in html.fromstring(page).iter():
        for name, value in one.attrib.items():
            if name.lower().startswith("on") or value.strip().lower().startswith("javascript:") or name == "style":
                yield f"{one.tag} {name}={value}"
        if one.tag in ("script", "iframe", "object", "img") and not one.get("src", "").startswith("/static/"):
            yield str(one.tag)


def test_a_cell_is_no_formula(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "m.db") as ledger:
        source = document("=1+1 is 3,000 soldiers", outlet="@SUM(A1)")
        ledger.add(source, [claim(source, low=3000, high=3000)])
        lines = client(ledger, tmp_path).get("/claims.csv").text
        assert "'@SUM(A1)" in lines
        assert "'=1+1" in lines


def test_accounts_are_asked_for_when_there_are_any(tmp_path: Path) -> None:
    accounts = Accounts(tmp_path / "users.json")
    accounts.add("anna", "a long password")
    accounts.add("ben", "another password", "reader")
    assert (tmp_path / "users.json").stat().st_mode & 0o077 == 0
    with Ledger.open(tmp_path / "m.db") as ledger:
        browser = client(ledger, tmp_path)
        answer = browser.get("/claims?kind=loss", follow_redirects=False)
        assert answer.headers["location"] == "/login?next=%2Fclaims%3Fkind%3Dloss"
        assert browser.get("/api/v1/claims").status_code == 401
        assert send(browser, "/login", {"name": "anna", "password": "wrong"}).status_code == 403
        form = {"name": "anna", "password": "a long password", "next": "/claims"}
        entered = send(browser, "/login", form)
        assert (entered.status_code, entered.headers["location"]) == (303, "/claims")
        assert "httponly" in entered.headers["set-cookie"].lower()
        assert browser.get("/claims").status_code == 200
        assert send(browser, "/logout", {}, "/claims").status_code == 303
        assert browser.get("/claims", follow_redirects=False).status_code == 303


def test_a_reader_may_look_and_not_decide(tmp_path: Path) -> None:
    Accounts(tmp_path / "users.json").add("ben", "another password", "reader")
    with Ledger.open(tmp_path / "m.db") as ledger:
        browser = client(ledger, tmp_path)
        send(browser, "/login", {"name": "ben", "password": "another password"})
        assert browser.get("/claims").status_code == 200
        assert browser.get("/add").status_code == 403
        form = {"token": token(browser, "/claims"), "claimant": "x", "side": "UA"}
        assert browser.post("/sources/assign", data=form).status_code == 403


def test_wrong_passwords_have_to_wait_and_new_ones_end_sessions(tmp_path: Path) -> None:
    accounts = Accounts(tmp_path / "users.json")
    accounts.add("anna", "a long password")
    with Ledger.open(tmp_path / "m.db") as ledger:
        browser = client(ledger, tmp_path)
        send(browser, "/login", {"name": "anna", "password": "a long password"})
        assert browser.get("/claims").status_code == 200
        accounts.add("anna", "a new long password")
        assert browser.get("/claims", follow_redirects=False).status_code == 303
        for _ in range(5):
            send(browser, "/login", {"name": "anna", "password": "guess"})
        assert send(browser, "/login", {"name": "anna", "password": "a new long password"}).status_code == 429


@pytest.mark.parametrize(("name", "password"), [("anna", "short"), ("a b", "long enough"), ("", "long enough")])
def test_accounts_that_will_not_do(tmp_path: Path, name: str, password: str) -> None:
    with pytest.raises(AccountError):
        Accounts(tmp_path / "users.json").add(name, password)


@pytest.mark.parametrize(
    ("host", "own"),
    [("127.0.0.1", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("example.org", False)],
)
def test_what_reaches_this_machine_only(host: str, own: bool) -> None:
    assert is_loopback(host) is own


def test_serving_others_needs_accounts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MUSTERBOOK_USERS", str(tmp_path / "users.json"))
    answer = CliRunner().invoke(muster, ["serve", "--host", "0.0.0.0", "--ledger", str(tmp_path / "m.db")])
    assert answer.exit_code == 1
    assert "muster user add" in answer.output
    made = CliRunner().invoke(muster, ["user", "add", "anna", "--password", "a long password"])
    assert made.exit_code == 0
    assert "anna\treviewer" in CliRunner().invoke(muster, ["user", "list"]).output
