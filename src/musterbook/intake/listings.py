"""What lists articles becomes a listing of them: RSS, Atom, JSON Feed, a sitemap, or a page with links."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from musterbook.intake.article_addresses import article_address
from musterbook.intake.encodings import decode
from musterbook.intake.limits import MEGABYTE
from musterbook.intake.metadata import Day
from musterbook.intake.received import UnreadableError
from musterbook.intake.records import parse_json
from musterbook.intake.sniffing import Form, sniff
from musterbook.model import Capture

_UNPACKED = 50 * MEGABYTE
"""Bytes of a packed listing (the limit the protocol sets to a sitemap)."""
MOST = 50_000
"""Articles of one listing (the same)."""
_TELLING = 20_000
"""Characters of an item's markup whose words are listed with it."""
_SITEMAP = re.compile(r"<(?:\w+:)?(urlset|sitemapindex)\b", re.IGNORECASE)


class Kind(StrEnum):
    """The kinds of listing there are."""

    RSS = "rss"
    ATOM = "atom"
    JSON_FEED = "json feed"
    SITEMAP = "sitemap"
    PAGE = "page"


@dataclass(frozen=True)
class Listed:
    """An article as a listing names it: its address, and what the listing says of it."""

    url: str
    title: str = ""
    words: str = ""
    day: Day | None = None
    item: Any = None
    """The feed's item (`feeds.Item`), where it carries text of its own."""
    link: bool = True
    """Whether there is a page at the address; an item without a link has only its own text."""


@dataclass(frozen=True)
class Listing:
    """The articles a listing names, in its order; `further` are sitemaps it names, `offers` feeds a page names."""

    kind: Kind
    title: str
    articles: tuple[Listed, ...]
    further: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
    feed: Any = None
    """The feed (`feeds.Feed`) whose items carry text."""
    unusable: int = 0
    """Items with neither an address nor a text."""


def read_listing(capture: Capture, url: str) -> Listing:
    """The listing in what was fetched from an address.

    Raises UnreadableError when it is none of the kinds there are, or names nothing.
    """
    body = capture.body
    form = sniff(body[:65_536], name=url, declared=capture.media_type or None)
    if form is Form.GZIP:
        from musterbook.intake.archives import inflate

        body = inflate(body, _UNPACKED, url)
        form = sniff(body[:65_536], name=url.removesuffix(".gz"))
    if not body.strip():
        raise UnreadableError(f"{url} is empty", "try again later, or check the address", later=True)
    if form in {Form.PAGE, Form.FEED, Form.TEXT}:
        head = decode(body[:8_000], declared=capture.encoding, source=url).text
        if _SITEMAP.search(head) or (form is Form.TEXT and _is_list(head)):
            from musterbook.intake.sitemaps import read_sitemap

            return read_sitemap(body, url)
        if form is Form.FEED:
            from musterbook.intake.feeds import read_feed

            kind = Kind.ATOM if re.search(r"<(?:\w+:)?feed\b", head, re.IGNORECASE) else Kind.RSS
            return _of_feed(kind, read_feed(body, source=url, encoding=capture.encoding), url)
        if form is Form.PAGE:
            from musterbook.intake.page_links import read_links

            return read_links(decode(body, declared=capture.encoding, source=url, page=True).text, capture.url or url)
    if form in {Form.JSON, Form.JSONL}:
        from musterbook.intake.feeds import is_json_feed, read_json_feed

        value = parse_json(body, url)
        if is_json_feed(value):
            return _of_feed(Kind.JSON_FEED, read_json_feed(value, source=url), url)
    raise UnreadableError(
        f"{url} is no feed, sitemap or page with links (it is {form.value})", "give the address of one"
    )


def _is_list(head: str) -> bool:
    """Whether a text is a sitemap of the plain kind: one address a line."""
    lines = [line.strip() for line in head.splitlines()[:20] if line.strip()][:-1]
    return bool(lines) and all(re.match(r"https?://\S+$", line) for line in lines)


def _of_feed(kind: Kind, feed: Any, url: str) -> Listing:
    found: dict[str, Listed] = {}
    unusable, itself = 0, article_address(url, url)
    for item in feed.items[:MOST]:
        link = article_address(url, item.link)
        link = None if link == itself else link
        words = _words(item.markup[:_TELLING])
        if link is None and not words:
            unusable += 1
            continue
        address = link or f"{url}#{item.key or item.title}"
        found.setdefault(
            address, Listed(address, item.title, words, item.day, item if words else None, link is not None)
        )
    return Listing(kind, feed.title, tuple(found.values()), feed=feed, unusable=unusable)


def _words(markup: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^<>]*>", " ", markup)).split())
