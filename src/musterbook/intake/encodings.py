"""Bytes to text: what the bytes say of themselves, then what the server or page says, then what the letters suggest."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from musterbook.errors import SourceError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_META = re.compile(rb"""<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
_CANDIDATES = (
    "cp1251", "koi8_u", "cp866", "iso8859_5", "cp1252", "cp1250", "cp1254", "cp1253", "iso8859_2", "cp949",
    "shift_jis", "euc_jp", "gb18030", "big5", "cp1255", "cp1256",
)  # fmt: skip
_WEB_NAMES = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "koi8-r": "koi8_u",
    "euc_kr": "cp949",
    "gb2312": "gb18030",
    "gbk": "gb18030",
}
"""Names that stand for a wider set (WHATWG Encoding Standard, "Names and labels"); KOI8-U holds KOI8-R's letters."""
_LATIN = {
    "cp1252": "äöüßéèêëàâçñáíóúîôœæøåãõ¿¡«»ÄÖÜÉÀÇÑØÅ’“”–…€",
    "cp1250": "ąćęłńóśźżĄĆĘŁŃÓŚŹŻáčďéěíňřšťúůýžŠČŘŽöőüűÖÜăâîșțäôľ’“”„–…€",
    "iso8859_2": "ąćęłńóśźżĄĆĘŁŃÓŚŹŻáčďéěíňřšťúůýžŠČŘŽöőüűÖÜăâîäôľ",
}
"""Letters and marks frequent in western and in central European text: between these sets statistics of sounds fail."""
_SAMPLE = 65_536
_BROKEN = 0.02
"""Share of broken sequences up to which bytes called UTF-8 are still read as UTF-8."""
_BINARY = 0.02
"""Share of control bytes above which bytes are no text."""


@dataclass(frozen=True)
class Decoded:
    """The text of some bytes, the encoding it was read in, and how that was known."""

    text: str
    encoding: str
    by: str


def decode(body: bytes, *, declared: str | None = None, source: str = "the source", page: bool = False) -> Decoded:
    """The text of the bytes.

    In this order: byte-order mark; UTF-16 without one, by its zero bytes; valid UTF-8 (other encodings hardly ever
    look like it); `declared` (by the server) and, for a `page`, its own declaration; the letters' statistics.
    Broken sequences become U+FFFD. Raises SourceError when the bytes are no text.
    """
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            return Decoded(body[len(mark) :].decode(encoding, "replace"), encoding, "byte-order mark")
    if wide := _wide(body):
        return Decoded(body.decode(wide, "replace"), wide, "zero bytes")
    if _is_binary(body):
        raise SourceError(f"{source} is binary data, not text")
    named = [(declared, "server")] if declared else []
    if page and (meta := _META.search(body[:8192])):
        named.append((meta[1].decode("ascii"), "page"))
    try:
        text = body.decode("utf-8")
        seven_bit_name = next(
            (codec for name, _ in named if (codec := _codec(name)) and codec.startswith("iso2022")), None
        )
        if seven_bit_name is None:
            return Decoded(text, "utf-8", "valid UTF-8")
    except UnicodeDecodeError:
        pass
    for name, by in named:
        codec = _codec(name)
        if codec is None or codec.startswith(("utf-16", "utf-32")):
            continue
        text = body.decode(codec, "replace")
        if codec != "utf-8" or text.count("\ufffd") <= _BROKEN * len(text):
            return Decoded(text, codec, by)
    return _guessed(body)


def _codec(name: str) -> str | None:
    try:
        found = codecs.lookup(name.strip())
    except (LookupError, ValueError):
        return None
    if not found._is_text_encoding or found.name in {
        "punycode",
        "idna",
        "undefined",
        "unicode_escape",
        "raw_unicode_escape",
    }:
        return None
    return _WEB_NAMES.get(found.name, found.name)


def _wide(body: bytes) -> str | None:
    sample = body[:4096]
    if len(sample) < 8:
        return None
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if (odd > 0.1 * half and even == 0) or odd > 0.7 * half > 5 * even:
        return "utf-16-le" if _reads(sample, "utf-16-le") else None
    if (even > 0.1 * half and odd == 0) or even > 0.7 * half > 5 * odd:
        return "utf-16-be" if _reads(sample, "utf-16-be") else None
    return None


def _reads(sample: bytes, encoding: str) -> bool:
    text = sample[: len(sample) // 2 * 2].decode(encoding, "replace")
    fair = sum(character.isalnum() or character.isspace() or character.isprintable() for character in text)
    return fair > 0.95 * len(text)


def _is_binary(body: bytes) -> bool:
    sample = body[:_SAMPLE]
    controls = sum(sample.count(byte) for byte in (*range(9), *range(14, 27), *range(28, 32)))
    return controls > max(_BINARY * len(sample), 3) or (bool(sample) and controls >= 0.5 * len(sample))


def _guessed(body: bytes) -> Decoded:
    text = body.decode("utf-8", "replace")
    if text.count("\ufffd") <= _BROKEN * sum(byte > 127 for byte in body[:_SAMPLE]):
        return Decoded(text, "utf-8", "nearly valid UTF-8")
    from charset_normalizer import from_bytes

    sample = _telling(body)
    best = from_bytes(sample, cp_isolation=list(_CANDIDATES), preemptive_behaviour=False).best()
    encoding = best.encoding if best is not None else "cp1252"
    if encoding in {"cp1252", "cp1250", "cp1254", "iso8859_2"}:
        encoding = max(
            _LATIN, key=lambda name: sum(sample.decode(name, "replace").count(sign) for sign in _LATIN[name])
        )
    return Decoded(body.decode(encoding, "replace"), encoding, "its letters")


def _telling(body: bytes) -> bytes:
    """The stretch around the first bytes beyond ASCII: there the encoding shows."""
    first = re.search(rb"[\x80-\xff]", body)
    start = max(first.start() - 256, 0) if first else 0
    return re.sub(rb"<[^>]{0,2000}>", b" ", body[start : start + 16_384])
