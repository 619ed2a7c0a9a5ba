"""The codebook's section on likelihood: the words of ICD 203 and the shares they stand for."""

from __future__ import annotations

from functools import cache
from typing import Self

from pydantic import Field, model_validator

from musterbook.codebook.loading import Entry, load


class Word(Entry):
    """A word of likelihood and the shares it stands for, in per cent."""

    word: str
    start: int = Field(alias="from", ge=0, le=100)
    end: int = Field(alias="to", ge=0, le=100)

    def __str__(self) -> str:
        return f"{self.word} {self.start}–{self.end}%"


class Likelihood(Entry):
    """The words, from least to most likely, without gap."""

    source: str
    least: int = Field(ge=1)
    words: tuple[Word, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        for one, next_one in zip(self.words, self.words[1:], strict=False):
            if one.end != next_one.start or one.start >= one.end:
                raise ValueError(f"{next_one.word!r} must begin where {one.word!r} ends")
        return self

    def word(self, share: float) -> Word:
        """The word for a share between 0 and 1; beyond the ends, the first or the last."""
        return next((one for one in reversed(self.words) if share * 100 >= one.start), self.words[0])


@cache
def likelihood() -> Likelihood:
    """The packaged section, loaded once."""
    return load(Likelihood, "likelihood.toml")
