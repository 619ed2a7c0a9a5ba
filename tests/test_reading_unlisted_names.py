"""Names of places that no list holds, borders, and where they lie."""

from __future__ import annotations

import pytest

from musterbook.model import Document
from musterbook.reading.places import FoundPlace
from musterbook.reading.reader import reader
from musterbook.reading.whereabouts import UNLISTED


def unlisted(text: str, title: str = "") -> dict[str, str | None]:
    marked = reader().marked(Document(text=text, title=title), every=True)
    return {p.text: p.code for s in marked.sentences for p in s.places if p.rule.startswith(UNLISTED)}


def borders(text: str) -> list[FoundPlace]:
    marked = reader().marked(Document(text=text), every=True)
    return [p for s in marked.sentences for p in s.places if "border" in p.rule or "frontier" in p.rule]


@pytest.mark.parametrize(
    ("text", "words", "code"),
    [
        ("Forty soldiers died at Tessagourt, in Mali's Kidal region, on Sunday.", "Tessagourt", "ML-8"),
        ("The army left Sudzha for the village of Verkhnaya Tyomkinka.", "Verkhnaya Tyomkinka", "RU-KRS"),
        ("Two Danes were wounded at Ras Tolmini near Kismayo.", "Ras Tolmini", "SO-JH"),
        ("In Niger soldiers hold Ouallam and Tabarey-Barey.", "Tabarey-Barey", "NE-6"),
        ("Soldiers are in the districts of Doda, Kathua and Bilatuko.", "Bilatuko", "IN-JK"),
        ("Kidal in Mali is quiet. The army left the villages of Tessagourt, it said.", "Tessagourt", "ML-8"),
        ("Rebels took Kidal in Mali. Chadian troops are camped near Oum Tizalet.", "Oum Tizalet", "ML-8"),
    ],
)
def test_a_name_no_list_holds_lies_where_the_places_around_it_lie(text: str, words: str, code: str) -> None:
    assert unlisted(text).get(words) == code


@pytest.mark.parametrize(
    "text",
    [
        "Russian troops left Kursk, according to Interfax.",
        "Russian troops left Kursk and Tarrow said nothing.",
        "General Tarrow spoke. The minister wrote to Tarrow about the 300 soldiers in Mali.",
        "Soldiers from Mali took part in Exercise Grey Falcon in September.",
        "The army sent 300 soldiers to African partners in the Sahel.",
        "The soldiers in Parliament square left Kyiv in October.",
    ],
)
def test_persons_outlets_months_and_exercises_are_no_places(text: str) -> None:
    assert not unlisted(text)


def test_all_mentions_of_an_unlisted_name_lie_in_one_region() -> None:
    text = "Soldiers hold Tessagourt, near Kidal.\nIn Bamako ministers met.\nForty men arrived at Tessagourt on Sunday."
    marked = reader().marked(Document(text=text), every=True)
    codes = {p.code for s in marked.sentences for p in s.places if p.text == "Tessagourt"}
    assert len(codes) == 1


def test_the_border_with_a_country_lies_in_another() -> None:
    found = borders("Poland's army has been enlarged. Poland moved 2,000 soldiers to the border with Belarus.")
    assert [p.code for p in found if "Belarus" in p.text] in (["PL"], [None])


def test_home_is_the_country_of_the_force() -> None:
    text = "LIMA - Chile's last 120 soldiers in Haiti flew home on Friday, the army said."
    claims = reader().read(Document(text=text))
    homes = {place.code for claim in claims for place in claim.places if place.words and place.words.text == "home"}
    assert homes <= {"CL"}


@pytest.mark.parametrize(
    ("text", "words", "code"),
    [
        ("U.S. troops in Iraq will stay in the region until May.", "the region", None),
        ("Troops entered Kursk Oblast. They will stay in the region until May.", "the region", "RU-KRS"),
    ],
)
def test_the_region_of_a_whole_country_cannot_be_told(text: str, words: str, code: str | None) -> None:
    marked = reader().marked(Document(text=text), every=True)
    assert {p.text: p.code for s in marked.sentences for p in s.places}[words] == code


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("American soldiers in the Lake Chad Basin and Sahel Region watch the sects.", {"Sahel Region": None}),
        ("The army of Burkina Faso has 300 soldiers in the Sahel Region.", {"Sahel Region": "BF-12"}),
        ("Burkina Faso's army was attacked in the Eastern Region.", {"Eastern Region": "BF"}),
        ("South-east of Orikhiv the Ukrainian troops went on.", {"South-east": "not found"}),
        ("Three soldiers died at Ras Kamboyo and one near Ulus-Kertano in May.", {"Ras": "not found"}),
    ],
)
def test_regions_without_a_name_of_their_own_and_parts_of_names(text: str, found: dict[str, str | None]) -> None:
    places = {p.text: p.code for s in reader().marked(Document(text=text), every=True).sentences for p in s.places}
    assert {words: places.get(words, "not found") for words in found} == found


@pytest.mark.parametrize(
    ("text", "name", "code"),
    [
        ("Troops of El Salvador hold Perquin. They sleep in Perquin and in San Fernando.", "San Fernando", "SV-MO"),
        ("Rebels in Tajikistan hold Gharm. Soldiers of Tajikistan went up the Rasht valley.", "Rasht valley", "TJ-RA"),
        ("Soldiers of Sri Lanka left Muttur. The convoy of Sri Lanka's army went to Kallar.", "Kallar", "LK-5"),
        ("Ships left Izmail in Ukraine for Dubai.", "Dubai", "AE-DU/Dubai"),
    ],
)
def test_a_name_of_a_country_never_spoken_of_lies_beside_another_place(text: str, name: str, code: str) -> None:
    places = {p.text: p.code for s in reader().marked(Document(text=text), every=True).sentences for p in s.places}
    assert places[name] == code
