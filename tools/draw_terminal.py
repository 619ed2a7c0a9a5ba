"""Draw the pictures of the terminal in docs/pictures, from real readings of the bundled digests."""

from __future__ import annotations

import os
import re
from pathlib import Path

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console

from musterbook.commands.demo import digests
from musterbook.presentation import terminal
from musterbook.reading.reader import read

PICTURES = Path(__file__).parents[1] / "docs" / "pictures"
SHOWN = {"read": ("moscowtimes-2025-09-02", 116)}
"""For each picture the digest whose name starts so, and the width of the terminal."""

OFFLINE = re.sub(r"@font-face \{\{.*?\}\}\s*", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)
"""Rich's picture without the fonts it would fetch from elsewhere."""


def main() -> None:
    """Write every picture."""
    documents = [received.document for received in digests()]
    for name, (key, width) in SHOWN.items():
        document = next(one for one in documents if (one.key or "").startswith(key))
        with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
            console = Console(record=True, width=width, file=nowhere, force_terminal=True, highlight=False)
            console.print(terminal.heading(document, document.url or ""))
            console.print(terminal.Register(document, read(document)))
        path = PICTURES / f"{name}.svg"
        console.save_svg(str(path), title="muster read", code_format=OFFLINE, unique_id=name)
        print(path)


if __name__ == "__main__":
    main()
