"""Whose force it is where the words say so by themselves."""

from __future__ import annotations

from datetime import date

import pytest

from musterbook.model import Document, Kind
from musterbook.reading.drafts import of_figure
from musterbook.reading.figures import figures
from musterbook.reading.reader import reader
from musterbook.reading.sides import sides
from musterbook.reading.sides_said import side_said

NIGHT = "Russia and Ukraine fought on. Russian troops attacked and Russian soldiers fell near Kharkiv. "


def said(text: str, number: float, kind: Kind = Kind.LOSS, speaker: str | None = None) -> str | None:
    """The side told for the figure with this number."""
    document = Document(title="News", text=text, published=date(2024, 3, 1), outlet="The Test Post")
    marked = reader().marked(document, every=True)
    figure = next(found for found in figures(marked) if found.quantity.low == number)
    side = side_said(of_figure(figure, kind), sides(marked), speaker)
    return side.key if side else None


@pytest.mark.parametrize(("number", "side"), [(268, "FI"), (427, "SE"), (515, "CA")])
def test_a_number_in_a_bracket_is_that_of_the_country_before_it(number: float, side: str) -> None:
    text = "The force consists of contingents of Canada (515), Finland (268 soldiers) and Sweden (427)."
    assert said(text, number, Kind.STRENGTH) == side


def test_soldiers_are_those_of_their_adjective() -> None:
    assert said("Russia says 1,200 North Korean sappers have arrived in Kursk.", 1200, Kind.DEPLOYMENT) == "KP"
    assert said("The army fought 300 Iraqi rebels near Mosul in Iraq.", 300) is None


@pytest.mark.parametrize(
    ("text", "kind", "side"),
    [
        (NIGHT + "Of 30 Kalibr missiles 24 were shot down.", Kind.ATTACK, "RU"),
        (NIGHT + "Of 30 Storm Shadow missiles 24 were shot down.", Kind.ATTACK, None),
        ("Iran gave Russia 30 Shaheds. Ukraine said 30 Shaheds were shot down.", Kind.LOSS, None),
        ("Iran and Israel traded blows. 30 Shaheds were shot down over the Negev.", Kind.LOSS, "IR"),
        (NIGHT + "Russia handed over 30 Kalibr missiles.", Kind.TRANSFER, None),
    ],
)
def test_a_type_tells_whose_it_is_where_one_side_alone_fields_it(text: str, kind: Kind, side: str | None) -> None:
    assert said(text, 30, kind) == side


def test_the_enemy_is_the_other_side_in_the_mouth_of_a_country() -> None:
    text = NIGHT + "The general staff said 206 occupiers were killed today."
    assert said(text, 206, speaker="UA") == "RU"
    assert said(text, 206) is None
    assert said(text.replace("occupiers", "soldiers"), 206, speaker="UA") is None


def test_the_enemy_loses_its_own() -> None:
    text = NIGHT + "The ministry said the enemy lost up to 240 soldiers and four tanks, and shot down 9 jets."
    assert said(text.replace("up to ", ""), 240, speaker="UA") == "RU"
    assert said(text, 4, speaker="UA") == "RU"
    assert said(text, 9, speaker="UA") is None


def test_the_enemy_is_nobody_where_two_others_fight() -> None:
    text = (
        "Syrian soldiers and Turkish soldiers met. The army said 206 of the enemy were killed. Iraqi soldiers watched."
    )
    assert said(text, 206, speaker="SY") is None


def test_members_are_those_of_the_group_they_are_said_to_be_of() -> None:
    text = "About 1,000 Israeli soldiers are in Lebanon, and 2,000 members of the South Lebanon Army."
    assert said(text, 2000, Kind.PRESENCE) == "group:army-lebanon-south"
    assert said("Some 4,500 soldiers of the Second Brigade left Tyre in Lebanon.", 4500, Kind.WITHDRAWAL) is None


@pytest.mark.parametrize(
    ("counted", "kind", "side"),
    [
        ("30 Ukrainian assault groups", Kind.PRESENCE, "UA"),
        ("30 Ukrainian drones", Kind.LOSS, "UA"),
        ("30 Ukrainian-made drones", Kind.LOSS, None),
        ("30 Ukrainian drones", Kind.TRANSFER, None),
        ("30 Ukrainian rebels", Kind.LOSS, None),
    ],
)
def test_an_adjective_behind_the_number_tells_whose_they_are(counted: str, kind: Kind, side: str | None) -> None:
    assert said(f"{NIGHT}Moscow wrote of {counted}.", 30, kind) == side


@pytest.mark.parametrize(("kind", "side"), [(Kind.TRANSFER, "CA"), (Kind.PRESENCE, None)])
def test_a_line_of_a_list_is_its_countrys(kind: Kind, side: str | None) -> None:
    text = (
        "Germany and Canada have sent arms to Ukraine.\n- Germany: 12 tanks.\n- Canada (as of May): 1,300 missiles.\n"
    )
    assert said(text, 1300, kind) == side
