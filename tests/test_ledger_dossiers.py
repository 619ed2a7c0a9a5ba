"""Dossiers and feeds: saved scopes, notes, pins and visits, each change a dated row."""

from __future__ import annotations

import pytest

from ledger_cases import address, ledger, server
from musterbook.errors import LedgerError
from musterbook.ledger import Ledger
from musterbook.model import Scope

__all__ = ["address", "ledger", "server"]

SCOPE = Scope(country="KP", area="RU")


def test_a_dossier_keeps_its_scope_notes_and_pins(ledger: Ledger) -> None:
    ledger.dossiers.save("kp-in-ru", "North Koreans in Russia", SCOPE, "anna")
    ledger.dossiers.note("kp-in-ru", "Ask Seoul.", "anna")
    ledger.dossiers.note("kp-in-ru", "Ask Kyiv.", "bert")
    for claim in ("a" * 20, "b" * 20, "a" * 20):
        ledger.dossiers.pin("kp-in-ru", claim, "anna")
    (dossier,) = ledger.dossiers.all()
    assert (dossier.name, dossier.title, dossier.scope) == ("kp-in-ru", "North Koreans in Russia", SCOPE)
    assert [(note.text, note.who) for note in dossier.notes] == [("Ask Seoul.", "anna"), ("Ask Kyiv.", "bert")]
    assert dossier.pins == ("a" * 20, "b" * 20)
    ledger.dossiers.unpin("kp-in-ru", "a" * 20, "anna")
    ledger.dossiers.strike_note(dossier.notes[0].row, "anna")
    ledger.dossiers.save("kp-in-ru", "Renamed", SCOPE, "bert")
    (later,) = ledger.dossiers.all()
    assert (later.title, later.pins, [note.text for note in later.notes]) == ("Renamed", ("b" * 20,), ["Ask Kyiv."])
    assert ledger.dossiers.all(recorded_on=dossier.notes[-1].recorded)[0].title == "North Koreans in Russia"
    ledger.dossiers.close("kp-in-ru", "anna")
    assert ledger.dossiers.all() == ()


def test_what_is_not_there_is_said(ledger: Ledger) -> None:
    dossiers = ledger.dossiers
    with pytest.raises(LedgerError, match="there is no dossier 'none'"):
        dossiers.note("none", "x", "anna")
    with pytest.raises(LedgerError, match="there is no dossier 'none'"):
        dossiers.pin("none", "a" * 20, "anna")
    with pytest.raises(LedgerError, match="there is no dossier 'none'"):
        dossiers.close("none", "anna")
    with pytest.raises(LedgerError, match="small letters"):
        ledger.dossiers.save("KP in RU", "x", SCOPE, "anna")
    with pytest.raises(LedgerError, match="not followed"):
        ledger.feeds.unfollow("https://a.example", "anna")


def test_a_feed_remembers_its_last_visit(ledger: Ledger) -> None:
    ledger.feeds.follow("https://a.example", "A", None, "anna")
    ledger.feeds.visited("https://a.example", found=20, kept=3, etag='"1"')
    ledger.feeds.visited("https://a.example", found=0, kept=0, trouble="the server does not answer")
    (feed,) = ledger.feeds.all()
    assert feed.last is not None
    assert (feed.last.found, feed.last.trouble, feed.last.etag) == (0, "the server does not answer", None)
    ledger.feeds.unfollow("https://a.example", "anna")
    assert ledger.feeds.all() == ()
