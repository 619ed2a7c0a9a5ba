"""Every cue of a parsed text: reporting verbs here, set phrases and nouns of report in `statement_phrases`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from musterbook.codebook.reporting import VerbClass, reporting
from musterbook.reading.statement_attitudes import conviction, governs_clause, orders, refuses
from musterbook.reading.statement_cue import MARKS, Cue, Side, can_speak, end_of
from musterbook.reading.statement_phrases import according, noun
from musterbook.reading.statement_relays import heard, passive, relay
from musterbook.reading.statement_sides import following, governed, opens_after_content, side_of
from musterbook.reading.statement_sources import Source, source_at
from musterbook.reading.statement_speakers import end_of_addressee, speaker, told

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

PARTICLES = frozenset({"up", "in", "out", "off", "down", "over", "away"})
WANTING = frozenset({"promise", "offer", "expect"})


def cues(doc: Doc, sentences: Sequence[Span]) -> list[Cue]:
    """Every cue of a parsed text, in order."""
    found: list[Cue] = []
    for sentence in sentences:
        phrases = list(according(sentence))
        taken = {i for cue in phrases for i in range(*cue.words)}
        found += phrases
        for token in sentence:
            if token.i not in taken:
                found += _verb(token, sentence)
                found += noun(token)
                found += conviction(token)
    return sorted(found, key=lambda cue: (cue.first, cue.last))


def lemma_of(token: Token) -> str:
    """The lemma a verb reports under, with its particle where that makes it report ("go on")."""
    known = reporting().forms.get(token.lower_)
    lemma: str = known if known is not None and token.pos_ != "NOUN" else token.lemma_.lower()
    for rest in reporting().phrasal.get(lemma, ()):
        stop = token.i + 1 + len(rest)
        if tuple(t.lower_ for t in token.doc[token.i + 1 : stop]) == rest:
            return " ".join((lemma, *rest))
    return lemma


def _verb(token: Token, sentence: Span) -> Iterator[Cue]:
    lemma = lemma_of(token)
    names = reporting().classes.get(lemma, ())
    if " " not in lemma and _is_phrasal(token):
        return
    relays = lemma in reporting().relay.verbs
    if not names and not relays:
        yield from _fronted(token, sentence)
        return
    if token.pos_ not in ("VERB", "AUX") or token.dep_ in ("amod", "compound", "aux"):
        yield from _mistagged(token, names, sentence)
        return
    if token.tag_ == "VB" and _is_ordered(token):
        return
    if token.tag_ == "VBN" and (token.dep_ == "acl" or any(c.dep_ in ("auxpass", "agent") for c in token.children)):
        yield from passive(token, lemma, names)
        return
    if relays:
        yield from relay(token, lemma, sentence)
    if lemma in reporting().relay.hearing and any(c.lower_ == "from" for c in token.rights):
        yield from heard(token, lemma, sentence)
        return
    if names and not _is_quoting(token):
        yield from _active(token, lemma, names, sentence)


def _is_quoting(token: Token) -> bool:
    """Whether it only closes a quotation of another: "he quoted the agency as saying"."""
    if token.tag_ != "VBG" or token.i == 0 or token.nbor(-1).lower_ != "as":
        return False
    above = list(token.ancestors)[:3]
    return any(t.lemma_.lower() in reporting().relay.verbs and t.tag_ != "VBN" for t in above)


def _fronted(token: Token, sentence: Span) -> Iterator[Cue]:
    """A verb of any kind that follows its content with a speaker: "..., the minister regretted"."""
    if token.pos_ != "VERB" or token.tag_ not in ("VBD", "VBZ", "VBP"):
        return
    if not any(c.dep_ == "ccomp" and c.i < token.i for c in token.children):
        return
    head, _ = speaker(token)
    source = source_at(head) if head is not None else None
    if source is None or head is None or source.sort not in ("person", "office", "media", "country", "document"):
        return
    first = min(token.i, head.left_edge.i)
    if opens_after_content(token.doc, first, sentence.start):
        last = max(token.i + 1, token.i + 1 if head.i < token.i else end_of(head))
        words = (token.i, token.i + 1)
        yield Cue(first, last, words, token.lemma_.lower(), ("say",), "verb", "before", source, told(token))


def _is_phrasal(token: Token) -> bool:
    """Whether a particle makes another verb of it ("call up", "put in"), which does not report."""
    if token.i + 1 >= len(token.doc):
        return False
    following_word = token.nbor(1)
    return following_word.dep_ == "prt" or (following_word.lower_ in PARTICLES and following_word.dep_ == "advmod")


def _active(token: Token, lemma: str, names: tuple[str, ...], sentence: Span) -> Iterator[Cue]:
    classes = [reporting().verbs[name] for name in names]
    head, inverted = speaker(token)
    source = source_at(head) if head is not None else None
    if source is None or head is None:
        return
    side, scope = side_of(token, head, inverted, sentence)
    if side == "after" and not any("clause" in entry.content for entry in classes) and governed(token) is not None:
        side, scope = "object", governed(token)
    if any(c.dep_ in ("mark", "advmod") and c.lower_ == "as" for c in token.lefts) and not inverted:
        yield from _as_put(token, lemma, head, source, sentence)
        return
    strong = any(entry.voice == "strong" for entry in classes)
    felt = any(entry.animate for entry in classes) and governs_clause(token)
    if (
        lemma in reporting().unsafe
        and not felt
        and source.sort
        not in (
            "person",
            "office",
            "media",
            "country",
            "pronoun",
            "document",
        )
    ):
        return
    if side == "object":
        if scope is None or not _takes_object(token, classes, source, scope):
            return
        colon = next((i for i in range(token.i, sentence.end) if token.doc[i].text == ":"), None)
        if colon is not None and strong:
            scope = (scope[0], sentence.end)
    elif not any("clause" in entry.content for entry in classes) and (
        (side == "after" and not orders(token))
        or source.sort not in ("person", "office", "media", "country", "pronoun")
    ):
        return
    if not strong and not can_speak(source) and not felt:
        return
    wanting = bool(set(names) & WANTING)
    last = max(token.i + len(lemma.split()), token.i + 1 if head.i < token.i else end_of(head), end_of_addressee(token))
    yield Cue(
        min(token.i, head.left_edge.i),
        last,
        (token.i, token.i + len(lemma.split())),
        lemma,
        names,
        "verb",
        side,
        source,
        told(token),
        strong and not (wanting and side == "object"),
        scope,
    )


def _mistagged(token: Token, names: tuple[str, ...], sentence: Span) -> Iterator[Cue]:
    """A finite form that the tagger took for a noun or adjective: ", the governor's office claims."."""
    from musterbook.reading.statement_speakers import beside

    lemma = reporting().forms.get(token.lower_)
    if (
        lemma is None
        or not names
        or "clause" not in {take for name in names for take in reporting().verbs[name].content}
    ):
        return
    ends = following(token.doc, token.i + 1, sentence.end) in ("end", "aside", "comma", "quote")
    if not ends and token.dep_ != "amod":
        return
    head = beside(token)
    if head is None:
        return
    source = source_at(head)
    if source is None or not opens_after_content(token.doc, _phrase_start(head, sentence.start), sentence.start):
        return
    source = _before(source, token)
    if source is None:
        return
    comma = following(token.doc, token.i + 1, sentence.end) == "comma"
    first = next((i for i in range(token.i, sentence.start, -1) if token.doc[i].idx <= source.start), token.i)
    side: Side = "around" if comma else "before"
    yield Cue(first, token.i + 1, (token.i, token.i + 1), lemma, names, "verb", side, source)


def _phrase_start(head: Token, start: int) -> int:
    """The first token of the words before a noun that belong to it, up to the last mark."""
    first: int = head.i
    while first > start and head.doc[first - 1].text not in MARKS and head.doc[first - 1].pos_ not in ("VERB", "AUX"):
        first -= 1
    return first


def _before(source: Source, token: Token) -> Source | None:
    """The source without the verb, where the parse had made the verb part of its name."""
    if source.end <= token.idx:
        return source
    text = source.text[: token.idx - source.start].rstrip()
    if not text or source.start >= token.idx:
        return None
    return source.cut(text)


def _as_put(token: Token, lemma: str, head: Token, source: Source, sentence: Span) -> Iterator[Cue]:
    """ "as X put it", "as the mayor says": an aside that gives the source of all around it."""
    if not can_speak(source):
        return
    start = next(c.i for c in token.lefts if c.lower_ == "as" and c.dep_ in ("mark", "advmod"))
    end = token.i + 1
    while end < sentence.end and token.doc[end].text not in MARKS:
        end += 1
    yield Cue(start, end, (token.i, token.i + 1), lemma, ("say",), "according", "around", source)


def _is_ordered(token: Token) -> bool:
    """An infinitive under a verb that asks, refuses or expects: nothing is said."""
    heads = (
        "ask",
        "refuse",
        "decline",
        "want",
        "fail",
        "order",
        "urge",
        "expect",
        "plan",
        "intend",
        "agree",
        "promise",
    )
    return token.dep_ == "xcomp" and token.head.lemma_ in heads


def _takes_object(token: Token, classes: Sequence[VerbClass], source: Source, scope: tuple[int, int]) -> bool:
    """Whether a verb with a mere object reports it: always some, others only where the object counts something."""
    takes = {take for entry in classes for take in entry.content}
    inside = token.doc[scope[0] : scope[1]]
    if "object" in takes or "infinitive" in takes:
        return True
    if "as" in takes and any(t.dep_ in ("prep", "mark") and t.lower_ == "as" for t in inside):
        return True
    if "order" in takes and orders(token):
        return True
    if "refusal" in takes and refuses(token):
        return True
    if "clause" in takes and token.lemma_ in ("tell", "speak", "talk", "write", "hear", "know", "inform", "warn"):
        return any(t.lower_ in ("of", "about") for t in inside)
    counts = any(t.pos_ == "NUM" or t.like_num for t in inside)
    placed = any(t.lower_ in ("at", "as") for t in inside)
    if (
        counts
        and can_speak(source)
        and any("number" in entry.content and (placed or not entry.at) for entry in classes)
    ):
        return True
    return any(t.is_quote for t in inside[:6]) or (counts and token.lower_ in ("says", "said", "say"))
