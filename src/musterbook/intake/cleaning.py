"""Text every document can hold: no lone surrogates, no NUL, one kind of line end. Nothing else is changed."""

from __future__ import annotations

import re

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_UNFIT = re.compile("[\ud800-\udfff\x00]")
_LINE_ENDS = re.compile("\r\n?|\x85|\u2028|\u2029|\x0b|\x0c")
_CONTROLS = re.compile("[\x01-\x08\x0e-\x1f\x7f\ufeff\ufffe\uffff]")


def fit(text: str) -> str:
    """The text with what cannot be stored (lone surrogates, NUL) replaced one for one, so that offsets stay."""
    return _UNFIT.sub(REPLACEMENT, text) if _UNFIT.search(text) else text


def clean(text: str) -> str:
    """The text of a page or file: storable, its line ends newlines, without control characters and byte-order marks.

    Unicode is not normalised otherwise: the words stay as their writer set them.
    """
    return fit(_CONTROLS.sub("", _LINE_ENDS.sub("\n", text)))
