"""What the encoder learns from: windows of documents with the decisions that hang on their words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Asked:
    """One decision in a window: rows of the draft's words, rows where the candidate is named, and what is right."""

    decision: str
    words: tuple[int, int, int]
    kind: int
    named: tuple[int, ...]
    group: int
    labels: tuple[str, ...]
    key: tuple[int, int]
    """Number of the document and of the example in it."""
    prior: tuple[float, ...] = ()
    """The scores of a judge that has not seen the document, one for each output of the layer; empty of none."""


@dataclass(frozen=True)
class Run:
    """Pieces of a window that name a country in one of its forms: the rows from `first` up to `end`."""

    first: int
    end: int
    country: str
    form: str


@dataclass(frozen=True)
class Stretch:
    """A window's pieces and the decisions of its own sentences."""

    pieces: list[int]
    signs: list[tuple[int, ...]]
    asked: list[Asked]
    runs: tuple[Run, ...] = ()
    """The pieces that name countries."""
