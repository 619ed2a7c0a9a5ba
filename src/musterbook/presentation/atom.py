"""A feed as XML (Atom, RFC 4287)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from xml.sax.saxutils import escape, quoteattr

EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class Item:
    """One piece of news."""

    id: str
    """The same whenever it is told."""
    title: str
    words: str
    told: date | datetime
    link: str | None = None


def atom(title: str, identity: str, items: Sequence[Item], *, link: str | None = None, own: str | None = None) -> str:
    """A feed of these items; `link` is the page it belongs to, `own` its own address.

    Characters XML cannot hold are left out.
    """
    links = (f"<link href={quoteattr(link)}/>" if link else "") + (
        f'<link rel="self" href={quoteattr(own)}/>' if own else ""
    )
    entries = "".join(
        f"<entry><id>urn:musterbook:{item.id}</id><title>{_text(item.title)}</title>"
        f"<updated>{_moment(item.told)}</updated>"
        + (f"<link href={quoteattr(item.link)}/>" if item.link else "")
        + f"<content>{_text(item.words)}</content></entry>\n"
        for item in items
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">'
        f"<id>urn:musterbook:{identity}</id><title>{_text(title)}</title>"
        f"<updated>{max((_moment(item.told) for item in items), default=_moment(EPOCH))}</updated>"
        f"<author><name>Musterbook</name></author>{links}\n{entries}</feed>\n"
    )


def _moment(value: date | datetime) -> str:
    if isinstance(value, datetime):
        return f"{value.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    return f"{value}T00:00:00Z"


def _text(words: str) -> str:
    return escape("".join(letter for letter in words if _is_sound(letter)))


def _is_sound(letter: str) -> bool:
    return letter in "\t\n" or (letter >= " " and not "\ud800" <= letter <= "\udfff" and letter not in "\ufffe\uffff")
