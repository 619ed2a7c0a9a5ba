"""Names in a text that may be places, and whether the words around them make them one, or a person, a paper or a ship."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from musterbook.gazetteer import Candidate, Gazetteer
from musterbook.gazetteer.keys import key
from musterbook.reading.place_text import PlaceText
from musterbook.reading.place_words import PlaceWords

LONGEST = 5
"""Words in a name at most ("Democratic Republic of the Congo")."""
KNOWN = 100_000
"""Inhabitants from which a town's name, capitalised, needs no help from its surroundings."""
LINKS = frozenset(
    [
        "of",
        "de",
        "del",
        "da",
        "do",
        "la",
        "le",
        "al",
        "el",
        "ez",
        "az",
        "ad",
        "as",
        "ash",
        "at",
        "an",
        "ar",
        "on",
        "and",
        "the",
    ]
    + ["i", "y", "e", "au", "aux", "du", "des", "di", "upon", "am", "sur", "in", "over", "na", "op", "ul"]
)
ARTICLES = frozenset({"al", "el", "ad", "as", "ash", "an", "ar", "at", "ez", "az", "ed", "es", "er"})


@dataclass(frozen=True, slots=True)
class Mention:
    """Words `first` up to `last` of the text may name any of `candidates`; `sure` says the surroundings call for a place."""

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


@dataclass
class Memory:
    """What a document has taught so far."""

    persons: set[str] = field(default_factory=set)


def spans(text: PlaceText, words: PlaceWords, gazetteer: Gazetteer) -> Iterator[tuple[int, int, tuple[Candidate, ...]]]:
    """The longest names of the gazetteer, left to right, without outlets and seats of government."""
    number, total = 0, len(text)
    while number < total:
        low = text.lows[number]
        capital = text.capitalised(number)
        article = not capital and low in ARTICLES and text.gap(number) in {"-", " "} and number + 1 < total
        if not (capital or low in words.openings or (article and text.capitalised(number + 1))):
            number += 1
            continue
        first = key(text.words[number])
        reach = _reach(text, number) if capital or article else _small_reach(text, number)
        if first in words.blocked_openings and (block := _blocked(text, number, reach, words)):
            number = block
            continue
        if not gazetteer.begins(first):
            number += 1
            continue
        for last in range(reach, number, -1):
            name = text.text[text.starts[number] : text.ends[last - 1]]
            if not capital and not article and key(name) not in words.countries:
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
            found = gazetteer.lookup(name)
            if found:
                yield number, last, found
                number = last
                break
        else:
            number += 1


def _reach(text: PlaceText, number: int) -> int:
    """One past the last word that can belong to a name starting at `number`: capitals, joined, with small links inside."""
    last = end = number + 1
    while last < min(number + LONGEST, len(text)) and text.joined(last - 1):
        if text.capitalised(last) or text.words[last][0].isdigit():
            last += 1
            end = last
        elif text.lows[last] in LINKS:
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
        if name in words.outlets or (
            name in words.seats and name not in {"new delhi", "canberra", "tel aviv", "rawalpindi"}
        ):
            return last
    return None


def mentions(
    text: PlaceText, words: PlaceWords, gazetteer: Gazetteer, entities: Sequence[tuple[int, int, str]] = ()
) -> list[Mention]:
    """All names that are places by what stands around them, in order."""
    found: list[Mention] = []
    memory = Memory()
    persons = [(start, end) for start, end, label in entities if label == "PERSON"]
    all_spans = list(spans(text, words, gazetteer))
    for index, (first, last, candidates) in enumerate(all_spans):
        following = all_spans[index + 1] if index + 1 < len(all_spans) else None
        outer = _outer_after(text, words, last, candidates, following)
        if outer is None:
            outer = _outer_before(text, found, first, candidates)
        kind = _type(text, words, first, last)
        hint = _hint(text, words, gazetteer, first)
        sure = outer is not None or kind is not None or _locative(text, words, first) or _dateline(text, first, last)
        sure = sure or (
            bool(found) and found[-1].sure and found[-1].last == first - _linked(text, first, found[-1].last)
        )
        qualifying = (
            bool(found)
            and found[-1].outer is not None
            and text.gap(first - 1) in {", ", " in "}
            and found[-1].last >= first - 1
        )
        name = text.phrase(first, last)
        mention = Mention(first, last, name, candidates, sure, outer, qualifying, hint, kind)
        start, end = text.starts[first], text.ends[last - 1]
        if not qualifying and any(s <= start and end <= e for s, e in persons) and not sure:
            continue
        verdict = True if qualifying else _is_place(text, words, gazetteer, mention, memory)
        if verdict is not False:
            found.append(replace(mention, tentative=verdict is None))
    return found


def _linked(text: PlaceText, first: int, before: int) -> int:
    """Words between a name and the one before it where they are only coordinated: 0 (", ") or 1 ("and"); else -1."""
    between = text.text[text.ends[before - 1] : text.starts[first]] if before <= first else "\n"
    if between in {", ", "/", " / "}:
        return 0
    return 1 if between in {" and ", " or ", ", and ", " & "} and between != " & " else -1


def _outer_after(
    text: PlaceText,
    words: PlaceWords,
    last: int,
    candidates: tuple[Candidate, ...],
    following: tuple[int, int, tuple[Candidate, ...]] | None,
) -> str | None:
    """The code of the place named right after that holds one of the candidates: "Paris, Texas"."""
    gap = text.gap(last - 1)
    if gap == ", " and last < len(text):
        written = text.words[last]
        dotted = written if written.endswith(".") else written + text.text[text.ends[last] : text.ends[last] + 1]
        code = words.abbreviations.get(dotted) or words.abbreviations.get(written)
        if code and any(_holds(code, candidate) for candidate in candidates):
            return code
    if following is None:
        return None
    first = following[0]
    between = text.text[text.ends[last - 1] : text.starts[first]]
    if between in {", ", " in ", " in the ", ", in "} or between in {
        " in eastern ",
        " in western ",
        " in northern ",
        " in southern ",
        ", in eastern ",
        " in central ",
    }:
        for outer in following[2]:
            if outer.kind not in {"country", "region"} or outer.code is None:
                continue
            if any(candidate.code != outer.code and _holds(outer.code, candidate) for candidate in candidates):
                return outer.code
    return None


def _outer_before(text: PlaceText, found: list[Mention], first: int, candidates: tuple[Candidate, ...]) -> str | None:
    """The code of a possessive country or region right before: "Russia's Kursk region"."""
    if not found or found[-1].last != first or not text.possessive(first - 1):
        return None
    for outer in found[-1].candidates:
        if outer.code and outer.kind in {"country", "region"} and any(_holds(outer.code, c) for c in candidates):
            return outer.code
    return None


def _holds(code: str, candidate: Candidate) -> bool:
    if "-" in code:
        return candidate.within == code
    return candidate.country == code


def _hint(text: PlaceText, words: PlaceWords, gazetteer: Gazetteer, first: int) -> str | None:
    """The country of an adjective or possessive that belongs to the name: "the Syrian border town of Qusair"."""
    for number in range(first - 1, max(-1, first - 6), -1):
        if text.gap(number).strip(" -'’s"):
            return None
        side = gazetteer.sides.get(text.lows[number])
        if side and text.capitalised(number):
            return side[0] if side[1] == "adjective" or text.possessive(number) else None
        low = text.lows[number]
        if low not in words.attached and low not in words.directions and low not in words.singular:
            return None
    return None


def _type(text: PlaceText, words: PlaceWords, first: int, last: int) -> str | None:
    """The kind of place the words around the name say it is."""
    if text.gap(last - 1) == " ":
        for size in (2, 1):
            after = " ".join(text.lows[last : last + size])
            kind = words.singular.get(after) or words.plural.get(after)
            if kind and not (after == "state" and text.low(last + 1) in {"department", "university", "media", "tv"}):
                return kind
    before = f"{text.low(first - 2)} {text.low(first - 1)}"
    if before in words.before:
        return (
            "region"
            if before.startswith(("region", "province", "state", "governorate", "oblast", "territory"))
            else "town"
        )
    return None


def _locative(text: PlaceText, words: PlaceWords, first: int) -> bool:
    """Whether a preposition of place, perhaps with an article, a direction or "city of" after it, stands before."""
    at = first - 1
    for _ in range(3):
        if at < 0 or text.gap(at).strip(" -"):
            return False
        low = text.low(at)
        if low in words.prepositions or f"{text.low(at - 1)} {low}" in words.prepositions:
            return True
        if low not in words.directions and low not in {
            "the",
            "downtown",
            "nearby",
            "city",
            "town",
            "village",
            "of",
            "port",
            "suburban",
        }:
            return False
        at -= 1
    return False


def _dateline(text: PlaceText, first: int, last: int) -> bool:
    """Whether the name opens a line as a dateline: "KYIV (Reuters) -", "SANAA, Yemen —", "Tokyo, Oct. 3 --"."""
    if first and "\n" not in text.gap(first - 1):
        return False
    rest = text.text[text.ends[last - 1] : text.ends[last - 1] + 40].split("\n")[0]
    return (
        rest.startswith((" (", " —", " –", " --", " - "))
        or " (" in rest[:20]
        or "—" in rest[:24]
        or " -- " in rest[:24]
    )


def _is_place(
    text: PlaceText, words: PlaceWords, gazetteer: Gazetteer, mention: Mention, memory: Memory
) -> bool | None:
    """Whether the name is a place here: yes, no, or None where only the rest of the document can tell."""
    first, last, name = mention.first, mention.last, mention.key
    top = mention.candidates[0]
    single = last == first + 1
    great = top.kind == "country" and top.own
    if single and len(name) < 3 and name.isascii() and not great and not (top.own and (top.curated or top.kind == "region")):
        return False
    if single and (name in words.directions or name in words.nouns) and not mention.outer and mention.type != "region":
        return False
    if _other_name(text, words, mention) or (_person(text, words, gazetteer, mention, memory) and not mention.outer):
        return False
    if name in memory.persons and not mention.sure:
        return False
    shouted = text.in_capitals(first)
    if name in words.ordinary and not great:
        if mention.outer:
            return True
        return mention.sure and not shouted and not text.opens_sentence(first)
    if mention.sure or great:
        return True
    if shouted:
        return True if _known(top) else None
    if name in words.given and top.population < 1_000_000 and not top.capital:
        return None if top.kind == "region" else False
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
        if single and text.capitalised(first - 1) and (before in words.given or initial):
            if not (mention.sure and gazetteer.lookup(text.words[first - 1])) and not (before in words.ordinary and mention.sure):
                memory.persons.add(name)
                return True
    if last >= len(text) or text.gap(last - 1) != " " or not single:
        return False
    if given and text.capitalised(last) and not text.in_capitals(last):
        told = after in words.ordinary or after in words.singular or after in gazetteer.sides or after in words.directions
        if after in memory.persons or not (told or gazetteer.lookup(text.words[last])):
            memory.persons.add(after)
            return True
    speaks = after in words.person_verbs and not top.capital and top.kind in {"town", "district"}
    if speaks and not mention.sure:
        memory.persons.add(name)
        return True
    return False


def _inside_name(text: PlaceText, words: PlaceWords, gazetteer: Gazetteer, first: int) -> bool:
    """Whether an unknown capitalised word stands right before, as in "Denys Pokrovsk"."""
    if first == 0 or text.gap(first - 1) not in {" ", ". "} or not text.capitalised(first - 1):
        return False
    if text.opens_sentence(first - 1) or text.in_capitals(first):
        return False
    low = text.lows[first - 1]
    if low in words.ordinary or low in LINKS or low in words.directions or low in words.prepositions:
        return False
    return low not in gazetteer.sides and low not in words.singular


def _known(candidate: Candidate) -> bool:
    return candidate.kind in {"country", "region", "part", "sea"} or candidate.curated or candidate.population >= 20_000
