"""The brief of a dossier, asked for from its page: every form as a file, of the page's days."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from musterbook.ledger import Ledger
from musterbook.presentation.briefs.forms import FORMS
from musterbook.web.accounts import Accounts
from web_cases import client, opened, read_only

__all__ = ["opened", "read_only"]
BEGINNINGS = {"html": b"<!doctype html>", "md": b"# North Korea in Russia", "docx": b"PK", "pdf": b"%PDF-"}


@pytest.fixture(autouse=True)
def parts() -> None:
    pytest.importorskip("docx", reason="python-docx is not installed")
    try:
        import weasyprint  # noqa: F401
    except (ImportError, OSError):
        pytest.skip("WeasyPrint or Pango is not installed")


def links(browser: TestClient, path: str) -> list[str]:
    """The addresses of the briefs on a page."""
    return [html.unescape(one) for one in re.findall(r'href="([^"]+/brief\.[^"]+)" download', browser.get(path).text)]


def test_the_dossier_offers_every_form(read_only: TestClient) -> None:
    found = links(read_only, "/dossier/kp-in-ru")
    assert {re.search(r"brief(\.\w+)", one)[1] for one in found} == set(FORMS)  # type: ignore[index]  # all have an ending
    for address in found:
        answer = read_only.get(address)
        form = re.search(r"brief\.(\w+)", address)
        assert form is not None
        assert answer.status_code == 200
        assert answer.headers["content-type"] == FORMS[f".{form[1]}"]
        assert answer.headers["content-disposition"] == f'attachment; filename="kp-in-ru-2025-11-14.{form[1]}"'
        assert answer.content.startswith(BEGINNINGS[form[1]])


def test_a_brief_is_of_the_day_and_stretch_of_its_page(read_only: TestClient) -> None:
    page = "/dossier/kp-in-ru?known_on=2024-11-20&since=2024-11-01"
    text = read_only.get(next(one for one in links(read_only, page) if ".md" in one)).text
    assert "As known on 20 Nov 2024" in text
    assert "compared with 1 Nov 2024" in text
    early = read_only.get("/dossier/kp-in-ru/brief.md?known_on=1999-01-01&since=2030-01-01").text
    assert "As known on 18 Oct 2024" in early


def test_a_brief_of_any_scope(read_only: TestClient) -> None:
    for name in ("kp-losses-in-ru", "kp-munitions-to-ru", "kp-training"):
        assert read_only.get(f"/dossier/{name}/brief.md").text.startswith("# North Korea: ")


def test_what_cannot_be_told_is_said(read_only: TestClient) -> None:
    wrong = read_only.get("/dossier/kp-in-ru/brief.exe")
    assert (wrong.status_code, "a brief is one of .html, .md, .docx, .pdf" in wrong.text) == (400, True)
    nothing = read_only.get("/dossier/fr-in-ml/brief.md")
    assert (nothing.status_code, "nothing to tell" in nothing.text) == (400, True)
    assert read_only.get("/dossier/kp-in-ru/brief.md?known_on=soon").status_code == 400


def test_only_who_may_read_gets_one(opened: tuple[TestClient, Ledger], tmp_path: Path) -> None:
    _, ledger = opened
    accounts = Accounts(tmp_path / "users.json")
    accounts.add("anna", "a long enough password", "reader")
    stranger = client(ledger, tmp_path)
    answer = stranger.get("/dossier/kp-in-ru/brief.pdf", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"][:7]) == (303, "/login?")
