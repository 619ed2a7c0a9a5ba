"""Deciding a draft: which kinds a figure is of, and which side, place, time and manner each claim has.

Every decision chooses among spans that the parts found; a judge weighs the evidence. `Decided` holds the choices with
how sure the judges were; making a grounded claim of it is the assembly's work.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from musterbook.model import Basis, Category, Kind, Modality, Outcome, Role
from musterbook.reading import slots, spots
from musterbook.reading.attribution import Attributed, Sources
from musterbook.reading.drafts import Draft, bare, of_figure, telling, uncued
from musterbook.reading.features import Context, context_of, document_features, figure_features
from musterbook.reading.figures import Figure, figures
from musterbook.reading.history import long_past
from musterbook.reading.marked import Marked, Sentence
from musterbook.reading.nearby import nearby_places, nearby_times
from musterbook.reading.numerals import IMPLIED
from musterbook.reading.panel import Panel
from musterbook.reading.place_choice import Places, at_home, most_specific, unshared
from musterbook.reading.side_evidence import scene, side_features
from musterbook.reading.sides import Side
from musterbook.reading.sides_said import side_said
from musterbook.reading.spots import Spot, of_draft
from musterbook.reading.statement_carry import SPEAKER
from musterbook.reading.statement_sources import Source
from musterbook.reading.times import FoundTime
from musterbook.reading.voices import Hearing, voice_features, voices

PAIRED = frozenset({Kind.TRANSFER, Kind.TRAINING, Kind.DEPLOYMENT})
"""Kinds with a counterpart (CODEBOOK, "Slots")."""
MODALITIES = tuple(Modality)
OUTCOMES = tuple(Outcome)
BASES = tuple(Basis)
CATEGORIES = tuple(Category)
NO_ROLE = "none"
ROLES = (NO_ROLE, *Role)
Choice = TypeVar("Choice")


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
    places: Places
    time: FoundTime | None
    attributed: Attributed
    counterpart: Side | None


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From which probability on a yes-or-no decision is yes; how each was chosen tells docs/reading.md."""

    document: float = 0.88
    figure: float = 0.5
    also: float = 0.7
    bare: float = 0.4
    uncued: float = 0.65
    side: float = 0.15
    place: float = 0.38
    time: float = 0.4
    hedged: float = 0.4
    voice: float = 0.4
    unspoken: float = 0.7
    """Of a voice, where neither its sentence nor those around say that anybody speaks."""
    counterpart: float = 0.4
    doubt: float = 0.5
    """By how much more a claim must be likely in a document that is not about forces at all."""

    def doubting(self, doubt: float) -> Thresholds:
        """The limits for a document that is not about forces with this probability."""
        more = self.doubt * doubt
        return replace(self, figure=self.figure + more, bare=self.bare + more, uncued=self.uncued + more)


@dataclass(frozen=True, slots=True)
class Deciding:
    """The decisions of one document: what was found in it, and the judges."""

    marked: Marked
    sides: Sequence[Side]
    sources: Sources
    panel: Panel
    limits: Thresholds

    def claims(self) -> Iterator[Decided]:
        """Every claim the document makes: figures first, in order of their places, then bare claims."""
        if not self.marked.sentences:
            return
        certain = self.panel.document(document_features(self.marked), spots.of_sentence(self.marked.sentences[0]))
        if certain >= self.limits.document:
            made = replace(self, limits=self.limits.doubting(1 - certain)).made()
            yield from (decided for decided in made if not long_past(self.marked, decided.draft, decided.time))

    def made(self) -> Iterator[Decided]:
        """The claims of a document that is about forces."""
        found_figures, bare_drafts = list(figures(self.marked)), list(bare(self.marked))
        telling_sentences = [sentence for sentence in self.marked.sentences if telling(sentence)]
        self.panel.foresee(
            [spots.of_figure(figure) for figure in found_figures],
            [of_draft(draft) for draft in bare_drafts],
            [spots.of_sentence(sentence) for sentence in telling_sentences],
        )
        previous: str | None = None
        told: set[tuple[int, Kind, Side | None]] = set()
        figure_drafts = list(self.drafts(found_figures))
        self.panel.foresee([], [of_draft(draft) for draft, _ in figure_drafts], [])
        beside: dict[int, set[int]] = defaultdict(set)
        for draft, _ in figure_drafts:
            beside[draft.sentence.index].add(_at(draft))
        for draft, sureness in figure_drafts:
            decided = self.slots(draft, sureness, previous)
            previous = decided.side.key if decided.side else previous
            told.add((draft.sentence.index, draft.kind, decided.side))
            others = beside[draft.sentence.index] - {_at(draft)}
            yield replace(decided, places=unshared(_at(draft), others, draft.sentence, decided.places))
        previous = None
        cued: set[tuple[int, Kind]] = set()
        for draft in bare_drafts:
            cued.add((draft.sentence.index, draft.kind))
            spot = of_draft(draft)
            if self.panel.hopeless("bare", spot):
                continue
            sureness = self.panel.likely("bare", bare_features(draft), spot)
            if sureness >= self.limits.bare:
                decided = self.slots(draft, sureness, previous)
                previous = decided.side.key if decided.side else previous
                if (draft.sentence.index, draft.kind, decided.side) not in told and not unknown(decided):
                    yield decided
        uncued_drafts = list(self.uncued(telling_sentences, cued))
        self.panel.foresee([], [of_draft(draft) for draft, _ in uncued_drafts], [])
        for draft, sureness in uncued_drafts:
            decided = self.slots(draft, sureness, None)
            if (draft.sentence.index, draft.kind, decided.side) not in told and not unknown(decided):
                yield decided

    def drafts(self, found: Sequence[Figure]) -> Iterator[tuple[Draft, float]]:
        """The drafts of the figures of forces, one for each kind, in order; each figure is read after the last."""
        read: list[tuple[Figure, str]] = []
        for figure in found:
            kinds = self.kinds(figure, context_of(self.marked, figure, read))
            if kinds:
                read.append((figure, str(kinds[0][0])))
            yield from ((of_figure(figure, kind), sureness) for kind, sureness in kinds)

    def uncued(
        self, sentences: Sequence[Sentence], cued: Collection[tuple[int, Kind]]
    ) -> Iterator[tuple[Draft, float]]:
        """The claims without a figure that no cue speaks for; `cued` are the sentences and kinds already weighed."""
        for sentence in sentences:
            for name, sureness in self.panel.uncued(spots.of_sentence(sentence)).items():
                if sureness >= self.limits.uncued and (sentence.index, Kind(name)) not in cued:
                    yield uncued(sentence, Kind(name)), sureness

    def kinds(self, figure: Figure, context: Context) -> list[tuple[Kind, float]]:
        """The kinds a figure is of, the likeliest first; none where it is no force figure."""
        features, spot = figure_features(figure, context), spots.of_figure(figure)
        if self.panel.figure(features, spot) < self.limits.figure:
            return []
        shares, also = self.panel.kinds(features, spot)
        first = max(shares, key=lambda name: shares[name])
        if (said := slots.kind_said(figure)) is not None:
            return [(said, shares[first])]
        if figure.quantity.rule == IMPLIED and first != Kind.LOSS:
            return []  # one that is said without a number is counted in lists of losses only
        others = [(Kind(name), p) for name, p in also.items() if p >= self.limits.also and name != first]
        if first == Kind.LOSS:
            others = []  # of the coded figures of losses one in a hundred is of another kind as well
        return [(Kind(first), shares[first]), *others]

    def slots(self, draft: Draft, sureness: float, previous: str | None) -> Decided:
        """The draft with its slots chosen; `previous` is the key of the side of the draft before it."""
        spot = spots.of_draft(draft)
        manner = slots.manner(draft)
        side = self.side(draft, spot, previous)
        loss = draft.kind is Kind.LOSS
        category = self.category(draft, manner, spot)
        return Decided(
            draft=draft,
            sureness=sureness,
            side=side,
            category=category,
            modality=Modality(self.panel.best("modality", manner, spot, MODALITIES)),
            hedged=slots.hedged_plainly(draft) or self.panel.likely("hedged", manner, spot) >= self.limits.hedged,
            outcome=self.outcome(draft, category, manner, spot) if loss else None,
            basis=self.basis(draft, manner, spot) if draft.figure else None,
            places=self.places(draft, spot, side.country if side else None),
            time=self.time(draft, spot),
            attributed=self.voice(draft, spot),
            counterpart=self.counterpart(draft, spot, side) if draft.kind in PAIRED else None,
        )

    def side(self, draft: Draft, spot: Spot, previous: str | None) -> Side | None:
        """The side whose force it is: what the words at a figure say by themselves, else the likeliest, if any is."""
        claimant = claiming(self.sources, draft)
        country = self.sources.resolved(claimant).country if claimant else None
        if (said := side_said(draft, self.sides, country if claimant else self.sources.home)) is not None:
            return said
        around = scene(draft, self.sides, previous, claimant, country=country, home=self.sources.home)
        features = [side_features(draft, side, around) for side in self.sides]
        return self._one("side", features, spot, self.sides, [side_places(side) for side in self.sides])

    def counterpart(self, draft: Draft, spot: Spot, own: Side | None) -> Side | None:
        """The other party of a transfer, training or deployment; None where no side is likely enough."""
        around = scene(draft, self.sides, own.key if own else None)
        others = [side for side in self.sides if side is not own]
        features = [side_features(draft, side, around) for side in others]
        return self._one("counterpart", features, spot, others, [side_places(side) for side in others])

    def voice(self, draft: Draft, spot: Spot) -> Attributed:
        """Whose claim the draft is: the likeliest voice near it, or the outlet's own.

        Who speaks in a transcript or signs a letter is given; where nobody is said to speak, more is asked of a voice.
        """
        own, near = voices(self.sources, draft)
        if own.rule == SPEAKER:
            return own
        features = [voice_features(Hearing(self.sources, draft, near, own), voice) for voice in near]
        least = self.limits.voice if own.claimant is not None else self.limits.unspoken
        if self.sources.quoted(draft.sentence.start, draft.sentence.end):
            least = 0.0  # somebody says what is quoted
        chosen = self._one("voice", features, spot, near, [voice.marks for voice in near], least=least)
        if chosen is None:
            return replace(own, claimant=None, via=None, rule="own voice") if own.claimant else own
        if own.claimant is not None and chosen.source is own.claimant:
            return own
        via = chosen.via or self.sources.relayer(chosen.source, draft.start)
        return replace(own, claimant=chosen.source, via=via, rule="carried: judged")

    def category(self, draft: Draft, manner: Sequence[str], spot: Spot) -> Category:
        """What is counted: the noun's own category where it says so by itself, else the panel's."""
        force = draft.force
        antecedent = draft.figure is not None and draft.figure.antecedent
        sure = force is not None and force.strength in {"strong", "type"} and not antecedent
        if force is not None and sure and (force.category is not Category.UNITS or draft.figure is not None):
            return force.category
        return Category(self.panel.best("category", manner, spot, CATEGORIES))

    def outcome(self, draft: Draft, category: Category, manner: Sequence[str], spot: Spot) -> Outcome:
        """What became of those lost: what is said right at the figure ("2,700 wounded"), else the panel's choice.

        People of whom nothing is said but that they were lost are casualties.
        """
        said = slots.outcome_said(draft)
        if said is None and category is Category.PERSONNEL and slots.lost_unspecified(draft):
            said = Outcome.CASUALTIES
        return said if said is not None else Outcome(self.panel.best("outcome", manner, spot, OUTCOMES))

    def basis(self, draft: Draft, manner: Sequence[str], spot: Spot) -> Basis:
        """Of what the figure is: what a word at it says plainly ("another 6,000"), else the panel's choice."""
        return slots.basis_said(draft) or Basis(self.panel.best("basis", manner, spot, BASES))

    def places(self, draft: Draft, spot: Spot, country: str | None) -> Places:
        """The claim's places with their roles, in order: from the nearest sentence that has one of its own."""
        for candidates in nearby_places(self.marked, draft):
            rivals = [place for place, _ in candidates]
            features = [slots.place_features(draft, place, s, rivals, country) for place, s in candidates]
            roles = self.panel.roles(features, spot, [[place.start] for place in rivals], ROLES)
            chosen = [
                (place, Role(role), likely)
                for place, (role, likely) in zip(rivals, roles, strict=True)
                if likely >= self.limits.place and not self.sources.speaks_at(place.start)
            ]
            if chosen:
                return tuple((at_home(place, country), role) for place, role in most_specific(chosen))
        return ()

    def time(self, draft: Draft, spot: Spot) -> FoundTime | None:
        """The claim's period: the likeliest time near it, where one is likely enough."""
        candidates = nearby_times(self.marked, draft)
        rivals = [time for time, _ in candidates]
        features = [slots.time_features(draft, time, s, rivals) for time, s in candidates]
        return self._one("time", features, spot, rivals, [[time.start] for time in rivals])

    def _one(
        self,
        decision: str,
        features: Sequence[Sequence[str]],
        spot: Spot,
        candidates: Sequence[Choice],
        named: Sequence[Sequence[int]],
        *,
        least: float | None = None,
    ) -> Choice | None:
        """The likeliest candidate, the first of equals, where it is as likely as the decision's limit, or `least`."""
        shares = self.panel.candidates(decision, features, spot, named)
        best = max(range(len(shares)), key=lambda i: shares[i], default=None)
        limit: float = getattr(self.limits, decision) if least is None else least
        return candidates[best] if best is not None and shares[best] >= limit else None


def _at(draft: Draft) -> int:
    """Where a draft's figure stands in the content."""
    return draft.figure.quantity.start if draft.figure is not None else draft.start


def unknown(decided: Decided) -> bool:
    """Whether a claim without a figure only says that something is not known: no denial, so no claim."""
    return decided.modality is Modality.DENIED and slots.void(decided.draft)


def side_places(side: Side) -> list[int]:
    """Where a side is named."""
    return [mark.start for mark in side.marks]


def claiming(sources: Sources, draft: Draft) -> Source | None:
    """Who says what stands at the draft."""
    return sources.at(draft.start, draft.start + 1).claimant


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
