"""From the words of a claimant to the institution it speaks for, and the side.

    resolve("Vadym Skibitskyi")                                  -> diu, UA
    resolve("defence ministry", "Belarus's defence ministry")    -> by-defence-ministry, BY
    resolve("officials", "Ukrainian officials")                  -> ua-government, UA

Institutions and persons with a name come from the codebook's section `sources`; kinds of institution that every state
has become a key together with the country the words name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from musterbook import codebook
from musterbook.codebook.sources import Institution, sources
from musterbook.gazetteer.gazetteer import Gazetteer

WORD = re.compile(r"[^\W_]+(?:[.'’&/-][^\W_]+)*\.?")
DATELINE = re.compile(r"\W*([A-ZÀ-Þ][A-ZÀ-Þ'’ -]{2,30}?)(?=[,/(:]|\s[-–—])")
LOCATED = re.compile(r"\b(?:in|of|at|near|from)\s+((?:[A-ZÀ-Þ][\w'’-]+\s?){1,3})")
LONGEST = 9
"""Words in the longest name of an institution."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a claimant speaks for: the institution's key, the country of its side, its kind. None where not known."""

    institution: str | None = None
    country: str | None = None
    kind: str | None = None
    rule: str = "unresolved"


@lru_cache(maxsize=4096)
def resolve(words: str, phrase: str = "", country: str | None = None) -> Resolved:
    """The institution and side of a claimant.

    `words` name the claimant, `phrase` is all that is said of it (title, apposition), `country` the side to take for
    an office that names none. A named institution counts before a person, a person before an office.
    """
    if " and " in words and len(sides_in(words)) > 1:
        return Resolved(None, None, None, "several sides")
    for text in map(_accrediting, (words, phrase)):
        person = _person(text)
        if person is not None:
            return _in_office(person, phrase)
        found = named(text)
        if found is not None:
            key, entry = found
            return Resolved(key, entry.country, entry.kind, "institution by name")
    if _group_in(words):
        return Resolved(None, None, "armed group", "armed group by name")
    for text in (words, phrase):
        office, side = office_in(text), side_in(text) or side_in(phrase)
        if office is not None and (side or country):
            rule = "office of a named side" if side else "office of the side at hand"
            return Resolved(f"{(side or country or '').lower()}-{office}", side or country, office, rule)
    side = side_in(words) or side_in(phrase)
    if side is not None:
        return Resolved(None, side, None, "side by name")
    place = LOCATED.search(words) or LOCATED.search(phrase)
    town = _town(place.group(1).strip()) if place is not None else None
    if town is not None:
        return Resolved(None, town, None, "side of the place named")
    return Resolved(None, country, None, "side at hand" if country else "unresolved")


def _group_in(words: str) -> bool:
    """Whether an armed group of no state is named: its fighters speak for no country."""
    groups = codebook.groups()
    armed = _armed()
    return any(words[start:end].lower() in armed for start, end in groups.listed(words))


@lru_cache(maxsize=1)
def _armed() -> frozenset[str]:
    groups = codebook.groups()
    missions = {name.lower() for name in groups.missions.names}
    return frozenset(name for name, country in groups.sides.items() if country is None and name not in missions)


@lru_cache(maxsize=1)
def _accredited() -> re.Pattern[str]:
    nouns = "|".join(sorted(map(re.escape, sources().speakers.accredited), key=len, reverse=True))
    return re.compile(rf"^(?P<own>.*?\b(?:{nouns})s?)\s+(?:at|to|with|before)\s", re.I)


def _accrediting(text: str) -> str:
    """The words without a body somebody is sent to: a state's "representative at the United Nations" is the state's."""
    match = _accredited().match(text)
    return match["own"] if match is not None and side_in(match["own"]) else text


def _in_office(person: Resolved, phrase: str) -> Resolved:
    """A person known without a lasting institution, with that of the office the phrase gives ("Defence Minister X")."""
    office = office_in(phrase) if person.institution is None and person.country is not None else None
    if office is None or side_in(phrase) not in (None, person.country):
        return person
    return Resolved(f"{(person.country or '').lower()}-{office}", person.country, office, "person in office")


def home(outlet: str, text: str) -> str | None:
    """The country a document speaks from: that in its outlet's name, else that of its dateline's place; else None."""
    side = side_in(outlet)
    if side is not None:
        return side
    dateline = DATELINE.match(text)
    return _town(dateline.group(1).strip().title()) if dateline is not None else None


def seated(place: str) -> str | None:
    """The country whose offices speak in a place: the one it names, or whose capital or seat of government it is."""
    return _country(place.title() if place.isupper() else place)


def capital(place: str) -> str | None:
    """The country whose capital or seat of government these words name, wholly."""
    written = place.title() if place.isupper() else place
    if written in sources().seats:
        return sources().seats[written]
    first = next(iter(Gazetteer.load().lookup(written)), None) if written[:1].isupper() else None
    return first.country if first is not None and first.capital else None


def kind_of(words: str) -> str | None:
    """The kind of the institution whose name these words are, wholly; None for any other words."""
    entry = _exact(words)
    return entry[1].kind if entry is not None else None


def is_side(words: str) -> bool:
    """Whether the words are the name of a state, of its capital or of its seat of government, and nothing more."""
    return _country(words.removeprefix("the ").removeprefix("The ").strip()) is not None


def named(text: str) -> tuple[str, Institution] | None:
    """The institution with the longest name in the text."""
    tokens = [match.group() for match in WORD.finditer(text)]
    for size in range(min(LONGEST, len(tokens)), 0, -1):
        for start in range(len(tokens) - size + 1):
            found = _exact(re.sub(r"['’]s?$", "", " ".join(tokens[start : start + size])))
            if found is not None:
                return found
    return None


def find(text: str, kinds: frozenset[str]) -> tuple[int, int] | None:
    """Where the text first names an institution of one of these kinds, by its own name; the longest name there."""
    tokens = [token for token in WORD.finditer(text) if token.group().lower() != "the"]
    for start in range(len(tokens)):
        for size in range(min(LONGEST, len(tokens) - start), 0, -1):
            first, last = tokens[start], tokens[start + size - 1]
            found = _exact(re.sub(r"['’]s$", "", text[first.start() : last.end()]))
            if found is not None and found[1].kind in kinds:
                return first.start(), first.start() + len(re.sub(r"['’]s$", "", text[first.start() : last.end()]))
    return None


def office_in(text: str) -> str | None:
    """The kind of state institution the text names, by its longest words; of equals, the first."""
    low = f" {' '.join(match.group().lower() for match in WORD.finditer(text))} "
    best: tuple[int, int, str] | None = None
    for phrase, office in _offices().items():
        place = low.find(f" {phrase} ")
        if place < 0:
            place = low.find(f" {phrase}s ")
        if place < 0:
            place = low.find(f" {phrase}'s ")
        if place >= 0 and (best is None or (-len(phrase), place) < best[:2]):
            best = (-len(phrase), place, office)
    return best[2] if best is not None else None


def side_in(text: str) -> str | None:
    """The country the text names first, by name, demonym, capital or seat of government."""
    return next(iter(sides_in(text)), None)


@lru_cache(maxsize=4096)
def sides_in(text: str) -> tuple[str, ...]:
    """The countries a text names, by name, demonym, capital or seat of government, in order, each once."""
    tokens = [match.group() for match in WORD.finditer(text)]
    found: list[str] = []
    start = 0
    while start < len(tokens):
        step = 1
        for size in range(min(4, len(tokens) - start), 0, -1):
            words = " ".join(tokens[start : start + size])
            code = _country(words) or _country(re.sub(r"['’]s?$", "", words))
            if code is not None:
                found.append(code)
                step = size
                break
        start += step
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=8192)
def _country(words: str) -> str | None:
    """The country these words name, wholly."""
    if not words or not (words[0].isupper() or " " not in words):
        return None
    written = words.title() if words.isupper() and len(words) > 4 else words
    for form in (words, written, written.rstrip(".")):
        if form in sources().seats:
            return sources().seats[form]
    if not words[0].isupper():
        return None
    gazetteer = Gazetteer.load()
    side = gazetteer.sides.get(words.lower())
    if side is not None:
        return side[0]
    for candidate in gazetteer.lookup(written):
        if candidate.kind == "country":
            return candidate.country
    for candidate in gazetteer.lookup(written):
        if candidate.capital:
            return candidate.country
    return None


@lru_cache(maxsize=4096)
def _town(name: str) -> str | None:
    """The country of the place that chiefly bears this name."""
    found = Gazetteer.load().lookup(name)
    return found[0].country if found else None


def _exact(words: str) -> tuple[str, Institution] | None:
    short = _short().get(words)
    key = short if short is not None else _names().get(words.lower().removeprefix("the "))
    return (key, sources().institutions[key]) if key is not None else None


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    table: dict[str, str] = {}
    for key, entry in sources().institutions.items():
        for name in (*entry.names, *entry.other):
            table.setdefault(name.lower().removeprefix("the "), key)
    return table


@lru_cache(maxsize=1)
def _short() -> dict[str, str]:
    return {short: key for key, entry in sources().institutions.items() for short in entry.short}


@lru_cache(maxsize=1)
def _offices() -> dict[str, str]:
    return {phrase: office for office, entry in sources().offices.items() for phrase in entry.words}


def _person(text: str) -> Resolved | None:
    """A person of the codebook: by full name, or by a surname that only one side's persons bear."""
    low = text.lower()
    for name, surname in _persons():
        if surname in low and (name.lower() in low or _alone(surname, text)):
            entry = sources().persons[name]
            institution = sources().institutions[entry.institution] if entry.institution else None
            country = institution.country if institution is not None else entry.country
            return Resolved(entry.institution, country, institution.kind if institution else None, "person")
    return None


def persons_in(text: str) -> Iterator[tuple[int, int, str]]:
    """The persons of the codebook that a text names in full: start, end, and the country each speaks for."""
    for match in _persons_pattern().finditer(text):
        found = _person(match.group())
        if found is not None and found.country is not None:
            yield match.start(), match.end(), found.country


@lru_cache(maxsize=1)
def _persons_pattern() -> re.Pattern[str]:
    longest = sorted(sources().persons, key=lambda name: (-len(name), name))
    return re.compile(r"(?<!\w)(?:" + "|".join(re.escape(name) for name in longest) + r")(?!\w)", re.I)


@lru_cache(maxsize=1)
def _persons() -> tuple[tuple[str, str], ...]:
    return tuple((name, name.lower().split()[-1]) for name in sources().persons)


def _alone(surname: str, text: str) -> bool:
    """Whether the text is that surname only, but for titles, and the surname is no everyday one."""
    if len(surname) < 5 or surname in _shared():
        return False
    titles = sources().titles.words
    words = [word.strip(".,").lower() for word in text.split()]
    return [word for word in words if word not in titles] == [surname]


@lru_cache(maxsize=1)
def _shared() -> frozenset[str]:
    """Surnames many people bear, or that are words."""
    sides: dict[str, set[str]] = {}
    for name, surname in _persons():
        entry = sources().persons[name]
        sides.setdefault(surname, set()).add(entry.country or entry.institution or "")
    return frozenset(surname for surname, found in sides.items() if len(found) > 1)


def entries() -> Iterator[tuple[str, Institution]]:
    """Every institution of the codebook with its key."""
    yield from sources().institutions.items()
