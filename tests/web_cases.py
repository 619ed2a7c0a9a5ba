"""A ledger of the digests, coded by hand, for the pages' tests and their screenshots."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from musterbook.exchange.corpus import read_claims, read_document
from musterbook.ledger import Ledger
from musterbook.ledger.adding import Addition
from musterbook.model import Claim, Document, Entry, Scope
from musterbook.web.accounts import Accounts
from musterbook.web.application import create_app
from musterbook.web.settings import Settings

CODED = Path(__file__).parent / "data" / "digests-coded.jsonl"
READER = "musterbook 0.1.0"
ADDRESS = "http://127.0.0.1:8765"


def digests() -> list[Addition]:
    """The digests with their claims, as a machine would have read them."""
    found = []
    for line in CODED.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        document = read_document(record)
        claims = tuple(_read(document, claim, record["institutions"]) for claim in read_claims(record, document))
        found.append(Addition(document, claims))
    return found


def _read(document: Document, claim: Claim, institutions: dict[str, str]) -> Claim:
    slots: dict[str, Any] = claim.model_dump(mode="json")
    link = slots["attribution"]["claimant"]
    if link is not None and link["words"] is not None:
        link["institution"] = institutions.get(link["words"]["text"])
    if not slots["own_reading"]:
        slots["reader"] = READER
    return Claim.model_validate(slots, context=document)


def fill(ledger: Ledger) -> None:
    """Put the digests into a ledger, and two dossiers."""
    ledger.add_all(digests(), reader=READER)
    ledger.dossiers.save("kp-in-ru", "North Korea in Russia", Scope(country="KP", area="RU"), "anna")
    ledger.dossiers.save("kp-in-ru-krs", "North Korea in Kursk", Scope(country="KP", area="RU-KRS"), "anna")


@pytest.fixture(scope="session")
def read_only(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The application over the digests; for tests that change nothing."""
    path = tmp_path_factory.mktemp("web") / "muster.db"
    with Ledger.open(path) as ledger:
        fill(ledger)
        yield client(ledger, path.parent)


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[tuple[TestClient, Ledger]]:
    """The application over a ledger of its own with a few digests."""
    with Ledger.open(tmp_path / "muster.db") as ledger:
        ledger.add_all(digests()[:8], reader=READER)
        ledger.dossiers.save("kp-in-ru", "North Korea in Russia", Scope(country="KP", area="RU"), "anna")
        yield client(ledger, tmp_path), ledger


def client(ledger: Ledger, folder: Path, **settings: Any) -> TestClient:
    """A browser without scripts, at an application for one person."""
    given = Settings(person="anna", **settings)
    app = create_app(ledger, Accounts(folder / "users.json"), given)
    return TestClient(app, base_url=ADDRESS, raise_server_exceptions=False)


def token(browser: TestClient, path: str) -> str:
    """The token of a page's forms; the browser keeps the cookie that belongs to it."""
    found = re.search(r'name="token" value="([^"]+)"', browser.get(path).text)
    assert found is not None, f"{path} has no form"
    return found[1]


def send(browser: TestClient, path: str, form: dict[str, str], page: str | None = None) -> Any:
    """Send a form as a page would; not following where it leads."""
    return browser.post(path, data={"token": token(browser, page or path), **form}, follow_redirects=False)


def first_with(ledger: Ledger, words: str) -> Entry:
    """The first claim with these words."""
    return next(entry for entry in ledger.entries() if words in entry.claim.mentions[0].text)
