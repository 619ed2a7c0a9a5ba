"""How much of one source is taken in; beyond these a source is refused with a message, not read for hours."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Limits:
    """Sizes in bytes, but `text`, which counts characters, and the numbers of pages and members."""

    page: int = 20 * MEGABYTE
    """One page, text file, message or JSON file; one line of JSONL."""
    text: int = 3_000_000
    """Characters of one document."""
    bulk: int = 200 * MEGABYTE
    """One PDF or archive; JSONL and WARC are read record by record and have no limit of their own."""
    unpacked: int = 1_000 * MEGABYTE
    """All members of an archive together, unpacked."""
    members: int = 10_000
    """Members of an archive."""
    ratio: int = 200
    """How many times its packed size a member of an archive may be."""
    pages: int = 2_000
    """Pages of one PDF."""


def size_in_words(size: int) -> str:
    """A size in bytes as people say it."""
    return f"{size / MEGABYTE:.1f} MB" if size >= MEGABYTE else f"{size:,} bytes"
