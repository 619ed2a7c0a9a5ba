"""`muster check`: whatever is changed behind the ledger's back is found, and where."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from pydantic import ValidationError

from ledger_cases import address, claim, document, ledger, server
from musterbook.errors import LedgerError
from musterbook.ledger import Ledger
from musterbook.model import Capture, Scope

__all__ = ["address", "ledger", "server"]

SOURCE = document()
OTHER = document("Nothing more was said.", title="Other")
READ = claim(SOURCE, area="RU-KRS", claimant="Kyiv", low=3000)
PAGE = Capture.of(b"<p>soldiers</p>", "text/html")


@pytest.fixture
def held(ledger: Ledger) -> Ledger:
    ledger.add(SOURCE, [READ], PAGE)
    ledger.add(OTHER, [])
    ledger.review(READ.id, "accepted", "anna")
    ledger.review(READ.id, "unsure", "anna")
    return ledger


def test_a_whole_ledger_has_no_faults(held: Ledger) -> None:
    assert list(held.check()) == []


@pytest.mark.parametrize(
    ("tampering", "table", "trouble"),
    [
        ("UPDATE captures SET body = x'00'", "captures", "cannot be unpacked"),
        (f"UPDATE captures SET sha256 = '{'0' * 64}'", "captures", "not those of SHA-256 000"),
        ("UPDATE documents SET text = 'Another text.' WHERE row = 1", "claim_slots", "does not stand"),
        ("UPDATE documents SET text = 'Another text.' WHERE row = 2", "documents", "is not that of its text"),
        ("UPDATE documents SET id = 'x' WHERE row = 2", "documents", "its id x is not"),
        ("UPDATE claims SET country = 'RU'", "claims", "its country is 'RU', its slots say 'KP'"),
        ("UPDATE claims SET day = 20250111", "claims", "its day is 20250111"),
        ("UPDATE claims SET id = 'x'", "reviews", "was never held"),
        ("UPDATE mentions SET text = 'x'", "mentions", "not those of the claim's slots"),
        ("DELETE FROM mentions", "mentions", "not those of the claim's slots"),
        ("DELETE FROM claim_areas WHERE area = 'RU'", "claim_areas", "not those of the claim's places"),
        ("DELETE FROM claim_slots", "claims", "its slots are missing"),
        ("UPDATE reviews SET superseded_by = NULL WHERE row = 1", "reviews", "at no time"),
        ("UPDATE reviews SET superseded_by = 1 WHERE row = 1", "reviews", "another moment"),
        ("UPDATE reviews SET act = 1 WHERE row = 1", "reviews", "not that of the act that entered it"),
        ("UPDATE sightings SET capture = 'x' WHERE row = 1", "sightings", "capture x is not on record"),
        ("UPDATE claims SET coding = 12345", "claims", "its coding 12345 is not in codings"),
        ("UPDATE claims SET document = 999", "claims", "its document 999 is not in documents"),
    ],
)
def test_every_tampering_is_found_where_it_is(held: Ledger, tampering: str, table: str, trouble: str) -> None:
    if not held.store.sqlite:
        tampering = tampering.replace("x'00'", r"'\x00'::bytea")
        if "DELETE FROM mentions" in tampering or " = 12345" in tampering or " = 999" in tampering:
            tampering = f"SET session_replication_role = replica; {tampering}"  # past the server's own guard
    with held.store.engine.connect() as connection:
        if held.store.sqlite:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            connection.exec_driver_sql("PRAGMA ignore_check_constraints=ON")
            connection.exec_driver_sql("BEGIN")
        for statement in tampering.split("; "):
            connection.exec_driver_sql(statement)
        connection.commit()
    found = [(fault.table, fault.trouble) for fault in held.check()]
    assert any(where == table and trouble in what for where, what in found), found


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE claim_slots SET slots = replace(slots, 'North Korean', 'South Korean')",
        "UPDATE claim_slots SET slots = replace(slots, '\"start\":7', '\"start\":8')",
        "UPDATE claim_slots SET slots = replace(slots, 'presence', 'absence')",
        "UPDATE claim_slots SET slots = replace(slots, '3000.0', '-3000.0')",
        "UPDATE documents SET text = 'Another text.' WHERE row = 1",
        "UPDATE documents SET published_precision = 'week' WHERE row = 1",
        "UPDATE documents SET authors = '3' WHERE row = 1",
    ],
)
def test_what_was_tampered_with_is_an_error_not_a_claim(held: Ledger, tampering: str) -> None:
    assert [entry.claim for entry in held.scope(Scope(country="KP", area="RU"))] == [READ]
    with held.store.writing() as connection:
        assert connection.exec_driver_sql(tampering).rowcount == 1
    with pytest.raises((LedgerError, ValidationError), match=r"a kept claim does not stand in it|for Document"):
        Ledger(held.store).scope(Scope(country="KP", area="RU"))


@pytest.mark.parametrize(
    ("in_file", "on_server", "trouble"),
    [
        (
            "INSERT INTO claim_search(claim_search, rowid, words) SELECT 'delete', search_key, words FROM claim_words",
            "DELETE FROM claim_search",
            "does not know it",
        ),
        (
            "INSERT INTO document_search(rowid, title, text) VALUES (77, 'a', 'b')",
            "ALTER TABLE document_search DROP CONSTRAINT document_search_document_fkey; "
            "INSERT INTO document_search VALUES (77, to_tsvector('simple', 'a'))",
            "it is not there",
        ),
        (
            "INSERT INTO document_search(rowid, title, text) VALUES (2, 'a', 'b')",
            "UPDATE document_search SET search = to_tsvector('simple', 'a') WHERE document = 2",
            "does not agree",
        ),
    ],
)
def test_a_search_that_does_not_agree_is_found(held: Ledger, in_file: str, on_server: str, trouble: str) -> None:
    with held.store.writing() as connection:
        for statement in (in_file if held.store.sqlite else on_server).split("; "):
            connection.execute(sa.text(statement))
    assert any(trouble in fault.trouble for fault in held.check()), list(held.check())
