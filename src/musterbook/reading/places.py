"""The places of a text, resolved to codes; and the words that stand for countries."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from musterbook.gazetteer import Gazetteer
from musterbook.reading.place_mentions import mentions
from musterbook.reading.place_phrases import FoundPlace, compose, coordinate
from musterbook.reading.place_resolution import resolve
from musterbook.reading.place_sides import FoundSide, sides_of
from musterbook.reading.place_text import PlaceText
from musterbook.reading.place_words import place_words

__all__ = ["FoundPlace", "FoundSide", "find", "sides"]


def find(
    text: str,
    *,
    countries_in_play: Collection[str] = (),
    document_places: Collection[str] = (),
    entities: Sequence[tuple[int, int, str]] = (),
) -> list[FoundPlace]:
    """Every place named in an English text, in order; offsets count in `text`.

    `countries_in_play` are country codes the caller knows the text to be about (the sides of its forces),
    `document_places` codes of places named in the rest of the document: both only help to choose between places of
    one name. `entities` are a parser's entity spans as (start, end, label); PERSON spans are not taken for towns.
    Adjectives and words for peoples are no places; see `sides`. Nothing is guessed: a name the gazetteer doesn't hold
    is not found, seas and areas have code None.
    """
    cut = PlaceText(text)
    words = place_words()
    gazetteer = Gazetteer.load()
    names = coordinate(cut, words, mentions(cut, words, gazetteer, entities))
    named = sides_of(cut)
    if not names and not named:
        return []
    in_play = [*countries_in_play, *(code[:2] for code in document_places)]
    spoken = [side.country for side in named if side.form in {"adjective", "demonym", "seat"}]
    chosen = resolve(names, words, spoken, in_play)
    resolved = [(name, place) for name, place in zip(names, chosen, strict=True) if place is not None]
    return compose(cut, words, gazetteer, resolved, named)


def sides(text: str) -> list[FoundSide]:
    """Every word or phrase that stands for a country, in order: name, adjective, people, capital or seat of government.

    "North Koreans" is KP (demonym), "Russian" RU (adjective), "Kyiv" UA (capital), "the Pentagon" US (seat). "The
    North" and "the South" count where the text speaks of Korea.
    """
    return sides_of(PlaceText(text))
