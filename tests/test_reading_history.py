"""History: what was over ten years before a document appeared is no claim, unless the document compares it."""

from datetime import date

import pytest

from musterbook.codebook.history import history
from musterbook.model import Document
from musterbook.reading.reader import reader

LEAD = "About 4,000 American soldiers are stationed in Poland, the Pentagon said on Tuesday.\n"


def counted(text: str, published: date = date(2024, 5, 6)) -> set[float | None]:
    claims = reader().read(Document(title="", text=LEAD + text, published=published))
    return {claim.quantity.low for claim in claims if claim.quantity} - {4000}


@pytest.mark.parametrize(
    ("text", "lows"),
    [
        ("In 1943 about 3,000 Polish soldiers were killed there.", set()),
        ("In 1943 more than 3,000 and up to 4,000 Polish soldiers were killed there.", set()),
        ("In 1943 as many as 3,000 Polish soldiers were killed there.", set()),
        ("In March 2024 about 3,000 Polish soldiers were killed there.", {3000}),
        ("During the Second World War 3,000 Polish soldiers were killed there.", set()),
        ("The valley saw the worst of the Korean War. About 3,000 Polish soldiers were killed there.", set()),
        ("The valley saw the worst of the Korean War.\nAbout 3,000 Polish soldiers were killed there.", {3000}),
        ("Since 1993 about 3,000 Polish soldiers have been killed there.", {3000}),
        ("In 1990 the Polish army had 300,000 soldiers; today it has 150,000.", {300000, 150000}),
    ],
)
def test_the_long_past_is_no_claim_unless_compared(text: str, lows: set[float]) -> None:
    assert counted(text) == lows


def test_what_is_long_past_depends_on_the_day_of_publication() -> None:
    assert counted("In 1988 about 3,000 Polish soldiers were killed there.", date(1989, 5, 6)) == {3000}


def test_a_document_of_the_first_years_has_no_history() -> None:
    assert counted("In 1988 about 3,000 Polish soldiers were killed there.", date(4, 2, 29)) == {3000}


def test_wars_are_known_by_the_year_they_ended() -> None:
    assert history().wars("After World War II and the Cold  War they left.") == [1945, 1991]
    assert history().wars("The war is over.") == []


def test_a_day_that_recalls_a_past_one_is_no_comparison() -> None:
    assert counted("On this day 82 years ago, 2,403 Polish soldiers were killed there.") == set()
