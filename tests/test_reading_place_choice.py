"""Figures that stand in one sentence, each with a place of its own."""

from __future__ import annotations

import pytest

from musterbook.model import Document, Role
from musterbook.reading.place_choice import unshared
from musterbook.reading.reader import reader

SPLIT = "They have 900 soldiers in Syria and 2,500 in Iraq."
SHARED = "They have 900 soldiers and 40 tanks in Syria and Iraq."
MOVED = "They moved 900 soldiers from Kuwait to Syria, and 400 from Jordan to Iraq."


@pytest.mark.parametrize(
    ("text", "figure", "codes"),
    [
        (SPLIT, "900", ["SY"]),
        (SPLIT, "2,500", ["IQ"]),
        (SHARED, "900", ["SY", "IQ"]),
        (SHARED, "40", ["SY", "IQ"]),
        (MOVED, "900", ["KW", "SY"]),
        (MOVED, "400", ["JO", "IQ"]),
    ],
)
def test_a_place_beyond_another_figure_is_that_ones(text: str, figure: str, codes: list[str]) -> None:
    [sentence] = reader().marked(Document(text=text), every=True).sentences
    places = tuple((place, Role.TO) for place in sentence.places if place.code)
    if text == MOVED:
        places = tuple((place, Role.FROM if place.code in {"KW", "JO"} else Role.TO) for place, _ in places)
    starts = {quantity.start for quantity in sentence.quantities}
    at = next(quantity.start for quantity in sentence.quantities if quantity.text == figure)
    assert [place.code for place, _ in unshared(at, starts - {at}, sentence, places)] == codes
