"""Which of the places of one name is meant: what is named beside it, the document's other places, the forces in play,
else the greatest."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from math import log10

from musterbook.gazetteer import Candidate
from musterbook.reading.place_mentions import Mention
from musterbook.reading.place_words import PlaceWords

OUTER, LOCAL, DOCUMENT, REGION, TYPED, CURATED, OWN = 20.0, 5.0, 2.5, 2.0, 4.0, 1.5, 1.5
"""Weights, in powers of ten of inhabitants: a place named beside it decides; an adjective before it is worth a thousand
times the inhabitants, the document's main country some three hundred times."""

SMALL = 100_000
"""Inhabitants up to which a territory with a country code is no more likely meant than a town (Norfolk, Jersey)."""
CROWDED = frozenset({"US", "GB", "CA", "AU", "NZ", "IE"})
"""Countries whose towns share their names with English surnames."""
ABOUT = 0.25
"""How much of the document a country must have for an unmarked name of a town in it to be taken for that town."""


@dataclass
class Evidence:
    """How much a document speaks of each country, and of each region."""

    countries: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    regions: Counter[str] = field(default_factory=Counter)

    def share(self, country: str | None) -> float:
        """The country's part of what is said, against the most named one."""
        if country is None:
            return 0.0
        most = max(self.countries.values(), default=0.0)
        return min(1.0, self.countries.get(country, 0.0) / most) if most else 0.0

    def about(self, candidate: Candidate) -> bool:
        """Whether the document is about the candidate's country (in a country full of towns named after people: its region)."""
        if candidate.country in CROWDED:
            return self.regions[candidate.within or ""] >= 1 and candidate.own and candidate.population > 2000
        return self.share(candidate.country) >= ABOUT and (candidate.own or candidate.population > 2000)


def resolve(
    mentions: Sequence[Mention], words: PlaceWords, sides: Sequence[str], in_play: Collection[str]
) -> list[Candidate | None]:
    """One candidate for each mention, None for a tentative one that the document isn't about. `sides` are the countries of the document's adjectives and names, one for each.

    The order of preference is the issue's: what is named beside the place, then the document's other places and the
    forces in play, else the largest. A name once said with its region keeps it through the document.
    """
    evidence = Evidence()
    for country in sides:
        evidence.countries[country] += 1.0
    for country in in_play:
        evidence.countries[country] += 2.0
    for mention in mentions:
        if mention.tentative:
            continue
        if mention.outer:
            evidence.countries[mention.outer[:2]] += 2.0
            if "-" in mention.outer:
                evidence.regions[mention.outer] += 2
        countries = {candidate.country for candidate in mention.candidates}
        if len(countries) == 1 and (country := mention.candidates[0].country):
            evidence.countries[country] += 1.0
            regions = {candidate.within for candidate in mention.candidates}
            if len(regions) == 1 and (region := mention.candidates[0].within):
                evidence.regions[region] += 1
    for mention in mentions:
        if mention.tentative:
            continue
        candidate = best(mention, evidence)
        if candidate.country:
            evidence.countries[candidate.country] += 0.5
        if candidate.within and candidate.kind != "country":
            evidence.regions[candidate.within] += 1
    told = {m.key: m.outer for m in mentions if m.outer}
    typed = {m.key for m in mentions if m.type == "region"}
    chosen: list[Candidate | None] = []
    for mention in mentions:
        candidate = best(mention, evidence, told.get(mention.key))
        if mention.tentative and not evidence.about(candidate):
            chosen.append(None)
            continue
        chosen.append(tail(mention, candidate, words, mention.key in typed))
    return chosen


def best(mention: Mention, evidence: Evidence, told: str | None = None) -> Candidate:
    """The candidate that fits best; ties go to the first, the greatest."""
    outer = mention.outer or told
    candidates = mention.candidates
    country = next((c for c in candidates if c.kind == "country" and c.own and c.population > SMALL), None)
    if country and mention.type not in {"town", "region"}:
        candidates = tuple(c for c in candidates if c is country or c.country != country.country)
    return max(candidates, key=lambda candidate: fit(candidate, mention, evidence, outer))


def fit(candidate: Candidate, mention: Mention, evidence: Evidence, outer: str | None) -> float:
    """How well a candidate fits the mention, in powers of ten of inhabitants."""
    score = log10(candidate.population + 100)
    if candidate.kind == "country":
        score = 8.5 if candidate.population > SMALL else 5.5
    elif candidate.kind in {"part", "area", "sea"}:
        score = 7.0
    elif candidate.kind == "district":
        score = 2.0
    if candidate.capital:
        score += 1.5
    if candidate.own:
        score += OWN
    if candidate.curated:
        score += CURATED
    if outer and candidate.code != outer and (candidate.within == outer or candidate.country == outer):
        score += OUTER
    if mention.hint and mention.hint == candidate.country and candidate.kind != "country":
        score += LOCAL
    score += DOCUMENT * evidence.share(candidate.country)
    if candidate.kind != "country" and candidate.within and evidence.regions[candidate.within] > 1:
        score += REGION
    if mention.type == "region":
        score += TYPED if candidate.kind == "region" else -TYPED if candidate.kind in {"town", "country"} else 0.0
    elif mention.type == "district":
        score += TYPED if candidate.kind == "district" else 0.0
    elif mention.type == "town":
        score += TYPED if candidate.kind == "town" else 0.0
    return score


def tail(mention: Mention, chosen: Candidate, words: PlaceWords, typed: bool) -> Candidate:
    """Region or town, where both bear the name: the town, unless the words or the document say region.

    The document says so by "Kursk region" anywhere in it; the codebook lists regions that reports call by their bare name.
    """
    if chosen.kind not in {"region", "town"}:
        return chosen
    same = [c for c in mention.candidates if c.within == chosen.within]
    region = next((c for c in same if c.kind == "region"), None)
    town = next((c for c in same if c.kind == "town" and c.own), None) or next(
        (c for c in same if c.kind == "town"), None
    )
    if region is None or town is None:
        return chosen
    if mention.type == "town":
        return town
    if mention.type == "region" or typed or region.code in words.region_first:
        return region
    return town if town.population * 20 > region.population or town.curated else region
