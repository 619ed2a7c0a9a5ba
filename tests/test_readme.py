"""README and docs/dependencies.md say what is so: the Python runs, the files exist, the parts are the locked ones."""

from __future__ import annotations

import io
import re
import tomllib
from contextlib import redirect_stdout
from pathlib import Path

import pytest

from musterbook.cli import COMMANDS

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
DEPENDENCIES = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")


def normal(name: str) -> str:
    """A package's name as registries compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def test_the_python_runs_and_prints_what_it_says() -> None:
    program, printed = re.findall(r"```python\n(.*?)```\n+```\n(.*?)```", README, re.DOTALL)[0]
    with redirect_stdout(io.StringIO()) as written:
        exec(compile(program, "README.md", "exec"), {})
    assert written.getvalue() == printed


def test_every_command_named_is_there() -> None:
    named = set(re.findall(r"`muster (\w+)", README))
    assert named <= {command.name for command in COMMANDS}
    assert {"read", "code", "add", "claims", "estimate", "serve"} <= named


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\]\(((?!http)[^)#]+)", README))))
def test_every_link_leads_somewhere(target: str) -> None:
    assert (ROOT / target).is_file()


def test_the_picture_fetches_nothing() -> None:
    picture = (ROOT / "docs" / "pictures" / "read.svg").read_text(encoding="utf-8")
    assert "Lee Seong-kweun" in picture.replace("&#160;", " ")
    assert not re.findall(r"(?:url\(|href=|src=)[\"']?(?:https?:)?//", picture)


def test_dependencies_are_those_named_and_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [
        *project["dependencies"],
        *(part for extra in project["optional-dependencies"].values() for part in extra),
    ]
    lock = re.findall(r"^([\w.-]+)==(\S+)", (ROOT / "requirements.lock").read_text(encoding="utf-8"), re.MULTILINE)
    listed = re.findall(r"^\| ([\w.-]+) \| (\d\S*) \| [^|]+ \| [^|]+ \|$", DEPENDENCIES, re.MULTILINE)
    assert sorted(normal(name) for name, _ in listed) == sorted(
        {normal(re.split(r"[\[<>=]", part)[0]) for part in wanted}
    )
    assert {(normal(name), version) for name, version in listed} <= {(normal(name), version) for name, version in lock}


def test_the_lock_is_whole_and_names_no_registry() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in lock
    for block in re.split(r"\n(?=\S)", lock):
        assert block.startswith("#") or "--hash=sha256:" in block
