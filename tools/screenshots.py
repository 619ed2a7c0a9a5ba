"""Screenshots of the main pages for docs/screenshots: `python tools/screenshots.py --ledger musterbook.db`.

Needs the package playwright and a Chromium (Debian: apt install chromium); nothing else is downloaded.
"""

from __future__ import annotations

import argparse
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from playwright.sync_api import Browser, sync_playwright

from musterbook.ledger import Ledger
from musterbook.web.accounts import Accounts
from musterbook.web.application import create_app

FLAGS = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
]
WIDTHS = {"wide": (1280, 900), "narrow": (390, 844)}


def chromium() -> str | None:
    """The path of an installed Chromium, None where there is none."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@contextmanager
def served(ledger: Ledger, accounts: Accounts) -> Iterator[str]:
    """The application at a free port of this machine; its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(create_app(ledger, accounts), port=port, log_level="warning"))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        for _ in range(200):
            if server.started:
                break
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()


@contextmanager
def browsing() -> Iterator[Browser]:
    """A headless browser."""
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=chromium(), args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


def pages(ledger: Ledger, dossier: str) -> dict[str, str]:
    """The main pages by name."""
    entry = next(entry for entry in ledger.entries() if entry.claim.quantity and entry.claim.places)
    return {
        "home": "/",
        "dossier": f"/dossier/{dossier}",
        "dossier-then": f"/dossier/{dossier}?known_on=2025-02-01",
        "claims": "/claims",
        "claim": f"/claim/{entry.claim.id}",
        "document": f"/document/{entry.document.id}",
        "review": "/review",
        "correct": "/review?correct=1",
        "sources": "/sources",
        "add": "/add",
        "data": "/api/docs",
    }


def main() -> None:
    """Take the pictures."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--ledger", default="musterbook.db")
    options.add_argument("--dossier", default="kp-in-ru")
    options.add_argument("--out", default="docs/screenshots", type=Path)
    options.add_argument("--only", nargs="*")
    options.add_argument("--shapes", nargs="*", help="wide-light, wide-dark, narrow-light, narrow-dark")
    options.add_argument("--whole", action="store_true", help="the whole page, not what is seen first")
    given = options.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    with (
        Ledger.open(given.ledger) as ledger,
        served(ledger, Accounts(Path("/nonexistent"))) as address,
        browsing() as browser,
    ):
        for size, (width, height) in WIDTHS.items():
            for light in ("light", "dark"):
                if given.shapes and f"{size}-{light}" not in given.shapes:
                    continue
                context = browser.new_context(
                    viewport={"width": width, "height": height}, color_scheme="dark" if light == "dark" else "light"
                )
                page = context.new_page()
                for name, path in pages(ledger, given.dossier).items():
                    if given.only and name not in given.only:
                        continue
                    page.goto(address + path)
                    page.screenshot(path=given.out / f"{name}-{size}-{light}.png", full_page=given.whole)
                context.close()


if __name__ == "__main__":
    main()
