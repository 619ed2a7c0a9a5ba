"""Every cue of a parsed text: reporting verbs here, set phrases and nouns of report in `statement_phrases`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from musterbook.codebook.reporting import VerbClass, reporting
from musterbook.reading.statement_cue import MARKS, OBJECTS, RELATIVE, Cue, Side, can_speak, end_of
from musterbook.reading.statement_phrases import according, noun
from musterbook.reading.statement_sources import Source, source_at
from musterbook.reading.statement_speakers import end_of_addressee, own_subject, speaker, told

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

CLAUSES = frozenset({"ccomp", "parataxis"})
GOVERNED = frozenset(
    {*OBJECTS, "prep", "advcl", "xcomp", "advmod", "dative", "npadvmod", "conj", "nsubj", "nummod", "acl"}
)
PARTICLES = frozenset({"up", "in", "out", "off", "down", "over", "away"})
PARTING = frozenset({";", ":"})
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
        yield from _passive(token, lemma, names)
        return
    if relays:
        yield from _relay(token, lemma, sentence)
    if lemma in reporting().relay.hearing and any(c.lower_ == "from" for c in token.rights):
        yield from _heard(token, lemma, sentence)
        return
    if names:
        yield from _active(token, lemma, names, sentence)


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
    side, scope = _side(token, head, inverted, sentence)
    if any(c.dep_ in ("mark", "advmod") and c.lower_ == "as" for c in token.lefts) and not inverted:
        yield from _as_put(token, lemma, head, source, sentence)
        return
    strong = any(entry.voice == "strong" for entry in classes)
    if lemma in reporting().unsafe and source.sort not in (
        "person",
        "office",
        "media",
        "country",
        "pronoun",
        "document",
    ):
        return
    if side == "object":
        if scope is None or not _takes_object(token, classes, source, scope):
            return
        colon = next((i for i in range(token.i, sentence.end) if token.doc[i].text == ":"), None)
        if colon is not None and strong:
            scope = (scope[0], sentence.end)
    elif not any("clause" in entry.content for entry in classes) and (
        side == "after" or source.sort not in ("person", "office", "media", "country")
    ):
        return
    if not strong and not can_speak(source):
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
    """An infinitive under a verb that asks, refuses or fails: nothing is said."""
    return token.dep_ == "xcomp" and token.head.lemma_ in ("ask", "refuse", "decline", "want", "fail", "order", "urge")


def _side(token: Token, head: Token, inverted: bool, sentence: Span) -> tuple[Side, tuple[int, int] | None]:
    """Where the content stands: before, after or around the cue, or only in the verb's object."""
    left = min(token.i, head.left_edge.i)
    right = token.i + 1 if head.i < token.i else max(token.i + 1, end_of(head))
    clauses = [child for child in token.children if child.dep_ in CLAUSES and child.i != head.i]
    before = [child for child in clauses if child.i < left and not _parted(token.doc, child.i, left)]
    after = [child for child in clauses if child.i >= token.i]
    next_up = following(token.doc, right, sentence.end)
    opened = opens_after_content(token.doc, left, sentence.start)
    aside = next_up == "comma" and left > sentence.start and token.doc[left - 1].text == ","
    if (before and after) or (aside and opened):
        return "around", None
    if after:
        return "after", None
    if not before and not inverted and _that(token, sentence):
        return "after", None
    if before or inverted:
        return ("around" if next_up in ("clause", "colon") and not before else "before"), None
    if opened and next_up in ("end", "aside"):
        return "before", None
    if opened and next_up == "comma":
        return "around", None
    if next_up == "comma" and left > sentence.start and token.doc[left - 1].text in MARKS:
        return "around", None
    if next_up in ("colon", "quote"):
        return "after", None
    governed = [child for child in token.rights if child.dep_ in GOVERNED]
    if governed:
        return "object", (token.i + 1, max(child.right_edge.i for child in governed) + 1)
    return "object", None


def _parted(doc: Doc, clause: int, left: int) -> bool:
    """Whether a semicolon or colon right before the speaker parts a clause from the verb it is hung on."""
    return left > clause and doc[left - 1].text in PARTING


def _that(token: Token, sentence: Span) -> bool:
    """Whether a clause with "that" follows the verb and whom it tells, even where the parse hangs it on the latter."""
    for i in range(token.i + 1, min(sentence.end, token.i + 12)):
        following_token = token.doc[i]
        if following_token.lower_ == "that" and following_token.pos_ in ("SCONJ", "PRON") and i + 1 < sentence.end:
            return following_token.dep_ == "mark" or following_token.tag_ in ("IN", "WDT")
        if following_token.is_punct or following_token.pos_ in ("VERB", "AUX"):
            return False
    return False


def following(doc: Doc, position: int, end: int) -> str:
    """What comes after cue and source: the end, a comma, a colon, a quotation, an aside ("on Tuesday"), or a clause."""
    aside = False
    while position < end:
        token = doc[position]
        if token.text == ":":
            return "colon"
        if token.text in ('"', "“", "'", "‘", "«"):
            return "quote"
        if token.text in (",", "-", "–", "—", "--", ")"):
            return "comma"
        if token.is_punct:
            return "aside" if aside else "end"
        if token.is_space:
            position += 1
        elif (
            token.dep_ in ("prep", "npadvmod", "advmod", "dative", "agent", "dobj")
            and token.pos_ != "SCONJ"
            and not (
                token.dep_ == "dobj"
                and token.lower_ not in ("us", "me", "reporters", "journalists", "parliament", "lawmakers")
            )
        ):
            aside = True
            position = max(token.right_edge.i + 1, position + 1)
        else:
            return "clause"
    return "aside" if aside else "end"


def opens_after_content(doc: Doc, left: int, start: int) -> bool:
    """Whether a mark (comma, dash, quotation mark) stands before the cue, with a clause or a figure before that."""
    position = left - 1
    while position >= start and (doc[position].pos_ in ("ADV", "CCONJ") or doc[position].is_space):
        position -= 1
    if position <= start or doc[position].text not in MARKS or doc[position].text in PARTING:
        return False
    return any(t.pos_ in ("VERB", "AUX", "NUM") or t.is_quote for t in doc[start:position])


def _takes_object(token: Token, classes: Sequence[VerbClass], source: Source, scope: tuple[int, int]) -> bool:
    """Whether a verb with a mere object reports it: always some, others only where the object counts something."""
    takes = {take for entry in classes for take in entry.content}
    inside = token.doc[scope[0] : scope[1]]
    if "object" in takes or "infinitive" in takes:
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


def _relay(token: Token, lemma: str, sentence: Span) -> Iterator[Cue]:
    """ "X reported, citing Y", "X quotes Y as denying ...": Y is the source, X the relayer."""
    cited = next((c for c in token.rights if c.dep_ in OBJECTS), None)
    source = source_at(cited) if cited is not None else None
    if source is None or cited is None or not can_speak(source):
        return
    relayer, _ = speaker(token)
    via = source_at(relayer) if relayer is not None and relayer.i != cited.i else None
    if via is not None and not can_speak(via):
        via = None
    last = end_of(cited)
    as_saying = next((c for c in token.rights if c.lower_ == "as" and c.i > cited.i), None)
    if as_saying is not None:
        last = min(last, as_saying.i)
    side: Side = "after" if as_saying is not None else "around"
    yield Cue(token.i, max(last, token.i + 1), (token.i, token.i + 1), lemma, ("say",), "relay", side, source, via)


def _heard(token: Token, lemma: str, sentence: Span) -> Iterator[Cue]:
    """ "Lawmakers heard from the spy agency", "the paper learned from two officers": the far end is the source."""
    preposition = next(c for c in token.rights if c.lower_ == "from")
    far = next((c for c in preposition.children if c.dep_ == "pobj"), None)
    source = source_at(far) if far is not None else None
    hearer, inverted = speaker(token)
    via = source_at(hearer) if hearer is not None else None
    if source is None or far is None or hearer is None or not can_speak(source):
        return
    side, _ = _side(token, hearer, inverted, sentence)
    first = min(token.i, hearer.left_edge.i)
    if side == "object":
        side = "before" if opens_after_content(token.doc, first, sentence.start) else "after"
    named = via is not None and via.sort in ("media", "name")
    yield Cue(
        first, end_of(far), (token.i, token.i + 1), lemma, ("say",), "relay", side, source, via if named else None
    )


def _passive(token: Token, lemma: str, names: tuple[str, ...]) -> Iterator[Cue]:
    """Passives: "was quoted by Y as saying", "is put by the ministry at", "losses claimed by Kyiv"."""
    agent = next((c for c in token.rights if c.dep_ == "agent"), None)
    by = next((c for c in agent.children if c.dep_ == "pobj"), None) if agent is not None else None
    doer = source_at(by) if by is not None else None
    subject = own_subject(token)
    if subject is not None and subject.lower_ in RELATIVE and token.dep_ == "relcl":
        subject = token.head
    as_saying = next((c for c in token.rights if c.lower_ == "as" and c.dep_ in ("prep", "mark")), None)
    if lemma in reporting().quoted.verbs and as_saying is not None and subject is not None:
        source = source_at(subject)
        if source is not None and can_speak(source):
            first = min(subject.left_edge.i, token.i)
            saying = as_saying.i + 1
            while saying < len(token.doc) and saying <= as_saying.i + 1 and token.doc[saying].tag_ == "VBG":
                saying += 1
            before = opens_after_content(token.doc, first, token.sent.start)
            side: Side = "before" if before else "after"
            yield Cue(first, saying, (token.i, token.i + 1), lemma, ("say",), "relay", side, source, doer)
            return
    if doer is None or by is None or not names or not can_speak(doer):
        return
    last = end_of(by)
    left = token.head.left_edge.i if token.dep_ == "acl" else token.left_edge.i
    strong = any(reporting().verbs[name].voice == "strong" for name in names)
    scope = (left, max(token.right_edge.i + 1, last))
    yield Cue(token.i, last, (token.i, token.i + 1), lemma, names, "participle", "object", doer, None, strong, scope)
