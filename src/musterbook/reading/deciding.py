"""Deciding a draft: which kinds a figure is of, and which side, place, time and manner each claim has.

Every decision chooses among spans that the parts found; a judge weighs the evidence. `Decided` holds the choices with how
sure the judges were; making a grounded claim of it is the assembly's work.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from musterbook.model import Basis, Category, Kind, Modality, Outcome, Role, contains
from musterbook.reading import slots
from musterbook.reading.attribution import Attributed, Sources
from musterbook.reading.drafts import Draft, bare, of_figure
from musterbook.reading.features import Context, context_of, figure_features
from musterbook.reading.figures import Figure, figures
from musterbook.reading.judging import Judge
from musterbook.reading.marked import Marked, Sentence
from musterbook.reading.places import FoundPlace
from musterbook.reading.sides import Side
from musterbook.reading.times import FoundTime
from musterbook.reading.voices import Voice, voice_features, voices

PAIRED = frozenset({Kind.TRANSFER, Kind.TRAINING, Kind.DEPLOYMENT})
"""Kinds with a counterpart (CODEBOOK, "Slots")."""
BACK = 2
"""Sentences before the draft's own in which a place or time is looked for where the own has none."""


@dataclass(frozen=True, slots=True)
class Decided:
    """A draft with its slots chosen."""

    draft: Draft
    sureness: float
    side: Side | None
    category: Category
    modality: Modality
    hedged: bool
    outcome: Outcome | None
    basis: Basis | None
    places: tuple[tuple[FoundPlace, Role], ...]
    time: FoundTime | None
    attributed: Attributed
    counterpart: Side | None


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From which probability on a yes-or-no decision is yes; chosen by cross-validation on the training documents."""

    figure: float = 0.45
    second_kind: float = 0.4
    bare: float = 0.5
    side: float = 0.05
    time: float = 0.5
    hedged: float = 0.5
    voice: float = 0.4
    counterpart: float = 0.4


def decide(
    marked: Marked, sides: Sequence[Side], sources: Sources, judges: Mapping[str, Judge], limits: Thresholds
) -> Iterator[Decided]:
    """Every claim the document makes, in order of its place: figures first, then bare claims."""
    previous: str | None = None
    read: list[tuple[Figure, str]] = []
    for figure in figures(marked):
        found = kinds(figure, context_of(marked, figure, read), judges, limits)
        if found:
            read.append((figure, str(found[0][0])))
        for kind, sureness in found:
            decided = slots_of(marked, of_figure(figure, kind), sureness, sides, sources, previous, judges, limits)
            previous = decided.side.key if decided.side else previous
            yield decided
    previous = None
    for draft in bare(marked):
        sureness = judges["bare"].probabilities(bare_features(draft))["yes"]
        if sureness >= limits.bare:
            decided = slots_of(marked, draft, sureness, sides, sources, previous, judges, limits)
            previous = decided.side.key if decided.side else previous
            yield decided


def kinds(
    figure: Figure, context: Context, judges: Mapping[str, Judge], limits: Thresholds
) -> list[tuple[Kind, float]]:
    """The kinds a figure is of, the likeliest first; none where it is no force figure."""
    features = figure_features(figure, context)
    sureness = judges["figure"].probabilities(features)["yes"]
    if sureness < limits.figure:
        return []
    found = sorted(judges["kind"].probabilities(features).items(), key=lambda item: (-item[1], item[0]))
    first, *others = ((Kind(name), p) for name, p in found)
    return [first, *(other for other in others if other[1] >= limits.second_kind)]


def slots_of(
    marked: Marked,
    draft: Draft,
    sureness: float,
    sides: Sequence[Side],
    sources: Sources,
    previous: str | None,
    judges: Mapping[str, Judge],
    limits: Thresholds,
) -> Decided:
    """The draft's slots."""
    side = side_of(draft, sides, previous, (claiming(sources, draft), sources.home), judges, limits)
    manner = slots.manner(draft)
    found_places = places_of(marked, draft, side.country if side else None, judges)
    found_time = time_of(marked, draft, judges, limits)
    loss = draft.kind is Kind.LOSS
    return Decided(
        draft=draft,
        sureness=sureness,
        side=side,
        category=category_of(draft, manner, judges),
        modality=Modality(judges["modality"].best(manner)),
        hedged=judges["hedged"].probabilities(manner)["yes"] >= limits.hedged,
        outcome=Outcome(judges["outcome"].best(manner)) if loss else None,
        basis=Basis(judges["basis"].best(manner)) if draft.figure else None,
        places=found_places,
        time=found_time,
        attributed=voice_of(sources, draft, judges, limits),
        counterpart=counterpart_of(draft, sides, side, judges, limits),
    )


def claiming(sources: Sources, draft: Draft) -> str | None:
    """The country whose institution says what stands at the draft."""
    claimant = sources.at(draft.start, draft.start + 1).claimant
    return sources.resolved(claimant).country if claimant else None


def voice_of(sources: Sources, draft: Draft, judges: Mapping[str, Judge], limits: Thresholds) -> Attributed:
    """Whose claim the draft is: the likeliest voice near it, or the outlet's own."""
    own, near = voices(sources, draft)
    judge = judges["voice"]
    best: tuple[float, Voice] | None = None
    for voice in near:
        p = judge.probabilities(voice_features(sources, draft, voice, near, own, None))["yes"]
        if best is None or p > best[0]:
            best = (p, voice)
    if best is None or best[0] < limits.voice:
        return replace(own, claimant=None, via=None, rule="own voice") if own.claimant else own
    chosen = best[1]
    if own.claimant is not None and chosen.source is own.claimant:
        return own
    return replace(own, claimant=chosen.source, via=chosen.via, rule="carried: judged")


def side_of(
    draft: Draft,
    sides: Sequence[Side],
    previous: str | None,
    speaking: tuple[str | None, str | None],
    judges: Mapping[str, Judge],
    limits: Thresholds,
) -> Side | None:
    """The side whose force it is; None where no side of the document is likely enough.

    `speaking` are the countries of the claimant and of the document itself.
    """
    judge = judges["side"]
    best: tuple[float, Side] | None = None
    for side in sides:
        p = judge.probabilities(slots.side_features(draft, side, sides, previous, *speaking))["yes"]
        if best is None or p > best[0]:
            best = (p, side)
    return best[1] if best and best[0] >= limits.side else None


def counterpart_of(
    draft: Draft, sides: Sequence[Side], own: Side | None, judges: Mapping[str, Judge], limits: Thresholds
) -> Side | None:
    """The other party of a transfer, training or deployment; None where no side is likely enough."""
    if draft.kind not in PAIRED:
        return None
    best: tuple[float, Side] | None = None
    for side in sides:
        if side is own:
            continue
        features = slots.side_features(draft, side, sides, own.key if own else None, None, None)
        p = judges["counterpart"].probabilities(features)["yes"]
        if best is None or p > best[0]:
            best = (p, side)
    return best[1] if best and best[0] >= limits.counterpart else None


def category_of(draft: Draft, manner: Sequence[str], judges: Mapping[str, Judge]) -> Category:
    """What is counted: the noun's own category where it says so by itself, else the judge's."""
    force = draft.force
    antecedent = draft.figure is not None and draft.figure.antecedent
    if force is not None and force.strength in {"strong", "type"} and not antecedent:
        if force.category is not Category.UNITS or draft.figure is not None:
            return force.category
    return Category(judges["category"].best(manner))


Nearby = list[tuple[FoundPlace, Sentence]]


def nearby_places(marked: Marked, draft: Draft) -> Iterator[Nearby]:
    """The places a draft may have, nearest first: its sentence's, those of each sentence before it, the title's."""
    yield [(place, draft.sentence) for place in draft.sentence.places]
    for index in range(draft.sentence.index - 1, max(-1, draft.sentence.index - 1 - BACK), -1):
        sentence = marked.sentences[index]
        if sentence.places:
            yield [(place, sentence) for place in sentence.places]


def places_of(
    marked: Marked, draft: Draft, country: str | None, judges: Mapping[str, Judge]
) -> tuple[tuple[FoundPlace, Role], ...]:
    """The claim's places with their roles, in order of the text: from the nearest sentence that has one of its own."""
    for candidates in nearby_places(marked, draft):
        rivals = [place for place, _ in candidates]
        chosen = []
        for place, sentence in candidates:
            role = judges["place"].best(slots.place_features(draft, place, sentence, rivals, country))
            if role != "none":
                chosen.append((place, Role(role)))
        if chosen:
            return tuple(most_specific(chosen))
    return ()


def most_specific(chosen: Sequence[tuple[FoundPlace, Role]]) -> Iterator[tuple[FoundPlace, Role]]:
    """The places without those that only say again, more widely, where another of the same role lies."""
    for place, role in chosen:
        wider = place.code is not None and any(
            other is not place
            and r is role
            and other.code != place.code
            and any(contains(place.code, c) for c in other.codes)
            for other, r in chosen
        )
        if not wider:
            yield place, role


def nearby_times(marked: Marked, draft: Draft) -> list[tuple[FoundTime, Sentence]]:
    """The times of the draft's sentence; of the sentence before it where it has none."""
    own = [(time, draft.sentence) for time in draft.sentence.times]
    if own or draft.sentence.index == 0:
        return own
    before = marked.sentences[draft.sentence.index - 1]
    return [(time, before) for time in before.times]


def time_of(marked: Marked, draft: Draft, judges: Mapping[str, Judge], limits: Thresholds) -> FoundTime | None:
    """The claim's period: the likeliest time near it, where one is likely enough."""
    candidates = nearby_times(marked, draft)
    rivals = [time for time, _ in candidates]
    best: tuple[float, FoundTime] | None = None
    for time, sentence in candidates:
        p = judges["time"].probabilities(slots.time_features(draft, time, sentence, rivals))["yes"]
        if best is None or p > best[0]:
            best = (p, time)
    return best[1] if best and best[0] >= limits.time else None


def bare_features(draft: Draft) -> list[str]:
    """The evidence for a cue without a figure being a claim of its own."""
    items = slots.manner(draft)
    sentence, cue = draft.sentence, draft.cue_token
    items.append(f"figures.here={min(sum(q.unit_class == 'count' for q in sentence.quantities), 3)}")
    items.append(f"places={min(len(sentence.places), 2)}")
    items.append(f"sides={min(len(sentence.sides), 3)}")
    items.append(f"force.strength={draft.force.strength if draft.force else '<none>'}")
    if draft.force is not None and cue is not None:
        head = sentence.doc[draft.force.head]
        items += [f"force.rel={head.dep_}.{head.head.i == cue.i}", f"force.cue={cue.i == head.i}"]
    kinds_here = {c.kind for cue in sentence.cues for c in cue.cues}
    items.append(f"kinds.here={min(len(kinds_here), 5)}")
    return list(dict.fromkeys([*items, *(f"{draft.kind}&{item}" for item in items)]))
