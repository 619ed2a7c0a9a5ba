"""Near-duplicate documents: the same copy printed by several outlets, whole or cut."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType

from rensa import RMinHash, RMinHashLSH

from musterbook.model import Document

SHINGLE = 3
"""Words a shingle; rewritten wire copy shares few longer runs."""
ALIKE = 0.3
"""Jaccard likeness of shingles from which two texts are one copy: true wire copies may share only a third."""
HELD = 0.6
"""Share of the shorter text's shingles found in the longer from which it is a cut copy."""
NUMBERS = 0.75
"""Share of the shorter text's numbers the longer must have too: daily bulletins share words, not numbers."""
DAYS = 7
"""Copy is printed within a week; later likeness is a template or a reminder."""
SHORTEST = 20
"""Shingles below which a text is too short to tell."""
SAMPLE = 4
"""One shingle in four, told by its length, is indexed when looking for cut copy."""
COMMON = 50
"""Shingles of more documents than this are stock phrases and find nothing."""
_PERMUTATIONS, _BANDS = 126, 42  # three rows a band: two texts alike by 0.3 meet with 68%, by 0.4 with 94%

_WORD = re.compile(r"\w+")
_NUMBER = re.compile(r"\d[\d.,]*")


def shingles(text: str) -> frozenset[str]:
    """The runs of three words of a text, lower case."""
    words = _WORD.findall(text.lower())
    return frozenset(map(" ".join, zip(*(words[at:] for at in range(SHINGLE)), strict=False)))


def likeness(one: frozenset[str], other: frozenset[str]) -> tuple[float, float]:
    """Jaccard likeness of two sets of shingles, and the share of the smaller held by the larger."""
    if not one or not other:
        return 0.0, 0.0
    both = len(one & other)
    return both / (len(one) + len(other) - both), both / min(len(one), len(other))


def copies(documents: Iterable[Document]) -> Mapping[str, str]:
    """Document id → id of the earliest document it copies; documents that copy nothing and are not copied are left out.

    MinHash finds whole copies, a sample of shingles finds cut ones; both are then compared exactly. Two texts are one
    copy when published within a week of each other, alike by 0.3 or held by 0.6, and of the same numbers.
    """
    found = {document.id: document for document in documents}
    texts = sorted(found.values(), key=lambda document: (document.published or date.max, document.id))
    bags = [shingles(document.text) for document in texts]
    leader = list(range(len(texts)))

    def lead(at: int) -> int:
        while leader[at] != at:
            leader[at] = leader[leader[at]]
            at = leader[at]
        return at

    for one, other in sorted(_candidates(bags)):
        if lead(one) != lead(other) and _copied(one, other, texts, bags):
            first, second = sorted((lead(one), lead(other)))
            leader[second] = first
    sizes = Counter(lead(at) for at in range(len(texts)))
    return MappingProxyType(
        {document.id: texts[lead(at)].id for at, document in enumerate(texts) if sizes[lead(at)] > 1}
    )


def _copied(
    one: int,
    other: int,
    texts: Sequence[Document],
    bags: Sequence[frozenset[str]],
) -> bool:
    first, second = texts[one].published, texts[other].published
    if first and second and abs((first - second).days) > DAYS:
        return False
    alike, held = likeness(bags[one], bags[other])
    if alike < ALIKE and held < HELD:
        return False
    fewer, more = sorted((frozenset(_NUMBER.findall(texts[at].text)) for at in (one, other)), key=len)
    return len(fewer & more) >= NUMBERS * len(fewer)


def _candidates(bags: Sequence[frozenset[str]]) -> set[tuple[int, int]]:
    long = [at for at, bag in enumerate(bags) if len(bag) >= SHORTEST]
    pairs: set[tuple[int, int]] = set()
    index = RMinHashLSH(threshold=ALIKE, num_perm=_PERMUTATIONS, num_bands=_BANDS)
    for at in long:
        sketch = RMinHash(num_perm=_PERMUTATIONS, seed=1)
        sketch.update(bags[at])
        pairs.update((other, at) for other in index.query(sketch))
        index.insert(at, sketch)
    holders: dict[str, list[int]] = defaultdict(list)
    for at in long:
        for shingle in bags[at]:
            if len(shingle) % SAMPLE == 0:
                holders[shingle].append(at)
    shared: Counter[tuple[int, int]] = Counter()
    for held in holders.values():
        if 1 < len(held) <= COMMON:
            shared.update((one, other) for place, one in enumerate(held) for other in held[place + 1 :])
    pairs.update(pair for pair, count in shared.items() if count >= 2)
    return pairs
