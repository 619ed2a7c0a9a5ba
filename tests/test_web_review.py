"""Deciding on the pages: verdicts, corrections with their words, notes, pins, assignments, adding."""

from __future__ import annotations

import re
from datetime import date

import pytest
from starlette.testclient import TestClient

from musterbook.errors import MusterbookError
from musterbook.ledger import Ledger, Query
from musterbook.model import Entry
from web_cases import READER, digests, first_with, opened, send, token

__all__ = ["opened"]


def form_of(browser: TestClient, path: str) -> dict[str, str]:
    """The correction's form as the page gives it."""
    text = browser.get(path).text
    found = re.search(r'<form[^>]*class="correct".*?</form>', text, re.S)
    assert found is not None
    fields = dict(re.findall(r'<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"', found[0]))
    fields = {name: value for name, value in fields.items() if f'name="{name}" value="yes"' not in found[0]}
    for name, body in re.findall(r'<select name="([^"]+)"[^>]*>(.*?)</select>', found[0], re.S):
        chosen = re.search(r"<option selected>([^<]*)", body)
        fields[name] = chosen[1] if chosen else ""
    for name in re.findall(r'<input type="checkbox" name="([^"]+)" value="yes" checked', found[0]):
        fields[name] = "yes"
    return {name: value.replace("&#39;", "'").replace("&amp;", "&") for name, value in fields.items()}


@pytest.mark.parametrize("verdict", ["accepted", "rejected", "unsure"])
def test_a_verdict_is_kept_with_name_and_reason(opened: tuple[TestClient, Ledger], verdict: str) -> None:
    browser, ledger = opened
    entry = next(ledger.entries())
    path = f"/claim/{entry.claim.id}"
    answer = send(browser, f"{path}/review", {"verdict": verdict, "why": "read twice"}, path)
    assert answer.status_code == 303
    (review,) = ledger.reviews(entry.claim.id)
    assert (review.verdict, review.who, review.why) == (verdict, "anna", "read twice")
    assert verdict in browser.get(path).text


def test_the_queue_goes_on_to_the_next_claim(opened: tuple[TestClient, Ledger]) -> None:
    browser, ledger = opened
    first, second = (entry.claim.id for entry in list(ledger.entries())[:2])
    text = browser.get("/review").text
    where = re.search(r'name="next" value="([^"]+)"', text)
    assert where is not None
    there = where[1].replace("&amp;", "&")
    assert there.endswith(f"claim={second}")
    form = {"verdict": "accepted", "next": there, "token": token(browser, "/review")}
    after = browser.post(f"/claim/{first}/review", data=form)
    assert f'action="/claim/{second}/review"' in after.text
    assert first not in after.text


@pytest.mark.parametrize("key", ["a", "e", "x", "u", "j", "/"])
def test_the_queue_offers_its_keys(opened: tuple[TestClient, Ledger], key: str) -> None:
    assert f'data-key="{key}"' in opened[0].get("/review").text


def test_an_unchanged_form_is_no_correction(opened: tuple[TestClient, Ledger]) -> None:
    browser, ledger = opened
    for entry in list(ledger.entries(Query(made_by="reader")))[:6]:
        form = form_of(browser, f"/claim/{entry.claim.id}?correct")
        answer = browser.post(f"/claim/{entry.claim.id}/review", data=form, follow_redirects=False)
        assert answer.status_code == 409, entry.claim
        assert "nothing is changed" in answer.text


def correct(opened: tuple[TestClient, Ledger], words: str, changed: dict[str, str]) -> Entry:
    browser, ledger = opened
    entry = first_with(ledger, words)
    form = form_of(browser, f"/claim/{entry.claim.id}?correct") | changed
    answer = browser.post(f"/claim/{entry.claim.id}/review", data=form, follow_redirects=False)
    assert answer.status_code == 303, re.sub(r"<[^>]*>", "", answer.text)[-400:]
    (review,) = ledger.reviews(entry.claim.id)
    assert review.corrected is not None
    corrected = ledger.claim(review.corrected)
    assert corrected is not None
    return corrected


def test_a_figure_is_corrected_with_the_words_selected(opened: tuple[TestClient, Ledger]) -> None:
    entry = first_with(opened[1], "A first 1,500 North Korean")
    start = entry.document.content.index("8 and 13")
    changed = {"quantity_low": "8", "quantity_high": "13", "quantity_words": "8 and 13", "quantity_start": str(start)}
    quantity = correct(opened, "A first 1,500 North Korean", changed).claim.quantity
    assert quantity is not None
    assert (quantity.low, quantity.high) == (8, 13)
    assert quantity.words is not None
    assert (quantity.words.text, quantity.words.start) == ("8 and 13", start)


def test_typed_words_are_found_and_the_rest_stays(opened: tuple[TestClient, Ledger]) -> None:
    before = first_with(opened[1], "A first 1,500 North Korean").claim
    corrected = correct(opened, "A first 1,500 North Korean", {"kind": "presence", "place_0_role": "at"}).claim
    assert corrected.kind == "presence"
    assert [(place.role, place.code) for place in corrected.places] == [("at", before.places[0].code)]
    assert (corrected.quantity, corrected.period, corrected.attribution) == (
        before.quantity,
        before.period,
        before.attribution,
    )
    assert corrected.reader == "review anna"


def test_a_slot_without_words_is_the_reviewers_own(opened: tuple[TestClient, Ledger]) -> None:
    corrected = correct(opened, "A first 1,500 North Korean", {"place_1_code": "RU-KRS", "place_1_words": ""}).claim
    assert "RU-KRS" in {place.code for place in corrected.places}
    assert corrected.own_reading == ("places",)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"quantity_low": "many"}, "is no number"),
        ({"quantity_words": "words that stand nowhere"}, "does not stand"),
        ({"quantity_words": "1,500", "quantity_start": "3"}, "does not stand at"),
        ({"period_start_day": "then"}, "is no day"),
        ({"kind": "party"}, "cannot be corrected"),
        ({"country": "Korea"}, "cannot be corrected"),
    ],
)
def test_what_cannot_be_so_is_told(opened: tuple[TestClient, Ledger], changed: dict[str, str], words: str) -> None:
    browser, ledger = opened
    entry = first_with(ledger, "A first 1,500 North Korean")
    form = form_of(browser, f"/claim/{entry.claim.id}?correct") | changed
    answer = browser.post(f"/claim/{entry.claim.id}/review", data=form, follow_redirects=False)
    assert (answer.status_code, words in answer.text) == (409, True)
    assert ledger.reviews(entry.claim.id) == ()


def test_notes_pins_and_dossiers(opened: tuple[TestClient, Ledger]) -> None:
    browser, ledger = opened
    entry = next(ledger.entries())
    send(browser, "/dossier/kp-in-ru/note", {"note": "watch <this>"}, "/dossier/kp-in-ru")
    send(browser, "/dossier/kp-in-ru/pin", {"claim": entry.claim.id}, "/dossier/kp-in-ru")
    text = browser.get("/dossier/kp-in-ru").text
    assert "watch &lt;this&gt;" in text
    assert "Pinned" in text
    send(browser, "/dossier/kp-in-ru/pin", {"claim": entry.claim.id, "off": "1"}, "/dossier/kp-in-ru")
    assert ledger.dossiers.all()[0].pins == ()
    answer = send(browser, "/dossier/kp-killed-in-ru/save", {"title": "The dead"}, "/dossier/kp-killed-in-ru")
    assert answer.headers["location"] == "/dossier/kp-killed-in-ru"
    assert "The dead" in browser.get("/").text


def test_a_claimant_is_assigned_and_taken_back(opened: tuple[TestClient, Ledger]) -> None:
    browser, ledger = opened
    ledger.add_all(digests(), reader=READER)
    claimant = ledger.unresolved()[0].claimant
    send(browser, "/sources/assign", {"claimant": claimant, "institution": "nis", "side": "kr"}, "/sources")
    assert [(one.institution, one.side) for one in ledger.assignments()] == [("nis", "KR")]
    assert claimant not in {one.claimant for one in ledger.unresolved()}
    send(browser, "/sources/assign", {"claimant": claimant, "off": "1"}, "/sources")
    assert ledger.assignments() == ()


TEXT = """Kyiv counts 12,000 North Koreans
About 12,000 North Korean soldiers are in Russia's Kursk region, Defence Intelligence of Ukraine said on Tuesday."""


def reading() -> None:
    try:
        from musterbook.model import Document
        from musterbook.reading.reader import read

        read(Document(text="x", published=date(2025, 1, 1)))
    except (ImportError, OSError, MusterbookError) as missing:
        pytest.skip(f"the reader is not complete here: {missing}")


def test_what_is_read_is_shown_before_it_is_kept(opened: tuple[TestClient, Ledger]) -> None:
    reading()
    browser, ledger = opened
    documents = len(ledger.documents.newest(100, None, None)[0])
    form = {"text": TEXT, "outlet": "Daily", "published": "2025-01-14"}
    answer = send(browser, "/add", form)
    there = answer.headers["location"]
    assert there.startswith("/add/")
    shown = browser.get(there).text
    assert "nothing is kept yet" in shown
    assert "12,000" in shown
    assert len(ledger.documents.newest(100, None, None)[0]) == documents
    kept = send(browser, there, {}, there)
    document = kept.headers["location"].rsplit("/", 1)[1]
    assert ledger.count(Query(documents=(document,))) >= 1
    assert browser.get(there).status_code == 404


def test_what_is_left_is_not_kept(opened: tuple[TestClient, Ledger]) -> None:
    reading()
    browser, ledger = opened
    documents = len(ledger.documents.newest(100, None, None)[0])
    there = send(browser, "/add", {"text": TEXT}).headers["location"]
    send(browser, there, {"leave": "1"}, there)
    assert len(ledger.documents.newest(100, None, None)[0]) == documents


def test_files_are_read_under_their_names(opened: tuple[TestClient, Ledger]) -> None:
    reading()
    browser, _ = opened
    page = f"<html><head><title>{TEXT.splitlines()[0]}</title></head><body><p>{TEXT.splitlines()[1]}</p></body></html>"
    files = [
        ("files", ("news.html", page.encode(), "text/html")),
        ("files", ("noise.bin", b"\x00\x01\x02" * 50, "x/y")),
    ]
    answer = browser.post("/add", data={"token": token(browser, "/add")}, files=files)
    assert "noise.bin" in answer.text
    assert "12,000" in answer.text


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({}, "There is nothing to read"),
        ({"url": "file:///etc/passwd"}, "only http and https"),
        ({"url": "http://127.0.0.1:1/"}, "127.0.0.1"),
        ({"text": "x", "published": "soon"}, "is no day"),
    ],
)
def test_what_cannot_be_read_is_told(opened: tuple[TestClient, Ledger], form: dict[str, str], words: str) -> None:
    answer = opened[0].post("/add", data={"token": token(opened[0], "/add"), **form})
    assert words in answer.text


def test_a_rereading_shows_what_would_change(opened: tuple[TestClient, Ledger]) -> None:
    reading()
    browser, ledger = opened
    document = next(ledger.entries()).document.id
    answer = send(browser, f"/document/{document}/reread", {}, f"/document/{document}")
    assert answer.status_code == 200
    assert "Read again" in answer.text
    assert len(ledger.documents.readings(document)) == 1
