"""Adding: once entered, known ever after; a re-reading supersedes what it does not find again, and nothing else."""

from __future__ import annotations

import zlib
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from ledger_cases import address, claim, document, ledger, server
from musterbook.errors import LedgerError
from musterbook.ledger import Addition, Ledger, Query
from musterbook.ledger.tables import captures, documents, sightings
from musterbook.model import Capture, Claim, Document

__all__ = ["address", "ledger", "server"]

LONG = "North Korean soldiers were in Kursk region, officials in Kyiv said on Monday. " * 4


def count(ledger: Ledger, table: sa.Table) -> int:
    with ledger.store.reading() as connection:
        return int(connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0)


@pytest.mark.parametrize(
    ("first", "second", "known"),
    [
        ({}, {}, True),
        ({"url": "https://a.example/1"}, {"url": "https://a.example/2"}, True),
        ({}, {"outlet": None}, True),
        ({"outlet": None}, {"outlet": "Daily"}, True),
        ({}, {"title": "Report | Daily"}, True),
        ({}, {"text": LONG.replace(" ", "\n", 3)}, True),
        ({"published": None}, {}, True),
        ({"url": "https://a.example/1"}, {"url": "https://a.example/1", "published": date(2025, 1, 11)}, True),
        ({}, {"published": date(2025, 1, 11)}, False),
        ({}, {"outlet": "Evening Post"}, False),
        ({}, {"text": LONG + "More was not said."}, False),
    ],
)
def test_the_same_text_of_one_outlet_is_one_document(
    ledger: Ledger, first: dict[str, Any], second: dict[str, Any], known: bool
) -> None:
    kept, again = (document(**({"text": LONG} | facts)) for facts in (first, second))
    assert not ledger.add(kept, [claim(kept)]).known
    added = ledger.add(again, [claim(again)])
    assert added.known is known
    assert added.document_id == (kept.id if known else again.id)
    assert count(ledger, documents) == (1 if known else 2)
    assert ledger.count() == (1 if known else 2)


def test_short_bodies_need_the_same_title_too(ledger: Ledger) -> None:
    ledger.add(document("Read more.", title="Soldiers in Kursk"))
    assert not ledger.add(document("Read more.", title="Soldiers in Belgorod")).known


def test_another_address_is_another_sighting_and_is_entered_once(ledger: Ledger) -> None:
    for found_at, fresh in (("https://a.example", True), ("https://b.example", True), ("https://b.example", False)):
        assert ledger.add(document(LONG, url=found_at)).sighting_added is fresh
    seen = ledger.documents.sightings(document(LONG).id)
    assert [sighting.url for sighting in seen] == ["https://a.example", "https://b.example"]


def test_the_same_page_extracted_otherwise_is_known_by_its_bytes(ledger: Ledger) -> None:
    page = Capture.of(b"<html>...</html>", "text/html", url="https://a.example")
    ledger.add(document(LONG), capture=page)
    added = ledger.add(document(LONG + "Share this article"), capture=page)
    assert (added.known, added.reason) == (True, "the same bytes")


def test_several_documents_may_come_from_one_file_of_records(ledger: Ledger) -> None:
    lines = Capture.of(b"{...}\n{...}", "application/x-ndjson")
    assert not ledger.add(document("One."), capture=lines).known
    assert not ledger.add(document("Two."), capture=lines).known
    assert count(ledger, captures) == 1


def test_the_bytes_are_kept_compressed_and_come_back_whole(ledger: Ledger) -> None:
    page = Capture.of(b"<p>soldiers</p>" * 100, "text/html", url="https://a.example", encoding="utf-8")
    ledger.add(document(), capture=page)
    assert ledger.documents.capture(page.sha256) == page
    with ledger.store.reading() as connection:
        body = connection.scalar(sa.select(captures.c.body))
    assert body is not None
    assert zlib.decompress(body) == page.body
    assert len(body) < len(page.body) / 5


def test_bytes_left_out_may_be_brought_in_later(ledger: Ledger) -> None:
    page = Capture.of(b"<p>soldiers</p>", "text/html")
    ledger.add(document(), capture=page, keep_bytes=False)
    assert ledger.documents.capture(page.sha256) is None
    ledger.add(document(), capture=page)
    assert ledger.documents.capture(page.sha256) == page
    assert not list(ledger.check())


def read_by(reader: str, source: Document, *figures: int) -> list[Claim]:
    return [claim(source, low=figure, high=figure, reader=reader) for figure in figures]


def test_a_rereading_keeps_supersedes_and_adds(ledger: Ledger) -> None:
    source = document()
    ledger.add(source, read_by("musterbook 0.1", source, 10, 20))
    added = ledger.add(source, read_by("musterbook 0.2", source, 20, 30))
    assert (added.claims_added, added.claims_kept, added.superseded) == (1, 1, 1)
    standing = {(entry.claim.quantity.low, entry.claim.reader) for entry in ledger.entries() if entry.claim.quantity}
    assert standing == {(20, "musterbook 0.1"), (30, "musterbook 0.2")}
    assert [reading.reader for reading in ledger.documents.readings(source.id)] == ["musterbook 0.1", "musterbook 0.2"]
    third = ledger.add(source, read_by("musterbook 0.3", source, 10))
    assert (third.claims_added, third.superseded) == (1, 2)
    assert [life.superseded is None for life in ledger.lives(read_by("", source, 10)[0].id)] == [False, True]


def test_the_same_reading_again_changes_nothing(ledger: Ledger) -> None:
    source = document()
    ledger.add(source, read_by("musterbook 0.1", source, 10))
    again = ledger.add(source, read_by("musterbook 0.1", source, 10))
    assert (again.known, again.claims_added, again.claims_kept, again.superseded) == (True, 0, 1, 0)
    assert len(ledger.documents.readings(source.id)) == 1


def test_a_document_may_be_read_and_hold_nothing(ledger: Ledger) -> None:
    source = document("The weather stays fine.")
    ledger.add(source)
    assert ledger.read_by(source.id) is None
    ledger.add(source, [], reader="musterbook 0.1")
    assert ledger.read_by(source.id) == "musterbook 0.1"


def test_documents_of_one_batch_are_all_kept_or_none(ledger: Ledger) -> None:
    one, other = document("One."), document("Other.")
    with pytest.raises(LedgerError, match="cannot be added with document"):
        ledger.add_all([Addition(one, [claim(one)]), Addition(other, [claim(one)])])
    assert ledger.count() == 0
    added = ledger.add_all([Addition(one, [claim(one)]), Addition(other, [claim(other)]), Addition(one, [claim(one)])])
    assert [each.known for each in added] == [False, False, True]
    assert ledger.count() == 2


def test_claims_of_several_readers_are_added_one_reader_at_a_time(ledger: Ledger) -> None:
    source = document()
    with pytest.raises(LedgerError, match=r"musterbook 0\.1, musterbook 0\.2"):
        ledger.add(source, read_by("musterbook 0.1", source, 1) + read_by("musterbook 0.2", source, 2))


def test_a_withdrawn_document_may_be_added_anew(ledger: Ledger) -> None:
    source = document()
    ledger.add(source, [claim(source)])
    assert ledger.documents.withdraw(source.id, "anna", "published by mistake") == 1
    assert ledger.count() == 0
    assert count(ledger, sightings) == 1
    assert not ledger.add(source, [claim(source)]).known
    assert ledger.count(Query(documents=(source.id,))) == 1
    assert not list(ledger.check())
    with pytest.raises(LedgerError, match="not in the ledger"):
        ledger.documents.withdraw("0" * 20, "anna", "")


def test_claims_and_documents_come_back_as_they_were(ledger: Ledger) -> None:
    source = document(
        authors=("A. Author",), key="x-1", language="uk", published_precision="month", url="https://a.example"
    )
    made = claim(source, claimant="Kyiv", institution="gur", side="UA", area=("RU-KRS", "RU-BEL"), low=3000, high=None)
    ledger.add(source, [made])
    (entry,) = ledger.entries()
    assert (entry.claim, entry.document) == (made, source)
    assert (entry.claim.id, entry.institution, entry.side, entry.verdict) == (made.id, "gur", "UA", None)
