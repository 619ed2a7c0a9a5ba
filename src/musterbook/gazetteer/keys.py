"""The key a place name is kept and looked up under: case, accents, apostrophes and hyphens don't count."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_APOSTROPHES = re.compile("[\u0027\u2018\u2019\u02bb\u02bc\u02bd\u02be\u02bf\u0060\u00b4.]")
_GAPS = re.compile(r"[\W_]+")
_ABBREVIATIONS = {"saint": "st", "sainte": "ste", "mount": "mt", "fort": "ft"}
_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "ə": "a", "ё": "е"}
)


@lru_cache(maxsize=16384)
def key(name: str) -> str:
    """The key of a name: "Fort-de-France" and "FORT DE FRANCE" have the same; "" when nothing is left."""
    if name.isalpha() and name.isascii():
        low = name.lower()
        return _ABBREVIATIONS.get(low, low)
    low = _APOSTROPHES.sub("", name.lower())
    if not low.isascii():
        low = "".join(map(_bare, unicodedata.normalize("NFC", low))).translate(_LETTERS)
    words = _GAPS.sub(" ", low).split()
    return " ".join([_ABBREVIATIONS.get(word, word) for word in words])


def _bare(letter: str) -> str:
    """A Latin letter without its marks; letters of other scripts (й, ї, 한) are letters of their own."""
    if letter.isascii() or letter > "\u1eff" or "\u0250" <= letter <= "\u1dff":
        return letter
    return "".join(part for part in unicodedata.normalize("NFD", letter) if not unicodedata.combining(part))
