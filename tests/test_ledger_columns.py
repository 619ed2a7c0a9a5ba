"""The columns a file keeps to count by: they follow from the claims, and nothing depends on them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from ledger_cases import claim, document, dump, new_database, server
from musterbook.errors import LedgerError
from musterbook.ledger import Addition, Ledger, Query, columns, counting, entering, segments
from musterbook.ledger.copying import copy
from musterbook.ledger.institutions import resolution
from musterbook.ledger.matching import Matcher
from musterbook.ledger.paging import planned
from musterbook.model import Kind, Modality

__all__ = ["server"]

SIZE = 4
"""Claims of a segment, here."""

QUESTIONS = [
    Query(),
    Query(kinds=(Kind.LOSS,)),
    Query(kinds=(Kind.PRESENCE, Kind.LOSS), hedged=False),
    Query(modalities=(Modality.EXPECTED,), countries=("KP", "")),
    Query(areas=("RU",), countries=("RU",)),
    Query(text="kursk", reviews=("unreviewed", "unsure")),
    Query(text="nowhere"),
    Query(outlets=("Daily", ""), until=date(2025, 1, 9)),
    Query(since=date(2025, 1, 5), known_on=date(2025, 1, 8)),
    Query(institutions=("gur", ""), sides=("UA",)),
    Query(claimants=("Kyiv",)),
    Query(at_least=5),
]


def additions(number: int) -> list[Addition]:
    made = []
    for one in range(number):
        source = document(
            f"Number {one}: about 3,000 soldiers were in Kursk region, Kyiv said.",
            title=f"Report {one}",
            outlet=("Daily", "Weekly", None)[one % 3],
            published=date(2025, 1, 1 + one % 12) if one % 7 else None,
        )
        found = [
            claim(
                source,
                kind="loss" if one % 2 else "presence",
                outcome="killed" if one % 2 else None,
                modality="expected" if one % 5 == 0 else "asserted",
                country=("KP", "RU", None)[one % 3],
                area=(None, "RU-KRS", ("RU-KRS", "UA-63"))[one % 3],
                claimant="Kyiv" if one % 4 else None,
                institution=(None, "gur", "nis")[one % 3] if one % 4 else None,
                side="UA" if one % 4 else None,
                low=one + 1,
            ),
            claim(source, kind="attack", low=one + 100),
        ]
        made.append(Addition(source, tuple(found)))
    return made


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Segments of a few claims, and nothing so rare that it is counted without them."""
    monkeypatch.setattr(entering, "SEGMENT", SIZE)
    monkeypatch.setattr(segments, "SEGMENT", SIZE)
    monkeypatch.setattr(counting, "planned", partial(planned, rare=0))


@pytest.fixture
def path(tmp_path: Path, small: None) -> Path:
    """A ledger of 22 claims: five segments, and two claims more."""
    with Ledger.open(tmp_path / "muster.db") as ledger:
        for one in additions(11):
            ledger.add_all([one])
    return tmp_path / "muster.db"


def kept(ledger: Ledger) -> list[tuple[object, ...]]:
    with ledger.store.reading() as connection:
        return [tuple(row) for row in connection.exec_driver_sql("SELECT * FROM claim_columns ORDER BY segment")]


def change(path: Path, statement: str) -> None:
    with Ledger.open(path) as ledger, ledger.store.writing() as connection:
        connection.exec_driver_sql(statement)


def answers(path: Path) -> list[object]:
    """What a program just begun answers, each question by another one."""
    found: list[object] = []
    for question in QUESTIONS:
        with Ledger.open(path, read_only=True) as ledger:
            counted = ledger.facets(question)
            assert counted.total == ledger.count(question) == len(list(ledger.entries(question)))
            found.append(counted)
    return found


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """From which row on claims are read one by one, whenever columns are loaded."""
    read: list[int] = []
    plainly = segments.newer

    def noted(connection, values, after, last):  # type: ignore[no-untyped-def]
        read.append(after)
        return plainly(connection, values, after, last)

    monkeypatch.setattr(columns, "newer", noted)
    yield read


def test_a_segment_is_kept_when_its_last_claim_is_entered(tmp_path: Path, small: None) -> None:
    with Ledger.open(tmp_path / "muster.db") as ledger:
        before: list[tuple[object, ...]] = []
        for number, one in enumerate(additions(11), 1):
            ledger.add_all([one])
            after = kept(ledger)
            assert len(after) == 2 * number // SIZE
            assert after[: len(before)] == before
            before = after


def test_it_does_not_matter_how_claims_came(path: Path, tmp_path: Path) -> None:
    with Ledger.open(path) as singly, Ledger.open(tmp_path / "together.db") as together:
        together.add_all(additions(11))
        assert kept(together) == kept(singly)


def test_a_program_just_begun_counts_by_them(path: Path, loaded: list[int]) -> None:
    by_columns = answers(path)
    assert loaded == [20] * (len(QUESTIONS) - 3), "all but two they cannot tell, and one that finds nothing"
    change(path, "DELETE FROM claim_columns")
    loaded.clear()
    assert answers(path) == by_columns
    assert loaded == []


STEPS: dict[str, Callable[[Ledger], object]] = {
    "more": lambda one: one.add_all(additions(16)),
    "read again": lambda one: one.add(additions(3)[2].document, [], reader="musterbook 9"),
    "review": lambda one: one.review((additions(2)[1].claims or ())[0].id, "rejected", "anna"),
    "assign": lambda one: one.assign("Kyiv", "general-staff", "UA", "anna"),
    "withdraw": lambda one: one.documents.withdraw(additions(5)[4].document.id, "anna", "duplicate"),
}


def test_what_is_rare_is_counted_without_them(path: Path, loaded: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    right = answers(path)
    monkeypatch.setattr(counting, "planned", planned)
    loaded.clear()
    assert answers(path) == right
    assert loaded == [20] * 3, "questions that no index answers"


def test_they_are_followed_and_left_as_they_are(path: Path, tmp_path: Path) -> None:
    with Ledger.open(path) as ledger, Ledger.open(tmp_path / "plain.db") as plain:
        plain.add_all(additions(11))
        ledger.facets()
        for name, step in STEPS.items():
            before = kept(ledger)
            for one in (ledger, plain):
                step(one)
            change(tmp_path / "plain.db", "DELETE FROM claim_columns")
            assert kept(ledger)[: len(before)] == before, name
            with Ledger.open(path, read_only=True) as begun:
                for question in QUESTIONS:
                    assert ledger.facets(question) == begun.facets(question) == plain.facets(question), name
        assert list(ledger.check()) == []


def test_a_reader_of_an_earlier_state_may_use_those_of_a_later_one(path: Path) -> None:
    with Ledger.open(path) as ledger, ledger.store.reading() as earlier:
        matcher = Matcher(Query(), resolution(earlier), sqlite=True)
        ledger.add_all(additions(14))
        with ledger.store.reading() as later:
            held = columns.Columns()
            assert held.count(later, matcher) == 28
            assert held.count(earlier, matcher) == 28


@pytest.mark.parametrize(
    ("statement", "segment", "read_from"),
    [
        ("UPDATE claim_columns SET numbers = zeroblob(length(numbers)) WHERE segment = 3", 3, 8),
        ("UPDATE claim_columns SET new_values = x'ff' WHERE segment = 2", 2, 4),
        ("UPDATE claim_columns SET checksum = checksum + 1 WHERE segment = 5", 5, 16),
        ("DELETE FROM claim_columns WHERE segment = 4", 4, 12),
        ("DELETE FROM claim_columns WHERE segment = 1", 1, 0),
    ],
)
def test_a_damaged_or_missing_one_is_told_of_and_does_no_harm(
    path: Path, loaded: list[int], statement: str, segment: int, read_from: int
) -> None:
    right = answers(path)
    change(path, statement)
    loaded.clear()
    assert answers(path) == right
    assert set(loaded) == {read_from}
    with Ledger.open(path) as ledger:
        assert [str(fault) for fault in ledger.check()] == [
            f"claim_columns {segment}: they are not those of the claims"
        ]


def test_one_without_claims_is_told_of(path: Path) -> None:
    change(path, "INSERT INTO claim_columns SELECT 6, claims, new_values, numbers, checksum FROM claim_columns LIMIT 1")
    with Ledger.open(path) as ledger:
        assert [str(fault) for fault in ledger.check()] == ["claim_columns 6: there are no such claims"]


def test_what_fails_leaves_none(path: Path) -> None:
    with Ledger.open(path) as ledger:
        before = kept(ledger)
        more = additions(14)
        with pytest.raises(LedgerError), ledger.store.writing() as connection:
            from musterbook.ledger.adding import add_documents

            add_documents(connection, more, reader="musterbook 0.1", keep_bytes=True, codings_entered=set())
            assert connection.exec_driver_sql("SELECT max(segment) FROM claim_columns").scalar() == 7
            raise LedgerError("the disk is full")
        assert kept(ledger) == before
        ledger.add_all(more)
        assert len(kept(ledger)) == 7
        assert list(ledger.check()) == []


def test_a_copy_makes_its_own(path: Path, tmp_path: Path, server: str) -> None:
    with (
        Ledger.open(path) as one,
        Ledger.open(new_database(server)) as two,
        Ledger.open(tmp_path / "three.db") as three,
    ):
        list(copy(one.store, two.store))
        with pytest.raises(LedgerError), two.store.writing() as connection:
            connection.exec_driver_sql(
                "SELECT nextval(pg_get_serial_sequence('claims', 'row')) FROM generate_series(1, 9)"
            )
            raise LedgerError("row numbers are used up")
        two.add_all(additions(15))
        list(copy(two.store, three.store))
        assert dump(three) == dump(two)
        assert kept(three)[:5] == kept(one)
        assert list(three.check()) == []
        right = [two.facets(question) for question in QUESTIONS]
    assert answers(tmp_path / "three.db") == right


def test_an_older_file_is_given_them_when_it_is_opened_for_writing(path: Path) -> None:
    with Ledger.open(path) as ledger:
        before = kept(ledger)
    change(path, "DROP TABLE claim_columns")
    change(path, "UPDATE alembic_version SET version_num = '0004'")
    with pytest.raises(LedgerError, match="open it once for writing"):
        Ledger.open(path, read_only=True)
    with Ledger.open(path) as ledger:
        assert kept(ledger) == before


def test_numbers_are_kept_wide_where_they_are_large() -> None:
    for largest in (3, 65_535, 65_536):
        numbers = np.array([[0, largest]] * len(segments.COLUMNS), np.int32)
        new: dict[str, list[object]] = {"coding": [1], "codes": [[0]] * 6}
        made = segments.Segment(np.array([1, 7], np.int64), numbers, new)
        back = segments.Segment.unpacked(1, *made.packed(1)[:-1])
        assert back.rows.tolist() == [1, 7]
        assert back.numbers.tolist() == numbers.tolist()
        assert back.new == new
