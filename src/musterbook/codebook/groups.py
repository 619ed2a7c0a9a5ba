"""The section `groups`: forces with a name of their own, and the words that make a name a formation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from pydantic import ConfigDict

from musterbook.codebook.loading import Entry
from musterbook.model import CountryCode

_WORD = re.compile(r"(?<![\w-])\w+")
_CAPITALS = 4
"""Letters beyond which a name is also looked for in capitals, and an acronym as a word ("Unita")."""
_DOTTED = range(2, 6)
"""Letters of acronyms that are also written with stops ("P.L.O.")."""
_SPELLINGS = (("isation", "ization"), ("Defence", "Defense"))


class Armed(Entry):
    """Non-state groups, and the words by which a text names one that is not listed."""

    names: tuple[str, ...]
    members: frozenset[str]
    joins: tuple[str, ...]
    peoples: frozenset[str]
    everyday: frozenset[str]


class Missions(Entry):
    """Multinational forces, and the organisations whose troops go by the organisation's name."""

    names: tuple[str, ...]
    senders: tuple[str, ...]
    run: dict[str, tuple[str, ...]]
    troops: frozenset[str]


class Unnamed(Entry):
    """Words for members of forces that are no country's and have no name of their own."""

    armed: frozenset[str]
    joint: frozenset[str]
    joint_before: frozenset[str]
    enemy: frozenset[str]
    losing: frozenset[str]


class Formations(Entry):
    """Words that make a capitalised name a formation, ship or operation."""

    heads: tuple[str, ...]
    ships: tuple[str, ...]
    prefixes: tuple[str, ...]
    openers: tuple[str, ...]
    counting: tuple[str, ...]


class Groups(Entry):
    """All named forces."""

    model_config = ConfigDict(frozen=True, extra="forbid", ignored_types=(cached_property,))

    armed: Armed
    missions: Missions
    unnamed: Unnamed
    national: dict[CountryCode, tuple[str, ...]]
    formations: Formations

    @cached_property
    def sides(self) -> dict[str, str | None]:
        """Name (lower case) to the country it belongs to; None for non-state groups and multinational missions."""
        listed: dict[str, str | None] = dict.fromkeys((*self.armed.names, *self.missions.names))
        for country, names in self.national.items():
            listed.update(dict.fromkeys(names, country))
        return {form.lower(): country for name, country in listed.items() for form in _forms(name)}

    @cached_property
    def _written(self) -> dict[str, tuple[str, ...]]:
        """Every form in which a listed name is written, by its first word, longest first."""
        names = {*self.armed.names, *self.missions.names, *(n for names in self.national.values() for n in names)}
        found: dict[str, set[str]] = {}
        for form in {form for name in names for form in _forms(name)}:
            first = _WORD.search(form)
            if first is not None:
                found.setdefault(first.group(), set()).add(form)
        return {first: tuple(sorted(forms, key=lambda f: (-len(f), f))) for first, forms in found.items()}

    def listed(self, text: str) -> Iterator[tuple[int, int]]:
        """Where the listed names stand in a text, the longest at each place, none inside another."""
        after = 0
        for word in _WORD.finditer(text):
            start = word.start()
            if start < after:
                continue
            for form in self._written.get(word.group(), ()):
                end = start + len(form)
                if text.startswith(form, start) and not text[end : end + 1].isalnum():
                    yield start, end
                    after = end
                    break

    @cached_property
    def formation(self) -> re.Pattern[str]:
        """A name made by its form: "11th Airborne Corps", "Quick Reaction Forces", "USS Kidd", "Operation Serval"."""
        heads = "|".join(sorted(map(re.escape, self.formations.heads), key=len, reverse=True))
        ships = "|".join(map(re.escape, self.formations.ships))
        prefixes = "|".join(map(re.escape, self.formations.prefixes))
        word = r"[A-ZÀ-Ý][\w'’-]*"
        number = r"(?:\d+(?:st|nd|rd|th|d)|[IVX]+|\d+)"
        joined = rf"(?:{word}|of|and|the|{number})"
        return re.compile(
            rf"(?<![\w-])(?:(?:{ships})\s+{word}(?:\s{word})?"
            rf"|(?:{prefixes})\s+(?:{word}|{number})(?:[\s-]{word})?"
            rf"|(?:{number})\s(?:{word}\s)*(?:{heads}|[Bb]rigade|[Dd]ivision|[Rr]egiment|[Bb]attalion|[Bb]ase)(?![\w])"
            rf"|{word}(?:\s{joined})*?\s(?:{heads})(?:\s(?:{heads}))*(?:\s\d+)?(?![\w]))"
        )

    @cached_property
    def opener(self) -> re.Pattern[str]:
        """Capitalised words before a name that are no part of it."""
        openers, counting = "|".join(self.formations.openers), "|".join(self.formations.counting)
        return re.compile(rf"(?:(?:{counting})\s+\d[\d,.]*\s+|(?:{openers})\s+)+")

    @cached_property
    def member(self) -> re.Pattern[str]:
        """A capitalised name before a noun for its members: "Maute fighters", "the Laksaur and Mahidi gangs"."""
        name = r"[A-ZÀ-Ý][\w’'.-]{0,40}\w(?:[ ][A-ZÀ-Ý][\w’'-]{0,40})?"
        nouns = "|".join(sorted(self.armed.members, key=len, reverse=True))
        return re.compile(rf"(?<![\w-])({name})(?: (?:and|or) ({name}))?[ ](?:{nouns})(?!\w)")

    @cached_property
    def member_of(self) -> re.Pattern[str]:
        """An acronym after a noun for its members: "guerrillas of the FDN"."""
        nouns = "|".join(sorted(self.armed.members, key=len, reverse=True))
        joins = "|".join(self.armed.joins)
        return re.compile(rf"(?<!\w)(?:{nouns})[ ](?:{joins})[ ](?:the[ ])?([A-Z]{{2,6}}(?:-[A-Z0-9]+)?)(?![\w.-])")

    @cached_property
    def troops(self) -> re.Pattern[str]:
        """An organisation before a noun for its troops: "UN peacekeepers"; the organisation is group 1."""
        senders = "|".join(map(re.escape, self.missions.senders))
        nouns = "|".join(sorted(self.missions.troops, key=len, reverse=True))
        return re.compile(rf"(?<![\w-])({senders})(?:['’]s?)?[ ](?:\w+[ ])?(?i:{nouns})(?!\w)")


def _forms(name: str) -> Iterator[str]:
    """A name as it is listed, and as it is written elsewhere: in capitals, opening a sentence, with stops, in spellings
    of both sides of the Atlantic."""
    spelt = {name}
    for british, american in _SPELLINGS:
        spelt |= {each.replace(british, american) for each in spelt}
    for each in spelt:
        yield each
        yield each[0].upper() + each[1:]
        if len(each) > _CAPITALS:
            yield each.upper()
        if each.isalpha() and each.isupper():
            if len(each) > _CAPITALS:
                yield each.title()
            if len(each) in _DOTTED:
                yield ".".join(each) + "."
