"""The measures of a coding: each alone on small examples, and all of them equal to the corpus's own judge."""

from __future__ import annotations

import copy
import importlib.util
import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from musterbook.errors import SourceError
from musterbook.evaluation.scoring import Rate, pair, same_figure, same_name, same_side, score, share_mention, slots

CORPUS = Path(__file__).parents[2] / "shared" / "corpus"
Claim = dict[str, Any]


def claim(**changed: Any) -> Claim:
    base: Claim = {
        "kind": "presence",
        "modality": "asserted",
        "hedged": False,
        "force": {"country": "KP", "name": None, "category": "personnel", "text": "soldiers"},
        "quantity": {"text": "3,000", "low": 3000, "high": 3000, "approximate": False, "basis": "total"},
        "places": [{"text": "Kursk", "role": "at", "code": "RU-KRS"}],
        "counterpart": None,
        "outcome": None,
        "tasks": [],
        "time": None,
        "claimant": "Kyiv",
        "via": None,
        "mentions": ["Kyiv puts 3,000 soldiers in Kursk."],
    }
    return {**base, **changed}


def corpus(*claims: Claim, negative: bool = False) -> dict[str, Claim]:
    text = "Kyiv puts 3,000 soldiers in Kursk."
    return {"a": {"id": "a", "title": "", "text": text, "negative": negative, "claims": list(claims)}}


def test_a_perfect_coding() -> None:
    found = score(corpus(claim()), corpus(claim()))
    assert (found.figures.f1, found.strict.f1, found.grounded) == (1, 1, 1)
    assert found.slots["claimant"] == Rate(1, 1, 1)
    assert not found.errors


@pytest.mark.parametrize(
    ("changed", "figures", "strict"),
    [
        ({"kind": "deployment"}, 0, 0),
        ({"quantity": {"low": 3000, "high": None}}, 0, 0),
        ({"force": {"country": "RU", "category": "personnel"}}, 0, 0),
        ({"modality": "expected"}, 1, 0),
        ({"claimant": None}, 1, 0),
        ({"places": []}, 1, 0),
        ({"places": [{"text": "Kursk", "role": "at", "code": "RU-KRS/Sudzha"}]}, 1, 1),
        ({"hedged": True, "via": "Suspilne", "time": {"text": "x", "start": None, "end": "2024-12-31"}}, 1, 1),
    ],
)
def test_what_makes_a_figure_right(changed: Claim, figures: float, strict: float) -> None:
    found = score(corpus(claim()), corpus(claim(**changed)))
    assert (found.figures.f1, found.strict.f1) == (figures, strict)


def test_the_side_and_kind_of_a_figure_are_judged_apart() -> None:
    found = score(corpus(claim()), corpus(claim(kind="loss", outcome="killed")))
    assert found.quantities.f1 == 1
    assert (found.slots["kind"].precision, found.slots["side"].precision) == (0, 1)


def test_words_that_do_not_stand_in_the_text_are_not_grounded() -> None:
    found = score(corpus(claim()), corpus(claim(claimant="Seoul")))
    assert found.grounded == pytest.approx(4 / 5)
    assert "a: not in the text: 'Seoul'" in found.errors


def test_claims_in_negative_documents_count_apart() -> None:
    found = score(corpus(negative=True), corpus(claim(), claim(), negative=True))
    assert (found.negatives, found.claims_per_negative, found.figures.predicted) == (1, 2, 0)


def test_a_document_that_was_not_coded_is_named() -> None:
    with pytest.raises(SourceError, match="1 gold documents are not in the predictions, first: a"):
        score(corpus(claim()), {})


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("Vadym Skibitskyi", "Skibitskyi", True),
        ("the ministry", "the agency", False),
        ("the", None, True),
        (None, None, True),
        (None, "Kyiv", False),
        ("a b c d", "c d e f", True),
        ("a b c d", "d e f g", False),
    ],
)
def test_when_names_agree(left: str | None, right: str | None, same: bool) -> None:
    assert same_name(left, right) is same


def test_sides_without_a_country_go_by_name() -> None:
    group: Claim = {"force": {"country": None, "name": "Wagner Group"}}
    assert same_side(group, {"force": {"name": "Wagner"}})
    assert not same_side(group, {"force": {"country": "RU", "name": "Wagner"}})


def test_mentions_are_shared_when_mostly_the_same() -> None:
    short = claim(mentions=["3,000 soldiers, in Kursk"])
    assert share_mention(claim(), short)
    assert not share_mention(claim(), claim(mentions=["Seoul disagrees entirely"]))
    assert not share_mention(claim(), claim(mentions=[]))


def test_the_pair_that_agrees_most_is_made_first() -> None:
    near, far = claim(), claim(claimant="Seoul", via="Yonhap")
    assert pair([near], [far, near], same_figure) == [(near, near)]
    assert pair([near, near], [near], same_figure) == [(near, near)]


def test_slots_neither_has_are_not_judged() -> None:
    assert not {"outcome", "counterpart", "tasks", "basis"} & set(slots(claim(quantity=None), claim(quantity=None)))
    wanted = claim(tasks=["clear the mines"], counterpart="RU")
    assert slots(wanted, claim(tasks=["to clear mines"], counterpart="RU"))["tasks"]
    assert not slots(wanted, claim())["counterpart"]


def _judge() -> Any:
    spec = importlib.util.spec_from_file_location("corpus_score", CORPUS / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _mutations(chance: random.Random) -> list[Callable[[Claim], Any]]:
    """Ways to spoil a claim."""

    def quantity(one: Claim) -> None:
        if one["quantity"]:
            one["quantity"][chance.choice(["low", "high"])] = chance.choice([None, 100, 5000])

    def force(one: Claim) -> None:
        one["force"][chance.choice(["country", "name", "category"])] = chance.choice([None, "RU", "units", "Wagner"])

    def places(one: Claim) -> None:
        one["places"] = [*one["places"][:-1], {"text": "Kursk", "role": "to", "code": "RU-KRS/Sudzha"}]

    def slot(one: Claim) -> None:
        name, value = chance.choice(
            [
                ("kind", "loss"),
                ("modality", "denied"),
                ("hedged", True),
                ("outcome", "killed"),
                ("counterpart", "RU"),
                ("counterpart", "Wagner Group"),
                ("tasks", ["clear mines"]),
                ("time", {"text": "today", "start": "2024-10-01", "end": None}),
                ("claimant", "Seoul"),
                ("via", None),
                ("mentions", [one["mentions"][-1][:40]]),
            ]
        )
        one[name] = value

    return [quantity, force, places, slot, slot, slot]


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus (../shared/corpus) is not beside the project")
@pytest.mark.parametrize("name", ["train-1", "dev-ukraine"])
@pytest.mark.parametrize("share", [0.0, 0.2, 0.7])
def test_every_number_is_that_of_the_corpus_s_own_judge(name: str, share: float) -> None:
    chance = random.Random(f"{name} {share}")
    records = [json.loads(line) for line in (CORPUS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
    gold = {record["id"]: record for record in records}
    predicted = copy.deepcopy(gold)
    ways = _mutations(chance)
    everything = [one for record in gold.values() for one in record["claims"]]
    for record in predicted.values():
        record["claims"] = [one for one in record["claims"] if chance.random() >= share / 3]
        for one in record["claims"]:
            while chance.random() < share:
                chance.choice(ways)(one)
        if chance.random() < share:
            record["claims"].append(copy.deepcopy(chance.choice(everything)))
        chance.shuffle(record["claims"])
    expected, _ = _judge().score(gold, predicted)
    assert score(gold, predicted).report() == expected
