"""Whether a name is a place where it stands, or a person, a paper, a ship, an everyday word."""

from __future__ import annotations

from dataclasses import dataclass, field

from musterbook.gazetteer import Gazetteer
from musterbook.reading import institutions
from musterbook.reading.place_names import Mention
from musterbook.reading.place_text import PlaceText
from musterbook.reading.place_words import PlaceWords

KNOWN = 100_000
"""Inhabitants from which a town's name, capitalised, needs no help from its surroundings."""

GREAT, LOCAL = 500_000, 50_000
"""Inhabitants from which a town may stand between an article and any noun, and one for what towns have."""


_HYPHENS = frozenset({"-", "\u2011"})
_JOINS = _HYPHENS | {" "}


@dataclass
class Memory:
    """What a document has taught so far."""

    persons: set[str] = field(default_factory=set)


def is_place(text: PlaceText, words: PlaceWords, gazetteer: Gazetteer, mention: Mention, memory: Memory) -> bool | None:
    """Whether the name is a place here: yes, no, or None where only the rest of the document can tell."""
    first, last, name = mention.first, mention.last, mention.key
    top = mention.candidates[0]
    single = last == first + 1
    great = top.kind == "country" and top.own
    if (
        single
        and len(name) < 3
        and name.isascii()
        and not great
        and not (top.own and (top.curated or top.kind == "region"))
    ):
        return False
    if not mention.outer and mention.type != "region" and _is_direction(name, words):
        return False
    if _longer_name(text, words, gazetteer, mention):
        return False
    if _other_name(text, words, mention) or (_person(text, words, gazetteer, mention, memory) and not mention.outer):
        return False
    if name in memory.persons and not mention.sure:
        return False
    if mention.outer or mention.qualifies:
        return True
    if single and not great and name in words.never:
        return False
    side = gazetteer.sides.get(name)
    if side and side[1] in {"adjective", "demonym"} and not great and mention.type != "region":
        return False
    acronym = single and 2 < len(name) < 6 and text.words[first].isupper() and name.isascii()
    if acronym and not (top.own and (top.kind in {"country", "region", "area"} or top.curated)):
        return False
    great_city = top.population >= GREAT and name not in words.given and not text.capitalised_next(last - 1)
    modifies = great_city or text.words[last : last + 1] == ["based"]
    local = top.population >= LOCAL and text.gap(last - 1) == " " and text.low(last) in words.local
    placed = mention.type is not None or top.curated or modifies or local
    if not placed and top.kind in {"town", "district"} and text.low(first - 1) == "the":
        return False
    if name in words.ordinary and not great:
        if not mention.sure or text.opens_sentence(first):
            return False
        listed = text.low(first - 1) in {"and", "or"} or text.gap(first - 1) == ", "
        if text.low(first - 1) not in words.prepositions and mention.type is None and not listed:
            return False
        if text.capitalised_next(last - 1):
            return False
        return True if top.population >= 20_000 or top.kind != "town" else None
    if top.kind == "district" and mention.type is None and name.split()[-1] not in words.singular:
        return None
    if mention.sure or great:
        return True
    if name in words.given and top.population < 1_000_000 and not top.capital:
        if top.kind == "town" and (top.population < KNOWN or text.capitalised_next(last - 1)):
            return False
        if top.kind != "town":
            return None
    if top.kind in {"part", "area", "sea"} or top.capital or top.curated:
        return True if top.own or top.capital else None
    if single and _inside_name(text, words, gazetteer, first) and top.population < 1_000_000:
        return False
    if top.kind == "region" and (top.own or top.population > KNOWN):
        return True
    if mention.hint and any(mention.hint == candidate.country for candidate in mention.candidates):
        return True
    if top.population >= KNOWN and (top.own or not single):
        return True
    return None


def _other_name(text: PlaceText, words: PlaceWords, mention: Mention) -> bool:
    """Whether the words around make it a paper, a ship, a team, a treaty: "Washington Post", "Kursk submarine"."""
    first, last = mention.first, mention.last
    after = text.low(last)
    if text.gap(last - 1) == " ":
        if text.capitalised(last) and after in words.name_after and not mention.outer:
            return True
        if after in words.weapon_after:
            return True
    if text.gap(last - 1) in {"-", "\u2011"} and after == "class":
        return True
    before = text.low(first - 1)
    touching = first > 0 and text.gap(first - 1) in {" ", ". "}
    return touching and (before in words.name_before or f"{text.low(first - 2)} {before}" in words.name_before)


def _person(text: PlaceText, words: PlaceWords, gazetteer: Gazetteer, mention: Mention, memory: Memory) -> bool:
    """Whether a title or given name before, or a surname after, makes it a person; what is learned is remembered."""
    first, last, name = mention.first, mention.last, mention.key
    top = mention.candidates[0]
    single = last == first + 1
    given = name in words.given
    great = top.kind == "country" and top.own and not given
    before, after = text.low(first - 1), text.low(last)
    if first and text.gap(first - 1) in {" ", ". "} and not great:
        if before in words.titles:
            memory.persons.add(name)
            return True
        initial = len(before) == 1 and before not in {"a", "i"}
        forename = single and text.capitalised(first - 1) and (before in words.given or initial)
        place_before = mention.sure and bool(gazetteer.lookup(text.words[first - 1]))
        if forename and not place_before and not (before in words.ordinary and mention.sure):
            memory.persons.add(name)
            return True
    if last >= len(text) or text.gap(last - 1) != " " or not single:
        return False
    if given and text.capitalised(last):
        told = (
            after in words.ordinary or after in words.singular or after in gazetteer.sides or after in words.directions
        )
        if after in memory.persons or not told:
            memory.persons.add(after)
            return True
    if not mention.sure and not great and text.capitalised(last) and after in words.given:
        memory.persons.add(after)
        return True
    speaks = after in words.person_verbs and not top.capital and top.kind in {"town", "district"}
    if speaks and not mention.sure:
        memory.persons.add(name)
        return True
    return False


def _is_direction(name: str, words: PlaceWords) -> bool:
    """Whether a name is but a point of the compass: "the South", "South-east of Orikhiv"."""
    return name in words.directions or name in words.nouns or all(part in words.directions for part in name.split())


def _longer_name(text: PlaceText, words: PlaceWords, gazetteer: Gazetteer, mention: Mention) -> bool:
    """Whether a smaller place's name is but a part of another: "Ras Kamboni" is not Ras, "an African Union base" none.

    Of words joined by a hyphen none is a place by itself: "Ulus-Kert" is not Ulus.
    """
    first, last, top = mention.first, mention.last, mention.candidates[0]
    if top.kind not in {"town", "district", "region"} or top.capital or top.population >= GREAT:
        return False
    if mention.outer or text.title_case(first):
        return False
    if text.gap(last - 1) in _JOINS and text.capitalised(last) and text.words[last][0].isalpha():
        low = text.lows[last]
        known = low in words.singular or low in words.plural or low in gazetteer.sides or low in words.titles
        everyday = low in words.ordinary or low in words.given or low in words.directions
        if not known and not (everyday and top.population >= KNOWN):
            return not everyday or text.gap(last - 1) == " "
    spaced = first > 0 and text.gap(first - 1) == " "
    if spaced and institutions.kind_of(f"{text.words[first - 1]} {text.words[first]}") is not None:
        return True
    before = text.low(first - 1)
    joined = first > 0 and text.gap(first - 1) in _HYPHENS and text.capitalised(first - 1)
    return joined and before not in words.directions and before not in gazetteer.sides


def _inside_name(text: PlaceText, words: PlaceWords, gazetteer: Gazetteer, first: int) -> bool:
    """Whether an unknown capitalised word stands right before, as in "Denys Pokrovsk"."""
    if first == 0 or text.gap(first - 1) not in {" ", ". "} or not text.capitalised(first - 1):
        return False
    if text.opens_sentence(first - 1):
        return False
    low = text.lows[first - 1]
    if low in words.ordinary or low in words.links or low in words.directions or low in words.prepositions:
        return False
    return low not in gazetteer.sides and low not in words.singular
