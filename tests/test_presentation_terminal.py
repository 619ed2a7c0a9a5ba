"""Claims on a terminal: slots in words, columns by width, marks in the sentence, rows for spreadsheets."""

from __future__ import annotations

import csv
import io
import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from musterbook.model import Claim, Document, Modality, Period, Quantity, Quote
from musterbook.presentation import tabular, terminal, wording
from musterbook.presentation.tabular import Format

DOCUMENT = Document(
    title="In Kursk",
    text="Vadym Skibitskyi told Suspilne: about 11,000 North Korean soldiers have been in Kursk since August.",
    outlet="Defense Express",
    published=date(2025, 8, 15),
)


def quote(words: str) -> Quote:
    start = DOCUMENT.content.index(words, len(DOCUMENT.title))
    return DOCUMENT.quote(start, start + len(words))


CLAIM = Claim.of(
    DOCUMENT,
    kind="presence",
    hedged=True,
    force={"country": "KP", "words": quote("North Korean soldiers")},
    quantity={"words": quote("about 11,000"), "low": 11000, "high": 11000, "approximate": True},
    places=[{"words": quote("Kursk"), "role": "at", "code": "RU-KRS"}],
    period={"words": quote("since August"), "start": date(2025, 8, 1)},
    attribution={
        "claimant": {"words": quote("Vadym Skibitskyi"), "country": "UA"},
        "via": {"words": quote("Suspilne")},
    },
    mentions=[quote(DOCUMENT.text)],
    reader="musterbook test",
)


@pytest.mark.parametrize(
    ("low", "high", "approximate", "shown"),
    [
        (11_000, 11_000, False, "11,000"),
        (11_000, 11_000, True, "~11,000"),
        (3000, None, False, "≥3,000"),
        (None, 500, False, "≤500"),
        (10_000, 12_000, False, "10,000–12,000"),
        (2.5, 2.5, False, "2.5"),
        (1_500_000, 1_500_000, False, "1,500,000"),
    ],
)
def test_figures(low: float | None, high: float | None, approximate: bool, shown: str) -> None:
    quantity = Quantity(words=None, low=low, high=high, approximate=approximate)
    assert wording.figure(quantity) == shown
    assert wording.figure(None) == ""


@pytest.mark.parametrize(
    ("start", "end", "shown"),
    [
        ("2024-10-08", "2024-10-08", "8 Oct 2024"),
        ("2024-10-08", "2024-10-13", "8–13 Oct 2024"),
        ("2024-10-28", "2024-11-02", "28 Oct – 2 Nov 2024"),
        ("2024-12-28", "2025-01-02", "28 Dec 2024 – 2 Jan 2025"),
        ("2024-10-01", "2024-10-31", "Oct 2024"),
        ("2024-10-01", "2024-11-30", "Oct – Nov 2024"),
        ("2024-11-01", "2025-02-28", "Nov 2024 – Feb 2025"),
        ("2024-01-01", "2024-12-31", "2024"),
        ("2024-08-01", None, "since 1 Aug 2024"),
        (None, "2024-12-31", "by 31 Dec 2024"),
    ],
)
def test_days(start: str | None, end: str | None, shown: str) -> None:
    days = [None if day is None else date.fromisoformat(day) for day in (start, end)]
    assert wording.days(Period(words=None, start=days[0], end=days[1])) == shown


@pytest.mark.parametrize("width", [80, 100, 112, 140, 200])
def test_the_register_fits_its_width(width: int) -> None:
    lines = drawn(width).splitlines()
    assert max(map(len, lines)) <= width
    flat = " ".join(" ".join(lines).split())
    for part in ("presence", "~11,000", "RU-KRS", "hedged", "since 1 Aug", "via Suspilne"):
        assert part in flat
    assert ("kind, status" in flat) == (width < terminal.WIDE)


def test_every_slot_is_marked_in_the_sentence() -> None:
    marked = {
        (terminal.sentence(CLAIM).plain[span.start : span.end], str(span.style).removesuffix(" underline"))
        for span in terminal.sentence(CLAIM).spans
    }
    assert marked == {
        ("North Korean soldiers", terminal.FORCE),
        ("about 11,000", terminal.FIGURE),
        ("Kursk", terminal.PLACE),
        ("since August", terminal.TIME),
        ("Vadym Skibitskyi", terminal.SPEAKER),
        ("Suspilne", terminal.SPEAKER),
    }


def test_colours_only_on_a_terminal_that_wants_them(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "\x1b[" not in drawn(120)
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert "\x1b[1;36m" in drawn(120, terminal_wanted=True)
    monkeypatch.setenv("NO_COLOR", "1")
    assert "36m" not in drawn(120, terminal_wanted=True)


def drawn(width: int, terminal_wanted: bool = False) -> str:
    written = io.StringIO()
    console = Console(
        file=written, width=width, force_terminal=terminal_wanted or None, highlight=False, legacy_windows=False
    )
    console.print(terminal.heading(DOCUMENT, "article.html"))
    console.print(terminal.Register(DOCUMENT, [CLAIM, CLAIM]))
    return written.getvalue()


def test_the_standing_of_a_claim() -> None:
    assert wording.standing(Modality.EXPECTED, True) == "expected, hedged"
    assert wording.standing(Modality.DENIED, False) == "denied"


@given(st.text())
def test_clean_text_keeps_its_length_and_nothing_that_moves_the_cursor(text: str) -> None:
    cleaned = wording.clean(text)
    assert len(cleaned) == len(text)
    assert not {"\x1b", "\r", "\n", "\u202e", "\u2028"} & set(cleaned)


@given(st.text(), st.text())
def test_no_cell_is_a_formula_and_nothing_is_lost(outlet: str, title: str) -> None:
    row = {"outlet": outlet, "title": title}
    written = "".join(tabular.write([row], Format.CSV))
    (_, cells) = csv.reader(io.StringIO(written, newline=""))
    assert not any(cell.startswith(tabular.FORMULA) for cell in cells)
    assert [cell.removeprefix("'") for cell in cells] == [cell.removeprefix("'") for cell in (outlet, title)]


def test_rows_in_every_form() -> None:
    deep, flat, line = (
        make(CLAIM, DOCUMENT, "x.html") for make in (tabular.claim_record, tabular.claim_row, tabular.claim_line)
    )
    assert json.loads("".join(tabular.write([deep, deep], Format.JSON)))[1]["id"] == CLAIM.id
    assert "".join(tabular.write([], Format.JSON)) == "[]\n"
    assert (flat["claimant"], flat["via"], flat["start"]) == ("Vadym Skibitskyi", "Suspilne", date(2025, 8, 1))
    assert line["where"] == ["Kursk (RU-KRS)"]
    markdown = "".join(tabular.write([{"a": "x|y\n*z*"}], Format.MARKDOWN))
    assert markdown == "| a |\n| --- |\n| x\\|y \\*z\\* |\n"
