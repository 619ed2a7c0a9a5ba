"""Conflicts: the five kinds of contradiction, and what is none."""

from __future__ import annotations

import random

import pytest

from assessment_cases import day, said
from musterbook.assessment.conflicts import Conflict, Discord, conflicts, span
from musterbook.model import Entry, Kind, Scope

RU = Scope(country="KP", area="RU")
KURSK = Scope(country="KP", area="RU-KRS")
LOSSES = Scope(country="KP", area="RU", kind=Kind.LOSS)


def killed(who: str | None, number: int, on: str = "2024-11-01") -> Entry:
    return said(who, number, kind="loss", outcome="killed", on=on)


CASES: list[tuple[str, list[Entry], Scope, list[Discord]]] = [
    ("disjoint and 27% apart", [said("diu", 11000), said("state", 8000)], RU, [Discord.FIGURES]),
    ("12,000 and 10,000 are 16.7% apart", [said("diu", 12000), said("nis", 10000)], RU, [Discord.FIGURES]),
    ("11,000 and 10,000 are 9% apart", [said("diu", 11000), said("nis", 10000)], RU, []),
    ("an open end meets what lies above", [said("diu", 12000), said("nis", (8000, None))], RU, []),
    (
        "an open end does not meet what lies below",
        [said("diu", 8000), said("nis", (12000, None))],
        RU,
        [Discord.FIGURES],
    ),
    ("of one institution only the newest", [said("diu", 11000), said("diu", 3000, on="2024-10-01")], RU, []),
    ("a faded figure contradicts nobody", [said("diu", 11000), said("nis", 3000, on="2024-01-01")], RU, []),
    (
        "losses outcome by outcome",
        [killed("nis", 2000), killed("dprk", 350), said("nis", 2, kind="loss", outcome="captured")],
        LOSSES,
        [Discord.FIGURES],
    ),
    ("a denial before", [said("nis", 1500, on="2024-10-18"), said("dprk", modality="denied")], RU, [Discord.DENIAL]),
    ("a denial after", [said("nis", 1500), said("dprk", modality="denied", on="2024-10-21")], RU, [Discord.DENIAL]),
    ("a denial long after", [said("nis", 1500, on="2024-01-18"), said("dprk", modality="denied")], RU, []),
    (
        "a denial reaches the sending",
        [said("nis", 1500, kind="deployment", role="to"), said("dprk", modality="denied")],
        RU,
        [Discord.DENIAL],
    ),
    (
        "a denied figure reaches only that figure",
        [said("nis", 1500), said("dprk", 9000, modality="denied")],
        RU,
        [],
    ),
    (
        "a part exceeds the whole of the same institution",
        [said("diu", 10500, at="RU-KRS", on="2024-10-30"), said("diu", 10000)],
        RU,
        [Discord.PART_EXCEEDS_WHOLE],
    ),
    ("a part a little above another's whole", [said("diu", 11000, at="RU-KRS"), said("nis", 10000)], RU, []),
    (
        "a part far above another's whole",
        [said("diu", 11000, at="RU-KRS"), said("nis", 3000)],
        RU,
        [Discord.PART_EXCEEDS_WHOLE],
    ),
    (
        "seen from the part",
        [said("diu", 11000, at="RU-KRS"), said("nis", 3000)],
        KURSK,
        [Discord.PART_EXCEEDS_WHOLE],
    ),
    (
        "more killed than casualties",
        [killed("nis", 700), said("nis", 600, kind="loss", outcome="casualties")],
        LOSSES,
        [Discord.PART_EXCEEDS_WHOLE],
    ),
    (
        "a date missed",
        [said("nis", 12000, modality="expected", end="2024-09-01", on="2024-08-01")],
        RU,
        [Discord.MISSED_DATE],
    ),
    ("revised down", [killed("nis", 2000, "2024-09-01"), killed("nis", 1500)], LOSSES, [Discord.REVISED_DOWN]),
    (
        "an old total told again is no revision",
        [killed("nis", 300, "2024-08-01"), killed("nis", 600, "2024-09-01"), killed("nis", 300)],
        LOSSES,
        [],
    ),
    ("a rejected claim contradicts nobody", [said("diu", 11000), said("nis", 300, verdict="rejected")], RU, []),
]


def found(register: list[Entry], scope: Scope) -> tuple[Conflict, ...]:
    return conflicts(register, scope, day("2024-11-15"))


@pytest.mark.parametrize(("case", "register", "scope", "expected"), CASES, ids=[case for case, *_ in CASES])
def test_what_contradicts(case: str, register: list[Entry], scope: Scope, expected: list[Discord]) -> None:
    assert [conflict.discord for conflict in found(register, scope)] == expected
    for conflict in found(register, scope):
        assert conflict.why
        assert conflict.one
        assert conflict.sentences[0] == conflict.one[0].claim.mentions[0].text
        if conflict.other:
            assert conflict.sentences[1] == conflict.other[0].claim.mentions[0].text


def test_a_conflict_says_who_and_how_far() -> None:
    (conflict,) = found([said("diu", 11000, on="2024-11-04"), said("state", 8000)], RU)
    assert conflict.why == "diu 11,000, state 8,000: 27% apart"
    assert conflict.since == day("2024-11-04")


def test_a_denial_shows_the_nearest_claim_before_it_first() -> None:
    register = [
        said("nis", 12000, on="2024-10-18", modality="expected"),
        said("diu", 11000, on="2024-11-04"),
        said("dprk", modality="denied", on="2024-10-21"),
    ]
    (conflict,) = found(register, RU)
    assert conflict.one == (register[2],)
    assert conflict.other == (register[0], register[1])
    assert conflict.why == "dprk denies what nis, diu say"


def test_a_running_total_long_before_a_greater_one_is_marked_as_aged() -> None:
    assert [one.aged for one in found([killed("nis", 2000), killed("dprk", 350, "2024-08-01")], LOSSES)] == [True]
    assert [one.aged for one in found([killed("nis", 2000), killed("dprk", 350, "2024-10-15")], LOSSES)] == [False]
    assert [one.aged for one in found([killed("nis", 350), killed("dprk", 2000, "2024-08-01")], LOSSES)] == [False]


def test_the_order_of_claims_does_not_matter() -> None:
    register = [entry for _, entries, scope, _ in CASES if scope == RU for entry in entries]
    shuffled = list(register)
    random.Random(1).shuffle(shuffled)
    assert found(shuffled, RU) == found(register, RU)


def test_what_is_not_known_yet_contradicts_nobody() -> None:
    register = [said("diu", 11000), said("state", 8000, on="2024-11-10")]
    assert conflicts(register, RU, day("2024-11-15"), known_on=day("2024-11-09")) == ()


@pytest.mark.parametrize(
    ("interval", "words"),
    [
        ((11000, 11000, False, False), "11,000"),
        ((11000, 12000, False, False), "11,000 to 12,000"),
        ((10000, 10000, False, True), "at least 10,000"),
        ((10000, 10000, True, False), "up to 10,000"),
    ],
)
def test_an_interval_in_words(interval: tuple[float, float, bool, bool], words: str) -> None:
    assert span(*interval) == words
