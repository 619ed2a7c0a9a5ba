"""Lines that are not part of an article, and lines that only look so."""

from __future__ import annotations

import doctest
from pathlib import Path

import pytest

from musterbook.codebook.intake import intake_section


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Read also: The 10,000 soldiers meant for the south", "teaser"),
        ("READ MORE | Why the currency is falling", "teaser"),
        ("▪ Related – Two brigades leave", "teaser"),
        ("More from this section: Why the export matters", "teaser"),
        ("Watch: tears and brass on the barrack square (2:14)", "teaser"),
        ("Recommended", "teaser"),
        ("Читайте також: Навіщо потрібне партнерство", "teaser"),
        ("По теме: 200 солдат", "teaser"),
        ("Leer más: 500 soldados", "teaser"),
        ("Subscribe to our Telegram channel!", "subscription"),
        ("Follow us: 1.2 million subscribers cannot be wrong!", "subscription"),
        ("You can find all of it in our newsletter.", "subscription"),
        ("Приєднуйтесь до нас у соцмережах", "subscription"),
        ("Folgen Sie uns auf Telegram", "subscription"),
        ("PHOTO: Sailors of the fleet line the rail (file).", "caption"),
        ("Photo: firefighters at a burning depot (State Emergency Service)", "caption"),
        ("Soldiers on parade in May 2024. REUTERS/Jane Doe", "caption"),
        ("A tank near the border (Getty Images)", "caption"),
        ("Soldiers march. Photo by Jane Doe via AFP", "caption"),
        ("Фото: Міністерство оборони", "caption"),
        ("Share", "share line"),
        ("Copy link", "share line"),
        ("5 min read", "share line"),
        ("Advertisement", "share line"),
        ("This website uses cookies. Accept all?", "consent notice"),
        ("(Reporting by Khartoum bureau)", "colophon"),
        ("© 2025 Northern Wire", "colophon"),
        ("If you notice an error, select it and press Ctrl+Enter.", "colophon"),
        ("By Jane Doe", "byline"),
        ("By our defence staff", "byline"),
        ("By a staff correspondent", "byline"),
        ("Last updated: 18 Oct 2024, 14:20 GMT", "byline"),
    ],
)
def test_furniture_by_kind(line: str, kind: str) -> None:
    assert intake_section().furniture(line) == kind


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Related losses on the front came to 300 soldiers.",
        "Read aloud, the list of 300 dead took an hour.",
        "More than 3,000 soldiers were sent.",
        "Follow-up units of 2,000 soldiers came by rail.",
        "Support US forces had promised never came.",
        "Photographs show 12 tanks at the station.",
        "Also on station: two corvettes, border guards say.",
        "Source: General Staff of the Armed Forces",
        "Details: 900 soldiers are in the east.",
        "By Friday, 300 soldiers had crossed the river.",
        "By sea and by rail, 3,000 soldiers came.",
        "Published figures put the dead at 3,000, more than the ministry says.",
        "The minister told Reuters/Ipsos pollsters that 300 soldiers had left.",
        "Updated rules let 2,000 reservists serve abroad.",
        "Share of women among the 3,000: none.",
        "Recommended by the ministry, 300 officers will train abroad.",
        "Read more: " + "soldiers came and went " * 30,
    ],
)
def test_the_articles_own_lines_are_left_alone(line: str) -> None:
    assert intake_section().furniture(line) is None


def test_the_examples_of_the_documentation_hold() -> None:
    page = Path(__file__).parents[1] / "docs" / "intake.md"
    failed, tried = doctest.testfile(str(page), module_relative=False)
    assert (failed, tried >= 3) == (0, True)
