"""When two names mean one force: the words of the codebook, and no false joins."""

from __future__ import annotations

import pytest

from musterbook.codebook.force_names import name_key, same_force

ONE_FORCE = [
    ("Wagner", "Wagner Group"),
    ("Wagner", "Wagner mercenaries'"),
    ("Wagner Group", "PMC Wagner"),
    ("Wagner", "Вагнер"),
    ("Rapid Support Forces", "RSF"),
    ("Houthi", "Houthis"),
    ("Ansar Allah", "Houthi fighters"),
    ("Azov", "Azov Brigade"),
    ("KFOR", "Kosovo Force (KFOR)"),
    ("201st Military Base", "201st base"),
    ("Revolutionary Guards", "IRGC"),
    ("Islamic State group", "ISIS (Islamic State of Iraq and Syria)"),
    ("peshmerga", "Peshmerga"),
    ("Kurdistan Workers' Party", "PKK"),
    ("Kalinouski Regiment", "Kalinoŭski Regiment"),
]
TWO_FORCES = [
    ("Taliban", "Pakistani Taliban"),
    ("Hezbollah", "Kataib Hezbollah"),
    ("Islamic State", "Islamic State West Africa Province"),
    ("72nd Brigade", "72nd Division"),
    ("Azov Brigade", "Azov Regiment"),
    ("Group", "Wagner Group"),
    ("Corps", "Storm Corps"),
    ("Storm Corps", "Storm-Z"),
    ("ISI", "ISIS"),
    ("Army", "Syrian Army"),
    ("Brigade", "2nd Brigade"),
    ("V Corps", "VII Corps"),
    ("Sixth Fleet", "sixth company"),
    ("Wagner", ""),
]


@pytest.mark.parametrize(("one", "other"), ONE_FORCE)
def test_names_of_one_force(one: str, other: str) -> None:
    assert same_force(one, other)
    assert same_force(other, one)


@pytest.mark.parametrize(("one", "other"), TWO_FORCES)
def test_names_of_two_forces(one: str, other: str) -> None:
    assert not same_force(one, other)
    assert not same_force(other, one)


def test_names_of_one_force_share_a_key() -> None:
    assert name_key("Wagner Group") == name_key("Wagner") == "wagner"
    assert name_key("RSF") == name_key("Rapid Support Forces")
    assert name_key("72nd Brigade") != name_key("72nd Division")
