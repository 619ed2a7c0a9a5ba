"""The names in a text that are places by what stands around them, each with the places it may mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from musterbook.gazetteer import Gazetteer
from musterbook.reading.place_judging import Memory, is_place
from musterbook.reading.place_names import Mention, spans
from musterbook.reading.place_surroundings import (
    adjective_country,
    dateline,
    kind_of,
    linked,
    locative,
    outer_after,
    outer_before,
)
from musterbook.reading.place_text import PlaceText
from musterbook.reading.place_words import PlaceWords


def mentions(
    text: PlaceText, words: PlaceWords, gazetteer: Gazetteer, entities: Sequence[tuple[int, int, str]] = ()
) -> list[Mention]:
    """All names that are places by what stands around them, in order."""
    found: list[Mention] = []
    memory = Memory()
    persons = [(start, end) for start, end, label in entities if label == "PERSON"]
    all_spans = list(spans(text, words, gazetteer))
    for index, (first, last, candidates) in enumerate(all_spans):
        following = all_spans[index + 1] if index + 1 < len(all_spans) else None
        outer = outer_after(text, words, last, candidates, following)
        if outer is None:
            outer = outer_before(text, found, first, candidates)
        kind = kind_of(text, words, first, last)
        hint = adjective_country(text, words, gazetteer, first)
        sure = outer is not None or kind is not None or locative(text, words, first) or dateline(text, first, last)
        sure = sure or (text.gap(last - 1) == "-" and text.low(last) == "based")
        sure = sure or (
            bool(found) and found[-1].sure and found[-1].last == first - linked(text, first, found[-1].last)
        )
        qualifying = (
            bool(found)
            and found[-1].outer is not None
            and text.gap(first - 1) in {", ", " in "}
            and found[-1].last >= first - 1
        )
        name = text.phrase(first, last)
        mention = Mention(first, last, name, candidates, sure, outer, qualifying, hint, kind)
        start, end = text.starts[first], text.ends[last - 1]
        if not qualifying and any(s <= start and end <= e for s, e in persons) and not sure:
            continue
        verdict = True if qualifying else is_place(text, words, gazetteer, mention, memory)
        if verdict is not False:
            found.append(replace(mention, tentative=verdict is None))
    return found
