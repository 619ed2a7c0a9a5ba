"""Places and numbers put in others' stead in what the encoder learns from.

What a text says of a place or a number must not hang on which place or number it is. In some windows of each epoch
every place that is no country's name becomes another of the documents', each time it is named, and every whole number
in digits another of as many digits; and the sides of a window change their numbers (`signs.PARTIES`).
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import chain

from tools.stretches import Stretch
from tools.swapping import moved

from musterbook.reading.encoder import MOST
from musterbook.reading.signs import NUMBERS, PARTIES
from musterbook.reading.word_pieces import word_pieces

PLACE, SIDE, COUNT = (NUMBERS[sign] for sign in ("place", "side", "count"))
LONGEST = 6
"""Pieces of the longest name that is put in another's stead."""
_DIGITS = re.compile(r"[1-9]\d{1,2}")
"""Pieces of numbers that are exchanged: a single digit may be part of a longer number's end."""

Name = tuple[int, ...]


def places(stretch: Stretch) -> Iterator[tuple[int, int]]:
    """Where the places of a window stand that are not the name of a country, as rows."""
    row = 1
    while row < len(stretch.pieces):
        end = row + 1
        if _begins(stretch, row):
            while end < len(stretch.pieces) and _is_place(stretch, end):
                end += 1
            yield row, end
        row = end


def _is_place(stretch: Stretch, row: int) -> bool:
    return PLACE in stretch.signs[row] and SIDE not in stretch.signs[row]


def _begins(stretch: Stretch, row: int) -> bool:
    return _is_place(stretch, row) and not _written()[stretch.pieces[row]].startswith("##")


def names(stretches: Iterable[Stretch]) -> list[Name]:
    """The places of many windows, each once."""
    found = (tuple(stretch.pieces[low:high]) for stretch in stretches for low, high in places(stretch))
    return list(dict.fromkeys(name for name in found if len(name) <= LONGEST))


def renamed(stretch: Stretch, others: list[Name], chance: random.Random) -> Stretch:
    """The window with other places and numbers, and its decisions where their words stand now."""
    turned: dict[Name, Name] = {}
    pieces: list[int] = []
    signs: list[tuple[int, ...]] = []
    rows: list[int] = []
    stood = 0
    for low, high in chain(places(stretch), [(len(stretch.pieces), len(stretch.pieces))]):
        for row in range(stood, low):
            rows.append(len(pieces))
            pieces.append(_counted(stretch, row, turned, chance))
            signs.append(stretch.signs[row])
        name = tuple(stretch.pieces[low:high])
        other = turned.setdefault(name, chance.choice(others)) if name else ()
        rows += [len(pieces)] * (high - low)
        pieces += other
        signs += [stretch.signs[low]] * len(other) if name else []
        stood = high
    if len(pieces) > MOST:
        return stretch
    return replace(stretch, pieces=pieces, signs=signs, runs=(), asked=[moved(each, rows) for each in stretch.asked])


def _counted(stretch: Stretch, row: int, turned: dict[Name, Name], chance: random.Random) -> int:
    """The piece at a row; of a number that counts, another of as many digits, always the same in one window."""
    piece = stretch.pieces[row]
    written = _written()[piece]
    if COUNT not in stretch.signs[row] or not _DIGITS.fullmatch(written):
        return piece
    return turned.setdefault((piece,), (chance.choice(_numbers()[len(written)]),))[0]


def renumbered(stretch: Stretch, chance: random.Random) -> Stretch:
    """The window with its sides numbered in another order."""
    first = NUMBERS[PARTIES[0]]
    order = chance.sample(range(len(PARTIES)), len(PARTIES))
    signs = [tuple(first + order[sign - first] if sign >= first else sign for sign in own) for own in stretch.signs]
    return replace(stretch, signs=signs)


@lru_cache(maxsize=1)
def _written() -> dict[int, str]:
    """The pieces by number."""
    return {number: piece for piece, number in word_pieces().numbers.items()}


@lru_cache(maxsize=1)
def _numbers() -> dict[int, list[int]]:
    """The pieces that are whole numbers, by how many digits they have."""
    found: dict[int, list[int]] = {}
    for number, piece in _written().items():
        if _DIGITS.fullmatch(piece):
            found.setdefault(len(piece), []).append(number)
    return found
