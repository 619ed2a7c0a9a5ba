"""The corpus format goes in and out without loss, and what does not stand in its document is refused by name."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from musterbook.errors import GroundingError, SourceError
from musterbook.exchange.corpus import further, read_claims, read_document, write_claim, write_record
from musterbook.model import Claim, Document

CORPUS = Path(__file__).parents[1].parent / "shared" / "corpus"

RECORD: dict[str, Any] = {
    "id": "sappers",
    "url": "https://example.org/sappers",
    "published": "2025-08-15",
    "published_precision": "month",
    "outlet": "Northern Wire",
    "language": "en",
    "title": "14 ships and 4 boats",
    "text": "About 1,000 sappers are in Kursk, Ivan Petrenko told Radio One.\n"
    "The sappers come from Pyongyang. Kursk waits.",
    "topic": "kp-ru",
    "negative": False,
    "licence": "none",
    "claims": [
        {
            "kind": "presence",
            "modality": "asserted",
            "hedged": False,
            "force": {"country": "KP", "name": None, "category": "personnel", "text": "sappers"},
            "quantity": {"text": "About 1,000", "low": 1000, "high": 1000, "approximate": True, "basis": "total"},
            "places": [{"text": "Kursk", "role": "at", "code": "RU-KRS"}],
            "counterpart": None,
            "outcome": None,
            "tasks": [],
            "time": None,
            "claimant": "Ivan Petrenko",
            "claimant_country": "UA",
            "via": "Radio One",
            "mentions": ["About 1,000 sappers are in Kursk, Ivan Petrenko told Radio One."],
        }
    ],
}


def changed(**slots: Any) -> dict[str, Any]:
    """The record with slots of its one claim replaced."""
    return {**RECORD, "claims": [{**RECORD["claims"][0], **slots}]}


def test_record_comes_back_as_it_was_key_for_key() -> None:
    document = read_document(RECORD)
    again = write_record(document, read_claims(RECORD, document), **further(RECORD))
    assert json.dumps(again) == json.dumps(RECORD)


@pytest.mark.parametrize(
    ("published", "day", "precision"),
    [
        (None, None, "day"),
        ("", None, "day"),
        ("2025-08-15", date(2025, 8, 15), "day"),
        ("2025-08-15T23:30:00+09:00", date(2025, 8, 15), "day"),
        ("2025-08-15T23:30:00Z", date(2025, 8, 15), "day"),
        ("2025-08", date(2025, 8, 1), "month"),
    ],
)
def test_publication_dates(published: str | None, day: date | None, precision: str) -> None:
    document = read_document({"id": "a", "title": "t", "text": "b", "published": published})
    assert (document.published, document.published_precision) == (day, precision)


def test_plain_record_needs_only_a_text() -> None:
    assert read_document({"text": "Body."}) == Document(text="Body.")
    assert read_document({"id": 7, "title": None, "text": ""}).key == "7"


@pytest.mark.parametrize(
    ("record", "words"),
    [
        ({"id": "a"}, "'text'"),
        ({"id": "a", "text": None}, "'text'"),
        ({"id": "a", "text": "b", "title": 3}, "'title'"),
        ({"id": "a", "text": "b", "published": "yesterday"}, "'published'"),
        ({"id": "a", "text": "b", "published": 20250815}, "'published'"),
        ({"id": "a", "text": "b", "published_precision": "century"}, "published_precision"),
    ],
)
def test_wrong_record_is_refused_by_name(record: dict[str, Any], words: str) -> None:
    with pytest.raises(SourceError, match=f"record 'a': .*{words}"):
        read_document(record)


def test_words_stand_nearest_the_first_mention_and_whole_words_go_first() -> None:
    late = changed(mentions=["The sappers come from Pyongyang."], quantity=None)
    document = read_document(late)
    (claim,) = read_claims(late, document)
    assert claim.force.words is not None
    assert claim.force.words.start == document.content.index("The sappers") + 4
    assert claim.places[0].words is not None
    assert claim.places[0].words.start == document.content.index("Kursk waits")
    boats = changed(
        quantity={"text": "4", "low": 4, "high": 4}, mentions=["14 ships and 4 boats"], claimant=None, via=None
    )
    (claim,) = read_claims(boats, document)
    assert claim.quantity is not None
    assert claim.quantity.words is not None
    assert claim.quantity.words.start == len("14 ships and ")


def test_code_without_words_is_the_coders_own_reading() -> None:
    record = changed(kind="deployment", counterpart="RU")
    document = read_document(record)
    (claim,) = read_claims(record, document)
    assert claim.own_reading == ("counterpart",)
    assert claim.reader == "review corpus"
    assert write_claim(claim, document)["counterpart"] == "RU"


@pytest.mark.parametrize(
    ("slots", "words"),
    [
        ({"claimant": "Nobody"}, "claim 1: claimant 'Nobody'"),
        ({"via": "Radio Two"}, "claim 1: via 'Radio Two'"),
        ({"mentions": ["Not said."]}, "claim 1: mention 1 'Not said.'"),
        ({"tasks": ["demining"]}, "claim 1: tasks 'demining'"),
        ({"counterpart": "EU"}, "claim 1: counterpart 'EU'"),
        ({"places": [{"text": "Sudzha", "role": "at", "code": None}]}, "claim 1: places.text 'Sudzha'"),
    ],
)
def test_words_not_in_the_document_are_refused_by_slot(slots: dict[str, Any], words: str) -> None:
    with pytest.raises(GroundingError, match=f"record 'sappers', {words} does not stand"):
        read_claims(changed(**slots), read_document(RECORD))


@pytest.mark.parametrize(
    "slots",
    [{"kind": "rumour"}, {"outcome": "killed"}, {"kind": "loss"}, {"mentions": []}, {"force": None}, {"claimant": ""}],
)
def test_claim_outside_the_codebook_is_refused(slots: dict[str, Any]) -> None:
    with pytest.raises(SourceError, match="record 'sappers', claim 1"):
        read_claims(changed(**slots), read_document(RECORD))


def test_claim_of_another_document_is_not_written() -> None:
    (claim,) = read_claims(RECORD, read_document(RECORD))
    with pytest.raises(GroundingError):
        write_claim(claim, Document(text="Other."))


def test_what_cannot_be_stored_is_replaced_in_words_and_text_alike() -> None:
    record = {**changed(claimant="Ivan\ud800"), "text": RECORD["text"].replace("Ivan Petrenko", "Ivan\ud800 \x00")}
    record["claims"][0]["mentions"] = [record["text"].split("\n", maxsplit=1)[0]]
    document = read_document(record)
    (claim,) = read_claims(record, document)
    assert len(document.text) == len(record["text"])
    assert claim.attribution.claimant is not None
    assert claim.attribution.claimant.words is not None
    assert claim.attribution.claimant.words.text == "Ivan\N{REPLACEMENT CHARACTER}"


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus (../shared/corpus) is not beside the project")
def test_every_gold_claim_survives_the_round_trip() -> None:
    read = 0
    for path in sorted(CORPUS.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            document = read_document(record)
            claims = read_claims(record, document)
            written = write_record(document, claims, **further(record))
            assert written == {**record, "title": record["title"] or ""}
            again = read_claims(json.loads(json.dumps(written)), read_document(written))
            assert again == claims
            assert [Claim.model_validate_json(claim.model_dump_json(), context=document) for claim in claims] == [
                *claims
            ]
            read += len(claims)
    assert read > 2500
