"""Places and numbers put in others' stead in what the encoder learns from."""

from __future__ import annotations

import random

from tools.renaming import names, places, renamed, renumbered
from tools.stretches import Asked, Stretch

from musterbook.reading.signs import NUMBERS, PARTIES
from musterbook.reading.word_pieces import word_pieces

TEXT = ["[CLS]", "kursk", "has", "350", "troops", ",", "russia", "and", "kursk", "say", "[SEP]"]
PLACE, SIDE, COUNT = (NUMBERS[sign] for sign in ("place", "side", "count"))
PARTY = NUMBERS[PARTIES[0]]
SIGNS = {1: (PLACE, PARTY), 3: (COUNT,), 6: (PLACE, SIDE, PARTY + 1), 8: (PLACE, PARTY)}


def stretch() -> Stretch:
    pieces = word_pieces()
    numbers: list[int] = []
    signs: list[tuple[int, ...]] = []
    rows = []
    for place, word in enumerate(TEXT):
        rows.append(len(numbers))
        cut = [pieces.numbers[word]] if word.startswith("[") else pieces.cut(word)
        numbers += cut
        signs += [SIGNS.get(place, ())] * len(cut)
    asked = Asked("place", (rows[3], rows[4], rows[2]), 2, (rows[8],), 1, ("at",), (0, 0))
    return Stretch(numbers, signs, [asked])


def read(found: Stretch) -> list[str]:
    written = {number: piece for piece, number in word_pieces().numbers.items()}
    return " ".join(written[piece] for piece in found.pieces).replace(" ##", "").split()


def test_places_become_others_and_numbers_as_long_ones() -> None:
    whole = stretch()
    other = tuple(word_pieces().cut("timbuktu"))
    for seed in range(20):
        found = renamed(whole, [other], random.Random(seed))
        words = read(found)
        assert words[1] == words[8] == "timbuktu"
        assert words[6] == "russia", "countries are exchanged elsewhere, with their adjectives"
        assert len(words[3]) == 3 and words[3].isdigit()
        asked = found.asked[0]
        assert [read(Stretch([found.pieces[row]], [()], []))[0] for row in asked.words] == [words[3], "troops", "has"]
        assert found.pieces[asked.named[0]] == other[0], "the candidate is named where its place was"
        assert len(found.signs) == len(found.pieces)
        assert found.signs[asked.named[0]] == (PLACE, PARTY)


def test_names_are_those_of_places_that_are_no_countries() -> None:
    whole = stretch()
    assert names([whole, whole]) == [tuple(word_pieces().cut("kursk"))]
    assert len(list(places(whole))) == 2


def test_sides_in_another_order_stay_apart() -> None:
    whole = stretch()
    for seed in range(20):
        found = renumbered(whole, random.Random(seed))
        own = [signs[-1] for signs in found.signs if signs and signs[-1] >= PARTY]
        assert len(set(own)) == 2
        assert own[0] == own[-1]
        assert all(PARTY <= sign < PARTY + len(PARTIES) for sign in own)
        assert found.pieces == whole.pieces
