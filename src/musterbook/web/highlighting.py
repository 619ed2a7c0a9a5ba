"""An article with its words marked: overlapping marks become stretches, each knowing all marks it lies in."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup, escape

from musterbook.model import Claim, Document
from musterbook.presentation.svg import CONTROLS


@dataclass(frozen=True)
class Marked:
    """Words of an article that fill a slot of a claim; "mention" is the sentence the claim is made in."""

    start: int
    end: int
    slot: str
    claim: str


@dataclass(frozen=True)
class Stretch:
    """Characters that lie in the same marks, the shortest mark first."""

    start: int
    end: int
    marks: tuple[Marked, ...]


def marks(claim: Claim) -> tuple[Marked, ...]:
    """Where each slot of a claim stands."""
    found: list[tuple[int, int, str]] = [(one.start, one.end, "mention") for one in claim.mentions]
    found += [(task.start, task.end, "task") for task in claim.tasks]
    chain = claim.attribution
    single = [
        ("force", claim.force.words),
        ("force", claim.force.name),
        ("quantity", claim.quantity.words if claim.quantity else None),
        ("period", claim.period.words if claim.period else None),
        ("counterpart", claim.counterpart.words if claim.counterpart else None),
        ("claimant", chain.claimant.words if chain.claimant else None),
        ("via", chain.via.words if chain.via else None),
        *(("place", place.words) for place in claim.places),
    ]
    found += [(words.start, words.end, slot) for slot, words in single if words is not None]
    return tuple(Marked(start, end, slot, claim.id) for start, end, slot in dict.fromkeys(found))


def stretches(length: int, found: Iterable[Marked]) -> tuple[Stretch, ...]:
    """The whole of a text, cut where a mark begins or ends."""
    marked = sorted(found, key=lambda one: one.start)
    edges = sorted({0, length, *(edge for one in marked for edge in (one.start, one.end) if edge <= length)})
    made, active, at = [], list[Marked](), 0
    for start, end in pairwise(edges):
        active = [one for one in active if one.end > start]
        while at < len(marked) and marked[at].start <= start:
            if marked[at].end > start:
                active.append(marked[at])
            at += 1
        made.append(Stretch(start, end, tuple(sorted(active, key=lambda one: (one.end - one.start, one.slot)))))
    return tuple(made)


def visible(text: str) -> Markup:
    """Text for a page: escaped, with characters that steer or hide text shown as what they are."""
    parts, last = [], 0
    for control in CONTROLS.finditer(text):
        parts.append(escape(text[last : control.start()]))
        name = unicodedata.name(control[0], f"control U+{ord(control[0]):04X}").lower()
        parts.append(Markup('<span class="control" title="{}">\ufffd</span>').format(name))
        last = control.end()
    parts.append(escape(text[last:]))
    return Markup("").join(parts)


def article(document: Document, found: Iterable[Marked]) -> tuple[Markup, Markup]:
    """Title and body of a document with these marks; every character stays where it is."""
    content, cut = document.content, len(document.title)
    title, body = [], []
    for stretch in _parted(stretches(len(content), found), cut):
        piece = _painted(content[stretch.start : stretch.end], stretch.marks)
        if stretch.end <= cut:
            title.append(piece)
        elif stretch.start > cut:
            body.append(piece)
    return Markup("").join(title), Markup("").join(body)


def _parted(found: Sequence[Stretch], cut: int) -> Iterable[Stretch]:
    """The stretches, parted before and after the line break between title and body."""
    for one in found:
        start = one.start
        for edge in (cut, cut + 1):
            if start < edge < one.end:
                yield Stretch(start, edge, one.marks)
                start = edge
        yield Stretch(start, one.end, one.marks)


def _painted(text: str, found: Sequence[Marked]) -> Markup:
    words = visible(text)
    if not found:
        return words
    slots = [one.slot for one in found if one.slot != "mention"]
    classes = [f"s-{slots[0]}"] if slots else []
    classes += [f"u-{slot}" for slot in dict.fromkeys(slots[1:]) if slot != slots[0]][:1]
    classes += ["s-mention"] if len(slots) < len(found) else []
    named = " ".join(dict.fromkeys(f"{one.claim}-{one.slot}" for one in found))
    claims = " ".join(dict.fromkeys(one.claim for one in found))
    return Markup('<mark class="{}" data-marks="{}" data-claims="{}">{}</mark>').format(
        " ".join(classes), named, claims, words
    )
