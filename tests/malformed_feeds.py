"""Twenty-five feeds as they should not be, and what a visit to each comes to: articles kept, failures told."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Callable
from dataclasses import dataclass
from xml.sax.saxutils import escape


@dataclass(frozen=True)
class Malformed:
    """A broken feed: its body for the address of a site, what it comes to, and what the server calls it."""

    name: str
    body: Callable[[str], bytes]
    kept: int
    failed: int
    media_type: str = "application/rss+xml"


def item(title: str, link: str, more: str = "") -> str:
    return f"<item><title>{title}</title><link>{link}</link>{more}</item>"


def channel(*items: str) -> str:
    return f"<rss version='2.0'><channel><title>D</title>{''.join(items)}</channel></rss>"


def bomb(root: str) -> str:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    return f'<?xml version="1.0"?><!DOCTYPE {root} [<!ENTITY l0 "lol">{levels}]>'


def _html(site: str) -> bytes:
    body = f'<h1>502</h1><a href="{site}/a">Go back to the page before</a>'
    return f"<!doctype html><html><body>{body}</body></html>".encode()


def _wrong_encoding(site: str) -> bytes:
    text = channel(item("Солдаты прибыли в Курск", f"{site}/a"))
    return f'<?xml version="1.0" encoding="utf-8"?>{text}'.encode("windows-1251")


def _unknown_encoding(site: str) -> bytes:
    return f'<?xml version="1.0" encoding="klingon"?>{channel(item("A", f"{site}/a"))}'.encode()


def _utf16(site: str) -> bytes:
    return f'<?xml version="1.0" encoding="utf-8"?>{channel(item("A", f"{site}/a"))}'.encode("utf-16")


def _bad_dates(site: str) -> bytes:
    days = ["", "yesterday", "Fri, 32 Foo 2025 99:99:99 +9999", "0000-00-00", "9999999999999", "2199-01-01T00:00:00Z"]
    items = (item(f"A{number}", f"{site}/a?{number}", f"<pubDate>{day}</pubDate>") for number, day in enumerate(days))
    return channel(*items).encode()


def _entity_bomb(site: str) -> bytes:
    return (bomb("rss") + channel(item("&l11;", f"{site}/a"))).encode()


def _entity_file(site: str) -> bytes:
    head = '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    return (head + channel(item("&x;", f"{site}/a", "<description>&x;</description>"))).encode()


def _sitemap_bomb(site: str) -> bytes:
    named = f"<url><loc>{site}/a</loc></url><url><loc>{site}/&l11;</loc></url>"
    return f"{bomb('urlset')}<urlset>{named}</urlset>".encode()


def _huge_item(site: str) -> bytes:
    words = "Soldiers came to the region by rail on Friday. " * 220_000
    return channel(item("A", f"{site}/a", f"<description>{words}</description>")).encode()


def _truncated(site: str) -> bytes:
    return channel(item("A", f"{site}/a"), item("B", f"{site}/b")).encode()[:-70]


def _json_broken(site: str) -> bytes:
    whole = {"version": "https://jsonfeed.org/version/1.1", "items": [{"id": 1, "url": f"{site}/a"}]}
    return json.dumps(whole).encode()[:-5]


def _json_wrong_types(site: str) -> bytes:
    broken: list[object] = [None, 7, "x", [], {}, {"id": {"a": 1}, "url": 5}]
    items = [*broken, {"url": f"{site}/a", "authors": 9, "tags": {}}]
    return json.dumps({"version": "https://jsonfeed.org/version/1", "items": items}).encode()


def _json_deep(site: str) -> bytes:
    return b'{"version": "https://jsonfeed.org/version/1", "items": ' + b"[" * 200_000 + b"]" * 200_000 + b"}"


def _json_no_items(site: str) -> bytes:
    return b'{"version": "https://jsonfeed.org/version/1", "items": {"a": 1}}'


def _empty(site: str) -> bytes:
    return b""


def _blank(site: str) -> bytes:
    return b"\xef\xbb\xbf \n\t\n"


def _binary(site: str) -> bytes:
    return b"\x00\x01\x02" + random.Random(1).randbytes(20_000)


def _no_items(site: str) -> bytes:
    return channel().encode()


def _doubles(site: str) -> bytes:
    return channel(*(item("A", f"{site}/a#{number}") for number in range(500))).encode()


def _odd_links(site: str) -> bytes:
    odd = ["javascript:alert(1)", "mailto:x@y.z", "http://", "http://[::1", "//", "ftp://x/y", "\x07", "x" * 5000,
           "http://127.0.0.1:22/", "http://169.254.169.254/latest/", "file:///etc/passwd"]  # fmt: skip
    return channel(item("A", f"{site}/a"), *(item(f"O{n}", escape(link)) for n, link in enumerate(odd))).encode()


def _deep(site: str) -> bytes:
    return ("<rss><channel>" + "<b>" * 50_000 + item("A", f"{site}/a")).encode()


def _sitemap_loop(site: str) -> bytes:
    here = "".join(f"<sitemap><loc>{site}/{name}</loc></sitemap>" for name in ("bad", "bad?again", "bad?a", "bad?b"))
    return f"<sitemapindex>{here}</sitemapindex>".encode()


def _nothing_of_its_site(site: str) -> bytes:
    return b"<urlset><url><loc>https://elsewhere.example/a</loc></url></urlset>"


def _gzip_bomb(site: str) -> bytes:
    return gzip.compress(b"<urlset>" + b" " * 80_000_000)


CORPUS = (
    Malformed("a page instead of a feed", _html, 0, 1, "text/html"),
    Malformed("a page that says it is a feed", _html, 0, 1),
    Malformed("another encoding than declared", _wrong_encoding, 1, 0),
    Malformed("an encoding that is none", _unknown_encoding, 1, 0),
    Malformed("UTF-16 that says it is UTF-8", _utf16, 1, 0),
    Malformed("days that are none", _bad_dates, 1, 0),
    Malformed("a bomb of entities", _entity_bomb, 1, 0),
    Malformed("an entity that names a file", _entity_file, 1, 0),
    Malformed("a bomb of entities in a sitemap", _sitemap_bomb, 1, 0),
    Malformed("an item of 10 MB", _huge_item, 1, 0),
    Malformed("cut off in an item", _truncated, 1, 0),
    Malformed("JSON cut off", _json_broken, 0, 1, "application/feed+json"),
    Malformed("JSON of the wrong types", _json_wrong_types, 1, 0, "application/feed+json"),
    Malformed("JSON nested 200,000 deep", _json_deep, 0, 1, "application/feed+json"),
    Malformed("JSON without items", _json_no_items, 0, 1, "application/feed+json"),
    Malformed("empty", _empty, 0, 1),
    Malformed("blank", _blank, 0, 1),
    Malformed("binary", _binary, 0, 1),
    Malformed("without items", _no_items, 0, 1),
    Malformed("one article 500 times", _doubles, 1, 0),
    Malformed("links that lead nowhere", _odd_links, 1, 2),
    Malformed("elements nested 50,000 deep", _deep, 1, 0),
    Malformed("sitemaps that name each other", _sitemap_loop, 0, 3),
    Malformed("a sitemap of another site", _nothing_of_its_site, 0, 1),
    Malformed("a bomb of gzip", _gzip_bomb, 0, 1, "application/gzip"),
)
