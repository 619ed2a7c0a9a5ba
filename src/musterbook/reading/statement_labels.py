"""Speakers set before or after their words: "SPOKESMAN: ...", "Seoul: ...", "... - General Staff"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from musterbook.codebook.sources import sources
from musterbook.reading import institutions
from musterbook.reading.casing import is_capitals
from musterbook.reading.statement_sources import LEADING, Sort, Source, without_titles

if TYPE_CHECKING:
    from spacy.tokens import Doc

LABEL = re.compile(
    r"(?m)(?:^|(?<=[a-z)\d][.!?] ))[^\w\n\"“‘'(@]*(?:\d\d[.:]\d\d[Zz]?\W+)?"
    r"(?P<name>@?[^\W\d_][^\n:;!?\"“”«»]{1,90}?)[ \t]*:(?=\s)"
)
AFTER_NAME = re.compile(r"(?:\s*\([^()\n]{2,50}\))+$")
"""What a record sets behind a speaker's name: "Mr. Dupont (France) (spoke in French)"."""
TRAILER = re.compile(r"(?m)\s[-–—]\s(?P<name>(?:the\s)?[A-Z][^\n:;!?.,\"“”–—]{1,60})\.?$")
PREPOSITION = re.compile(r"\s(?:of|for|at|in|from|on|to|with)\s", re.I)
NO_NAME = re.compile(r"\d|[()]|\b(?:WHERE|WHAT|WHO|HOW|WHY|IT|FROM|THEY|URGENT|BREAKING|NOTE|KEY|LATEST|UPDATE)\b")
CONTENT_VERB = re.compile(r"\b(?:is|are|was|were|will|has|have|had|be|can|says?|said)\b", re.I)


@dataclass(frozen=True, slots=True)
class Label:
    """A speaker's label [start, end) and the stretch of words it stands by."""

    start: int
    end: int
    source: Source
    content: tuple[int, int]


def labels(doc: Doc) -> list[Label]:
    """The labels of a parsed text."""
    found = []
    for label in label_lines(doc.text):
        words = doc.char_span(label.start, label.source.end, alignment_mode="expand")
        if not _is_speech(doc, label):
            continue
        if words is None or not any(
            token.pos_ in ("AUX", "VERB") and token.tag_ != "VBN" for token in words if not token.is_upper
        ):
            found.append(label)
    return found


def _is_speech(doc: Doc, label: Label) -> bool:
    """Whether what follows a label can be said: "The force: 11,530 peacekeepers" is a caption, not the force's words.

    A name alone, neither of a known office nor with a title, must come back in the text to count as a speaker.
    """
    source = label.source
    titled = source.start > label.start
    if source.sort == "person" and sources().standings.get(source.head) is None and not titled:
        return doc.text.count(f"{source.text}:") > 1
    if source.sort not in ("office", "country"):
        return True
    content = doc.char_span(*label.content, alignment_mode="expand")
    return content is None or any(t.is_quote or t.pos_ in ("VERB", "AUX") for t in content)


def label_lines(text: str, bare: bool = False) -> list[Label]:
    """The labels of a text, each with the rest of its line; with `bare` also those with nothing behind them."""
    found = []
    for match in LABEL.finditer(text):
        source = speaker(text, match.start("name"), match.end("name"))
        line_end = text.find("\n", match.end())
        line_end = line_end if line_end >= 0 else len(text)
        if source is not None and (bare or line_end > match.end() + 1):
            found.append(Label(match.start("name"), match.end(), source, (min(match.end() + 1, line_end), line_end)))
    for match in TRAILER.finditer(text):
        start = text.rfind("\n", 0, match.start()) + 1
        known = institutions.kind_of(match["name"]) or institutions.is_side(match["name"])
        source = speaker(text, match.start("name"), match.end("name")) if known else None
        if source is not None and match.start() > start:
            found.append(Label(match.start("name"), match.end("name"), source, (start, match.start())))
    return found


def speaker(text: str, start: int, end: int) -> Source | None:
    """The words before a colon as a source: an office, a role, a side, a name in capitals or a handle; else None."""
    words = text[start:end]
    opening = LEADING.match(words)
    if opening:
        start, words = start + opening.end(), words[opening.end() :]
    if bracketed := AFTER_NAME.search(words):
        words = words[: bracketed.start()]
    if len(words.split()) > 9 or not words or (CONTENT_VERB.search(words) and not words.isupper()):
        return None
    if NO_NAME.search(words):
        return None
    turning = PREPOSITION.split(words, maxsplit=1)[0].split(",")[0]
    last = re.sub(r"[^\w\s-]", "", turning).lower().split()
    if not last:
        return None
    standing = sources().standings.get(last[-1]) or sources().standings.get(last[-1].removesuffix("s"))
    if standing == "office" and len(last) == 1 and not opening and not words.isupper():
        standing = None
    sort: Sort
    if institutions.kind_of(words) is not None:
        sort = "office"
    elif institutions.is_side(words):
        sort = "country"
    elif standing in ("person", "office", "media"):
        sort = standing
    elif words.startswith("@"):
        sort = "name"
    elif (
        is_capitals(words)
        or (words.isupper() and len(words) > 3 and "." not in words[-1:])
        or (last[0] in sources().titles.words and len(last) > 1)
    ):
        sort = "person"
    else:
        return None
    if sort == "person" and standing is None:
        moved, words = without_titles(start, words)
        return Source(moved, moved + len(words), words, sort, last[-1], (start, end))
    hosting = last[-1] in sources().titles.hosting
    return Source(start, start + len(words), words, sort, last[-1], (start, end), own=hosting)
