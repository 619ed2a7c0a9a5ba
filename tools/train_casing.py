"""Learn from documents in ordinary letters how words are written there, for the re-casing of text in capitals only.

    python -m tools.train_casing ../shared/corpus/train-*.jsonl tools/training/*.jsonl

Writes `casing.txt.gz` beside the judges: words that are lower-case in the midst of a sentence at least as often as they
have a capital, names made of such a word, abbreviations in capitals, lower-case words that have a capital before a
name, and pairs of words that are a name together. Deterministic: the same documents give the same file.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from musterbook.reading.casing import LEXICON, SECTIONS, WORD, Lexicon, is_capitals

PAIR = re.compile(r"(?=(?<![^\W_])([^\W\d_]+) ([^\W\d_]+)(?![^\W_]))")
OPENING = ".?!:;–—-•*|"
"""Signs after which a capital says nothing."""
ACRONYM, PAIRED, LEADING = 2, 3, 5
"""Times an abbreviation, a pair, a word before names must be met at least."""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("corpora", nargs="+", type=Path)
    chosen = options.parse_args()
    small: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    whole: Counter[str] = Counter()
    lines = [line for path in chosen.corpora for line in _lines(path)]
    for line in lines:
        for match in WORD.finditer(line):
            word = match.group()
            if word.islower():
                small[word] += 1
            elif word.isupper() and len(word) > 1 and "." not in word:
                whole[word] += 1
            elif word[1:].islower() and not _opens(line, match.start()):
                capital[word.lower()] += 1
    ordinary = {word for word in small if small[word] >= capital[word]}
    looks = Lexicon(frozenset(ordinary), *(frozenset[str]() for _ in SECTIONS[1:]))
    named = {word for word in capital if capital[word] > small[word] and looks.is_ordinary(word)}
    acronyms = {w for w in whole if whole[w] >= ACRONYM and whole[w] > small[w.lower()] + capital[w.lower()]}
    leading, pairs = _together(lines, ordinary)
    found = dict(zip(SECTIONS, (ordinary, named, acronyms, leading, pairs), strict=True))
    text = "".join(f"[{name}]\n" + "".join(f"{word}\n" for word in sorted(words)) for name, words in found.items())
    LEXICON.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    print({name: len(words) for name, words in found.items()}, LEXICON.stat().st_size, "bytes")


def _lines(path: Path) -> Iterator[str]:
    """The lines of a corpus's English texts that are not set in capitals."""
    for record in path.open(encoding="utf-8"):
        document = json.loads(record) if record.strip() else {"text": ""}
        if document.get("language", "en") == "en":
            yield from (line for line in document["text"].split("\n") if not is_capitals(line))


def _opens(line: str, start: int) -> bool:
    before = line[:start].rstrip(" \"'“‘([")
    return not before or before[-1] in OPENING


def _together(lines: list[str], ordinary: set[str]) -> tuple[set[str], set[str]]:
    """The ordinary words that have a capital before a name, and the pairs of words that are a name together."""
    before: Counter[tuple[str, bool]] = Counter()
    pairs: Counter[tuple[str, str, bool]] = Counter()
    for line in lines:
        for match in PAIR.finditer(line):
            left, right = match.groups()
            if not (left[1:].islower() and right[1:].islower()) or _opens(line, match.start()):
                continue
            one, two = left.lower(), right.lower()
            if left[0].isupper() == right[0].isupper():
                pairs[one, two, left[0].isupper()] += 1
            if right[0].isupper() and two not in ordinary:
                before[one, left[0].isupper()] += 1
    leading = {
        word
        for word, capital in before
        if capital and word in ordinary and before[word, True] > before[word, False] and before[word, True] >= LEADING
    }
    named = {
        f"{one} {two}"
        for (one, two, capital), count in pairs.items()
        if capital and count >= PAIRED and count > pairs[one, two, False] and (one in ordinary or two in ordinary)
    }
    return leading, named


if __name__ == "__main__":
    main()
