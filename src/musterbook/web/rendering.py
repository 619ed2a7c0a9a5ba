"""Pages from templates: everything escaped, characters that steer text made visible, the person and the form's token
at hand."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from fastapi import Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse, Response

import musterbook
from musterbook.assessment.estimates import Estimate
from musterbook.assessment.readings import Position
from musterbook.ledger.listing import figure as short_figure
from musterbook.model import Claim, Entry, Quantity
from musterbook.naming import place_name
from musterbook.picture_rows import interval
from musterbook.presentation.headline import Headline
from musterbook.presentation.headline import interval as ends
from musterbook.presentation.links import web_address
from musterbook.presentation.marks import shortened
from musterbook.presentation.palette import side_number, style_sheet
from musterbook.presentation.svg import plain
from musterbook.presentation.voices import in_words, institution_name, voice_name
from musterbook.web.desk import Desk
from musterbook.web.sessions import Person, RefusedError, Sessions

HERE = Path(__file__).parent
STATIC = HERE / "static"
NAVIGATION = (
    ("/", "Dossiers"),
    ("/claims", "Claims"),
    ("/review", "Review"),
    ("/sources", "Sources"),
    ("/add", "Add"),
)


def desk_of(request: Request) -> Desk:
    """The desk the application works on."""
    desk: Desk = request.app.state.desk
    return desk


def sessions_of(request: Request) -> Sessions:
    """The sessions of the application."""
    sessions: Sessions = request.app.state.sessions
    return sessions


def person_of(request: Request, *, deciding: bool = False) -> Person:
    """Who is asking; `deciding` where only a reviewer may.

    Raises RefusedError for who has not signed in, or may not.
    """
    person = sessions_of(request).person(request)
    if person is None:
        raise RefusedError(401, "Sign in first.")
    if deciding and person.role != "reviewer":
        raise RefusedError(403, f"{person.name} may read here, not decide.")
    return person


def page(request: Request, template: str, status: int = 200, **shown: Any) -> Response:
    """A page."""
    sessions = sessions_of(request)
    token, cookie = sessions.token(request)
    context = {
        "person": sessions.person(request),
        "token": token,
        "here": request.url.path,
        "navigation": NAVIGATION,
        "version": musterbook.__version__,
        **shown,
    }
    answer = HTMLResponse(environment().get_template(template).render(context), status)
    if cookie is not None:
        sessions.keep_form(answer, cookie)
    return answer


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The templates and what they can say."""
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown,
    )
    made.filters |= {
        "day": day,
        "moment": moment,
        "number": number,
        "interval": interval,
        "figure": figure,
        "place": place_name,
        "institution": institution_name,
        "voice": voice_name,
        "named": in_words,
        "shortened": shortened,
        "side": side,
        "web": web_address,
        "what": what,
        "host": host,
        "headline": Headline.of,
        "span": _ends,
        "ends": _ends,
        "moves": _moves,
    }
    made.globals["asset"] = asset
    return made


def _shown(value: object) -> object:
    if value is None:
        return ""
    return plain(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _ends(found: Position | Estimate) -> str:
    return ends(found.low, found.high, found.open_low, found.open_high)


def _moves(found: Estimate) -> dict[str, float | None]:
    """By institution, what the best would be without it."""
    return {one.institution: one.best for one in found.without}


def day(value: date | None) -> Markup:
    """A day: "13 Aug 2025"."""
    if value is None:
        return Markup('<span class="undated">undated</span>')
    return Markup('<time datetime="{}">{}\u00a0{}</time>').format(
        value.isoformat(), value.day, f"{value:%b} {value.year}"
    )


def moment(value: datetime | None) -> Markup:
    """A moment in UTC: "13 Aug 2025, 14:05"."""
    if value is None:
        return Markup("")
    written = f"{value.day} {value:%b} {value.year}, {value:%H:%M}"
    return Markup('<time datetime="{}">{}</time>').format(value.isoformat(), written)


def number(value: float | None) -> str:
    """A figure with commas; a dash for none."""
    return "–" if value is None else f"{value:,.0f}"


def figure(quantity: Quantity | None) -> str:
    """A claim's figure in few characters, with commas."""
    if quantity is None:
        return "–"
    plain = short_figure(quantity.model_copy(update={"low": None, "high": 1.0})) or ""
    mark = "~" if "~" in plain else ""
    low, high = (None if end is None else f"{end:,.12g}" for end in (quantity.low, quantity.high))
    if low == high:
        return f"{mark}{low}"
    if high is None:
        return f"{mark}≥{low}"
    return f"{mark}≤{high}" if low is None else f"{mark}{low}–{high}"


def side(country: str | None) -> Markup:
    """The dot of a side, and its code."""
    if not country:
        return Markup('<span class="side side-none" title="speaks for no side"></span>')
    return Markup('<span class="side side-{}" title="{}">{}</span>').format(
        side_number(country), place_name(country), country
    )


def host(url: str) -> str:
    """The name of an address's host."""
    return urlsplit(url).netloc.removeprefix("www.")


def what(claim: Claim) -> str:
    """Kind, outcome and modality in few words: "killed", "presence, expected"."""
    said = str(claim.outcome or claim.kind)
    return said if claim.modality == "asserted" else f"{said}, {claim.modality}"


def entry_title(entry: Entry) -> str:
    """A claim in one line: "North Korea: 11,000, presence, in Kursk"."""
    claim = entry.claim
    force = claim.force.name.text if claim.force.name else place_name(claim.force.country or "") or "a force"
    places = ", ".join(dict.fromkeys(place_name(place.code) for place in claim.places if place.code))
    said = [figure(claim.quantity)] if claim.quantity else []
    return f"{force}: {', '.join([*said, what(claim), *([places] if places else [])])}"


@lru_cache(maxsize=64)
def asset(name: str) -> str:
    """The address of a style sheet or script, which changes with its content."""
    content = style_sheet().encode() if name == "palette.css" else (STATIC / name).read_bytes()
    return f"/static/{name}?v={sha256(content).hexdigest()[:10]}"
