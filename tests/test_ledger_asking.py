"""Asking: every filter, every facet and every page says what looking through all claims by hand would say."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger_cases import address, claim, document, ledger, server
from musterbook.errors import ScopeError
from musterbook.ledger import Addition, Ledger, Query
from musterbook.ledger.institutions import resolution
from musterbook.ledger.matching import Matcher
from musterbook.ledger.paging import page_rows
from musterbook.model import Category, Document, Entry, Kind, Modality, Outcome, contains

__all__ = ["address", "ledger", "server"]

KYIV = document("Soldiers in Kursk, Kyiv said.", outlet="Daily", published=date(2025, 1, 1))
SEOUL = document(
    "Losses near Sudzha grew, Seoul said. Nothing was said of Kursk.", outlet="Post", published=date(2025, 2, 1)
)
WAGNER = document("Wagner Group fighters left Mali for Kraków.", outlet=None, published=None)

TOWN = "RU-KRS/Sudzha"
CLAIMS: list[tuple[Document, dict[str, Any]]] = [
    (KYIV, {"area": "RU-KRS", "claimant": "Kyiv", "institution": "gur", "side": "UA", "low": 3000, "high": 3000}),
    (KYIV, {"kind": "deployment", "area": ("RU", "UA-14"), "low": 10_000, "modality": "expected", "hedged": True}),
    (KYIV, {"kind": "transfer", "category": "munitions", "counterpart": {"country": "RU", "words": "Kursk"}}),
    (SEOUL, {"kind": "loss", "outcome": "killed", "area": TOWN, "claimant": "Seoul", "side": "KR", "high": 400}),
    (SEOUL, {"kind": "loss", "outcome": "wounded", "country": "RU", "area": TOWN, "low": 200, "high": 999}),
    (SEOUL, {"period": ("grew", date(2025, 1, 20), None), "area": "RU-BEL", "modality": "denied"}),
    (SEOUL, {"period": ("grew", None, date(2024, 12, 31)), "country": "RU"}),
    (WAGNER, {"kind": "withdrawal", "country": None, "name": "Wagner Group", "area": "ML"}),
]  # fmt: skip


def made() -> list[Addition]:
    from ledger_cases import quote

    by_document: dict[str, Addition] = {}
    for source, slots in CLAIMS:
        given: dict[str, Any] = dict(slots)
        if period := given.pop("period", None):
            given["period"] = {"words": quote(source, period[0]), "start": period[1], "end": period[2]}
        if counterpart := given.get("counterpart"):
            given["counterpart"] = counterpart | {"words": quote(source, counterpart["words"])}
        before = by_document.get(source.id, Addition(source, ()))
        by_document[source.id] = Addition(source, (*(before.claims or ()), claim(source, **given)))
    return list(by_document.values())


@pytest.fixture
def filled(ledger: Ledger) -> Ledger:
    additions = made()
    ledger.add_all(additions)
    (first, second, *_), (third, *_) = ([c.id for c in one.claims or ()] for one in additions[:2])
    ledger.review(first, "accepted", "anna")
    ledger.review(second, "rejected", "anna")
    ledger.review(third, "unsure", "anna")
    ledger.review(third, "undone", "anna")
    ledger.assign("SEOUL", "nis", "KR", "anna")
    return ledger


def places(entry: Entry) -> list[str]:
    return [place.code for place in entry.claim.places if place.code]


def touches(entry: Entry, low: float | None, high: float | None) -> bool:
    quantity = entry.claim.quantity
    if quantity is None:
        return False
    above = low is None or quantity.high is None or quantity.high >= low
    return above and (high is None or quantity.low is None or quantity.low <= high)


def covers(entry: Entry, start: date | None, end: date | None) -> bool:
    period = entry.claim.period
    if period is None or (period.start is None and period.end is None):
        return False
    late = start is None or period.end is None or period.end >= start
    return late and (end is None or period.start is None or period.start <= end)


FILTERS: dict[str, tuple[Query, Callable[[Entry], bool], int]] = {
    "everything": (Query(), lambda e: True, 8),
    "kind": (Query(kinds=(Kind.LOSS, Kind.TRANSFER)), lambda e: e.claim.kind in ("loss", "transfer"), 3),
    "modality": (Query(modalities=(Modality.DENIED,)), lambda e: e.claim.modality == "denied", 1),
    "hedged": (Query(hedged=True), lambda e: e.claim.hedged, 1),
    "not hedged": (Query(hedged=False), lambda e: not e.claim.hedged, 7),
    "country": (Query(countries=("RU",)), lambda e: e.claim.force.country == "RU", 2),
    "countries": (Query(countries=("RU", "")), lambda e: e.claim.force.country in ("RU", None), 3),
    "force": (Query(forces=("Wagner Group",)), lambda e: e.claim.force.name is not None, 1),
    "category": (Query(categories=(Category.MUNITIONS,)), lambda e: e.claim.force.category == "munitions", 1),
    "outcome": (Query(outcomes=(Outcome.KILLED,)), lambda e: e.claim.outcome == "killed", 1),
    "counterpart": (Query(counterparts=("RU",)), lambda e: e.claim.counterpart is not None, 1),
    "a country takes in its towns": (Query(areas=("RU",)), lambda e: any(contains("RU", c) for c in places(e)), 5),
    "a region takes in its towns": (Query(areas=("RU-KRS",)), lambda e: "RU-KRS" in " ".join(places(e)), 3),
    "a town": (Query(areas=("RU-KRS/Sudzha",)), lambda e: places(e) == ["RU-KRS/Sudzha"], 2),
    "two areas": (Query(areas=("RU-BEL", "UA")), lambda e: "RU-BEL" in places(e) or "UA-14" in places(e), 2),
    "a country's forces in an area": (
        Query(areas=("RU-KRS",), countries=("RU",)),
        lambda e: e.claim.force.country == "RU" and bool(places(e)),
        1,
    ),
    "published": (
        Query(since=date(2025, 1, 15), until=date(2025, 2, 1)),
        lambda e: e.document.published == date(2025, 2, 1),
        4,
    ),
    "valid from": (Query(valid_from=date(2025, 1, 1)), lambda e: covers(e, date(2025, 1, 1), None), 1),
    "valid to": (Query(valid_to=date(2025, 1, 1)), lambda e: covers(e, None, date(2025, 1, 1)), 1),
    "claimant": (Query(claimants=("kyiv",)), lambda e: e.institution == "gur", 1),
    "claimant begins": (Query(claimants=("Se*",)), lambda e: e.institution == "nis", 1),
    "the outlet's own voice": (Query(claimants=("",)), lambda e: e.claim.attribution.claimant is None, 6),
    "institution as read": (Query(institutions=("gur",)), lambda e: e.institution == "gur", 1),
    "institution assigned": (Query(institutions=("nis",)), lambda e: e.institution == "nis", 1),
    "no institution": (Query(institutions=("",)), lambda e: e.institution is None, 6),
    "side": (Query(sides=("UA", "KR")), lambda e: e.side is not None, 2),
    "outlet": (Query(outlets=("Post",)), lambda e: e.document.outlet == "Post", 4),
    "no outlet": (Query(outlets=("",)), lambda e: e.document.outlet is None, 1),
    "at least": (Query(at_least=500), lambda e: touches(e, 500, None), 3),
    "at most": (Query(at_most=300), lambda e: touches(e, None, 300), 2),
    "between": (Query(at_least=300, at_most=350), lambda e: touches(e, 300, 350), 2),
    "accepted": (Query(reviews=("accepted",)), lambda e: e.verdict == "accepted", 1),
    "not reviewed": (Query(reviews=("unreviewed", "rejected")), lambda e: e.verdict != "accepted", 7),
    "by a machine": (Query(made_by="reader"), lambda e: True, 8),
    "document": (Query(documents=(KYIV.id,)), lambda e: e.document == KYIV, 3),
    "words of the claim": (Query(text="losses"), lambda e: e.document == SEOUL, 4),
    "a phrase": (Query(text='"soldiers in kursk"'), lambda e: e.document == KYIV, 3),
    "no such phrase": (Query(text='"kursk soldiers"'), lambda e: False, 0),
    "without": (Query(text="kursk -sudzha"), lambda e: e.document == KYIV, 3),
    "the beginning of a word": (Query(text="sol*"), lambda e: e.document == KYIV, 3),
    "without accents": (Query(text="krakow"), lambda e: e.document == WAGNER, 1),
    "words of the document": (Query(document_text="report sudzha"), lambda e: e.document == SEOUL, 4),
    "words and codes": (Query(text="kursk", kinds=(Kind.LOSS,)), lambda e: e.claim.kind == "loss", 2),
    "known on a day": (Query(known_on=date(2025, 1, 31)), lambda e: e.document == KYIV, 3),
}  # fmt: skip


@pytest.mark.parametrize("prepared", [False, True], ids=["as asked", "prepared"])
def test_every_filter_finds_what_it_says(filled: Ledger, prepared: bool) -> None:
    if prepared:
        filled.prepare_counting()
    everything = list(filled.entries())
    for name, (query, wanted, number) in FILTERS.items():
        found = list(filled.entries(query))
        assert found == [entry for entry in everything if wanted(entry)], name
        assert len(found) == filled.count(query) == number, name


@pytest.mark.parametrize("prepared", [False, True], ids=["as asked", "prepared"])
def test_facets_count_what_is_found(filled: Ledger, prepared: bool) -> None:
    if prepared:
        filled.prepare_counting()
    for name, (query, _, number) in FILTERS.items():
        found = list(filled.entries(query))
        counted = filled.facets(query)
        assert counted.total == number, name
        values: dict[str, Callable[[Entry], list[str]]] = {
            "kind": lambda e: [str(e.claim.kind)],
            "modality": lambda e: [str(e.claim.modality)],
            "hedged": lambda e: ["yes" if e.claim.hedged else "no"],
            "country": lambda e: [e.claim.force.country or ""],
            "category": lambda e: [str(e.claim.force.category)],
            "outcome": lambda e: [e.claim.outcome or ""],
            "institution": lambda e: [e.institution or ""],
            "side": lambda e: [e.side or ""],
            "place": lambda e: sorted({code[:2] for code in places(e)}) or [""],
            "outlet": lambda e: [e.document.outlet or ""],
            "review": lambda e: [e.verdict or "unreviewed"],
        }
        for facet, value in values.items():
            by_hand = Counter(one for entry in found for one in value(entry))
            assert {one.value: one.count for one in counted.facets[facet]} == dict(by_hand), (name, facet)


BROAD = [
    Query(),
    Query(kinds=(Kind.PRESENCE, Kind.LOSS)),
    Query(areas=("RU",), countries=("KP",)),
    Query(text="kursk", reviews=("unreviewed", "unsure")),
    Query(outlets=("Daily", ""), until=date(2025, 1, 20)),
    Query(institutions=("gur", "nis")),
]


def test_counts_once_prepared_follow_what_is_entered(ledger: Ledger, tmp_path: Path) -> None:
    first, *rest = made()
    ledger.add_all([first])
    ledger.prepare_counting()
    gone = (first.claims or ())[0]
    with Ledger.open(tmp_path / "plain.db") as plain:
        plain.add_all([first])
        steps: list[Callable[[Ledger], object]] = [
            lambda one: one.add_all(rest),
            lambda one: one.review(gone.id, "unsure", "anna"),
            lambda one: one.review(gone.id, "undone", "anna"),
            lambda one: one.add(first.document, [c for c in first.claims or () if c != gone], reader="musterbook 9"),
            lambda one: one.assign("Seoul", "nis", "KR", "anna"),
            lambda one: one.unassign("Seoul", "anna"),
            lambda one: one.add(first.document, first.claims, reader="musterbook 10"),
        ]
        for step in steps:
            step(ledger)
            step(plain)
            for query in BROAD:
                assert ledger.facets(query) == plain.facets(query)
                assert ledger.count(query) == plain.count(query)


def test_the_order_is_newest_published_first_and_undated_last(filled: Ledger) -> None:
    days = [entry.document.published for entry in filled.entries()]
    assert days == [date(2025, 2, 1)] * 4 + [date(2025, 1, 1)] * 3 + [None]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 9])
def test_pages_of_any_size_make_up_the_whole(filled: Ledger, size: int) -> None:
    whole = list(filled.entries())
    assert list(filled.entries(batch=size)) == whole
    pages = list(_pages(filled, size))
    assert [len(page) for page in pages[:-1]] == [size] * (len(pages) - 1)


def _pages(ledger: Ledger, size: int) -> Iterator[tuple[Entry, ...]]:
    page = ledger.claims(limit=size)
    while page.next_cursor:
        yield page.entries
        page = ledger.claims(cursor=page.next_cursor, limit=size)
    yield page.entries


def test_a_page_stays_in_place_while_claims_come_in(filled: Ledger) -> None:
    first = filled.claims(limit=3)
    newer = document("Newer.", published=date(2026, 1, 1))
    filled.add(newer, [claim(newer)])
    second = filled.claims(cursor=first.next_cursor, limit=50)
    assert len(first.entries + second.entries) == len({e.claim.id for e in first.entries + second.entries}) == 8


@pytest.mark.parametrize("cursor", ["x", "abc", "Zm9v", "===="])
def test_a_strange_cursor_is_refused(ledger: Ledger, cursor: str) -> None:
    with pytest.raises(ScopeError, match="no page cursor"):
        ledger.claims(cursor=cursor)


@pytest.mark.parametrize("text", ['"', "-kursk", "*", "()", "' ; --", 'AND "" OR'])
def test_a_search_is_words_whatever_stands_in_it(filled: Ledger, text: str) -> None:
    try:
        filled.claims(Query(text=text, document_text=text))
    except ScopeError as error:
        assert "at least one word" in str(error)


queries = st.builds(
    Query,
    kinds=st.lists(st.sampled_from(Kind), max_size=2).map(tuple),
    modalities=st.lists(st.sampled_from(Modality), max_size=2).map(tuple),
    countries=st.lists(st.sampled_from(["KP", "RU", ""]), max_size=2).map(tuple),
    areas=st.lists(st.sampled_from(["RU", "RU-KRS", "UA", "RU-KRS/Sudzha"]), max_size=2).map(tuple),
    institutions=st.lists(st.sampled_from(["gur", "nis", ""]), max_size=1).map(tuple),
    outlets=st.lists(st.sampled_from(["Daily", "Post", ""]), max_size=1).map(tuple),
    text=st.sampled_from([None, "kursk", "said -losses"]),
    document_text=st.sampled_from([None, None, "report", "said -kyiv"]),
    since=st.sampled_from([None, date(2025, 1, 15)]),
    known_on=st.sampled_from([None, date(2025, 1, 31)]),
)


@pytest.fixture(scope="module")
def file() -> Iterator[Ledger]:
    with tempfile.TemporaryDirectory() as folder, Ledger.open(Path(folder) / "muster.db") as opened:
        opened.add_all(made())
        yield opened


@given(query=queries)
@settings(deadline=None, max_examples=150)
def test_gathering_and_walking_find_the_same(file: Ledger, query: Query) -> None:
    with file.store.reading() as connection:
        matcher = Matcher(query, resolution(connection), sqlite=True)
        gathered = page_rows(connection, matcher, None, 100)
        walked = page_rows(connection, matcher, None, 100, rare=-1)
        for start in (0, 1, 3):
            after = gathered[start - 1] if start and len(gathered) >= start else None
            assert page_rows(connection, matcher, after, 100, rare=-1) == gathered[start if after else 0 :]
    assert gathered == walked
    assert [entry.claim.id for entry in file.entries(query)] == _ids(file, gathered)


def _ids(ledger: Ledger, positions: list[Any]) -> list[str]:
    everything = list(ledger.entries())
    with ledger.store.reading() as connection:
        rows = page_rows(connection, Matcher(Query(), resolution(connection), sqlite=True), None, 100)
    by_position = dict(zip(rows, everything, strict=True))
    return [by_position[position].claim.id for position in positions]
