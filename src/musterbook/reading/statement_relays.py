"""Cues by which one source passes on another: "citing Y", "heard from Y", "was quoted by Y as saying"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from musterbook.codebook.reporting import reporting
from musterbook.reading.parsing import bounds
from musterbook.reading.statement_attitudes import unsourced
from musterbook.reading.statement_cue import OBJECTS, RELATIVE, Cue, Side, can_speak, end_of
from musterbook.reading.statement_sides import opens_after_content, side_of
from musterbook.reading.statement_sources import source_at
from musterbook.reading.statement_speakers import own_subject, speaker

if TYPE_CHECKING:
    from spacy.tokens import Span, Token


def relay(token: Token, lemma: str, sentence: Span) -> Iterator[Cue]:
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


def heard(token: Token, lemma: str, sentence: Span) -> Iterator[Cue]:
    """ "Lawmakers heard from the spy agency", "the paper learned from two officers": the far end is the source."""
    preposition = next(c for c in token.rights if c.lower_ == "from")
    far = next((c for c in preposition.children if c.dep_ == "pobj"), None)
    source = source_at(far) if far is not None else None
    hearer, inverted = speaker(token)
    via = source_at(hearer) if hearer is not None else None
    if source is None or far is None or hearer is None or not can_speak(source):
        return
    side, _ = side_of(token, hearer, inverted, sentence)
    first = min(token.i, hearer.left_edge.i)
    if side == "object":
        side = "before" if opens_after_content(token.doc, first, sentence.start) else "after"
    named = via is not None and via.sort in ("media", "name")
    yield Cue(
        first, end_of(far), (token.i, token.i + 1), lemma, ("say",), "relay", side, source, via if named else None
    )


def passive(token: Token, lemma: str, names: tuple[str, ...]) -> Iterator[Cue]:
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
            before = opens_after_content(token.doc, first, bounds(token)[0])
            side: Side = "before" if before else "after"
            yield Cue(first, saying, (token.i, token.i + 1), lemma, ("say",), "relay", side, source, doer)
            return
    if by is None:
        yield from unsourced(token, lemma)
    if doer is None or by is None or not names or not can_speak(doer):
        return
    last = end_of(by)
    left = token.head.left_edge.i if token.dep_ == "acl" else token.left_edge.i
    strong = any(reporting().verbs[name].voice == "strong" for name in names)
    scope = (left, max(token.right_edge.i + 1, last))
    yield Cue(token.i, last, (token.i, token.i + 1), lemma, names, "participle", "object", doer, None, strong, scope)
