"""One TOML file becomes one checked section; a mistake is named by file, line and key."""

from __future__ import annotations

import re
import tomllib
from importlib import resources
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from musterbook.errors import CodebookError


class Entry(BaseModel):
    """Any piece of codebook data: frozen, and an unknown key is a mistake."""

    model_config = ConfigDict(frozen=True, extra="forbid")


Section = TypeVar("Section", bound=BaseModel)


def packaged(name: str) -> str:
    """The text of a TOML file that comes with the package."""
    return (resources.files("musterbook.codebook") / name).read_text(encoding="utf-8")


def parse(text: str, source: str) -> dict[str, Any]:
    """TOML text as a table.

    Raises CodebookError naming `source` and the line when the text is not TOML.
    """
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CodebookError(f"{source}: not valid TOML: {error}") from error


def validate(schema: type[Section], table: dict[str, Any], text: str, source: str) -> Section:
    """The table as a section of the codebook.

    Raises CodebookError with one line for each mistake: `file:line: key: what is wrong`.
    """
    try:
        return schema.model_validate(table)
    except ValidationError as error:
        lines = []
        for mistake in error.errors():
            keys = [str(part) for part in mistake["loc"]]
            lines.append(f"{source}:{line_of(text, keys)}: {'.'.join(keys)}: {mistake['msg']}")
        raise CodebookError("\n".join(lines)) from error


_extension: dict[str, Any] = {}
"""The user's own entries in force for this process, by section."""


def extend(path: Path) -> None:
    """Put a user's codebook file in force for this process; call it before anything is read.

    Raises CodebookError naming file, line and key when the file is wrong or names a section that does not exist.
    """
    table = read_extension(path)
    text = path.read_text(encoding="utf-8")
    for name in table:
        if not (resources.files("musterbook.codebook") / f"{name}.toml").is_file():
            raise CodebookError(f"{path}:{line_of(text, [name])}: there is no codebook section {name!r}")
        if not isinstance(table[name], dict):
            raise CodebookError(
                f"{path}:{line_of(text, [name])}: {name} is a section; write its entries under a heading [{name}]"
            )
    _extension.clear()
    _extension.update(table)


def load(schema: type[Section], name: str) -> Section:
    """A packaged section, checked, with the user's own entries in force merged in."""
    text, source = packaged(name), name
    table = parse(text, source)
    extra = _extension.get(name.removesuffix(".toml"))
    if extra:
        table, source = merge(table, extra), f"{name} with the user's own entries"
    return validate(schema, table, text, source)


def merge(base: dict[str, Any], extra: dict[str, Any]) -> dict[str, Any]:
    """`base` extended: tables merge key by key, lists are appended, a plain value replaces."""
    merged = dict(base)
    for key, value in extra.items():
        old = merged.get(key)
        if isinstance(old, dict) and isinstance(value, dict):
            merged[key] = merge(old, value)
        elif isinstance(old, list) and isinstance(value, list):
            merged[key] = [*old, *value]
        else:
            merged[key] = value
    return merged


def line_of(text: str, keys: list[str]) -> int:
    """The line (from 1) where the last key of the path stands; the nearest table heading above it otherwise."""
    names = [key for key in keys if not key.isdigit()]
    lines = text.splitlines()
    best, start = 1, 0
    for depth, name in enumerate(names):
        ordinal = next((int(k) for k in keys[keys.index(name) + 1 :][:1] if k.isdigit()), 0)
        heading = re.compile(
            rf"^\s*(\[+[\w\.\"' -]*\b{re.escape(name)}\b[\w\.\"' -]*\]+|[\"']?{re.escape(name)}[\"']?\s*=)"
        )
        hits = [number for number, line in enumerate(lines[start:], start) if heading.search(line)]
        if not hits:
            continue
        chosen = hits[min(ordinal, len(hits) - 1)] if depth == 0 else hits[0]
        best, start = chosen + 1, chosen
    return best


def read_extension(path: Path) -> dict[str, Any]:
    """A user's own codebook file: one table for each section it extends.

    Raises CodebookError when the file cannot be read or is not TOML.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CodebookError(f"{path}: cannot be read as UTF-8 text: {error}") from error
    return parse(text, str(path))
