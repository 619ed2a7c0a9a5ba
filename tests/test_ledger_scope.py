"""A scope's claims: of its force, in its area, around it, or nowhere said."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ledger_cases import address, claim, document, ledger, server
from musterbook.errors import ScopeError
from musterbook.ledger import Ledger
from musterbook.model import Kind, Scope

__all__ = ["address", "ledger", "server"]

CASES: dict[str, dict[str, Any]] = {
    "town": {"area": "RU-KRS/Sudzha"},
    "region": {"area": "RU-KRS"},
    "country": {"area": "RU"},
    "other region": {"area": "RU-BEL"},
    "other country": {"area": "UA"},
    "two": {"area": ("UA", "RU-KRS")},
    "nowhere": {"kind": "strength"},
    "denied": {"area": "RU-KRS", "modality": "denied"},
    "rejected": {"area": "RU-KRS", "modality": "possible"},
    "other force": {"area": "RU-KRS", "country": "CN"},
    "named": {"area": "RU-KRS", "country": None, "name": "Storm Corps"},
    "group": {"area": "ML", "country": None, "name": "Wagner Group"},
    "mercenaries": {"area": "ML", "country": None, "name": "Wagner mercenaries"},
}


@pytest.fixture
def held(ledger: Ledger) -> Ledger:
    for number, (name, slots) in enumerate(CASES.items()):
        source = document(
            f"Of the case {name}: the Storm Corps, the Wagner Group, Wagner mercenaries.",
            title=name,
            published=date(2025, 1, 1 + number),
        )
        made = claim(source, **slots)
        ledger.add(source, [made])
        if name == "rejected":
            ledger.review(made.id, "rejected", "anna")
    return ledger


NOWHERE = ["nowhere"]
INSIDE_RUSSIA = ["town", "region", "country", "other region", "two", "denied"]


@pytest.mark.parametrize(
    ("scope", "wanted"),
    [
        (Scope(country="KP"), [*INSIDE_RUSSIA, "other country", *NOWHERE]),
        (Scope(country="KP", area="RU"), [*INSIDE_RUSSIA, *NOWHERE]),
        (Scope(country="KP", area="RU-KRS"), ["town", "region", "country", "two", "denied", *NOWHERE]),
        (Scope(country="KP", area="RU-KRS/Sudzha"), ["town", "region", "country", "two", "denied", *NOWHERE]),
        (Scope(country="KP", area="UA"), ["other country", "two", *NOWHERE]),
        (Scope(country="KP", area="FR"), NOWHERE),
        (Scope(country="CN", area="RU"), ["other force"]),
        (Scope(name="Storm Corps"), ["named"]),
        (Scope(name="Storm Corps", area="RU"), ["named"]),
        (Scope(name="Storm Corps", area="UA"), []),
        (Scope(name="storm corps", area="RU"), ["named"]),
        (Scope(name="Corps"), []),
        (Scope(name="Wagner"), ["group", "mercenaries"]),
        (Scope(name="Wagner Group", area="ML"), ["group", "mercenaries"]),
    ],
)
def test_a_scope_holds_what_bears_on_it(held: Ledger, scope: Scope, wanted: list[str]) -> None:
    found = [entry.document.title for entry in held.scope(scope)]
    assert found == sorted(wanted, key=list(CASES).index, reverse=True)


def test_a_scope_may_be_narrowed_to_kinds_and_days(held: Ledger) -> None:
    strength = held.scope(Scope(country="KP", area="RU"), kinds=[Kind.STRENGTH])
    assert [entry.document.title for entry in strength] == ["nowhere"]
    early = held.scope(Scope(country="KP", area="RU"), known_on=date(2025, 1, 2))
    assert [entry.document.title for entry in early] == ["region", "town"]


def test_a_scope_needs_a_force(ledger: Ledger) -> None:
    with pytest.raises(ScopeError, match="needs a force"):
        ledger.scope(Scope(area="RU"))
