"""The reading follows its text: what is changed in a document changes in its claims, and nothing else does.

The documents are a sample of those coded for training (`tools/training`), read as they are and in a changed form.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from musterbook.exchange.corpus import read_document
from musterbook.model import Claim, Document
from musterbook.reading.reader import reader

TRAINING = Path(__file__).parents[1] / "tools/training"
SAMPLE = [("written-2", 12), ("written-5", 12), ("written-9", 6)]
"""Files and how many of their documents are read, evenly spread."""

SWAPS = {
    "Norwegian": "Portuguese",
    "Norway": "Portugal",
    "Oslo": "Lisbon",
    "Polish": "Danish",
    "Poland": "Denmark",
    "Warsaw": "Copenhagen",
    "French": "Italian",
    "France": "Italy",
    "Paris": "Rome",
    "North Korean": "Cuban",
    "North Korea": "Cuba",
    "Pyongyang": "Havana",
}
CODES = {"NO": "PT", "PL": "DK", "FR": "IT", "KP": "CU"}

Told = tuple[str, str | None, float | None, float | None]


def documents() -> list[Document]:
    found = []
    for name, count in SAMPLE:
        lines = (TRAINING / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
        found += [read_document(json.loads(line)) for line in lines[:: len(lines) // count][:count]]
    return found


def told(claim: Claim) -> Told:
    quantity = claim.quantity
    low, high = (quantity.low, quantity.high) if quantity else (None, None)
    return str(claim.kind), claim.force.country, low, high


def kept(change: Callable[[str], str], expected: Callable[[Told], Told]) -> float:
    """The share of claims, of those read before or after, that are the same but for what is expected to change."""
    same = every = 0
    for document in documents():
        other = document.model_copy(update={"title": change(document.title), "text": change(document.text)})
        before = Counter(expected(told(claim)) for claim in reader().read(document))
        after = Counter(told(claim) for claim in reader().read(other))
        same += 2 * (before & after).total()
        every += before.total() + after.total()
    assert every > 200
    return same / every


def curled(text: str) -> str:
    return re.sub(r'"([^"\n]*)"', "“\\1”", text).replace("'", "’")


def spaced(text: str) -> str:
    return re.sub(r"(?<=\d),(?=\d{3}\b)", "\N{NO-BREAK SPACE}", text)


def swapped(text: str) -> str:
    pattern = re.compile(r"\b(?:" + "|".join(sorted(SWAPS, key=len, reverse=True)) + r")\b")
    return pattern.sub(lambda found: SWAPS[found.group()], text)


def moved(claim: Told) -> Told:
    kind, country, low, high = claim
    return kind, CODES.get(country or "", country), low, high


def more(text: str) -> str:
    """Every number of four digits and a comma with another first digit."""
    return re.sub(r"\b([1-8])(,\d{3})\b(?!,)", lambda m: f"{int(m[1]) + 1}{m[2]}", text)


def raised(claim: Told) -> Told:
    kind, country, low, high = claim

    def up(end: float | None) -> float | None:
        return end + 1000 if end is not None and 1000 <= end < 9000 else end

    return kind, country, up(low), up(high)


@pytest.mark.parametrize(
    ("change", "expected", "least"),
    [
        pytest.param(curled, lambda claim: claim, 0.95, id="quotation marks"),
        pytest.param(spaced, lambda claim: claim, 0.95, id="spaces in numbers"),
        pytest.param(swapped, moved, 0.85, id="countries"),
        pytest.param(more, raised, 0.85, id="numbers"),
    ],
)
def test_claims_change_with_the_text_and_only_so(
    change: Callable[[str], str], expected: Callable[[Told], Told], least: float
) -> None:
    assert kept(change, expected) >= least
