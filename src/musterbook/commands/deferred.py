"""Commands whose code is loaded when they are called, so that help and the short commands start at once."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperCommand
from typer.main import get_group


class Deferred(TyperCommand):
    """A command known by name and help, registered by a module that is imported when the command runs.

    `where` is "package.module" with a function `register(app)`. Options, help and completion are those of the command
    that module registers under the same name.
    """

    def __init__(self, name: str, where: str, summary: str, panel: str) -> None:
        super().__init__(name, help=summary, rich_help_panel=panel)
        self.where = where

    def command(self) -> Any:
        """The command itself."""
        register: Callable[[typer.Typer], None] = import_module(self.where).register
        app = typer.Typer(add_completion=False)
        app.callback()(lambda: None)
        register(app)
        return get_group(app).commands[self.name or ""]

    def make_context(self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any) -> Any:
        """The context of the command itself."""
        return self.command().make_context(info_name, args, parent, **extra)
