"""Elements of a page that hold no article text are taken out of its tree: by tag, by name, hidden ones, link lists."""

from __future__ import annotations

import re
from typing import Any

from musterbook.codebook.intake import IntakeSection

_ROOTS = frozenset({"html", "body", "article", "main", "head"})
_WRAPPERS = frozenset({"form", "aside", "figure"})
"""Tags that some pages put around the whole article."""
_PROSE = frozenset({"p", "table", "blockquote", "ul", "ol"})
_LINE_TAGS = frozenset({"p", "li", "h2", "h3", "h4", "h5", "h6", "div"})
_DOMINANT = 0.4
"""Share of the page's words above which an element is the article, whatever it is called."""
_LINKED = 0.9
"""Share of a line's characters inside links above which it leads elsewhere and is not prose."""
_LONGEST_LINK_LINE = 400
_SENTENCE_END = re.compile(r"[.!?…]['\"”’»)]*\s*$")


def prune(tree: Any, section: IntakeSection) -> None:
    """Take the furniture out of a parsed page (lxml element), in place, in time linear in its size."""
    elements = [element for element in tree.iter() if isinstance(element.tag, str)]
    lengths, linked, prose = _measure(elements)
    everything = lengths[tree]
    gone: set[Any] = set()
    for element in elements:
        tag, parent = element.tag, element.getparent()
        if parent in gone:
            gone.add(element)
            continue
        if tag in _ROOTS or parent is None:
            continue
        small = lengths[element] <= _DOMINANT * everything
        if tag in section.elements.tags:
            unwanted = not (tag == "figure" and prose[element]) and (tag not in _WRAPPERS or small)
        else:
            unwanted = small and (
                _hidden(element) or _named(element, section) or _leads_elsewhere(element, lengths, linked, prose)
            )
        if unwanted:
            gone.add(element)
            element.drop_tree()


def _measure(elements: list[Any]) -> tuple[dict[Any, int], dict[Any, int], dict[Any, bool]]:
    """For each element: characters of text, characters of text in links, and whether it holds paragraphs or tables."""
    lengths: dict[Any, int] = {}
    linked: dict[Any, int] = {}
    prose: dict[Any, bool] = {}
    for element in reversed(elements):
        length, links, blocks = len((element.text or "").strip()), 0, False
        for child in element:
            if child in lengths:
                length, links = length + lengths[child], links + linked[child]
                blocks = blocks or prose[child] or child.tag in _PROSE
            length += len((child.tail or "").strip())
        lengths[element] = length if element.tag not in {"script", "style"} else 0
        linked[element] = lengths[element] if element.tag == "a" else links
        prose[element] = blocks
    return lengths, linked, prose


def _hidden(element: Any) -> bool:
    style = element.get("style")
    if style is not None and "display:none" in style.replace(" ", "").lower():
        return True
    return element.get("hidden") is not None or element.get("aria-hidden") == "true"


def _named(element: Any, section: IntakeSection) -> bool:
    kind, name = element.get("class"), element.get("id")
    if kind is None and name is None:
        return False
    label = f"{kind or ''} {name or ''}".lower()
    names = set(re.findall(r"[a-z]+(?:-[a-z]+)*", label))
    words = names | {word for name in names for word in name.split("-")}
    return bool(words & section.elements.names)


def _leads_elsewhere(element: Any, lengths: dict[Any, int], linked: dict[Any, int], prose: dict[Any, bool]) -> bool:
    length = lengths[element]
    if element.tag not in _LINE_TAGS or prose[element] or not 0 < length <= _LONGEST_LINK_LINE:
        return False
    return linked[element] >= _LINKED * length and not _SENTENCE_END.search("".join(element.itertext()))
