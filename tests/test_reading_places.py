"""Places and sides in text."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from musterbook.reading.places import find, sides


def coded(text: str, countries_in_play: Sequence[str] = ()) -> list[tuple[str, str | None]]:
    return [(place.text, place.code) for place in find(text, countries_in_play=countries_in_play)]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Troops arrived in Kursk Oblast.", [("Kursk Oblast", "RU-KRS")]),
        ("They hold the region of Kursk.", [("region of Kursk", "RU-KRS")]),
        ("They hold the city of Kursk.", [("city of Kursk", "RU-KRS/Kursk")]),
        ("Fighting went on in Kursk.", [("Kursk", "RU-KRS")]),
        ("The convoy reached Sudzha.", [("Sudzha", "RU-KRS/Sudzha")]),
        ("Soldiers are already in russia, it said.", [("russia", "RU")]),
        ("They will build in the kursk region.", [("kursk region", "RU-KRS")]),
        ("The central region and the border regions were quiet.", []),
        ("The unit left for eastern Russia.", [("eastern Russia", "RU")]),
        ("They fight on Russian soil.", [("Russian soil", "RU")]),
        ("Typhoons patrol Ukrainian skies.", [("Ukrainian skies", "UA")]),
        ("Two battalions stand on the South Korean side.", [("South Korean side", "KR")]),
        ("They landed in the Somali capital.", [("Somali capital", "SO-BN/Mogadishu")]),
        ("They left the north-east of Syria.", [("north-east of Syria", "SY")]),
        ("They hold the Syrian north-east.", [("Syrian north-east", "SY")]),
        ("It was built in the Donetsk region.", [("Donetsk region", "UA-14")]),
        ("near the Syrian town of Qusair", [("town of Qusair", "SY-HI/Al Quşayr")]),
        ("Ships left Khmeimim for the Black Sea.", [("Khmeimim", "SY-LA/Hmeimim"), ("Black Sea", None)]),
        ("A ferry sank off Port-au-Prince, Haiti.", [("Port-au-Prince", "HT-OU/Port-au-Prince"), ("Haiti", "HT")]),
        (
            "MOGADISHU, SOMALIA - TROOPS ENTERED KISMAYO",
            [("MOGADISHU", "SO-BN/Mogadishu"), ("SOMALIA", "SO"), ("KISMAYO", "SO-JH/Kismayo")],
        ),
        ("A man from Norfolk, Va., was held.", [("Norfolk", "US-VA/Norfolk")]),
        ("Car bombs went off in Baghdad.", [("Baghdad", "IQ-BG/Baghdad")]),
        ("Troops of the CAR left for Chad.", [("CAR", "CF"), ("Chad", "TD")]),
        (
            "A storm hit Joplin, Mo., and moved to Springfield, Greene County officials said.",
            [
                ("Joplin", "US-MO/Joplin"),
                ("Springfield", "US-MO/Springfield"),
                ("Greene County", "US-MO/Greene County"),
            ],
        ),
        ("Police in Reading, England, said so.", [("Reading", "GB-ENG/Reading"), ("England", "GB-ENG")]),
    ],
)
def test_found_and_resolved(text: str, places: list[tuple[str, str | None]]) -> None:
    assert coded(text)[: len(places) or None] == places


@pytest.mark.parametrize(
    "text",
    [
        "Reading is a pleasure and Split was a decision.",
        "The Washington Post wrote about it.",
        "The Kursk submarine was raised.",
        "Lloyd Austin resigned. Austin said he was tired.",
        "Jordan Smith and Paris Hilton were there.",
        "Russian soldiers and North Koreans met.",
        "In March and May it rained.",
        "Give us a chance to turn the tables in turkey season.",
        "NATO and the Taliban signed nothing.",
        "The Chinese side said nothing.",
        "Shots were fired at an African Union base.",
        "SOLDIERS TOOK UP POSITIONS, MANNING CHECKPOINTS BY THE ROAD.",
    ],
)
def test_what_is_no_place(text: str) -> None:
    assert coded(text) == []


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("in the Kursk and Belgorod regions", ("RU-KRS", "RU-BEL")),
        ("in Voronezh, Rostov and Belgorod regions", ("RU-VOR", "RU-ROS", "RU-BEL")),
        ("in the Bryansk and Kursk border areas", ("RU-BRY", "RU-KRS")),
    ],
)
def test_coordinated_regions_are_one_place(text: str, codes: tuple[str, ...]) -> None:
    [place] = find(text)
    assert place.codes == codes
    assert place.text == text.removeprefix("in ").removeprefix("the ")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The ministry in Tbilisi said Georgia would send a battalion.", "GE"),
        ("Police in Atlanta, Georgia, and in Macon said so.", "US-GA"),
    ],
)
def test_other_places_decide(text: str, code: str) -> None:
    assert code in {place.code for place in find(text)}


def test_the_forces_in_play_decide() -> None:
    text = "The battalion marched to Tripoli."
    assert coded(text, countries_in_play=["LY"]) == [("Tripoli", "LY-TB/Tripoli")]
    assert coded(text, countries_in_play=["LB", "LB"])[0][1] != "LY-TB/Tripoli"


def test_a_name_keeps_the_region_it_was_given() -> None:
    places = find("Two died in Paris, Texas. A third man from Paris was hurt.")
    assert {place.code for place in places if place.name == "Paris"} == {"US-TX/Paris"}
    assert [place.text for place in places if place.qualifier] == ["Texas"]


def test_the_beginning_of_a_longer_name_means_the_same_town() -> None:
    places = find("They left Cuito Cuanavale in March. By May all of Cuito was empty.")
    assert [place.text for place in places] == ["Cuito Cuanavale", "Cuito"]
    assert len({place.code for place in places}) == 1


def test_a_country_named_like_the_beginning_of_another_stays_itself() -> None:
    assert coded("Guinea-Bissau thanked Guinea.") == [("Guinea-Bissau", "GW"), ("Guinea", "GN")]


def test_the_document_says_whether_region_or_town() -> None:
    text = "Shells fell on the Kherson region. In Kherson two were hurt."
    assert {place.code for place in find(text)} == {"UA-65"}
    assert coded("In Kherson two were hurt.") == [("Kherson", "UA-65/Kherson")]


def test_parts_are_marked() -> None:
    for text in ("in eastern Russia", "in the Far East of Russia", "in the north of Syria"):
        assert find(text)[0].part, text
    assert not find("in Russia")[0].part


def test_governments_are_marked() -> None:
    assert find("Kyiv said it was ready.")[0].metonym
    assert not find("A blast was heard in Kyiv.")[0].metonym


def test_a_small_town_of_a_country_never_spoken_of_stays_unresolved() -> None:
    [place] = [p for p in find("French and German troops of the Malian mission met at Golo.") if p.name == "Golo"]
    assert (place.code, place.rule) == (None, "unresolved")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("North Korean soldiers", [("North Korean", "KP", "adjective")]),
        ("The North Koreans left", [("North Koreans", "KP", "demonym")]),
        ("Seoul and Pyongyang", [("Seoul", "KR", "capital"), ("Pyongyang", "KP", "capital")]),
        ("the Kremlin and the Pentagon", [("Kremlin", "RU", "seat"), ("Pentagon", "US", "seat")]),
        ("russian troops in ukraine", [("russian", "RU", "adjective"), ("ukraine", "UA", "name")]),
        ("The North denied what South Korea said", [("North", "KP", "name"), ("South Korea", "KR", "name")]),
        ("The North denied what the envoy said", []),
        ("they told us to polish it", []),
        ("US and U.S. forces", [("US", "US", "name"), ("U.S.", "US", "name")]),
    ],
)
def test_sides(text: str, found: list[tuple[str, str, str]]) -> None:
    assert [(side.text, side.country, side.form) for side in sides(text)] == found


words = st.sampled_from(
    [
        "Kursk",
        "and",
        "Belgorod",
        "regions",
        "in",
        "the",
        "north",
        "of",
        "Russia",
        "'s",
        ",",
        ".",
        "Paris",
        "Texas",
        "U.S.",
        "al-Asad",
        "Mr.",
        "\n",
        "KYIV",
        "soil",
        "Syrian",
        "Курськ",
        "쿠르스크",
        "\u00a0",
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.one_of(words, st.text(max_size=6)), max_size=25).map(" ".join))
def test_words_stand_where_they_are_said_to(text: str) -> None:
    stretches = [(place.start, place.end, place.text) for place in find(text)]
    stretches += [(side.start, side.end, side.text) for side in sides(text)]
    for start, end, said in stretches:
        assert text[start:end] == said
    assert find(text) == find(text)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Police raided homes in Antwerp and Liège.", [("Antwerp", "BE-VLG/Antwerp"), ("Liège", "BE-WAL/Liège")]),
        ("Voters in Georgia and Florida chose.", [("Georgia", "US-GA"), ("Florida", "US-FL")]),
        ("Georgia accused Russia.", [("Georgia", "GE"), ("Russia", "RU")]),
        ("The harvest in Cote d'Ivoire failed.", [("Cote d'Ivoire", "CI")]),
        ("The Geneva-based union met.", [("Geneva", "CH-GE/Geneva")]),
        (
            "The Los Angeles firm bought a house in Milan.",
            [("Los Angeles", "US-CA/Los Angeles"), ("Milan", "IT-25/Milan")],
        ),
        ("He lives in Kent.", [("Kent", "GB-KEN")]),
        ("The trial in Cook County began.", [("Cook County", "US-IL/Cook County")]),
        ("Fans of the Houston Astros and Bayern Munich met on Lake Victoria.", [("Lake Victoria", None)]),
    ],
)
def test_lists_namesakes_and_names_of_other_things(text: str, places: list[tuple[str, str | None]]) -> None:
    assert coded(text) == places
