"""The codebook's words for branches and trades: which figures count a part of a country's forces only."""

from __future__ import annotations

import re
from functools import cache
from types import MappingProxyType

from pydantic import RootModel

from musterbook.codebook.loading import load

_WORD = re.compile(r"\w+(?:-\w+)*")


class Contingents(RootModel[dict[str, tuple[str, ...]]]):
    """Classes of words, each a branch or trade within a force."""


@cache
def trades() -> MappingProxyType[str, str]:
    """Word → its class, for all words of `contingents.toml` and their plurals."""
    classes = load(Contingents, "contingents.toml").root
    found: dict[str, str] = {}
    for trade, words in classes.items():
        for word in words:
            found[word] = trade
            found[f"{word}s"] = trade
            if word.endswith("man"):
                found[f"{word[:-3]}men"] = trade
    return MappingProxyType(found)


@cache
def trades_in(phrase: str) -> frozenset[str]:
    """The branches and trades named in a force's words: "combat engineers" → {"engineers"}; "soldiers" → none."""
    known = trades()
    return frozenset(known[word] for word in _WORD.findall(phrase.lower()) if word in known)
