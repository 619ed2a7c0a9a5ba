"""Countries put in one another's place in what the encoder learns from.

The words of a text say who does what to whom; which countries they are must not matter. In each epoch the countries a
window names are, at random, others: every name, adjective and demonym of one country becomes that of another.
"""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import replace
from functools import lru_cache

from tools.stretches import Asked, Run, Stretch

from musterbook.gazetteer import Gazetteer
from musterbook.reading.word_pieces import WordPieces

FORMS = ("name", "adjective", "demonym")


ALIKE = 3
"""Letters with which the name, the adjective and the demonym of a country begin alike where they are its usual ones."""


@lru_cache(maxsize=1)
def words() -> dict[str, dict[str, str]]:
    """Of each country that has them all, its usual name, adjective and demonym."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for word, (country, form) in Gazetteer.load().sides.items():
        found[country][form].append(word)
    usual: dict[str, dict[str, str]] = {}
    for country, forms in sorted(found.items()):
        for name in sorted(forms["name"], key=len, reverse=True):
            like = {form: [w for w in forms[form] if w[:ALIKE] == name[:ALIKE]] for form in ("adjective", "demonym")}
            plural = [word for word in like["demonym"] if word.endswith("s")]
            if country not in usual and like["adjective"] and plural and len(name) > ALIKE:
                adjective = max(like["adjective"], key=len)
                usual[country] = {"name": name, "adjective": adjective, "demonym": plural[0]}
    return usual


def swapped(stretch: Stretch, runs: tuple[Run, ...], chance: random.Random, pieces: WordPieces) -> Stretch:
    """The window with each of its countries another, and its decisions where their words stand now."""
    known = words()
    here = sorted({run.country for run in runs if run.country in known})
    others = chance.sample([country for country in known if country not in here], len(here))
    turned = dict(zip(here, others, strict=True))
    numbers: list[int] = []
    signs: list[tuple[int, ...]] = []
    rows = [0] * len(stretch.pieces)
    place = 0
    for run in [*sorted(runs, key=lambda r: (r.first, -r.end)), None]:
        if run is not None and run.first < place:
            continue
        until = run.first if run else len(stretch.pieces)
        for row in range(place, until):
            rows[row] = len(numbers)
            numbers.append(stretch.pieces[row])
            signs.append(stretch.signs[row])
        if run is None:
            break
        for row in range(run.first, run.end):
            rows[row] = len(numbers)
        if run.country in turned:
            for word in known[turned[run.country]][run.form].split():
                numbers += pieces.cut(word)
            signs += [stretch.signs[run.first]] * (len(numbers) - len(signs))
        else:
            for row in range(run.first, run.end):
                rows[row] = len(numbers)
                numbers.append(stretch.pieces[row])
                signs.append(stretch.signs[row])
        place = run.end
    return replace(stretch, pieces=numbers, signs=signs, asked=[moved(each, rows) for each in stretch.asked])


def moved(asked: Asked, rows: list[int]) -> Asked:
    """A decision with its words and candidates in other rows: `rows` has the new row of each old one."""
    first, second, third = (rows[row] for row in asked.words)
    return replace(asked, words=(first, second, third), named=tuple(rows[row] for row in asked.named))
