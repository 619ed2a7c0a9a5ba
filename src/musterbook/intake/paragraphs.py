"""The paragraphs of an article in a pruned page: those trafilatura finds, or all where it finds too little."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Iterator
from typing import Any

_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "br", "center", "dd", "details", "div", "dl", "dt", "fieldset",
    "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hr", "html",
    "item", "lb", "li", "list", "main", "ol", "p", "pre", "quote", "row", "section", "summary", "table", "tbody",
    "tfoot", "thead", "tr", "ul",
})  # fmt: skip
_CELLS = frozenset({"td", "th", "cell"})
_LISTED = frozenset({"li", "tr", "dd", "item", "row"})
_SILENT = frozenset({"script", "style", "title", "noscript", "template"})
_HELD = {ord(space): 0xF8E0 + number for number, space in enumerate("\xa0\u2007\u2009\u202f")}
_RELEASED = {held: space for space, held in _HELD.items()}
"""Spaces that hold numbers together, and what stands for them while trafilatura, which makes them plain, is at work."""
_LARGE = 1_000_000
"""Characters of text above which trafilatura is not asked: all paragraphs are taken, in steady time."""
_MANY = 100_000
"""Elements above which the same holds."""
_DEEPEST = 200
_SAME = 0.8
"""Share of the lines trafilatura found that must stand in the page as they are for others to be put between them."""
_TOO_LITTLE = 200
"""Characters below which what trafilatura found, or what there is, is taken for too little to choose from."""


def article(tree: Any) -> list[str]:
    """The article's paragraphs, in order, one line each; lists by item, tables by row with bars between the cells."""
    blocks = list(_blocks(_root(tree)))
    plain = [line for line, _ in blocks]
    every = sum(map(len, plain))
    if every <= _TOO_LITTLE or every > _LARGE or _intricate(tree):
        return plain
    found = _extracted(tree)
    length = sum(map(len, found))
    if length < _TOO_LITTLE or (every < 4 * _TOO_LITTLE and 2 * length < every):
        return plain
    return _with_lists(found, blocks)


def _with_lists(found: list[str], blocks: list[tuple[str, bool]]) -> list[str]:
    """What trafilatura found, and the lists and tables between and right after it, which it leaves out at times."""
    wanted = set(found)
    places = [place for place, (line, _) in enumerate(blocks) if line in wanted]
    if len({blocks[place][0] for place in places}) < _SAME * len(wanted):
        return found
    first, last = places[0], places[-1]
    while last + 1 < len(blocks) and blocks[last + 1][1]:
        last += 1
    return [line for line, listed in blocks[first : last + 1] if listed or line in wanted]


def lines(root: Any) -> Iterator[str]:
    """The text under an element, one line for each block, white space folded; inline tags part no words."""
    return (line for line, _ in _blocks(root))


def _blocks(root: Any) -> Iterator[tuple[str, bool]]:
    """The lines under an element, and whether each stands in a list or table."""
    from lxml import etree

    buffer: list[str] = []
    depth = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        named = isinstance(element.tag, str)
        if named and element.tag in _BLOCKS:
            yield from ((line, depth > 0) for line in _line(buffer))
            if element.tag in _LISTED:
                depth += 1 if event == "start" else -1
        elif named and element.tag in _CELLS and event == "start":
            buffer.append(" | ")
        if event == "start" and named and element.text and element.tag not in _SILENT:
            buffer.append(element.text)
        if event == "end" and element.tail and element is not root:
            buffer.append(element.tail)
    yield from ((line, depth > 0) for line in _line(buffer))


def _line(buffer: list[str]) -> Iterator[str]:
    line = re.sub(r"[ \t\r\n\f]+", " ", "".join(buffer).replace("\xad", ""))
    buffer.clear()
    cells = [cell.strip() for cell in line.split(" | ")] if " | " in line else [line.strip()]
    line = " | ".join(cell for cell in cells if cell)
    if re.search(r"\w", line):
        yield line


def _extracted(tree: Any) -> list[str]:
    from trafilatura import bare_extraction

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        for element in tree.iter():
            if element.text and not element.text.isascii():
                element.text = element.text.translate(_HELD)
            if element.tail and not element.tail.isascii():
                element.tail = element.tail.translate(_HELD)
        result = bare_extraction(tree, fast=True, with_metadata=False, include_comments=False, include_tables=True)
    except Exception:  # whatever a broken page does to the extractor, its paragraphs can still be taken as they stand
        return []
    body = getattr(result, "body", None)
    return [line.translate(_RELEASED) for line in lines(body)] if body is not None else []


def too_deep(tree: Any, limit: int = 1000) -> bool:
    """Whether elements are nested deeper than `limit`: past some two thousand the parser gives up."""
    return _intricate(tree, limit, many=sys.maxsize)


def _intricate(tree: Any, limit: int = _DEEPEST, many: int = _MANY) -> bool:
    level, seen = [tree], 0
    for _ in range(limit):
        level = [child for element in level for child in element]
        seen += len(level)
        if not level:
            return False
        if seen > many:
            return True
    return True


def _root(tree: Any) -> Any:
    """The element that holds the article where the page marks one, else the body."""
    for path in ("//article", "//*[@itemprop='articleBody']", "//main"):
        marked = tree.xpath(path)
        if len(marked) == 1 and any(lines(marked[0])):
            return marked[0]
    body = tree.find(".//body")
    return tree if body is None else body
