"""A dossier by its name: a saved one, or the scope its address spells out."""

from __future__ import annotations

from musterbook.errors import ScopeError
from musterbook.ledger.dossiers import Dossier
from musterbook.scopes import from_slug, title
from musterbook.web.desk import Desk, now


def dossier_of(desk: Desk, name: str) -> tuple[Dossier, bool]:
    """The dossier of a name, and whether it is saved.

    Raises ScopeError when it is neither saved nor spells out a scope.
    """
    for dossier in saved(desk):
        if dossier.name == name:
            return dossier, True
    if len(name) > 120 or not name.isprintable():
        raise ScopeError(f"{name[:40]!r} is no dossier")
    scope = from_slug(name)
    return Dossier(name, title(scope), scope, "", now()), False


def saved(desk: Desk) -> tuple[Dossier, ...]:
    """The saved dossiers."""
    return desk.once(("dossiers",), desk.ledger.dossiers.all)
