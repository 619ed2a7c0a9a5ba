"""A page of HTML becomes a document: the article's own paragraphs, without the furniture around and between them."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from musterbook.codebook.intake import IntakeSection, intake_section
from musterbook.errors import SourceError
from musterbook.intake.cleaning import clean
from musterbook.intake.language import language_of
from musterbook.intake.metadata import Day, declared
from musterbook.intake.paragraphs import article, too_deep
from musterbook.intake.pruning import prune
from musterbook.intake.received import Taken, UnreadableError
from musterbook.intake.shown_day import is_date_line, shown_day
from musterbook.model import Document

_LONGEST_TITLE = 500


def read_page(
    markup: str,
    *,
    source: str = "the page",
    url: str | None = None,
    capture: str | None = None,
    today: date | None = None,
    longest: int | None = None,
    section: IntakeSection | None = None,
) -> Taken:
    """The document in a page of HTML.

    `url` is where it was fetched from, `capture` the SHA-256 of its bytes; a declared day of publication later than the
    day after `today` is not believed, and a notice says so. Raises SourceError when the page has no article text, or
    more than `longest` characters of it.
    """
    section = section or intake_section()
    tree = parse(markup)
    if tree is None:
        raise SourceError(f"{source} is an empty page: there is nothing in it to read")
    about = declared(tree, url)
    days = about.days or tuple(filter(None, [shown_day(tree, section, about.language)]))
    prune(tree, section)
    title = clean(about.title) if len(about.title) <= _LONGEST_TITLE else ""
    found = article(tree)
    if longest is not None and sum(map(len, found)) > longest:
        raise too_long(source, sum(map(len, found)), longest)
    paragraphs = [line for line in map(clean, found) if section.furniture(line) is None]
    paragraphs = _without_headline(paragraphs, title)
    if not paragraphs and too_deep(tree):
        raise SourceError(f"{source} cannot be read: its elements are nested thousands deep")
    if not paragraphs:
        raise SourceError(f"{source} has no article text: there is only markup, or labels and links, in it")
    text = "\n".join(paragraphs)
    day, notices = believable(days, today or date.today(), source)
    document = Document(
        title=title,
        text=text,
        outlet=clean(about.outlet) if about.outlet else None,
        published=day.day if day else None,
        published_precision=day.precision if day else "day",
        language=language_of(f"{title}\n{text}", about.language),
        url=clean(about.url) if about.url else None,
        authors=tuple(clean(name) for name in about.authors),
        capture=capture,
    )
    return Taken(document, notices)


def too_long(source: str, length: int, longest: int) -> UnreadableError:
    """The error for a document with too much text."""
    return UnreadableError(
        f"{source} holds {length:,} characters of text: one document is read up to {longest:,}",
        "split it into its articles or chapters",
    )


def believable(days: tuple[Day, ...], today: date, source: str) -> tuple[Day | None, tuple[str, ...]]:
    """The first declared day that is not in the future, and a notice for each before it that is.

    Tomorrow is believed: it is today already further east.
    """
    notices: dict[str, None] = {}
    for day in days:
        if (day.day - today).days <= 1:
            return day, tuple(notices)
        notices[f"{source} says it was published on {day.day} ({day.by}), which is in the future: not believed"] = None
    return None, tuple(notices)


def parse(markup: str) -> Any | None:
    """The tree (lxml) of a page of HTML without comments; None where there is nothing in it."""
    from lxml import etree, html

    # A declaration of the bytes' encoding says nothing of text already decoded.
    markup = re.sub(r"^\s{0,100}<\?xml[^>]*\?>", "", clean(markup), count=1)
    if not markup.strip():
        return None
    parser = html.HTMLParser(remove_comments=True, remove_pis=True, huge_tree=True, encoding="utf-8")
    try:
        return html.document_fromstring(markup.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def _without_headline(paragraphs: list[str], title: str) -> list[str]:
    """The paragraphs without any of the first three that repeats the headline or is only a date."""
    headline = _key(title)
    first = [line for line in paragraphs[:3] if _key(line) != headline and not is_date_line(line)]
    return first + paragraphs[3:]


def _key(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text.casefold()).strip()
