"""The speaker of a reporting verb: its subject, wherever the sentence has put it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from musterbook.codebook.reporting import reporting
from musterbook.codebook.sources import sources
from musterbook.reading.parsing import bounds
from musterbook.reading.statement_cue import MARKS, OBJECTS, RELATIVE, can_speak, standing
from musterbook.reading.statement_sources import Source, source_at

if TYPE_CHECKING:
    from spacy.tokens import Token

DATELINE = re.compile(
    r"\([A-Z]\w+\)\s|[A-Z][A-Z'’./ -]{2,}(?:/[A-Z]+)?(?:, [A-Z][\w.]+(?: [A-Z][\w.]+)?)?"
    r"(?:,? (?:[A-Z][a-z]{2,8}|[A-Z]{3,9})\.? \d{1,2})?"
    r"(?: ?\([^)]{2,30}\))?\s*(?:[-–—:=]+|--)\s"
)
NOMINAL = ("NOUN", "PROPN", "PRON")
CLIMBED = frozenset({"conj", "xcomp", "advcl", "pcomp", "prep", "dep", "ccomp", "parataxis"})
ADDRESSING = frozenset({"tell", "inform", "brief", "assure", "notify", "remind", "warn", "advise"})
"""Verbs whose object is the person told."""
FARTHEST = 6
"""Verbs climbed in search of a subject."""
FARTHEST_DATELINE = 24
"""Tokens from the start of a piece within which a dateline stands."""
LONGEST_NAME = 4
"""Tokens of a person's name."""
WIDEST = 12
"""Tokens of a speaker set beside its verb."""


def speaker(verb: Token) -> tuple[Token | None, bool]:
    """The noun that speaks, and whether it follows the verb ("said the ministry")."""
    after = _inverted(verb)
    if after is not None:
        return after, True
    stranded = _stranded(verb)
    if stranded is not None:
        return stranded, False
    apart = _set_off(verb) if verb.dep_ == "conj" and own_subject(verb) is None else None
    if apart is not None:
        return apart, False
    subject = _subject(verb)
    if subject is not None and subject.idx < _dateline_end(subject):
        aside = beside(verb) or _after_dateline(verb, _dateline_end(subject))
        return aside, False
    source = source_at(subject) if subject is not None else None
    if source is None or not can_speak(source):
        aside = beside(verb) or _set_off(verb)
        if aside is not None:
            return aside, False
    return subject, subject is not None and subject.i > verb.i


FINITE = frozenset({"VBD", "VBZ", "VBP"})
STRANDED = frozenset({"appos", "conj", "dep", "npadvmod"})
"""Relations by which the parse ties a clause's subject to the clause before."""


@lru_cache(maxsize=64)
def _dateline(line: str) -> int:
    match = DATELINE.match(line)
    return match.end() if match is not None else 0


def _dateline_end(token: Token) -> int:
    """Where the dateline ("SIRTE, Libya: ", "LONDON, APRIL 26 – ") of the token's line ends, in characters."""
    if token.i > FARTHEST_DATELINE:
        return 0
    head = token.doc[: FARTHEST_DATELINE + 8].text
    start = head.rfind("\n", 0, token.idx) + 1
    return start + _dateline(head[start : start + 80]) if start <= token.idx else 0


def _after_dateline(verb: Token, end: int) -> Token | None:
    """The first noun phrase after a dateline, before the verb."""
    heads = [
        t
        for t in verb.doc[: verb.i]
        if t.idx >= end and t.pos_ in NOMINAL and t.dep_ not in ("compound", "poss", "nmod")
    ]
    return heads[0] if heads else None


def _stranded(verb: Token) -> Token | None:
    """The noun right before a verb without a subject of its own, which the parse took for an afterthought.

    "... in the war against Ukraine, the ministry told lawmakers": the ministry is no apposition to Ukraine.
    """
    if verb.i == 0 or verb.tag_ not in FINITE or own_subject(verb) is not None:
        return None
    noun = verb.nbor(-1)
    if noun.pos_ not in NOMINAL or noun.dep_ not in STRANDED:
        return None
    first = noun.left_edge.i
    opens = first > bounds(verb)[0] and verb.doc[first - 1].text == ","
    source = source_at(noun) if opens else None
    return noun if source is not None and can_speak(source) else None


def _subject(verb: Token) -> Token | None:
    climbed = verb
    for _ in range(FARTHEST):
        subject = own_subject(climbed)
        if subject is not None:
            return _whole(climbed.head) if subject.lower_ in RELATIVE and climbed.dep_ == "relcl" else subject
        if climbed.dep_ == "relcl" or (climbed.dep_ == "acl" and climbed.tag_ == "VBG"):
            return _whole(climbed.head)
        if climbed.dep_ not in CLIMBED or climbed.head.i == climbed.i:
            return None
        if climbed.dep_ in ("ccomp", "advcl", "parataxis") and verb.tag_ not in ("VBG", "VB"):
            return None
        climbed = climbed.head
    return None


def _whole(noun: Token) -> Token:
    """The name that an apposition explains: "Diego Molano, the defence minister, who said"."""
    return noun.head if noun.dep_ == "appos" and noun.head.pos_ == "PROPN" and noun.pos_ == "NOUN" else noun


def own_subject(verb: Token) -> Token | None:
    """The subject that hangs on this verb itself."""
    for child in verb.children:
        if child.dep_ in ("nsubj", "nsubjpass", "csubj") and child.pos_ in (*NOMINAL, "ADJ", "X", "NUM"):
            return child
    return None


def _inverted(verb: Token) -> Token | None:
    """A speaker after the verb: "..., said the ministry"."""
    if verb.i == 0 or verb.nbor(-1).text not in MARKS or verb.tag_ == "VBG":
        return None
    if verb.lower_ not in reporting().forms and verb.pos_ != "VERB":
        return None
    own = own_subject(verb)
    if verb.lemma_ in ADDRESSING and own is None and _set_off(verb) is None and _ends_sentence(verb):
        return _next_phrase(verb)
    if verb.lemma_ in ADDRESSING or (own is not None and own.i < verb.i and own.lower_ in reporting().pronouns.every):
        return None
    for child in verb.rights:
        if (
            child.pos_ in NOMINAL
            and child.left_edge.i == verb.i + 1
            and child.dep_ in (*OBJECTS, "nsubj", "dep", "ccomp", "npadvmod")
        ):
            source = source_at(child)
            quoted = any(t.is_quote for t in verb.doc[max(0, verb.i - 2) : verb.i])
            if quoted and child.dep_ == "nsubj" and source is not None and source.sort == "other":
                return child
            speaks = source is not None and (
                source.sort in ("person", "office", "media", "country", "pronoun") or source.sort == "name"
            )
            return (
                child
                if speaks and not any(c.dep_ == "nummod" and standing(child) is None for c in child.lefts)
                else None
            )
        if child.pos_ not in ("ADV", "ADP", "PUNCT"):
            break
    return _next_phrase(verb)


def _ends_sentence(verb: Token) -> bool:
    """Whether nothing but a short noun phrase stands between the verb and the end of its sentence."""
    rest = verb.doc[verb.i + 1 : bounds(verb)[1]]
    return 0 < len(rest) < WIDEST and not any(t.pos_ in ("VERB", "AUX", "SCONJ") or t.text == "," for t in rest)


def _next_phrase(verb: Token) -> Token | None:
    """The noun phrase that stands between a verb of saying and the next mark, whatever the parse made of it."""
    if reporting().forms.get(verb.lower_) is None:
        return None
    doc, last = verb.doc, verb.i + 1
    while (
        last < len(doc)
        and last - verb.i < WIDEST
        and doc[last].pos_ in ("DET", "ADJ", "NOUN", "PROPN", "NUM", "PART", "ADP", "PRON")
    ):
        last += 1
    if last == verb.i + 1 or (last < len(doc) and not (doc[last].is_punct or doc[last].is_space)):
        return None
    stop = next((i for i in range(verb.i + 1, last) if doc[i].pos_ == "ADP"), last)
    heads = [doc[i] for i in range(verb.i + 1, stop) if doc[i].pos_ in NOMINAL]
    source = source_at(heads[-1]) if heads else None
    if (
        source is None
        or source.sort not in ("person", "office", "media", "country", "name")
        or doc[verb.i + 1].pos_ == "NUM"
    ):
        return None
    return heads[-1]


def beside(verb: Token) -> Token | None:
    """A speaker set just before a finite verb, whatever the parse made of them: ", OFFICE ADDS", ", officials claim".

    The stretch between the last mark and the verb must be one noun phrase that can speak, and the verb must end its
    clause.
    """
    if verb.lower_ not in reporting().forms and verb.tag_ not in ("VBD", "VBZ", "VBP"):
        return None
    first, last = verb.i, verb.i
    opening = bounds(verb)[0]
    doc = verb.doc
    while last > opening and doc[last - 1].pos_ in ("ADV", "AUX"):
        last -= 1
    if doc[last - 1].text == ")" and last - 3 > opening and doc[last - 3].text == "(":
        last -= 3
    first = last
    while first > max(opening, last - WIDEST) and doc[first - 1].pos_ in (
        "DET",
        "ADJ",
        "NOUN",
        "PROPN",
        "NUM",
        "PRON",
        "PART",
        "ADP",
    ):
        first -= 1
    if first == last:
        return None
    before = doc[first - 1] if first > 0 else None
    if before is not None and first > opening and before.text not in MARKS and before.pos_ not in ("CCONJ", "SCONJ"):
        return None
    stop = next((i for i in range(first, last) if doc[i].pos_ == "ADP"), last)
    heads = [doc[i] for i in range(first, stop) if doc[i].pos_ in NOMINAL]
    if not heads:
        return None
    source = source_at(heads[-1])
    return heads[-1] if source is not None and can_speak(source) and heads[-1].lower_ not in RELATIVE else None


def _set_off(verb: Token) -> Token | None:
    """A name before its apposition, both before the verb: ", Vadym Skibitskyi, deputy head of the service, told"."""
    doc, end = verb.doc, verb.i - 1
    start = bounds(verb)[0]
    if verb.tag_ not in ("VBD", "VBZ", "VBP") or end <= start or doc[end].text != ",":
        return None
    bearer = _named_after(verb)
    if bearer is not None:
        return bearer
    for _ in range(3):
        begin = end
        while begin > start and doc[begin - 1].text not in MARKS - {")", "'", "’", "."}:
            begin -= 1
        part = doc[begin:end]
        if any(t.pos_ in ("VERB", "AUX") for t in part) or len(part) > WIDEST:
            return None
        heads = [t for t in part if t.pos_ == "PROPN"]
        starts_name = (
            len(part) <= 6 and heads and part[0].pos_ == "PROPN" and (begin == start or doc[begin - 1].text in MARKS)
        )
        if starts_name and begin < verb.i - len(part) - 1:
            return heads[-1]
        end = begin - 1
        if end <= start or doc[end].text != ",":
            return None
    return None


def _named_after(verb: Token) -> Token | None:
    """A name between commas after what its bearer is: "the chief of the service, Kyrylo Budanov, warned"."""
    doc, end, start = verb.doc, verb.i - 1, bounds(verb)[0]
    first = end
    while first > start and doc[first - 1].pos_ == "PROPN":
        first -= 1
    if not 0 < end - first <= LONGEST_NAME or first - 1 <= start or doc[first - 1].text != ",":
        return None
    phrase = doc[first - 2]
    while (
        phrase.dep_ in ("pobj", "prep", "compound") and phrase.head.i < phrase.i and phrase.head.pos_ in ("NOUN", "ADP")
    ):
        phrase = phrase.head
    return doc[end - 1] if sources().standings.get(phrase.lemma_.lower()) == "person" else None


def told(verb: Token) -> Source | None:
    """The outlet told: "told Suspilne", "said in an interview with X", "declared over Radio Andalus"."""
    for child in verb.rights:
        if child.dep_ in ("dobj", "dative", "npadvmod", "iobj") and child.i - verb.i < 8:
            noun = child
            if child.dep_ == "dative" and child.pos_ == "ADP":
                noun = next((c for c in child.children if c.dep_ == "pobj"), child)
            relayed = _outlet(noun)
            if relayed is not None and (relayed.sort == "media" or verb.lemma_.lower() in ADDRESSING):
                return relayed
        if child.dep_ in ("prep", "agent"):
            for noun in (t for t in child.subtree if t.dep_ in ("pobj", "appos")):
                relayed = _outlet(noun)
                if relayed is not None and (relayed.sort == "media" or _asks(child, noun)):
                    return relayed
    return None


def _asks(preposition: Token, noun: Token) -> bool:
    """Whether a name is of one who asks: "in an interview with Kronen", "on the broadcaster Kanal"."""
    beside = [preposition, *preposition.subtree]
    interview = any(t.lemma_.lower() in reporting().relay.asking and t.i < noun.i for t in beside)
    return interview or any(sources().standings.get(t.lemma_.lower()) == "media" for t in (*noun.lefts, noun.head))


def _outlet(noun: Token) -> Source | None:
    source = source_at(noun)
    if source is None or source.sort not in ("media", "name") or (source.plural and source.sort != "media"):
        return None
    return source


def end_of_addressee(verb: Token) -> int:
    """One past the person told, so that "told reporters that ..." begins its content at "that"."""
    if verb.lemma_ not in ADDRESSING:
        return verb.i + 1
    ends = [c.right_edge.i + 1 for c in verb.rights if c.dep_ in ("dobj", "dative", "iobj") and c.pos_ in NOMINAL]
    return max(ends, default=verb.i + 1)
