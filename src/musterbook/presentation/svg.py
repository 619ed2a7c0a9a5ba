"""Pictures written as SVG: elements from values, everything escaped, numbers short."""

from __future__ import annotations

import re
from html import escape

Attribute = str | float | int | None

CONTROLS = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff\ud800-\udfff]"
)
"""Control characters, directions, invisible ones, and what no text may hold."""
FONT = "Liberation Sans, Helvetica, Arial, sans-serif"


def number(value: float) -> str:
    """A coordinate in few characters: tenths are enough for a screen."""
    return f"{value:.1f}".rstrip("0").rstrip(".") if value % 1 else str(int(value))


def element(name: str, *inside: str, **attributes: Attribute) -> str:
    """One element with what is inside it, which must be markup already; `class_` is class, `font_size` font-size.

    An attribute that is None is left out.
    """
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_value(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    body = "".join(inside)
    return f"<{name}{written}>{body}</{name}>" if body else f"<{name}{written}/>"


def words(text: str) -> str:
    """Text as markup, characters that steer or hide text replaced."""
    return escape(plain(text), quote=False)


def plain(text: str) -> str:
    """Text with each character that steers or hides text replaced by one that says so."""
    return CONTROLS.sub("\ufffd", text)


def picture(width: float, height: float, title: str, description: str, *inside: str, class_: str = "chart") -> str:
    """A whole picture with its name and a description for those who do not see it."""
    return element(
        "svg",
        element("title", words(title)),
        element("desc", words(description)),
        *inside,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {number(width)} {number(height)}",
        width=number(width),
        height=number(height),
        class_=class_,
        font_family=FONT,
        role="group",
        aria_label=title,
    )


def _value(value: Attribute) -> str:
    if isinstance(value, str):
        return escape(plain(value))
    return number(float(value or 0))
