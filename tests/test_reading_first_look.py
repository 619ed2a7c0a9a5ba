"""The cheap first look: ordinary news is not parsed."""

from __future__ import annotations

from musterbook.model import Document
from musterbook.reading.first_look import worth_parsing
from musterbook.reading.reader import reader

BUDGET = [
    "The council passed its budget on Tuesday after nine hours of debate.",
    "Rates will rise by 3 percent, and 40 new buses are to be bought.",
]


def test_ordinary_news_is_left_alone() -> None:
    assert worth_parsing(BUDGET) == [False, False]


def test_news_of_forces_is_read_whole() -> None:
    article = ["The soldiers arrived on Monday.", "They came in three trains.", "Troops of the brigade stayed behind."]
    assert worth_parsing(article) == [True, True, True]


def test_a_passing_mention_is_read_alone() -> None:
    assert worth_parsing([*BUDGET * 3, "Two soldiers helped with the sandbags."]) == [False] * 6 + [True]


def test_a_document_without_forces_has_no_claims() -> None:
    assert reader().read(Document(title="Budget passed", text="\n".join(BUDGET))) == ()
