"""The names of the gazetteer in a text: the longest at each place, whatever they may mean there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from musterbook.gazetteer import Candidate, Gazetteer
from musterbook.gazetteer.keys import key
from musterbook.reading.place_text import PlaceText
from musterbook.reading.place_words import PlaceWords

LONGEST = 5
"""Words in a name at most ("Democratic Republic of the Congo")."""


@dataclass(frozen=True, slots=True)
class Mention:
    """Words `first` up to `last` may name any of `candidates`; `sure`: the words around call for a place."""

    first: int
    last: int
    key: str
    candidates: tuple[Candidate, ...]
    sure: bool
    outer: str | None = None
    """Code of the region or country named right after it ("Paris, Texas") or before it ("Russia's Kursk")."""
    qualifies: bool = False
    """It is such an outer place itself."""
    hint: str | None = None
    """Country of an adjective or possessive just before ("the Syrian town of Qusair")."""
    type: str | None = None
    tentative: bool = False
    """Nothing around it says place: it is one only if the document is about its country."""


def spans(text: PlaceText, words: PlaceWords, gazetteer: Gazetteer) -> Iterator[tuple[int, int, tuple[Candidate, ...]]]:
    """The longest names of the gazetteer, left to right, without outlets and seats of government."""
    number, total = 0, len(text)
    for opening, (low, capital) in enumerate(zip(text.lows, text.caps, strict=True)):
        article = not capital and low in words.articles and opening + 1 < total and text.caps[opening + 1]
        small = not capital and not article and _small_region(text, words, opening)
        if opening < number or not (capital or article or small or low in words.openings):
            continue
        number = opening
        first = key(text.words[number])
        reach = _reach(text, words, number) if capital or article else _small_reach(text, number)
        if first in words.blocked_openings and (block := _blocked(text, number, reach, words)):
            number = block
            continue
        if not gazetteer.begins(first):
            continue
        for last in range(reach, number, -1):
            name = text.text[text.starts[number] : text.ends[last - 1]]
            if not capital and not article and key(name) not in words.countries and not (small and last == number + 1):
                continue
            if name == "us" or (
                len(name) < 4
                and name.isalpha()
                and not name.isupper()
                and name.isascii()
                and last == number + 1
                and len(name) < 3
            ):
                continue
            found = () if last == number + 1 and _is_everyday(text, words, number) else gazetteer.lookup(name)
            if found and (not small or any(each.kind == "region" for each in found)):
                yield number, last, found
                number = last
                break


def _is_everyday(text: PlaceText, words: PlaceWords, number: int) -> bool:
    """Whether a word is written like an everyday word and not like the short form of a country's name: "Car" bombs."""
    return text.lows[number] in words.short_forms and not text.words[number].isupper()


def _small_region(text: PlaceText, words: PlaceWords, number: int) -> bool:
    """Whether a word in small letters stands where a region is named: "the kursk region", "kursk and tver regions"."""
    after = text.lows[number + 1] if number + 1 < len(text) else ""
    if after == "and" and number + 3 < len(text):
        after = text.lows[number + 3]
        kind = words.plural.get(after)
    else:
        kind = words.singular.get(after) or words.plural.get(after)
    low = text.lows[number]
    return kind == "region" and len(low) > 3 and low not in words.ordinary and low not in words.directions


def _reach(text: PlaceText, words: PlaceWords, number: int) -> int:
    """One past the last word that can belong to a name: capitals, joined, with small links inside."""
    last = end = number + 1
    while last < min(number + LONGEST, len(text)) and text.joined(last - 1):
        if text.capitalised(last) or text.words[last][0].isdigit():
            last += 1
            end = last
        elif text.lows[last] in words.links:
            last += 1
        elif text.gap(last - 1) in {"-", "\u2011"} and len(text.words[last]) <= 4:
            last += 1
            end = last
        else:
            break
    return end


def _small_reach(text: PlaceText, number: int) -> int:
    last = number + 1
    while last < min(number + 3, len(text)) and text.joined(last - 1):
        last += 1
    return last


def _blocked(text: PlaceText, number: int, reach: int, words: PlaceWords) -> int | None:
    """One past an outlet's or a seat's name starting here; None when there is none."""
    for last in range(reach, number, -1):
        name = text.phrase(number, last)
        if name in words.outlets or (name in words.seats and name not in words.places_too):
            return last
    return None
