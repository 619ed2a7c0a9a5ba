"""What stands around a name: the place it lies in, a country's adjective, its kind, a preposition, a dateline."""

from __future__ import annotations

from musterbook.gazetteer import Candidate, Gazetteer
from musterbook.reading.place_names import Mention
from musterbook.reading.place_text import PlaceText
from musterbook.reading.place_words import PlaceWords


def linked(text: PlaceText, first: int, before: int) -> int:
    """Words between a name and the one before it where they are only coordinated: 0 (", ") or 1 ("and"); else -1."""
    between = text.text[text.ends[before - 1] : text.starts[first]] if before <= first else "\n"
    if between in {", ", "/", " / "}:
        return 0
    return 1 if between in {" and ", " or ", ", and "} else -1


def outer_after(
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
    listed = candidates[0].kind in {"country", "region"} and text.gap(following[1] - 1) in {" and ", " or ", ", and "}
    lies = between.strip(" ,") in {"", "in", "in the"} or between.strip(" ,").removeprefix("in ") in words.directions
    if lies and "," + between.strip() != "," and not listed:
        towns = {candidate.within for candidate in candidates if candidate.kind == "town"}
        holding = {outer.within for outer in following[2] if outer.kind == "district"} & towns
        if len(holding) == 1:
            return holding.pop()
        for outer in following[2]:
            if outer.kind not in {"country", "region"} or outer.code is None:
                continue
            if any(candidate.code != outer.code and _holds(outer.code, candidate) for candidate in candidates):
                return outer.code
    return None


def outer_before(text: PlaceText, found: list[Mention], first: int, candidates: tuple[Candidate, ...]) -> str | None:
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


def adjective_country(text: PlaceText, words: PlaceWords, gazetteer: Gazetteer, first: int) -> str | None:
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


def kind_of(text: PlaceText, words: PlaceWords, first: int, last: int) -> str | None:
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


def locative(text: PlaceText, words: PlaceWords, first: int) -> bool:
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


def dateline(text: PlaceText, first: int, last: int) -> bool:
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
