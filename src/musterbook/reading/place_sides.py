"""Words that stand for a country: its name, adjective, people, capital, or seat of government."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from musterbook.gazetteer import Gazetteer
from musterbook.gazetteer.keys import key
from musterbook.reading.place_text import PlaceText
from musterbook.reading.place_words import place_words

Form = Literal["adjective", "demonym", "name", "capital", "seat"]


@dataclass(frozen=True, slots=True)
class FoundSide:
    """Words of a text that stand for a country (ISO 3166-1 alpha-2); `text[start:end]` are the words."""

    start: int
    end: int
    text: str
    country: str
    form: Form


SHORT = 3
"""Letters of a name that is an acronym, and stands for a side only in capitals ("CAR", "DRC", "US")."""


@cache
def _phrases() -> tuple[dict[str, tuple[str, Form]], dict[str, int]]:
    """Every key with its country and form, and for each first word the most words a key beginning with it has."""
    words = place_words()
    table: dict[str, tuple[str, Form]] = dict(Gazetteer.load().sides)
    for seat, country in words.seats.items():
        table[seat] = (country, "seat")
    longest: dict[str, int] = {}
    for phrase in table:
        parts = phrase.split()
        longest[parts[0]] = max(longest.get(parts[0], 0), len(parts))
    return table, longest


def sides_of(text: PlaceText) -> list[FoundSide]:
    """The sides of a cut text, in order, none overlapping; the longest phrase counts."""
    words = place_words()
    table, longest = _phrases()
    found = []
    total, free = len(text), 0
    halves = {half.split()[1].lower(): country for half, country in words.halves.items()}
    for number, low in enumerate(text.lows):
        if number < free:
            continue
        first = low if low.isalnum() and low.isascii() else key(low)
        size = longest.get(first)
        if size is None and first not in halves:
            continue
        for last in range(min(total, number + (size or 1)), number, -1):
            if last > number + 1 and not all(text.joined(n) for n in range(number, last - 1)):
                continue
            phrase = text.phrase(number, last)
            side = table.get(phrase)
            if side is None or not _written(text, number, last, phrase):
                continue
            start, end = text.starts[number], text.ends[last - 1]
            found.append(FoundSide(start, end, text.text[start:end], side[0], side[1]))
            free = last
            break
        else:
            half = halves.get(first)
            if (
                half
                and text.low(number - 1) == "the"
                and text.words[number][0].isupper()
                and not text.capitalised_next(number)
            ):
                found.append(FoundSide(text.starts[number], text.ends[number], text.words[number], half, "name"))
    korea = any(side.country in {"KP", "KR"} and side.text.lower() not in halves for side in found)
    return found if korea else [side for side in found if side.text.lower() not in halves]


def _written(text: PlaceText, first: int, last: int, phrase: str) -> bool:
    """Whether the words are written as a side is: capitalised, or in small letters where that is no everyday word."""
    if len(phrase) <= SHORT and phrase.isalpha() and last == first + 1:
        return text.words[first].isupper()
    if text.capitalised(first):
        return True
    return phrase not in place_words().ordinary and len(phrase) > 4
