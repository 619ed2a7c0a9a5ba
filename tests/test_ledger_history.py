"""The three clocks: nothing is changed but the superseded mark, and what stood at any moment can be asked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from ledger_cases import address, claim, document, dump, ledger, server
from musterbook.errors import LedgerError
from musterbook.ledger import Ledger, Query
from musterbook.ledger.correcting import correct
from musterbook.model import Capture, Scope

__all__ = ["address", "ledger", "server"]

SOURCE = document()
OTHER = document("In Belgorod 500 soldiers were counted, Seoul said.", published=date(2025, 2, 1))
FIRST = claim(SOURCE, low=10, claimant="Kyiv")
SECOND = claim(SOURCE, low=20, claimant="Kyiv")
PAGE = Capture.of(b"<p>x</p>", "text/html")


def corrected(ledger: Ledger) -> None:
    ledger.review(FIRST.id, "corrected", "anna", "misread", correct(FIRST, SOURCE, "anna", {"kind": "deployment"}))


OPERATIONS: dict[str, Callable[[Ledger], Any]] = {
    "add": lambda ledger: ledger.add(SOURCE, [FIRST], PAGE, keep_bytes=False),
    "add again with bytes": lambda ledger: ledger.add(SOURCE, [FIRST], PAGE),
    "add under another address": lambda ledger: ledger.add(SOURCE.model_copy(update={"url": "https://b.example"})),
    "add another": lambda ledger: ledger.add(OTHER, [claim(OTHER)]),
    "accept": lambda ledger: ledger.review(FIRST.id, "accepted", "anna"),
    "correct": corrected,
    "read again": lambda ledger: ledger.add(SOURCE, [SECOND.model_copy(update={"reader": "musterbook 0.2"})]),
    "read back": lambda ledger: ledger.add(SOURCE, [FIRST, SECOND]),
    "undo": lambda ledger: ledger.review(FIRST.id, "undone", "bert"),
    "assign": lambda ledger: ledger.assign("Kyiv", "gur", "UA", "anna"),
    "assign otherwise": lambda ledger: ledger.assign("Kyiv", "general-staff", "UA", "bert"),
    "take back": lambda ledger: ledger.unassign("Kyiv", "anna"),
    "save": lambda ledger: ledger.dossiers.save("kp-in-ru", "KP in RU", Scope(country="KP", area="RU"), "anna"),
    "save again": lambda ledger: ledger.dossiers.save("kp-in-ru", "North Korea", Scope(country="KP"), "bert"),
    "note": lambda ledger: ledger.dossiers.note("kp-in-ru", "Ask Seoul.", "anna"),
    "strike": lambda ledger: ledger.dossiers.strike_note(1, "anna"),
    "pin": lambda ledger: ledger.dossiers.pin("kp-in-ru", FIRST.id, "anna"),
    "unpin": lambda ledger: ledger.dossiers.unpin("kp-in-ru", FIRST.id, "anna"),
    "follow": lambda ledger: ledger.feeds.follow("https://a.example/feed", "A", "kp-in-ru", "anna"),
    "visit": lambda ledger: ledger.feeds.visited("https://a.example/feed", found=3, kept=1, etag="x"),
    "visit again": lambda ledger: ledger.feeds.visited("https://a.example/feed", found=0, kept=0),
    "leave": lambda ledger: ledger.feeds.unfollow("https://a.example/feed", "anna"),
    "close": lambda ledger: ledger.dossiers.close("kp-in-ru", "anna"),
    "withdraw": lambda ledger: ledger.documents.withdraw(OTHER.id, "anna", "duplicate"),
}


def test_nothing_is_changed_but_the_superseded_mark(ledger: Ledger) -> None:
    before = dump(ledger)
    for name, operation in OPERATIONS.items():
        operation(ledger)
        after = dump(ledger)
        assert after != before, name
        acts = len(after["acts"]) - len(before["acts"])
        assert acts == 1, name
        for table, rows in before.items():
            for key, row in rows.items():
                marks = {"superseded", "superseded_by"} if row.get("superseded") is None else set()
                kept, now = ({k: v for k, v in one.items() if k not in marks} for one in (row, after[table][key]))
                assert now == kept, (name, table, key)
        before = after
    assert not list(ledger.check())


def test_what_stood_at_a_moment_can_be_asked_afterwards(ledger: Ledger) -> None:
    seen: list[tuple[datetime, Any]] = []
    for operation in OPERATIONS.values():
        operation(ledger)
        moment = datetime.now(UTC)
        seen.append((moment, state(ledger, None)))
    for moment, then in seen:
        assert state(ledger, moment) == then


def state(ledger: Ledger, moment: datetime | None) -> Any:
    """All that can be asked with `recorded_on`."""
    everything = Query(recorded_on=moment)
    return (
        list(ledger.entries(everything)),
        ledger.count(everything),
        ledger.facets(everything),
        ledger.count(Query(institutions=("gur",), recorded_on=moment)),
        ledger.count(Query(reviews=("accepted", "corrected"), recorded_on=moment)),
        ledger.scope(Scope(country="KP"), recorded_on=moment),
        ledger.assignments(moment),
        ledger.dossiers.all(moment),
        ledger.feeds.all(moment),
    )


def test_known_on_a_day_is_what_had_been_published_and_the_undated_are_counted(ledger: Ledger) -> None:
    days = [date(2025, 1, 1), date(2025, 1, 2), date(2025, 1, 3), None]
    for number, day in enumerate(days):
        source = document(f"Report number {number}.", published=day)
        ledger.add(source, [claim(source)])
    page = ledger.claims(Query(known_on=date(2025, 1, 2)))
    assert [entry.document.published for entry in page.entries] == [date(2025, 1, 2), date(2025, 1, 1)]
    assert page.undated == 1
    assert ledger.claims().undated == 0
    known = ledger.scope(Scope(country="KP"), known_on=date(2025, 1, 2))
    assert [entry.document.published for entry in known] == [date(2025, 1, 2), date(2025, 1, 1)]
    assert len(ledger.scope(Scope(country="KP"))) == 4


def test_a_moment_needs_its_zone(ledger: Ledger) -> None:
    with pytest.raises(LedgerError, match="no time zone"):
        ledger.claims(Query(recorded_on=datetime(2025, 1, 1)))
