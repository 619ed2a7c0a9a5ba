"""Forces and materiel in a parsed text: which noun phrases name them, as what, and with which name of their own."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from musterbook import codebook
from musterbook.model import Category
from musterbook.reading.casing import is_capitals

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

MODIFIERS = frozenset({"amod", "compound", "nmod", "poss", "case", "punct", "npadvmod", "advmod", "acomp"})
"""Relations of the words before a noun that belong to its words."""
LEADING = frozenset({"DET", "ADP", "PRON", "SCONJ", "CCONJ", "AUX", "VERB", "ADV"})
"""Parts of speech that never open a name."""


@dataclass(frozen=True, slots=True)
class FoundForce:
    """A noun phrase that names a force or materiel; offsets count in the parsed text."""

    start: int
    end: int
    head: int
    """Index of the head token."""
    category: Category
    strength: str
    """"strong", "weak" (military only beside something military), "type" (a named type), or "name"."""
    name: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class FoundName:
    """A force's own name in a text, with its side where the codebook knows it."""

    start: int
    end: int
    text: str
    country: str | None
    listed: bool


def names(text: str, groups_here: Collection[str] = ()) -> list[FoundName]:
    """Forces with a name of their own, leftmost first, none inside another.

    `groups_here` are names of groups that the document tells by itself (`group_names.find`).
    """
    groups = codebook.groups()
    capitals = is_capitals(text)
    found = [
        FoundName(start, end, text[start:end], groups.sides.get(text[start:end].lower()), listed=True)
        for start, end in groups.listed(text)
        if not (capitals and text[start:end] in groups.armed.everyday)
    ]
    own = [match.span() for name in groups_here for match in re.finditer(rf"(?<![\w-]){re.escape(name)}(?!\w)", text)]
    own += [match.span(1) for match in groups.troops.finditer(text)]
    for start, end in sorted(own, key=lambda span: (span[0], -span[1])):
        if not any(f.start < end and start < f.end for f in found):
            found.append(FoundName(start, end, text[start:end], None, listed=True))
    for match in groups.formation.finditer(text):
        start, end = _trimmed(match.group(), match.start())
        inside = WITHIN_NUMBER.match(text, max(0, start - 2))
        start = inside.end() if inside else start
        if end - start > 3 and " " in text[start:end]:
            covered = next((f for f in found if f.start >= start and f.end <= end), None)
            country = covered.country if covered else None
            found = [f for f in found if not (f.start >= start and f.end <= end)]
            if not any(f.start < end and start < f.end for f in found):
                found.append(FoundName(start, end, text[start:end], country, listed=covered is not None))
    return sorted(found, key=lambda f: f.start)


WITHIN_NUMBER = re.compile(r"\d[.,]\d+\s+")
"""The rest of a number, at which no name begins: of "82,000 United States Armed Forces" the last three digits."""
MEMBERS = re.compile(r"(\w+)\s+of\s+(?:the\s+)?")
"""What opens "Fighters of the Wagner Group": the name comes after it."""


def _trimmed(name: str, start: int) -> tuple[int, int]:
    """A name without the words that only open the sentence before it."""
    end = start + len(name)
    lead = codebook.groups().opener.match(name)
    start += lead.end() if lead else 0
    members = MEMBERS.match(name, lead.end() if lead else 0)
    nouns = codebook.forces()
    if members and any(form in nouns.strong or form in nouns.weak for form in _forms(members.group(1).lower())):
        start = end - len(name) + members.end()
    return start, end


def _forms(word: str) -> tuple[str, ...]:
    return (word, word.removesuffix("s"), word.removesuffix("men") + "man")


def find(doc: Doc, named: list[FoundName]) -> list[FoundForce]:
    """The force phrases of a parsed text, in order of their heads.

    `named` are the names found in the same text: a phrase whose head stands in a name is a force by that name.
    """
    forces = codebook.forces()
    result = []
    for token in doc:
        if token.pos_ not in {"NOUN", "PROPN", "NUM", "ADJ", "X"} or not token.text[0].isalnum():
            continue
        name = next((n for n in named if n.start <= token.idx < n.end), None)
        found = forces.type_of(token.text)
        if found is not None and token.pos_ in {"NOUN", "PROPN", "NUM", "X"}:
            result.append(_phrase(doc, token, found, "type", None))
            continue
        noun, strength = category_of(token)
        if noun is not None:
            result.append(_phrase(doc, token, noun, strength, name))
        elif name is not None and token.idx + len(token) >= name.end:
            result.append(_phrase(doc, token, Category.PERSONNEL, "name", name))
    return result


def category_of(token: Token) -> tuple[Category | None, str]:
    """The category of a noun by its longest listed form ("special force", "force"), and how sure the noun alone is."""
    forces = codebook.forces()
    lemma = lemma_of(token)
    if token.text.isupper() and len(token.text) > 1 and lemma.lower() in forces.strong:
        return forces.strong[lemma.lower()], "strong"
    left = [t for t in reversed(list(token.lefts)) if t.dep_ in {"compound", "amod", "nmod"}][:2]
    for depth in range(len(left), 0, -1):
        joined = " ".join([*(t.lower_ for t in reversed(left[:depth])), lemma])
        if joined in forces.strong:
            return forces.strong[joined], "strong"
    if lemma in forces.strong:
        return forces.strong[lemma], "strong"
    if lemma in forces.weak:
        return forces.weak[lemma], "weak"
    return None, ""


def lemma_of(token: Token) -> str:
    """The lemma in lower case; a capitalised plural the tagger took for a name is cut to its singular."""
    lemma = token.lemma_.lower()
    if token.pos_ == "PROPN" and lemma == token.lower_ and lemma.endswith("s") and len(lemma) > 4:
        forces = codebook.forces()
        single = lemma[:-1]
        if lemma not in forces.strong and (single in forces.strong or single in forces.weak):
            return single
    if lemma.endswith("men") and lemma[:-3] + "man" in codebook.forces().strong:
        return lemma[:-3] + "man"
    return lemma


def _phrase(doc: Doc, head: Token, category: Category, strength: str, name: FoundName | None) -> FoundForce:
    """The words of the phrase: its head and what stands unbroken before it, without article and number."""
    start = head.i
    while start > 0:
        before = doc[start - 1]
        inside = before.head.i <= head.i and before.head.i >= start - 1 and before.dep_ in MODIFIERS
        if not inside or (before.pos_ in {"DET", "NUM", "PUNCT", "ADV", "VERB", "ADP"} and before.text != "-"):
            break
        start -= 1
    while start < head.i and doc[start].pos_ in {"PUNCT", "PART", "DET", "ADP"}:
        start += 1
    span = (name.start, name.end) if name else None
    first = (
        min(doc[start].idx, name.start)
        if name and name.end >= doc[start].idx and name.start < head.idx
        else doc[start].idx
    )
    return FoundForce(first, head.idx + len(head), head.i, category, strength, span)


def heads(found: list[FoundForce]) -> Iterator[tuple[int, FoundForce]]:
    """Force phrases by the index of their head token."""
    return ((force.head, force) for force in found)
