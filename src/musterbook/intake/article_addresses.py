"""The address an article is known by: whole, without its fragment and what says only where its reader came from."""

from __future__ import annotations

import re
from functools import cache
from urllib.parse import urljoin, urlsplit, urlunsplit

from musterbook.codebook.intake import intake_section
from musterbook.intake.cleaning import clean
from musterbook.intake.metadata import host_of

_LONGEST = 2_000


def article_address(base: str, link: str | None) -> str | None:
    """The whole address of a link on a page or in a feed; None where it leads to no page.

    The parts of its query that the codebook lists as tracking are left out; the others stay as they stand.
    """
    if not link or len(link) > _LONGEST:
        return None
    try:
        parts = urlsplit(urljoin(base, "".join(clean(link).split())))
        if parts.scheme.lower() not in {"http", "https"} or not parts.hostname:
            return None
    except ValueError:
        return None
    query = "&".join(
        part for part in parts.query.split("&") if part and not _tracking().fullmatch(part.partition("=")[0])
    )
    return urlunsplit((parts.scheme.lower(), parts.netloc.lower(), parts.path or "/", query, ""))


def is_home(url: str) -> bool:
    """Whether an address is the first page of its site, which is no article."""
    parts = urlsplit(url)
    return parts.path in {"", "/"} and not parts.query


def same_site(one: str, other: str) -> bool:
    """Whether two addresses are of one host, or of a host and one under it ("www." and the like aside)."""
    here, there = host_of(one), host_of(other)
    return here is not None and there is not None and f".{there}".endswith(f".{here}")


@cache
def _tracking() -> re.Pattern[str]:
    listed = intake_section().fetching.tracking
    return re.compile("|".join(re.escape(name).replace(r"\*", ".*") for name in listed), re.IGNORECASE)
