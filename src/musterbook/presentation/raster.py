"""SVG in pixels, for documents that hold no SVG."""

from __future__ import annotations

from musterbook.errors import MusterbookError


class PictureError(MusterbookError):
    """A picture that cannot be made; says what is missing."""


def png(svg: str, scale: float = 2.0) -> bytes:
    """The picture as PNG; `scale` is pixels per unit.

    Raises PictureError where the renderer is not installed.
    """
    try:
        import vl_convert
    except ImportError as error:
        raise PictureError("pictures in pixels need vl-convert-python: pip install vl-convert-python") from error
    return bytes(vl_convert.svg_to_png(svg, scale=scale))
