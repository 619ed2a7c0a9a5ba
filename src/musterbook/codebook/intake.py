"""Which lines of a page are furniture (teasers, captions, share lines, notices): as data, and one question."""

from __future__ import annotations

import re
from functools import cache, cached_property
from typing import Annotated, Literal

from pydantic import Field

from musterbook.codebook.loading import Entry, load

Phrase = Annotated[str, Field(min_length=1)]
ByLanguage = dict[str, tuple[Phrase, ...]]
Furniture = Literal["teaser", "subscription", "caption", "share line", "consent notice", "colophon", "byline"]

_LONGEST = 400
"""Characters: a line longer than this is the article's own, whatever it begins with."""
_SHORT = 240
"""Characters: within this a line's inner words can make it a solicitation or notice."""
_NAME = r"(?-i:[^\W\d_a-zа-яіїєґ][\w.'’-]*)"
_ADDRESS = re.compile(r"^\W*[\w.+-]+@[\w-]+(?:\.[\w-]+)+\W*$")
_CREDIT_SIGN = re.compile(r"[/\[(|©:]|\bvia\b")
_LEADING = r"^[\W_]*"
_AFTER_ANY_WORDS = r"\s*(?:[:：|>»›→►▶]|(?<![.!?…])$)"
_AFTER = r"\s*(?:[:：|>»›→►▶•]|[–—-]\s|\W*$)"


class Credits(Entry):
    """Whose pictures a caption's last words name, and the words that go before."""

    agencies: tuple[Phrase, ...]
    words: tuple[Phrase, ...]


class Share(Entry):
    """Lines that are buttons and labels, and how a reading time is written."""

    lines: frozenset[Phrase]
    reading_time: tuple[Phrase, ...]


class Consent(Entry):
    """Words of cookie and privacy notices."""

    phrases: tuple[Phrase, ...]


class Colophon(Entry):
    """How lines about the making of the article begin."""

    starts: tuple[Phrase, ...]


class Bylines(Entry):
    """How lines begin that name the writer, or the day of publication."""

    starts: tuple[Phrase, ...]
    dates: tuple[Phrase, ...]


class Elements(Entry):
    """Page elements by words of their class or id, and by tag: those without article text; those that show a date."""

    names: frozenset[Phrase]
    dates: frozenset[Phrase]
    tags: frozenset[Phrase]


class Languages(Entry):
    """Spellings of language codes that ISO 639-1 has otherwise."""

    aliases: dict[str, str]


class Fetching(Entry):
    """How the fetcher introduces itself (`{version}` is filled in); parts of addresses that tell only who came how."""

    agent: Phrase
    tracking: tuple[Phrase, ...]


class IntakeSection(Entry):
    """The section `intake` of the codebook."""

    teasers: ByLanguage
    subscriptions: ByLanguage
    solicitations: ByLanguage
    captions: ByLanguage
    credits: Credits
    share: Share
    consent: Consent
    colophon: Colophon
    bylines: Bylines
    elements: Elements
    language: Languages
    fetching: Fetching

    def furniture(self, line: str) -> Furniture | None:
        """What kind of furniture a line (paragraph) of a page is; None for a line of the article.

        Long lines are never furniture; a lead-in counts only with its colon, dash or bar, or alone on its line.
        """
        line = line.strip()
        if not line or len(line) > _LONGEST:
            return None
        plain = line.strip(" \t*_•·-–—|>»›→►▶▪◾➡️👉[]()!.:").casefold()
        if plain in self.share.lines or self._labels.match(line):
            return "share line"
        if self._teaser.match(line):
            return "teaser"
        if self._caption.match(line) or self._has_credit(line):
            return "caption"
        folded = line.casefold() if len(line) <= _SHORT else ""
        if self._subscription.match(line) or self._solicits(folded):
            return "subscription"
        if any(phrase in folded for phrase in self.consent.phrases):
            return "consent notice"
        if self._colophon.match(line):
            return "colophon"
        if self._byline.match(line) or self._dateline.match(line) or _ADDRESS.match(line):
            return "byline"
        return None

    def _has_credit(self, line: str) -> bool:
        return bool(_CREDIT_SIGN.search(line) or len(line) < 40) and self._credit.search(line) is not None

    def _solicits(self, folded: str) -> bool:
        found = any(phrase in folded for phrase in self._solicitations)
        return found and self._solicitation.search(folded) is not None

    @cached_property
    def _solicitations(self) -> tuple[str, ...]:
        return _flat(self.solicitations)

    @cached_property
    def _teaser(self) -> re.Pattern[str]:
        phrases = _flat(self.teasers)
        exact = _any(tuple(phrase for phrase in phrases if "…" not in phrase)) + _AFTER
        loose = _any(tuple(phrase for phrase in phrases if "…" in phrase)) + _AFTER_ANY_WORDS
        return re.compile(f"{_LEADING}(?:{exact}|{loose})", re.IGNORECASE)

    @cached_property
    def _subscription(self) -> re.Pattern[str]:
        return re.compile(_LEADING + _any(_flat(self.subscriptions)) + r"(?!\w)", re.IGNORECASE)

    @cached_property
    def _solicitation(self) -> re.Pattern[str]:
        return re.compile(r"(?<!\w)" + _any(_flat(self.solicitations)) + r"(?!\w)", re.IGNORECASE)

    @cached_property
    def _caption(self) -> re.Pattern[str]:
        return re.compile(
            _LEADING + _any(_flat(self.captions)) + r"(?:\s*\([^)]{0,40}\))?\s*(?:[:：|]|[–—]\s)", re.IGNORECASE
        )

    @cached_property
    def _credit(self) -> re.Pattern[str]:
        agencies, words = _any(self.credits.agencies), _any(self.credits.words)
        in_brackets = rf"[(\[]\s*(?:{words}\b[^()\[\]]*|{agencies}\s*(?:/[^()\[\]]*)?)[)\]]\s*$"
        with_name = rf"(?<!\w){agencies}\s?/\s?{_NAME}(?:\s{_NAME}){{0,3}}\W*$"
        at_the_end = rf"(?:\bvia|/|[|©])\s*{agencies}\.?$"
        after_a_word = rf"(?<!\w){words}\s*:\s*[^.:]{{2,60}}\.?$"
        return re.compile(f"{in_brackets}|{with_name}|{at_the_end}|{after_a_word}|^{agencies}$", re.IGNORECASE)

    @cached_property
    def _labels(self) -> re.Pattern[str]:
        return re.compile(rf"^\W*\d+\s*[- ]?{_any(self.share.reading_time)}\W*$", re.IGNORECASE)

    @cached_property
    def _colophon(self) -> re.Pattern[str]:
        return re.compile(r"^\s*" + _any(self.colophon.starts), re.IGNORECASE)

    @cached_property
    def _byline(self) -> re.Pattern[str]:
        between = r"(?:,?\s+|,\s*|\s*[|/&]\s*)(?:and |und |et |y |i |та |и |de |van |von |der |al-)?"
        names = rf"{_NAME}(?:{between}{_NAME}){{0,8}}"
        staff = r"(?:a |our )?[\w -]{0,30}(?:correspondent|staff|desk|reporter|bureau|editor)s?"
        return re.compile(rf"^\W*{_any(self.bylines.starts)}\s*:?\s+(?:{names}|{staff})\W*$", re.IGNORECASE)

    @cached_property
    def _dateline(self) -> re.Pattern[str]:
        day = r"(?:\w+\W+){0,2}?(?:\d{1,2}\b|(?:19|20)\d\d\b)(?!,\d{3})"
        rest = r"(?=.*(?:(?:19|20)\d\d\b|\d[:.]\d\d))[\w\s:.,/|+()–—-]{0,50}(?<![.!?])"
        return re.compile(rf"^\W*{_any(self.bylines.dates)}\b\W*(?=.{{4,60}}$){day}{rest}$", re.IGNORECASE)


@cache
def intake_section() -> IntakeSection:
    """The furniture of pages, and how the fetcher introduces itself."""
    return load(IntakeSection, "intake.toml")


def _flat(phrases: ByLanguage) -> tuple[str, ...]:
    return tuple(phrase for group in phrases.values() for phrase in group)


def _any(phrases: tuple[str, ...]) -> str:
    ordered = sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase))
    return "(?:" + "|".join(_pattern(phrase) for phrase in ordered) + ")"


def _pattern(phrase: str) -> str:
    pieces = [re.escape(piece.strip()).replace(r"\ ", r"\s+") for piece in phrase.split("…")]
    return r"\s+[^:|]{1,40}?".join(pieces)
