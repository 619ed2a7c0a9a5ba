"""The coding scheme as data: it loads, it is checked, and a user can extend it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from musterbook import codebook
from musterbook.codebook import loading
from musterbook.codebook.forces import Forces
from musterbook.codebook.kinds import Kinds
from musterbook.errors import CodebookError
from musterbook.model import Category, Kind, Outcome


def test_every_section_loads() -> None:
    assert codebook.kinds().by_lemma and codebook.forces().strong and codebook.groups().sides
    assert codebook.modality().expected.words() and codebook.reference().places.adverbs


def test_a_cue_may_serve_several_kinds() -> None:
    assert {cue.kind for cue in codebook.kinds().by_lemma["send"]} >= {Kind.DEPLOYMENT, Kind.TRANSFER}
    assert Outcome.KILLED in {cue.outcome for cue in codebook.kinds().by_lemma["kill"]}


@pytest.mark.parametrize(
    ("word", "category"),
    [("F-16s", Category.AIRCRAFT), ("T-72", Category.VEHICLES), ("KN-23", Category.MISSILES), ("Friday", None)],
)
def test_named_types(word: str, category: Category | None) -> None:
    assert codebook.forces().type_of(word) == category


def test_a_wrong_key_is_named_with_file_and_line() -> None:
    text = loading.packaged("kinds.toml").replace("[presence]\nsubject", "[presence]\nsubjects")
    with pytest.raises(CodebookError, match=r"kinds\.toml:\d+: presence\.subjects"):
        loading.validate(Kinds, loading.parse(text, "kinds.toml"), text, "kinds.toml")


def test_text_that_is_not_toml_is_named() -> None:
    with pytest.raises(CodebookError, match=r"mine\.toml: not valid TOML.*line 2"):
        loading.parse("[forces]\nbroken\n[groups]", "mine.toml")


def test_a_pattern_that_does_not_compile_is_refused() -> None:
    text = loading.packaged("forces.toml").replace('aircraft = ["F-\\\\d+', 'aircraft = ["(F-\\\\d+', 1)
    with pytest.raises(CodebookError, match="not a regular expression"):
        loading.validate(Forces, loading.parse(text, "forces.toml"), text, "forces.toml")


def test_extending_appends_to_lists_and_replaces_values() -> None:
    merged = loading.merge({"a": {"words": ["x"], "n": 1}}, {"a": {"words": ["y"], "n": 2}})
    assert merged == {"a": {"words": ["x", "y"], "n": 2}}


def test_an_unknown_section_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text("[weapons]\nnames = []\n", encoding="utf-8")
    with pytest.raises(CodebookError, match=r"mine\.toml:1: there is no codebook section 'weapons'"):
        loading.extend(file)


def test_a_section_that_is_no_table_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('groups = ["Wagner"]\n', encoding="utf-8")
    with pytest.raises(CodebookError, match=r"mine\.toml:1: groups is a section; .* heading \[groups\]"):
        loading.extend(file)


def test_a_users_noun_counts(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('[forces.personnel]\nstrong = ["zouave"]\n', encoding="utf-8")
    script = (
        "from pathlib import Path; from musterbook.codebook import forces, loading; "
        f"loading.extend(Path({str(file)!r})); print(forces().strong['zouave'])"
    )
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "personnel"
