"""The cheap first look: whether a document is worth parsing, by nothing but its words as they stand.

Every paragraph is weighed by a judge over its words and pairs of words, learnt from the paragraphs of the training
documents that make a claim and those that don't. A document about forces is parsed but for paragraphs that plainly
speak of something else; of one that mentions them in passing, the paragraphs that do; of any other, nothing. Ordinary
news costs a look-up for each word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from musterbook.reading.casing import lexicon, recased
from musterbook.reading.judging import judges

LOOK = "look"
"""Name of the judge's decision."""
DOCUMENT = 0.6
"""Score a paragraph needs for its document to be parsed. Chosen by cross-validation on the training documents: of a
thousand claims four are lost with a document that is not."""
SHARE = 0.25
"""Share of such paragraphs from which on the document is about forces and parsed as a whole."""
PASSING = 0.0
"""Score a paragraph needs in a document that speaks of forces in passing; the one before it is parsed with it."""
PARAGRAPH = -3.0
"""Score under which no paragraph is parsed: of the paragraphs with claims one in three thousand."""
OPENING = 2
"""Paragraphs (the title and the lead) that are always parsed with another: they say who and where it is about."""
WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*|\d+|[.!?:;\n]")
ENDS = frozenset(".!?:;\n")
NAME, NUMBER = "<name>", "<number>"


def worth_parsing(paragraphs: Sequence[str]) -> list[bool]:
    """For each paragraph, whether it should be parsed."""
    judge = judges()[LOOK]
    scores = [float(judge.scores(look_features(paragraph))[0]) for paragraph in paragraphs]
    plain = sum(score >= DOCUMENT for score in scores)
    if not plain:
        return [False] * len(paragraphs)
    if plain >= SHARE * len(paragraphs):
        worth = [score >= PARAGRAPH for score in scores]
    else:
        worth = [max(pair) >= PASSING for pair in zip(scores, [*scores[1:], PARAGRAPH], strict=True)]
    return [True if number < OPENING else parse for number, parse in enumerate(worth)]


def look_features(text: str, *, plain: bool = False) -> list[str]:
    """The words of a text and its pairs of words; of a name or number only that one stands there.

    With `plain` only words in lower case are taken for words: a capital at the start of a sentence may be a name's.
    """
    found: dict[str, None] = {}
    before = ""
    for word in words(text, plain=plain):
        found[word] = None
        if before:
            found[f"{before} {word}"] = None
        before = word
    return list(found)


def words(text: str, *, plain: bool = False) -> Iterator[str]:
    """The words of a text in lower case, a word that is written as a name only as one; so in capitals too."""
    opens = True
    for word in WORD.findall(recased(text, lexicon())):
        if word in ENDS:
            opens = True
            continue
        if word[0].isdigit():
            yield NUMBER
        elif (opens and not plain) or word[0].islower():
            yield word.lower()
        else:
            yield NAME
        opens = False
