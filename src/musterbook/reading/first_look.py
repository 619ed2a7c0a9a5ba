"""The cheap first look: which paragraphs of a document are worth parsing.

A pattern over the codebook's nouns and names of forces, and nothing else: ordinary news costs a scan of its characters.
A document that speaks of forces at length is parsed whole, since its short sentences lean on each other; of one that
mentions them in passing, the paragraphs that do; of any other, nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from musterbook import codebook

WHOLE = 1.5
"""From this weight on a document is parsed whole. A plainly military word weighs 1, each further common word ("guard",
"aircraft") a half; chosen so that no more than one claim in a hundred of the training documents is lost."""


def worth_parsing(paragraphs: Sequence[str]) -> list[bool]:
    """For each paragraph, whether it should be parsed."""
    plain, common = _patterns()
    plainly = [len(plain.findall(paragraph)) for paragraph in paragraphs]
    commonly = [{word.lower() for word in common.findall(paragraph)} for paragraph in paragraphs]
    weight = sum(plainly) + 0.5 * len(set().union(*commonly))
    if weight >= WHOLE:
        return [True] * len(paragraphs)
    return [weight >= 1 and bool(sure or words) for sure, words in zip(plainly, commonly, strict=True)]


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    forces = codebook.forces()
    common = set(forces.look.common)
    plain = {noun for noun in forces.strong if noun not in common}
    names = [name for name in codebook.groups().sides if len(name) > 3]
    return _pattern([*plain, *names]), _pattern(sorted(common))


def _pattern(words: Sequence[str]) -> re.Pattern[str]:
    longest = sorted(set(words), key=lambda word: (-len(word), word))
    forms = "|".join(
        re.escape(word) if not word.endswith("man") else re.escape(word[:-3]) + "m[ae]n" for word in longest
    )
    return re.compile(rf"(?<![\w-])(?:{forms})(?:s|es|'s)?(?![\w])", re.I)
