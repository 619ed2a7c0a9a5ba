"""Assembly: decided drafts become grounded claims, one for each thing said, with every sentence that says it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from musterbook import __version__, codebook
from musterbook.model import (
    Attribution,
    Basis,
    Claim,
    Document,
    Force,
    Link,
    Party,
    Period,
    Place,
    Quantity,
    Quote,
    Reason,
    Role,
)
from musterbook.reading import tasks
from musterbook.reading.attribution import Attributed, Sources
from musterbook.reading.deciding import Decided
from musterbook.reading.forces import FoundName
from musterbook.reading.marked import Marked
from musterbook.reading.sides import Mark, Side, group_key
from musterbook.reading.slots import basis_said
from musterbook.reading.statement_sources import Source

REACH = 60
"""Characters from a force's words within which a name in its phrase is its own."""
VAGUE = "vague"
"""Rule of a size without a number ("thousands")."""
READER = f"musterbook {__version__}"


@dataclass(frozen=True, slots=True)
class Voiced:
    """A decided draft with the voice that says it."""

    decided: Decided
    attributed: Attributed

    @property
    def key(self) -> tuple[object, ...]:
        """Drafts with equal keys may be mentions of one claim."""
        decided = self.decided
        quantity = decided.draft.figure.quantity if decided.draft.figure else None
        return (
            decided.draft.kind,
            decided.side.key if decided.side else None,
            (quantity.low, quantity.high) if quantity else None,
            decided.outcome,
            decided.modality if quantity is None else None,
            decided.draft.sentence.index if quantity is None else None,
        )

    @property
    def completeness(self) -> tuple[bool, int, int]:
        """How much the mention tells: a number before a vague size, the body before the title, the earlier first."""
        decided = self.decided
        figure = decided.draft.figure
        told = 2 * (not decided.draft.sentence.title) + bool(decided.places) + bool(decided.time)
        told += (self.attributed.claimant is not None) + (self.attributed.via is not None)
        told += figure is not None and not figure.antecedent
        return figure is None or figure.quantity.rule != VAGUE, told, -decided.draft.start


def assemble(marked: Marked, sources: Sources, decided: Iterable[Decided]) -> tuple[Claim, ...]:
    """The claims of a document, in order of their first mentions."""
    groups: list[list[Voiced]] = []
    by_key: dict[tuple[object, ...], list[list[Voiced]]] = {}
    for each in with_wholes(list(decided)):
        voiced = Voiced(each, each.attributed)
        alike = by_key.setdefault(voiced.key, [])
        group = next((g for g in alike if all(same(voiced, other, sources) for other in g)), None)
        if group is None:
            group = []
            alike.append(group)
            groups.append(group)
        group.append(voiced)
    claims = [_claim(marked, sources, group) for group in standing_for(restated(groups))]
    distinct = {claim.id: claim for claim in claims}
    return tuple(sorted(distinct.values(), key=lambda c: (c.mentions[0].start, c.kind, c.id)))


def with_wholes(decided: Sequence[Decided]) -> Iterator[Decided]:
    """What was decided; a part of which the document gives no larger figure is a total ("a first 1,500 have arrived").

    Of the coded figures that have no larger one beside them in their document one in ninety is a part.
    """
    most = max((value for each in decided if (value := _value(each)) is not None), default=None)
    for each in decided:
        alone = each.basis is Basis.PART and _value(each) == most and basis_said(each.draft) is None
        yield replace(each, basis=Basis.TOTAL) if alone else each


def _value(decided: Decided) -> float | None:
    return decided.draft.figure.quantity.value if decided.draft.figure is not None else None


def restated(groups: Sequence[list[Voiced]]) -> list[list[Voiced]]:
    """The groups with a title's figures given to the claims of the body that they restate, where there are any.

    A title restates (CODEBOOK: headline, lead and body are mentions of one claim), so what the body says of the figure
    counts. Of the claims with the same figure the one of the same kind is taken; else one of that kind and side that
    has no figure of its own in the body ("deploying a significant number of troops"); else the first.
    """
    told = [group for group in groups if not all(v.decided.draft.sentence.title for v in group)]
    kept = []
    for group in groups:
        interval = _interval(group[0])
        if interval is None or any(group is other for other in told):
            kept.append(group)
            continue
        alike = [other for other in told if _interval(other[0]) == interval]
        kind, side = group[0].key[:2]
        best = next((other for other in alike if other[0].key[0] == kind), None)
        if best is None and alike:
            bare = (other for other in told if _interval(other[0]) is None and other[0].key[:2] == (kind, side))
            best = next(bare, alike[0])
        if best is None:
            kept.append(group)
        else:
            best.extend(group)
    return kept


def standing_for(groups: Sequence[list[Voiced]]) -> list[list[Voiced]]:
    """The groups without those of a vague size that only stand for a figure given elsewhere.

    "Thousands more", where the text gives the further 6,000, is a mention of that claim (CODEBOOK, worked example 11):
    of the same kind and side, on top of what is there, with the figure inside the vague interval.
    """
    kept = [group for group in groups if not _vaguely_more(group)]
    for group in groups:
        if not _vaguely_more(group):
            continue
        low, high = _interval(group[0]) or (None, None)
        key = group[0].key[:2]
        meant = next(
            (g for g in kept if g[0].key[:2] == key and _adds(g) and _within(_interval(g[0]), low, high)), None
        )
        if meant is None:
            kept.append(group)
        else:
            meant.extend(group)
    return kept


def _adds(group: Sequence[Voiced]) -> bool:
    return group[0].decided.basis is Basis.ADDITIONAL


def _vaguely_more(group: Sequence[Voiced]) -> bool:
    figure = group[0].decided.draft.figure
    return figure is not None and figure.quantity.rule == VAGUE and _adds(group)


def _within(interval: tuple[float | None, float | None] | None, low: float | None, high: float | None) -> bool:
    ends = [end for end in interval or () if end is not None]
    return bool(ends) and all((low is None or low <= end) and (high is None or end <= high) for end in ends)


def _interval(voiced: Voiced) -> tuple[float | None, float | None] | None:
    figure = voiced.decided.draft.figure
    return (figure.quantity.low, figure.quantity.high) if figure else None


def same(left: Voiced, right: Voiced, sources: Sources) -> bool:
    """Whether two mentions with one key make one claim: no claimant or place of one speaks against the other's."""
    ours, theirs = left.attributed.claimant, right.attributed.claimant
    titled = left.decided.draft.sentence.title or right.decided.draft.sentence.title
    if ours and theirs and not titled and not one_voice(ours, theirs, sources):
        return False
    here = {(code_of(p), role) for p, role in left.decided.places}
    there = {(code_of(p), role) for p, role in right.decided.places}
    if here and there and not titled:
        codes = {c for c, _ in here if c}, {c for c, _ in there if c}
        related = any(a.startswith(b) or b.startswith(a) for a in codes[0] for b in codes[1])
        if codes[0] and codes[1] and not related:
            return False
    return True


def one_voice(one: Source, other: Source, sources: Sources) -> bool:
    """Whether two claimants are one, or speak for one institution (an agency and its deputy chief)."""
    if sources.same(one, other):
        return True
    institution = sources.resolved(one).institution
    return institution is not None and institution == sources.resolved(other).institution


def code_of(place: Any) -> str | None:
    """The first code of a found place."""
    code: str | None = place.code or (place.codes[0] if place.codes else None)
    return code


def _claim(marked: Marked, sources: Sources, group: Sequence[Voiced]) -> Claim:
    ranked = sorted(group, key=lambda v: v.completeness, reverse=True)
    main = ranked[0]
    decided, document = main.decided, marked.document
    counted = next((v.decided for v in ranked if v.decided.draft.figure is not None), decided)
    claimant = next((v.attributed.claimant for v in ranked if v.attributed.claimant), None)
    via = next((v.attributed.via for v in ranked if v.attributed.via), None)
    places = next((tuple(_places(document, v.decided)) for v in ranked if v.decided.places), ())
    period = next((_period(document, v.decided) for v in ranked if v.decided.time), None)
    mentions = dict.fromkeys((v.decided.draft.sentence.start, v.decided.draft.sentence.end) for v in ranked)
    return Claim.of(
        document,
        kind=decided.draft.kind,
        modality=decided.modality,
        hedged=any(v.decided.hedged for v in ranked if not v.decided.draft.sentence.title) or decided.hedged,
        force=_force(document, decided),
        quantity=_quantity(document, counted),
        places=places,
        counterpart=_counterpart(document, decided),
        outcome=decided.outcome,
        tasks=tuple(document.quote(start, end) for start, end in tasks.find(decided.draft)),
        period=period,
        attribution=Attribution(claimant=_link(document, sources, claimant), via=_link(document, sources, via)),
        mentions=tuple(document.quote(start, end) for start, end in mentions),
        why=tuple(_why(document, main)),
        reader=READER,
    )


def _force(document: Document, decided: Decided) -> Force:
    draft, side = decided.draft, decided.side
    start = draft.sentence.piece.start
    name = _name(document, decided)
    if draft.force is not None:
        words = document.quote(start + draft.force.start, start + draft.force.end)
    elif draft.figure is not None and draft.figure.counted is not None:
        token = draft.figure.counted
        words = document.quote(start + token.idx, start + token.idx + len(token))
    else:
        words = _nearest_words(document, decided)
    return Force(country=side.country if side else None, name=name, category=decided.category, words=words)


def _nearest_words(document: Document, decided: Decided) -> Quote:
    """The side's words nearest the draft, where no noun of a force stands there; else the draft's own word.

    A place in its country names the side only where nothing else does.
    """
    draft, side = decided.draft, decided.side
    if side is not None:
        before = [m for m in side.marks if m.start <= draft.sentence.end] or side.marks
        named = [m for m in before if m.form != "place"]
        mark = min(named or before, key=lambda m: (abs(m.start - draft.start), m.start))
        return document.quote(mark.start, mark.end)
    return document.quote(draft.start, draft.start + len(draft.anchor))


def _name(document: Document, decided: Decided) -> Quote | None:
    """The force's own name: the one its phrase stands in or carries, else the group that is its side."""
    draft = decided.draft
    if decided.side is not None and not decided.side.named:
        return None
    start = draft.sentence.piece.start
    name: FoundName | None = None
    if draft.force is not None:
        low, high = draft.force.start, draft.force.end
        if draft.anchor.i == draft.force.head:
            low, high = draft.anchor.left_edge.idx, draft.anchor.right_edge.idx + len(draft.anchor.right_edge)
        own = draft.force.start
        inside = [n for n in draft.sentence.names if low <= n.start < high and abs(n.start - own) < REACH]
        name = min(inside, key=lambda n: abs(n.start - own)) if inside else None
    side = decided.side
    group = side if side is not None and side.country is None else None
    if name is not None and (group is None or group.key == group_key(name.text) or not _is_sender(name)):
        return document.quote(start + name.start, start + name.end)
    if group is not None:
        named = [m for m in group.marks if group_key(document.content[m.start : m.end]) == group.key] or group.marks
        mark = _plural(document, group, min(named, key=lambda m: (abs(m.start - draft.start), m.start)))
        return document.quote(mark.start, mark.end)
    return None


def _is_sender(name: FoundName) -> bool:
    """Whether a name is an organisation's, whose mission the document names elsewhere."""
    return name.country is None and name.text in codebook.groups().missions.senders


def _plural(document: Document, side: Side, mark: Mark) -> Mark:
    """The mark of a group, or the nearest one that names its members: "Houthis", not the "Houthi" of a spokesman."""
    words = document.content[mark.start : mark.end]
    named = [m for m in side.marks if document.content[m.start : m.end] == f"{words}s"]
    return min(named, key=lambda m: abs(m.start - mark.start), default=mark)


def _quantity(document: Document, decided: Decided) -> Quantity | None:
    figure = decided.draft.figure
    if figure is None:
        return None
    found = figure.quantity
    return Quantity(
        words=document.quote(found.start, found.end),
        low=found.low,
        high=found.high,
        approximate=found.approximate,
        basis=decided.basis or Basis.TOTAL,
    )


def _places(document: Document, decided: Decided) -> Iterator[Place]:
    seen: set[tuple[str | None, Role, str]] = set()
    for place, role in decided.places:
        for code in place.codes or (place.code,):
            if (code, role, place.text) in seen:
                continue
            seen.add((code, role, place.text))
            yield Place(
                words=document.quote(place.start, place.end),
                role=role,
                code=code,
                geonames=place.geonames if code == place.code else None,
                latitude=place.latitude if code == place.code else None,
                longitude=place.longitude if code == place.code else None,
                partial=place.part,
            )


def _period(document: Document, decided: Decided) -> Period | None:
    time = decided.time
    if time is None:
        return None
    return Period(words=document.quote(time.start, time.end), start=time.starts, end=time.ends)


def _counterpart(document: Document, decided: Decided) -> Party | None:
    """The other party, in its words nearest the draft."""
    side = decided.counterpart
    if side is None:
        return None
    mark = min(side.marks, key=lambda m: (abs(m.start - decided.draft.start), m.start))
    words = document.quote(mark.start, mark.end)
    return Party(country=side.country, name=None if side.country else words, words=words)


def _link(document: Document, sources: Sources, source: Source | None) -> Link | None:
    if source is None:
        return None
    resolved = sources.resolved(source)
    country = resolved.country if resolved.country and len(resolved.country) == 2 else None
    return Link(words=document.quote(source.start, source.end), institution=resolved.institution, country=country)


def _why(document: Document, voiced: Voiced) -> Iterator[Reason]:
    draft = voiced.decided.draft
    start = draft.sentence.piece.start
    if draft.cue is not None:
        words = document.quote(start + draft.cue.start, start + draft.cue.end)
        yield Reason(slot="kind", rule=f"cue {draft.cue.words}", words=words)
    if draft.figure is not None:
        yield Reason(slot="quantity", rule=draft.figure.quantity.rule)
    if voiced.attributed.claimant is not None:
        yield Reason(slot="claimant", rule=voiced.attributed.rule)
    if voiced.decided.time is not None:
        yield Reason(slot="period", rule=voiced.decided.time.rule)
    for place, _ in voiced.decided.places:
        yield Reason(slot="places", rule=place.rule, words=document.quote(place.start, place.end))
