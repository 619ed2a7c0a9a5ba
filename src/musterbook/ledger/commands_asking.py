"""The command that asks the ledger for claims, in the words of a query."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Annotated, Any

import typer

from musterbook.errors import ScopeError
from musterbook.ledger.asking import REVIEW_STATES, Query, ReviewState
from musterbook.ledger.listing import Format, entry_row, listing
from musterbook.ledger.opening import DEFAULT, Shape, Where, open_ledger
from musterbook.model import Category, Kind, Modality, Outcome


def filters(
    *,
    kind: Annotated[list[Kind] | None, typer.Option(help="What is said of the force.")] = None,
    modality: Annotated[list[Modality] | None, typer.Option(help="How it is put.")] = None,
    force: Annotated[list[str] | None, typer.Option(help="Whose force: a country (KP), or a name as written.")] = None,
    category: Annotated[list[Category] | None, typer.Option(help="What is counted.")] = None,
    outcome: Annotated[list[Outcome] | None, typer.Option(help="What became of those lost.")] = None,
    counterpart: Annotated[list[str] | None, typer.Option(help="The other side: a country, or a name.")] = None,
    place: Annotated[list[str] | None, typer.Option(help="A place code (RU-KRS) and all in it.")] = None,
    since: Annotated[str | None, typer.Option(help="Published on this day or later.")] = None,
    until: Annotated[str | None, typer.Option(help="Published on this day or earlier.")] = None,
    valid_from: Annotated[str | None, typer.Option(help="Speaking of this day or later.")] = None,
    valid_to: Annotated[str | None, typer.Option(help="Speaking of this day or earlier.")] = None,
    claimant: Annotated[list[str] | None, typer.Option(help="Who says so, as written; * stands for anything.")] = None,
    institution: Annotated[list[str] | None, typer.Option(help="What the claimant speaks for.")] = None,
    side: Annotated[list[str] | None, typer.Option(help="The claimant's country.")] = None,
    outlet: Annotated[list[str] | None, typer.Option(help="Where it was published.")] = None,
    at_least: Annotated[float | None, typer.Option(help="Figures that may be so high.")] = None,
    at_most: Annotated[float | None, typer.Option(help="Figures that may be so low.")] = None,
    text: Annotated[str | None, typer.Option(help='Words of the claim: all, "a phrase", -without, begin*.')] = None,
    document_text: Annotated[str | None, typer.Option(help="Words of the whole document.")] = None,
    state: Annotated[
        list[str] | None,
        typer.Option("--review", help="Review state: unreviewed, accepted, corrected, rejected, unsure."),
    ] = None,
    known_on: Annotated[str | None, typer.Option(help="What had been published on this day.")] = None,
    as_of: Annotated[str | None, typer.Option(help="What stood in the ledger at this day's end or moment.")] = None,
) -> Query:
    """The query that the options of a command make; several values of one mean any, several options mean all."""
    countries = tuple(name for name in force or () if _is_country(name))
    return Query(
        kinds=tuple(kind or ()),
        modalities=tuple(modality or ()),
        countries=countries,
        forces=tuple(name for name in force or () if name not in countries),
        categories=tuple(category or ()),
        outcomes=tuple(outcome or ()),
        counterparts=tuple(counterpart or ()),
        areas=tuple(place or ()),
        since=day(since),
        until=day(until),
        valid_from=day(valid_from),
        valid_to=day(valid_to),
        claimants=tuple(claimant or ()),
        institutions=tuple(institution or ()),
        sides=tuple(side or ()),
        outlets=tuple(outlet or ()),
        at_least=at_least,
        at_most=at_most,
        text=text,
        document_text=document_text,
        reviews=tuple(_state(name) for name in state or ()),
        known_on=day(known_on),
        recorded_on=moment(as_of),
    )


def filtered(command: Callable[..., None]) -> Callable[..., None]:
    """A command with every filter as an option; it is given the query as `query`."""
    asked = inspect.signature(filters, eval_str=True).parameters
    own = inspect.signature(command, eval_str=True).parameters
    together = [*(one for name, one in own.items() if name != "query"), *asked.values()]

    def run(**given: Any) -> None:
        query = filters(**{name: given.pop(name) for name in asked})
        command(query=query, **given)

    run.__name__, run.__doc__ = command.__name__, command.__doc__
    ordered = sorted(together, key=lambda one: one.kind is inspect.Parameter.KEYWORD_ONLY)
    run.__signature__ = inspect.Signature(ordered)  # type: ignore[attr-defined]
    run.__annotations__ = {one.name: one.annotation for one in together}
    return run


@filtered
def claims(
    *,
    query: Query,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="How many to show.")] = 50,
    after: Annotated[str | None, typer.Option(help="The cursor an earlier page ended with.")] = None,
    facets: Annotated[bool, typer.Option("--facets", help="Count by facet instead.")] = False,
    ledger: Where = DEFAULT,
    form: Shape = Format.TABLE,
) -> None:
    """Ask the ledger for claims; several values of an option mean any, several options mean all."""
    with open_ledger(ledger, read_only=True) as register_:
        if facets:
            counted = register_.facets(query)
            rows: list[dict[str, Any]] = [
                {"facet": name, "value": one.value, "claims": one.count}
                for name, counts in counted.facets.items()
                for one in counts
            ]
            typer.echo(listing([{"facet": "all", "value": "", "claims": counted.total}, *rows], form))
            return
        page = register_.claims(query, after, limit)
    typer.echo(listing([entry_row(entry, brief=form is Format.TABLE) for entry in page.entries], form))
    if page.undated:
        typer.echo(f"{page.undated} claims of undated documents left out", err=True)
    if page.next_cursor:
        typer.echo(f"more: --after {page.next_cursor}", err=True)


def _is_country(name: str) -> bool:
    return len(name) == 2 and name.isascii() and name.isupper()


def _state(name: str) -> ReviewState:
    for state in REVIEW_STATES:
        if state == name:
            return state
    raise ScopeError(f"{name!r} is no review state; give one of {', '.join(REVIEW_STATES)}")


def day(written: str | None) -> date | None:
    """A day as YYYY-MM-DD.

    Raises ScopeError for anything else.
    """
    if written is None:
        return None
    try:
        return date.fromisoformat(written)
    except ValueError as error:
        raise ScopeError(f"{written!r} is no day; write it as 2025-01-31") from error


def moment(written: str | None) -> datetime | None:
    """A moment: ISO, in UTC where no zone is given; a day alone is its end.

    Raises ScopeError for anything else.
    """
    if written is None:
        return None
    try:
        found = datetime.fromisoformat(written)
    except ValueError as error:
        raise ScopeError(f"{written!r} is no moment; write it as 2025-01-31 or 2025-01-31T12:00:00Z") from error
    if len(written) == len("2025-01-31"):
        found = datetime.combine(found.date(), time.max)
    return found if found.tzinfo else found.replace(tzinfo=UTC)
