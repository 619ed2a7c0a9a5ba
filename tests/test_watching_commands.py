"""The commands that follow feeds, as typed; killed or interrupted at any moment, nothing is lost or doubled."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cli_cases import rows, run
from musterbook.ledger import Ledger
from musterbook.ledger.links import Fate
from watch_cases import Answer, Site, page, rss, site

__all__ = ["site"]

KURSK = "About {} North Korean soldiers are stationed in Kursk region, Ukrainian intelligence said on Friday."
PROGRAM = [sys.executable, "-c", "from musterbook.cli import main; main()"]


@pytest.fixture
def known(tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch) -> tuple[str, Path]:
    """The option that names the ledger; the environment allows the site."""
    monkeypatch.setenv("MUSTERBOOK_WHO", "anna")
    for name, value in site.environment.items():
        monkeypatch.setenv(name, value)
    return "--ledger", tmp_path / "muster.db"


def articles(site: Site, count: int) -> list[tuple[str, str]]:
    """Articles put up on a site: their titles and addresses."""
    return [
        (f"Report {number}", site.article(f"/{number}", f"Report {number}", KURSK.format(f"3,{number:03}")))
        for number in range(1, count + 1)
    ]


def test_a_feed_is_followed_visited_shown_and_left(known: tuple[str, Path], site: Site) -> None:
    listed = [(title, link, "From Kursk.") for title, link in articles(site, 2)]
    feed = site.put("/rss", rss(*listed, ("North Koreans gone", f"{site.url}/gone")), "text/xml", ETag='"1"')
    site.put("/", f'<html><head><link rel="alternate" type="application/rss+xml" href="{feed}"></head></html>')
    added = run("watch", "add", f"{site.url}/", "--words", "North Korea*, Kursk", *known)
    assert added.exit_code == 0, added.stderr
    assert f"names a feed of itself: {feed}" in added.stdout
    assert f"following The Daily (rss, 3 articles, only with North Korea*, Kursk): {feed}" in added.stdout
    done = run("watch", "run", "--pause", "0.1", *known)
    assert done.exit_code == 1
    assert "The Daily: 2 articles kept with 2 claims, 1 failed\n" in done.stdout
    assert f"failed: {site.url}/gone: the page is not there (404)" in done.stderr
    assert "1 feed visited; 2 articles kept with 2 claims; 1 failed" in done.stdout
    again = run("watch", "run", "--pause", "0.1", feed, *known)
    assert (again.exit_code, again.stderr) == (0, "")
    assert "The Daily: nothing new\n" in again.stdout
    (row,) = rows(run("watch", "list", "--format", "jsonl", *known))
    assert (row["feed"], row["kind"], row["words"], row["trouble"]) == ("The Daily", "rss", "North Korea*, Kursk", None)
    assert "The Daily" in run("watch", "list", *known).stdout
    assert run("watch", "remove", feed, *known).exit_code == 0
    assert run("watch", "list", *known).stdout == "no feed is followed; muster watch add URL\n"
    assert "2" in run("claims", "--format", "jsonl", *known).stdout


def test_wrong_use_is_told(known: tuple[str, Path], site: Site) -> None:
    assert "no feed is followed" in run("watch", "run", *known).stderr
    refused = run("watch", "add", "http://127.0.0.1/", *known)
    assert (refused.exit_code, "not a public address" in refused.stderr) == (1, True)
    assert "is no feed, sitemap or page" in run("watch", "add", site.put("/x", "{}", "application/json"), *known).stderr
    assert "no dossier 'x'" in run("watch", "add", site.put("/r", rss()), "--dossier", "x", *known).stderr
    assert "is not followed" in run("watch", "remove", f"{site.url}/x", *known).stderr
    run("watch", "add", site.put("/rss", rss(*articles(site, 1)), "text/xml"), *known)
    assert "https://other.example/ is not followed" in run("watch", "run", "https://other.example/", *known).stderr
    for length in ("5x", "10s", ""):
        assert run("watch", "run", "--every", length, *known).exit_code == 2
    wrong = run("watch", "run", *known, MUSTERBOOK_FETCH_PORTS="many")
    assert (wrong.exit_code, "MUSTERBOOK_FETCH_PORTS" in wrong.stderr) == (1, True)


def test_alerts_are_looked_after_each_round(known: tuple[str, Path], site: Site, tmp_path: Path) -> None:
    run("watch", "add", site.put("/rss", rss(*articles(site, 1)), "text/xml"), *known)
    run("alert", "add", "KP", "in", "RU", "--to", f"atom:{tmp_path / 'kp.atom'}", *known)
    done = run("watch", "run", "--pause", "0.1", *known)
    assert "alert kp-in-ru: 1 notice found, 1 sent" in done.stdout
    assert "speaks of it for the first time" in (tmp_path / "kp.atom").read_text(encoding="utf-8")


def started(known: tuple[str, Path], *words: str) -> subprocess.Popen[str]:
    """A run of `muster watch run` in a program of its own."""
    command = [*PROGRAM, "watch", "run", "--pause", "0.1", *words, *map(str, known)]
    return subprocess.Popen(command, env=os.environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def on_request(site: Site, path: str, act: Callable[[], None], *, after: float | None = None) -> None:
    """Do something when a page is first asked for, or so long after it was answered."""
    body = site.pages[path]
    done: list[bool] = []

    def answer(_: Any) -> Answer | None:
        if not done:
            done.append(True)
            if after is None:
                act()
            else:
                threading.Timer(after, act).start()
        return body if isinstance(body, tuple) else body(_)

    site.pages[path] = answer


def test_killed_again_and_again_it_keeps_every_article_once(known: tuple[str, Path], site: Site) -> None:
    listed = articles(site, 12)
    feed = site.put("/rss", rss(*listed), "text/xml", ETag='"1"')
    run("watch", "add", feed, *known)
    program: list[subprocess.Popen[str]] = []

    def kill() -> None:
        program[-1].kill()

    for path, after in (("/1", None), ("/3", 0.01), ("/5", 0.05), ("/8", None), ("/10", 0.02)):
        on_request(site, path, kill, after=after)
    for _ in range(5):
        program.append(started(known))
        program[-1].communicate(timeout=120)
        assert program[-1].returncode == -signal.SIGKILL
        with Ledger.open(known[1]) as ledger:
            assert list(ledger.check()) == []
    program.append(started(known))
    out, _ = program[-1].communicate(timeout=120)
    assert program[-1].returncode == 0, out
    with Ledger.open(known[1]) as ledger:
        fates = [link.fate for link in ledger.links.of(feed).values()]
        assert len(fates) == 12
        assert set(fates) <= {Fate.KEPT, Fate.KNOWN}, "one kept just before a kill is known afterwards"
        documents = [entry.document for entry in ledger.entries()]
        assert len({document.id for document in documents}) == len({document.title for document in documents}) == 12
        assert list(ledger.check()) == []
        (followed,) = ledger.feeds.all()
        assert followed.last is not None
        assert followed.last.etag == '"1"'
    # Of each killing only the article in hand was fetched again.
    assert sum(site.count(f"/{number}") for number in range(1, 13)) <= 12 + 5


@pytest.mark.parametrize(
    ("number", "words", "code"),
    [(signal.SIGINT, (), 130), (signal.SIGINT, ("--every", "1m"), 0), (signal.SIGTERM, ("--every", "1m"), 0)],
)
def test_it_ends_cleanly_when_asked(
    known: tuple[str, Path], site: Site, number: signal.Signals, words: tuple[str, ...], code: int
) -> None:
    listed = articles(site, 3)
    run("watch", "add", site.put("/rss", rss(*listed), "text/xml"), *known)
    program: list[subprocess.Popen[str]] = []

    def end() -> None:
        program[-1].send_signal(number)
        time.sleep(0.2)

    if words:
        body = page("Report 3", KURSK.format("3,003")).encode()
        site.pages["/3"] = (200, {"Content-Type": "text/html"}, body)
        on_request(site, "/3", end, after=1.5)
    else:
        on_request(site, "/3", end)
    program.append(started(known, *words))
    _, err = program[-1].communicate(timeout=120)
    assert (program[-1].returncode, "Traceback" in err) == (code, False), err
    assert "ended; what was read until now is kept" in err
    with Ledger.open(known[1]) as ledger:
        assert ledger.count() == (3 if words else 2)
        assert list(ledger.check()) == []


def test_every_option_and_variable_in_the_page_is_there() -> None:
    root = Path(__file__).parents[1]
    told = (root / "docs" / "watch.md").read_text(encoding="utf-8")
    commands = [("watch", one) for one in ("add", "run")] + [("alert", "add")]
    helped = " ".join(run(*words, "--help").stdout for words in commands)
    for option in set(re.findall(r"--[a-z]+", told)):
        assert option in helped, option
    code = "".join(path.read_text(encoding="utf-8") for path in (root / "src" / "musterbook").glob("*/*.py"))
    for variable in set(re.findall(r"MUSTERBOOK_[A-Z_]+[A-Z]", told)):
        assert variable in code or variable.removeprefix("MUSTERBOOK_SMTP_") in code, variable
