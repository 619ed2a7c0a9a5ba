"""The command line `muster`: which commands there are, and how each of their errors reaches a person.

Exit codes: 0 done, 1 some sources failed (each is named), 2 wrong use, 130 interrupted.
"""

from __future__ import annotations

import os
import sys
from typing import Annotated, Any, NoReturn

import typer
from typer.core import TyperGroup
from typer.main import get_command

from musterbook import __version__
from musterbook.commands.deferred import Deferred
from musterbook.errors import CodebookError, MusterbookError, ScopeError

READ, LEDGER, PICTURE, WORK = "Read", "Keep and ask", "The picture of a scope", "More"

COMMANDS = (
    Deferred(
        "read", "musterbook.commands.read", "The claims of files, addresses or - as a table; nothing is kept.", READ
    ),
    Deferred("code", "musterbook.commands.code", "Code a corpus file into another: the bulk road, resumable.", READ),
    Deferred("add", "musterbook.ledger.commands", "Read sources and keep their documents and claims.", LEDGER),
    Deferred("watch", "musterbook.watching.commands", "Feeds: their new articles are read and kept.", LEDGER),
    Deferred("claims", "musterbook.ledger.commands", "Ask the ledger for claims.", LEDGER),
    Deferred("review", "musterbook.ledger.commands", "Accept, correct or reject a claim.", LEDGER),
    Deferred("check", "musterbook.ledger.commands", "See whether the ledger is whole.", LEDGER),
    Deferred("copy", "musterbook.ledger.commands", "Copy a whole ledger, between files and servers.", LEDGER),
    Deferred("export", "musterbook.commands.export", "Claims as CSV, Excel, Parquet, GeoJSON, STIX and more.", LEDGER),
    Deferred("import", "musterbook.commands.export", "Take over a file another ledger wrote, without loss.", LEDGER),
    Deferred("estimate", "musterbook.picture_commands", "Low, best and high, by day or on one day.", PICTURE),
    Deferred("expectations", "musterbook.picture_commands", "What was expected, and what came of it.", PICTURE),
    Deferred("conflicts", "musterbook.picture_commands", "Who contradicts whom, with both sentences.", PICTURE),
    Deferred("origins", "musterbook.picture_commands", "Where claims came from first, and their echoes.", PICTURE),
    Deferred(
        "sources", "musterbook.commands.sources", "The record of every institution; who is not resolved.", PICTURE
    ),
    Deferred("brief", "musterbook.commands.brief", "A cited brief: .html, .md, .docx or .pdf.", PICTURE),
    Deferred("alert", "musterbook.alerting.commands", "What is new in a scope, told once.", PICTURE),
    Deferred("serve", "musterbook.web.commands", "The web application, on this machine alone.", WORK),
    Deferred("user", "musterbook.web.commands", "The accounts of the web application: user add, user list.", WORK),
    Deferred("demo", "musterbook.commands.demo", "A ledger of the bundled digests, and what it shows.", WORK),
    Deferred("evaluate", "musterbook.commands.evaluate", "Score this version on a gold corpus.", WORK),
)
"""Every command, in the order of the help. A new one is a line here and a module with `register(app)`."""


class Muster(TyperGroup):
    """The group of all commands; what goes wrong in one of them becomes a line and an exit code here."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        self.commands = {str(command.name): command for command in COMMANDS}

    def list_commands(self, ctx: Any) -> list[str]:
        """The names in the order of the help."""
        return list(self.commands)

    def invoke(self, ctx: Any) -> Any:
        """Run the command named."""
        try:
            done = super().invoke(ctx)
            sys.stdout.flush()
        except (typer.TyperException, typer.Exit, typer.Abort):
            raise
        except BrokenPipeError:
            raise typer.Exit(hush()) from None
        except MusterbookError as error:
            complain(str(error), 2 if isinstance(error, ScopeError | CodebookError) else 1)
        except OSError as error:
            where = f"{error.filename}: " if error.filename else ""
            complain(f"{where}{error.strerror or error}", 1)
        except MemoryError:
            complain("there is not enough memory for this; give fewer or smaller sources at once", 1)
        except Exception as error:
            if TRACEBACK in os.environ:
                raise
            told = f"{type(error).__name__}: {error}".splitlines()[0]
            complain(f"a mistake in musterbook itself ({told}); {TRACEBACK}=1 shows where, please report it", 1)
        return done


TRACEBACK = "MUSTERBOOK_TRACEBACK"
"""Environment variable that shows where an unforeseen error came from."""


def complain(message: str, code: int) -> NoReturn:
    """Say what is wrong on standard error and leave with this exit code."""
    typer.echo(f"muster: {message}", err=True)
    raise typer.Exit(code)


def hush() -> int:
    """Nobody listens to standard output any more: write no further, and be content."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


app = typer.Typer(
    name="muster",
    cls=Muster,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"musterbook {__version__}")
        raise typer.Exit


@app.callback()
def muster(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and leave.")
    ] = False,
) -> None:
    """A sourced register of what is reported about armed forces.

    Who, how many, where, when, according to whom, in which words.
    """


def main() -> None:
    """Run the command line."""
    try:
        try:
            get_command(app)(prog_name="muster")
        finally:
            sys.stdout.flush()
    except BrokenPipeError:
        sys.exit(hush())
