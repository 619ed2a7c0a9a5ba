"""Coded claims laid beside what the parts found: the examples the judges learn from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from musterbook.model import Claim, Document, Kind, Quote
from musterbook.reading import slots, spots
from musterbook.reading.attribution import Sources
from musterbook.reading.deciding import PAIRED, bare_features, claiming, side_places
from musterbook.reading.drafts import Draft, bare, of_figure, telling, uncued
from musterbook.reading.features import context_of, document_features, figure_features
from musterbook.reading.figures import Figure, figures
from musterbook.reading.first_look import LOOK, look_features
from musterbook.reading.marked import Marked, Sentence
from musterbook.reading.nearby import nearby_places, nearby_times
from musterbook.reading.places import FoundPlace
from musterbook.reading.reader import paragraphs
from musterbook.reading.side_evidence import scene, side_features
from musterbook.reading.sides import GROUP, Side, group_key, sides
from musterbook.reading.spots import Spot, of_draft
from musterbook.reading.statement_sources import LEADING
from musterbook.reading.voices import Hearing, Voice, same_name, voice_features, voices

UNCUED = "uncued"
"""The decision which kinds of claim a sentence makes, whatever its words; only the encoder learns it."""
AGAIN = "again:"


@dataclass(frozen=True, slots=True)
class Example:
    """One decision with its evidence and what a coder decided."""

    decision: str
    features: tuple[str, ...]
    labels: tuple[str, ...]
    spot: Spot | None = None
    """The words it hangs on; None for a decision on the whole document."""
    named: tuple[int, ...] = ()
    """Where the candidate is named in the content, for a decision among candidates."""
    group: int = 0
    """The number of the choice whose candidate this is; equal numbers of one decision compete."""


def examples(marked: Marked, sources: Sources, gold: Sequence[Claim]) -> Iterator[Example]:
    """The examples a coded document gives."""
    opening = spots.of_sentence(marked.sentences[0]) if marked.sentences else None
    yield Example("document", tuple(document_features(marked)), (_yes(bool(gold)),), opening)
    found = sides(marked)
    group = count(1)
    counted = [claim for claim in gold if claim.quantity]
    previous: str | None = None
    read: list[tuple[Figure, str]] = []
    for figure in figures(marked):
        claims = [claim for claim in counted if says(figure, claim)]
        features = tuple(figure_features(figure, context_of(marked, figure, read)))
        spot = spots.of_figure(figure)
        yield Example("figure", features, (_yes(bool(claims)),), spot)
        kinds = sorted({str(claim.kind) for claim in claims})
        yield from (Example("kind", features, (kind,), spot) for kind in kinds)
        if kinds:
            yield Example("also", features, tuple(kinds), spot)
        if claims:
            read.append((figure, str(claims[0].kind)))
        for claim in claims:
            draft = of_figure(figure, claim.kind)
            yield from _slots(marked, sources, Coded(draft, claim, previous, next(group)), found)
            previous = side_key(claim, found) or previous
    previous = None
    cued: set[tuple[int, Kind]] = set()
    for draft in bare(marked):
        cued.add((draft.sentence.index, draft.kind))
        stated = [c for c in gold if c.kind is draft.kind and not c.quantity]
        made = next((c for c in stated if mentioned(c, draft)), None)
        if made is None and any(restated(c, draft) for c in stated):
            continue
        yield Example("bare", tuple(bare_features(draft)), (_yes(made is not None),), of_draft(draft))
        if made is not None:
            yield from _slots(marked, sources, Coded(draft, made, previous, next(group)), found)
            previous = side_key(made, found) or previous

    for sentence in marked.sentences:
        if not telling(sentence):
            continue
        stated = [claim for claim in gold if not claim.quantity]
        first = {c.kind: c for c in stated if within(c.mentions[:1], sentence)}
        again = {c.kind for c in stated if within(c.mentions[1:], sentence)} - set(first)
        labels = (*sorted(str(kind) for kind in first), *sorted(f"{AGAIN}{kind}" for kind in again))
        yield Example(UNCUED, (), labels, spots.of_sentence(sentence))
        for kind, claim in first.items():
            if (sentence.index, kind) not in cued:
                coded = Coded(uncued(sentence, kind), claim, None, next(group))
                yield from _slots(marked, sources, coded, found)


def within(mentions: Sequence[Quote], sentence: Sentence) -> bool:
    """Whether one of these mentions stands in a sentence."""
    return any(m.start < sentence.end and sentence.start < m.end for m in mentions)


def looks(document: Document, gold: Sequence[Claim]) -> Iterator[Example]:
    """The examples for the first look: which paragraphs of a coded document make a claim."""
    for start, text in paragraphs(document):
        end = start + len(text)
        made = any(mention.start < end and start < mention.end for claim in gold for mention in claim.mentions)
        yield Example(LOOK, tuple(look_features(text, plain=True)), (_yes(made),))


def says(figure: Figure, claim: Claim) -> bool:
    """Whether a figure is one of the claim's: the same interval, in a sentence that makes the claim."""
    quantity = claim.quantity
    if quantity is None or (quantity.low, quantity.high) != (figure.quantity.low, figure.quantity.high):
        return False
    words = quantity.words
    if words is not None and words.start < figure.quantity.end and figure.quantity.start < words.end:
        return True
    return any(holds(mention, figure.quantity.start) for mention in claim.mentions)


def holds(quote: Quote, position: int) -> bool:
    """Whether a quote holds the character at this place."""
    return quote.start <= position < quote.end


def mentioned(claim: Claim, draft: Draft) -> bool:
    """Whether the draft stands in the sentence that makes the claim first."""
    return within(claim.mentions[:1], draft.sentence)


def restated(claim: Claim, draft: Draft) -> bool:
    """Whether the draft stands in a sentence that makes the claim again."""
    return within(claim.mentions[1:], draft.sentence)


def side_key(claim: Claim, found: Sequence[Side]) -> str | None:
    """The key of the document's side that the coder gave the force."""
    if claim.force.country:
        return claim.force.country
    if claim.force.name:
        return group_of(claim.force.name.text, found)
    return unnamed_of(claim, found)


def unnamed_of(claim: Claim, found: Sequence[Side]) -> str | None:
    """The key of those of no name to whom a force of nobody's belongs: told by its words, its sentences, or at all."""
    unnamed = [side for side in found if not side.named]
    words = () if claim.force.words is None else (claim.force.words,)
    for quotes in (words, claim.mentions):
        here = [side for side in unnamed if any(holds(quote, m.start) for quote in quotes for m in side.marks)]
        if here:
            return here[0].key
    return unnamed[0].key if len(unnamed) == 1 else None


def group_of(name: str, found: Sequence[Side]) -> str | None:
    """The key of the document's group that a name means: its own, else one that shares half of its words."""
    key = group_key(name)
    words = set(key.removeprefix(GROUP).split("-"))
    keys = [side.key for side in found if side.country is None and side.named]
    alike = (
        k for k in keys if 2 * len(words & (own := set(k.removeprefix(GROUP).split("-")))) >= min(len(words), len(own))
    )
    return key if key in keys else next(alike, None)


def party_of(name: Quote, found: Sequence[Side]) -> str | None:
    """The key of the group that a counterpart without a country is, or of those of no name that its words tell."""
    if (key := group_of(name.text, found)) is not None:
        return key
    told = (side.key for side in found if not side.named and any(holds(name, m.start) for m in side.marks))
    return next(told, None)


def _taken_up(sources: Sources, claim: Claim, voice: Voice, named: str) -> bool:
    """Whether the coded words ("the general") are those with which the claim's own sentences take a voice up."""
    words = LEADING.sub("", named).lower()
    within = (mark for mark in voice.marks if any(m.start <= mark < m.end for m in claim.mentions))
    return any(sources.content[mark : mark + len(words)].lower() == words for mark in within)


@dataclass(frozen=True, slots=True)
class Coded:
    """A draft with the claim a coder made of it, and the side of the draft before."""

    draft: Draft
    claim: Claim
    previous: str | None
    number: int
    """Of the draft, within its document."""


def _slots(marked: Marked, sources: Sources, coded: Coded, found: Sequence[Side]) -> Iterator[Example]:
    draft, claim, previous, group = coded.draft, coded.claim, coded.previous, coded.number
    spot = of_draft(draft)
    attributed, near = voices(sources, draft)
    named = (
        claim.attribution.claimant.words.text
        if claim.attribution.claimant and claim.attribution.claimant.words
        else None
    )
    for voice in near:
        right = named is not None and (same_name(named, voice.source.text) or _taken_up(sources, claim, voice, named))
        heard = tuple(voice_features(Hearing(sources, draft, near, attributed), voice))
        yield Example("voice", heard, (_yes(right),), spot, voice.marks, group)
    own = side_key(claim, found)
    claimant = claiming(sources, draft)
    country = sources.resolved(claimant).country if claimant else None
    around = scene(draft, found, previous, claimant, country=country, home=sources.home)
    for side in found:
        features = tuple(side_features(draft, side, around))
        yield Example("side", features, (_yes(side.key == own),), spot, tuple(side_places(side)), group)
    if draft.kind in PAIRED:
        party = claim.counterpart
        around = scene(draft, found, own)
        for side in found:
            if side.key != own:
                right = party is not None and (
                    side.country == party.country
                    if party.country
                    else party.name is not None and side.key == party_of(party.name, found)
                )
                features = tuple(side_features(draft, side, around))
                yield Example("counterpart", features, (_yes(right),), spot, tuple(side_places(side)), group)
    manner = tuple(slots.manner(draft))
    yield Example("modality", manner, (str(claim.modality),), spot)
    yield Example("hedged", manner, (_yes(claim.hedged),), spot)
    yield Example("category", manner, (str(claim.force.category),), spot)
    if claim.outcome:
        yield Example("outcome", manner, (str(claim.outcome),), spot)
    if claim.quantity and draft.figure:
        yield Example("basis", manner, (str(claim.quantity.basis),), spot)
    for candidates in nearby_places(marked, draft):
        rivals = [place for place, _ in candidates]
        roles = [_role(claim, place) for place in rivals]
        for (place, sentence), role in zip(candidates, roles, strict=True):
            features = tuple(slots.place_features(draft, place, sentence, rivals, claim.force.country))
            yield Example("place", features, (role,), spot, (place.start,), group)
        if any(role != "none" for role in roles):
            break
    moments = nearby_times(marked, draft)
    times = [time for time, _ in moments]
    for time, sentence in moments:
        period = claim.period
        right = (
            period is not None
            and period.words is not None
            and time.start < period.words.end
            and period.words.start < time.end
        )
        right = right or (
            period is not None
            and bool(period.start or period.end)
            and (period.start, period.end) == (time.starts, time.ends)
        )
        features = tuple(slots.time_features(draft, time, sentence, times))
        yield Example("time", features, (_yes(right),), spot, (time.start,), group)


def _role(claim: Claim, place: FoundPlace) -> str:
    codes = set(place.codes or (place.code,))
    return next(
        (str(p.role) for p in claim.places if _same_place(p.code, codes, p.words, place.start, place.end)), "none"
    )


def _same_place(code: str | None, codes: set[str | None], words: Quote | None, start: int, end: int) -> bool:
    if words is not None and words.start < end and start < words.end:
        return True
    if code is None:
        return False
    region = code.split("/", maxsplit=1)[0]
    return any(c is not None and c.split("/")[0] == region for c in codes)


def _yes(right: bool) -> str:
    return "yes" if right else "no"
