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


def test_only_taskings_and_trainings_have_tasks() -> None:
    assert found("Polish soldiers were sent to the border to patrol it.", Kind.DEPLOYMENT) == []
