"""What each cue of a sentence governs: the stretches of text that are its source's words.

The parse says on which side of the cue the content stands; how far it reaches is settled between the cues of the
sentence, its semicolons and its quotation marks, which hold up where the parse of a long sentence doesn't.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from musterbook.reading.quotations import Quotation
from musterbook.reading.statement_cue import Cue

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

Stretch = tuple[int, int]

CONTRAST = frozenset({"while", "whereas", "but", "though", "although", "and", "yet"})
TRIMMED = " \t\n,;:.-–—"


def contents(
    doc: Doc, cues: list[Cue], quoted: list[Quotation], sentences: Sequence[Span]
) -> list[tuple[Cue, tuple[Stretch, ...]]]:
    """Each cue with its content, as character stretches of the text; cues without any are left out."""
    found: list[tuple[Cue, tuple[Stretch, ...]]] = []
    text = doc.text
    for sentence in sentences:
        here = [cue for cue in cues if sentence.start <= cue.words[0] < sentence.end]
        for cue in [_with_relayer(cue, here) for cue in here]:
            relayed = _relayed(cue, here)
            pieces = _pieces(cue, here, sentence, quoted)
            if relayed is not None:
                pieces = [*_pieces(relayed, here, sentence, quoted), *(p for p in pieces if cue.side == "after")]
            found.append((cue, _trimmed(text, _quoted_whole(pieces, quoted, doc, cue))))
    return found


def _with_relayer(cue: Cue, here: list[Cue]) -> Cue:
    """For "X wrote, with reference to Y, that ...": Y's cue with X as its relayer."""
    if cue.shape != "relay" or cue.via is not None or cue.lemma in ("hear", "learn"):
        return cue
    verbs = [c for c in here if c.shape == "verb" and c.strong and c.source is not None and c.source != cue.source]
    nearest = min(verbs, key=lambda c: abs(c.words[0] - cue.words[0]), default=None)
    return replace(cue, via=nearest.source) if nearest is not None else cue


def _relayed(cue: Cue, here: list[Cue]) -> Cue | None:
    """For "X reported ..., citing Y": the cue of X, whose content is Y's too."""
    if cue.shape != "relay" or cue.via is None:
        return None
    same = [c for c in here if c.shape == "verb" and c.source is not None and c.source.start == cue.via.start]
    same = [c for c in same if c.words != cue.words and c.side != "object"]
    return same[0] if same else None


def _pieces(cue: Cue, here: list[Cue], sentence: Span, quoted: list[Quotation]) -> list[Stretch]:
    """The content in tokens, turned into characters."""
    doc = sentence.doc
    first, last = max(cue.first, sentence.start), min(cue.last, sentence.end)
    if cue.side == "object" and cue.scope is not None:
        start, end = max(cue.scope[0], sentence.start), min(cue.scope[1], sentence.end)
        if start >= cue.words[0]:
            start = max(start, cue.words[1])
        return _characters(doc, [(start, end)])
    spans: list[tuple[int, int]] = []
    if cue.side in ("before", "around"):
        spans.append((_left_end(cue, here, sentence, quoted), first))
    if cue.side in ("after", "around"):
        spans.append((last, _right_end(cue, here, sentence, quoted)))
    return _characters(doc, spans)


def _left_end(cue: Cue, here: list[Cue], sentence: Span, quoted: list[Quotation]) -> int:
    """How far back content before the cue reaches: to the sentence's start, a semicolon, or an earlier such cue."""
    start: int = sentence.start
    for other in here:
        if other is not cue and other.last <= cue.first and other.side in ("before", "around"):
            start = max(start, other.last)
    for index in range(start, cue.first):
        if not _is_break(sentence.doc[index].text, sentence.doc[index].idx, quoted):
            continue
        spoken_for = any(other is not cue and start <= other.words[0] < index for other in here)
        joined = cue.source is not None and cue.source.sort == "pronoun"
        joined = joined or sentence.doc[min(index + 1, sentence.end - 1)].lower_ == "and"
        if spoken_for or not joined:
            start = index + 1
    return start


def _right_end(cue: Cue, here: list[Cue], sentence: Span, quoted: list[Quotation]) -> int:
    """How far content after the cue reaches: to the sentence's end, or to where another source takes over."""
    doc = sentence.doc
    later = [other for other in here if other.first >= cue.last and other is not cue]
    for index in range(cue.last, sentence.end):
        token = doc[index]
        parts = token.lower_ in CONTRAST and index > cue.last
        if token.text != ";" and not parts:
            continue
        ahead = [other for other in later if other.first > index]
        if _is_break(token.text, token.idx, quoted) and ahead:
            return index
        taking_over = any(
            other.first - index <= 3 and other.side in ("after", "object") and other.shape == "verb" for other in ahead
        )
        if (
            token.lower_ in CONTRAST
            and taking_over
            and index > cue.last
            and doc[index - 1].text in (",", "—", "–", "-")
        ):
            return index
    return int(sentence.end)


def _is_break(text: str, position: int, quoted: list[Quotation]) -> bool:
    return text == ";" and not any(quotation.holds(position) for quotation in quoted)


def _characters(doc: Doc, spans: list[tuple[int, int]]) -> list[Stretch]:
    return [(doc[start:end].start_char, doc[start:end].end_char) for start, end in spans if end > start]


def _quoted_whole(pieces: list[Stretch], quoted: list[Quotation], doc: Doc, cue: Cue) -> list[Stretch]:
    """Content that begins or ends inside a quotation takes in the rest of it, over sentences."""
    widened: list[Stretch] = []
    for piece in pieces:
        first, last = piece
        for quotation in quoted:
            if quotation.start < last and first < quotation.end and not _holds_cue(quotation, cue, doc):
                first, last = min(first, quotation.start), max(last, quotation.end)
        widened.append((first, last))
    return widened


def _holds_cue(quotation: Quotation, cue: Cue, doc: Doc) -> bool:
    return quotation.holds(doc[cue.words[0]].idx)


def _trimmed(text: str, pieces: list[Stretch]) -> tuple[Stretch, ...]:
    trimmed: list[Stretch] = []
    for piece in sorted(pieces):
        start, end = piece
        stretch = text[start:end]
        first = start + len(stretch) - len(stretch.lstrip(TRIMMED))
        last = end - (len(stretch) - len(stretch.rstrip(TRIMMED)))
        if last > first:
            trimmed.append((first, last))
    return tuple(trimmed)
