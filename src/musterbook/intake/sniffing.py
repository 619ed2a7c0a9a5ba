"""What some bytes are, told by their beginning; a file's ending or a declared type only decides between texts."""

from __future__ import annotations

import json
import re
import zlib
from enum import StrEnum


class Form(StrEnum):
    """The forms of source there are; the value is a media type."""

    PAGE = "text/html"
    TEXT = "text/plain"
    JSONL = "application/x-ndjson"
    JSON = "application/json"
    FEED = "application/xml"
    PDF = "application/pdf"
    WARC = "application/warc"
    MAIL = "message/rfc822"
    ZIP = "application/zip"
    GZIP = "application/gzip"
    OTHER = "application/octet-stream"
    """Pictures, sound, programs: nothing to read."""


_MAGIC = {
    b"%PDF-": Form.PDF,
    b"PK\x03\x04": Form.ZIP,
    b"PK\x05\x06": Form.ZIP,
    b"\x1f\x8b": Form.GZIP,
    b"WARC/": Form.WARC,
}
_OTHERS = (
    b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"\x7fELF", b"MZ\x90", b"OggS", b"SQLite format 3\x00", b"wOFF",
    b"\xd0\xcf\x11\xe0", b"7z\xbc\xaf", b"Rar!", b"\x28\xb5\x2f\xfd", b"BZh9", b"\xfd7zXZ", b"/* XPM", b"wOF2",
)  # fmt: skip
_ENDINGS = {
    ".html": Form.PAGE,
    ".htm": Form.PAGE,
    ".xhtml": Form.PAGE,
    ".txt": Form.TEXT,
    ".text": Form.TEXT,
    ".md": Form.TEXT,
    ".jsonl": Form.JSONL,
    ".ndjson": Form.JSONL,
    ".json": Form.JSON,
    ".eml": Form.MAIL,
    ".xml": Form.FEED,
    ".rss": Form.FEED,
    ".atom": Form.FEED,
}
_FEED = re.compile(r"<(?:\w+:)?(rss|feed|rdf)\b", re.IGNORECASE)
_MARKUP = re.compile(
    r"<(?:html|head|body|meta|title|div|p|article|section|main|table|span|h[1-6]|br|a|ul)\b[^<>]{0,500}>", re.IGNORECASE
)
_MAIL = re.compile(r"(?:[A-Za-z][A-Za-z0-9-]*:[^\n]*\n(?:[ \t][^\n]*\n)*){3,}")
_MAIL_NAMES = re.compile(
    r"^(?:from|to|subject|date|message-id|received|mime-version|return-path):", re.IGNORECASE | re.MULTILINE
)


def sniff(start: bytes, *, name: str = "", declared: str | None = None) -> Form:
    """The form of a source by its first bytes (64 KB suffice).

    `name` is a file name, `declared` a media type from a server: both are heard only where the bytes are text that
    could be several things.
    """
    for mark, form in _MAGIC.items():
        if start.startswith(mark):
            return form
    if start.startswith(_OTHERS) or start[4:8] == b"ftyp":
        return Form.OTHER
    text = _peek(start)
    ending = _ENDINGS.get("." + name.lower().rpartition(".")[2])
    if text[:1] in {"{", "["} and (structured := _json(text, ending)):
        return structured
    if (
        text[:1] == "<"
        or ending in {Form.PAGE, Form.FEED}
        or (declared or "").startswith(("text/html", "application/xhtml"))
    ):
        return _markup(text, ending)
    if ending in {Form.MAIL, Form.JSONL, Form.JSON}:
        return ending
    if (head := _MAIL.match(text[:8000])) and len(set(map(str.lower, _MAIL_NAMES.findall(head[0])))) >= 3:
        return Form.MAIL
    if ending is None and len(_MARKUP.findall(text[:20_000])) >= 3:
        return Form.PAGE
    return Form.TEXT


def holds_warc(start: bytes) -> bool:
    """Whether gzipped bytes unpack to a web archive."""
    try:
        return zlib.decompressobj(47).decompress(start, 64).startswith(b"WARC/")
    except zlib.error:
        return False


def _peek(start: bytes) -> str:
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if start.startswith(mark):
            return start[2:].decode(encoding, "replace").lstrip()
    return start.decode("utf-8", "replace").lstrip("\ufeff \t\r\n")


def _json(text: str, ending: Form | None) -> Form | None:
    first, *rest = text.split("\n", 1)
    if text[0] == "[":
        return Form.JSON if ending in {Form.JSON, Form.JSONL} or re.match(r"\[\s*[\[{\"\]]", text) else None
    if ending in {Form.JSONL, Form.JSON} and not (ending is Form.JSON and rest and _whole(first)):
        return ending
    if _whole(first):
        return Form.JSONL if rest and rest[0].strip() else Form.JSON
    if re.match(r'\{\s*"', text):
        return Form.JSONL if rest and rest[0].lstrip()[:1] == "{" else Form.JSON
    return None


def _whole(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _markup(text: str, ending: Form | None) -> Form:
    head = text[:4000]
    if re.search(r"<(?:!doctype\s+html|html)\b", head, re.IGNORECASE):
        return Form.PAGE
    if _FEED.search(head) or ending is Form.FEED:
        return Form.FEED
    return Form.PAGE
