"""Places taken up again, and what a force is to do."""

from __future__ import annotations

import pytest

from musterbook.model import Document
from musterbook.reading.reader import reader


@pytest.mark.parametrize(
    ("text", "words", "code"),
    [
        ("Troops landed in Mali in May. Two hundred soldiers are still stationed there.", "there", "ML"),
        ("Soldiers entered Kursk Oblast. The region holds four brigades.", "The region", "RU-KRS"),
        ("The army left Sudzha. Its soldiers had held the town since March.", "the town", "RU-KRS/Sudzha"),
        ("The army left Iraq. About 5,000 U.S. troops are now in the country.", "the country", "IQ"),
        ("Saudi Arabia asked. In Cairo he said the troops were in the kingdom to stay.", "the kingdom", "SA"),
        ("The army left Sudzha. Forty soldiers stayed at the bridge.", "the bridge", "RU-KRS/Sudzha"),
        ("Troops left Mali in May. Two hundred soldiers remain in the north.", "the north", "ML"),
        ("Troops left Mali in May. Two hundred soldiers remain in the north-east.", "the north-east", "ML"),
        ("Ships left Madras. About 300 men stayed at Trincomalee. They hold the island.", "the island", "LK"),
        ("Ships left Shandong for Taiwan. China said 20 sailed around the island.", "the island", "TW"),
        ("Shells hit Kinmen. China said the soldiers on the island fired back.", "the island", "TW-KIN"),
        ("Shells hit Kabul. Later Herat fell. About 500 soldiers guard the capital.", "the capital", "AF-KAB/Kabul"),
        ("GAO, Mali - Rebels left for Kidal. About 300 soldiers are here.", "here", "ML-7/Gao"),
    ],
)
def test_a_place_named_before_is_taken_up(text: str, words: str, code: str) -> None:
    marked = reader().marked(Document(text=text), every=True)
    taken = {p.text: p.code for s in marked.sentences for p in s.places if p.rule.startswith("taken up")}
    assert taken.get(words) == code


def test_there_that_only_opens_a_sentence_is_no_place() -> None:
    marked = reader().marked(Document(text="Troops landed in Mali. There are three brigades of soldiers."))
    assert not [p for s in marked.sentences for p in s.places if p.rule.startswith("taken up")]


def test_a_country_that_acts_is_not_what_its_own_sentence_takes_up() -> None:
    marked = reader().marked(Document(text="Troops landed in Mali. France, which sent 300 soldiers, left the north."))
    taken = {p.text: p.code for s in marked.sentences for p in s.places if p.rule.startswith("taken up")}
    assert taken.get("the north") == "ML"
