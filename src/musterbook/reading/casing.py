"""Capitals-only wire text, re-cased for the parser: a copy of equal length, so that offsets stay true.

How a word is written in ordinary text was learnt from documents (`tools/train_casing.py`): a word seen there in small
letters, or made of one, is an ordinary word; any other is taken for a name.
"""

from __future__ import annotations

import gzip
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from musterbook.codebook.sources import sources
from musterbook.codebook.times import time_words

LEXICON = Path(__file__).parent / "weights" / "casing.txt.gz"
SECTIONS = ("ordinary", "names", "acronyms", "leading", "pairs")
WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W\d_]+(?:['’][^\W\d_]+)?")
MOSTLY = 0.7
"""A line with this share of capitals among its letters is taken as set in capitals: ordinary text stays under 0.2,
headlines in title case under 0.35."""
ENOUGH = 12
"""Letters a line needs before its case says anything: shorter ones are acronyms or speaker labels."""
LOUD = re.compile(r"[^\W\d_a-z][^a-z]{9}")
"""A run that a line in capitals has: ten signs without a small letter."""
SUFFIXES = ("s", "es", "d", "ed", "ing", "ly", "er", "ers", "r", "rs", "able", "ment", "ness")
LONGEST_ACRONYM = 8
AROUND = 60
"""Signs before a word that are looked at for the end of a sentence."""
VOWELS = frozenset("AEIOUYÁÉÍÓÚÄÖÜ")
POSSESSIVE = re.compile(r"['’]s?$")
DAY_BEFORE, DAY_AFTER = re.compile(r"\d\s\Z"), re.compile(r"\.?\s'?\d")
NUMBERED = re.compile(r"^\s*\d{1,2}[.)]$")
SHORT = re.compile(r"(?:^|\s)(?:\w\.)+$")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """How words are written in ordinary text; all but acronyms in small letters."""

    ordinary: frozenset[str]
    names: frozenset[str]
    """Names that look as if they were made of an ordinary word: "united"."""
    acronyms: frozenset[str]
    leading: frozenset[str]
    """Ordinary words that have a capital before a name: "President", "Lake"."""
    pairs: frozenset[str]
    """Two words that are a name together: "new york"."""

    def is_ordinary(self, word: str) -> bool:
        """Whether a word in small letters is no name: seen so, or made of such a word."""
        word = POSSESSIVE.sub("", word)
        if word in self.ordinary or word in self.names:
            return word in self.ordinary
        stems = [word.removesuffix(suffix) for suffix in SUFFIXES if word.endswith(suffix) and len(word) > 5]
        stems += [f"{stem}e" for stem in stems] + [stem[:-1] + "y" for stem in stems if stem.endswith("i")]
        stems += [stem[:-1] for stem in stems if stem[-1:] == stem[-2:-1]]
        return any(len(stem) > 3 and stem in self.ordinary for stem in stems)


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The lexicon that was learnt, with the acronyms of the codebook's institutions."""
    found: dict[str, set[str]] = {name: set() for name in SECTIONS}
    section = ""
    for line in gzip.decompress(LEXICON.read_bytes()).decode().splitlines():
        if line.startswith("["):
            section = line[1:-1]
        else:
            found[section].add(line)
    shorts = (short for entry in sources().institutions.values() for short in entry.short)
    found["acronyms"].update(short for short in shorts if short.isupper() and len(short) > 1)
    return Lexicon(**{name: frozenset(words) for name, words in found.items()})


def is_capitals(text: str) -> bool:
    """Whether a text is set in capitals."""
    letters = sum(1 for c in text if c.isalpha())
    return letters >= ENOUGH and sum(1 for c in text if c.isupper()) >= MOSTLY * letters


def lowered(word: str) -> str:
    """The word in lower case, letter by letter, so that no letter becomes two."""
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in word)


def recased(text: str, known: Lexicon) -> str:
    """A copy with every capitals-only line in sentence case; other lines come back as they are."""
    if LOUD.search(text) is None:
        return text
    return "".join(_line(line, known) for line in text.splitlines(keepends=True))


def _line(line: str, known: Lexicon) -> str:
    if not is_capitals(line):
        return line
    words = list(WORD.finditer(line))
    written = [word.group() for word in words]
    following, named = "", False
    for number in range(len(words) - 1, -1, -1):
        match, low = words[number], lowered(written[number])
        beside = number + 1 < len(words) and line[match.end() : words[number + 1].start()] in (" ", ". ", "-")
        paired = beside and f"{low} {following}" in known.pairs
        if paired and written[number + 1][:1].islower():
            written[number + 1] = written[number + 1][0].upper() + written[number + 1][1:]
        if _is_acronym(line, match, low, known):
            named = False
        else:
            leads = beside and named and (low in known.leading or low in sources().titles.shortened)
            named = paired or leads or _is_month(line, match, low) or not known.is_ordinary(low)
            first = written[number][0] if named or _opens(line, match.start()) else low[0]
            written[number] = first + low[1:]
        following = low
    pieces, end = [], 0
    for match, word in zip(words, written, strict=True):
        pieces += [line[end : match.start()], word]
        end = match.end()
    return "".join(pieces) + line[end:]


def _is_acronym(line: str, match: re.Match[str], low: str, known: Lexicon) -> bool:
    """Whether a word stays in capitals: an abbreviation, as is known or as it looks or as its surroundings show."""
    word, after = match.group(), line[match.end() : match.end() + 2]
    numbered = after[:1] == "-" and after[1:].isdigit()
    if "." in word or (numbered and len(word) <= 2):
        return True
    if known.is_ordinary(low) or low in sources().titles.shortened or len(word) > LONGEST_ACRONYM:
        return False
    alone = line[match.start() - 1 : match.start()] in tuple("([") and after[:1] in tuple(")]")
    return word in known.acronyms or numbered or alone or (len(word) > 1 and not VOWELS & set(word))


def _is_month(line: str, match: re.Match[str], low: str) -> bool:
    """Whether a word that is one of the months has a day or year beside it: "MAY 18", "3 MAY"."""
    dated = DAY_BEFORE.search(line, max(0, match.start() - 4), match.start()) or DAY_AFTER.match(line, match.end())
    return dated is not None and low in time_words().calendar.month_names


def _opens(line: str, start: int) -> bool:
    """Whether a sentence begins at this place of a line."""
    before = line[max(0, start - AROUND) : start].rstrip(" \"'“‘(")
    if not before or before[-1] in "?!:–—]" or before.endswith((" -", "--", "=")):
        return True
    if before[-1] not in ".)":
        return False
    if start < AROUND and NUMBERED.match(before):
        return True
    last = before.rsplit(maxsplit=1)[-1].rstrip(".").lower()
    return before[-1] == "." and SHORT.search(before) is None and last not in sources().titles.shortened
