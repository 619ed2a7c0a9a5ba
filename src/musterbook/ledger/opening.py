"""What every command of the ledger shares: which ledger, in which form, by whom."""

from __future__ import annotations

import getpass
from typing import TYPE_CHECKING, Annotated

import typer

from musterbook.errors import LedgerError
from musterbook.ledger.listing import Format

if TYPE_CHECKING:
    from musterbook.ledger.ledger import Ledger

DEFAULT = "musterbook.db"

Where = Annotated[
    str,
    typer.Option("--ledger", envvar="MUSTERBOOK_LEDGER", help="The ledger: a file, or postgresql://…"),
]
Shape = Annotated[Format, typer.Option("--format", help="How to show the answer.")]
Who = Annotated[str | None, typer.Option("--who", envvar="MUSTERBOOK_WHO", help="Your name, kept with what you do.")]


def open_ledger(where: str, read_only: bool = False) -> Ledger:
    """The ledger a command works on."""
    from musterbook.ledger.ledger import Ledger

    return Ledger.open(where, read_only)


def person(who: str | None) -> str:
    """The name given, or the name this account goes by.

    Raises LedgerError when there is none.
    """
    try:
        name = who or getpass.getuser()
    except (OSError, KeyError):
        name = ""
    if not name.strip():
        raise LedgerError("say who you are with --who NAME (or set MUSTERBOOK_WHO)")
    return name
