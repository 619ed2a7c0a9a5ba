"""The picture for people: tables in the terminal, numbers aligned, every line with its words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from rich.text import Text

from musterbook.assessment.conflicts import Conflict, span
from musterbook.assessment.estimates import Estimate, Point
from musterbook.assessment.expectations import Expectation, Fate
from musterbook.assessment.origins import Independence, Origin
from musterbook.assessment.places import Relation
from musterbook.assessment.readings import Position
from musterbook.assessment.sources import Deviation, Record
from musterbook.assessment.voices import Voice
from musterbook.model import Entry
from musterbook.picture_rows import interval
from musterbook.presentation.sheet import Sheet
from musterbook.presentation.voices import in_words, institution_name, voice_name
from musterbook.scopes import title

SAYING = {Relation.WHOLE: "", Relation.PART: "in parts of it", Relation.AROUND: "in an area around"}
COLOURS = {
    Fate.MET: "green",
    Fate.PARTLY: "yellow",
    Fate.MISSED: "red",
    Fate.DENIED: "magenta",
    Fate.SUPERSEDED: "blue",
    Fate.PENDING: "default",
}


def figure(value: float | None, *, open_low: bool = False, open_high: bool = False) -> Text:
    """A figure aligned to the right; an open end is marked."""
    if value is None:
        return Text("–", style="dim", justify="right")
    mark = "≤" if open_low else "≥" if open_high else ""
    return Text(f"{mark}{value:,.0f}", justify="right")


def words(entry: Entry) -> Text:
    """The sentence a claim is made in, and where."""
    said = " ".join(entry.claim.mentions[0].text.split())
    where = ", ".join(str(one) for one in (entry.document.outlet, entry.document.published) if one)
    return Text.assemble(said, ("  " + where, "dim"))


def table(*columns: str, right: Sequence[str] = (), wide: Sequence[str] = ()) -> Sheet:
    """A table without frames; `right` columns hold numbers, `wide` ones flowing text."""
    return Sheet(columns, right, wide)


def heading(found: Estimate) -> Text:
    """What is asked, for when, and as known when."""
    known = f", as known on {found.known_on}" if found.known_on else ""
    return Text.assemble((title(found.scope), "bold"), (f"  on {found.day}{known}", "dim"))


def summary(found: Estimate, voices: Independence | None = None) -> Text:
    """Low, best and high in one line, with how many stand behind it."""
    if found.low is None or found.best is None or found.high is None:
        text = Text("no figure stands: no estimate", style="yellow")
        if (came := found.arrivals) is not None and came.low is not None and came.high is not None:
            text.append(f"\nreported to have come: {span(came.low, came.high, came.open_low, came.open_high)}")
            text.append(f"  {_behind(came)}", style="dim")
        return text
    bound = {Relation.WHOLE: "", Relation.PART: "no fewer than ", Relation.AROUND: "no more than "}[found.bound]
    text = Text.assemble(
        bound,
        (f"{found.best:,.0f}", "bold cyan"),
        f"   low {'≤' if found.open_low else ''}{found.low:,.0f}   high {found.high:,.0f}",
        "+" if found.open_high else "",
        (f"   {_behind(found)}", "dim"),
    )
    if voices is not None:
        text.append(f"   {voices}", style="dim")
    return text


def _behind(found: Estimate) -> str:
    if found.single_source:
        return f"single source: {institution_name(found.institutions[0])}"
    sides = len(found.sides)
    return f"{len(found.institutions)} institutions, {sides} side{'' if sides == 1 else 's'}"


def positions_table(found: Estimate) -> Sheet:
    """What each institution says, and what the estimate would be without it."""
    made = table("institution", "side", "says", "of", "without", "words", right=("says", "without"), wide=("words",))
    moves = {one.institution: one.best for one in found.without}
    for counts, positions in ((True, found.counted), (False, found.idle)):
        for position in positions:
            made.add_row(
                Text(voice_name(position.voice)),
                Text(position.voice.side or "", style="dim"),
                Text(_said(position), justify="right"),
                Text(SAYING[position.relation] if counts else f"{SAYING[position.relation]}: a bound", style="dim"),
                figure(moves.get(position.voice.key)) if counts else Text(""),
                Text("\n").join(words(one.entry) for one in position.figures[:3]),
                style="" if counts else "dim",
            )
    return made


def _said(position: Position) -> str:
    return span(position.low, position.high, position.open_low, position.open_high)


def asides_table(found: Estimate) -> Sheet:
    """The claims that do not stand, with the rule and the reason."""
    made = table("does not stand", "institution", "figure", "why", "words", right=("figure",), wide=("why", "words"))
    for aside in found.asides:
        made.add_row(
            Text(aside.rule, style="yellow"),
            Text(institution_name(aside.entry.institution or aside.entry.document.outlet or "")),
            Text(interval(aside.entry.claim.quantity), justify="right"),
            Text(in_words(aside.why)),
            words(aside.entry),
        )
    return made


def series_table(points: Iterable[Point]) -> Sheet:
    """The days on which the estimate changed."""
    made = table("from", "low", "best", "high", "institutions", right=("low", "best", "high"), wide=("institutions",))
    for point in changed(points):
        made.add_row(
            Text(str(point.day)),
            figure(point.low, open_low=point.open_low),
            figure(point.best),
            figure(point.high, open_high=point.open_high),
            Text(", ".join(map(institution_name, point.institutions)), style="dim"),
        )
    return made


def changed(points: Iterable[Point]) -> list[Point]:
    """The first day of every stretch on which nothing changes; days before the first figure are left out."""
    kept: list[Point] = []
    for point in points:
        if not kept and point.best is None:
            continue
        if not kept or _state(kept[-1]) != _state(point):
            kept.append(point)
    return kept


def _state(point: Point) -> tuple[object, ...]:
    return (point.low, point.best, point.high, point.open_low, point.open_high, point.bound, point.institutions)


def origins_table(found: Iterable[Origin], explain: bool) -> Sheet:
    """The origins, most articles first; with `explain`, their echoes with rule and reason."""
    made = table(
        "figure", "kind", "institution", "side", "articles", "words", right=("figure", "articles"), wide=("words",)
    )
    for origin in sorted(found, key=lambda origin: (-origin.articles, origin.first.document.published or date.max)):
        claim = origin.first.claim
        kind = f"{claim.outcome or claim.kind}{'' if claim.modality == 'asserted' else f' ({claim.modality})'}"
        made.add_row(
            Text(interval(claim.quantity), justify="right"),
            Text(kind),
            Text(voice_name(origin.voice)),
            Text(origin.voice.side or "", style="dim"),
            Text(f"{origin.articles:,}", justify="right"),
            words(origin.first),
        )
        for echo in origin.echoes if explain else ():
            made.add_row(
                "",
                Text(f"  {echo.rule}", style="dim"),
                "",
                "",
                "",
                Text.assemble(words(echo.entry), (f"\n{in_words(echo.why)}", "dim")),
            )
    return made


def expectations_table(found: Iterable[Expectation], explain: bool) -> Sheet:
    """The expectations with their windows and what came of them."""
    made = table(
        "expected", "by", "due", "came of it", "reached", "words", right=("expected", "reached"), wide=("words",)
    )
    for one in found:
        text = words(one.entry)
        if explain or one.fate is not Fate.PENDING:
            text = Text.assemble(text, (f"\n{in_words(one.why)}", "italic"))
        for entry in one.deciding if explain else ():
            text = Text.assemble(text, "\n→ ", words(entry))
        made.add_row(
            Text(interval(one.entry.claim.quantity) or "–", justify="right"),
            Text(voice_name(one.origin.voice)),
            Text(f"{one.end}{' (open)' if one.open else ''}"),
            Text(str(one.fate), style=COLOURS[one.fate]),
            figure(one.reached),
            text,
        )
    return made


def conflicts_table(found: Iterable[Conflict]) -> Sheet:
    """The conflicts, each with both sentences."""
    made = table("conflict", "since", "why", "one says", "the other says", wide=("why", "one says", "the other says"))
    for one in found:
        asked = f"{one.discord}" + (f"\n{one.scope.outcome}" if one.scope.outcome else "")
        made.add_row(
            Text(asked, style="red"),
            Text(str(one.since)),
            Text(in_words(one.why)),
            words(one.one[0]),
            words(one.other[0]) if one.other else Text("–", style="dim"),
        )
    return made


def records_table(found: Iterable[Record], explain: bool = False) -> Sheet:
    """The record of each institution: counts, and how far its figures lay from the others'; each with `explain`."""
    counts = ("claims", "origins", "echoes", "from the others")
    made = table("institution", "side", *counts, "expectations", right=counts, wide=("expectations",))
    for record in found:
        fates = ((record.expectations.get(fate, 0), fate) for fate in Fate)
        made.add_row(
            _named(record.voice),
            Text(record.voice.side or "", style="dim"),
            *(Text(f"{number:,}", justify="right") for number in (record.claims, record.origins, record.echoes)),
            Text(_spread(record), justify="right"),
            Text("\n").join(
                [
                    Text(", ".join(f"{number} {fate}" for number, fate in fates if number), style="dim"),
                    *(_strayed(one) for one in (record.deviations if explain else ())),
                ]
            ),
        )
    return made


def _named(voice: Voice) -> Text:
    """A voice by its name, with the key by which filters know its institution."""
    known = institution_name(voice.key)
    return Text(voice_name(voice)) if known == voice.key else Text.assemble(known, (f"  {voice.key}", "dim"))


def _strayed(one: Deviation) -> Text:
    said = f"{one.day} {one.figure:,.0f}, the others' median {one.median:,.0f}: {one.share:+.0%}  "
    return Text.assemble(said, words(one.entry))


def _spread(record: Record) -> str:
    if record.quartiles is None:
        return ""
    lower, middle, upper = record.quartiles
    return f"{middle:+.0%} ({lower:+.0%} … {upper:+.0%})" if len(record.deviations) > 1 else f"{middle:+.0%}"
