"""Force phrases and forces with a name of their own."""

from __future__ import annotations

import pytest

from musterbook.model import Category
from musterbook.reading import forces
from musterbook.reading.parsing import parser


@pytest.mark.parametrize(
    ("text", "words", "category"),
    [
        ("Some 1,500 North Korean special forces have landed.", "North Korean special forces", Category.PERSONNEL),
        ("Kyiv received twenty modernised rocket launchers.", "modernised rocket launchers", Category.ARTILLERY),
        ("Two F-16s were lost over the lake.", "F-16s", Category.AIRCRAFT),
        ("They shot down nine Kalibrs.", "Kalibrs", Category.MISSILES),
        ("Three brigades left the border.", "brigades", Category.UNITS),
        ("Six patrol boats were handed over.", "patrol boats", Category.SHIPS),
        ("The infantrymen were billeted in a school.", "infantrymen", Category.PERSONNEL),
    ],
)
def test_a_noun_names_its_category(text: str, words: str, category: Category) -> None:
    doc = parser().parse(text)
    found = {text[f.start : f.end]: f.category for f in forces.find(doc, forces.names(text))}
    assert found.get(words) == category


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("Fighters of the Wagner Group left.", "Wagner Group", None),
        ("The 76th Air Assault Division moved.", "76th Air Assault Division", None),
        ("Sailors of the USS Carl Vinson came ashore.", "USS Carl Vinson", None),
        ("A convoy of the Black Sea Fleet sailed.", "Black Sea Fleet", "RU"),
        ("Peacekeepers of UNIFIL saw it.", "UNIFIL", None),
    ],
)
def test_forces_with_a_name_of_their_own(text: str, name: str, country: str | None) -> None:
    assert (name, country) in {(found.text, found.country) for found in forces.names(text)}
