"""Copying: from a file to a server and back, every row with its number and clock; the copy answers alike."""

from __future__ import annotations

from pathlib import Path

import pytest

from ledger_cases import claim, document, dump, new_database, server
from musterbook.errors import LedgerError
from musterbook.ledger import Ledger, Query
from musterbook.ledger.copying import copy
from musterbook.model import Capture, Scope

__all__ = ["server"]


def filled(path: Path) -> Ledger:
    ledger = Ledger.open(path)
    for number in range(5):
        source = document(f"Number {number}: soldiers near Kraków, Kyiv said.", title=f"Report {number}")
        made = claim(source, low=number + 1, area="RU-KRS", claimant="Kyiv")
        ledger.add(source, [made], Capture.of(b"%d" % number, "text/html"))
        ledger.review(made.id, "accepted", "anna")
    ledger.add(source, [], reader="musterbook 0.2")
    ledger.assign("Kyiv", "gur", "UA", "anna")
    ledger.dossiers.save("kp", "KP", Scope(country="KP"), "anna")
    ledger.feeds.follow("https://a.example", "A", None, "anna")
    return ledger


def answers(ledger: Ledger) -> list[object]:
    query = Query(text="krakow", areas=("RU",), institutions=("gur",))
    return [ledger.claims(query), ledger.facets(query), ledger.dossiers.all(), ledger.feeds.all()]


def test_from_file_to_file(tmp_path: Path) -> None:
    with filled(tmp_path / "one.db") as one, Ledger.open(tmp_path / "two.db") as two:
        assert dict(copy(one.store, two.store))["claims"] == 5
        assert dump(two) == dump(one)
        assert answers(two) == answers(one)
        assert list(two.check()) == []


def test_from_file_to_server_and_back(tmp_path: Path, server: str) -> None:
    with (
        filled(tmp_path / "one.db") as one,
        Ledger.open(new_database(server)) as two,
        Ledger.open(tmp_path / "three.db") as three,
    ):
        list(copy(one.store, two.store))
        assert dump(two) == dump(one)
        assert answers(two) == answers(one)
        assert list(two.check()) == []
        list(copy(two.store, three.store))
        assert dump(three) == dump(one)
        source = document("One more on the server.")
        two.add(source, [claim(source)])
        assert two.count() == one.count() + 1
        assert list(two.check()) == []


def test_only_an_empty_ledger_takes_a_copy(tmp_path: Path) -> None:
    with filled(tmp_path / "one.db") as one, filled(tmp_path / "two.db") as two:
        before = dump(two)
        with pytest.raises(LedgerError, match=r"two\.db: there are entries in it already"):
            list(copy(one.store, two.store))
        assert dump(two) == before
