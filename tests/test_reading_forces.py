"""Force phrases and forces with a name of their own."""

from __future__ import annotations

import pytest

from musterbook.model import Category, Document
from musterbook.reading import forces, group_names, places
from musterbook.reading.parsing import parser
from musterbook.reading.reader import reader
from musterbook.reading.sides import sides


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
        ("Fighters of Unifil's escort saw it.", "Unifil", None),
        ("The P.L.O. has 2,000 men there.", "P.L.O.", None),
        ("Al-Shabaab lost 30 men.", "Al-Shabaab", None),
        ("The Collective Security Treaty Organization left.", "Collective Security Treaty Organization", None),
        ("Forty UN peacekeepers were held.", "UN", None),
    ],
)
def test_forces_with_a_name_of_their_own(text: str, name: str, country: str | None) -> None:
    assert (name, country) in {(found.text, found.country) for found in forces.names(text)}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Some 300 Zande militiamen came. The army drove the Zande off.", {"Zande"}),
        ("The guerrillas of the OPL-R lost 30 men.", {"OPL-R"}),
        ("Somali fighters and Kabul gunmen met F-16 fighters.", set()),
        ("Islamist rebels fled. Captured rebels talked. In May rebels came.", set()),
    ],
)
def test_groups_that_a_document_names_by_itself(text: str, names: set[str]) -> None:
    found = group_names.find(text, places.sides(text), places.find(text))
    assert set(found) == names


def test_an_acronym_that_is_a_word_names_no_group_in_a_text_set_in_capitals() -> None:
    assert not forces.names("THE ARMY SHOWED A NEW MODEL OF THE TANK")
    assert [name.text for name in forces.names("MODEL remained in Buchanan.")] == ["MODEL"]


def test_a_mission_stands_for_the_organisation_that_runs_it() -> None:
    text = "UNMISS was attacked in Malakal. Some 300 UN peacekeepers were wounded."
    marked = reader().marked(Document(text=text), every=True)
    assert {side.key for side in sides(marked) if side.country is None} == {"group:unmiss"}


def test_a_short_form_in_brackets_is_the_name_before_it() -> None:
    text = "The Patriotic Union of Kurdistan (PUK) lost 30 fighters. The PUK denied it."
    marked = reader().marked(Document(text=text), every=True)
    assert len([side for side in sides(marked) if side.country is None and side.named]) == 1


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Gunmen killed six soldiers; the rebels fled.", ["unnamed:armed"]),
        ("Two coalition aircraft and allied troops came.", ["unnamed:joint"]),
        ("The allied commander spoke to foreign ministers.", []),
        ("Some 40 FARC guerrillas were seen.", ["group:farc"]),
        ("Guerrillas of the FDN came.", ["group:fdn"]),
    ],
)
def test_those_of_no_name_are_a_side_of_their_own(text: str, keys: list[str]) -> None:
    marked = reader().marked(Document(text=text), every=True)
    assert [side.key for side in sides(marked)] == keys


@pytest.mark.parametrize("piece", ["A.", "Aa-", "Aa Bb rebels ", "rebels of the "])
def test_names_of_groups_are_found_in_a_text_without_an_end(piece: str) -> None:
    group_names.find(piece * (200_000 // len(piece)), [], [])


def test_a_count_before_a_service_is_no_part_of_its_name() -> None:
    assert [name.text for name in forces.names("Around 350 Army and Air Force personnel left.")] == ["Air Force"]


def test_what_every_state_has_is_no_side_of_its_own() -> None:
    text = "Manila mourned two members of the Coast Guard and five Armed Forces personnel, killed by the Abu Sayyaf."
    marked = reader().marked(Document(text=text), every=True)
    assert [side.country or side.key for side in sides(marked)] == ["PH", "group:abu-sayyaf"]
