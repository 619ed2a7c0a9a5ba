"""Which of the places of one name is meant: what is named beside it, the document's other places, the forces in play,
else the greatest."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import log10

from musterbook.gazetteer import Candidate
from musterbook.reading.place_names import Mention
from musterbook.reading.place_words import PlaceWords

OUTER, LOCAL, DOCUMENT, REGION, TYPED, CURATED, OWN = 20.0, 5.0, 2.5, 2.0, 4.0, 2.0, 1.5
"""Weights, in powers of ten of inhabitants: a place named beside it decides; an adjective before it is worth a thousand
times the inhabitants, the document's main country some three hundred times."""

SMALL = 100_000
"""Inhabitants up to which a territory with a country code is no more likely meant than a town (Norfolk, Jersey)."""
NAMESAKE = 1_000_000
"""Inhabitants under which a place of a country that nothing else in the document points to is not what is meant, where
another country has one of its name."""
STRAY = 50_000
"""The same where places of other countries have the name only beside their own."""
UNIQUE = 2_000
"""The same where no other country has a place of the name."""
GREAT, SMALL_NAMESAKE, OVERSHADOWED = 500_000, 30_000, 0.4
"""Inhabitants of a great city and of a small namesake, and what the document's country weighs for the latter."""
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

    def about(self, candidate: Candidate, crowded: Collection[str]) -> bool:
        """Whether the document is about the candidate's country (where towns bear surnames: about its region)."""
        if candidate.country in crowded:
            return self.regions[candidate.within or ""] >= 1 and candidate.own and candidate.population > 2000
        named = candidate.own or candidate.kind == "district" or candidate.population > 2000
        return named and self.share(candidate.country) >= ABOUT


def resolve(
    mentions: Sequence[Mention], words: PlaceWords, sides: Sequence[str], in_play: Collection[str]
) -> list[Candidate | None]:
    """One candidate for each mention, None for a tentative one that the document isn't about.

    `sides` are the countries of the document's adjectives, words for peoples and seats of government, one for each.
    The order of preference is the issue's: what is named beside the place, then the document's other places and the
    forces in play, else the largest. A name once said with its region keeps it through the document. A country's name
    that a region elsewhere bears too is no evidence of itself where other places of that region's country are named.
    """
    evidence = Evidence()
    said = {*sides, *in_play}
    voices: dict[str, set[str]] = defaultdict(set)
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
        if (named := plain_country(mention)) is not None:
            evidence.countries[named] += 1.0
            said.add(named)
        countries = {candidate.country for candidate in mention.candidates}
        if len(countries) == 1 and (sole := mention.candidates[0].country):
            evidence.countries[sole] += 1.0
            regions = {candidate.within for candidate in mention.candidates}
            if len(regions) == 1 and (within := mention.candidates[0].within):
                evidence.regions[within] += 1
    for mention in sorted(mentions, key=lambda mention: rival(mention) is not None):
        if mention.tentative or f"{rival(mention)}-" in {region[:3] for region in evidence.regions}:
            continue
        candidate = best(mention, evidence)
        if candidate.country:
            evidence.countries[candidate.country] += 0.5
            voices[candidate.country].add(mention.key)
        if candidate.within and candidate.kind != "country":
            evidence.regions[candidate.within] += 1
    told = {m.key: m.outer for m in mentions if m.outer}
    whole = _whole_names(mentions)
    typed = {m.key for m in mentions if m.type == "region"}
    chosen: list[Candidate | None] = []
    for each in mentions:
        mention, candidate = each, best(each, evidence, told.get(each.key))
        if each.key in whole and _shortens(each, candidate):
            mention = whole[each.key]
            candidate = best(mention, evidence, told.get(mention.key))
        alone = candidate.country not in said and voices[candidate.country or ""] <= {mention.key}
        if mention.tentative and (alone or not evidence.about(candidate, words.crowded)):
            chosen.append(None)
            continue
        if said and alone and (stray(mention, candidate, told) or _unnamed(mention, candidate, words)):
            chosen.append(
                replace(candidate, code=None, within=None, country=None, geonames=None, latitude=None, longitude=None)
            )
            continue
        chosen.append(tail(mention, candidate, words, mention.key in typed))
    return chosen


def _whole_names(mentions: Sequence[Mention]) -> dict[str, Mention]:
    """For the beginning of a longer name of the document, that one: "Cuito" where "Cuito Cuanavale" is named."""
    found: dict[str, Mention] = {}
    for mention in (mention for mention in mentions if not mention.tentative):
        words = mention.key.split()
        for size in range(1, len(words)):
            found.setdefault(" ".join(words[:size]), mention)
    return found


def _shortens(mention: Mention, candidate: Candidate) -> bool:
    """Whether a name may stand for a longer one: it is no country's, region's or great city's, and not told apart."""
    if mention.outer or mention.type is not None or candidate.capital or candidate.population >= GREAT:
        return False
    return candidate.kind in {"town", "district"}


def plain_country(mention: Mention) -> str | None:
    """The country a name plainly means; None for "Georgia", which may be a state."""
    top = mention.candidates[0]
    if mention.outer or top.kind != "country" or not top.own:
        return None
    return None if rival(mention) else top.country


def rival(mention: Mention) -> str | None:
    """The country of which a region bears the same name as another country: the United States for "Georgia"."""
    top = mention.candidates[0]
    if mention.outer or top.kind != "country" or not top.own:
        return None
    return next(
        (c.country for c in mention.candidates if c.kind == "region" and c.own and c.country != top.country), None
    )


def stray(mention: Mention, candidate: Candidate, told: Mapping[str, str]) -> bool:
    """Whether a place of a country the document never speaks of is too unlikely: it stays unresolved.

    Of the coded towns and regions of such countries, those under these limits were wrong 142 times, right eight.
    """
    if mention.outer or mention.hint or mention.key in told or candidate.curated or candidate.capital:
        return False
    if candidate.kind not in {"town", "district", "region"}:
        return False
    others = [other for other in mention.candidates if other.country != candidate.country]
    called = any(other.own and other.population for other in others)
    limit = NAMESAKE if called else STRAY if others else UNIQUE
    return not candidate.own or candidate.population < limit


def _unnamed(mention: Mention, candidate: Candidate, words: PlaceWords) -> bool:
    """Whether a region of a country the document never speaks of bears no name of its own: "Eastern Region"."""
    if mention.outer or mention.hint or candidate.kind != "region":
        return False
    return all(part in words.directions or part in words.singular or part in words.wide for part in mention.key.split())


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
        score = 9.5
    elif candidate.kind == "district" and not candidate.population:
        score = 2.0
    if candidate.capital:
        score += 1.5
    if candidate.own:
        score += OWN
    if candidate.curated:
        score += CURATED
    if outer and candidate.code != outer and outer in {candidate.within, candidate.country}:
        score += OUTER
    if mention.hint and mention.hint == candidate.country and candidate.kind != "country":
        score += LOCAL
    score += DOCUMENT * evidence.share(candidate.country) * (OVERSHADOWED if overshadowed(candidate, mention) else 1.0)
    if candidate.kind != "country" and candidate.within and evidence.regions[candidate.within] > 1:
        score += REGION
    if mention.type == "region":
        score += TYPED if candidate.kind == "region" else -TYPED if candidate.kind in {"town", "country"} else 0.0
    elif mention.type == "district":
        score += TYPED if candidate.kind == "district" else 0.0
    elif mention.type == "town":
        score += TYPED if candidate.kind == "town" else 0.0
    return score


def overshadowed(candidate: Candidate, mention: Mention) -> bool:
    """Whether a small town, or one by another of its names, is called like a great city elsewhere.

    The document's country alone then says little.
    """
    if candidate.kind != "town" or (candidate.own and candidate.population >= SMALL_NAMESAKE):
        return False
    return any(c.own and c.kind == "town" and c.population >= GREAT for c in mention.candidates)


def tail(mention: Mention, chosen: Candidate, words: PlaceWords, typed: bool) -> Candidate:
    """Region or town, where both bear the name: the town, unless the words or the document say region.

    The document says so by "Kursk region" anywhere in it; the codebook lists regions that go by their bare name.
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
