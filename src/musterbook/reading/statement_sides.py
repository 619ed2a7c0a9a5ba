"""On which side of its cue content stands: before, after or around it, or only in the verb's object."""

from __future__ import annotations

from typing import TYPE_CHECKING

from musterbook.reading.statement_cue import MARKS, OBJECTS, Side, end_of
from musterbook.reading.statement_speakers import end_of_addressee

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

CLAUSES = frozenset({"ccomp", "parataxis"})
GOVERNED = frozenset(
    {*OBJECTS, "prep", "advcl", "xcomp", "advmod", "dative", "npadvmod", "conj", "nsubj", "nummod", "acl"}
)
PARTING = frozenset({";", ":"})


def side_of(token: Token, head: Token, inverted: bool, sentence: Span) -> tuple[Side, tuple[int, int] | None]:
    """Where the content stands: before, after or around the cue, or only in the verb's object."""
    left = min(token.i, head.left_edge.i)
    right = end_of_addressee(token) if head.i < token.i else max(token.i + 1, end_of(head))
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
    if token.dep_ == "relcl" and token.head.pos_ in ("NOUN", "PROPN") and head.i > token.head.i:
        return "object", (token.head.left_edge.i, token.head.i + 1)
    return "object", governed(token)


def governed(verb: Token) -> tuple[int, int] | None:
    """Where the verb's object and what else hangs on it stand, after it."""
    found = [child for child in verb.rights if child.dep_ in GOVERNED]
    return (verb.i + 1, max(child.right_edge.i for child in found) + 1) if found else None


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
