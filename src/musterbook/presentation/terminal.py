"""Claims on a terminal: a register of slots in columns, and under each claim its sentence with the slots marked.

Seven columns where there is room; on a narrow terminal kind and status share a column, and place and time do. Every
slot has one colour: in its heading, in its cell and in the sentence.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from musterbook.model import Claim, Document, Modality, Quote, Statement
from musterbook.presentation import wording

FORCE, FIGURE, PLACE, TIME, SPEAKER, VIA, TASK = (
    "yellow",
    "bold cyan",
    "green",
    "magenta",
    "blue",
    "blue",
    "bright_black",
)
COUNTERPART = "bright_yellow"
STANDING = {
    Modality.ASSERTED: "default",
    Modality.EXPECTED: "bold blue",
    Modality.POSSIBLE: "bold yellow",
    Modality.DENIED: "bold red",
}
WIDE = 112
"""Characters a line needs for seven columns."""
WIDEST = 160
"""Wider than this a sentence is hard to read."""
PIPED = 140
"""Characters of a line where no terminal says how many there are."""
GAP = 2


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the register: its heading, the colour of its slot, its least width and its share of what is over."""

    heading: str
    style: str
    least: int
    share: int


SEVEN = (
    Column("kind", "bold", 12, 1),
    Column("who", FORCE, 20, 5),
    Column("how many", FIGURE, 13, 2),
    Column("where", PLACE, 14, 5),
    Column("when", TIME, 13, 2),
    Column("status", "default", 10, 1),
    Column("according to", SPEAKER, 16, 5),
)
FIVE = (
    Column("kind, status", "bold", 12, 1),
    Column("who", FORCE, 16, 3),
    Column("how many", FIGURE, 12, 2),
    Column("where, when", PLACE, 15, 3),
    Column("according to", SPEAKER, 15, 3),
)


class Screen(Console):
    """Standard output; a reader who leaves early is an error like any other, not an exit."""

    def on_broken_pipe(self) -> None:
        """Raise what rich caught."""
        raise BrokenPipeError


def screen() -> Console:
    """The console of standard output: as wide as the terminal, or of a fixed width where there is none."""
    console = Screen(highlight=False, emoji=False, markup=False, soft_wrap=False)
    if not console.is_terminal:
        return Screen(highlight=False, emoji=False, markup=False, width=PIPED, file=sys.stdout)
    return console


@dataclass(frozen=True)
class Register:
    """Claims of one document as a table."""

    document: Document
    claims: Sequence[Claim]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The table in the width there is."""
        width = min(options.max_width, WIDEST)
        seven = width >= WIDE
        columns = SEVEN if seven else FIVE
        widths = _widths(columns, width)
        yield _row(
            [
                Text(one.heading.ljust(room), style=f"{one.style} underline", no_wrap=True)
                for one, room in zip(columns, widths, strict=True)
            ],
            widths,
        )
        for claim in self.claims:
            yield _row(cells(claim, self.document, seven), widths)
            yield Padding(sentence(claim), (0, options.max_width - width, 0, GAP), expand=False)
            yield Text()


def heading(document: Document, source: str) -> RenderableType:
    """What document follows: its title, and where and when it was published."""
    published = wording.day(document.published) if document.published else "no date"
    if document.published and document.published_precision == "month":
        published = f"{document.published:%b %Y}"
    return Group(
        Rule(style="bright_black"),
        Text(wording.clean(document.title) or "(no title)", style="bold"),
        Text(wording.clean("  ·  ".join(filter(None, (document.outlet, published)))), style="bright_black"),
        Text(wording.clean(source), style="bright_black", overflow="fold"),
        Text(),
    )


def cells(claim: Claim, document: Document, seven: bool) -> list[Text]:
    """The cells of a claim, in the order of the columns."""
    kind, status = Text(claim.kind.value, style="bold"), standing(claim)
    if claim.outcome:
        kind.append(f"\n{claim.outcome.value}", style="not bold")
    place, time = where(claim), Text(wording.days(claim.period), style=TIME)
    who, figure, speaker = force(claim), how_many(claim), according_to(claim, document)
    if seven:
        return [kind, who, figure, place, time, status, speaker]
    return [_stacked(kind, status), who, figure, _stacked(place, time), speaker]


def standing(claim: Claim) -> Text:
    """The status: how the claimant puts it, and whether hedged."""
    status = Text(claim.modality.value, style=STANDING[claim.modality])
    return status.append("\nhedged", style="italic") if claim.hedged else status


def force(claim: Claim) -> Text:
    """Who: the side, the words, the counterpart."""
    words, name = claim.force.words, claim.force.name
    text = Text(style=FORCE)
    text.append(claim.force.country or "", style="bold")
    text.append(f"{' ' if text else ''}{_text(words or name)}")
    if name and words and name.text not in words.text:
        text.append(f" ({_text(name)})")
    if claim.counterpart:
        text.append(f"\n{wording.counterpart(claim)}", style=COUNTERPART)
    return text


def how_many(claim: Claim) -> Text:
    """The figure, and what it is of."""
    text = Text(wording.figure(claim.quantity), style=FIGURE)
    part = wording.basis(claim.quantity)
    return text.append(f" {part}", style="not bold") if part else text


def where(claim: Claim) -> Text:
    """The places with their codes."""
    lines = []
    for words, codes in wording.where(claim.places):
        line = Text(words, style=PLACE)
        lines.append(line.append(f" {codes}" if codes else " unresolved", style="bright_black"))
    return Text("\n").join(lines)


def according_to(claim: Claim, document: Document) -> Text:
    """The claimant with its side, and through whom; else the outlet itself."""
    claimant, via = claim.attribution.claimant, claim.attribution.via
    if claimant is None:
        text = Text(wording.clean(document.outlet or "the text itself"), style="bright_black")
    else:
        text = Text(_text(claimant.words) or claimant.institution or "", style=SPEAKER)
        if claimant.country:
            text.append(f" {claimant.country}", style="bright_black")
    return text.append(f"\nvia {_text(via.words)}", style=VIA) if via else text


def sentence(claim: Claim) -> Text:
    """The most complete mention, every slot that stands in it in its colour."""
    mention = claim.mentions[0]
    text = Text(wording.clean(mention.text))
    for quote, style in marks(claim):
        start, end = max(quote.start, mention.start), min(quote.end, mention.end)
        if start < end:
            text.stylize(f"{style} underline", start - mention.start, end - mention.start)
    if len(claim.mentions) > 1:
        text.append(f"  +{len(claim.mentions) - 1}", style="bright_black")
    return text


def marks(claim: Claim) -> Iterator[tuple[Quote, str]]:
    """The words of the slots with their colours; the shorter ones later, to show inside the longer."""
    found: list[tuple[Quote | None, str]] = [(claim.force.words, FORCE), (claim.force.name, FORCE)]
    found += [(claim.quantity.words, FIGURE)] if claim.quantity else []
    found += [(place.words, PLACE) for place in claim.places]
    found += [(claim.period.words, TIME)] if claim.period else []
    found += [(claim.counterpart.words, COUNTERPART)] if claim.counterpart else []
    found += [(task, TASK) for task in claim.tasks]
    found += [(link.words, SPEAKER) for link in (claim.attribution.claimant, claim.attribution.via) if link]
    standing_ones = [(quote, style) for quote, style in found if quote is not None]
    return iter(sorted(standing_ones, key=lambda pair: pair[0].start - pair[0].end))


def statements(found: Iterable[Statement]) -> Iterator[RenderableType]:
    """Statements, each with its speaker, its cue and its content."""
    for one in found:
        head = Text(_text(one.source) or "(nobody named)", style=SPEAKER if one.source else "bright_black")
        head.append(f"  {_text(one.cue)}", style="bold") if one.cue else None
        head.append(f"  via {_text(one.via)}", style=VIA) if one.via else None
        head.append(f"  {one.form}", style="bright_black")
        yield head
        yield Padding(Text(" … ").join(Text(_text(part)) for part in one.content), (0, 0, 0, GAP), expand=False)
        yield Text()


def _widths(columns: Sequence[Column], width: int) -> list[int]:
    """The width of each column: its least, and its share of what is over."""
    over = max(width - sum(column.least for column in columns) - GAP * (len(columns) - 1), 0)
    shares = sum(column.share for column in columns)
    widths = [column.least + over * column.share // shares for column in columns]
    widths[-1] += over - sum(widths) + sum(column.least for column in columns)
    return widths


def _row(texts: Sequence[Text], widths: Sequence[int]) -> Table:
    row = Table.grid(padding=(0, GAP, 0, 0), pad_edge=False)
    for width in widths:
        row.add_column(width=width, overflow="fold")
    row.add_row(*texts)
    return row


def _stacked(first: Text, second: Text) -> Text:
    return Text("\n").join(text for text in (first, second) if text)


def _text(quote: Quote | None) -> str:
    return wording.clean(quote.text) if quote else ""
