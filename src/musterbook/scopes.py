"""Scopes in words people type, and back: `KP in RU`, `"North Korea" in "Kursk Oblast"`, `RU losses`, `KP shells to RU`.

    scope = force [what is asked] [in PLACE | to PLACE]

A force is a country (code, name, adjective) or a named group. What is asked is a kind (losses, killed, strength, …),
something counted (shells, drones, …), or both; without it, how many are there. A slug (`kp-in-ru`) is the same in an
address.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from musterbook.codebook.scopes import scope_words
from musterbook.errors import ScopeError
from musterbook.gazetteer import Gazetteer
from musterbook.model import Category, Kind, Outcome, Scope
from musterbook.naming import country, group, near_forces, near_places, place, place_name

EXAMPLES = "KP in RU, RU losses, KP shells to RU, Wagner in ML"
NAMED = "name:"
"""Before the name of a force the codebook does not know: `name:"Vostok Battalion" in SY`."""

MATERIEL = frozenset(Category) - {Category.PERSONNEL, Category.UNITS}


@dataclass(frozen=True, slots=True)
class _Question:
    kind: Kind | None = None
    outcome: Outcome | None = None
    category: Category | None = None


def parse(words: str | Sequence[str]) -> Scope:
    """The scope these words ask for: one string with names quoted as needed, or the words one by one.

    Raises ScopeError with the nearest right scopes where a word is not understood.
    """
    tokens = _tokens(words)
    if not tokens:
        raise ScopeError(f"a scope names a force, and what is asked of it: {EXAMPLES}")
    between = scope_words().between
    at = next((at for at, one in enumerate(tokens) if at and one.lower() in between.inside | between.towards), None)
    before, after = (tokens, []) if at is None else (tokens[:at], tokens[at + 1 :])
    if at is not None and not after:
        raise ScopeError(f"{_shown(tokens)}: a place is missing after {tokens[at]!r}, as in {EXAMPLES}")
    tail = f" {tokens[at]} {' '.join(after)}" if at is not None else ""
    force, question = _force(before, tail)
    where = _place(after, " ".join(before) + f" {tokens[at]} ") if at is not None else None
    towards = at is not None and tokens[at].lower() in between.towards
    return _scope(force, question, where, towards)


def words(scope: Scope) -> str:
    """The scope as it is typed: "KP in RU", "KP killed in RU", "KP munitions to RU", "Wagner in ML"."""
    asked = _asked(scope)
    parts = [_force_words(scope), *asked]
    where = _where(scope)
    if where is not None:
        parts += [where[0], f'"{where[1]}"' if " " in where[1] else where[1]]
    return " ".join(parts)


def title(scope: Scope) -> str:
    """The scope for a heading: "North Korea in Russia", "North Korea: killed in Russia"."""
    force = scope.name or place_name(scope.country or "")
    asked = " ".join(_asked(scope))
    where = _where(scope)
    return (
        f"{force}{': ' if asked else ' '}{asked}{' ' if asked and where else ''}"
        + (f"{where[0]} {place_name(where[1])}" if where is not None else "").rstrip()
    )


def slug(scope: Scope) -> str:
    """The scope in an address: "kp-in-ru", "kp-killed-in-ru-krs", "kp-munitions-to-ru", "wagner-in-ml"."""
    force = _slugged(scope.name) if scope.name is not None else (scope.country or "").lower()
    if scope.name is not None and group(scope.name) is None:
        force = f"{NAMED}{force}"
    where = _where(scope)
    parts = [force, *_asked(scope)] + ([where[0], _place_slug(where[1])] if where is not None else [])
    return "-".join(parts)


def from_slug(text: str) -> Scope:
    """The scope of a slug.

    Raises ScopeError when it is none.
    """
    found = re.fullmatch(r"(?P<front>.+?)(?:-(?P<between>in|to)-(?P<place>[^-]+(?:-[^-]+)?))?", text)
    if found is None:
        raise ScopeError(f"{text!r} is no scope; an address of one looks like kp-in-ru or kp-munitions-to-ru")
    front = found["front"].split("-")
    known = scope_words()
    cut = len(front)
    while cut > 1 and (front[cut - 1] in known.kinds or front[cut - 1] in known.categories):
        cut -= 1
    name = " ".join(front[:cut])
    where = None if found["place"] is None else _place_of_slug(found["place"], text)
    force, question = _force([name, *front[cut:]], "")
    return _scope(force, question, where, found["between"] == "to")


def _tokens(words: str | Sequence[str]) -> list[str]:
    if not isinstance(words, str):
        return [word.strip() for word in words if word.strip()]
    try:
        return shlex.split(words)
    except ValueError as error:
        raise ScopeError(f"{words}: a quotation mark is not closed") from error


def _shown(tokens: Sequence[str]) -> str:
    return " ".join(f'"{token}"' if " " in token else token for token in tokens)


def _force(tokens: Sequence[str], tail: str) -> tuple[tuple[str | None, str | None], _Question]:
    """The force (country, name) the longest beginning names, and what the rest asks."""
    if tokens[0].startswith(NAMED) and tokens[0] != NAMED:
        return (None, tokens[0].removeprefix(NAMED)), _question(tokens[1:], tokens[0], tail)
    for cut in range(len(tokens), 0, -1):
        named = " ".join(tokens[:cut])
        if (code := country(named)) is not None:
            return (code, None), _question(tokens[cut:], named, tail)
        if (found := group(named)) is not None:
            return (found[1], found[0]), _question(tokens[cut:], named, tail)
    known = scope_words()
    cut = next((at for at, one in enumerate(tokens) if at and _is_measure(one)), len(tokens))
    wrong = " ".join(tokens[:cut])
    rest = "".join(f" {one}" for one in tokens[cut:])
    near = [f'"{one}"{rest}{tail}' if " " in one else f"{one}{rest}{tail}" for one in near_forces(wrong)]
    offered = f"the nearest: {', '.join(near)}" if near else f"for example: {EXAMPLES}"
    if wrong.lower() in known.kinds or wrong.lower() in known.categories:
        raise ScopeError(f"{wrong!r} is what is asked, but whose? For example: {EXAMPLES}")
    raise ScopeError(f"{wrong!r} is no force known here; {offered}; another group by name: {NAMED}{_slugged(wrong)}")


def _is_measure(word: str) -> bool:
    return word.lower() in scope_words().kinds or word.lower() in scope_words().categories


def _question(tokens: Sequence[str], force: str, tail: str) -> _Question:
    known = scope_words()
    found = _Question()
    for token in tokens:
        word = token.lower()
        if (asked := known.kinds.get(word)) is not None:
            found = _Question(asked.kind, asked.outcome or found.outcome, found.category)
        elif word in known.categories:
            found = _Question(found.kind, found.outcome, known.categories[word])
        else:
            if not tail and place(" ".join(tokens)) is not None:
                raise ScopeError(f"{force} and {_shown(tokens)}: do you mean {force} in {_shown(tokens)}?")
            near = get_close_matches(word, [*known.kinds, *known.categories], n=3, cutoff=0.6) or ["losses", "killed"]
            offered = ", ".join(f"{force} {one}{tail}" for one in near)
            raise ScopeError(f"{token!r} is nothing that can be asked of {force}; the nearest: {offered}")
    return found


def _place(tokens: Sequence[str], front: str) -> str:
    named = " ".join(tokens)
    code = place(named)
    if code is None:
        near = near_places(named)
        offered = ", ".join(f'{front}"{one}"' if " " in one else f"{front}{one}" for one in near)
        raise ScopeError(
            f"{named!r} is no place known here; "
            + (f"the nearest: {offered}" if near else "use a country, region or town: RU, RU-KRS, Kursk Oblast, Sudzha")
        )
    return code


def _scope(force: tuple[str | None, str | None], question: _Question, where: str | None, towards: bool) -> Scope:
    code, name = force
    kind, category = question.kind, question.category
    handed = towards and (kind is Kind.TRANSFER or (kind is None and category in MATERIEL))
    if kind is None or (kind is Kind.PRESENCE and towards):
        kind = (Kind.TRANSFER if handed else Kind.DEPLOYMENT) if towards else Kind.PRESENCE
    return Scope(
        country=code,
        name=name,
        area=None if handed else where,
        kind=kind,
        counterpart=where.partition("-")[0] if handed and where is not None else None,
        category=category,
        outcome=question.outcome,
    )


def _asked(scope: Scope) -> list[str]:
    known = scope_words()
    parts = []
    silent = (scope.kind is Kind.PRESENCE and scope.area is not None) or (
        scope.kind is Kind.TRANSFER and scope.counterpart is not None and scope.category in MATERIEL
    )
    moves = scope.kind is Kind.DEPLOYMENT and scope.area is not None and scope.category not in MATERIEL
    if scope.category is not None:
        parts.append(scope.category.value if scope.category is not Category.OTHER else "materiel")
    if scope.kind is not Kind.PRESENCE and not silent and not moves:
        parts.append(known.shown(scope.kind, scope.outcome))
    elif scope.kind is Kind.PRESENCE and scope.area is None:
        parts.append(known.shown(Kind.PRESENCE, None))
    return [part for part in parts if part != Category.PERSONNEL.value]


def _where(scope: Scope) -> tuple[str, str] | None:
    if scope.counterpart is not None:
        return "to", scope.counterpart
    if scope.area is None:
        return None
    return ("to" if scope.kind is Kind.DEPLOYMENT else "in"), scope.area


def _force_words(scope: Scope) -> str:
    if scope.name is None:
        return scope.country or ""
    shown = scope.name if group(scope.name) is not None else f"{NAMED}{scope.name}"
    return f'"{shown}"' if " " in shown else shown


def _slugged(name: str) -> str:
    return re.sub(r"[^\w]+", "-", name.casefold()).strip("-")


def _place_slug(code: str) -> str:
    wider, _, town = code.partition("/")
    named = re.sub(r"[^\w]+", "_", town.casefold())
    return f"{wider.lower()}.{named}" if town else wider.lower()


def _place_of_slug(text: str, whole: str) -> str:
    wider, _, town = text.partition(".")
    code = _town(wider, town) if town else place(wider.upper())
    if code is None:
        raise ScopeError(f"{whole!r} names no place known here: {text!r}")
    return code


def _town(wider: str, town: str) -> str | None:
    for found in Gazetteer.load().lookup(town.replace("_", " ")):
        if found.code is not None and _place_slug(found.code) == f"{wider}.{town}":
            return found.code
    return None
