"""The file the gazetteer lives in: sorted lines in small compressed blocks, of which only those asked for are opened.

Layout: eight bytes `MUSTGAZ1`, four bytes (big-endian) with the length of the directory, the directory (JSON, zlib),
the blocks. The directory names the tables; each table lists its blocks as [offset, length] and the first key (or, for a
table read by number, nothing: every block holds `LINES` lines). Nothing is read but the directory until a line is asked
for, so that reading English news costs a few megabytes and no start-up time.
"""

from __future__ import annotations

import json
import mmap
import zlib
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

MAGIC = b"MUSTGAZ1"
LINES = 64
"""Lines in a block: about three kilobytes, opened in some twenty microseconds."""


def write(path: Path, tables: Mapping[str, Sequence[str]], keyed: Iterable[str], about: Mapping[str, Any]) -> None:
    """Write tables of lines; those named in `keyed` are sorted lines `key TAB value`, the others are read by number."""
    body: list[bytes] = []
    position = 0
    directory: dict[str, Any] = {"about": dict(about), "tables": {}}
    keyed = set(keyed)
    for name, lines in tables.items():
        blocks: list[list[int]] = []
        firsts: list[str] = []
        for start in range(0, len(lines), LINES):
            chunk = lines[start : start + LINES]
            packed = zlib.compress(("\n" + "\n".join(chunk) + "\n").encode(), 9)
            blocks.append([position, len(packed)])
            position += len(packed)
            body.append(packed)
            if name in keyed:
                firsts.append(chunk[0].split("\t", 1)[0])
        directory["tables"][name] = {"lines": len(lines), "blocks": blocks, "firsts": firsts}
    head = zlib.compress(json.dumps(directory, ensure_ascii=False).encode(), 9)
    path.write_bytes(MAGIC + len(head).to_bytes(4, "big") + head + b"".join(body))


class Store:
    """The tables of one file, opened for reading."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        if self._bytes[:8] != MAGIC:
            raise ValueError(f"{path} is not a gazetteer file; build it with tools/build_gazetteer.py")
        length = int.from_bytes(self._bytes[8:12], "big")
        directory = json.loads(zlib.decompress(self._bytes[12 : 12 + length]))
        self.about: dict[str, Any] = directory["about"]
        self._tables = directory["tables"]
        self._body = 12 + length
        self._block = lru_cache(maxsize=2048)(self._open)
        self._split = lru_cache(maxsize=64)(lambda table, number: self._block(table, number).decode().split("\n")[1:-1])

    def _open(self, table: str, number: int) -> bytes:
        offset, length = self._tables[table]["blocks"][number]
        start = self._body + offset
        return zlib.decompress(self._bytes[start : start + length])

    def get(self, table: str, key: str) -> str | None:
        """The value kept under a key of a keyed table."""
        firsts = self._tables[table]["firsts"]
        number = bisect_right(firsts, key) - 1
        if number < 0:
            return None
        block = self._block(table, number)
        mark = b"\n" + key.encode("utf-8", "surrogatepass") + b"\t"
        at = block.find(mark)
        if at < 0:
            return None
        start = at + len(mark)
        return block[start : block.index(b"\n", start)].decode()

    def begins(self, table: str, prefix: str) -> bool:
        """Whether a key of the table is `prefix`, or begins with it and a space."""
        firsts = self._tables[table]["firsts"]
        mark = b"\n" + prefix.encode("utf-8", "surrogatepass")
        number = bisect_right(firsts, prefix) - 1
        if number >= 0:
            block = self._block(table, number)
            if mark + b"\t" in block or mark + b" " in block:
                return True
        return number + 1 < len(firsts) and firsts[number + 1].startswith(prefix + " ")

    def line(self, table: str, number: int) -> str:
        """The line with this number."""
        lines: list[str] = self._split(table, number // LINES)
        return lines[number % LINES]

    def lines(self, table: str) -> list[str]:
        """All lines of a (small) table."""
        return [line for number in range(len(self._tables[table]["blocks"])) for line in self._split(table, number)]
