"""Claims kept: tables, writing, asking, history.

The names are loaded when they are first asked for, so that a command's help does not wait for the database library.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from musterbook.ledger.adding import Added, Addition
    from musterbook.ledger.asking import FacetCount, Facets, Page, Query
    from musterbook.ledger.ledger import Ledger

__all__ = ["Added", "Addition", "FacetCount", "Facets", "Ledger", "Page", "Query"]
_HOMES = {"Added": "adding", "Addition": "adding", "Ledger": "ledger"}


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES.get(name, 'asking')}"), name)
