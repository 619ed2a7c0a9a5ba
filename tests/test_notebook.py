"""The example notebook runs from top to bottom as it is, and shows what it says."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from musterbook.dossier import Dossier
from musterbook.ledger import Ledger
from web_cases import fill

NOTEBOOK = Path(__file__).parents[1] / "examples" / "dossier.ipynb"


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Any]]:
    """The folder it ran in, and the cells with what came out of them."""
    nbclient = pytest.importorskip("nbclient", reason="nbclient is not installed")
    pytest.importorskip("ipykernel", reason="ipykernel is not installed")
    nbformat = pytest.importorskip("nbformat", reason="nbformat is not installed")
    folder = tmp_path_factory.mktemp("notebook")
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    nbformat.validate(notebook)
    resources = {"metadata": {"path": str(folder)}}
    nbclient.NotebookClient(notebook, timeout=300, kernel_name="python3", resources=resources).execute()
    return folder, [cell for cell in notebook.cells if cell.cell_type == "code"]


def shown(cell: Any, kind: str) -> str:
    """What a cell shows, in one of the forms a notebook knows."""
    found = [one.data[kind] for one in cell.outputs if kind in one.get("data", {})]
    assert len(found) == 1, cell.source
    return str(found[0])


def cell(run: tuple[Path, list[Any]], source: str) -> Any:
    (found,) = (one for one in run[1] if one.source.rstrip().endswith(source))
    return found


def test_it_is_kept_without_what_came_out(run: tuple[Path, list[Any]]) -> None:
    assert '"outputs": []' in NOTEBOOK.read_text(encoding="utf-8")
    assert '"output_type"' not in NOTEBOOK.read_text(encoding="utf-8")
    assert len(run[1]) >= 8


@pytest.mark.parametrize("source", ["dossier.chart", "then.chart", "then.map"])
def test_charts_and_maps_show_themselves(run: tuple[Path, list[Any]], source: str) -> None:
    picture = shown(cell(run, source), "image/svg+xml")
    assert picture.startswith("<svg")
    assert "North Korea in Russia" in picture


def test_a_dossier_shows_itself_as_its_brief(run: tuple[Path, list[Any]]) -> None:
    page = shown(run[1][-1], "text/html")
    assert page.startswith("<style>.muster{")
    assert "As known on 20 Nov 2024" in re.sub("<[^>]+>", "", page)
    assert "<details><summary>Notes</summary>" in page
    assert "<script" not in page


def test_the_briefs_it_writes_are_there(run: tuple[Path, list[Any]]) -> None:
    assert (run[0] / "kp-in-ru.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert (run[0] / "kp-in-ru.md").read_text(encoding="utf-8").startswith("# North Korea in Russia")


def test_the_same_picture_as_everywhere(tmp_path: Path) -> None:
    path = str(tmp_path / "muster.db")
    with Ledger.open(path) as kept:
        fill(kept)
    dossier = Dossier.open(path, "KP in RU")
    assert dossier.picture.estimate.best == 10500
    assert dossier.chart.series == dossier.picture.series
    assert dossier.chart._repr_svg_() == dossier.chart.svg()
    assert dossier.picture is dossier.picture
