"""The section `history`: wars by the year they ended, and the words that compare the past with the present."""

from __future__ import annotations

import re
from functools import cache, cached_property

from pydantic import ConfigDict

from musterbook.codebook.loading import Entry, load


class History(Entry):
    """Wars that are over, and words of comparison."""

    model_config = ConfigDict(frozen=True, extra="forbid", ignored_types=(cached_property,))

    comparing: tuple[str, ...]
    ended: dict[str, int]

    @cached_property
    def _wars(self) -> re.Pattern[str]:
        return _any(self.ended)

    @cached_property
    def _comparisons(self) -> re.Pattern[str]:
        return _any(self.comparing)

    def wars(self, text: str) -> list[int]:
        """The years in which the wars ended that a text names."""
        return [self.ended[" ".join(found.lower().split())] for found in self._wars.findall(text)]

    def compares(self, text: str) -> bool:
        """Whether a text holds a word of comparison."""
        return self._comparisons.search(text) is not None


def _any(phrases: dict[str, int] | tuple[str, ...]) -> re.Pattern[str]:
    longest = sorted(phrases, key=len, reverse=True)
    joined = "|".join(r"\s+".join(map(re.escape, phrase.split())) for phrase in longest)
    return re.compile(rf"(?<!\w)(?:{joined})(?!\w)", re.IGNORECASE)


@cache
def history() -> History:
    """The section as loaded."""
    return load(History, "history.toml")
