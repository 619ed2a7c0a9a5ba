"""The codebook's words about places as sets, made once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from musterbook.codebook.places import places
from musterbook.gazetteer import Gazetteer
from musterbook.gazetteer.keys import key


@dataclass(frozen=True)
class PlaceWords:
    """Everything `reading.places` asks of a word, as sets of keys or small-letter words."""

    ordinary: frozenset[str]
    given: frozenset[str]
    countries: frozenset[str]
    """Keys of countries that may stand in small letters ("russia"): none that is an everyday word."""
    openings: frozenset[str]
    """First words of those."""
    short_forms: frozenset[str]
    """Countries' names of under four letters that are everyday words too ("CAR")."""
    seats: dict[str, str]
    outlets: frozenset[str]
    blocked_openings: frozenset[str]
    titles: frozenset[str]
    person_verbs: frozenset[str]
    metonym_verbs: frozenset[str]
    name_after: frozenset[str]
    name_before: frozenset[str]
    weapon_after: frozenset[str]
    never: frozenset[str]
    attached: frozenset[str]
    local: frozenset[str]
    """Nouns for what belongs to a town ("the Omaha court")."""
    links: frozenset[str]
    articles: frozenset[str]
    places_too: frozenset[str]
    crowded: frozenset[str]
    prepositions: frozenset[str]
    directions: frozenset[str]
    nouns: frozenset[str]
    singular: dict[str, str]
    """Type word -> "region", "district", "around", "town" or "site"."""
    plural: dict[str, str]
    before: frozenset[str]
    soil: frozenset[str]
    soil_part: frozenset[str]
    soil_aside: frozenset[str]
    aside: frozenset[str]
    halves: dict[str, str]
    wide: frozenset[str]
    """Areas of several countries after which a region of one is called too."""
    region_first: frozenset[str]
    abbreviations: dict[str, str]


@cache
def place_words() -> PlaceWords:
    """The packaged words."""
    book, gazetteer = places(), Gazetteer.load()
    ordinary, given = gazetteer.words
    names = {word for word, (_, form) in gazetteer.sides.items() if form == "name"}
    small = frozenset(word for word in names if word not in ordinary and len(word) > 3)
    types = book.types
    singular = {
        word: kind for kind in ("region", "district", "around", "town", "site") for word in getattr(types, kind)
    }
    plural = dict.fromkeys(types.regions, "region") | dict.fromkeys(types.districts, "district")
    outlets = frozenset(map(key, book.names.outlets))
    seats = {key(seat): country for country, listed in book.seats.items() for seat in listed}
    return PlaceWords(
        ordinary=ordinary,
        given=given,
        countries=small,
        openings=frozenset(word.split()[0] for word in small),
        short_forms=frozenset(word for word in names if len(word) < 4 and word in ordinary),
        seats=seats,
        outlets=outlets,
        blocked_openings=frozenset(name.split()[0] for name in (*outlets, *seats)),
        titles=frozenset(book.persons.titles),
        person_verbs=frozenset(book.persons.verbs),
        metonym_verbs=frozenset(book.metonyms.verbs),
        name_after=frozenset(book.names.after),
        name_before=frozenset(book.names.before),
        weapon_after=frozenset(book.names.weapons) | frozenset(book.names.pacts),
        never=frozenset(book.names.never),
        links=frozenset(book.names.links),
        articles=frozenset(book.names.articles),
        places_too=frozenset(map(key, book.places_too.words)),
        crowded=frozenset(book.crowded.codes),
        attached=frozenset(book.attached.words),
        local=frozenset(book.local.words),
        prepositions=frozenset(book.prepositions.words),
        directions=frozenset(book.parts.directions),
        nouns=frozenset(book.parts.nouns),
        singular=singular,
        plural=plural | dict.fromkeys(("areas", "border areas", "border regions"), "around"),
        before=frozenset(types.before),
        soil=frozenset(book.soil.words),
        soil_part=frozenset(book.soil.part),
        soil_aside=frozenset(book.soil.aside),
        aside=frozenset(book.soil.before_aside),
        halves={half: country for country, listed in book.halves.items() for half in listed},
        wide=frozenset(map(key, book.wide.words)),
        region_first=frozenset(book.region_first.codes),
        abbreviations=book.abbreviations,
    )
