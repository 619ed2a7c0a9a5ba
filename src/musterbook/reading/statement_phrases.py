"""Sources given by set phrases ("according to X", "by X's count") and by nouns of report ("X's claim that ...")."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from musterbook.codebook.reporting import reporting
from musterbook.reading import institutions
from musterbook.reading.parsing import bounds, cased
from musterbook.reading.statement_cue import Cue, Shape, can_speak, end_of, standing
from musterbook.reading.statement_sources import Source, source_at

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

POSSESSORS = {"its": "it", "his": "he", "her": "she", "their": "they", "whose": "it"}
LONGEST = 14


def according(sentence: Span) -> Iterator[Cue]:
    """The set phrases of a sentence."""
    for token in sentence:
        found = _before_source(token, sentence)
        if found is not None:
            yield found
        else:
            yield from _possessed(token)
            yield from _for(token, sentence)
            yield from _bracketed(token, sentence)
            yield from _trusted(token, sentence)


def _before_source(token: Token, sentence: Span) -> Cue | None:
    doc = token.doc
    for phrase in _phrases().get(token.lower_, ()):
        stop = token.i + len(phrase)
        if stop >= sentence.end or tuple(t.lower_ for t in doc[token.i : stop]) != phrase:
            continue
        head = _governed(doc, stop, sentence.end)
        source = source_at(head) if head is not None else None
        if source is None or head is None or (len(phrase) == 1 and not can_speak(source)):
            continue
        last = end_of(head)
        while last < sentence.end and doc[last - 1].idx + len(doc[last - 1]) < source.end:
            last += 1
        words = " ".join(phrase)
        shape: Shape = "relay" if words in reporting().according.referring else "according"
        return Cue(token.i, max(last, stop), (token.i, stop), words, ("say",), shape, "around", source)
    return None


@lru_cache(maxsize=1)
def _phrases() -> dict[str, tuple[tuple[str, ...], ...]]:
    table: dict[str, tuple[tuple[str, ...], ...]] = {}
    for phrase in sorted(reporting().according.before, key=len, reverse=True):
        words = tuple(phrase.split())
        table[words[0]] = (*table.get(words[0], ()), words)
    return table


def _governed(doc: Doc, position: int, end: int) -> Token | None:
    """The noun that the preposition before `position` governs."""
    for child in doc[position - 1].rights:
        if child.dep_ == "pobj":
            return _antecedent(child) if child.lower_ == "which" else child
    for i in range(position, min(end, position + 8)):
        token = doc[i]
        if token.pos_ in ("NOUN", "PROPN", "PRON") and (token.dep_ != "compound" or token.head.i >= end):
            return token
    return None


def _antecedent(relative: Token) -> Token:
    """The noun that "which" stands for: in "a paper according to which ...", the paper."""
    for token in relative.ancestors:
        if token.dep_ == "relcl":
            return token.head
    return relative


def _for(token: Token, sentence: Span) -> Iterator[Cue]:
    """ "For the ministry, it is ...": a side's view, set at the head of the sentence."""
    if token.lower_ != "for" or token.i != sentence.start:
        return
    head = next((c for c in token.rights if c.dep_ == "pobj"), None)
    source = source_at(head) if head is not None else None
    if source is None or head is None or source.sort not in ("person", "office", "country") or source.plural:
        return
    last = end_of(head)
    if last < sentence.end and token.doc[last].lower_ in (",", "it", "this", "that"):
        yield Cue(token.i, last, (token.i, token.i + 1), "for", ("say",), "according", "after", source, None, False)


def _trusted(token: Token, sentence: Span) -> Iterator[Cue]:
    """ "if the agency is to be believed", "if a spokesman is anything to go by"."""
    if token.lower_ != "if":
        return
    end = next(
        (i for i in range(token.i + 1, min(sentence.end, token.i + LONGEST + 4)) if token.doc[i].text in ",;."), None
    )
    end = end if end is not None else sentence.end
    clause = " ".join(t.lower_ for t in token.doc[token.i : end])
    if not any(clause.endswith(words) for words in reporting().according.trusted):
        return
    head = next((t for t in token.doc[token.i + 1 : end] if t.dep_ in ("nsubj", "nsubjpass")), None)
    if head is None:
        return
    owner = next((c for c in head.lefts if c.dep_ == "poss"), None)
    source = owner_source(owner) if owner is not None and standing(head) in (None, "document") else source_at(head)
    if source is not None and can_speak(source):
        yield Cue(
            token.i,
            end,
            (token.i, token.i + 1),
            "if believed",
            ("believe",),
            "according",
            "around",
            source,
            None,
            False,
        )


def _bracketed(token: Token, sentence: Span) -> Iterator[Cue]:
    """A source in brackets after its words: "4,100 wounded (NIS, 30 April)"."""
    if token.text != "(" or token.i + 1 >= sentence.end:
        return
    closing = next((i for i in range(token.i + 1, min(sentence.end, token.i + 9)) if token.doc[i].text == ")"), None)
    if closing is None:
        return
    inside = [t for t in token.doc[token.i + 1 : closing] if t.pos_ in ("NOUN", "PROPN")]
    if not inside or any(t.pos_ in ("VERB", "AUX") for t in token.doc[token.i + 1 : closing]):
        return
    first = next((t for t in inside if t.dep_ not in ("compound", "poss", "nmod")), inside[0])
    source = owner_source(next((c for c in first.lefts if c.dep_ == "poss"), first))
    if source is None or (institutions.kind_of(source.text) is None and source.sort != "office"):
        return
    before = token.nbor(-1) if token.i > sentence.start else None
    names_it = before is not None and cased(before)[:1].isupper() and not before.like_num
    if names_it or any(t.like_num for t in token.doc[token.i + 1 : first.i]) or token.i - sentence.start < 3:
        return
    yield Cue(token.i, closing + 1, (token.i, token.i + 1), "(", ("say",), "according", "before", source, None, False)


def _possessed(token: Token) -> Iterator[Cue]:
    """ "by its tally", "on the ministry's figures", "as is known from its message", "in a count by X"."""
    if token.pos_ not in ("ADP", "SCONJ", "PART"):
        return
    phrases = reporting().according.prepositions
    noun = next((c for c in token.rights if c.dep_ == "pobj"), None)
    if noun is None or token.lower_ not in phrases or noun.lower_ not in phrases[token.lower_]:
        return
    owner = next((c for c in noun.lefts if c.dep_ == "poss"), None) or _author(noun)
    if owner is None or owner.lower_ in ("my", "our"):
        return
    source = owner_source(owner)
    if source is None or not can_speak(source) or source.head in reporting().pronouns.own:
        return
    last = max(noun.right_edge.i + 1, owner.right_edge.i + 1) if owner.i > noun.i else noun.i + 1
    if last - token.i > LONGEST:
        last = noun.i + 1
    words = (token.i, noun.i + 1)
    yield Cue(
        token.i, last, words, f"{token.lower_} {noun.lower_}", ("say",), "according", "around", source, None, False
    )


def _author(noun: Token) -> Token | None:
    """Who a count or a statement is by: "in a statement by X"."""
    by = next((c for c in noun.rights if c.dep_ in ("prep", "agent") and c.lower_ in ("by", "from", "of")), None)
    return next((c for c in by.children if c.dep_ == "pobj"), None) if by is not None else None


def owner_source(owner: Token) -> Source | None:
    """The source behind a possessive: "its" is the pronoun "it"."""
    base = POSSESSORS.get(owner.lower_)
    if base is None:
        return source_at(owner)
    start, end = owner.idx, owner.idx + len(owner)
    return Source(start, end, owner.text, "pronoun", base, (start, end), True, base == "they")


def noun(token: Token) -> Iterator[Cue]:
    """ "X's claim that ...", "a report by X that ...", "X's estimate of ..."."""
    nouns = reporting().nouns.lemmas
    if token.pos_ != "NOUN" or (token.lemma_.lower() not in nouns and token.lower_ not in nouns):
        return
    owner = next((c for c in token.lefts if c.dep_ == "poss"), None)
    if owner is None:
        by = next((c for c in token.rights if c.dep_ in ("prep", "agent") and c.lower_ in ("by", "from")), None)
        owner = next((c for c in by.children if c.dep_ == "pobj"), None) if by is not None else None
    source = owner_source(owner) if owner is not None else None
    if owner is None:
        yield from _unowned(token)
    if source is None or owner is None or not can_speak(source):
        return
    content = [
        child
        for child in token.rights
        if child.dep_ in ("acl", "ccomp", "appos") or (child.dep_ == "prep" and child.lower_ in ("of", "about"))
    ]
    doc = token.doc
    scope = None
    if content:
        scope = (min(c.left_edge.i for c in content), max(c.right_edge.i for c in content) + 1)
    elif token.i + 1 < len(doc) and doc[token.i + 1].text == ":":
        scope = (token.i + 2, bounds(token)[1])
    elif token.dep_ == "nsubj" and token.head.lemma_ in reporting().nouns.holding and token.head.i > token.i:
        scope = (token.head.i + 1, token.head.right_edge.i + 1)
    if scope is None:
        return
    first = min(owner.left_edge.i, token.i)
    last = max(token.i + 1, owner.right_edge.i + 1 if owner.i > token.i else 0)
    words = (token.i, token.i + 1)
    yield Cue(first, last, words, token.lemma_.lower(), ("say",), "noun", "object", source, None, False, scope)


def _unowned(token: Token) -> Iterator[Cue]:
    """ "Expressed concern that ...", "made a claim that ..." by its subject; "speculation that ..." by nobody named."""
    clause = next(
        (c for c in token.rights if c.dep_ in ("acl", "ccomp") and any(t.lower_ == "that" for t in c.lefts)), None
    ) or next((c for c in token.rights if c.dep_ == "acl" and c.lower_ == "saying"), None)
    if clause is None:
        return
    nouns = reporting().nouns
    giver = token.head if token.dep_ == "dobj" and token.head.lemma_ in nouns.giving else None
    subject = next((c for c in giver.lefts if c.dep_ == "nsubj"), None) if giver is not None else None
    source = source_at(subject) if subject is not None else None
    if source is not None and not can_speak(source):
        source = None
    lemma = token.lemma_.lower()
    if source is None and lemma not in nouns.unowned:
        return
    scope = (clause.left_edge.i, clause.right_edge.i + 1)
    first = subject.left_edge.i if source is not None and subject is not None else token.i
    shape: Shape = "noun" if source is not None else "unsourced"
    yield Cue(first, token.i + 1, (token.i, token.i + 1), lemma, ("say",), shape, "object", source, None, False, scope)
