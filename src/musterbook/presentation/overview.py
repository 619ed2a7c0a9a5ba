"""Many claims on a terminal, a line each: the register of a ledger, and what each institution says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich.console import Console, ConsoleOptions, RenderResult
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from musterbook.model import Claim, Entry
from musterbook.presentation import terminal, wording
from musterbook.presentation.voices import institution_name

LINES = 4
"""Newest claims shown of an institution."""


@dataclass(frozen=True)
class Overview:
    """Entries of a ledger, one line each."""

    entries: Sequence[Entry]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The table in the width there is; cells that don't fit are cut."""
        roomy = options.max_width >= terminal.WIDE
        table = _table()
        for heading, style, share in (
            ("published", "bright_black", 0),
            ("kind", "bold", 0),
            ("who", terminal.FORCE, 4),
            ("how many", terminal.FIGURE, 0),
            ("where", terminal.PLACE, 3),
            *((("status", "default", 0),) if roomy else ()),
            ("according to", terminal.SPEAKER, 4),
        ):
            table.add_column(
                Text(heading, style=style), no_wrap=True, overflow="ellipsis", ratio=share or None, justify="left"
            )
        for entry in self.entries:
            claim = entry.claim
            table.add_row(
                published(entry),
                Text(wording.what(claim) if roomy else claim.outcome or claim.kind, style="bold"),
                _flat(terminal.force(claim)),
                terminal.how_many(claim),
                _flat(terminal.where(claim)),
                *(
                    (Text(wording.standing(claim.modality, claim.hedged), style=terminal.STANDING[claim.modality]),)
                    if roomy
                    else ()
                ),
                speaker(entry),
            )
        yield table


@dataclass(frozen=True)
class Institutions:
    """What each institution says: how many claims, and the newest of them."""

    entries: Sequence[Entry]
    most: int

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Institutions with most claims first; claims without an institution are left out."""
        institutions = by_institution(self.entries)
        for key, said in institutions[: self.most]:
            side = next((entry.side for entry in said if entry.side), None)
            count = f"{len(said):,} claim{'' if len(said) == 1 else 's'}"
            yield Text.assemble(
                (institution_name(key), f"bold {terminal.SPEAKER}"), (f"  {side or ''}  {count}", "bright_black")
            )
            table = _table()
            for share in (None, 2, 5):
                table.add_column(ratio=share, no_wrap=True, overflow="ellipsis")
            table.show_header = False
            for entry in said[:LINES]:
                table.add_row(published(entry), saying(entry.claim), Text(_words(entry.claim)))
            yield table
            yield Text()
        if len(institutions) > self.most:
            yield Text(f"and {len(institutions) - self.most} more institutions", style="bright_black")


def by_institution(entries: Iterable[Entry]) -> list[tuple[str, list[Entry]]]:
    """Entries by institution, most first; in each, claims that say the same once, in the order given."""
    found: dict[str, dict[str, Entry]] = defaultdict(dict)
    for entry in entries:
        if entry.institution:
            found[entry.institution].setdefault(saying(entry.claim).plain, entry)
    ordered = sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    return [(key, list(said.values())) for key, said in ordered]


def saying(claim: Claim) -> Text:
    """A claim in few words: "KP ~11,000 presence RU-KRS, expected"."""
    codes = dict.fromkeys(place.code for place in claim.places if place.code)
    text = Text(claim.force.country or "", style=terminal.FORCE)
    figure = wording.figure(claim.quantity)
    text.append(f"{' ' if text else ''}{figure}", style=terminal.FIGURE) if figure else None
    text.append(f" {claim.outcome or claim.kind}", style="bold")
    text.append(f" {' '.join(codes)}", style=terminal.PLACE) if codes else None
    if claim.modality != "asserted":
        text.append(f", {claim.modality}", style=terminal.STANDING[claim.modality])
    return text


def published(entry: Entry) -> Text:
    """The day a claim was published, as ISO has it."""
    return Text(str(entry.document.published or "no date"), style="bright_black")


def speaker(entry: Entry) -> Text:
    """Who says so: the claimant and its side, else the outlet."""
    return _flat(terminal.according_to(entry.claim, entry.document))


def title(words: str) -> Rule:
    """A line with a heading in it."""
    return Rule(Text(words, style="bold"), align="left", style="bright_black")


def _table() -> Table:
    return Table(box=None, padding=(0, terminal.GAP, 0, 0), pad_edge=False, expand=True)


def _words(claim: Claim) -> str:
    return " ".join(wording.clean(claim.mentions[0].text).split())


def _flat(text: Text) -> Text:
    """A cell of several lines as one line."""
    return Text(" ").join(text.split("\n"))
