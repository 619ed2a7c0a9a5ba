"""What a page says of itself: headline, outlet, authors, day, language, address. JSON-LD first, then meta tags."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any, Literal
from urllib.parse import urljoin, urlsplit

from musterbook.intake.paragraphs import lines

_ARTICLES = re.compile(r"Article|BlogPosting|Report|WebPage|LiveBlogPosting|SocialMediaPosting", re.IGNORECASE)
_DAY = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?")
_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})[./](\d{1,2})[./](\d{4})(?!\d)")
_PATH_DAY = re.compile(r"/((?:19|20)\d{2})[/-](0?[1-9]|1[0-2])(?:[/-](0?[1-9]|[12]\d|3[01]))?(?=[/-]|$)")
_EARLIEST = 1900
_LARGEST_SCRIPT = 2_000_000


@dataclass(frozen=True)
class Day:
    """A day of publication as declared: with its precision, and where it was declared."""

    day: date
    precision: Literal["day", "month"]
    by: str


@dataclass(frozen=True)
class Declared:
    """What the page says of itself; None or empty where it says nothing."""

    title: str = ""
    outlet: str | None = None
    authors: tuple[str, ...] = ()
    days: tuple[Day, ...] = ()
    language: str | None = None
    url: str | None = None


def declared(tree: Any, url: str | None = None) -> Declared:
    """What a parsed page (lxml element) declares; `url` is where it was fetched from."""
    linked = [node for node in _linked_data(tree) if _ARTICLES.search(_kinds(node))]
    linked.sort(key=lambda node: "WebPage" in _kinds(node))
    metas = _metas(tree)
    outlet = _outlet(linked, metas, url)
    return Declared(
        title=_title(tree, linked, metas, outlet, url),
        outlet=outlet,
        authors=_authors(linked, metas),
        days=tuple(_days(tree, linked, metas, url)),
        language=_first(tree.xpath("/html/@lang | /html/@*[name()='xml:lang']"))
        or _first(node.get("inLanguage") for node in linked)
        or metas.get("og:locale")
        or metas.get("content-language"),
        url=_address(tree, metas, url),
    )


def read_day(text: str, by: str = "text") -> Day | None:
    """A declared day: ISO ("2024-10-18T09:30+03:00", "2024-10") or RFC 2822 ("Fri, 18 Oct 2024 09:30:00 +0300").

    The day is the one written, in the writer's zone. Day-month-year with dots or slashes is read only where it can
    mean one day.
    """
    text = text.strip()
    try:
        if found := _DAY.match(text):
            year, month, day = int(found[1]), int(found[2]), int(found[3] or 1)
            return _sound(date(year, month, day), "day" if found[3] else "month", by)
        if re.match(r"\d{8}(?:T|$)", text):
            return _sound(datetime.strptime(text[:8], "%Y%m%d").date(), "day", by)
        if found := _NUMERIC.search(text):
            first, second, year = int(found[1]), int(found[2]), int(found[3])
            if "." in found[0] or first > 12 or first == second:
                return _sound(date(year, second, first), "day", by)
            return _sound(date(year, first, second), "day", by) if second > 12 else None
        from email.utils import parsedate_to_datetime

        return _sound(parsedate_to_datetime(text).date(), "day", by)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def host_of(url: str | None) -> str | None:
    """The host of an address, without "www."; None where there is none."""
    try:
        host = urlsplit(url or "").hostname
    except ValueError:
        return None
    return re.sub(r"^(?:www\d?|m|amp)\.", "", host) if host else None


def _sound(day: date, precision: Literal["day", "month"], by: str) -> Day | None:
    return Day(day, precision, by) if day.year >= _EARLIEST else None


def _linked_data(tree: Any) -> Iterator[dict[str, Any]]:
    for script in tree.xpath("//script[contains(@type, 'ld+json')]"):
        text = script.text or ""
        if len(text) > _LARGEST_SCRIPT:
            continue
        text = re.sub(r"^\s*(?:<!--|//<!\[CDATA\[|<!\[CDATA\[)|(?:-->|(?://)?\]\]>)\s*$", "", text.strip())
        try:
            value = json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
        yield from _objects(value, depth=0)


def _objects(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > 4:
        return
    if isinstance(value, list):
        for item in value[:200]:
            yield from _objects(item, depth + 1)
    elif isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _objects(value.get(key), depth + 1)


def _kinds(node: dict[str, Any]) -> str:
    kinds = node.get("@type")
    return " ".join(map(str, kinds)) if isinstance(kinds, list) else str(kinds or "")


def _metas(tree: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or meta.get("http-equiv")
        content = (meta.get("content") or "").strip()
        if name and content:
            found.setdefault(name.strip().lower(), content)
    return found


def _first(values: Any) -> str | None:
    return next((value.strip() for value in values if isinstance(value, str) and value.strip()), None)


def _line(text: str) -> str:
    return " ".join(html.unescape(text).split())


def _name(value: Any) -> str | None:
    if isinstance(value, list):
        return next((name for item in value if (name := _name(item))), None)
    name = value.get("name") if isinstance(value, dict) else value
    return _line(name) if isinstance(name, str) and name.strip() and "://" not in name else None


def _outlet(linked: list[dict[str, Any]], metas: dict[str, str], url: str | None) -> str | None:
    named = next((name for node in linked if (name := _name(node.get("publisher")))), None)
    site = named or metas.get("og:site_name") or metas.get("application-name")
    return _line(site) if site else host_of(url)


def _authors(linked: list[dict[str, Any]], metas: dict[str, str]) -> tuple[str, ...]:
    for node in linked:
        value = node.get("author")
        names = [_name(item) for item in (value if isinstance(value, list) else [value])]
        if found := tuple(dict.fromkeys(name for name in names if name)):
            return found
    named = _name(metas.get("author")) or _name(metas.get("article:author")) or _name(metas.get("dc.creator"))
    return (named,) if named else ()


def _title(tree: Any, linked: list[dict[str, Any]], metas: dict[str, str], outlet: str | None, url: str | None) -> str:
    declared_title = _first((metas.get("og:title"), _first(node.get("headline") for node in linked)))
    page_title = _first(element.text_content() for element in tree.xpath("//head/title | /html/title"))
    backing = _line(f"{declared_title or ''} {page_title or ''}").casefold()
    headings = [_line(" ".join(lines(h1))) for h1 in islice(tree.iter("h1"), 20)]
    for heading in headings:
        if heading and backing and heading.casefold() in backing:
            return heading
    chosen = declared_title or page_title or next((heading for heading in headings if heading), "")
    return _without_outlet(
        _line(chosen), {name.casefold() for name in (outlet, host_of(url), metas.get("og:site_name")) if name}
    )


def _without_outlet(title: str, names: set[str]) -> str:
    parts = re.split(r"(\s+[|·•»–—-]\s+|\s*\|\s*)", title)
    if len(parts) >= 3 and _names_outlet(parts[-1], names):
        return "".join(parts[:-2]).strip()
    if len(parts) >= 3 and _names_outlet(parts[0], names):
        return "".join(parts[2:]).strip()
    return title


def _names_outlet(part: str, names: set[str]) -> bool:
    """Whether a part of a page's title is the outlet: its name, or the run-together words of its host."""
    part = part.strip().casefold()
    squeezed = re.sub(r"\W+|^the ", "", part)
    return part in names or (len(squeezed) >= 3 and any(squeezed in re.split(r"\.", name) for name in names))


_META_DAYS = (
    "article:published_time", "datepublished", "og:article:published_time", "article:published", "date", "pubdate",
    "publishdate", "publish-date", "dc.date", "dc.date.issued", "dcterms.created", "dcterms.date", "sailthru.date",
    "parsely-pub-date", "article.published", "cxenseparse:recs:publishtime", "article:modified_time", "datemodified",
    "og:updated_time", "last-modified",
)  # fmt: skip


def _days(tree: Any, linked: list[dict[str, Any]], metas: dict[str, str], url: str | None) -> Iterator[Day]:
    candidates: list[tuple[Any, str]] = []
    for field in ("datePublished", "dateCreated"):
        candidates += [(node.get(field), f"JSON-LD {field}") for node in linked]
    candidates += [(metas.get(name), f"meta {name}") for name in _META_DAYS[:-4]]
    candidates += [
        (element.get("datetime") or element.get("content") or element.text_content(), "datePublished element")
        for element in tree.xpath("//*[@itemprop='datePublished' or @pubdate]")[:3]
    ]
    candidates += [
        (value, "time element")
        for value in tree.xpath("(//article//time | //main//time | //header//time)[1]/@datetime")
    ]
    if path := _PATH_DAY.search(re.sub(r"^[^/]*//[^/]*|[?#].*", "", url or "")):
        candidates.append(("-".join(part.zfill(2) for part in path.groups() if part), "address"))
    candidates += [(value, "time element") for value in tree.xpath("(//time)[1]/@datetime")]
    candidates += [(node.get("dateModified"), "JSON-LD dateModified") for node in linked]
    candidates += [(metas.get(name), f"meta {name}") for name in _META_DAYS[-4:]]
    for value, by in candidates:
        if isinstance(value, str) and (day := read_day(value, by)):
            yield day


def _address(tree: Any, metas: dict[str, str], url: str | None) -> str | None:
    named = _first(tree.xpath("//link[@rel='canonical']/@href")) or metas.get("og:url")
    try:
        absolute = urljoin(url or "", named) if named else None
        if (
            absolute
            and urlsplit(absolute).scheme in {"http", "https"}
            and (url is None or host_of(absolute) == host_of(url))
        ):
            return absolute
    except ValueError:
        pass
    return url
