"""Estimates: low, best and high, for a day, as known on a day, and why each claim stands or does not."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment_cases import Number, day, said
from musterbook.assessment.estimates import Estimate, estimate, questions, series
from musterbook.assessment.figures import read
from musterbook.assessment.origins import origins
from musterbook.assessment.places import Relation
from musterbook.assessment.standing import Line, Standing
from musterbook.errors import ScopeError
from musterbook.model import Category, Entry, Kind, Outcome, Scope

RU = Scope(country="KP", area="RU")
KURSK = Scope(country="KP", area="RU-KRS")
KILLED = Scope(country="KP", area="RU", kind=Kind.LOSS, outcome=Outcome.KILLED)
SENT = Scope(country="KP", area="RU", kind=Kind.DEPLOYMENT)

Figures = tuple[float | None, float | None, float | None]


def figures(found: Estimate) -> Figures:
    return found.low, found.best, found.high


def on(register: list[Entry], scope: Scope = RU, at: str = "2024-11-15", known_on: str | None = None) -> Estimate:
    return estimate(register, scope, day(at), known_on=day(known_on) if known_on else None)


STOCKS: list[tuple[str, list[Entry], Scope, Figures]] = [
    ("nothing said: no estimate", [], RU, (None, None, None)),
    ("one institution", [said("nis", 3000)], RU, (3000, 3000, 3000)),
    (
        "two institutions: the median of two middles",
        [said("nis", 10000), said("diu", 12000)],
        RU,
        (10000, 11000, 12000),
    ),
    (
        "three institutions: the middle one",
        [said("nis", 10000), said("diu", 12000), said("pentagon", (11000, 12000))],
        RU,
        (10000, 11500, 12000),
    ),
    (
        "an open end takes the stated number",
        [said("kr-mnd", (10000, None)), said("diu", 12000)],
        RU,
        (10000, 11000, 12000),
    ),
    (
        "the newest of an institution",
        [said("nis", 3000), said("nis", 10000, on="2024-11-10")],
        RU,
        (10000, 10000, 10000),
    ),
    ("not yet said is not counted", [said("nis", 3000), said("nis", 10000, on="2024-11-20")], RU, (3000, 3000, 3000)),
    ("only expected", [said("nis", 10000, modality="expected")], RU, (None, None, None)),
    ("only possible", [said("nis", 10000, modality="possible")], RU, (None, None, None)),
    ("denied", [said("dprk", 10000, modality="denied")], RU, (None, None, None)),
    ("something on top is no total", [said("nis", 3000, basis="additional")], RU, (None, None, None)),
    ("a part of a figure is no total", [said("nis", 3000), said("nis", 500, basis="part")], RU, (3000, 3000, 3000)),
    ("units are not personnel", [said("nis", 4, category="units")], RU, (None, None, None)),
    ("another force", [said("nis", 4000, country="RU")], RU, (None, None, None)),
    ("another country", [said("nis", 4000, at="UA")], RU, (None, None, None)),
    ("an echo is no second voice", [said("nis", 3000), said(None, 3000, on="2024-11-02")], RU, (3000, 3000, 3000)),
    ("an outlet's own count is a voice", [said("nis", 3000), said(None, 4000)], RU, (3000, 3500, 4000)),
    ("a rejected claim", [said("nis", 3000, verdict="rejected"), said("diu", 4000)], RU, (4000, 4000, 4000)),
    (
        "disjoint parts add up to a lower bound",
        [said("nis", 8000, at="RU-KRS"), said("nis", 3000, at="RU-BEL")],
        RU,
        (11000, 11000, 11000),
    ),
    (
        "nested parts do not",
        [said("nis", 8000, at="RU-KRS"), said("nis", 500, at="RU-KRS/Sudzha")],
        RU,
        (8000, 8000, 8000),
    ),
    (
        "a part below the figures for the whole changes nothing",
        [said("diu", 12000), said("state", 8000, at="RU-KRS")],
        RU,
        (12000, 12000, 12000),
    ),
    (
        "a part above them contradicts and counts",
        [said("kr-mnd", (10000, None)), said("zelensky", 11000, at="RU-KRS")],
        RU,
        (10000, 10500, 11000),
    ),
    (
        "a part elsewhere does not lower the bound of the larger part",
        [said("zelensky", 11000, at="RU-KRS"), said("state", 500, at="RU-BRY")],
        RU,
        (11000, 11000, 11000),
    ),
    (
        "an institution's own later parts outgrow its whole",
        [said("nis", 3000), said("nis", 8000, at="RU-KRS", on="2024-11-10")],
        RU,
        (8000, 8000, 8000),
    ),
    ("an area around is an upper bound", [said("nis", 12000)], KURSK, (12000, 12000, 12000)),
    (
        "an area around that agrees changes nothing",
        [said("nis", 12000), said("diu", 11000, at="RU-KRS")],
        KURSK,
        (11000, 11000, 11000),
    ),
    (
        "an area around that contradicts counts",
        [said("nis", 3000), said("diu", 11000, at="RU-KRS")],
        KURSK,
        (3000, 7000, 11000),
    ),
    (
        "one figure for two regions is an area around for one of them",
        [said("diu", 11000, at=["RU-BEL", "RU-KRS"])],
        KURSK,
        (11000, 11000, 11000),
    ),
    (
        "a branch is a part of the force",
        [said("diu", 11000), said("nis", 1000, force="combat engineers")],
        RU,
        (11000, 11000, 11000),
    ),
    ("a named unit too", [said("diu", 11000), said("nis", 1500, name="Storm Corps")], RU, (11000, 11000, 11000)),
    ("said twice on a day, differently", [said("diu", 11000), said("diu", 12000, text="b")], RU, (11000, 11500, 12000)),
    (
        "an old figure told beside a new one",
        [said("diu", 3000, on="2024-10-01"), said("diu", 3000, on="2024-11-01", text="b"), said("diu", 11000)],
        RU,
        (11000, 11000, 11000),
    ),
    ("a period that is over", [said("diu", 8000, start="2024-10-20", end="2024-10-25")], RU, (None, None, None)),
    (
        "a period that covers the day",
        [said("diu", 8000, start="2024-11-10", end="2024-11-20", on="2024-12-01")],
        RU,
        (8000, 8000, 8000),
    ),
    ("today is now", [said("diu", 8000, start="2024-11-01", end="2024-11-01")], RU, (8000, 8000, 8000)),
    (
        "denied later by the institution itself",
        [said("sof", 3000), said("sof", modality="denied", on="2024-11-10")],
        RU,
        (None, None, None),
    ),
    (
        "denied by another",
        [said("nis", 3000), said("dprk", modality="denied", on="2024-11-10")],
        RU,
        (3000, 3000, 3000),
    ),
]


@pytest.mark.parametrize(("case", "register", "scope", "expected"), STOCKS, ids=[case for case, *_ in STOCKS])
def test_a_stock_on_a_day(case: str, register: list[Entry], scope: Scope, expected: Figures) -> None:
    assert figures(on(register, scope)) == expected
    (point,) = series(register, scope, day("2024-11-15"), day("2024-11-15"))
    assert (point.low, point.best, point.high) == expected


TOTALS: list[tuple[str, list[Entry], Scope, Figures]] = [
    (
        "a running total does not fade",
        [said("nis", 600, kind="loss", outcome="killed", on="2023-01-01")],
        KILLED,
        (600, 600, 600),
    ),
    (
        "the newest total of each institution",
        [
            said("nis", 100, kind="loss", outcome="killed", on="2024-10-01"),
            said("nis", 300, kind="loss", outcome="killed"),
            said("diu", 900, kind="loss", outcome="killed"),
        ],
        KILLED,
        (300, 600, 900),
    ),
    (
        "other outcomes are other series",
        [said("nis", 300, kind="loss", outcome="killed"), said("nis", 2700, kind="loss", outcome="wounded")],
        KILLED,
        (300, 300, 300),
    ),
    (
        "an old total told again does not replace the newer",
        [
            said("nis", 300, kind="loss", outcome="killed", on="2024-10-01"),
            said("nis", 600, kind="loss", outcome="killed", on="2024-10-20"),
            said("nis", 300, kind="loss", outcome="killed", on="2024-11-10"),
        ],
        KILLED,
        (600, 600, 600),
    ),
    (
        "a total revised down is the newest",
        [
            said("nis", 2000, kind="loss", outcome="killed", on="2024-10-01"),
            said("nis", 1500, kind="loss", outcome="killed", on="2024-10-20"),
        ],
        KILLED,
        (1500, 1500, 1500),
    ),
    (
        "a week's losses are a part of the total",
        [
            said("nis", 3000, kind="loss", outcome="killed", on="2024-10-01"),
            said("nis", 1000, kind="loss", outcome="killed", start="2024-10-25", end="2024-10-31"),
        ],
        KILLED,
        (3000, 3000, 3000),
    ),
    (
        "so are those since a later day",
        [
            said("nis", 15000, kind="deployment", role="to", on="2024-10-01"),
            said("nis", 5000, kind="deployment", role="to", start="2024-10-15"),
        ],
        SENT,
        (15000, 15000, 15000),
    ),
    (
        "more on top is no total",
        [said("jcs", 3000, kind="deployment", role="to", basis="additional")],
        SENT,
        (None,) * 3,
    ),
]


@pytest.mark.parametrize(("case", "register", "scope", "expected"), TOTALS, ids=[case for case, *_ in TOTALS])
def test_a_running_total_on_a_day(case: str, register: list[Entry], scope: Scope, expected: Figures) -> None:
    assert figures(on(register, scope)) == expected


def test_a_stock_fades_after_180_days() -> None:
    register = [said("nis", 3000, on="2024-01-01")]
    assert figures(on(register, at="2024-06-29")) == (3000, 3000, 3000)
    faded = on(register, at="2024-06-30")
    assert faded.best is None
    assert [(aside.rule, aside.why) for aside in faded.asides] == [
        ("faded", "faded: not said again since, last counted on 2024-06-29")
    ]


def test_what_is_published_later_is_not_known() -> None:
    register = [said("nis", 1500, on="2024-10-18"), said("diu", 11000, on="2024-11-04")]
    assert figures(on(register, known_on="2024-10-20")) == (1500, 1500, 1500)
    assert figures(on(register)) == (1500, 6250, 11000)


def test_leaving_one_out_shows_what_each_moves() -> None:
    found = on([said("nis", 10000), said("diu", 12000), said("pentagon", 11000)])
    assert {one.institution: (one.low, one.best, one.high, one.moves) for one in found.without} == {
        "diu": (10000, 10500, 11000, -500),
        "nis": (11000, 11500, 12000, 500),
        "pentagon": (10000, 11000, 12000, 0),
    }


def test_one_institution_is_marked() -> None:
    alone = on([said("nis", 3000), said("nis", 3000, outlet="B"), said(None, 3000, outlet="C", on="2024-11-02")])
    assert alone.single_source
    assert alone.without[0].best is None
    assert not on([said("nis", 3000), said("diu", 3000)]).single_source


def test_a_lower_bound_says_so() -> None:
    found = on([said("nis", 8000, at="RU-KRS")])
    assert (found.bound, found.open_high) == (Relation.PART, True)
    assert on([said("nis", (8000, None))]).open_high
    assert not on([said("nis", 8000)]).open_high


REASONS: list[tuple[str, Entry]] = [
    ("superseded", said("nis", 3000, on="2024-10-01")),
    ("only expected", said("nis", 12000, modality="expected")),
    ("another unit", said("nis", 4, category="units")),
    ("additional figure", said("nis", 500, basis="additional")),
    ("part figure", said("nis", 500, basis="part")),
    ("echo", said(None, 10000, on="2024-11-11", outlet="B")),
    ("repeated", said("nis", 10000, on="2024-11-12")),
    ("no figure", said("nis")),
    ("another scope", said("nis", 900, at="RU-KRS")),
    ("place not told", said("diu", 900, at=None)),
    ("not yet", said("nis", 15000, on="2024-12-24")),
    ("denied", said("dprk", modality="denied")),
    ("undated", said("diu", 700, on=None)),
]


@pytest.mark.parametrize(("rule", "entry"), REASONS, ids=[rule for rule, _ in REASONS])
def test_a_claim_that_does_not_stand_has_its_reason(rule: str, entry: Entry) -> None:
    found = on([said("nis", 10000, on="2024-11-10"), entry])
    (aside,) = [aside for aside in found.asides if aside.entry == entry]
    assert aside.rule == rule
    assert len(aside.why) > 10


def test_a_claim_without_a_place_counts_for_the_country_its_document_speaks_of() -> None:
    here = said("nis", 11000, text="same", at="RU-KRS")
    placed = said("nis", 300, kind="loss", outcome="killed", at=None)
    assert on([here, placed], KILLED).best is None
    sibling = placed.model_copy(update={"claim": placed.claim.model_copy(update={"document": here.claim.document})})
    assert on([here, sibling], KILLED).best == 300


def test_a_claim_without_a_place_counts_where_its_institution_counts() -> None:
    register = [
        said("nis", 100, kind="loss", outcome="killed", at="RU-KRS", on="2024-10-01"),
        said("nis", 300, kind="loss", outcome="killed", at=None, on="2024-11-01"),
    ]
    assert on(register, KILLED).best == 300


def test_arrivals_stand_beside_an_empty_presence() -> None:
    found = on([said("nis", 1500, kind="deployment", role="to", at="RU-PRI/Vladivostok")])
    assert found.best is None
    assert found.arrivals is not None
    assert (found.arrivals.best, found.arrivals.bound) == (1500, Relation.PART)


def test_losses_need_an_outcome() -> None:
    losses = Scope(country="KP", area="RU", kind=Kind.LOSS)
    register = [
        said("nis", 300, kind="loss", outcome="killed"),
        said("nis", 2700, kind="loss", outcome="wounded"),
        said("nis", 2, kind="loss", outcome="destroyed", category="vehicles"),
    ]
    with pytest.raises(ScopeError):
        on(register, losses)
    assert [(one.outcome, one.category) for one in questions(register, losses)] == [
        (Outcome.KILLED, Category.PERSONNEL),
        (Outcome.WOUNDED, Category.PERSONNEL),
        (Outcome.DESTROYED, Category.VEHICLES),
    ]


START = date(2024, 10, 1)
moments = st.integers(0, 400).map(lambda days: str(START + timedelta(days)))
periods = st.sampled_from(
    [(None, None), (None, None), ("2024-11-01", "2024-12-15"), ("2024-11-01", None), (None, "2024-12-01")]
)
numbers: list[Number] = [3000, 8000, 11000, (10000, None), (None, 12000), (11000, 12000)]


@st.composite
def claim(draw: st.DrawFn) -> Entry:
    start, end = draw(periods)
    return said(
        draw(st.sampled_from(["nis", "pentagon", "diu", None])),
        draw(st.sampled_from(numbers)),
        on=draw(moments),
        at=draw(st.sampled_from(["RU", "RU-KRS", "RU-BEL", None])),
        outlet=draw(st.sampled_from(["A", "B"])),
        kind=draw(st.sampled_from(["presence", "presence", "deployment"])),
        role="to",
        basis=draw(st.sampled_from(["total", "total", "part", "additional"])),
        modality=draw(st.sampled_from(["asserted", "asserted", "asserted", "denied", "expected"])),
        start=start,
        end=end,
    )


registers = st.lists(claim(), max_size=14)
scopes = st.sampled_from([RU, KURSK, SENT])


@given(registers, scopes, st.integers(0, 500))
def test_low_best_high_are_in_order_and_the_series_agrees(register: list[Entry], scope: Scope, after: int) -> None:
    at = START + timedelta(after)
    found = estimate(register, scope, at)
    assert (found.best is None) == (not found.counted)
    if found.low is not None and found.best is not None and found.high is not None:
        assert found.low <= found.best <= found.high
    point = series(register, scope, at - timedelta(40), at + timedelta(3))[40]
    assert (point.day, point.low, point.best, point.high) == (at, found.low, found.best, found.high)
    assert (point.open_low, point.open_high, point.bound) == (found.open_low, found.open_high, found.bound)


@given(
    st.lists(st.tuples(st.integers(0, 40), st.integers(-2, 20), st.booleans()), max_size=12),
    st.integers(0, 20),
    st.integers(0, 40),
)
def test_a_line_changes_on_the_days_on_which_something_else_stands(
    told: list[tuple[int, int, bool]], first: int, days: int
) -> None:
    figure = read([said("nis", 3000)], RU).figures[0]
    line = Line(
        tuple(
            Standing((figure,) if given else (), number, number, False, False, since, since + length, True)
            for number, (since, length, given) in enumerate(told)
        ),
        (),
    )
    changes = list(line.changes(first, first + days))
    stands = [line.on(on) for on in range(first, first + days + 1)]
    assert changes == [
        (first + at, now) for at, now in enumerate(stands) if now is not (stands[at - 1] if at else None)
    ]
    for on, now in zip(range(first, first + days + 1), stands, strict=True):
        newest = [one for one in line.standings if one.since <= on <= one.until][-1:]
        assert now is (newest[0] if newest and newest[0].figures else None)


@given(registers, scopes, st.integers(0, 500), st.randoms(use_true_random=False))
def test_the_order_of_claims_does_not_matter(
    register: list[Entry], scope: Scope, after: int, chance: random.Random
) -> None:
    shuffled = list(register)
    chance.shuffle(shuffled)
    at = START + timedelta(after)
    assert figures(estimate(shuffled, scope, at)) == figures(estimate(register, scope, at))
    assert set(_rules(estimate(shuffled, scope, at))) == set(_rules(estimate(register, scope, at)))


@given(registers, scopes, st.integers(0, 500), st.data())
def test_an_echo_changes_no_estimate(register: list[Entry], scope: Scope, after: int, data: st.DataObject) -> None:
    chains = [origin for origin in origins(register) if origin.voice.own is False]
    if not chains:
        return
    origin = data.draw(st.sampled_from(chains))
    told = data.draw(st.sampled_from(origin.entries))
    echo = told.model_copy(
        update={
            "institution": None,
            "claim": told.claim.model_copy(update={"attribution": type(told.claim.attribution)()}),
            "document": told.document.model_copy(update={"outlet": "Somebody Else"}),
        }
    )
    at = START + timedelta(after)
    assert figures(estimate([*register, echo], scope, at)) == figures(estimate(register, scope, at))


@given(registers, scopes, st.integers(0, 500), st.integers(0, 400))
def test_what_is_published_after_the_day_of_knowing_never_matters(
    register: list[Entry], scope: Scope, after: int, known: int
) -> None:
    at, known_on = START + timedelta(after), START + timedelta(known)
    then = [entry for entry in register if entry.document.published and entry.document.published <= known_on]
    assert figures(estimate(register, scope, at, known_on=known_on)) == figures(estimate(then, scope, at))


@given(registers, scopes, st.integers(0, 500))
def test_every_claim_of_the_kind_stands_or_has_its_reason(register: list[Entry], scope: Scope, after: int) -> None:
    found = estimate(register, scope, START + timedelta(after))
    told = [entry for entry in register if entry.claim.kind is scope.kind]
    told = [e for e in told if scope.area == "RU" or not e.claim.places or e.claim.places[0].code != "RU-BEL"]
    accounted = {entry.claim.id for entry in found.entries}
    accounted |= {figure.entry.claim.id for stance in found.idle for figure in stance.figures}
    accounted |= {aside.entry.claim.id for aside in found.asides}
    assert {entry.claim.id for entry in told} <= accounted


def _rules(found: Estimate) -> list[tuple[str, str]]:
    return [(aside.entry.claim.id, aside.rule) for aside in found.asides]
