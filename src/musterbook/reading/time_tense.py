"""Whether a time lies ahead or behind, guessed from the verb nearest to it in its clause."""

from __future__ import annotations

from collections.abc import Sequence

from musterbook.codebook.times import TimeWords
from musterbook.reading.phrases import Phrases
from musterbook.reading.time_reference import Tense
from musterbook.reading.tokens import Token

_SHORTEST_VERB = 4


class TenseGuess:
    """The words that show a tense, for one set of time words."""

    def __init__(self, words: TimeWords) -> None:
        tense = words.tense
        meanings: list[tuple[list[str], Tense]] = [(tense.past, "past"), (tense.future, "future")]
        self._cues: Phrases[Tense] = Phrases.of(meanings)
        self._endings = tuple(tense.past_endings)
        self._not_past = frozenset(tense.not_past)
        self._borders = frozenset(tense.borders)
        self._not_ahead_before = frozenset(tense.not_ahead_before)
        self._auxiliaries = frozenset(tense.auxiliaries)
        self._not_infinitive = frozenset(tense.not_infinitive)
        self._sure = frozenset(tense.sure)
        self._reach = tense.reach

    def guess(self, tokens: Sequence[Token], first: int, last: int) -> Tense | None:
        """The tense of the nearest cue before the time, else after it, within the sentence; None without a cue."""
        at = first
        while at > max(0, first - self._reach) and tokens[at - 1].text not in self._borders:
            previous = tokens[at - 2].lower if at > 1 else ""
            found = self._cues.ending(tokens, at)
            if found is not None and previous not in self._auxiliaries:
                ahead = previous in self._sure or (previous == "to" and self._is_infinitive(tokens, at - 2))
                return "future" if ahead else found[1]
            if self._is_past(tokens[at - 1]) and previous not in self._auxiliaries:
                return "past"
            if self._is_infinitive(tokens, at - 1):
                return "future"
            at -= 1
        at = last
        while at < min(len(tokens), last + self._reach) and tokens[at].text not in self._borders:
            found = self._cues.starting(tokens, at)
            if found is not None:
                return found[1]
            if self._is_past(tokens[at]):
                return "past"
            at += 1
        return None

    def _is_past(self, token: Token) -> bool:
        return (
            token.kind == "word"
            and len(token.lower) > _SHORTEST_VERB
            and token.lower.endswith(self._endings)
            and token.lower not in self._not_past
        )

    def _is_infinitive(self, tokens: Sequence[Token], at: int) -> bool:
        """ "to withdraw": what is to be done lies ahead. Plurals and names after "to" are no verbs."""
        if tokens[at].lower != "to" or at + 1 >= len(tokens):
            return False
        if at and tokens[at - 1].lower in self._not_ahead_before:
            return False
        verb = tokens[at + 1]
        return (
            verb.kind == "word"
            and verb.text.islower()
            and not verb.lower.endswith("s")
            and verb.lower not in self._not_infinitive
        )
