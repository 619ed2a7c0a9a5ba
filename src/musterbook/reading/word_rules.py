"""The parser model's rules for words, by look-up: what spaCy's attribute ruler does, in a fraction of its time.

The ruler makes parts of speech of tags. It tries each rule on each word, though nearly all of them look at nothing but
the word's own tag, relation and letters; which rules apply to such a word is found once and kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.pipeline import AttributeRuler
    from spacy.tokens import Doc

RULER, NAME = "attribute_ruler", "word_rules"
SEEN = ("TAG", "DEP", "LOWER", "IS_SPACE")
"""What a rule that is looked up may look at."""
LISTING = frozenset({"IN", "NOT_IN"})
"""Ways in which it may name words other than one."""

Pattern = Sequence[Mapping[str, Any]]
Match = tuple[int, int, int, int]
"""A rule that applies, as the ruler tells it: its number, its key, the first token and one past the last."""


class WordRules:
    """The rules of an attribute ruler: those for single words looked up, the others matched as it does."""

    def __init__(self, ruler: AttributeRuler) -> None:
        """The rules of a ruler, which stays in charge of what they say."""
        from spacy.matcher import Matcher

        self._ruler = ruler
        self._alone, self._others = Matcher(ruler.vocab), Matcher(ruler.vocab)
        self._known: dict[tuple[int, ...], tuple[tuple[int, int], ...]] = {}
        words: set[int] = set()
        # The stubs know the rules only as a wide union and set_annotations not at all.
        rules = cast("list[dict[str, list[list[dict[str, Any]]]]]", ruler.patterns)
        for number, rule in enumerate(rules):
            for pattern in rule["patterns"]:
                alone = looked_up(pattern)
                (self._alone if alone else self._others).add(str(number), [pattern])
                if alone:
                    words.update(ruler.vocab.strings.add(word) for word in _words(pattern))
        self._words = frozenset(words)

    def __call__(self, doc: Doc) -> Doc:
        """The parsed text, with what the rules say of its words."""
        self._ruler.set_annotations(doc, sorted(self.matches(doc)))  # type: ignore[no-untyped-call]
        return doc

    def matches(self, doc: Doc) -> Iterator[Match]:
        """Every rule that applies to a word of a parsed text, in no order."""
        for key, start, end in self._others(doc, allow_missing=True):
            yield int(doc.vocab.strings[key]), key, start, end
        for place, (tag, relation, word, space) in enumerate(doc.to_array(list(SEEN)).tolist()):
            seen = (tag, relation, word if word in self._words else 0, space)
            if seen not in self._known:
                found = self._alone(doc[place : place + 1], allow_missing=True)
                self._known[seen] = tuple((int(doc.vocab.strings[key]), key) for key, _, _ in found)
            for number, key in self._known[seen]:
                yield number, key, place, place + 1


def look_up(nlp: Language) -> None:
    """Have the rules of a pipeline's attribute ruler looked up, where it has one."""
    if RULER in nlp.pipe_names:
        type(nlp).factory(NAME, func=lambda nlp, name: WordRules(nlp.get_pipe(RULER)))
        nlp.add_pipe(NAME, before=RULER)
        nlp.disable_pipe(RULER)


def looked_up(pattern: Pattern) -> bool:
    """Whether a rule's pattern is a single word known by what is `SEEN` of it."""
    named = pattern[0].get("LOWER", "")
    return len(pattern) == 1 and set(pattern[0]) <= set(SEEN) and (isinstance(named, str) or set(named) <= LISTING)


def _words(pattern: Pattern) -> list[str]:
    """The words a pattern names."""
    named = pattern[0].get("LOWER", {})
    return [named] if isinstance(named, str) else [word for words in named.values() for word in words]
