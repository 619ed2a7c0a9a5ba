"""From names to places as written: type words, directions, coordination, "Russian soil", "the east of Russia"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from musterbook.gazetteer import Candidate, Gazetteer
from musterbook.reading.place_names import Mention
from musterbook.reading.place_sides import FoundSide
from musterbook.reading.place_text import PlaceText
from musterbook.reading.place_words import PlaceWords

UNRESOLVED = "unresolved"
"""The rule of a place whose name is known, and which is none of the places known by it."""
PlaceKind = Literal["country", "region", "district", "town", "area", "sea"]


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """A place as a text writes it; `text[start:end]` are the words.

    `code` is as in the codebook (None for seas, areas and what stays unresolved); `codes` has one for each region of a
    coordinated phrase ("Kursk and Belgorod regions"), else that one. `part`: the words name a part of it ("eastern
    Russia"). `metonym`: it speaks or acts, and so is a side rather than a place. `qualifier`: it only says where the
    place before it lies ("Paris, Texas"). Coordinates are in degrees, those of the named place, and absent for parts.
    """

    start: int
    end: int
    text: str
    kind: PlaceKind
    code: str | None
    codes: tuple[str, ...]
    country: str | None
    geonames: int | None = None
    latitude: float | None = None
    longitude: float | None = None
    part: bool = False
    metonym: bool = False
    capital: bool = False
    """It is a country's capital."""
    qualifier: bool = False
    name: str = ""
    """The name itself, without direction and type words."""
    rule: str = "name"


def compose(
    text: PlaceText,
    words: PlaceWords,
    gazetteer: Gazetteer,
    resolved: Sequence[tuple[Mention, Candidate]],
    sides: Sequence[FoundSide],
) -> list[FoundPlace]:
    """The places of a text in order: names with the words around them, and countries and capitals said by adjective."""
    found = list(_named(text, words, resolved))
    taken = [(place.start, place.end) for place in found]
    for place in (*_soil(text, words, sides), *_capitals(text, gazetteer, sides), *_halves(text, words, sides)):
        if not any(start < place.end and place.start < end for start, end in taken):
            found.append(place)
    return sorted(found, key=lambda place: (place.start, place.end))


def _named(text: PlaceText, words: PlaceWords, resolved: Sequence[tuple[Mention, Candidate]]) -> Iterator[FoundPlace]:
    places = [_place(text, words, mention, candidate) for mention, candidate in resolved]
    mentions = [mention for mention, _ in resolved]
    index = 0
    while index < len(places):
        last = _coordinated(text, words, mentions, index)
        if last > index:
            group = places[index : last + 1]
            codes = tuple(dict.fromkeys(code for place in group for code in place.codes))
            yield replace(
                group[0],
                end=group[-1].end,
                text=text.text[group[0].start : group[-1].end],
                codes=codes,
                code=codes[0] if codes else None,
                rule="coordinated names",
            )
        else:
            yield places[index]
        index = last + 1


def coordinate(text: PlaceText, words: PlaceWords, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions, those of a phrase like "Kursk and Belgorod regions" all marked with its kind of place."""
    marked = list(mentions)
    index = 0
    while index < len(marked):
        last = _coordinated(text, words, marked, index)
        for number in range(index, last):
            marked[number] = replace(marked[number], type=marked[last].type, tentative=False)
        index = last + 1
    return marked


def _coordinated(text: PlaceText, words: PlaceWords, mentions: Sequence[Mention], first: int) -> int:
    """The last mention of a phrase like "Voronezh, Rostov and Belgorod regions" that begins with mention `first`."""
    last = first
    while last + 1 < len(mentions):
        between = text.text[text.ends[mentions[last].last - 1] : text.starts[mentions[last + 1].first]]
        if between not in {", ", " and ", ", and ", " or ", "/"}:
            break
        last += 1
        if "and" in between or "or" in between:
            break
    while last > first:
        end = mentions[last].last
        after = {" ".join(text.lows[end : end + size]) for size in (1, 2)} if text.gap(end - 1) == " " else set()
        if after & set(words.plural):
            return last
        last -= 1
    return first


def _place(text: PlaceText, words: PlaceWords, mention: Mention, candidate: Candidate) -> FoundPlace:
    """One name with the direction before it and the type word after it."""
    first, last = mention.first, mention.last
    rule = "name"
    part = candidate.kind == "part"
    if text.gap(last - 1) == " ":
        for size in (3, 2, 1):
            after = " ".join(text.lows[last : last + size])
            if len(text.lows[last : last + size]) == size and (after in words.singular or after in words.plural):
                title = text.capitalised(last) and text.capitalised_next(last + size - 1)
                if all(text.gap(n) == " " for n in range(last - 1, last + size - 1)) and not title:
                    last += size
                    rule = "name with its kind"
                    break
    while first > 0 and text.gap(first - 1) in {" ", "-"} and text.low(first - 1) in words.directions:
        low = text.low(first - 1)
        if text.capitalised(first - 1) and not text.opens_sentence(first - 1) and candidate.kind == "town":
            break
        first -= 1
        if low != "occupied":
            part = part or candidate.kind in {"country", "region"}
            rule = "direction and name"
    if f"{text.low(first - 2)} {text.low(first - 1)}" in words.before and first == mention.first:
        first -= 2
        rule = "kind of name"
    elif first >= 2 and text.low(first - 1) == "of" and text.low(first - 2) in words.nouns:
        first -= 2
        if text.gap(first - 1) == "-" and f"{text.low(first - 1)}-{text.low(first)}" in words.nouns:
            first -= 1
        part = True
        rule = "part of name"
    start, end = text.starts[first], text.ends[last - 1]
    kind: PlaceKind = "area" if candidate.kind == "part" else candidate.kind
    code = candidate.code
    if code is None and candidate.kind in {"town", "district", "region"}:
        rule = UNRESOLVED
    return FoundPlace(
        start=start,
        end=end,
        text=text.text[start:end],
        kind=kind,
        code=code,
        codes=(code,) if code else (),
        country=candidate.country,
        geonames=candidate.geonames,
        latitude=None if part else candidate.latitude,
        longitude=None if part else candidate.longitude,
        part=part,
        metonym=_metonym(text, words, mention, candidate),
        capital=candidate.capital,
        qualifier=mention.qualifies,
        name=text.text[text.starts[mention.first] : text.ends[mention.last - 1]],
        rule=rule,
    )


def _metonym(text: PlaceText, words: PlaceWords, mention: Mention, candidate: Candidate) -> bool:
    """Whether a country or capital acts here: a verb of governments follows, and no preposition makes it a place."""
    if not (candidate.kind == "country" or candidate.capital) or mention.type:
        return False
    before = text.low(mention.first - 1)
    if before in words.prepositions or (before == "the" and text.low(mention.first - 2) in words.prepositions):
        return before == "between"
    if text.gap(mention.last - 1) in {" ", ", "} and text.low(mention.last) in words.metonym_verbs:
        return True
    return candidate.capital and text.possessive(mention.last - 1)


def _soil(text: PlaceText, words: PlaceWords, sides: Sequence[FoundSide]) -> Iterator[FoundPlace]:
    """Countries said by adjective: "Russian soil", "the Russian east", "on the Chinese side"."""
    for side, number in _adjectives(text, sides):
        for size in (3, 2, 1):
            after = " ".join(text.lows[number + 1 : number + 1 + size])
            if number + size >= len(text) or text.gap(number) != " ":
                continue
            aside = after in words.soil_aside and _aside(text, words, number)
            if after not in words.soil and after not in words.soil_part and not aside:
                continue
            end = text.ends[number + size]
            yield FoundPlace(
                start=side.start,
                end=end,
                text=text.text[side.start : end],
                kind="country",
                code=side.country,
                codes=(side.country,),
                country=side.country,
                part=after in words.soil_part,
                name=side.text,
                rule="adjective and land",
            )
            break


def _aside(text: PlaceText, words: PlaceWords, number: int) -> bool:
    """Whether a preposition of place leads to the adjective that ends in this word: "on the South Korean side"."""
    for size in (1, 2):
        if text.low(number - size) == "the":
            return text.low(number - size - 1) in words.aside
    return False


def _capitals(text: PlaceText, gazetteer: Gazetteer, sides: Sequence[FoundSide]) -> Iterator[FoundPlace]:
    """ "The Libyan capital": the town."""
    for side, number in _adjectives(text, sides):
        if text.low(number + 1) != "capital" or text.gap(number) != " ":
            continue
        town = gazetteer.capital(side.country)
        if town is not None and town.code is not None:
            end = text.ends[number + 1]
            yield FoundPlace(
                start=side.start,
                end=end,
                text=text.text[side.start : end],
                kind="town",
                code=town.code,
                codes=(town.code,),
                country=side.country,
                geonames=town.geonames,
                latitude=town.latitude,
                longitude=town.longitude,
                capital=True,
                name=town.name,
                rule="adjective and capital",
            )


def _adjectives(text: PlaceText, sides: Sequence[FoundSide]) -> Iterator[tuple[FoundSide, int]]:
    """The countries' adjectives, each with the number of its last word."""
    for side in sides:
        if side.form == "adjective":
            number = text.number_at(side.start)
            while number < len(text) and text.ends[number] < side.end:
                number += 1
            yield side, number


def _halves(text: PlaceText, words: PlaceWords, sides: Sequence[FoundSide]) -> Iterator[FoundPlace]:
    """ "The North" and "the South" of Korea, where the text is about it."""
    for side in sides:
        before = text.text[max(0, side.start - 4) : side.start].lower()
        if before == "the " and f"the {side.text}" in words.halves:
            yield FoundPlace(
                start=side.start,
                end=side.end,
                text=side.text,
                kind="country",
                code=side.country,
                codes=(side.country,),
                country=side.country,
                name=side.text,
                rule="half of Korea",
            )
