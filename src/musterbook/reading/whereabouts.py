"""Where a place lies whose words do not say it: the likeliest of the places a document names.

"There", "the town", "the border", "at Ouadi Doum" lie where something the document names lies. Which, a small model
weighs (a conditional logit: of the named places one is meant): how near each stands, how it is used in its sentence,
how often the document comes back to its region, and what is looked for. The weights are learnt by
`tools/train_whereabouts.py` and shipped as `weights/whereabouts.json`. It chooses a region among those the text names;
it never makes one up.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import resources
from math import exp
from typing import TYPE_CHECKING

from musterbook import codebook
from musterbook.reading.anaphors import WIDE, Sort, Unplaced
from musterbook.reading.places import FoundPlace

if TYPE_CHECKING:
    from musterbook.reading.marked import Sentence

WEIGHTS = "whereabouts.json"
UNLISTED = "unlisted name"
"""How the rule of a place begins that no list holds."""
TAKEN_UP = "taken up"
"""How that of a place begins that a common word takes up: "the road", "there"."""
HOME = f"{TAKEN_UP}: home"
"""The rule of the word for the force's own country, which is known only with the force."""
NEAREST = 30
"""Named places, the nearest first, of which one may be meant."""
SIDED = 200
"""Characters around the words within which a country's adjective speaks for its places."""
DATELINE = frozenset({",", "-", "–", "—", "("})
"""What stands after a place that only says where the report was filed."""
BORDER = 0.7
"""How likely the other country of a border must be for the border to lie in it (documents held out: 0.5 to 0.85 alike);
where it cannot be told it lies nowhere (CODEBOOK, "Places")."""
REGION, COUNTRY = 0.35, 0.5
"""How likely a region must be for an unlisted name to lie in it; else a country, for it to lie there."""
COORDINATED = re.compile(r"(?:^|.*\s)(?:and|or|,)\s*(?:the\s|near\s|in\s|at\s|to\s)*$|^,\s*$")
CONTAINED = re.compile(r"\s*(?:,|in|of|\()\s*(?:in\s+)?(?:the\s+)?$")
ROLES = frozenset(
    {"compound", "amod", "nmod", "poss", "appos", "conj", "dobj", "npadvmod", "ROOT", "nsubj", "nsubjpass"}
)
PARTY = frozenset({"acts", "metonym", "role=compound", "role=amod", "role=nmod"})
CROSSED = frozenset(
    {"same", "before.1", "same.after", "capital", "kind=country", "kind=town", "kind=region", "recent=0", "speech"}
    | {"title", "dateline", "metonym", "sided", "after", "far", "contains", "unlisted", "acts", "same.acts"}
    | {f"region.share={n}" for n in range(5)}
    | {f"country.share={n}" for n in range(5)}
)
"""Evidence that is weighed for each sort of words on its own too."""


@dataclass(frozen=True, slots=True)
class Named:
    """A place the document names, and the evidence of its own place in the text."""

    place: FoundPlace
    sentence: int
    evidence: tuple[str, ...]

    def code(self, sort: Sort) -> str:
        """What words of this sort stand for when they mean this place: its country, or its region."""
        code = self.place.code or ""
        return code[:2] if sort in WIDE else code.partition("/")[0]


class Whereabouts:
    """The places a document names, weighed for words that take one up."""

    def __init__(
        self,
        content: str,
        body: int,
        sentences: Sequence[Sentence],
        named: Sequence[FoundPlace],
        weights: Mapping[str, float] | None = None,
    ) -> None:
        """`body` is where the text under the title begins; `named` all places found; other weights than the shipped."""
        self.content = content
        self._body = body
        self._sentences = sentences
        self._starts = [sentence.start for sentence in sentences]
        self._weights = packaged() if weights is None else weights
        self._sides = [side for sentence in sentences for side in sentence.sides]
        self._side_starts = [side.start for side in self._sides]
        self._take([place for place in named if place.code])

    def _take(self, named: Sequence[FoundPlace]) -> None:
        self._regions = Counter((place.code or "").partition("/")[0] for place in named)
        self._countries = Counter((place.code or "")[:2] for place in named)
        self.named = [self._named(place) for place in named]
        self._named_starts = [place.start for place in named]

    def weighed(self, words: Unplaced) -> list[tuple[Named, float]]:
        """The named places of which one may be meant, each with how likely it is; together 1."""
        choices = self.choices(words)
        scores = [sum(self._weights.get(name, 0.0) for name in evidence) for _, evidence in choices]
        top = max(scores, default=0.0)
        raised = [exp(score - top) for score in scores]
        whole = sum(raised)
        return [(each, share / whole) for (each, _), share in zip(choices, raised, strict=True)]

    def resolved(self, found: Sequence[Unplaced]) -> list[FoundPlace]:
        """The words as places, each where it most likely lies.

        All mentions of an unlisted name lie in one region. Names come first, since other words may take them up.
        """
        names = [words for words in found if words.sort == "name"]
        placed = list(self._resolved(names))
        self.know(placed)
        return placed + list(self._resolved([words for words in found if words.sort != "name"]))

    def know(self, placed: Sequence[FoundPlace]) -> None:
        """Unlisted names that have been placed are places that other words may take up."""
        if placed:
            self._take(sorted([*(each.place for each in self.named), *placed], key=lambda place: place.start))

    def _resolved(self, found: Sequence[Unplaced]) -> Iterator[FoundPlace]:
        weighed = [self.weighed(words) for words in found]
        pooled: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        for words, choices in zip(found, weighed, strict=True):
            for each, share in choices:
                pooled[_together(words)][each.code(words.sort)] += share
        for words, choices in zip(found, weighed, strict=True):
            place = _meant(words, choices, pooled[_together(words)])
            if place is not None:
                yield place

    def choices(self, words: Unplaced) -> list[tuple[Named, list[str]]]:
        """The named places of which one may be meant, each with the evidence for it."""
        middle = bisect_right(self._named_starts, words.start)
        around = self.named[max(0, middle - NEAREST) : middle + NEAREST]
        apart = [each for each in around if not (each.place.start < words.end and words.start < each.place.end)]
        near = sorted(apart, key=lambda each: abs(each.place.start - words.start))[:NEAREST]
        at = bisect_right(self._starts, words.start) - 1
        before = [each for each in around if each.place.end <= words.start]
        recent = {id(each): order for order, each in enumerate(reversed(before[-5:]))}
        sided = self._sided(words.start)
        called = codebook.reference().places.states.get(words.head)
        if words.head in codebook.reference().places.islands.heads:
            near = [each for each in near if _is_island(each)] or near
        choices = []
        for each in near:
            if called is not None and each.code("border") not in called:
                continue
            if words.shunned and each.code("border") == words.shunned:
                continue
            if words.sort in WIDE and each.sentence == at and _is_party(each):
                continue
            evidence = [*each.evidence, *self._pair(each, words, at, recent.get(id(each)), sided)]
            crossed = [f"{words.sort}&{name}" for name in evidence if name in CROSSED]
            choices.append((each, evidence + crossed))
        return choices

    def _sided(self, at: int) -> set[str]:
        """The countries of which something near these words is said to be."""
        first, last = bisect_right(self._side_starts, at - SIDED), bisect_left(self._side_starts, at + SIDED)
        return {side.country for side in self._sides[first:last]}

    def _named(self, place: FoundPlace) -> Named:
        index = max(0, bisect_right(self._starts, place.start) - 1)
        return Named(place, index, tuple(self._own(place, index)))

    def _own(self, place: FoundPlace, index: int) -> Iterator[str]:
        code = place.code or ""
        yield f"kind={place.kind}"
        if place.rule.startswith(UNLISTED):
            yield "unlisted"
        for name, holds in (("capital", place.capital), ("metonym", place.metonym), ("part", place.part)):
            if holds:
                yield name
        if place.start < self._body:
            yield "title"
        elif place.start - self._body < 60 and self.content[place.end : place.end + 12].lstrip()[:1] in DATELINE:
            yield "dateline"
        region = code.partition("/")[0]
        yield f"region.share={min(4, 4 * self._regions[region] // max(self._regions.values()))}"
        yield f"region.times={min(6, self._regions[region]).bit_length()}"
        yield f"country.share={min(4, 5 * self._countries[code[:2]] // sum(self._countries.values()))}"
        if _speaking().search(self.content[max(0, place.start - 60) : place.start]):
            yield "speech"
        sentence = self._sentences[index] if self._sentences else None
        token = sentence.token_at(place.end - 1) if sentence and sentence.start <= place.start < sentence.end else None
        if token is None:
            return
        if token.dep_ in ROLES:
            yield f"role={token.dep_}"
        head = token
        for _ in range(4):
            if head.dep_ not in {"compound", "conj", "appos", "nmod"}:
                break
            head = head.head
        if head.dep_ == "pobj" or head.head.pos_ == "ADP":
            if head.head.lower_ in codebook.reference().places.weighed:
                yield f"prep={head.head.lower_}"
            governor = head.head.head
        else:
            governor = head.head
        if governor.pos_ in {"VERB", "NOUN"}:
            yield f"governor={governor.pos_}"
        if head.dep_ in {"nsubj", "nsubjpass"}:
            yield "acts"

    def _pair(self, each: Named, words: Unplaced, at: int, recent: int | None, sided: set[str]) -> Iterator[str]:
        place, back = each.place, at - each.sentence
        if back == 0:
            yield "same"
            yield "same.after" if place.start > words.start else "same.before"
            if "acts" in each.evidence:
                yield "same.acts"
            between = self.content[min(place.end, words.end) : max(place.start, words.start)]
            if len(between) <= 4:
                yield "touches"
            if place.start > words.start and len(between) < 12 and CONTAINED.match(between):
                yield "contains"
            if len(between) < 12 and COORDINATED.match(between):
                yield "coordinated"
        elif back < 0:
            yield "after"
            yield f"after.{min(-back, 4)}"
        else:
            yield f"before.{back}" if back < 3 else "before.few" if back <= 5 else "far"
        if recent is not None:
            yield f"recent={recent}"
        if (place.code or "")[:2] in sided:
            yield "sided"


def _is_party(each: Named) -> bool:
    """Whether a country named acts, or only says whose something is, and so is not where its own sentence plays."""
    return each.place.kind == "country" and not PARTY.isdisjoint(each.evidence)


def _is_island(each: Named) -> bool:
    """Whether a named place is an island or lies on one that is a country or region of its own."""
    islands, code = codebook.reference().places.islands, each.code("region")
    named = not islands.heads.isdisjoint(each.place.text.lower().split())
    return named or code in islands.codes or code[:2] in islands.codes


def _together(words: Unplaced) -> str:
    """What the mentions that lie in one place share: the name; other words stand each for themselves."""
    return f"name {words.head}" if words.sort == "name" else f"at {words.start}"


def _meant(words: Unplaced, choices: Sequence[tuple[Named, float]], codes: Mapping[str, float]) -> FoundPlace | None:
    """The place the words stand for; None where nothing is named that could be meant."""
    if words.sort == "home":
        return _made(words, None)
    if not choices:
        return _made(words, None) if words.sort == "name" else None
    code = max(codes, key=lambda each: codes[each])
    sure = codes[code] / sum(codes.values())
    if words.sort == "border" and sure < BORDER:
        return _made(words, None)
    if words.head in codebook.reference().places.vague and "-" not in code:
        return _made(words, None)
    if words.sort == "name" and sure < REGION:
        return _made(words, None, _country(codes))
    fitting = [choice for choice in choices if choice[0].code(words.sort) == code] or choices
    islands = codebook.reference().places.islands
    if words.head in islands.heads and code not in islands.codes and code[:2] in islands.codes:
        return _made(replace(words, sort="country"), max(fitting, key=lambda choice: choice[1])[0].place, code[:2])
    return _made(words, max(fitting, key=lambda choice: choice[1])[0].place, code)


def _country(codes: Mapping[str, float]) -> str | None:
    """The country in which most likely regions lie together, where that is likely enough."""
    countries: dict[str, float] = defaultdict(float)
    for code, share in codes.items():
        countries[code[:2]] += share
    country, share = max(countries.items(), key=lambda item: item[1])
    return country if share >= COUNTRY * sum(codes.values()) else None


def _made(words: Unplaced, named: FoundPlace | None, code: str | None = None) -> FoundPlace:
    """The words as a place: where the named one is, or nowhere known."""
    region = words.sort in {"region", "division"}
    bare = FoundPlace(
        start=words.start,
        end=words.end,
        text=words.text,
        kind="country" if words.sort in WIDE | {"home"} else "region" if region else "town",
        code=code,
        codes=(code,) if code else (),
        country=code[:2] if code else None,
        part=words.sort in {"part", "border"},
        name=words.head,
        rule=f"{TAKEN_UP}: {words.head}",
    )
    if named is None:
        return replace(bare, rule=f"{UNLISTED}, in {code}" if code else UNLISTED) if words.sort == "name" else bare
    if words.sort == "name":
        return replace(bare, rule=f"{UNLISTED}, beside {named.text}")
    rule = f"{TAKEN_UP}: {words.head} for {named.text}"
    if words.sort in WIDE or (region and named.kind == "town"):
        return replace(bare, rule=rule)
    return replace(
        bare,
        kind=named.kind,
        code=named.code,
        codes=named.codes,
        geonames=named.geonames,
        latitude=named.latitude,
        longitude=named.longitude,
        part=named.part,
        capital=named.capital,
        rule=rule,
    )


@lru_cache(maxsize=1)
def _speaking() -> re.Pattern[str]:
    """What stands before the place where something was only said."""
    words = "|".join(sorted(codebook.reference().places.speaking))
    return re.compile(rf"\b(?:{words})\b[^.\n]{{0,25}}$", re.IGNORECASE)


@lru_cache(maxsize=1)
def packaged() -> dict[str, float]:
    """The weights that come with the package, by the name of the evidence."""
    written = (resources.files("musterbook.reading") / "weights" / WEIGHTS).read_text(encoding="utf-8")
    weights: dict[str, float] = json.loads(written)
    return weights
