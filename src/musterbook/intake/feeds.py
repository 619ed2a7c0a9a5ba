"""A feed (RSS, Atom, JSON Feed) becomes its items; an item that carries its article becomes a document."""

from __future__ import annotations

import codecs
import html
import io
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

from musterbook.errors import SourceError
from musterbook.intake.cleaning import clean
from musterbook.intake.language import language_of
from musterbook.intake.metadata import Day, read_day
from musterbook.intake.pages import believable, read_page
from musterbook.intake.received import Taken, UnreadableError
from musterbook.model import Document

_SUMMARY = 600
"""Characters below which an item's text counts as a summary of the article behind its link."""
_LARGEST_ITEM = 2_000_000


@dataclass(frozen=True)
class Item:
    """One item of a feed, as the feed gives it; `markup` is HTML."""

    key: str
    title: str = ""
    link: str | None = None
    day: Day | None = None
    authors: tuple[str, ...] = ()
    markup: str = ""


@dataclass(frozen=True)
class Feed:
    """A feed: its name, its language as declared, and its items in its order."""

    title: str
    language: str | None
    items: tuple[Item, ...]


def read_feed(body: bytes, *, source: str = "the feed", encoding: str | None = None) -> Feed:
    """The feed in RSS or Atom bytes; broken XML is mended where it can be. `encoding` is what the server said of it.

    Raises UnreadableError when there are no items in it.
    """
    try:
        import feedparser
    except ImportError as error:
        raise UnreadableError(
            f"{source}: feeds need the package feedparser", "pip install 'musterbook[archives]'"
        ) from error
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        # The declaration may say otherwise: the mark is believed.
        body, encoding = re.sub(r"^\s*<\?xml[^>]*\?>", "", body.decode("utf-16", "replace")).encode(), "utf-8"
    said = {"content-type": f"application/xml; charset={encoding}"} if encoding else {}
    try:
        parsed = feedparser.parse(
            io.BytesIO(body), sanitize_html=False, resolve_relative_uris=False, response_headers=said
        )
    except Exception as error:  # broken XML of the worst kind fails inside the parser in ways of its own
        raise UnreadableError(f"{source} is a broken feed: {error}", "check the address of the feed") from error
    items = tuple(_item(entry) for entry in parsed.entries)
    if not items:
        raise UnreadableError(f"{source} is XML, but no feed with items in it", "check the address of the feed")
    about = parsed.feed
    return Feed(_plain(about.get("title")), about.get("language"), items)


def read_json_feed(value: dict[str, Any], *, source: str = "the feed") -> Feed:
    """The feed in the parsed JSON of a JSON Feed (jsonfeed.org, versions 1 and 1.1).

    Raises UnreadableError when there are no items in it.
    """
    listed = value.get("items")
    items = tuple(_json_item(item) for item in listed if isinstance(item, dict)) if isinstance(listed, list) else ()
    if not items:
        raise UnreadableError(f"{source} is a JSON Feed without items", "check the address of the feed")
    return Feed(_plain(value.get("title")), _string(value.get("language")), items)


def is_json_feed(value: Any) -> bool:
    """Whether parsed JSON is a JSON Feed."""
    return isinstance(value, dict) and str(value.get("version", "")).startswith("https://jsonfeed.org/version/")


def item_document(feed: Feed, item: Item, *, source: str, capture: str | None, today: date | None = None) -> Taken:
    """The document an item carries; a notice says where it is only a summary.

    Raises UnreadableError when the item has no text of its own: its article stands behind its link.
    """
    if len(item.markup) > _LARGEST_ITEM:
        raise UnreadableError(
            f"{source} is an item of {len(item.markup):,} characters", "fetch its article by its link"
        )
    try:
        body = read_page(item.markup, source=source).document.text
    except SourceError as error:
        where = f"fetch {item.link}" if item.link else "there is nothing to read"
        raise UnreadableError(f"{source} has no text of its own", where) from error
    day, notices = believable((item.day,) if item.day else (), today or date.today(), source)
    if len(body) < _SUMMARY:
        notices += (f"{source} is read from the feed, which may give only a summary of {item.link or 'the article'}",)
    document = Document(
        title=item.title,
        text=body,
        outlet=feed.title or None,
        published=day.day if day else None,
        published_precision=day.precision if day else "day",
        language=language_of(f"{item.title}\n{body}", feed.language),
        url=item.link,
        authors=item.authors,
        key=item.key or None,
        capture=capture,
    )
    return Taken(document, notices)


def _item(entry: Any) -> Item:
    contents = [part.get("value") or "" for part in entry.get("content") or ()]
    markup = max((*contents, entry.get("summary") or ""), key=len)
    written = next((entry.get(name) for name in ("published", "updated", "created") if entry.get(name)), None)
    return Item(
        key=_plain(entry.get("id") or entry.get("link") or entry.get("title")),
        title=_plain(entry.get("title")),
        link=_string(entry.get("link")),
        day=read_day(written, "feed") if isinstance(written, str) else None,
        authors=tuple(_names(entry.get("authors"))) or tuple(_names([entry.get("author")])),
        markup=markup,
    )


def _json_item(item: dict[str, Any]) -> Item:
    text = _string(item.get("content_text"))
    paragraphs = "".join(f"<p>{html.escape(line)}</p>" for line in text.split("\n")) if text else ""
    written = _string(item.get("date_published")) or _string(item.get("date_modified"))
    return Item(
        key=_plain(item.get("id") if item.get("id") is not None else item.get("url")),
        title=_plain(item.get("title")),
        link=_string(item.get("url")) or _string(item.get("external_url")),
        day=read_day(written, "feed") if written else None,
        authors=tuple(_names(item.get("authors") or [item.get("author")])),
        markup=_string(item.get("content_html")) or paragraphs or html.escape(_string(item.get("summary")) or ""),
    )


def _names(values: Any) -> Iterator[str]:
    for value in values if isinstance(values, list) else ():
        name = value.get("name") if isinstance(value, dict) else value
        if isinstance(name, str) and _plain(name):
            yield _plain(name)


def _string(value: Any) -> str | None:
    return clean(value).strip() or None if isinstance(value, str) else None


def _plain(value: Any) -> str:
    """One line of text from what a feed gives as a title or name, which may hold markup."""
    from lxml import html as markup

    text = _string(str(value)) if value is not None else None
    if not text:
        return ""
    if "<" in text:
        with suppress(ValueError, markup.etree.ParserError):
            text = str(markup.fromstring(f"<div>{text}</div>").text_content())
    return " ".join(html.unescape(text).split())
