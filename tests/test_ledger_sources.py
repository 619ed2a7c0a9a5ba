"""Institutions: as read, or as a person assigned them; what is resolved to none is listed."""

from __future__ import annotations

import pytest

from ledger_cases import address, claim, document, ledger, server
from musterbook.errors import LedgerError
from musterbook.ledger import Ledger, Query
from musterbook.ledger.institutions import Unresolved
from musterbook.model import Entry

__all__ = ["address", "ledger", "server"]

SOURCE = document("Andriy Kovalenko, Vadym Skibitskyi and Yonhap counted soldiers.")


@pytest.fixture
def held(ledger: Ledger) -> Ledger:
    ledger.add(
        SOURCE,
        [
            claim(SOURCE, low=1, claimant="Andriy Kovalenko"),
            claim(SOURCE, low=2, claimant="Andriy Kovalenko"),
            claim(SOURCE, low=3, claimant="Vadym Skibitskyi", institution="gur", side="UA"),
            claim(SOURCE, low=4, claimant="Yonhap", side="KR"),
            claim(SOURCE, low=5),
        ],
    )
    return ledger


def voices(ledger: Ledger) -> list[tuple[str | None, str | None]]:
    def figure(entry: Entry) -> float:
        assert entry.claim.quantity is not None
        return entry.claim.quantity.low or 0

    return [(entry.institution, entry.side) for entry in sorted(ledger.entries(), key=figure)]


def test_claimants_speak_for_what_was_read(held: Ledger) -> None:
    assert voices(held) == [(None, None), (None, None), ("gur", "UA"), (None, "KR"), (None, None)]


def test_unresolved_claimants_are_listed_most_frequent_first(held: Ledger) -> None:
    assert held.unresolved() == [Unresolved("Andriy Kovalenko", None, 2), Unresolved("Yonhap", "KR", 1)]
    assert held.unresolved(limit=1) == [Unresolved("Andriy Kovalenko", None, 2)]


def test_an_assignment_counts_before_what_was_read_and_may_be_taken_back(held: Ledger) -> None:
    held.assign("andriy  KOVALENKO", "nsdc", "UA", "anna")
    held.assign("Vadym Skibitskyi", "defence-ministry", "UA", "anna")
    assert voices(held)[:3] == [("nsdc", "UA"), ("nsdc", "UA"), ("defence-ministry", "UA")]
    assert held.count(Query(institutions=("nsdc",))) == 2
    assert held.count(Query(institutions=("gur",))) == 0
    assert held.count(Query(institutions=("gur", "defence-ministry"), sides=("UA",))) == 1
    assert held.unresolved() == [Unresolved("Yonhap", "KR", 1)]
    assert held.unassign("Vadym Skibitskyi", "anna")
    assert not held.unassign("Vadym Skibitskyi", "anna")
    assert voices(held)[2] == ("gur", "UA")


def test_the_newest_assignment_counts_and_every_one_is_on_record(held: Ledger) -> None:
    before = held.assignments()
    held.assign("Yonhap", "yonhap", "KR", "anna")
    (first,) = held.assignments()
    held.assign("Yonhap", "yonhap-tv", "KR", "bert")
    assert [one.institution for one in held.assignments()] == ["yonhap-tv"]
    assert held.assignments(recorded_on=first.recorded) == (first,)
    assert before == ()


@pytest.mark.parametrize(("words", "institution"), [("", "gur"), ("Yonhap", None)])
def test_an_assignment_needs_words_and_what_they_speak_for(ledger: Ledger, words: str, institution: str | None) -> None:
    with pytest.raises(LedgerError, match="an assignment needs"):
        ledger.assign(words, institution, None, "anna")
