"""How well coded claims agree with a gold corpus (corpus/FORMAT.md): figures, strict, bare, slots, grounding.

The measures are those the corpus defines: claims are paired one to one, the pair that agrees in most slots first.
A figure is found when kind, quantity and side agree; a claim without a figure when kind and side agree and a mention
is shared; strict asks of a figure its category, modality, claimant and places too. Documents marked `negative` count
for nothing but the claims made in them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from musterbook.errors import SourceError

Coded = Mapping[str, Any]
"""A claim, or a document with its claims, as the corpus writes it."""

IDLE_WORDS = frozenset({"the", "a", "an", "of", "and", "'s", "s", "its"})
NAME_SHARE = 0.5
"""Names agree when they share this much of the shorter one's words."""
MENTION_SHARE = 0.7
"""Mentions agree when they share this much of the shorter one's words."""
TASK_SHARE = 0.6
"""Tasks agree when twice the shared words are this much of all words."""
MENTION_WEIGHT = 3
"""A shared mention speaks for a pair as much as this many slots."""
STRICT = ("category", "modality", "claimant", "places")


@dataclass(frozen=True, slots=True)
class Rate:
    """Precision, recall and their harmonic mean, with the counts behind them."""

    matched: int
    predicted: int
    gold: int

    @property
    def precision(self) -> float:
        """Share of the predicted that is right."""
        return self.matched / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Share of the gold that is found."""
        return self.matched / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True, slots=True)
class Score:
    """What a coding is worth against a gold corpus."""

    documents: int
    quantities: Rate
    figures: Rate
    strict: Rate
    bare: Rate
    slots: dict[str, Rate]
    """For each slot, over the matched claims: how many are right, of how many (`precision` is the accuracy)."""
    grounded: float
    negatives: int
    """Documents about something else."""
    claims_per_negative: float
    errors: tuple[str, ...]

    def report(self) -> dict[str, Any]:
        """The score as plain values, for JSON."""

        def rate(found: Rate) -> dict[str, float]:
            counts = {"matched": found.matched, "predicted": found.predicted, "gold": found.gold}
            return {"p": found.precision, "r": found.recall, "f1": found.f1, **counts}

        return {
            "documents": self.documents,
            "quantities": rate(self.quantities),
            "figures": rate(self.figures),
            "strict": rate(self.strict),
            "bare": rate(self.bare),
            "slots": {name: {"accuracy": found.precision, "n": found.gold} for name, found in self.slots.items()},
            "grounded": self.grounded,
            "negatives": {"documents": self.negatives, "claims_per_document": self.claims_per_negative},
        }


@dataclass
class _Tally:
    """What has been counted so far."""

    counts: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0, 0]))
    slots: dict[str, list[bool]] = field(default_factory=lambda: defaultdict(list))
    errors: list[str] = field(default_factory=list)
    slots_standing: int = 0
    slots_written: int = 0
    negatives: int = 0
    negative_claims: int = 0

    def rate(self, name: str) -> Rate:
        return Rate(*self.counts[name])


def score(gold: Mapping[str, Coded], predicted: Mapping[str, Coded]) -> Score:
    """The score of predicted documents against gold ones, both by id.

    Raises SourceError when a gold document was not coded.
    """
    missing = sorted(set(gold) - set(predicted))
    if missing:
        raise SourceError(f"{len(missing)} gold documents are not in the predictions, first: {missing[0]}")
    tally = _Tally()
    for key, document in gold.items():
        claims = list(predicted[key].get("claims") or ())
        _ground(key, document, claims, tally)
        if document.get("negative"):
            tally.negatives += 1
            tally.negative_claims += len(claims)
            tally.errors += [f"{key}: claim in a negative document: {shown(claim)}" for claim in claims]
        else:
            _compare(key, list(document["claims"]), claims, tally)
    figures = tally.rate("figures")
    return Score(
        documents=len(gold),
        quantities=tally.rate("quantities"),
        figures=figures,
        strict=Rate(tally.counts["strict"][0], figures.predicted, figures.gold),
        bare=tally.rate("bare"),
        slots={name: Rate(sum(found), len(found), len(found)) for name, found in sorted(tally.slots.items())},
        grounded=tally.slots_standing / tally.slots_written if tally.slots_written else 1.0,
        negatives=tally.negatives,
        claims_per_negative=tally.negative_claims / tally.negatives if tally.negatives else 0.0,
        errors=tuple(tally.errors),
    )


def _ground(key: str, document: Coded, claims: Sequence[Coded], tally: _Tally) -> None:
    """Count the words given for slots that stand in the document, and those that don't."""
    content = f"{document.get('title') or ''}\n{document['text']}"
    for words in (words for claim in claims for words in verbatim(claim)):
        tally.slots_written += 1
        if words in content:
            tally.slots_standing += 1
        else:
            tally.errors.append(f"{key}: not in the text: {words!r}")


def _compare(key: str, gold: list[Coded], predicted: list[Coded], tally: _Tally) -> None:
    """Pair the claims of a document, and count what agrees."""
    figures = [[claim for claim in claims if claim.get("quantity")] for claims in (gold, predicted)]
    bare = [[claim for claim in claims if not claim.get("quantity")] for claims in (gold, predicted)]
    for wanted, given in _count("quantities", figures, same_quantity, tally):
        tally.slots["kind"].append(wanted.get("kind") == given.get("kind"))
        tally.slots["side"].append(same_side(wanted, given))
    for name, claims, agree in (("figures", figures, same_figure), ("bare", bare, same_claim)):
        pairs = _count(name, claims, agree, tally)
        for wanted, given in pairs:
            judged = slots(wanted, given)
            for slot, right in judged.items():
                tally.slots[slot].append(right)
                if not right:
                    values = f"gold {value(wanted, slot)!r}, predicted {value(given, slot)!r}"
                    tally.errors.append(f"{key}: {slot}: {values}: {shown(wanted)}")
            tally.counts["strict"][0] += name == "figures" and all(judged[slot] for slot in STRICT)
        found, used = {id(wanted) for wanted, _ in pairs}, {id(given) for _, given in pairs}
        tally.errors += [f"{key}: missed: {shown(claim)}" for claim in claims[0] if id(claim) not in found]
        tally.errors += [f"{key}: spurious: {shown(claim)}" for claim in claims[1] if id(claim) not in used]


def _count(
    name: str, claims: list[list[Coded]], agree: Callable[[Coded, Coded], bool], tally: _Tally
) -> list[tuple[Coded, Coded]]:
    gold, predicted = claims
    found = pair(gold, predicted, agree)
    for position, number in enumerate((len(found), len(predicted), len(gold))):
        tally.counts[name][position] += number
    return found


def pair(
    gold: Sequence[Coded], predicted: Sequence[Coded], agree: Callable[[Coded, Coded], bool]
) -> list[tuple[Coded, Coded]]:
    """Claims that agree, one to one: the pair with most slots in common first, then in the order of the text."""
    weighed = [
        (-sum(slots(wanted, given).values()) - MENTION_WEIGHT * share_mention(wanted, given), i, j)
        for i, wanted in enumerate(gold)
        for j, given in enumerate(predicted)
        if agree(wanted, given)
    ]
    taken: tuple[set[int], set[int]] = (set(), set())
    chosen = []
    for _, i, j in sorted(weighed):
        if i not in taken[0] and j not in taken[1]:
            taken[0].add(i)
            taken[1].add(j)
            chosen.append((gold[i], predicted[j]))
    return chosen


def same_quantity(gold: Coded, predicted: Coded) -> bool:
    """The figures are the same interval."""
    return interval(gold) == interval(predicted)


def same_figure(gold: Coded, predicted: Coded) -> bool:
    """The same figure of the same side, in the same kind of claim."""
    return gold.get("kind") == predicted.get("kind") and same_quantity(gold, predicted) and same_side(gold, predicted)


def same_claim(gold: Coded, predicted: Coded) -> bool:
    """The same kind of claim on the same side, made in the same sentence."""
    return gold.get("kind") == predicted.get("kind") and same_side(gold, predicted) and share_mention(gold, predicted)


def same_side(gold: Coded, predicted: Coded) -> bool:
    """The forces' countries agree; where neither has one, their names do."""
    left, right = _part(gold, "force"), _part(predicted, "force")
    if left.get("country") or right.get("country"):
        return bool(left.get("country") == right.get("country"))
    return same_name(left.get("name"), right.get("name"))


def same_name(left: str | None, right: str | None) -> bool:
    """Both absent, or half of the shorter one's words shared."""
    one, other = words(left), words(right)
    if not one or not other:
        return not one and not other
    return len(one & other) / min(len(one), len(other)) >= NAME_SHARE


def share_mention(gold: Coded, predicted: Coded) -> bool:
    """A mention of the one holds, or mostly shares the words of, a mention of the other."""
    for left in map(squeezed, gold.get("mentions") or ()):
        for right in map(squeezed, predicted.get("mentions") or ()):
            if not left or not right:
                continue
            if left in right or right in left:
                return True
            one, other = words(left), words(right)
            if len(one & other) >= MENTION_SHARE * min(len(one), len(other)):
                return True
    return False


def slots(gold: Coded, predicted: Coded) -> dict[str, bool]:
    """Which slots of two claims agree; slots that neither has need not be there."""
    judged = {slot: value(gold, slot) == value(predicted, slot) for slot in ("modality", "hedged", "category")}
    judged["force_name"] = same_name(value(gold, "force_name"), value(predicted, "force_name"))
    judged["places"] = value(gold, "places") == value(predicted, "places")
    judged |= {slot: same_name(gold.get(slot), predicted.get(slot)) for slot in ("claimant", "via")}
    judged["time"] = value(gold, "time") == value(predicted, "time")
    if gold.get("quantity"):
        judged |= {slot: value(gold, slot) == value(predicted, slot) for slot in ("basis", "approximate")}
    if gold.get("kind") == "loss":
        judged["outcome"] = gold.get("outcome") == predicted.get("outcome")
    left, right = gold.get("counterpart"), predicted.get("counterpart")
    if left or right:
        named = len(left or "") > len("KP")
        judged["counterpart"] = left == right or (named and same_name(left, right))
    if gold.get("tasks") or predicted.get("tasks"):
        judged["tasks"] = _same_tasks(
            words(" ".join(gold.get("tasks") or ())), words(" ".join(predicted.get("tasks") or ()))
        )
    return judged


def _same_tasks(left: set[str], right: set[str]) -> bool:
    return bool(left and right) and 2 * len(left & right) / (len(left) + len(right)) >= TASK_SHARE


def value(claim: Coded, slot: str) -> Any:
    """What a claim has in a slot, as it is compared."""
    if slot == "category":
        return _part(claim, "force").get("category")
    if slot == "force_name":
        return _part(claim, "force").get("name")
    if slot == "places":
        return sorted(places(claim))
    if slot == "time":
        return _part(claim, "time").get("start"), _part(claim, "time").get("end")
    if slot == "basis":
        return _part(claim, "quantity").get("basis")
    if slot == "approximate":
        return bool(_part(claim, "quantity").get("approximate"))
    return bool(claim.get(slot)) if slot == "hedged" else claim.get(slot)


def places(claim: Coded) -> set[tuple[str, str]]:
    """Roles and codes of a claim's places; a town counts as its region."""
    found = claim.get("places") or ()
    return {(place.get("role", "at"), place["code"].split("/")[0]) for place in found if place.get("code")}


def interval(claim: Coded) -> tuple[float | None, float | None] | None:
    """The figure's lower and upper end; None without a figure."""
    quantity = claim.get("quantity")
    return (quantity.get("low"), quantity.get("high")) if quantity else None


def verbatim(claim: Coded) -> Iterator[str]:
    """Every slot of a claim that has to stand in the document word for word."""
    force, quantity, time = (_part(claim, name) for name in ("force", "quantity", "time"))
    single = [force.get("name"), force.get("text"), quantity.get("text"), time.get("text")]
    single += [claim.get("claimant"), claim.get("via"), *(place.get("text") for place in claim.get("places") or ())]
    yield from filter(None, [*single, *(claim.get("tasks") or ()), *(claim.get("mentions") or ())])


def words(text: str | None) -> set[str]:
    """The words of a name or sentence that count, in lower case."""
    return set(re.findall(r"\w+", (text or "").lower())) - IDLE_WORDS


def squeezed(sentence: str) -> str:
    """A sentence in lower case without punctuation."""
    return re.sub(r"\W+", " ", sentence.lower()).strip()


def shown(claim: Coded) -> str:
    """A claim in one line, for a list of errors."""
    force = _part(claim, "force")
    side = force.get("country") or force.get("name") or "no side"
    mention = next(iter(claim.get("mentions") or ("",)))
    return f"{claim.get('kind')} {interval(claim)} {side} in {mention[:160]!r}"


def _part(claim: Coded, name: str) -> Coded:
    return claim.get(name) or {}
