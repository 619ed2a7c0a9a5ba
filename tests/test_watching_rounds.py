"""Feeds followed: what is new is had once, politely, and what fails is told and tried again when it may be."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from xml.sax.saxutils import escape

import pytest

from musterbook.ledger import Ledger
from musterbook.ledger.links import Fate
from musterbook.watching.courses import Terms
from watch_cases import Answer, Site, follow, page, rss, site, visit

__all__ = ["site"]

KURSK = "About 3,000 North Korean soldiers are stationed in Kursk region, Ukrainian intelligence said on Friday."
LOSSES = "Seoul's spy agency said that 300 North Korean soldiers had been killed near Sudzha."
OTHER = "The museum opened a hall of paintings on Friday, and many visitors came to see them."


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(tmp_path / "muster.db") as opened:
        yield opened


def fates(ledger: Ledger, url: str) -> dict[str, Fate]:
    return {address.rpartition("/")[2]: link.fate for address, link in ledger.links.of(url).items()}


def test_new_articles_are_kept_once_and_an_unchanged_feed_costs_one_request(ledger: Ledger, site: Site) -> None:
    links = [("Soldiers", site.article("/a", "Soldiers", KURSK)), ("Losses", site.article("/b", "Losses", LOSSES))]
    feed = site.put(
        "/rss", rss(*links), "application/rss+xml", ETag='"1"', Last_Modified="Fri, 10 Jan 2025 10:00:00 GMT"
    )
    follow(ledger, feed)
    (first,) = visit(ledger, site)
    assert (first.listed, first.kept, first.failures) == (2, 2, [])
    assert first.claims == ledger.count() > 0
    (again,) = visit(ledger, site)
    assert (again.unchanged, again.kept) == (True, 0)
    assert list(again.lines()) == ["The Daily: nothing new"]
    conditional = [headers for path, headers in site.asked if path == "/rss"][1]
    assert conditional["if-none-match"] == '"1"'
    assert conditional["if-modified-since"] == "Fri, 10 Jan 2025 10:00:00 GMT"
    third = ("More", site.article("/c", "More", KURSK.replace("3,000", "4,000")))
    site.put("/rss", rss(third, *links), "application/rss+xml", ETag='"2"')
    (later,) = visit(ledger, site)
    assert (later.listed, later.kept, later.known) == (3, 1, 0)
    assert [site.count(path) for path in ("/a", "/b", "/c")] == [1, 1, 1]
    assert site.count("/robots.txt") == 3  # once a round
    assert fates(ledger, feed) == dict.fromkeys("abc", Fate.KEPT)
    assert list(ledger.check()) == []


def test_what_is_in_the_ledger_is_not_fetched(ledger: Ledger, site: Site) -> None:
    tracked = site.article("/a", "Soldiers", KURSK)
    follow(ledger, site.put("/rss", rss(("Soldiers", f"{tracked}?utm_source=rss#top")), "text/xml"))
    visit(ledger, site)
    follow(ledger, other := site.put("/other", rss(("Soldiers", tracked)), "text/xml"))
    (_, second) = visit(ledger, site)
    assert second.known == 1
    assert site.count("/a") == 1
    assert fates(ledger, other) == {"a": Fate.KNOWN}


@pytest.mark.parametrize("kind", ["atom", "json feed", "sitemap", "index", "page", "text"])
def test_every_kind_of_listing_is_followed(ledger: Ledger, site: Site, kind: str) -> None:
    link = site.article("/2025/01/10/soldiers-in-kursk", "Soldiers", KURSK)
    listings = {
        "atom": (f'<feed xmlns="http://www.w3.org/2005/Atom"><title>D</title><entry><title>S</title><id>1</id>'
                 f'<link href="{link}"/></entry></feed>', "application/atom+xml"),
        "json feed": (f'{{"version": "https://jsonfeed.org/version/1.1", "items": [{{"id": 7, "url": "{link}"}}]}}',
                      "application/feed+json"),
        "sitemap": (f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>{link}'
                    "</loc><lastmod>2025-01-10</lastmod></url></urlset>", "application/xml"),
        "index": (f"<sitemapindex><sitemap><loc>{site.url}/one.xml</loc></sitemap><sitemap><loc>{site.url}/list"
                  "</loc></sitemap></sitemapindex>", "application/xml"),
        "page": ('<html><body><nav><a href="/2025/01/01/in-the-navigation">All the news that there was</a></nav>'
                 f'<ul><li><a href="{link}">Thousands of soldiers in Kursk</a><li><a href="/x">More</a></ul>'
                 '<a href="https://elsewhere.example/2025/01/10/a-story">Another site has a story</a></body></html>',
                 "text/html"),
        "text": (f"{link}\n{site.url}/list\n", "text/plain"),
    }  # fmt: skip
    site.put("/one.xml", f"<urlset><url><loc>{link}</loc></url></urlset>", "text/xml")
    feed = site.put("/list", *listings[kind])
    follow(ledger, feed, kind=None)
    (report,) = visit(ledger, site)
    assert (report.kept, report.failures) == (1, [])
    assert list(ledger.links.of(feed)) == [link]


def test_robots_rules_and_crawl_delay_are_honoured(ledger: Ledger, site: Site) -> None:
    site.put("/robots.txt", "User-agent: *\nDisallow: /closed\nCrawl-delay: 1\n", "text/plain")
    links = [("A", site.article("/closed/a", "A", KURSK)), ("B", site.article("/b", "B", LOSSES))]
    follow(ledger, site.put("/rss", rss(*links), "text/xml"))
    started = time.monotonic()
    (report,) = visit(ledger, site)
    assert time.monotonic() - started >= 2.0
    assert (report.kept, len(report.failures)) == (1, 1)
    assert "robots.txt asks not to" in report.failures[0].message
    assert report.failures[0].again is None
    assert site.count("/closed/a") == 0


def test_a_short_retry_after_is_waited_for(ledger: Ledger, site: Site) -> None:
    asked: list[float] = []

    def busy(_: Any) -> Answer:
        asked.append(time.monotonic())
        return (429, {"Retry-After": "1"}, b"") if len(asked) == 1 else (200, {"Content-Type": "text/html"}, body)

    body = page("A", KURSK).encode()
    site.pages["/a"] = busy
    follow(ledger, site.put("/rss", rss(("A", f"{site.url}/a")), "text/xml"))
    (report,) = visit(ledger, site)
    assert (report.kept, report.failures) == (1, [])
    assert asked[1] - asked[0] >= 1.0


def test_a_long_retry_after_leaves_the_host_alone_until_then(ledger: Ledger, site: Site) -> None:
    links = [("A", site.refuse("/a", 429, Retry_After="3600")), ("B", site.article("/b", "B", LOSSES))]
    feed = site.put("/rss", rss(*links), "text/xml", ETag='"1"')
    follow(ledger, feed)
    moment = datetime(2025, 1, 10, 12, tzinfo=UTC)
    (report,) = visit(ledger, site, at=moment)
    assert (report.kept, report.left, len(report.failures)) == (0, 1, 1)
    assert site.count("/b") == 0
    (resting,) = visit(ledger, site, at=moment + timedelta(minutes=50))
    assert resting.resting is not None
    assert resting.resting >= moment + timedelta(hours=1)
    assert (site.count("/rss"), site.count("/a")) == (1, 1)
    site.article("/a", "A", KURSK)
    (later,) = visit(ledger, site, at=moment + timedelta(hours=2))
    assert (later.kept, later.failures) == (2, [])  # asked without its ETag, for there was something left
    assert fates(ledger, feed) == {"a": Fate.KEPT, "b": Fate.KEPT}


def test_a_feed_that_fails_is_left_alone_longer_each_time_and_keeps_its_etag(ledger: Ledger, site: Site) -> None:
    feed = site.put("/rss", rss(("A", site.article("/a", "A", KURSK))), "text/xml", ETag='"1"')
    follow(ledger, feed)
    moment = datetime(2025, 1, 10, 12, tzinfo=UTC)
    visit(ledger, site, at=moment)
    kept, site.pages["/rss"] = site.pages["/rss"], (503, {}, b"")
    waits, chance = [], Random(1)
    for _ in range(4):
        (report,) = visit(ledger, site, at=moment, chance=chance)
        assert len(report.failures) == 1
        again = report.failures[0].again
        assert again is not None
        waits.append((again - moment) / timedelta(minutes=1))
        moment = again + timedelta(seconds=1)
    assert all(0.75 * 5 * 2**n <= wait <= 1.25 * 5 * 2**n for n, wait in enumerate(waits))
    assert len({round(wait / 2**n, 3) for n, wait in enumerate(waits)}) == 4  # chance spreads them
    site.pages["/rss"] = kept
    (report,) = visit(ledger, site, at=moment)
    assert report.unchanged
    (followed,) = ledger.feeds.all()
    assert followed.last is not None
    assert (followed.last.failures, followed.last.trouble, followed.last.etag) == (0, None, '"1"')


def test_articles_that_fail_for_a_while_are_tried_again_and_others_are_not(ledger: Ledger, site: Site) -> None:
    links = [("A", site.refuse("/a", 500)), ("B", site.refuse("/b", 404)), ("C", site.put("/c", "<p></p>"))]
    feed = site.put("/rss", rss(*links), "text/xml", ETag='"1"')
    follow(ledger, feed)
    moment = datetime(2025, 1, 10, 12, tzinfo=UTC)
    (report,) = visit(ledger, site, at=moment)
    assert sorted((one.source[-2:], one.again is not None) for one in report.failures) == [
        ("/a", True),
        ("/b", False),
        ("/c", False),
    ]
    site.article("/a", "A", KURSK)
    (soon,) = visit(ledger, site, at=moment + timedelta(minutes=1))
    assert (soon.unchanged, soon.kept, site.count("/a")) == (True, 0, 1)
    (later,) = visit(ledger, site, at=moment + timedelta(minutes=10))
    assert (later.kept, later.failures) == (1, [])
    assert [site.count(path) for path in ("/a", "/b", "/c")] == [2, 1, 1]
    assert ledger.links.of(feed)[f"{site.url}/a"].tries == 2


def test_an_article_is_given_up_after_eight_tries(ledger: Ledger, site: Site) -> None:
    follow(ledger, feed := site.put("/rss", rss(("A", site.refuse("/a", 500))), "text/xml", ETag='"1"'))
    moment = datetime(2025, 1, 10, 12, tzinfo=UTC)
    for _ in range(10):
        visit(ledger, site, at=moment)
        moment += timedelta(days=2)
    assert site.count("/a") == 8
    assert ledger.links.of(feed)[f"{site.url}/a"].not_before is None


def drip(handler: Any) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "100000")
    handler.end_headers()
    stop = threading.Event()
    try:
        for _ in range(200):
            handler.wfile.write(b"<")
            handler.wfile.flush()
            stop.wait(0.05)
    except OSError:
        pass


def cut_off(handler: Any) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "100000")
    handler.end_headers()
    handler.wfile.write(b"<?xml version='1.0'?><rss><channel><item><title>A</title>")


@pytest.mark.parametrize(
    ("trouble", "words"),
    [
        (drip, "did not answer whole within 2 seconds"),
        (cut_off, "the server broke off"),
        ((301, {"Location": "/bad"}, b""), "redirects more than 5 times"),
        ((302, {"Location": "http://127.0.0.1/"}, b""), "not a public address"),
        ((410, {}, b""), "not there (410)"),
        ((200, {"Content-Type": "application/xml"}, b"x" * 5_000_000), "larger than 4.0 MB"),
        ((200, {"Content-Type": "text/xml", "Content-Encoding": "gzip"}, b"no gzip"), "packed body is broken"),
    ],
    ids=["slow bytes", "truncated", "redirects in a circle", "redirect inside", "gone", "too large", "broken gzip"],
)
def test_trouble_with_one_feed_does_not_stop_the_others(ledger: Ledger, site: Site, trouble: Any, words: str) -> None:
    site.pages["/bad"] = trouble
    follow(ledger, f"{site.url}/bad")
    follow(ledger, site.put("/rss", rss(("A", site.article("/a", "A", KURSK))), "text/xml"))
    bad, good = sorted(visit(ledger, site), key=lambda report: report.feed.url)
    assert words in bad.failures[0].message
    assert bad.failures[0].again is not None
    assert (good.kept, good.failures) == (1, [])


def test_redirected_feeds_and_articles_are_followed(ledger: Ledger, site: Site) -> None:
    site.article("/new/a", "A", KURSK)
    site.pages["/a"] = (301, {"Location": "/new/a"}, b"")
    site.put("/new/rss", rss(("A", f"{site.url}/a")), "text/xml")
    site.pages["/rss"] = (308, {"Location": "/new/rss"}, b"")
    follow(ledger, f"{site.url}/rss")
    (report,) = visit(ledger, site)
    assert report.kept == 1
    (again,) = visit(ledger, site)
    assert again.kept == 0
    assert site.count("/new/a") == 1


def test_words_choose_by_the_feed_then_by_the_article(ledger: Ledger, site: Site) -> None:
    links = [
        ("North Koreans in Kursk", site.article("/a", "North Koreans in Kursk", KURSK)),
        ("Thousands of foreign troops sent to the border, officials say", site.article("/b", "Troops", LOSSES)),
        (
            "Thousands of soldiers are deployed in the east, officials say",
            site.article("/c", "Soldiers", "In Mali, 200 soldiers came."),
        ),
        ("A new hall in the museum", site.article("/d", "A new hall", OTHER)),
    ]
    feed = site.put("/rss", rss(*links), "text/xml", ETag='"1"')
    follow(ledger, feed, "north korea*", "Kursk")
    (report,) = visit(ledger, site)
    assert (report.kept, report.passed) == (2, 2)
    assert fates(ledger, feed) == {"a": Fate.KEPT, "b": Fate.KEPT, "c": Fate.PASSED, "d": Fate.PASSED}
    assert site.count("/d") == 0
    follow(ledger, feed, "museum")
    (again,) = visit(ledger, site)
    assert (again.kept, fates(ledger, feed)["d"]) == (1, Fate.KEPT)


def test_the_first_visit_takes_the_newest_and_a_round_no_more_than_asked(ledger: Ledger, site: Site) -> None:
    links = []
    for number in range(12):
        address = site.article(f"/{number}", f"Report {number}", KURSK.replace("3,000", f"3,{number:03}"))
        links.append(f"<url><loc>{address}</loc><lastmod>2025-01-{number + 1:02}</lastmod></url>")
    site.put("/map", f"<urlset>{''.join(links[:6])}</urlset>", "text/xml", ETag='"1"')
    follow(ledger, feed := f"{site.url}/map", kind="sitemap")
    (first,) = visit(ledger, site, Terms(backlog=2))
    assert (first.kept, first.older) == (2, 4)
    assert {name for name, fate in fates(ledger, feed).items() if fate is Fate.KEPT} == {"4", "5"}
    site.put("/map", f"<urlset>{''.join(links)}</urlset>", "text/xml", ETag='"2"')
    (second,) = visit(ledger, site, Terms(most=4))
    assert (second.kept, second.left) == (4, 2)
    (third,) = visit(ledger, site, Terms(most=4))
    assert (third.kept, third.left, third.unchanged) == (2, 0, False)
    (fourth,) = visit(ledger, site)
    assert fourth.unchanged


def test_an_item_that_carries_its_article_is_kept_where_its_page_is_refused(ledger: Ledger, site: Site) -> None:
    whole = f"<p>{KURSK}</p>" + f"<p>{OTHER}</p>" * 8
    items = (
        f"<item><title>A</title><link>{site.refuse('/a', 403)}</link><description>{escape(whole)}</description></item>"
        "<item><title>B</title><guid isPermaLink='false'>b</guid>"
        f"<description>{escape(f'<p>{LOSSES}</p>')}</description></item>"
        f"<item><title>C</title><link>{site.refuse('/c', 403)}</link><description>Short.</description></item>"
        "<item><pubDate>Fri, 10 Jan 2025 10:00:00 GMT</pubDate></item>"
    )
    follow(ledger, site.put("/rss", f"<rss><channel><title>D</title>{items}</channel></rss>", "text/xml"))
    (report,) = visit(ledger, site)
    assert (report.kept, [one.source for one in report.failures]) == (2, [f"{site.url}/c"])
    assert any("kept as its feed gives it" in notice for notice in report.notices)
    assert any("1 items with neither" in notice for notice in report.notices)
    assert list(ledger.check()) == []


def test_a_page_where_a_feed_was_is_told_and_its_links_are_not_taken(ledger: Ledger, site: Site) -> None:
    link = site.article("/2025/01/10/a", "A", KURSK)
    follow(ledger, site.put("/rss", f'<html><body><a href="{link}">Please agree to our cookies</a></body></html>'))
    (report,) = visit(ledger, site)
    assert "a page of HTML, where an rss feed was" in report.failures[0].message
    assert site.count("/2025/01/10/a") == 0


def test_hosts_are_asked_in_turn_with_a_pause_between(site: Site) -> None:
    from musterbook.watching.hosts import Hosts

    clock = [0.0]
    hosts: Hosts[str] = Hosts(
        2.0, clock=lambda: clock[0], sleep=lambda seconds: clock.__setitem__(0, clock[0] + seconds)
    )
    for name in ("a", "b"):
        for number in range(3):
            hosts.add(name, f"{name}{number}")
    seen = []
    while (following := hosts.next()) is not None:
        where, work = following
        seen.append((clock[0], work))
        clock[0] += 0.5
        hosts.rest(where, 5.0 if work == "a0" else None)
    assert seen == [(0.0, "a0"), (0.5, "b0"), (3.0, "b1"), (5.5, "a1"), (6.0, "b2"), (8.0, "a2")]
