"""A sitemap (sitemaps.org, with Google's news extension) becomes the articles it lists, newest first."""

from __future__ import annotations

import re
from typing import Any

from musterbook.intake.article_addresses import article_address, is_home, same_site
from musterbook.intake.listings import MOST, Kind, Listed, Listing
from musterbook.intake.metadata import Day, read_day
from musterbook.intake.received import UnreadableError

_INDEXED = 10_000
"""Sitemaps of an index that are looked at."""


def read_sitemap(body: bytes, url: str) -> Listing:
    """The articles, or the further sitemaps, that a sitemap lists, newest first as far as it gives days.

    Broken XML is read as far as it goes; no entity is expanded. Addresses of other sites are left out, as the protocol
    has it. Raises UnreadableError when nothing is listed.
    """
    if not body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") and b"<" not in body[:200]:
        return _listing(url, [Listed(line.strip()) for line in body.decode("utf-8", "replace").splitlines()[:MOST]])
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False)
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableError(f"{url} is a broken sitemap: {error}", "try again later", later=True) from error
    if root is None:
        raise UnreadableError(f"{url} is a broken sitemap: nothing in it can be read", "try again later", later=True)
    index = _local(root) == "sitemapindex"
    return _listing(url, [_entry(element) for element in list(root)[: _INDEXED if index else MOST]], index=index)


def _listing(url: str, entries: list[Listed], *, index: bool = False) -> Listing:
    found: dict[str, Listed] = {}
    for entry in entries:
        address = article_address(url, entry.url)
        if address is not None and same_site(url, address) and address != url and not is_home(address):
            found.setdefault(address, Listed(address, entry.title, "", entry.day))
    if not found:
        raise UnreadableError(f"{url} is a sitemap that lists nothing of its site", "check the address")
    newest = sorted(found.values(), key=lambda entry: -entry.day.day.toordinal() if entry.day else 0)
    if index:
        return Listing(Kind.SITEMAP, "", (), further=tuple(entry.url for entry in newest))
    return Listing(Kind.SITEMAP, "", tuple(newest))


def _entry(element: Any) -> Listed:
    said: dict[str, str] = {}
    for part in element.iter():
        if (name := _local(part)) in {"loc", "lastmod", "publication_date", "title"} and part.text:
            said.setdefault(name, re.sub(r"\s+", " ", part.text).strip())
    day: Day | None = None
    for name in ("publication_date", "lastmod"):
        day = day or (read_day(said[name], "sitemap") if name in said else None)
    return Listed(said.get("loc", ""), said.get("title", ""), "", day)


def _local(element: Any) -> str:
    tag = element.tag if isinstance(element.tag, str) else ""
    return tag.rpartition("}")[2].lower()
