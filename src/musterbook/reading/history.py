"""History: what was over more than ten years before the document appeared is no claim, unless the document compares it.

(CODEBOOK, "What is not coded".) A claim's own period tells; where it has none, the nearest time or war that its
paragraph names up to it does.
"""

from __future__ import annotations

from datetime import date

from musterbook.codebook.history import history
from musterbook.reading.drafts import Draft
from musterbook.reading.marked import Marked, Sentence
from musterbook.reading.times import FoundTime

AGO_WORD = "ago"
AGO = 10
"""Years before publication from which on what was over is history."""


def long_past(marked: Marked, draft: Draft, time: FoundTime | None) -> bool:
    """Whether a claim is of the past that no document codes; `time` is the claim's period."""
    published = marked.document.published
    if published is None:
        return False
    limit = date(max(1, published.year - AGO), published.month, min(published.day, 28))
    if time is not None and not _anniversary(time, draft.sentence):
        return _over(time, limit) and not _compared(draft.sentence, limit)
    told = _dating(marked, draft.sentence, limit)
    return told is not None and _history(told, limit) and not _compared(draft.sentence, limit)


def _over(time: FoundTime, limit: date) -> bool:
    return time.ends is not None and time.ends < limit


def _dating(marked: Marked, sentence: Sentence, limit: date) -> Sentence | None:
    """The nearest sentence of the paragraph, up to the one given, that names a time or a war that is long over."""
    for index in range(sentence.index, -1, -1):
        each = marked.sentences[index]
        if each.piece is not sentence.piece:
            return None
        if each.times or _history(each, limit):
            return each
    return None


def _history(sentence: Sentence, limit: date) -> bool:
    """Whether everything by which a sentence dates itself is long over."""
    wars = history().wars(sentence.span.text)
    return (
        bool(wars or sentence.times)
        and all(year < limit.year for year in wars)
        and all(_over(time, limit) for time in sentence.times if not _anniversary(time, sentence))
    )


def _compared(sentence: Sentence, limit: date) -> bool:
    """Whether a sentence sets the past beside its own day: by another time, by a word."""
    times = [time for time in sentence.times if not _anniversary(time, sentence)]
    return any(not _over(time, limit) for time in times) or history().compares(sentence.span.text)


def _anniversary(time: FoundTime, sentence: Sentence) -> bool:
    """Whether a day only recalls a past one: "On this day 82 years ago"."""
    after = next((other for other in sentence.times if other.start >= time.end), None)
    return after is not None and after.start - time.end <= 1 and after.text.endswith(AGO_WORD)
