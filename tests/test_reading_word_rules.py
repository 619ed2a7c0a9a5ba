"""The rules for words, looked up, say what the attribute ruler they come from says."""

from __future__ import annotations

import pytest
from spacy.pipeline import AttributeRuler

from musterbook.reading.parsing import parser
from musterbook.reading.word_rules import NAME, RULER, WordRules, looked_up

TEXTS = (
    "I'm gonna leave, ain't I?  Let's go, y'all: c'mon, you've gotta.\n\nIt was nothin' to us.",
    "There are 400 soldiers who had been sent, but the army said that those it sent did not fight.",
    "About 1,200 North Korean sappers have arrived in Russia's Kursk region, the agency said on Tuesday.",
)


@pytest.mark.parametrize("text", TEXTS)
def test_the_rules_that_apply_are_those_of_the_ruler(text: str) -> None:
    nlp = parser().nlp
    doc = nlp.make_doc(text)
    for name in ("tok2vec", "tagger", "parser"):
        doc = nlp.get_pipe(name)(doc)
    rules, ruler = nlp.get_pipe(NAME), nlp.get_pipe(RULER)
    assert isinstance(rules, WordRules)
    assert isinstance(ruler, AttributeRuler)
    for _ in range(2):  # found first, then known
        assert sorted(rules.matches(doc)) == ruler.match(doc)


@pytest.mark.parametrize(
    ("pattern", "alone"),
    [
        ([{"TAG": "MD"}], True),
        ([{"LOWER": {"IN": ["do", "does"]}, "DEP": "conj"}], True),
        ([{"LOWER": {"REGEX": "^n[ou]thin'$"}}], False),
        ([{"ORTH": "May"}], False),
        ([{"LOWER": "got"}, {"LOWER": "ta"}], False),
    ],
)
def test_only_rules_for_a_word_known_by_what_is_seen_are_looked_up(
    pattern: list[dict[str, object]], alone: bool
) -> None:
    assert looked_up(pattern) is alone
