"""The section `groups`: forces with a name of their own, and the words that make a name a formation."""

from __future__ import annotations

import re
from functools import cached_property

from pydantic import ConfigDict

from musterbook.codebook.loading import Entry
from musterbook.model import CountryCode


class Names(Entry):
    """A list of names as written."""

    names: tuple[str, ...]


class Formations(Entry):
    """Words that make a capitalised name a formation, ship or operation."""

    heads: tuple[str, ...]
    ships: tuple[str, ...]
    prefixes: tuple[str, ...]
    openers: tuple[str, ...]


class Groups(Entry):
    """All named forces."""

    model_config = ConfigDict(frozen=True, extra="forbid", ignored_types=(cached_property,))

    armed: Names
    missions: Names
    national: dict[CountryCode, tuple[str, ...]]
    formations: Formations

    @cached_property
    def sides(self) -> dict[str, str | None]:
        """Name (lower case) to the country it belongs to; None for non-state groups and multinational missions."""
        table: dict[str, str | None] = {name.lower(): None for name in (*self.armed.names, *self.missions.names)}
        for country, names in self.national.items():
            table.update((name.lower(), country) for name in names)
        return table

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Every listed name, longest first, as written or in capitals."""
        names = {*self.armed.names, *self.missions.names, *(n for names in self.national.values() for n in names)}
        names |= {name.upper() for name in names if len(name) > 4}
        longest = sorted(names, key=lambda name: (-len(name), name))
        return re.compile(r"(?<![\w-])(?:" + "|".join(map(re.escape, longest)) + r")(?![\w])")

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
        return re.compile(r"(?:(?:" + "|".join(self.formations.openers) + r")\s+)+")
