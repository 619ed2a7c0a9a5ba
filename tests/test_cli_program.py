"""The program as a whole: version, help, commands found late, and how it ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from cli_cases import ARTICLE, corpus, run
from musterbook import __version__
from musterbook.cli import COMMANDS
from musterbook.commands.deferred import Deferred
from musterbook.errors import LedgerError, ScopeError

PROGRAM = [sys.executable, "-c", "from musterbook.cli import main; main()"]


def test_version_and_help() -> None:
    assert run("--version").stdout == f"musterbook {__version__}\n"
    shown = run("--help").stdout
    assert all(f" {command.name} " in shown for command in COMMANDS)
    assert "Usage: muster" in run().output


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: str(command.name))
def test_every_command_is_where_the_list_says(command: Deferred) -> None:
    found = command.command()
    assert found.name == command.name
    result = run(command.name, "--help")
    assert result.exit_code == 0
    assert "Usage" in result.stdout


def test_help_loads_nothing_heavy() -> None:
    heavy = ("spacy", "numpy", "sqlalchemy", "trafilatura", "pydantic", "httpx")
    told = f"import sys; from musterbook.cli import app; print([m for m in {heavy!r} if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True).stdout == "[]\n"


@pytest.mark.parametrize(
    ("error", "code", "told"),
    [
        (ScopeError("no such scope"), 2, "muster: no such scope\n"),
        (LedgerError("the ledger is gone"), 1, "muster: the ledger is gone\n"),
        (FileNotFoundError(2, "No such file or directory", "/x/y"), 1, "muster: /x/y: No such file or directory\n"),
        (PermissionError("refused"), 1, "muster: refused\n"),
        (MemoryError(), 1, "muster: there is not enough memory for this; give fewer or smaller sources at once\n"),
        (KeyError("mistake"), 1, "muster: a mistake in musterbook itself (KeyError: 'mistake')"),
    ],
)
def test_errors_are_a_line_and_a_code(
    error: Exception, code: int, told: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr("musterbook.ledger.commands.open_ledger", fail)
    result = run("check", "--ledger", tmp_path / "x.db")
    assert result.exit_code == code
    assert result.stderr.startswith(told)
    assert result.stdout == ""


def test_a_reader_who_leaves_early_is_no_error(tmp_path: Path) -> None:
    path = corpus(tmp_path / "news.jsonl", *({**ARTICLE, "id": str(number)} for number in range(12)))
    program = subprocess.Popen(
        [*PROGRAM, "read", str(path), "--format", "jsonl"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert program.stdout is not None
    assert program.stderr is not None
    assert program.stdout.readline()
    program.stdout.close()
    assert program.wait(60) == 0
    assert program.stderr.read() == b""
    program.stderr.close()


def test_an_interrupted_run_is_quiet_and_goes_on_later(tmp_path: Path) -> None:
    path = corpus(tmp_path / "news.jsonl", *({**ARTICLE, "id": str(number)} for number in range(800)))
    out = tmp_path / "out.jsonl"
    typed = [*PROGRAM, "code", str(path), "-o", str(out), "--workers", "2"]
    program = subprocess.Popen(
        typed,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        # A program started in the background inherits deafness to Ctrl-C; this one shall hear it.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - it only sets a signal
    )
    for _ in range(1200):
        if out.exists() and out.stat().st_size:
            break
        with suppress(subprocess.TimeoutExpired):
            program.wait(0.1)
    os.killpg(program.pid, signal.SIGINT)
    output, errors = program.communicate(timeout=60)
    assert program.returncode == 130
    assert (output, errors) == (b"", b"")
    done = out.read_bytes().count(b"\n")
    assert 0 < done < 800
    again = run("code", path, "-o", out)
    assert again.exit_code == 0
    assert f", {done} done earlier" in again.stdout
    assert out.read_bytes().count(b"\n") == 800
