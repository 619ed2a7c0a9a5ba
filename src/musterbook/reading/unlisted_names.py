"""Names of places that no list holds, by the words around them: "at Ouadi Doum", "the village of Kulbiyow".

A capitalised name after a preposition of place, which is no known place, side, force, time, person or institution, is a
place of its own. Where it lies is decided by `whereabouts`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from musterbook import codebook
from musterbook.gazetteer import Gazetteer
from musterbook.reading import names
from musterbook.reading.anaphors import HYPHENS, Unplaced
from musterbook.reading.parsing import cased
from musterbook.reading.place_words import place_words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

LISTING = frozenset({",", "and", "or"})
"""What stands between names in a list."""
BEFORE_NAME = frozenset({"compound", "amod", "nmod", "det", "punct", "nummod"})
"""Relations of the words of a name to its last."""
PLACED = frozenset({"pobj", "dobj", "nsubjpass", "conj", "appos", "npadvmod"})
"""Relations in which a place is where something is, and does nothing."""
LONGEST = 5
"""Words in such a name at most."""
APOSTROPHES = frozenset({"'s", "’s", "'", "’"})


def find(
    span: Span,
    start: int,
    taken: Sequence[tuple[int, int]],
    persons: Collection[str],
    places: Sequence[tuple[int, int]] = (),
) -> Iterator[Unplaced]:
    """The unlisted names of a sentence; `start` is where its parse begins in the content.

    `taken` are the characters of what has been found already, of which `places` are the known places, `persons`
    surnames (in small letters) of the document.
    """
    doc, free = span.doc, span.start
    covered, known = _covered(span, start, taken), _covered(span, start, places)
    for token in span:
        if token.i < free:
            continue
        at = _name_start(token, span) if _leads(token, span) else _beside(token, span, known)
        if at is None:
            continue
        while at is not None:
            last = _name_end(doc, at, span.end, covered)
            if last is None or not _is_place(doc, token, at, last, persons):
                break
            end = _with_kind(doc, last, span.end, covered)
            first = at - 1 if at > span.start and doc[at - 1].lower_ == "the" else at
            name = doc.text[doc[at].idx : doc[last - 1].idx + len(doc[last - 1])]
            low, high = doc[first].idx, doc[end - 1].idx + len(doc[end - 1])
            yield Unplaced(start + low, start + high, doc.text[low:high], "name", name.lower())
            free = end
            at = _next_in_list(doc, end, span.end)


def persons(doc: Doc) -> Iterator[str]:
    """Surnames of a parse in small letters: what follows a title or a given name, or does something."""
    words = place_words()
    for token in doc:
        if not _capital(token) or token.i == 0:
            continue
        before = doc[token.i - 1]
        titled = before.lower_.rstrip(".") in words.titles
        named = _capital(before) and before.lower_ in words.given and before.i > 0
        acts = token.dep_ == "nsubj" and token.head.pos_ in {"VERB", "AUX"}
        if titled or named or acts:
            yield token.lower_


def _covered(span: Span, start: int, taken: Sequence[tuple[int, int]]) -> frozenset[int]:
    """The tokens of a sentence that something found holds."""
    low, high = start + span.start_char, start + span.end_char
    within = [(s - start, e - start) for s, e in taken if s < high and low < e]
    return frozenset(t.i for t in span if any(s < t.idx + len(t) and t.idx < e for s, e in within))


def _leads(token: Token, span: Span) -> bool:
    """Whether a word may lead to a place: a preposition of place, a verb that takes one, "the village of"."""
    words = codebook.reference().unlisted
    low = token.lower_
    if low in words.at or low in words.way:
        return True
    before = token.doc[token.i - 1].lower_ if token.i > span.start else ""
    return low == "of" and before in words.of


def _beside(token: Token, span: Span, known: Collection[int]) -> int | None:
    """The first word of a name in a list with a known place: "at Ouallam and Tabarey-Barey"."""
    before = token.i - 1
    if token.lower_ not in LISTING or before < span.start or before not in known:
        return None
    at = token.i + 1
    if at < span.end and span.doc[at].lower_ in LISTING:
        at += 1
    if at >= span.end or not _capital(span.doc[at]) or at in known:
        return None
    head = next((t for t in span.doc[at : span.end] if t.dep_ not in BEFORE_NAME), span.doc[at])
    place = head.head
    return at if head.dep_ == "conj" and place.i in known and place.dep_ in PLACED else None


def _name_start(token: Token, span: Span) -> int | None:
    """The first word of the name a word leads to, past an article and words of direction."""
    words, directions = codebook.reference().unlisted, place_words().directions
    doc, at = token.doc, token.i + 1
    if at < span.end and doc[at].lower_ == "the":
        if token.lower_ not in words.land | words.at or token.lower_ == "between":
            return None
        at += 1
    while at < span.end and doc[at].lower_ in directions and cased(doc[at]).islower():
        at += 1
    return at if at < span.end and _capital(doc[at]) else None


def _capital(token: Token) -> bool:
    return cased(token)[:1].isupper() and token.text[:1].isalpha()


def _name_end(doc: Doc, at: int, end: int, covered: Collection[int]) -> int | None:
    """One past the last word of a name, None where part of it is known to be something else."""
    links = codebook.reference().unlisted.links
    last, i = at, at
    while i < min(end, at + 2 * LONGEST):
        token = doc[i]
        spaced = i == at or bool(doc[i - 1].whitespace_)
        if _capital(token) and token.i not in covered:
            last = i = i + 1
        elif token.text in HYPHENS and not spaced and i + 1 < end and not token.whitespace_:
            i += 1
        elif not spaced and doc[i - 1].text in HYPHENS and token.is_alpha and len(token) < 5:
            last = i = i + 1
        elif token.lower_ in links and spaced and i + 1 < end and _capital(doc[i + 1]):
            i += 1
        elif token.is_digit and last == i and i > at and len(token) < 4:
            last = i = i + 1
        else:
            break
    if last == at or last - at > LONGEST + 3 or any(i in covered for i in range(at, last)):
        return None
    goes_on = last < end and (last in covered or doc[last].lower_ in links) and _goes_on(doc, last, end)
    joined = goes_on or (last < end and not doc[last - 1].whitespace_ and doc[last].text in HYPHENS)
    possessive = last < end and doc[last].text in APOSTROPHES and not doc[last - 1].whitespace_
    return None if joined or possessive else last


def _goes_on(doc: Doc, at: int, end: int) -> bool:
    """Whether a name goes on in words that are known as something else: "Cape St Vincent", "Maroun al-Ras"."""
    while at < end and doc[at].lower_ in codebook.reference().unlisted.links | HYPHENS:
        at += 1
    return at < end and _capital(doc[at])


def _is_place(doc: Doc, leading: Token, at: int, last: int, persons: Collection[str]) -> bool:
    """Whether a capitalised name is no person's, institution's or month's, nor everyday words with capitals."""
    tokens = [doc[i] for i in range(at, last) if doc[i].is_alpha]
    if not tokens or doc[at].pos_ != "PROPN" or _describes_another(tokens[-1], last):
        return False
    if any(cased(t).isupper() and len(t) < 6 for t in tokens):
        return False
    way = leading.lower_ in codebook.reference().unlisted.way
    if way and leading.i > 0 and doc[leading.i - 1].lower_ == "according":
        return False
    lows = [t.lower_ for t in tokens]
    if _is_other(lows, persons, way=way):
        return False
    following = doc[last].lower_ if last < len(doc) else ""
    if following in place_words().person_verbs:
        return False
    return doc[at - 1].lower_ != "the" or _with_article(lows, leading.lower_, following)


def _is_other(lows: Sequence[str], persons: Collection[str], *, way: bool) -> bool:
    """Whether the words of a name, in small letters, are a person's, institution's or outlet's, or everyday words."""
    words, book = codebook.reference().unlisted, place_words()
    if lows[-1] in words.never or lows[0] in words.never or lows[0].rstrip(".") in book.titles:
        return True
    if all(len(low) < 3 or low in book.ordinary or low in book.singular or low in book.directions for low in lows):
        return True
    if " ".join(lows) in book.outlets or any(low in persons or low in Gazetteer.load().sides for low in lows):
        return True
    given = lows[0] in book.given and (way or len(lows) > 1)
    return given or (way and any(names.is_name(low) for low in lows))


def _with_article(lows: Sequence[str], leading: str, following: str) -> bool:
    """Whether a name with an article is a place's: "the Litani river", "the Katse dam", "on the Cenepa"."""
    singular = place_words().singular
    own_kind = lows[-1] in singular or lows[-1] in codebook.reference().places.region
    return following in singular or own_kind or (leading in codebook.reference().unlisted.land and len(lows) == 1)


def _describes_another(word: Token, last: int) -> bool:
    """Whether a name stands before a noun of its own: "European partners", not "Rukla barracks"."""
    kinds, places = place_words().singular, codebook.reference().places
    head = word.head
    if word.dep_ not in {"amod", "compound", "nmod"} or head.i < last:
        return False
    return not (head.lower_ in kinds or head.lower_ in places.town or head.lower_ in places.region)


def _with_kind(doc: Doc, last: int, end: int, covered: Collection[int]) -> int:
    """One past the name with the noun that says what it is: "Ream naval base", "Litani river"."""
    words, places = place_words(), codebook.reference().places
    for size in (2, 1):
        if last + size > end or any(i in covered for i in range(last, last + size)):
            continue
        phrase = " ".join(t.lower_ for t in doc[last : last + size])
        if phrase in words.singular or (size == 1 and (phrase in places.town or phrase in places.region)):
            return last + size
    return last


def _next_in_list(doc: Doc, last: int, end: int) -> int | None:
    """The first word of the next name where one follows in a list: "at Rukla, Pabrade and Rudninkai"."""
    at = last
    while at < end and doc[at].lower_ in LISTING:
        at += 1
    return at if last < at < end and at - last <= 2 and _capital(doc[at]) else None
