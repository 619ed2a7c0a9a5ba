"""Countries put in one another's place in what the encoder learns from."""

from __future__ import annotations

import random

from tools.stretches import Asked, Run, Stretch
from tools.swapping import swapped, words

from musterbook.reading.word_pieces import word_pieces

TEXT = ["[CLS]", "Russia", "says", "North", "Korean", "troops", "left", "Russia", ".", "[SEP]"]


def stretch() -> tuple[Stretch, tuple[Run, ...]]:
    pieces = word_pieces()
    numbers = [pieces.numbers[w] if w.startswith("[") else pieces.cut(w)[0] for w in TEXT]
    runs = (Run(1, 2, "RU", "name"), Run(3, 5, "KP", "adjective"), Run(7, 8, "RU", "name"))
    asked = Asked("side", (5, 5, 6), 2, (3,), 1, ("yes",), (0, 0))
    return Stretch(numbers, [(row,) for row in range(len(numbers))], [asked], runs), runs


def test_every_name_of_a_country_becomes_that_of_one_other() -> None:
    pieces = word_pieces()
    names = {number: piece for piece, number in pieces.numbers.items()}
    whole, runs = stretch()
    for seed in range(20):
        found = swapped(whole, runs, random.Random(seed), pieces)
        read = " ".join(names[n] for n in found.pieces).replace(" ##", "")
        first, rest = read.removeprefix("[CLS] ").split(" says ")
        assert read.count(first) >= 2
        assert "russia" not in read
        assert "korean troops" not in read or "north" not in read
        assert rest.endswith(f"troops left {first} . [SEP]")
        asked = found.asked[0]
        assert [names[found.pieces[row]] for row in asked.words] == ["troops", "troops", "left"]
        assert rest.startswith(names[found.pieces[asked.named[0]]]), "the candidate is named where its country was"
        assert len(found.signs) == len(found.pieces)
        assert [found.signs[row] for row in asked.words] == [(5,), (5,), (6,)], "signs stay with their words"


def test_a_window_without_countries_stays_as_it_is() -> None:
    whole, _ = stretch()
    assert swapped(whole, (), random.Random(1), word_pieces()) == whole


def test_countries_are_put_in_by_their_usual_names() -> None:
    known = words()
    assert known["KE"] == {"name": "kenya", "adjective": "kenyan", "demonym": "kenyans"}
    assert len(known) > 100
    assert all(len(forms) == 3 for forms in known.values())
