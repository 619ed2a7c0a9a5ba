"""Whose voice a claim is: the institution it counts under, and that institution's side."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from musterbook.codebook.voices import collective
from musterbook.model import Claim, Entry


class Voice(NamedTuple):
    """What a claim counts under when independent voices are counted.

    `key` is the institution's key, the words of a source that resolves to none, or the outlet; `label` is for people;
    `side` is the country it speaks for; `own` marks an outlet speaking in its own voice.
    """

    key: str
    label: str
    side: str | None
    own: bool = False


UNKNOWN = Voice("unnamed-outlet", "unnamed outlet", None, True)


@lru_cache(maxsize=65536)
def slug(words: str) -> str:
    """Words as a key: "ABC News" → "abc-news"."""
    return re.sub(r"[^\w]+", "-", words.casefold()).strip("-_") or "unnamed"


@lru_cache(maxsize=65536)
def _institution(key: str, side: str | None) -> Voice:
    return Voice(key, key, side)


@lru_cache(maxsize=65536)
def _named(words: str, side: str | None) -> Voice:
    return Voice(slug(words) if side is None else f"{slug(words)}@{side.lower()}", words, side)


@lru_cache(maxsize=65536)
def _outlet(name: str) -> Voice:
    return Voice(slug(name), name, None, True)


def voice(entry: Entry) -> Voice:
    """The voice a claim counts under.

    A claimant counts under its institution; one that resolves to none ("two U.S. officials") under its own words and
    side; a claim without a claimant under the outlet that makes it. So a figure never goes uncounted for want of a
    known institution, and an outlet's own count is one voice, however often it prints it. Institutions that gather
    many voices ("us-media") count under the claimant's words too.
    """
    institution = entry.institution
    if institution is not None and not collective(institution):
        return _institution(institution, entry.side)
    claimant = entry.claim.attribution.claimant
    if institution is not None and (claimant is None or claimant.words is None):
        return _institution(institution, entry.side)
    if claimant is not None:
        words = claimant.words.text if claimant.words else (claimant.institution or "unnamed source")
        return _named(words, entry.side or claimant.country)
    if (via := entry.claim.attribution.via) is not None and via.words is not None:
        return _named(via.words.text, via.country)
    outlet = entry.document.outlet
    return UNKNOWN if outlet is None else _outlet(outlet)


def attributed(entry: Entry) -> bool:
    """Whether the claim has a claimant of its own."""
    return entry.institution is not None or entry.claim.attribution.claimant is not None


def through(claim: Claim) -> tuple[str, ...]:
    """The outlets and institutions a claim may have been told through, by their keys, the nearest first."""
    attribution = claim.attribution
    claimant, via = attribution.claimant, attribution.via
    words = () if claimant is None or claimant.words is None else (slug(claimant.words.text),)
    if via is None:
        return words
    named = () if via.words is None else (slug(via.words.text),)
    return (via.institution, *named, *words) if via.institution else (*named, *words)
