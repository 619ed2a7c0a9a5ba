"""The pages in a real Chromium: wide and narrow, light and dark, with scripts and without; nothing from elsewhere.

Skipped where playwright or a Chromium is not installed. The check of accessibility needs axe-core besides
(`npm install axe-core`): it is found in node_modules, or where MUSTER_AXE says.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from musterbook.ledger import Ledger, Query
from musterbook.web.accounts import Accounts
from web_cases import fill

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
from tools import screenshots

if screenshots.chromium() is None:
    pytest.skip("no Chromium is installed here", allow_module_level=True)

AXE = Path(os.environ.get("MUSTER_AXE", Path(__file__).parent.parent / "node_modules" / "axe-core" / "axe.min.js"))
SHAPES = [(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Ledger]]:
    folder = tmp_path_factory.mktemp("browser")
    with Ledger.open(folder / "muster.db") as ledger:
        fill(ledger)
        with screenshots.served(ledger, Accounts(folder / "users.json")) as address:
            yield address, ledger


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with screenshots.browsing() as started:
        yield started


def opened(browser: Any, site: tuple[str, Ledger], trouble: list[str], **options: Any) -> Any:
    """A page that notes every error, and every request that goes elsewhere."""
    page = browser.new_context(**options).new_page()
    page.on("console", lambda said: trouble.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on("request", lambda asked: trouble.append(asked.url) if not asked.url.startswith(site[0]) else None)
    return page


@pytest.mark.parametrize(("width", "light"), SHAPES)
def test_every_page_is_whole(browser: Any, site: tuple[str, Ledger], width: int, light: str) -> None:
    trouble: list[str] = []
    page = opened(browser, site, trouble, viewport={"width": width, "height": 900}, color_scheme=light)
    for name, path in screenshots.pages(site[1], "kp-in-ru").items():
        page.goto(site[0] + path)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{name} is wider than the window"
        assert page.locator("main").inner_text().strip(), name
    assert trouble == []
    page.context.close()


@pytest.mark.parametrize(("width", "light"), SHAPES[::3])
def test_every_page_is_accessible(browser: Any, site: tuple[str, Ledger], width: int, light: str) -> None:
    if not AXE.is_file():
        pytest.skip("axe-core is not installed: npm install axe-core, or set MUSTER_AXE to its axe.min.js")
    page = opened(browser, site, [], viewport={"width": width, "height": 900}, color_scheme=light, bypass_csp=True)
    found = []
    for name, path in screenshots.pages(site[1], "kp-in-ru").items():
        page.goto(site[0] + path)
        page.evaluate(AXE.read_text(encoding="utf-8"))
        result = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        found += [(name, one["id"], one["nodes"][0]["html"][:120]) for one in result["violations"]]
    assert found == []
    page.context.close()


def test_without_scripts_the_day_is_a_field(browser: Any, site: tuple[str, Ledger]) -> None:
    page = opened(browser, site, [], java_script_enabled=False)
    page.goto(f"{site[0]}/dossier/kp-in-ru")
    page.fill("#known_on", "2025-02-01")
    page.click("form.known button")
    assert "known_on=2025-02-01" in page.url
    assert "≈ 12,000" in page.inner_text(".headfigure")
    page.goto(f"{site[0]}/review")
    first = page.inner_text(".claimhead")
    page.click("button[value=unsure]")
    assert page.inner_text(".claimhead") != first
    page.context.close()


def test_the_slider_moves_the_whole_page_and_the_address(browser: Any, site: tuple[str, Ledger]) -> None:
    trouble: list[str] = []
    page = opened(browser, site, trouble)
    page.goto(f"{site[0]}/dossier/kp-in-ru")
    page.focus("input[type=range]")
    with page.expect_response(lambda answer: "known_on=" in answer.url):
        page.keyboard.press("Home")
    page.wait_for_selector(".loading", state="detached")
    page.wait_for_url("**known_on=2024-10-18")
    assert "1,500" in page.inner_text(".headfigure")
    assert page.evaluate("document.activeElement.type") == "range"
    with page.expect_response(lambda answer: "/dossier/kp-in-ru" in answer.url):
        page.keyboard.press("End")
    page.wait_for_url("**/dossier/kp-in-ru")
    page.wait_for_function("document.querySelector('.headfigure').innerText.includes('10,500')")
    assert trouble == []
    page.context.close()


def test_a_mark_tells_its_words_and_leads_to_its_claim(browser: Any, site: tuple[str, Ledger]) -> None:
    page = opened(browser, site, [])
    page.goto(f"{site[0]}/dossier/kp-in-ru")
    mark = page.locator(".wide .mark.standing").last
    mark.hover()
    told = page.inner_text(".tip")
    assert "National Intelligence Service (KR): 10,000" in told
    mark.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/claim/*")
    assert "10,000" in page.inner_text("h1")
    page.context.close()


def test_slots_and_words_light_up_together(browser: Any, site: tuple[str, Ledger]) -> None:
    page = opened(browser, site, [])
    page.goto(site[0] + screenshots.pages(site[1], "kp-in-ru")["claim"])
    slot = page.locator(".slot.k-quantity")
    slot.hover()
    lit = page.locator("mark.lit")
    assert "".join(lit.all_inner_texts()) == slot.locator(".s-quantity").inner_text()
    page.locator("mark.s-quantity").first.hover()
    assert "lit" in (slot.get_attribute("class") or "")
    page.context.close()


def test_the_whole_review_by_keyboard(browser: Any, site: tuple[str, Ledger]) -> None:
    trouble: list[str] = []
    ledger = site[1]
    queue = [entry.claim.id for entry in ledger.entries(Query(reviews=("unreviewed",)))][:6]
    page = opened(browser, site, trouble)
    page.goto(f"{site[0]}/review")
    keys = page.keyboard

    def turn(key: str) -> None:
        with page.expect_navigation():
            keys.press(key)

    turn("j")
    turn("k")
    turn("a")
    turn("x")
    turn("u")
    verdicts = [[one.verdict for one in ledger.reviews(claim)] for claim in queue[:3]]
    assert verdicts == [["accepted"], ["rejected"], ["unsure"]]
    turn("e")
    assert page.evaluate("document.activeElement.name") == "kind"
    for _ in range(40):
        keys.press("Tab")
        if page.evaluate("document.activeElement.name") == "quantity_low":
            break
    keys.press("Control+a")
    keys.type("7")
    keys.press("Enter")
    page.wait_for_url(lambda url: "correct" not in url)
    (review,) = ledger.reviews(queue[3])
    assert review.verdict == "corrected"
    assert review.corrected is not None
    corrected = ledger.claim(review.corrected)
    assert corrected is not None
    assert corrected.claim.quantity is not None
    assert corrected.claim.quantity.low == 7
    keys.press("?")
    assert page.locator("#keys").is_visible()
    keys.press("Escape")
    keys.press("/")
    assert page.evaluate("document.activeElement.id") == "search"
    assert trouble == []
    page.context.close()


def test_words_are_selected_in_the_article(browser: Any, site: tuple[str, Ledger]) -> None:
    page = opened(browser, site, [])
    ledger = site[1]
    entry = next(entry for entry in ledger.entries() if "First 1,500" in entry.document.title)
    page.goto(f"{site[0]}/claim/{entry.claim.id}?correct")
    page.click("[data-words=quantity]")
    start = entry.document.content.index("8 and 13")
    page.evaluate(
        """([text]) => {
            const walker = document.createTreeWalker(document.querySelector('.text'), NodeFilter.SHOW_TEXT);
            for (let node = walker.nextNode(); node; node = walker.nextNode()) {
                const at = node.data.indexOf(text);
                if (at < 0) continue;
                getSelection().setBaseAndExtent(node, at, node, at + text.length);
                document.querySelector('.text').dispatchEvent(new MouseEvent('mouseup', {bubbles: true}));
                return;
            }
        }""",
        ["8 and 13"],
    )
    assert page.input_value("[data-words=quantity]") == "8 and 13"
    assert page.input_value("[name=quantity_start]") == str(start)
    page.context.close()


def test_a_hostile_article_runs_nothing(browser: Any, site: tuple[str, Ledger]) -> None:
    from ledger_cases import claim, document

    text = "<script>window.bad=1</script><svg onload='window.bad=1'/> 3,000 \u202eNorth Koreans are in Kursk"
    source = document(text, title=text, outlet=text, url="javascript:window.bad=1")
    read = claim(source, low=3000, high=3000, area="RU-KRS")
    site[1].add(source, [read])
    trouble: list[str] = []
    page = opened(browser, site, trouble)
    for path in (f"/claim/{read.id}", f"/document/{source.id}", "/claims", "/dossier/kp-in-ru", "/"):
        page.goto(site[0] + path)
        assert page.evaluate("window.bad") is None
    assert trouble == []
    page.context.close()
