"""How the tests run the command line: in this process, so that the parser is loaded once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from typer.testing import CliRunner, Result

from musterbook.cli import app

ARTICLE = {
    "id": "kursk",
    "title": "Soldiers in Kursk",
    "text": "About 3,000 North Korean soldiers are stationed in Kursk region, Ukrainian intelligence said.",
    "published": "2025-01-10",
    "outlet": "The Daily",
    "url": "https://daily.example/kursk",
}
LOSSES = {
    "id": "losses",
    "title": "Losses",
    "text": "Seoul's spy agency said that 300 North Korean soldiers had been killed near Sudzha.",
    "published": "2025-01-13",
}


def run(*words: object, **environment: str) -> Result:
    """A run of `muster`, 140 columns wide."""
    return CliRunner(env={"COLUMNS": "140", **environment}).invoke(app, [str(word) for word in words])


def corpus(path: Path, *records: Any) -> Path:
    """A JSONL file of records; a string is a line as it stands."""
    lines = (record if isinstance(record, str) else json.dumps(record) for record in records)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def rows(result: Result) -> list[dict[str, Any]]:
    """The records of a JSON Lines answer."""
    return [json.loads(line) for line in result.stdout.splitlines()]
