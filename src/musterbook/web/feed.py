"""A feed for each dossier: new claims, changed estimates, expectations fallen due, conflicts (Atom, RFC 4287)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from fastapi import APIRouter, Request
from starlette.responses import Response

from musterbook.assessment.expectations import Fate
from musterbook.assessment.picture import Picture
from musterbook.model import digest
from musterbook.presentation.atom import Item, atom
from musterbook.presentation.headline import interval
from musterbook.presentation.marks import shortened
from musterbook.presentation.voices import in_words, voice_name
from musterbook.web.dossier_scopes import dossier_of
from musterbook.web.rendering import desk_of, entry_title, person_of

router = APIRouter(include_in_schema=False)
MOST = 60


@dataclass(frozen=True)
class News:
    """One piece of news."""

    name: str
    """The same whenever the feed is asked for."""
    title: str
    words: str
    path: str
    day: date


@router.get("/dossier/{name}/feed.atom")
def feed(request: Request, name: str) -> Response:
    """The newest of a dossier."""
    person_of(request)
    desk = desk_of(request)
    found, _ = dossier_of(desk, name)
    view = desk.view(found.scope)
    news = sorted(_items(view.picture, name), key=lambda one: (-one.day.toordinal(), one.name)) if view else []
    base, path = f"{request.base_url}".rstrip("/"), f"/dossier/{name}"
    items = [Item(digest("feed", one.name), one.title, one.words, one.day, base + one.path) for one in news[:MOST]]
    body = atom(found.title, digest("feed", base, path), items, link=base + path, own=f"{base}{path}/feed.atom")
    return Response(body, media_type="application/atom+xml")


def _items(found: Picture, name: str) -> Iterator[News]:
    for origin in found.origins:
        entry = origin.first
        if entry.document.published is not None:
            outlet = entry.document.outlet or "unnamed outlet"
            words = f"{voice_name(origin.voice)}, {outlet}: {entry.claim.mentions[0].text}"
            yield News(entry.claim.id, entry_title(entry), words, f"/claim/{entry.claim.id}", entry.document.published)
    before = None
    for point in found.series:
        state = (point.low, point.best, point.high, point.open_low, point.open_high)
        if before is not None and state != before:
            told = interval(point.low, point.high, point.open_low, point.open_high)
            title = (
                f"The estimate: {point.best:,.0f} ({told})"
                if point.best is not None
                else "The estimate: nothing stands"
            )
            path = f"/dossier/{name}?known_on={point.day}"
            yield News(f"estimate {name} {point.day}", title, "", path, point.day)
        before = state
    for one in found.expectations:
        if one.fate is not Fate.PENDING and one.due <= found.day:
            title = f"{voice_name(one.origin.voice)} expected {_figure(one.expected)}until {one.end}: {one.fate}"
            yield News(
                f"due {one.entry.claim.id} {one.fate}",
                title,
                in_words(one.why),
                f"/claim/{one.entry.claim.id}",
                one.due,
            )
    for conflict in found.conflicts:
        if not conflict.aged:
            ids = "".join(entry.claim.id for entry in (*conflict.one[:1], *conflict.other[:1]))
            words = " — ".join(shortened(sentence) for sentence in conflict.sentences if sentence)
            title = f"Conflict ({conflict.discord}): {in_words(conflict.why)}"
            yield News(f"conflict {conflict.discord} {ids}", title, words, f"/dossier/{name}#conflicts", conflict.since)


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:,.0f} "
