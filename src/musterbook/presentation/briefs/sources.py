"""The sources a brief can cite: one note for each sentence, with all that was read in it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from musterbook.assessment.voices import voice
from musterbook.model import Claim, Document, Entry, Modality
from musterbook.naming import place_name
from musterbook.picture_rows import interval
from musterbook.presentation import wording
from musterbook.presentation.briefs.parts import Source
from musterbook.presentation.svg import plain
from musterbook.presentation.voices import day, voice_name

Sentence = tuple[str, int, int]


class Sources:
    """The sentences of some claims, to be cited by claim."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._said: dict[Sentence, list[Entry]] = {}
        self._made: dict[Sentence, Source] = {}
        for entry in entries:
            self._said.setdefault(_sentence(entry), []).append(entry)

    def __getitem__(self, entry: Entry) -> Source:
        """The note of a claim's sentence."""
        sentence = _sentence(entry)
        if sentence not in self._made:
            self._made[sentence] = _source(self._said[sentence])
        return self._made[sentence]


def _sentence(entry: Entry) -> Sentence:
    mention = entry.claim.mentions[0]
    return entry.claim.document, mention.start, mention.end


def _source(together: list[Entry]) -> Source:
    document = together[0].document
    readings = sorted({reading(entry) for entry in together})
    return Source(
        document=document.id,
        quote=plain(" ".join(together[0].claim.mentions[0].text.split())),
        readings=tuple(readings),
        title=plain(" ".join(document.title.split())),
        outlet=plain(document.outlet or "unnamed outlet"),
        published=published(document),
        url=plain(document.url) if document.url else None,
        sha256=document.capture or hashlib.sha256(document.content.encode("utf-8", "surrogatepass")).hexdigest(),
        captured=document.capture is not None,
    )


def published(document: Document) -> str:
    """The day, or the month, a document was published."""
    if document.published is not None and document.published_precision == "month":
        return f"{document.published:%b %Y}"
    return day(document.published)


def reading(entry: Entry) -> str:
    """A claim as it was read, and who makes it: "11,000 present, in Kursk Oblast: Vadym Skibitskyi"."""
    claim = entry.claim
    parts = [said(claim)]
    if where := places(claim):
        parts.append(where)
    if claim.period is not None:
        parts.append(wording.days(claim.period))
    return plain(f"{', '.join(part for part in parts if part)}: {voice_name(voice(entry))}")


def said(claim: Claim) -> str:
    """What a claim says in few words: "about 11,000, presence", "300, killed", "presence, denied"."""
    figure = interval(claim.quantity)
    what = str(claim.outcome or claim.kind)
    if claim.force.category != "personnel":
        what = f"{claim.force.category}, {what}"
    basis = wording.basis(claim.quantity)
    parts = [" ".join(part for part in (figure, basis) if part), what]
    if claim.modality is not Modality.ASSERTED:
        parts.append(str(claim.modality))
    return ", ".join(part for part in parts if part)


def places(claim: Claim) -> str:
    """The places of a claim by name: "to Kursk Oblast"."""
    told = (
        f"{place.role} {place_name(place.code) if place.code else place.words.text if place.words else '?'}"
        for place in claim.places
    )
    return ", ".join(dict.fromkeys(part.replace("at ", "in ", 1) if part.startswith("at ") else part for part in told))
