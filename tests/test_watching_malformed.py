"""Malformed feeds never stop a round: each comes to articles or to failures with words, and the others are visited."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from malformed_feeds import CORPUS, Malformed
from musterbook.ledger import Ledger
from watch_cases import Site, follow, rss, site, visit

__all__ = ["site"]

KURSK = "About 3,000 North Korean soldiers are stationed in Kursk region, Ukrainian intelligence said on Friday."


@pytest.mark.parametrize("feed", CORPUS, ids=lambda feed: feed.name)
def test_a_malformed_feed_comes_to_articles_or_failures_and_the_others_are_visited(
    tmp_path: Path, site: Site, feed: Malformed
) -> None:
    site.size = 20_000_000
    site.article("/a", "A", KURSK)
    for number in range(6):
        site.article(f"/a?{number}", "A", KURSK)
    body = feed.body(site.url)
    for path in ("/bad", "/bad?again", "/bad?a", "/bad?b"):
        site.put(path, body, feed.media_type)
    site.article("/good", "Good", KURSK.replace("3,000", "4,000"))
    with Ledger.open(tmp_path / "muster.db") as ledger:
        follow(ledger, f"{site.url}/bad")
        follow(ledger, site.put("/rss", rss(("Good", f"{site.url}/good")), "text/xml"))
        started = time.monotonic()
        bad, good = sorted(visit(ledger, site), key=lambda report: report.feed.url)
        assert time.monotonic() - started < 30
        assert (good.kept, good.failures) == (1, [])
        told = [str(failure) for failure in bad.failures]
        assert (bad.kept, len(told)) == (feed.kept, feed.failed), told
        assert all(site.url in line or "127.0.0.1" in line or "169.254" in line for line in told)
        assert not any("Error:" in line or "please report" in line for line in told), told
        assert list(ledger.check()) == []
        assert "root:" not in "".join(entry.document.content for entry in ledger.entries())
