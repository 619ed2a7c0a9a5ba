"""Briefs: no number without a note in any form, notes that quote and name, the same bytes each time."""

from __future__ import annotations

import hashlib
import os
import random
import re
import zipfile
from datetime import date
from pathlib import Path
from typing import Literal

import lxml.html
import pytest

from cli_cases import run
from ledger_cases import claim, document
from musterbook.codebook.likelihood import Word, likelihood
from musterbook.dossier import Dossier
from musterbook.errors import CodebookError, GroundingError, ScopeError
from musterbook.ledger import Ledger
from musterbook.model import Capture, Scope
from musterbook.presentation.briefs.forms import FORMS, written
from musterbook.presentation.briefs.parts import Brief, Reckoning, Run, Source, cited, letters, line, numbers
from web_cases import fill

pytest.importorskip("docx", reason="python-docx is not installed")
try:
    import weasyprint  # noqa: F401
except (ImportError, OSError):
    pytest.skip("WeasyPrint or Pango is not installed", allow_module_level=True)

from brief_cases import Told, from_html, from_markdown, from_pdf, from_word

SCOPES = [
    ("KP in RU", None),
    ("KP in RU", date(2024, 11, 20)),
    ("KP in RU", date(2024, 10, 20)),
    ("KP losses in RU", None),
    ("KP munitions to RU", None),
    ("KP to RU-KRS", date(2025, 2, 1)),
    ("KP training", None),
]
READERS = {".html": from_html, ".md": from_markdown, ".docx": from_word}


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("briefs") / "muster.db"
    with Ledger.open(path) as kept:
        fill(kept)
    return str(path)


@pytest.fixture(scope="module")
def whole(ledger: str) -> Brief:
    return Dossier.open(ledger, "KP in RU").brief()


def told(brief: Brief, ending: str) -> Told:
    body = written(brief, ending)
    return from_pdf(body, brief) if ending == ".pdf" else READERS[ending](body)


@pytest.mark.parametrize("ending", FORMS)
@pytest.mark.parametrize(("scope", "known_on"), SCOPES, ids=str)
def test_every_number_has_a_note_that_gives_it(ledger: str, scope: str, known_on: date | None, ending: str) -> None:
    brief = Dossier.open(ledger, scope, known_on=known_on).brief()
    found = told(brief, ending)
    assert set(found.notes) == set(brief.notes.values())
    assert sum(len(numbers(block)) for block in found.blocks) > 20
    assert found.unsupported() == []


@pytest.mark.parametrize("ending", FORMS)
def test_the_reading_of_files_sees_a_number_that_lost_its_note(whole: Brief, ending: str) -> None:
    found = told(whole, ending)
    marks = [mark for mark in found.notes if any(f"⟦{mark}⟧" in block for block in found.blocks)]
    seen = [
        mark
        for mark in marks
        if Told(tuple(block.replace(f"⟦{mark}⟧", "") for block in found.blocks), found.notes).unsupported()
    ]
    assert len(seen) > len(marks) / 2


@pytest.mark.parametrize("ending", [".html", ".md", ".docx"])
def test_a_source_quotes_and_names_its_document(whole: Brief, ending: str) -> None:
    notes = told(whole, ending).notes
    sources = {note: mark for note, mark in whole.notes.items() if isinstance(note, Source)}
    assert len(sources) > 50
    for source, mark in sources.items():
        text = notes[mark]
        assert all(part in text for part in (f"“{source.quote}”", source.outlet, source.published, source.sha256))
        assert source.url is not None
        assert source.url in text


def test_sources_quote_the_ledger_word_for_word(ledger: str, whole: Brief) -> None:
    with Ledger.open(ledger, True) as kept:
        said = {
            (entry.document.id, " ".join(entry.claim.mentions[0].text.split())): entry.document
            for entry in kept.entries()
        }
    for note in whole.notes:
        if isinstance(note, Source):
            source = said[note.document, note.quote]
            assert note.sha256 == hashlib.sha256(source.content.encode()).hexdigest()
            assert (note.url, note.outlet, note.captured) == (source.url, source.outlet, False)


def test_a_source_gives_the_sum_of_the_capture_where_there_is_one(tmp_path: Path) -> None:
    capture = Capture.of(b"<html>as fetched</html>", "text/html")
    source = document()
    with Ledger.open(tmp_path / "muster.db") as kept:
        kept.add(source, [claim(source, area="RU-KRS", low=3000, high=3000)], capture=capture)
    brief = Dossier.open(str(tmp_path / "muster.db"), "KP in RU").brief()
    (note,) = (note for note in brief.notes if isinstance(note, Source))
    assert (note.sha256, note.captured) == (capture.sha256, True)
    assert f"SHA-256 of the capture: <code>{capture.sha256}</code>" in written(brief, ".html").decode()


def test_a_number_without_a_note_is_refused() -> None:
    note = Reckoning(("11,000: counted",))
    assert cited("11,000", note).notes == (note,)
    with pytest.raises(GroundingError, match="12,000"):
        cited("12,000", note)
    with pytest.raises(GroundingError, match="none of the notes"):
        line("of 3 sides")
    with pytest.raises(GroundingError, match="1,000"):
        Run("1,000", (note,))


def test_notes_are_numbered_as_they_are_cited(whole: Brief) -> None:
    marks = list(whole.notes.values())
    sources = [mark for mark in marks if mark.isdigit()]
    assert sources == [str(at) for at in range(1, len(sources) + 1)]
    assert marks[len(sources) :] == [letters(at) for at in range(len(marks) - len(sources))]
    assert [letters(at) for at in (0, 25, 26, 27, 701, 702)] == ["a", "z", "aa", "ab", "zz", "aaa"]


def test_a_brief_says_what_the_picture_says(ledger: str) -> None:
    dossier = Dossier.open(ledger, "KP in RU", on=date(2024, 11, 15), known_on=date(2024, 11, 16))
    blocks = told(dossier.brief(), ".html").blocks
    estimate = dossier.picture.estimate
    assert (estimate.low, estimate.best, estimate.high) == (10000, 11000, 12000)
    assert any("≈ 11,000" in block for block in blocks)
    assert any("10,000–12,000" in block and "2 institutions, 2 sides" in block for block in blocks)
    assert "As known" not in blocks[0]
    assert any("For 15 Nov 2024, as known on 16 Nov 2024" in block for block in blocks)


def test_what_changed_is_told_from_the_day_asked_for(ledger: str) -> None:
    brief = Dossier.open(ledger, "KP in RU", known_on=date(2024, 11, 20), since=date(2024, 11, 1)).brief()
    text = "\n".join(told(brief, ".md").blocks)
    assert "on 1 Nov 2024" in text
    assert "to **11,000**" in text
    with pytest.raises(ScopeError, match="earlier day"):
        Dossier.open(ledger, "KP in RU", known_on=date(2024, 11, 20), since=date(2024, 11, 20))


def test_all_claims_are_told_when_all_are_asked_for(ledger: str, whole: Brief) -> None:
    every = Dossier.open(ledger, "KP in RU").brief(whole=True)
    assert len(every.notes) > len(whole.notes) - 20
    text = "\n".join(told(every, ".md").blocks)
    assert "more institutions" not in text
    assert " older" not in text.partition("Claims by institution")[2]
    assert told(every, ".html").unsupported() == []


@pytest.mark.parametrize("ending", FORMS)
def test_the_same_ledger_gives_the_same_bytes(ledger: str, ending: str) -> None:
    first = Dossier.open(ledger, "KP in RU", known_on=date(2024, 11, 20))
    entries = list(first.entries)
    random.Random(7).shuffle(entries)
    again = Dossier.of(first.scope, entries, known_on=date(2024, 11, 20))
    assert written(again.brief(), ending) == written(first.brief(), ending)


def test_likelihood_is_a_word_of_the_scale_and_its_rule_is_printed(whole: Brief) -> None:
    text = "\n".join(told(whole, ".html").blocks)
    found = re.search(r"is met is (.+?) \((\d+)–(\d+)%\)⟦(\w+)⟧", text)
    assert found is not None
    rule = told(whole, ".html").notes[found[4]]
    decided, met = re.search(r"of (\d+) expectations decided in this scope (\d+) were met", rule).groups()  # type: ignore[union-attr]  # asserted by failing
    word = likelihood().word((int(met) + 1) / (int(decided) + 2))
    assert (found[1], int(found[2]), int(found[3])) == (word.word, word.start, word.end)
    assert "almost no chance 1–5%, very unlikely 5–20%, unlikely 20–45%, roughly even chance 45–55%" in rule
    assert "likely 55–80%, very likely 80–95%, almost certain 95–99%" in rule


def test_likelihood_is_never_mixed_with_confidence(whole: Brief) -> None:
    found = told(whole, ".html")
    reckoned = [note.text for note in whole.notes if isinstance(note, Reckoning)]
    assert not any("confiden" in text.lower() for text in (*found.blocks, *reckoned))
    words = [word.word for word in likelihood().words]
    speaking = [block for block in found.blocks if any(re.search(rf"\b{word}\b", block) for word in words)]
    assert len(speaking) == 1


def test_few_decided_expectations_are_given_no_likelihood(ledger: str) -> None:
    brief = Dossier.open(ledger, "KP in RU", known_on=date(2024, 10, 22)).brief()
    assert any("Too few are decided" in block for block in told(brief, ".html").blocks)


@pytest.mark.parametrize(
    ("share", "word"),
    [
        (0.0, "almost no chance"),
        (0.049, "almost no chance"),
        (0.05, "very unlikely"),
        (0.5, "roughly even chance"),
        (0.55, "likely"),
        (0.8, "very likely"),
        (0.949, "very likely"),
        (0.97, "almost certain"),
        (1.0, "almost certain"),
    ],
)
def test_words_of_likelihood(share: float, word: str) -> None:
    assert likelihood().word(share).word == word


def test_a_scale_with_a_gap_is_refused() -> None:
    from musterbook.codebook.likelihood import Likelihood
    from musterbook.codebook.loading import validate

    words = [{"word": "low", "from": 0, "to": 40}, {"word": "high", "from": 50, "to": 100}]
    with pytest.raises(CodebookError, match="'high' must begin where 'low' ends"):
        validate(Likelihood, {"source": "x", "least": 1, "words": words}, "", "likelihood.toml")
    assert str(Word.model_validate(words[0])) == "low 0–40%"


HOSTILE = "<script>alert(1)</script> | *bold* [link](http://evil) `code` \u202e\u0007 & </style> [^1] ]]>"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Brief:
    """A brief of documents and forces that try to be markup, of names with numbers, of a month without a day."""
    path = str(tmp_path_factory.mktemp("hostile") / "muster.db")
    with Ledger.open(path) as kept:
        for at, outlet in enumerate((HOSTILE, "24 Kanal")):
            source = document(
                f"About {at + 3},000 soldiers of the 810th Brigade were there, the 3rd Army {HOSTILE} said.",
                title=f"Title {HOSTILE}",
                outlet=outlet,
                url="javascript:alert(1)",
                published=date(2025, 1, 10 + at),
                published_precision="month" if at else "day",
            )
            slots: dict[str, object] = {"name": "810th Brigade", "claimant": f"3rd Army {HOSTILE}", "side": "UA"}
            kept.add(source, [claim(source, low=3000, high=3000, area="RU-KRS", **slots)])
    return Dossier.open(path, Scope(name="810th Brigade", area="RU")).brief()


@pytest.mark.parametrize("ending", FORMS)
def test_words_of_documents_stay_words(hostile: Brief, ending: str) -> None:
    found = told(hostile, ending)
    assert found.unsupported() == []
    assert any("810th Brigade" in block or "810thBrigade" in block for block in found.blocks)


def test_a_page_runs_and_fetches_nothing(hostile: Brief, whole: Brief) -> None:
    for brief in (hostile, whole):
        page = written(brief, ".html").decode()
        tree = lxml.html.fromstring(page.encode())
        assert not tree.xpath("//script | //link | //img | //iframe | //object | //@src | //@style")
        addresses = [str(one) for one in tree.xpath("//@href")]
        assert all(one.startswith(("#", "https://", "http://")) for one in addresses)
        assert not re.search(r"@import|url\(", "".join(tree.xpath("//style/text()")))
        assert "\u202e" not in page
        (policy,) = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
        assert policy.startswith("default-src 'none'; style-src 'sha256-")


def test_markdown_is_of_one_line_a_block(hostile: Brief) -> None:
    text = written(hostile, ".md").decode()
    assert "<script" not in text.replace("\\<script", "")
    assert "\u202e" not in text
    rows = [line for line in text.splitlines() if line.startswith("| ")]
    assert len({len(re.findall(r"(?<!\\)\|", row)) for row in rows if "Published" in row or "Nov" in row}) <= 2


def test_a_word_document_is_whole(whole: Brief, tmp_path: Path) -> None:
    path = tmp_path / "brief.docx"
    path.write_bytes(written(whole, ".docx"))
    with zipfile.ZipFile(path) as package:
        assert package.testzip() is None
        assert {info.date_time[0] for info in package.infolist()} == {2000}
        body = package.read("word/document.xml").decode()
        pictures = [name for name in package.namelist() if name.startswith("word/media/")]
    anchors = set(re.findall(r'w:anchor="(\w+)"', body))
    assert anchors <= set(re.findall(r'w:bookmarkStart[^>]*w:name="(\w+)"', body))
    assert len(pictures) == 6
    assert body.count('descr="') == 6


def test_the_command_writes_every_form(ledger: str, tmp_path: Path) -> None:
    for ending in FORMS:
        path = tmp_path / f"brief{ending}"
        path.write_text("older", encoding="utf-8")
        typed = ("KP", "in", "RU", "--known-on", "2024-11-20", "--since", "2024-10-30", "-o", path, "--ledger", ledger)
        result = run("brief", *typed)
        assert result.exit_code == 0, result.output
        assert re.fullmatch(rf"North Korea in Russia: \d+ sources, \d+ reckonings: {path}\n", result.stdout)
        asked = Dossier.open(ledger, "KP in RU", known_on=date(2024, 11, 20), since=date(2024, 10, 30))
        assert path.read_bytes() == written(asked.brief(), ending)
    assert sorted(one.name for one in tmp_path.iterdir()) == sorted(f"brief{ending}" for ending in FORMS)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("KP", "in", "RU", "-o", "brief.txt"), "a brief is one of .html, .md, .docx, .pdf"),
        (("KP", "in", "RU", "-o", "brief.md", "--since", "2026-01-01"), "give an earlier day"),
        (("KP", "in", "RU", "-o", "brief.md", "--on", "soon"), "write it as 2025-01-31"),
        (("FR", "in", "ML", "-o", "brief.md"), "muster add SOURCE"),
        (("KP", "in", "Kurks", "Oblast", "-o", "brief.md"), "the nearest"),
    ],
)
def test_wrong_use_is_told_and_writes_nothing(
    ledger: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: tuple[str, ...], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("brief", *typed, "--ledger", ledger)
    assert result.exit_code == 2
    assert said in " ".join(result.stderr.replace("│", "").split())
    assert list(tmp_path.iterdir()) == []


def test_without_the_parts_it_says_what_to_install(whole: Brief, monkeypatch: pytest.MonkeyPatch) -> None:
    from musterbook.presentation.briefs import pdf, word

    def missing(name: str) -> None:
        raise ImportError(f"No module named {name!r}")

    for module, ending in ((pdf, ".pdf"), (word, ".docx")):
        monkeypatch.setattr(module, "import_module", missing)
        with pytest.raises(pdf.BriefError, match=r"pip install 'musterbook\[briefs\]'"):
            written(whole, ending)


def test_the_documentation_names_every_option_and_word() -> None:
    told = (Path(__file__).parents[1] / "docs" / "briefs.md").read_text(encoding="utf-8")
    offered = set(re.findall(r"(--[a-z-]+)", run("brief", "--help").stdout)) - {"--help"}
    assert offered == set(re.findall(r"`(--[a-z-]+)`", told))
    assert set(FORMS) == set(re.findall(r"^\| `(\.\w+)` \|", told, re.MULTILINE))
    assert [str(word) for word in likelihood().words] == [
        f"{name} {shares}" for name, shares in re.findall(r"^\| ([a-z ]+) \| (\d+–\d+%) \|$", told, re.MULTILINE)
    ]


@pytest.mark.parametrize(("width", "light"), [(1280, "light"), (390, "dark")])
def test_the_page_in_a_browser(whole: Brief, tmp_path: Path, width: int, light: Literal["light", "dark"]) -> None:
    pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    from tools import screenshots

    if screenshots.chromium() is None:
        pytest.skip("no Chromium is installed here")
    path = tmp_path / "brief.html"
    path.write_bytes(written(whole, ".html"))
    trouble: list[str] = []
    with screenshots.browsing() as browser:
        page = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=light).new_page()
        page.on("console", lambda said: trouble.append(said.text))
        page.on("request", lambda asked: trouble.append(asked.url) if asked.url != path.as_uri() else None)
        page.goto(path.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.click("sup a >> nth=0")
        assert page.evaluate("document.querySelector(':target').getBoundingClientRect().top < innerHeight")
        ink = page.evaluate("getComputedStyle(document.querySelector('h1')).color")
    assert (ink == "rgb(29, 27, 24)") is (light == "light")
    assert trouble == []


def test_the_page_is_accessible(whole: Brief, tmp_path: Path) -> None:
    axe = Path(os.environ.get("MUSTER_AXE", Path(__file__).parents[1] / "node_modules" / "axe-core" / "axe.min.js"))
    if not axe.is_file():
        pytest.skip("axe-core is not installed: npm install axe-core, or set MUSTER_AXE to its axe.min.js")
    pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    from tools import screenshots

    if screenshots.chromium() is None:
        pytest.skip("no Chromium is installed here")
    path = tmp_path / "brief.html"
    path.write_bytes(written(whole, ".html"))
    with screenshots.browsing() as browser:
        page = browser.new_context(bypass_csp=True).new_page()
        page.goto(path.as_uri())
        page.add_script_tag(path=str(axe))
        assert page.evaluate("axe.run().then(found => found.violations.map(one => one.id))") == []
