"""The cheap first look: ordinary news is not parsed."""

from __future__ import annotations

from musterbook.model import Document
from musterbook.reading.first_look import look_features, worth_parsing
from musterbook.reading.reader import reader

BUDGET = [
    "The council passed its budget on Tuesday after nine hours of debate.",
    "Rates will rise by 3 percent, and 40 new buses are to be bought.",
]


def test_ordinary_news_is_left_alone() -> None:
    assert worth_parsing(BUDGET) == [False, False]


def test_news_of_forces_is_read_whole() -> None:
    article = [
        "Some 300 soldiers of the brigade arrived at the border on Monday.",
        "They came in three trains, the general said.",
        "Two battalions were sent to the eastern front.",
    ]
    assert worth_parsing(article) == [True, True, True]


def test_a_passing_mention_is_read_alone() -> None:
    mention = "Meanwhile 2,000 troops were deployed to the front, and 30 soldiers were killed."
    found = worth_parsing([*BUDGET * 3, mention])
    assert found[-1]
    assert found[:2] == [True, True], "the opening says who and where it is about"
    assert not any(found[2:4])


def test_names_and_numbers_are_seen_only_as_such() -> None:
    words = look_features("On Monday 300 soldiers reached Vovchansk. Rebels left.")
    assert {"<number>", "<number> soldiers", "reached <name>", "rebels"} <= set(words)
    assert not any("vovchansk" in word.lower() or "300" in word for word in words)


def test_a_document_without_forces_has_no_claims() -> None:
    assert reader().read(Document(title="Budget passed", text="\n".join(BUDGET))) == ()


def test_text_in_capitals_has_the_words_of_ordinary_text() -> None:
    text = "In San Miguel, troops of the army killed nine guerrillas on Tuesday, General Ortega said."
    assert look_features(text.upper()) == look_features(text)
    assert "<name>" in look_features(text.upper())
