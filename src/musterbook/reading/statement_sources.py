"""The words that name a source: from the head of a noun phrase to the name without article, title and afterthought."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from musterbook.codebook.reporting import reporting
from musterbook.codebook.sources import sources
from musterbook.codebook.times import time_words
from musterbook.reading import institutions
from musterbook.reading.parsing import cased

if TYPE_CHECKING:
    from spacy.tokens import Token

Sort = Literal["person", "office", "media", "document", "country", "pronoun", "name", "other"]

BEFORE = frozenset({"det", "poss", "compound", "amod", "nmod", "nummod", "quantmod", "case", "advmod", "npadvmod"})
AFTER = frozenset({"of", "at", "in", "for", "from", "with", "within", "near", "close", "inside", "by"})
NOBODY = frozenset({"none", "nobody", "nothing", "neither", "noone"})
"""Words that name no source."""
PARTITIVE = frozenset({"one", "two", "three", "some", "many", "several", "most", "others", "another", "both", "all"})
LONGEST_AFTER = 12
LONGEST_PHRASE = 24
PARTICLES = frozenset(
    {"al", "el", "de", "da", "dos", "van", "von", "der", "den", "bin", "ibn", "abu", "ul", "la", "le", "du"}
)
WORD = re.compile(r"\S+")
SHORT = re.compile(r"\s\([A-ZÀ-Þ][\w.&-]{1,11}\)")
"""The abbreviation given after a name, which belongs to it."""
FURTHER = re.compile(r"\s+(?:of|at|in|for|from|with|by|and)\s+(?:the|an?)\s|,\s")
LEADING = re.compile(
    r"^(?:the|a|an|its|his|her|their|our|this|that|these|those|one|another|some|any|every|each|same)\s+", re.I
)


@dataclass(frozen=True, slots=True)
class Source:
    """Who is given as speaking: the name [start, end), the whole phrase around it, and what sort of speaker it is."""

    start: int
    end: int
    text: str
    sort: Sort
    head: str
    """Lower-case singular of the word the phrase turns on ("ministry", "official"); of a name, its last word."""
    phrase: tuple[int, int]
    """The phrase with title and apposition."""
    definite: bool = False
    """Whether it is given as known ("the official")."""
    plural: bool = False
    own: bool = False
    """Whether it is the outlet itself ("our reporter", "this newspaper")."""

    def cut(self, text: str) -> Source:
        """The same source under a shorter name with the same beginning."""
        end = self.start + len(text)
        return replace(self, end=end, text=text, phrase=(self.phrase[0], end))

    def moved(self, by: int) -> Source:
        """The same source, its offsets moved."""
        start, end = self.phrase
        return replace(self, start=self.start + by, end=self.end + by, phrase=(start + by, end + by))


def source_at(head: Token) -> Source | None:
    """The source whose noun phrase turns on this token; None where the token is no noun, name or pronoun."""
    if head.pos_ not in ("NOUN", "PROPN", "PRON", "ADJ", "NUM", "X", "VERB", "ADV", "INTJ") or not any(
        map(str.isalpha, head.text)
    ):
        return _share_of(head)
    low = head.lower_
    if head.pos_ == "PRON":
        if low in reporting().pronouns.every or low in reporting().pronouns.cases:
            return _made((head.i, head.i + 1), head, "pronoun")
        if (
            head.tag_ in ("WP", "WDT", "EX")
            or low in NOBODY
            or low
            in (
                "this",
                "that",
                "which",
                "who",
                "what",
                "there",
                "you",
                "nobody",
                "someone",
            )
        ):
            return None
    if head.pos_ == "ADJ":
        head = _shared_noun(head)
    left, right = _extent(head)
    if _is_time(head) or _is_aside(head):
        return None
    if head.lower_ in NOBODY or any(c.dep_ == "det" and c.lower_ in ("no", "neither") for c in head.lefts):
        return None
    standing = _standing(head)
    named = _apposed_name(head, standing) if standing is not None else None
    if named is not None:
        first, last = _extent(named)
        sort: Sort = "person" if standing == "person" else "media" if standing == "media" else "office"
        return _made((first, last), named, sort, phrase=(left, max(right, last)))
    return _made((left, right), head, None, phrase=(left, _afterthought(head, right)))


def _is_time(token: Token) -> bool:
    """Whether a word is one of time ("LAST WEEK"), or names a month with its day or year ("JUL '25")."""
    if token.lower_ in time_words().unit_names:
        return True
    following = token.nbor(1) if token.i + 1 < len(token.doc) else None
    dated = following is not None and (following.like_num or following.text[0] in "'’")
    return dated and token.lower_ in time_words().calendar.month_names


def _is_aside(token: Token) -> bool:
    """Whether a word opens a note of the outlet's own: "Editor's note: ..."."""
    colon = token.i + 1 < len(token.doc) and token.nbor(1).text == ":"
    return colon and token.lemma_.lower() in reporting().nouns.aside


def _share_of(head: Token) -> Source | None:
    """ "60% of those polled": a share of people speaks for itself."""
    if head.text != "%" or not any(c.lower_ == "of" for c in head.rights):
        return None
    left, right = _extent(head)
    words = head.doc[left:right]
    return Source(
        words.start_char, words.end_char, words.text, "other", "%", (words.start_char, words.end_char), plural=True
    )


def _afterthought(head: Token, right: int) -> int:
    """One past the apposition after a name, which says what its bearer is."""
    ends = [child.right_edge.i + 1 for child in head.rights if child.dep_ == "appos" and head.pos_ == "PROPN"]
    return max([right, *(end for end in ends if end - head.i <= LONGEST_PHRASE)])


def _shared_noun(adjective: Token) -> Token:
    """The noun several adjectives share: in "South Korean, Ukrainian and Western sources", "sources"."""
    for token in adjective.subtree:
        if token.i > adjective.i and token.pos_ == "NOUN" and _standing(token) is not None:
            return token
    return adjective


def _extent(head: Token) -> tuple[int, int]:
    """First and one past the last token of the phrase: modifiers before, and short prepositional ones after."""
    left = head.i
    for child in reversed(list(head.lefts)):
        if child.dep_ in BEFORE and child.right_edge.i + 1 >= left - 1:
            left = child.left_edge.i
    right = head.i + 1
    for child in head.rights:
        if child.i > right:
            break
        edge = child.right_edge.i + 1
        if (
            child.dep_ == "prep" and child.lower_ in AFTER and edge - child.i <= LONGEST_AFTER and _is_plain(child)
        ) or (child.dep_ in ("compound", "nummod", "flat", "amod") and edge - right <= LONGEST_AFTER):
            right = edge
        elif child.dep_ == "cc" and child.lower_ == "and":
            joined = [c for c in head.rights if c.dep_ == "conj" and c.left_edge.i == child.i + 1]
            if joined and joined[0].pos_ in ("NOUN", "PROPN"):
                right = _extent(joined[0])[1]
            break
        else:
            break
    return left, right


def _is_plain(preposition: Token) -> bool:
    """Whether a prepositional phrase belongs to the name: no verb in it, no means or time of speaking."""
    for token in preposition.subtree:
        if token.pos_ in ("VERB", "AUX") and token.dep_ not in ("amod", "compound"):
            return False
    said_in = reporting().nouns.lemmas
    return not any(
        child.dep_ == "pobj" and (child.lemma_.lower() in said_in or child.lower_ in ("interview", "tuesday"))
        for child in preposition.children
        if preposition.lower_ in ("in", "at", "from")
    )


def _standing(head: Token) -> str | None:
    if head.lower_ in PARTITIVE:
        of = next((c for c in head.rights if c.lower_ == "of"), None)
        whole = next((c for c in of.children if c.dep_ == "pobj"), None) if of is not None else None
        return _standing(whole) if whole is not None else "person"
    known = sources().standings
    both = f"{head.nbor(-1).lower_} {head.lemma_.lower()}" if head.i > 0 else ""
    return known.get(both) or known.get(head.lemma_.lower()) or known.get(head.lower_)


def _apposed_name(head: Token, standing: str) -> Token | None:
    """The name set beside a role ("the spokesman, Captain Zahrebelnyi") or a kind ("the news agency Yonhap")."""
    for child in head.rights:
        if child.dep_ == "acl" and child.lower_ in sources().speakers.naming:
            name = next((c for c in child.rights if c.pos_ == "PROPN"), None)
            if name is not None:
                return name
        if child.dep_ != "appos" or child.i - head.i >= 14:
            continue
        first = child.left_edge
        close = first.i == head.i + 1
        short = child.right_edge.i - first.i <= 3 and head.pos_ != "PROPN"
        if first.pos_ == "PROPN" and (close or ((standing == "person" or short) and _standing(child) is None)):
            return child
    if head.pos_ == "NOUN" and head.i + 1 < len(head.doc):
        beside = head.nbor(1)
        if beside.pos_ == "PROPN" and cased(beside)[:1].isupper() and beside.head.i != head.i:
            last = beside
            while last.i + 1 < len(head.doc) and last.nbor(1).pos_ == "PROPN":
                last = last.nbor(1)
            return last if last.dep_ not in ("nsubj", "ROOT") or last.head.i == head.head.i else None
    return None


def _made(
    extent: tuple[int, int], head: Token, sort: Sort | None, phrase: tuple[int, int] | None = None
) -> Source | None:
    doc = head.doc
    words = doc[extent[0] : extent[1]]
    start, end, text = words.start_char, words.end_char, words.text
    whole = doc[phrase[0] : phrase[1]] if phrase else words
    opening = LEADING.match(text)
    possessed = opening.group().strip().lower() if opening else ""
    own = possessed in ("our", "my", "this") and head.lower_ in reporting().nouns.own
    definite = bool(
        opening and opening.group().split()[0].lower() in ("the", "its", "his", "her", "their", "this", "that", "same")
    )
    while opening:
        start, text = start + opening.end(), text[opening.end() :]
        opening = LEADING.match(text)
    low = head.lemma_.lower()
    plural = head.tag_ in ("NNS", "NNPS") or low in ("they", "we")
    if sort == "pronoun":
        first = reporting().pronouns.cases.get(head.lower_, head.lower_)
        return Source(start, end, text, "pronoun", first, (start, end), True, first in ("they", "we"))
    start, text = _unquoted(start, text)
    for opening_sign, closing in ("()", "[]"):
        if closing in text and opening_sign not in text:
            bracket = text.index(closing) + 1
            start, text = _unquoted(start + bracket, text[bracket:])
    text = text.rstrip(" ,.;:\"'”’)")
    if not text:
        return None
    standing = _standing(head)
    found: Sort
    if standing is not None and sort is None:
        found = standing  # type: ignore[assignment]  # every Standing is a Sort
    elif sort is not None:
        found = sort
    else:
        found = _named_sort(text, head)
    if found in ("person", "name") and (standing is None or sort == "person"):
        name = FURTHER.split(text, maxsplit=1)[0]
        if len(name.split()) > 1 and len(name) < len(text):
            text = name
        start, text = without_titles(start, text)
    if found != "person" and start + len(text) >= head.idx:
        short = SHORT.match(doc[head.i : head.i + LONGEST_AFTER].text, start + len(text) - head.idx)
        text += short.group() if short is not None else ""
    return Source(start, start + len(text), text, found, low, (whole.start_char, whole.end_char), definite, plural, own)


def _named_sort(text: str, head: Token) -> Sort:
    known = institutions.kind_of(text)
    if known is not None:
        return "media" if known.endswith("media") else "office"
    if institutions.is_side(text):
        return "country"
    if head.pos_ == "PROPN" or (text[:1].isupper() and text[-1:].isupper() and cased(head)[-1:].isupper()):
        return "name"
    return "other"


def _unquoted(start: int, text: str) -> tuple[int, str]:
    stripped = text.lstrip(" ,.;:)\"'“‘«([-–—•")
    return start + len(text) - len(stripped), stripped


def _is_name(word: str) -> bool:
    """Whether a word before "and" is a name of its own: "Washington and Seoul", not "Prime Minister and ..."."""
    return word[:1].isupper() and word.strip(".,()").lower() not in sources().titles.words


def without_titles(start: int, text: str) -> tuple[int, str]:
    """A personal name without what stands before it: "Lt. Gen. Kyrylo Budanov" is "Kyrylo Budanov"."""
    words = list(WORD.finditer(text))
    first = len(words)
    titles = sources().titles.words
    for number in range(len(words) - 1, -1, -1):
        word = words[number].group()
        bare = word.strip(".,()\"'“”’").lower()
        if bare == "and" and first == number + 1 < len(words) and _is_name(words[number - 1].group() if number else ""):
            continue
        is_title = bare in titles or word.endswith(("'s", "’s"))
        if is_title or not (word[:1].isupper() or bare in PARTICLES or word.startswith(("al-", "el-", "ul-"))):
            break
        first = number
    if first == len(words):
        return start, text
    offset = words[first].start()
    return start + offset, text[offset:]
