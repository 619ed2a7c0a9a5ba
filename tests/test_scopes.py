"""Scopes in words people type, and back; the nearest right ones for a wrong one."""

from __future__ import annotations

import pytest

from musterbook.errors import ScopeError
from musterbook.model import Category, Kind, Outcome, Scope
from musterbook.scopes import from_slug, parse, slug, title, words

TYPED: list[tuple[str, Scope, str, str]] = [
    ("KP in RU", Scope(country="KP", area="RU"), "kp-in-ru", "North Korea in Russia"),
    ("PRK in RUS", Scope(country="KP", area="RU"), "kp-in-ru", "North Korea in Russia"),
    ('"North Korea" in "Kursk Oblast"', Scope(country="KP", area="RU-KRS"), "kp-in-ru-krs", "North Korea in Kursk"),
    ("North Korea in the Kursk region", Scope(country="KP", area="RU-KRS"), "kp-in-ru-krs", "North Korea in Kursk"),
    ("North Korean soldiers in Russia", Scope(country="KP", area="RU"), "kp-in-ru", "North Korea in Russia"),
    ("kp in sudzha", Scope(country="KP", area="RU-KRS/Sudzha"), "kp-in-ru-krs.sudzha", "North Korea in Sudzha"),
    ("RU losses", Scope(country="RU", kind=Kind.LOSS), "ru-losses", "Russia: losses"),
    ("RU losses in UA", Scope(country="RU", area="UA", kind=Kind.LOSS), "ru-losses-in-ua", "Russia: losses in Ukraine"),
    (
        "KP killed in RU",
        Scope(country="KP", area="RU", kind=Kind.LOSS, outcome=Outcome.KILLED),
        "kp-killed-in-ru",
        "North Korea: killed in Russia",
    ),
    (
        "RU tanks destroyed in UA",
        Scope(country="RU", area="UA", kind=Kind.LOSS, outcome=Outcome.DESTROYED, category=Category.VEHICLES),
        "ru-vehicles-destroyed-in-ua",
        "Russia: vehicles destroyed in Ukraine",
    ),
    (
        "KP shells to RU",
        Scope(country="KP", kind=Kind.TRANSFER, counterpart="RU", category=Category.MUNITIONS),
        "kp-munitions-to-ru",
        "North Korea: munitions to Russia",
    ),
    (
        "KP transfers to RU",
        Scope(country="KP", kind=Kind.TRANSFER, counterpart="RU"),
        "kp-transfer-to-ru",
        "North Korea: transfer to Russia",
    ),
    ("KP to RU", Scope(country="KP", area="RU", kind=Kind.DEPLOYMENT), "kp-to-ru", "North Korea to Russia"),
    ("KP soldiers to RU", Scope(country="KP", area="RU", kind=Kind.DEPLOYMENT), "kp-to-ru", "North Korea to Russia"),
    ("KP strength", Scope(country="KP", kind=Kind.STRENGTH), "kp-strength", "North Korea: strength"),
    ("KP", Scope(country="KP"), "kp-presence", "North Korea: presence"),
    ("Wagner in ML", Scope(name="Wagner", area="ML"), "wagner-in-ml", "Wagner in Mali"),
    (
        "Rapid Support Forces in SD",
        Scope(name="Rapid Support Forces", area="SD"),
        "rapid-support-forces-in-sd",
        "Rapid Support Forces in Sudan",
    ),
    (
        '"Storm Corps" in RU',
        Scope(country="KP", name="Storm Corps", area="RU"),
        "storm-corps-in-ru",
        "Storm Corps in Russia",
    ),
]


@pytest.mark.parametrize(("typed", "scope", "address", "heading"), TYPED, ids=[typed for typed, *_ in TYPED])
def test_words_become_a_scope_and_an_address(typed: str, scope: Scope, address: str, heading: str) -> None:
    assert parse(typed) == scope
    assert slug(scope) == address
    assert from_slug(address) == scope
    assert parse(words(scope)) == scope
    assert title(scope) == heading


def test_words_come_one_by_one_from_a_command_line() -> None:
    assert parse(["North Korea", "in", "Kursk Oblast"]) == Scope(country="KP", area="RU-KRS")
    assert parse(["North", "Korea", "in", "Kursk", "Oblast"]) == Scope(country="KP", area="RU-KRS")


def test_a_group_nobody_knows_can_be_named() -> None:
    scope = Scope(name="Vostok Battalion", area="SY")
    assert parse('name:"Vostok Battalion" in SY') == scope
    assert slug(scope) == "name:vostok-battalion-in-sy"


WRONG: list[tuple[str, list[str]]] = [
    ("Nroth Korea in RU", ["'Nroth Korea' is no force", '"North Korea" in RU']),
    ("Wagnr in ML", ["'Wagnr' is no force", "Wagner in ML", "name:wagnr"]),
    ("KP in Kurks Oblast", ["'Kurks Oblast' is no place", "KP in Kursk"]),
    ("KP lossess", ["'lossess' is nothing that can be asked of KP", "KP losses"]),
    ("KP RU", ["do you mean KP in RU?"]),
    ("losses in RU", ["but whose?", "RU losses"]),
    ("KP in", ["a place is missing", "KP in RU"]),
    ('"KP in RU', ["a quotation mark is not closed"]),
    ("", ["a scope names a force", "KP in RU"]),
]


@pytest.mark.parametrize(("typed", "told"), WRONG, ids=[typed or "nothing" for typed, _ in WRONG])
def test_a_wrong_one_gets_the_nearest_right_ones(typed: str, told: list[str]) -> None:
    with pytest.raises(ScopeError) as caught:
        parse(typed)
    for part in told:
        assert part in str(caught.value)


@pytest.mark.parametrize("address", ["kp-in-xx", "zz-in-ru", "kp-in-ru-krs.nowhere", ""])
def test_a_wrong_address_is_refused(address: str) -> None:
    with pytest.raises(ScopeError):
        from_slug(address)
