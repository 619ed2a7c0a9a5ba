"""A register of claims answers what the claims themselves answer, however often and in whatever order it is asked."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment_cases import day, said
from musterbook.assessment.conflicts import conflicts
from musterbook.assessment.estimates import estimate, series
from musterbook.assessment.expectations import expectations
from musterbook.assessment.origins import origins
from musterbook.assessment.peaks import BLOCK, Peaks
from musterbook.assessment.picture import changes, picture
from musterbook.assessment.register import Register
from musterbook.assessment.sources import records
from musterbook.model import Entry, Kind, Scope

RU = Scope(country="KP", area="RU")
LOSSES = Scope(country="KP", area="RU", kind=Kind.LOSS)
NEWEST = day("2025-03-01")


def claims() -> list[Entry]:
    """Some of everything: figures of three voices, denials, expectations, losses, an undated claim."""
    made: list[Entry] = []
    for number in range(12):
        on = (day("2024-10-01") + timedelta(13 * number)).isoformat()
        who = ("nis", "gur", "pentagon")[number % 3]
        made.append(said(who, 10_000 + 700 * number, on=on, at="RU" if number % 4 else "RU-KRS"))
        made.append(said(who, 300 + 90 * (number % 5), on=on, kind="loss", outcome="killed", text=f"loss {number}"))
        made.append(said(who, 9_000 + 2_000 * number, on=on, modality="expected", text=f"expected {number}"))
    made.append(said("kremlin", None, on="2024-12-20", modality="denied"))
    made.append(said("nis", 5_000, on=None, text="undated"))
    return made


@pytest.mark.parametrize("known_on", [None, day("2024-11-15"), NEWEST])
def test_a_register_answers_as_its_claims_do(known_on: date | None) -> None:
    entries = claims()
    register = Register.of(entries)
    for _ in range(2):
        for scope in (RU, LOSSES):
            assert conflicts(register, scope, NEWEST, known_on=known_on) == conflicts(
                entries, scope, NEWEST, known_on=known_on
            )
            assert expectations(register, scope, NEWEST, known_on=known_on) == expectations(
                entries, scope, NEWEST, known_on=known_on
            )
            assert records(register, scope, NEWEST, known_on=known_on) == records(
                entries, scope, NEWEST, known_on=known_on
            )
        one, other = (estimate(of, RU, NEWEST, known_on=known_on) for of in (register, entries))
        assert (one.low, one.best, one.high, one.entries) == (other.low, other.best, other.high, other.entries)
        assert [aside.why for aside in one.asides] == [aside.why for aside in other.asides]
        first = day("2024-10-01")
        assert series(register, RU, first, NEWEST, known_on=known_on) == series(
            entries, RU, first, NEWEST, known_on=known_on
        )
        assert origins(register, known_on=known_on) == origins(entries, known_on=known_on)


def test_a_picture_and_its_changes_are_those_of_the_claims() -> None:
    entries = claims()
    register = Register.of(entries)
    one, other = picture(register, RU, NEWEST), picture(entries, RU, NEWEST)
    assert (one.series, one.origins, one.expectations, one.conflicts) == (
        other.series,
        other.origins,
        other.expectations,
        other.conflicts,
    )
    since = day("2024-12-01")
    turned, again = changes(register, RU, since, NEWEST), changes(entries, RU, since, NEWEST)
    assert (turned.origins, turned.turns, turned.arisen, turned.settled) == (
        again.origins,
        again.turns,
        again.arisen,
        again.settled,
    )


def test_a_register_narrowed_to_a_day_holds_what_was_published_by_then() -> None:
    register = Register.of(claims())
    early = register.until(day("2024-11-01"))
    assert early.entries and all(entry.document.published for entry in early.entries)
    assert max(str(entry.document.published) for entry in early.entries) <= "2024-11-01"
    assert early.until(NEWEST) is early
    assert len(register.entries) == len(claims())


@given(
    st.lists(st.integers(0, 40).map(float), min_size=1, max_size=3 * BLOCK),
    st.integers(0, 3 * BLOCK),
    st.integers(0, 3 * BLOCK),
    st.integers(0, 41),
)
def test_peaks_are_those_found_by_looking_at_each(figures: list[float], one: int, other: int, height: int) -> None:
    start, stop = sorted((min(one, len(figures)), min(other, len(figures))))
    peaks = Peaks(figures)
    looked = [at for at in range(start, stop) if figures[at] >= height]
    assert peaks.first(start, stop, height) == (looked[0] if looked else None)
    if start < stop:
        assert peaks.highest(start, stop) == max(range(start, stop), key=lambda at: (figures[at], -at))
