"""Claims on their way out in every format, and back without loss from those that hold everything."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import lxml.etree
import openpyxl
import pytest
import stix2

from cli_cases import run
from ledger_cases import address, claim, document, ledger, server
from musterbook.errors import ScopeError, SourceError
from musterbook.exchange.exporting import export
from musterbook.exchange.formats import FORMS, form_of
from musterbook.exchange.importing import take_over
from musterbook.exchange.rows import COLUMNS, date_precision, flat, where_precision
from musterbook.ledger import Ledger
from musterbook.model import Period, Place, Role
from web_cases import fill

__all__ = ["address", "ledger", "server"]


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    with Ledger.open(tmp_path_factory.mktemp("exchange") / "from.db") as ledger:
        fill(ledger)
        yield ledger


@pytest.fixture(scope="module")
def files(register: Ledger, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("out")
    found = {name: folder / f"claims{form.endings[0]}" for name, form in FORMS.items()}
    counts = {name: export(register, path) for name, path in found.items()}
    assert set(counts.values()) == {sum(1 for _ in register.entries())}
    return found


def test_every_line_has_the_columns_in_their_order(register: Ledger) -> None:
    assert {tuple(flat(entry)) for entry in register.entries()} == {COLUMNS}


def test_csv_and_excel_hold_the_same(files: dict[str, Path]) -> None:
    with files["csv"].open(encoding="utf-8", newline="") as file:
        lines = list(csv.reader(file))
    # read whole: read-only books keep the file open until they are closed or collected
    sheet = openpyxl.load_workbook(files["xlsx"])["claims"]
    rows = [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    assert lines[0] == rows[0] == list(COLUMNS)
    assert len(lines) == len(rows)
    assert [line[0] for line in lines] == [row[0] for row in rows]


def test_no_cell_is_a_formula(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "formula.db") as ledger:
        said = document("=HYPERLINK() soldiers went.", title="=1+1", outlet="@cmd", published=date(2025, 1, 1))
        ledger.add(said, [claim(said)])
        export(ledger, tmp_path / "f.csv")
        export(ledger, tmp_path / "f.xlsx")
    (line,) = list(csv.DictReader((tmp_path / "f.csv").read_text(encoding="utf-8").splitlines()))
    assert line["source_headline"] == "'=1+1"
    assert line["source_office"] == "'@cmd"
    sheet = openpyxl.load_workbook(tmp_path / "f.xlsx")["claims"]
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_areas_are_drawn_and_no_pins(files: dict[str, Path]) -> None:
    collection = json.loads(files["geojson"].read_text(encoding="utf-8"))
    kinds = {feature["geometry"]["type"] for feature in collection["features"] if feature["geometry"]}
    assert kinds
    assert kinds <= {"Polygon", "MultiPolygon", "GeometryCollection"}
    kml = lxml.etree.parse(files["kml"])
    space = {"k": "http://www.opengis.net/kml/2.2"}
    assert len(kml.findall(".//k:Placemark", space)) == len(collection["features"])
    assert kml.findall(".//k:Polygon", space)
    assert not kml.findall(".//k:Point", space)


def test_stix_is_a_valid_bundle(files: dict[str, Path], register: Ledger) -> None:
    bundle = stix2.parse(files["stix"].read_text(encoding="utf-8"), version="2.1")
    notes = [one for one in bundle.objects if one.type == "note"]
    assert len(notes) == sum(1 for _ in register.entries())
    there = {one.id for one in bundle.objects}
    assert all(ref in there for note in notes for ref in note.object_refs)


def test_statements_make_entities_again(files: dict[str, Path], register: Ledger) -> None:
    statements = [json.loads(line) for line in files["ftm"].read_text(encoding="utf-8").splitlines()]
    events = {one["entity_id"] for one in statements if one["schema"] == "Event"}
    assert len(events) == sum(1 for _ in register.entries())
    assert {one["dataset"] for one in statements} == {"musterbook"}


def test_every_selector_stands_in_its_document(files: dict[str, Path], register: Ledger) -> None:
    contents = {entry.claim.id: entry.document.content for entry in register.entries()}
    page = json.loads(files["annotations"].read_text(encoding="utf-8"))
    assert len(page["items"]) == len(contents)
    for item in page["items"]:
        content = contents[item["id"].rsplit(":", 1)[1]]
        for target in item["target"]:
            quote, position = target["selector"]
            assert content[position["start"] : position["end"]] == quote["exact"]
            assert quote["prefix"] + quote["exact"] + quote["suffix"] in content


def test_claims_are_ready_for_a_review(files: dict[str, Path]) -> None:
    graph = json.loads(files["claimreview"].read_text(encoding="utf-8"))["@graph"]
    assert graph
    assert all(one["@type"] == "Claim" and one["text"] and one["appearance"]["@id"] for one in graph)


@pytest.mark.parametrize("name", ["jsonl", "parquet"])
def test_what_goes_out_comes_back(name: str, files: dict[str, Path], register: Ledger, tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "to.db") as ledger:
        done = take_over(ledger, files[name], "tester")
        again = take_over(ledger, files[name], "tester")
        assert (again.claims, again.claims_known) == (0, done.claims)
        assert {(e.claim.id, e.document.id, e.verdict) for e in ledger.entries()} == {
            (e.claim.id, e.document.id, e.verdict) for e in register.entries()
        }
        assert list(ledger.check()) == []
        export(ledger, tmp_path / "back.jsonl")
    assert (tmp_path / "back.jsonl").read_text(encoding="utf-8") == files["jsonl"].read_text(encoding="utf-8")


def test_of_a_broken_file_nothing_is_kept(files: dict[str, Path], tmp_path: Path) -> None:
    lines = files["jsonl"].read_text(encoding="utf-8").splitlines()
    broken = {"half": lines[:-1], "cut": [*lines[:5], lines[5][:40]], "other": ['{"id": 1, "text": "no"}']}
    with Ledger.open(tmp_path / "to.db") as ledger:
        for name, left in broken.items():
            path = tmp_path / f"{name}.jsonl"
            path.write_text("\n".join(left) + "\n", encoding="utf-8")
            with pytest.raises(SourceError, match=name):
                take_over(ledger, path, "tester")
        assert list(ledger.entries()) == []


@pytest.mark.parametrize(
    ("start", "end", "code"),
    [
        ("2025-01-03", "2025-01-03", 1),
        ("2025-01-03", "2025-01-05", 2),
        ("2025-01-06", "2025-01-12", 3),
        ("2025-01-01", "2025-01-31", 4),
        ("2025-01-01", "2025-06-30", 5),
        ("2025-01-01", None, 5),
    ],
)
def test_the_precision_of_days(start: str, end: str | None, code: int) -> None:
    period = Period(words=None, start=date.fromisoformat(start), end=date.fromisoformat(end) if end else None)
    assert date_precision(period) == code


@pytest.mark.parametrize(
    ("where", "partial", "code"),
    [("RU-KRS/Sudzha", False, 1), ("RU-KRS", False, 4), ("RU", False, 6), ("RU", True, 5), (None, False, None)],
)
def test_the_precision_of_places(where: str | None, partial: bool, code: int | None) -> None:
    place = Place.model_construct(words=None, role=Role.AT, code=where, partial=partial)
    assert where_precision(place) == code


def test_the_commands(register: Ledger, files: dict[str, Path], tmp_path: Path) -> None:
    to = tmp_path / "new.db"
    done = run("import", str(files["jsonl"]), "--ledger", str(to))
    assert done.exit_code == 0, done.stderr
    out = run("export", "--kind", "loss", "--ledger", str(to), "-o", str(tmp_path / "loss.csv"))
    assert out.exit_code == 0, out.stderr
    kinds = {row["kind"] for row in csv.DictReader((tmp_path / "loss.csv").read_text(encoding="utf-8").splitlines())}
    assert kinds == {"loss"}
    wrong = run("export", "--ledger", str(to), "-o", str(tmp_path / "loss.foo"))
    assert wrong.exit_code == 2
    assert ".parquet" in wrong.stderr
    assert not (tmp_path / "loss.foo").exists()


def test_a_format_that_is_not_known_is_refused() -> None:
    with pytest.raises(ScopeError, match="parquet"):
        form_of(None, "word")


def test_the_documentation_names_every_format_and_column() -> None:
    told = (Path(__file__).parents[1] / "docs" / "exchange.md").read_text(encoding="utf-8")
    assert all(f"`{form.endings[0]}`" in told for form in FORMS.values())
    assert all(f"`{name}`" in told for name in COLUMNS)


def test_either_engine_gives_to_the_other(ledger: Ledger, files: dict[str, Path], tmp_path: Path) -> None:
    take_over(ledger, files["jsonl"], "tester")
    assert list(ledger.check()) == []
    export(ledger, tmp_path / "again.jsonl")
    with Ledger.open(tmp_path / "last.db") as last:
        take_over(last, tmp_path / "again.jsonl", "tester")
        assert list(last.check()) == []
        export(last, tmp_path / "last.jsonl")
    told = [
        path.read_text(encoding="utf-8") for path in (files["jsonl"], tmp_path / "again.jsonl", tmp_path / "last.jsonl")
    ]
    assert told[0] == told[1] == told[2]


def test_two_ledgers_are_merged_without_doubles(files: dict[str, Path], tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "both.db") as both, Ledger.open(tmp_path / "other.db") as other:
        said = document("Soldiers went.", title="Other", published=date(2025, 1, 1))
        other.add(said, [claim(said)])
        export(other, tmp_path / "other.jsonl")
        for path in (files["jsonl"], tmp_path / "other.jsonl", files["parquet"]):
            take_over(both, path, "tester")
        ids = [entry.claim.id for entry in both.entries()]
        assert len(ids) == len(set(ids))
        assert list(both.check()) == []
