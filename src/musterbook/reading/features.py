"""What the judges see of a candidate: named features of its words, its syntax, and the marks around it.

Features are strings; equal strings mean equal evidence. They carry lemmas, relations, cue kinds and classes, never a
document's names of places or persons, so that what is learnt carries over to other documents.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from musterbook import codebook
from musterbook.gazetteer import Gazetteer
from musterbook.model import Category
from musterbook.reading.cues import FoundCue
from musterbook.reading.figures import Figure
from musterbook.reading.forces import FoundForce, lemma_of
from musterbook.reading.marked import Marked, Sentence
from musterbook.reading.places import FoundSide
from musterbook.reading.votes import WEAK, votes

if TYPE_CHECKING:
    from spacy.tokens import Token

CLASSES = {
    Category.PERSONNEL: "people",
    Category.UNITS: "people",
    Category.SHIPS: "crewed",
    Category.AIRCRAFT: "crewed",
    Category.VEHICLES: "materiel",
    Category.ARTILLERY: "materiel",
    Category.OTHER: "materiel",
    Category.MISSILES: "fired",
    Category.MUNITIONS: "fired",
    Category.DRONES: "fired",
}
CROSSED = (
    "vote1=",
    "vote.clear=",
    "previous=",
    "verb=",
    "cue.path=",
    "cue.nearest.",
    "up=",
    "below.acl=",
    "verb.rel=",
    "title=",
    "place.prep=",
    "verb.tag=",
)
"""Features that mean another thing for soldiers than for shells, or where a place stands beside them."""
NEAR = 6
"""Words on each side of a number that are looked at."""


def shape(token: Token) -> str:
    """A word as a feature: its lemma, or only its class where it is a name or a number."""
    lemma = lemma_of(token)
    if (token.pos_ == "PROPN" or token.lower_ in _sides()) and not _forces(token, lemma):
        return "<name>"
    if token.like_num or token.pos_ == "NUM":
        return "<number>"
    return lemma


def word(token: Token) -> str:
    """A word as it is written, in lower case; only its class where it is a name."""
    return "<name>" if token.pos_ == "PROPN" or token.lower_ in _sides() else token.lower_


def _forces(token: Token, lemma: str) -> bool:
    return codebook.forces().type_of(token.text) is not None or lemma in codebook.forces().strong


@lru_cache(maxsize=1)
def _sides() -> frozenset[str]:
    """Countries, capitals and their adjectives, in lower case: the tagger takes some for common words."""
    return frozenset(Gazetteer.load().sides)


def kinds_of(cue: FoundCue) -> list[str]:
    """The kinds a cue may speak for, losses with their outcome."""
    return [f"{c.kind}:{c.outcome}" if c.outcome else str(c.kind) for c in cue.cues]


@dataclass(frozen=True, slots=True)
class Context:
    """What the document says around a figure: the kinds read just before, and what the title and the whole speak of."""

    previous: tuple[str, ...] = ()
    """Kinds of the figure before, nearest first."""
    same_sentence: bool = False
    """The figure before stands in the same sentence."""
    title: str = ""
    before: str = ""
    document: str = ""
    military: int = 0
    """How many force phrases the document has."""
    sided: int = 0
    """How many of its force phrases carry a side."""


def strongest(found: dict[str, float]) -> str:
    """The kind with the strongest vote; "" where there is none."""
    return min(found, key=lambda kind: (-found[kind], kind)) if found else ""


def summed(sentence: Sentence) -> dict[str, float]:
    """The votes of a whole sentence, by kind: each cue counts once, shared among its kinds."""
    totals: dict[str, float] = {}
    for cue in sentence.cues:
        names = {str(c.kind) for c in cue.cues}
        for name in names:
            totals[name] = totals.get(name, 0.0) + (0.1 if cue.words in WEAK else 1.0) / len(names)
    return totals


def context_of(marked: Marked, figure: Figure, read: Sequence[tuple[Figure, str]]) -> Context:
    """The context of a figure, given the figures read before it with the kind each was taken for."""
    before = read[-1] if read else None
    index = figure.sentence.index
    totals: dict[str, float] = {}
    for sentence in marked.sentences:
        for kind, weight in summed(sentence).items():
            totals[kind] = totals.get(kind, 0.0) + weight
    titles: dict[str, float] = {}
    for sentence in marked.sentences:
        if sentence.title:
            titles |= summed(sentence)
    return Context(
        previous=tuple(kind for _, kind in reversed(read[-2:])),
        same_sentence=before is not None and before[0].sentence.index == index,
        title=strongest(titles),
        before=strongest(summed(marked.sentences[index - 1])) if index else "",
        document=strongest(totals),
        military=sum(f.strength != "weak" for s in marked.sentences for f in s.forces),
        sided=sum(any(_beside(s, f, side) for side in s.sides) for s in marked.sentences for f in s.forces),
    )


def document_features(marked: Marked) -> list[str]:
    """The evidence for a document being about forces at all: its words, its cues, how often it names a force's side."""
    found: dict[str, None] = {}
    totals: dict[str, float] = {}
    strong = sided = 0
    for sentence in marked.sentences:
        for token in sentence.span:
            if token.pos_ in {"NOUN", "VERB", "ADJ"} and token.is_alpha:
                found[f"word={shape(token)}"] = None
                if sentence.title:
                    found[f"title={shape(token)}"] = None
        for kind, weight in summed(sentence).items():
            totals[kind] = totals.get(kind, 0.0) + weight
        for force in sentence.forces:
            strong += force.strength in {"strong", "type"}
            sided += any(_beside(sentence, force, side) for side in sentence.sides)
    size = max(1, len(marked.sentences))
    for name, count in (("strong", strong), ("sided", sided)):
        for bound in (1, 2, 4, 8):
            found[f"{name}>={bound}={count >= bound}"] = None
        for share in (0.1, 0.3, 0.6):
            found[f"{name}.share>={share}={count / size >= share}"] = None
    for kind, weight in totals.items():
        found[f"kind={kind}.{min(int(weight / size * 4), 4)}"] = None
    found[f"strongest={strongest(totals)}"] = None
    return list(found)


def _beside(sentence: Sentence, force: FoundForce, side: FoundSide) -> bool:
    return force.start <= side.start - sentence.piece.start < force.end and force.strength != "name"


def figure_features(figure: Figure, context: Context) -> list[str]:
    """The evidence for what a figure is of."""
    items = list(dict.fromkeys((*_figure(figure), *_voted(figure), *_context(context))))
    thing = CLASSES.get(figure.category, "none") if figure.category else "none"
    placed = "placed" if figure.sentence.places else "unplaced"
    crossed = [item for item in items if item.startswith(CROSSED)]
    return [*items, *(f"{thing}&{item}" for item in crossed), *(f"{placed}&{item}" for item in crossed)]


def _figure(figure: Figure) -> Iterator[str]:
    sentence, quantity, doc = figure.sentence, figure.quantity, figure.sentence.doc
    number, counted = figure.number, figure.counted
    yield f"title={sentence.title}"
    yield f"bound={quantity.bound}"
    yield f"basis={quantity.basis_hint}"
    value = quantity.low if quantity.low is not None else quantity.high or 0
    yield f"size={len(str(int(value)))}"
    yield f"value1={value == 1}"
    yield from _counted(figure)
    first = sentence.token_at(quantity.start) or number
    for distance in range(1, NEAR + 1):
        if first.i - distance >= sentence.span.start:
            word = shape(doc[first.i - distance])
            yield f"before={word}"
            if distance <= 2:
                yield f"before{distance}={word}"
        if number.i + distance < sentence.span.end:
            word = shape(doc[number.i + distance])
            yield f"after={word}"
            if distance <= 3:
                yield f"after{distance}={word}"
    yield from _above(figure)
    yield from _below(counted or number, "below")
    yield from _cues(sentence, number.i, {t.i for t in figure.governors})
    yield from _surroundings(figure)


def _voted(figure: Figure) -> Iterator[str]:
    found: dict[str, float] = {}
    for name, weight in votes(figure.sentence, figure.counted if figure.counted is not None else figure.number).items():
        kind = name.split(":")[0]
        found[kind] = max(found.get(kind, 0.0), weight)
    ranked = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    for rank, (kind, weight) in enumerate(ranked[:3], 1):
        yield f"vote{rank}={kind}"
        for bound in (0.3, 0.8, 1.5):
            if weight >= bound:
                yield f"vote>{bound}={kind}"
    if not ranked:
        yield "vote1=<none>"
    elif len(ranked) == 1 or ranked[0][1] > 1.5 * ranked[1][1]:
        yield f"vote.clear={ranked[0][0]}"


def _context(context: Context) -> Iterator[str]:
    if context.previous:
        yield f"previous={context.previous[0]}"
        yield f"previous.same={context.same_sentence}.{context.previous[0]}"
        if len(context.previous) > 1:
            yield f"previous2={context.previous[1]}"
    for name, count in (("military", context.military), ("sided", context.sided)):
        for bound in (1, 2, 4, 8):
            yield f"context.{name}>={bound}={count >= bound}"
    yield f"context.title={context.title}"
    yield f"context.before={context.before}"
    yield f"context.document={context.document}"


def _counted(figure: Figure) -> Iterator[str]:
    counted, force = figure.counted, figure.force
    if counted is None:
        yield "counted=<none>"
    else:
        yield f"counted={shape(counted)}"
        yield f"counted.dep={counted.dep_}"
        yield f"counted.tag={counted.tag_}"
        yield f"civil={lemma_of(counted) in codebook.forces().civil_nouns}"
    if force is None:
        yield "force=<none>"
    else:
        yield f"force={force.category}"
        yield f"strength={force.strength}{'.before' if figure.antecedent else ''}"
        yield f"strength.category={force.strength}.{force.category}{'.before' if figure.antecedent else ''}"
    if counted is not None:
        low, high = counted.left_edge.idx, counted.right_edge.idx + len(counted.right_edge)
        start = figure.sentence.piece.start
        inside = [s for s in figure.sentence.sides if low <= s.start - start < high]
        yield f"side.inside={bool(inside)}"
        for side in inside:
            yield f"side.form={side.form}"
        modifiers = codebook.forces().modifiers
        yield f"military={any(t.lower_ in modifiers for t in counted.subtree)}"


def _above(figure: Figure) -> Iterator[str]:
    """The words above: which verb or noun governs the number, through which relation."""
    path = figure.governors
    steps = ""
    for depth, token in enumerate(path):
        if depth > 0:
            yield f"up={shape(token)}"
            yield f"up{min(depth, 3)}={shape(token)}"
            yield f"up.path={steps}>{shape(token)}"
        steps = f"{steps}>{token.dep_}"
        if token.pos_ in {"VERB", "AUX"}:
            yield f"verb={token.lemma_.lower()}"
            yield f"verb.rel={path[depth - 1].dep_ if depth else 'self'}>{token.lemma_.lower()}"
            yield f"verb.tag={token.tag_}"
            for child in token.children:
                if child.dep_ in {"prt", "prep", "aux", "auxpass", "neg", "advmod", "acomp", "xcomp"}:
                    yield f"verb.{child.dep_}={shape(child)}"
                if child.dep_ in {"dobj", "attr", "nsubj", "nsubjpass"} and child not in path:
                    yield f"verb.{child.dep_}={shape(child)}"
            break
    yield f"steps={steps}"
    yield f"root.pos={path[-1].pos_}"


def _below(token: Token, label: str) -> Iterator[str]:
    """The words below: participles, relative clauses, prepositions and predicates of the counted noun."""
    for child in token.children:
        if child.dep_ in {"acl", "relcl", "amod", "appos", "prep", "advmod", "compound", "ccomp", "xcomp"}:
            yield f"{label}.{child.dep_}={shape(child)}"
        if child.dep_ in {"acl", "relcl"}:
            for prep in child.children:
                if prep.dep_ in {"prep", "prt", "dobj"}:
                    yield f"{label}.{child.dep_}.{prep.dep_}={shape(prep)}"


def _cues(sentence: Sentence, position: int, path: set[int]) -> Iterator[str]:
    """The cues of the sentence by kind: on the path above, nearest on each side, anywhere."""
    nearest: dict[str, int] = {}
    for cue in sentence.cues:
        distance = cue.token - position
        for kind in kinds_of(cue):
            yield f"cue={kind}"
            if cue.token in path:
                yield f"cue.path={kind}"
            side = "left" if distance < 0 else "right"
            if abs(distance) <= 5:
                yield f"cue.near.{side}={kind}"
            if abs(distance) < nearest.get(side + kind, 99):
                nearest[side + kind] = abs(distance)
    for side in ("left", "right"):
        ranked = sorted((d, k.removeprefix(side)) for k, d in nearest.items() if k.startswith(side))
        for distance, kind in ranked:
            if distance == ranked[0][0]:
                yield f"cue.nearest.{side}={kind}"


def _surroundings(figure: Figure) -> Iterator[str]:
    sentence, doc = figure.sentence, figure.sentence.doc
    yield f"places={min(len(sentence.places), 2)}"
    yield f"times={min(len(sentence.times), 2)}"
    yield f"numbers={min(sum(q.unit_class == 'count' for q in sentence.quantities), 4)}"
    for place in sentence.places:
        token = sentence.token_at(place.start)
        if token is not None:
            yield f"place.prep={preposition(token)}"
    for token in sentence.span:
        if token.lower_ in {"including", "among", "whom", "total", "respectively"}:
            yield f"word={token.lower_}"
    last = doc[sentence.span.end - 1]
    yield f"end={last.text if last.is_punct else '<word>'}"


def preposition(token: Token) -> str:
    """The preposition a word hangs on; "" where there is none."""
    for above in (token, *list(token.ancestors)[:3]):
        if above.dep_ == "pobj" and above.head.pos_ == "ADP":
            return above.head.lower_
        if above.pos_ in {"VERB", "AUX"}:
            return f"<{token.dep_}>"
    return ""


@lru_cache(maxsize=1)
def signals() -> dict[str, tuple[str, ...]]:
    """Single-word signals of modality by lemma."""
    table: dict[str, list[str]] = {}
    book = codebook.modality()
    for name in ("expected", "possible", "denied", "hedge"):
        for word in sorted(getattr(book, name).words()):
            table.setdefault(word, []).append(name)
    return {word: tuple(names) for word, names in table.items()}
