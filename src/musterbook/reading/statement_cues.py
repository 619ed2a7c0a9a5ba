"""Words that mark a source in a parsed text: reporting verbs, "according to", "X's claim that", "X:".

A `Cue` says who speaks, which words show it, and where the content stands to it: before, after or around.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from musterbook.codebook.reporting import reporting
from musterbook.codebook.sources import sources
from musterbook.reading.statement_sources import Source, source_at

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

Shape = Literal["verb", "participle", "according", "noun", "relay", "label"]
Side = Literal["before", "after", "around", "object"]

RELATIVE = frozenset({"who", "which", "that", "whom"})
CONTENT = frozenset({"ccomp", "parataxis"})
OBJECTS = frozenset({"dobj", "attr", "oprd", "pobj", "obj"})


@dataclass(frozen=True, slots=True)
class Cue:
    """One mark of attribution, in token indices of its document: [first, last) holds cue and source."""

    first: int
    last: int
    words: tuple[int, int]
    lemma: str
    classes: tuple[str, ...]
    shape: Shape
    side: Side
    source: Source | None
    via: Source | None = None
    strong: bool = True
    scope: tuple[int, int] | None = None
    """Where the content must lie, when the syntax says so (an object, a noun and its complement)."""


def cues(doc: Doc) -> list[Cue]:
    """Every cue of a parsed text, in order."""
    found: list[Cue] = []
    for sentence in doc.sents:
        found += _according(sentence)
        taken = {i for cue in found for i in range(*cue.words)}
        for token in sentence:
            if token.i not in taken:
                found += _verb(token)
                found += _noun(token)
    return sorted(found, key=lambda cue: (cue.first, cue.last))


# --- reporting verbs -------------------------------------------------------------------------------------------------


def _lemma(token: Token) -> str:
    """The lemma a verb reports under, with its particle where that makes it report."""
    lemma: str = token.lemma_.lower()
    if token.lower_ in ("says", "say", "said", "sez"):
        return "say"
    particles = reporting().particles.get(lemma, frozenset())
    if particles and token.i + 1 < len(token.doc):
        following = token.nbor(1).lower_
        if following in particles and f"{lemma} {following}" in reporting().classes:
            return f"{lemma} {following}"
    return lemma


def _verb(token: Token) -> Iterator[Cue]:
    lemma = _lemma(token)
    classes = reporting().classes.get(lemma, ())
    relays = lemma in reporting().relay.verbs
    if not classes and not relays:
        return
    if token.pos_ not in ("VERB", "AUX") and token.lower_ not in ("says", "said", "say"):
        return
    if token.dep_ in ("amod", "compound", "aux") or (token.tag_ == "VB" and _is_ordered(token)):
        return
    if token.tag_ == "VBN" and _is_passive(token):
        yield from _passive(token, lemma, classes)
        return
    if relays:
        yield from _relay(token, lemma)
    if not classes:
        return
    head, inverted = _speaker(token)
    source = source_at(head) if head is not None else None
    if source is None or head is None:
        return
    if source.sort == "pronoun" and source.head == "it" and lemma in ("take", "make", "see"):
        return
    strong = any(reporting().verbs[name].voice == "strong" for name in classes)
    side, scope = _side(token, head, inverted)
    if side == "object" and not _takes_object(token, classes, source, scope):
        return
    if side != "object" and "clause" not in {take for name in classes for take in reporting().verbs[name].content}:
        if scope is None:
            return
    clausal = side != "object"
    if not strong and not can_speak(source):
        return
    if _is_wanting(token, classes) and not clausal:
        return
    via = (
        _told(token)
        if lemma
        in (
            "tell",
            "inform",
            "brief",
            "assure",
            "notify",
            "reveal",
            "disclose",
            "declare",
            "state",
            "say",
            "speak",
            "confirm",
            "write",
            "announce",
        )
        else None
    )
    first = min(token.i, _first_of(head, token))
    last = max(token.i + 1, _last_of(head, token), _end_of_addressee(token))
    yield Cue(
        first,
        last,
        (token.i, token.i + len(lemma.split())),
        lemma,
        classes,
        "verb",
        side,
        source,
        via,
        strong and not _is_wanting(token, classes),
        scope,
    )


def _is_wanting(token: Token, classes: tuple[str, ...]) -> bool:
    """Whether the verb is one of wanting (plans, offers) rather than of saying."""
    return set(classes) <= {"promise", "offer", "expect"}


def _is_ordered(token: Token) -> bool:
    """An infinitive under a verb that asks, refuses or fails: nothing is said."""
    return token.dep_ == "xcomp" and token.head.lemma_ in (
        "ask",
        "refuse",
        "decline",
        "want",
        "fail",
        "order",
        "tell",
        "urge",
    )


def _is_passive(token: Token) -> bool:
    return token.dep_ in ("acl",) or any(child.dep_ in ("auxpass", "agent") for child in token.children)


def _speaker(token: Token) -> tuple[Token | None, bool]:
    """The subject of a reporting verb, and whether it follows the verb."""
    seen = 0
    verb = token
    while seen < 6:
        seen += 1
        subject = _own_subject(verb)
        if subject is not None:
            if subject.lower_ in RELATIVE and verb.dep_ == "relcl":
                return verb.head, False
            return subject, subject.i > token.i
        if verb is token:
            after = _inverted(token)
            if after is not None:
                return after, True
        if verb.dep_ == "relcl" or (verb.dep_ == "acl" and verb.tag_ == "VBG"):
            return verb.head, False
        if (
            verb.dep_ in ("conj", "xcomp", "advcl", "pcomp", "prep", "dep", "ccomp", "parataxis")
            and verb.head.i != verb.i
        ):
            if verb.dep_ in ("ccomp", "advcl", "parataxis") and token.tag_ not in ("VBG", "VB"):
                break
            verb = verb.head
            continue
        break
    return _beside(token), False


def _own_subject(verb: Token) -> Token | None:
    for child in verb.children:
        if child.dep_ in ("nsubj", "nsubjpass", "csubj") and child.pos_ in ("NOUN", "PROPN", "PRON", "ADJ", "X", "NUM"):
            return child
    return None


def _inverted(token: Token) -> Token | None:
    """A speaker after the verb that the parse takes for its object: "..., said the ministry"."""
    if token.i == 0 or token.nbor(-1).text[:1] not in ",\"”’'»-–—;:" or token.tag_ == "VBG":
        return None
    for child in token.rights:
        if child.dep_ in OBJECTS and child.pos_ in ("NOUN", "PROPN", "PRON") and child.left_edge.i == token.i + 1:
            return child
        if child.pos_ not in ("ADV", "ADP", "PUNCT"):
            break
    return None


def _beside(token: Token) -> Token | None:
    """A speaker just before a finite verb which the parse has put elsewhere: ", OFFICE ADDS"."""
    if token.tag_ not in ("VBD", "VBZ", "VBP", "NNS", "NNPS") or token.i == 0:
        return None
    before = token.nbor(-1)
    while before.pos_ in ("ADV", "AUX") and before.i > token.sent.start:
        before = before.nbor(-1)
    if before.pos_ in ("NOUN", "PROPN", "PRON") and before.lower_ not in RELATIVE:
        while before.dep_ in ("compound",) and before.head.i < token.i and before.head.i > before.i:
            before = before.head
        while before.dep_ == "pobj" and before.head.dep_ == "prep" and before.head.head.pos_ in ("NOUN", "PROPN"):
            before = before.head.head
        return before
    return None


def _first_of(head: Token, verb: Token) -> int:
    edge = head.left_edge.i
    return edge if edge <= head.i else head.i


def _last_of(head: Token, verb: Token) -> int:
    """One past the speaker's phrase; of a subject with a relative clause around the verb, only the noun."""
    if head.i < verb.i:
        return verb.i + 1
    return max(child.i for child in [head, *_near(head)]) + 1


def _near(head: Token) -> list[Token]:
    near = [t for c in head.rights if c.dep_ in ("prep", "appos", "compound", "amod", "conj", "cc") for t in c.subtree]
    return [token for token in near if token.i - head.i < 25]


def _side(token: Token, head: Token, inverted: bool) -> tuple[Side, tuple[int, int] | None]:
    """Where the content stands: before, after or around the cue, or only in the verb's object."""
    doc = token.doc
    left = min(token.i, _first_of(head, token))
    right = max(token.i + 1, _last_of(head, token))
    clauses = [child for child in token.children if child.dep_ in CONTENT]
    before = [child for child in clauses if child.i < left]
    after = [child for child in clauses if child.i >= token.i and child.i != head.i]
    follows = _following(doc, right, token.sent.end)
    if before and after:
        return "around", None
    if after:
        return "after", None
    opened = _opens_after_content(doc, left, token.sent.start)
    if before or inverted:
        return ("around" if follows == "clause" and not before else "before"), None
    if opened and follows in ("end", "aside"):
        return "before", None
    if opened and token.dep_ in CONTENT | {"ROOT", "conj", "advcl"} and follows == "comma":
        return "around", None
    objects = [
        c
        for c in token.rights
        if c.dep_
        in (*OBJECTS, "prep", "advcl", "xcomp", "advmod", "dative", "npadvmod", "conj", "nsubj", "nummod", "acl")
    ]
    if follows in ("colon", "quote"):
        return "after", None
    if objects:
        edge = max(child.right_edge.i for child in objects) + 1
        return "object", (token.i + 1, edge)
    return "after", None


def _following(doc: Doc, position: int, end: int) -> str:
    """What comes next after cue and source: the end, a comma, a colon, a quotation, an aside ("on Tuesday") or a clause."""
    aside = False
    while position < end:
        token = doc[position]
        if token.text in (":",):
            return "colon"
        if token.text in ('"', "“", "'", "‘", "«", "``"):
            return "quote"
        if token.is_space:
            position += 1
            continue
        if token.text in (",", "-", "–", "—", "--", ")"):
            return "comma"
        if token.is_punct:
            return "end" if not aside else "aside"
        if token.dep_ in ("prep", "npadvmod", "advmod", "dative", "agent") and token.i >= position:
            aside = True
            position = max(token.right_edge.i + 1, position + 1)
            continue
        return "clause"
    return "aside" if aside else "end"


def _opens_after_content(doc: Doc, left: int, start: int) -> bool:
    """Whether a comma, dash or closing quotation mark stands before the cue, with a clause or figure before that."""
    position = left - 1
    while position >= start and (doc[position].pos_ in ("ADV", "CCONJ") or doc[position].is_space):
        position -= 1
    if position <= start or doc[position].text not in (
        ",",
        '"',
        "”",
        "'",
        "’",
        "»",
        "-",
        "–",
        "—",
        "--",
        ")",
        ";",
        ":",
        ".",
        "!",
        "?",
    ):
        return False
    before = doc[start:position]
    return any(t.pos_ in ("VERB", "AUX", "NUM") or t.is_quote for t in before)


def _takes_object(token: Token, classes: tuple[str, ...], source: Source, scope: tuple[int, int] | None) -> bool:
    """Whether a verb with a mere object reports it: always some, others only where the object counts something."""
    takes = {take for name in classes for take in reporting().verbs[name].content}
    if scope is None:
        return False
    inside = token.doc[scope[0] : scope[1]]
    if "object" in takes or "infinitive" in takes:
        return True
    counts = any(t.pos_ == "NUM" or t.like_num for t in inside)
    if "number" in takes and counts and can_speak(source):
        return True
    quoted = any(t.is_quote for t in inside)
    return quoted or (counts and token.lower_ in ("says", "said", "say"))


def can_speak(source: Source) -> bool:
    """Whether the words can be those of a speaker."""
    return source.sort in ("person", "office", "media", "country", "pronoun", "document") or (
        source.sort == "name" and source.text[:1].isupper()
    )


# --- who was told, who is quoted --------------------------------------------------------------------------------------


def _told(token: Token) -> Source | None:
    """The outlet or person told: "told Suspilne", "said in an interview with X", "declared over Radio Andalus"."""
    for child in token.rights:
        if child.dep_ in ("dobj", "dative", "npadvmod", "iobj") and child.i - token.i < 8:
            if child.dep_ == "dative" and child.pos_ == "ADP":
                child = next((c for c in child.children if c.dep_ == "pobj"), child)
            relayed = _relayer(child)
            if relayed is not None:
                return relayed
        if child.dep_ in ("prep", "agent"):
            for noun in (t for t in child.subtree if t.dep_ == "pobj"):
                relayed = _relayer(noun)
                if relayed is not None and relayed.sort in ("media",):
                    return relayed
    return None


def _relayer(token: Token) -> Source | None:
    source = source_at(token)
    if source is None or source.sort not in ("media", "name"):
        return None
    if source.plural and source.sort != "media":
        return None
    return source


def _end_of_addressee(token: Token) -> int:
    ends = [
        c.right_edge.i + 1
        for c in token.rights
        if c.dep_ in ("dobj", "dative", "iobj") and token.lemma_ in ("tell", "inform", "brief", "assure", "notify")
    ]
    return max(ends, default=token.i + 1)


def _relay(token: Token, lemma: str) -> Iterator[Cue]:
    """ "X reported, citing Y": Y is the source, X the relayer."""
    cited = next((c for c in token.rights if c.dep_ in OBJECTS), None)
    source = source_at(cited) if cited is not None else None
    if source is None or cited is None or source.head in ("figure", "need", "reason"):
        return
    relayer, _ = _speaker(token)
    via = source_at(relayer) if relayer is not None and relayer.i != cited.i else None
    after = _relayed_content(token)
    last = max(t.i for t in [cited, *_near(cited)]) + 1
    if after:
        last = min(last, after[0])
    first = token.i
    side: Side = "around"
    yield Cue(
        first, max(last, token.i + 1), (token.i, token.i + 1), lemma, ("say",), "relay", side, source, via, True, None
    )


def _relayed_content(token: Token) -> tuple[int, int] | None:
    """The content of "quotes X as saying Y"."""
    for child in token.rights:
        if child.lower_ == "as" and child.dep_ in ("prep", "mark", "advmod"):
            return child.i, token.sent.end
    return None


def _passive(token: Token, lemma: str, classes: tuple[str, ...]) -> Iterator[Cue]:
    """Passives: "was quoted by Y as saying", "is put by the ministry at", "losses claimed by Kyiv"."""
    agent = next((c for c in token.rights if c.dep_ == "agent"), None)
    by = next((c for c in agent.children if c.dep_ == "pobj"), None) if agent is not None else None
    doer = source_at(by) if by is not None else None
    subject = _own_subject(token)
    if subject is not None and subject.lower_ in RELATIVE and token.dep_ == "relcl":
        subject = token.head
    as_saying = any(c.lower_ == "as" and c.dep_ in ("prep", "mark") for c in token.rights)
    if lemma in reporting().quoted.verbs and as_saying and subject is not None:
        source = source_at(subject)
        if source is not None:
            last = max([token.i + 1] + [c.i + 1 for c in token.rights if c.lower_ == "as"])
            before = _opens_after_content(token.doc, _first_of(subject, token), token.sent.start)
            side: Side = "before" if before else "after"
            yield Cue(
                _first_of(subject, token),
                last,
                (token.i, token.i + 1),
                lemma,
                ("say",),
                "relay",
                side,
                source,
                doer,
                True,
                None,
            )
            return
    if doer is None or by is None or not classes:
        return
    if not can_speak(doer):
        return
    last = max(t.i for t in [by, *_near(by)]) + 1
    left = token.head.left_edge.i if token.dep_ == "acl" else token.left_edge.i
    right = max(token.right_edge.i + 1, last)
    strong = any(reporting().verbs[name].voice == "strong" for name in classes)
    yield Cue(
        token.i, last, (token.i, token.i + 1), lemma, classes, "participle", "object", doer, None, strong, (left, right)
    )


# --- "according to X" and its like ------------------------------------------------------------------------------------


def _according(sentence: Span) -> Iterator[Cue]:
    doc = sentence.doc
    phrases = _phrases()
    for token in sentence:
        for phrase in phrases.get(token.lower_, ()):
            stop = token.i + len(phrase)
            if stop > sentence.end or tuple(t.lower_ for t in doc[token.i : stop]) != phrase:
                continue
            head = _object_after(doc, stop, sentence.end)
            source = source_at(head) if head is not None else None
            if source is None or head is None:
                continue
            last = max(t.i for t in [head, *_near(head)]) + 1
            char_end = source.end
            while last < sentence.end and doc[last - 1].idx + len(doc[last - 1]) < char_end:
                last += 1
            yield Cue(
                token.i, max(last, stop), (token.i, stop), " ".join(phrase), ("say",), "according", "around", source
            )
            break
        else:
            yield from _possessed(token)


def _phrases() -> dict[str, list[tuple[str, ...]]]:
    table: dict[str, list[tuple[str, ...]]] = {}
    for phrase in reporting().according.before:
        words = tuple(phrase.split())
        table.setdefault(words[0], []).append(words)
    return table


def _object_after(doc: Doc, position: int, end: int) -> Token | None:
    """The noun that the preposition before `position` governs."""
    governor = doc[position - 1]
    for child in governor.rights:
        if child.dep_ == "pobj":
            return child
    for i in range(position, min(end, position + 8)):
        token = doc[i]
        if token.pos_ in ("NOUN", "PROPN", "PRON") and (token.dep_ != "compound" or token.head.i >= end):
            return token
    return None


def _possessed(token: Token) -> Iterator[Cue]:
    """ "by its tally", "on the ministry's figures", "as is known from its message", "in a count by X"."""
    if token.lower_ not in reporting().according.prepositions or token.pos_ not in ("ADP", "SCONJ", "PART"):
        return
    noun = next((c for c in token.rights if c.dep_ == "pobj"), None)
    if noun is None or noun.lower_ not in reporting().according.nouns:
        return
    owner = next((c for c in noun.lefts if c.dep_ == "poss"), None)
    if owner is None:
        by = next((c for c in noun.rights if c.dep_ in ("prep", "agent") and c.lower_ in ("by", "of", "from")), None)
        owner = next((c for c in by.children if c.dep_ == "pobj"), None) if by is not None else None
        if owner is not None and by is not None and by.lower_ == "of" and not _speaks(owner):
            return
    if owner is None:
        if token.lower_ in ("by", "in", "from", "to") and not _speaks_of(noun):
            return
        owner = noun if _standing(noun) == "document" and noun.lower_ in ("report", "paper") else None
    if owner is None or owner.lower_ in ("my", "our"):
        return
    if token.lower_ in ("to", "at", "from", "in") and noun.lower_ not in (
        "words",
        "telling",
        "view",
        "estimate",
        "estimation",
        "judgement",
        "judgment",
        "opinion",
        "recollection",
        "reckoning",
        "account",
        "report",
        "statement",
        "version",
        "figures",
        "phrase",
        "message",
        "interview",
        "briefing",
        "letter",
        "update",
        "summary",
        "release",
        "bulletin",
        "reading",
        "assessment",
    ):
        return
    source = _owner_source(owner)
    if source is None or not (can_speak(source) or source.sort == "name"):
        return
    if source.sort == "pronoun" and source.head in ("i", "we"):
        return
    last = max(noun.right_edge.i + 1, owner.right_edge.i + 1) if owner.i > noun.i else noun.i + 1
    if last - token.i > 14:
        last = noun.i + 1
    yield Cue(
        token.i,
        last,
        (token.i, noun.i + 1),
        f"{token.lower_} {noun.lower_}",
        ("say",),
        "according",
        "around",
        source,
        None,
        False,
    )


def _speaks(token: Token) -> bool:
    source = source_at(token)
    return source is not None and can_speak(source)


def _speaks_of(noun: Token) -> bool:
    return False


def _owner_source(owner: Token) -> Source | None:
    """The source behind a possessive: "its" is the pronoun "it"."""
    source = source_at(owner)
    low = owner.lower_
    base = {"its": "it", "his": "he", "her": "she", "their": "they", "whose": "it"}.get(low)
    if base is not None:
        start, end = owner.idx, owner.idx + len(owner)
        return Source(start, end, owner.text, "pronoun", base, (start, end), True, base == "they")
    return source


def _standing(token: Token) -> str | None:
    return sources().standings.get(token.lemma_.lower()) or sources().standings.get(token.lower_)


# --- nouns of report --------------------------------------------------------------------------------------------------


def _noun(token: Token) -> Iterator[Cue]:
    """ "X's claim that ...", "a report by X that ...", "X's estimate of ..."."""
    lemma = token.lemma_.lower()
    if token.pos_ != "NOUN" or (lemma not in reporting().nouns.lemmas and token.lower_ not in reporting().nouns.lemmas):
        return
    owner = next((c for c in token.lefts if c.dep_ == "poss"), None)
    source = _owner_source(owner) if owner is not None else None
    if source is None:
        by = next((c for c in token.rights if c.dep_ in ("prep", "agent") and c.lower_ in ("by", "from")), None)
        owner = next((c for c in by.children if c.dep_ == "pobj"), None) if by is not None else None
        source = source_at(owner) if owner is not None else None
    if source is None or owner is None or not can_speak(source):
        return
    content = [
        c
        for c in token.rights
        if c.dep_ in ("acl", "ccomp", "relcl", "appos") or (c.dep_ == "prep" and c.lower_ in ("of", "about"))
    ]
    content = [c for c in content if c.i != owner.i and not (c.dep_ == "relcl")]
    if not content:
        return
    scope = (min(c.left_edge.i for c in content), max(c.right_edge.i for c in content) + 1)
    first = min(owner.left_edge.i, token.i)
    last = max(token.i + 1, owner.right_edge.i + 1 if owner.i > token.i else 0)
    yield Cue(
        first,
        min(max(last, token.i + 1), max(scope[1], token.i + 1)),
        (token.i, token.i + 1),
        lemma,
        ("say",),
        "noun",
        "object",
        source,
        None,
        False,
        scope,
    )
