"""Tasks: the words that say what a force does, is to do, or learns."""

from __future__ import annotations

import pytest

from musterbook.model import Document, Kind
from musterbook.reading import tasks
from musterbook.reading.drafts import bare, uncued
from musterbook.reading.reader import reader


def found(text: str, kind: Kind) -> list[str]:
    """The tasks of the first draft of a kind in a text, or of its first sentence where no cue speaks for the kind."""
    document = Document(title="", text=text)
    marked = reader().marked(document, every=True)
    draft = next((each for each in bare(marked) if each.kind is kind), None)
    draft = draft or uncued(marked.sentences[0], kind)
    return [document.content[start:end] for start, end in tasks.find(draft)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Polish soldiers patrol the river bank near Hrodna.", ["patrol the river bank near Hrodna"]),
        ("Kenyan sappers were sent to Somalia to clear roads.", ["clear roads"]),
        ("The job of the Danish unit is to guard the depot.", ["guard the depot"]),
        ("Norwegian sailors were tasked with mine clearance.", ["mine clearance"]),
        ("Their duties will involve mine clearance, the Danish army said.", ["mine clearance"]),
        ("Two Belgian companies now block the passes.", ["block the passes"]),
        ("They left 40 soldiers in the town as advisers.", ["advisers"]),
        (
            "Danish soldiers serve in Estonia to deter an attack and to protect the airfield.",
            ["deter an attack", "protect the airfield"],
        ),
        (
            "Soldiers were sent to Chad to support the mission, to guard the camp, and to train the army.",
            ["support the mission", "guard the camp", "train the army"],
        ),
        ("Soldiers were sent to Yemen to conduct operations against the sect.", ["operations against the sect"]),
    ],
)
def test_what_a_force_does_is_said_in_its_own_words(text: str, expected: list[str]) -> None:
    assert found(text, Kind.TASKING) == expected


def test_a_clause_about_what_is_named_is_no_task() -> None:
    text = "The sappers were ordered to search for mines, of which thirty have been found."
    assert found(text, Kind.TASKING) == ["search for mines"]


def test_where_somebody_is_trained_is_not_what_is_learnt() -> None:
    assert found("Ukrainian crews are training in Poland.", Kind.TRAINING) == []
    assert found("Ukrainian crews are being trained in mine clearance in Poland.", Kind.TRAINING) == ["mine clearance"]


def test_what_is_learnt_above_all_is_learnt_too() -> None:
    text = "Latvians are studying artillery methods, with a focus on sniper fire, mine clearance and night marches."
    assert found(text, Kind.TRAINING) == ["artillery methods", "sniper fire", "mine clearance", "night marches"]
    assert found("Polish crews were trained for three weeks in gunnery.", Kind.TRAINING) == ["gunnery"]


def test_only_taskings_and_trainings_have_tasks() -> None:
    assert found("Polish soldiers were sent to the border to patrol it.", Kind.DEPLOYMENT) == []
