"""A page with links becomes the articles it leads to: links of its site whose words or address are an article's."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from musterbook.codebook.intake import intake_section
from musterbook.intake.article_addresses import article_address, is_home, same_site
from musterbook.intake.listings import MOST, Kind, Listed, Listing
from musterbook.intake.metadata import declared
from musterbook.intake.pages import parse
from musterbook.intake.received import UnreadableError

_WORDS = 4
"""Words from which on a link's text is taken for a headline."""
_LETTERS = 12
"""The same in letters, for scripts that part no words."""
_ARTICLE = re.compile(
    r"/(?:19|20)\d{2}[/-]\d{1,2}(?=[/-])|\d{5,}|/(?:[^/-]+-){3,}[^/]*/?$|\.(?:s?html?|php|aspx?)$", re.IGNORECASE
)
"""Paths that articles have: a day, a number, four words with hyphens, a file's ending."""
_FEEDS = re.compile(r"application/(?:rss|atom|feed)\+(?:xml|json)", re.IGNORECASE)


def read_links(markup: str, url: str) -> Listing:
    """The articles a page of HTML leads to, in its order, and the feeds it names of itself.

    Links in the parts that hold no article text (navigation, footer, forms) are left out, and those of other sites.
    Raises UnreadableError when there are none, and no feed either.
    """
    tree = parse(markup)
    found: dict[str, Listed] = {}
    offers: dict[str, None] = {}
    if tree is not None:
        base = next(iter(tree.xpath("//base/@href")), None)
        here = article_address(url, str(base)) if base else None
        for link in tree.iter("link"):
            if "alternate" in (link.get("rel") or "").lower() and _FEEDS.match(link.get("type") or ""):
                address = article_address(here or url, link.get("href"))
                if address is not None:
                    offers[address] = None
        itself = article_address(url, url)
        for anchor in tree.iter("a"):
            address = article_address(here or url, anchor.get("href"))
            if address is None or address == itself or is_home(address):
                continue
            if not same_site(url, address) or _in_furniture(anchor):
                continue
            title = " ".join(anchor.text_content().split())
            if _is_headline(title) or _ARTICLE.search(urlsplit(address).path):
                longest = max(title, found[address].title if address in found else "", key=len)
                found[address] = Listed(address, longest)
    if not found and not offers:
        raise UnreadableError(f"{url} is a page without links to articles", "give the address of a feed or overview")
    about = "" if tree is None else declared(tree, url).title
    return Listing(Kind.PAGE, about, tuple(found.values())[:MOST], offers=tuple(offers))


def _is_headline(text: str) -> bool:
    return len(text.split()) >= _WORDS or (
        len(text) >= _LETTERS and any("\u3040" <= letter <= "\u9fff" for letter in text)
    )


def _in_furniture(anchor: Any) -> bool:
    """Whether a link stands in a part of the page that holds no article text; headlines do stand in an aside."""
    without = intake_section().elements.tags - {"aside", "figure", "figcaption"}
    return any(element.tag in without for element in anchor.iterancestors())
