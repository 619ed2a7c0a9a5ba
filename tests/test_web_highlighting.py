"""Articles with marked words: every character stays where it is, overlaps are kept apart, nothing can run."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musterbook.model import Document
from musterbook.web.highlighting import Marked, article, stretches, visible


def test_overlapping_marks_are_cut_into_stretches_shortest_first() -> None:
    sentence, figure, force = (
        Marked(0, 40, "mention", "c"),
        Marked(6, 12, "quantity", "c"),
        Marked(8, 30, "force", "c"),
    )
    found = stretches(50, [sentence, figure, force])
    assert [(one.start, one.end, [mark.slot for mark in one.marks]) for one in found] == [
        (0, 6, ["mention"]),
        (6, 8, ["quantity", "mention"]),
        (8, 12, ["quantity", "force", "mention"]),
        (12, 30, ["force", "mention"]),
        (30, 40, ["mention"]),
        (40, 50, []),
    ]


@given(
    st.text(max_size=60),
    st.text(max_size=60),
    st.lists(st.tuples(st.integers(0, 120), st.integers(1, 30), st.sampled_from(["force", "place", "mention"]))),
)
def test_no_character_moves(title: str, text: str, spans: list[tuple[int, int, str]]) -> None:
    document = Document(title=title, text=text)
    length = len(document.content)
    found = [Marked(start, min(start + size, length), slot, "c") for start, size, slot in spans if start < length]
    shown_title, shown_body = article(document, found)
    assert len(_plain(str(shown_title))) == len(title)
    assert len(_plain(str(shown_body))) == len(text)


def _plain(markup: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", markup)).replace("\r", "\ufffd")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ('<img src=x onerror="alert(1)">', "&lt;img src=x onerror=&#34;alert(1)&#34;&gt;"),
        ("troops & guns", "troops &amp; guns"),
    ],
)
def test_markup_is_text(text: str, shown: str) -> None:
    assert str(visible(text)) == shown


def test_characters_that_steer_text_are_shown_as_what_they_are() -> None:
    shown = str(visible("12\u202e,000"))
    assert "\u202e" not in shown
    assert 'title="right-to-left override"' in shown
