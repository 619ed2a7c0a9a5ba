"""What the ledger keeps of feeds and alerts: the fate of every article listed, and every notice, told once."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from ledger_cases import address, document, dump, ledger, server
from musterbook.errors import LedgerError
from musterbook.ledger import Ledger
from musterbook.ledger.alerts import Notice
from musterbook.ledger.links import Fate, Link
from musterbook.model import Scope

__all__ = ["address", "ledger", "server"]

FEED = "https://daily.example/rss"
SCOPE = Scope(country="KP", area="RU")
NEWS = [Notice(f"figure {number}", "outside-band", f"{number},000", "Words.", date(2025, 1, 10)) for number in (1, 2)]


def test_a_feed_remembers_its_kind_words_and_when_to_come_again(ledger: Ledger) -> None:
    later = datetime(2025, 1, 10, 12, tzinfo=UTC)
    ledger.feeds.follow(FEED, "Daily", None, "anna", kind="rss", words=("North Korea*", "Kursk"))
    ledger.feeds.visited(FEED, found=0, kept=0, etag='"1"', trouble="429", failures=2, not_before=later)
    (feed,) = ledger.feeds.all()
    assert (feed.kind, feed.words) == ("rss", ("North Korea*", "Kursk"))
    assert feed.last is not None
    assert (feed.last.failures, feed.last.not_before, feed.last.etag) == (2, later, '"1"')


def test_the_fate_of_every_article_is_kept_and_nothing_overwritten(ledger: Ledger) -> None:
    again = datetime(2025, 1, 10, 12, tzinfo=UTC)
    urls = [f"https://daily.example/{number}" for number in range(1200)]
    ledger.links.enter(FEED, [Link(url, Fate.OLDER) for url in urls])
    ledger.links.enter(FEED, [Link(urls[0], Fate.FAILED, why="503", tries=1, not_before=again)])
    before = dump(ledger)["links"]
    ledger.links.enter(FEED, [Link(urls[0], Fate.KEPT, "d" * 20, tries=2)])
    found = ledger.links.of(FEED)
    assert len(found) == 1200
    assert (found[urls[0]].fate, found[urls[0]].document, found[urls[0]].tries) == (Fate.KEPT, "d" * 20, 2)
    after = dump(ledger)["links"]
    assert len(after) == len(before) + 1
    changed = [name for row in before for name in before[row] if before[row][name] != after[row][name]]
    assert sorted(changed) == ["superseded", "superseded_by"]
    assert ledger.links.of("https://other.example/rss") == {}


def test_addresses_of_documents_are_known(ledger: Ledger) -> None:
    ledger.add(document(url="https://daily.example/1"))
    asked = [f"https://daily.example/{number}" for number in range(1200)]
    assert ledger.links.held(asked) == {"https://daily.example/1"}


def test_a_notice_is_found_once_and_sent_once(ledger: Ledger) -> None:
    ledger.alerts.add("kp", SCOPE, ["outside-band"], target="atom:kp.atom", who="anna")
    (alert,) = ledger.alerts.all()
    assert (alert.scope, alert.conditions, alert.checked) == (SCOPE, ("outside-band",), alert.recorded)
    until = ledger.alerts.moment()
    assert ledger.alerts.found("kp", NEWS, until) == 2
    assert ledger.alerts.found("kp", NEWS, until) == 0
    now = datetime.now(UTC)
    taken = ledger.alerts.take("kp", now)
    assert [told.notice for told in taken] == NEWS
    assert ledger.alerts.take("kp", now) == ()
    ledger.alerts.sent("kp", [NEWS[0].key])
    ledger.alerts.unsent("kp", [NEWS[1].key], "nobody answers", now + timedelta(minutes=5))
    assert ledger.alerts.take("kp", now + timedelta(minutes=4)) == ()
    (again,) = ledger.alerts.take("kp", now + timedelta(minutes=6))
    assert (again.notice, again.tries, again.trouble) == (NEWS[1], 1, "nobody answers")
    ledger.alerts.sent("kp", [NEWS[1].key])
    assert [told.state for told in ledger.alerts.told("kp")] == ["sent", "sent"]
    assert ledger.alerts.take("kp", now + timedelta(days=1)) == ()


def test_what_a_killed_program_had_taken_up_is_taken_up_again(ledger: Ledger) -> None:
    ledger.alerts.add("kp", SCOPE, ["outside-band"], target="atom:kp.atom", who="anna")
    ledger.alerts.found("kp", NEWS[:1], ledger.alerts.moment())
    now = datetime.now(UTC)
    assert len(ledger.alerts.take("kp", now)) == 1
    assert ledger.alerts.take("kp", now + timedelta(minutes=9)) == ()
    assert len(ledger.alerts.take("kp", now + timedelta(minutes=11))) == 1


def test_what_is_no_alert_is_said(ledger: Ledger) -> None:
    with pytest.raises(LedgerError, match="small letters"):
        ledger.alerts.add("KP in RU", SCOPE, ["new-conflict"], target="atom:x", who="anna")
    with pytest.raises(LedgerError, match="no alert 'none'"):
        ledger.alerts.remove("none", "anna")
