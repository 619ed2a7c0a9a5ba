"""Judges: packed and unpacked without loss, and blind to what they were not taught."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from musterbook.errors import MusterbookError
from musterbook.reading.judging import Judge, judges, pack, unpack

PLAIN = Judge(
    classes=("no", "yes"),
    vocabulary={"wet": 0, "dry": 1},
    weights=np.array([[-1.0, 1.0], [1.0, -1.0]], dtype=np.float32),
    bias=np.array([0.0, 0.5], dtype=np.float32),
    exclusive=True,
)


def test_packing_loses_nothing_and_gives_equal_bytes(tmp_path: Path) -> None:
    one, two = tmp_path / "one.npz", tmp_path / "two.npz"
    pack({"rain": PLAIN}, one)
    pack({"rain": PLAIN}, two)
    assert one.read_bytes() == two.read_bytes()
    back = unpack(one.read_bytes())["rain"]
    assert back.scores(["wet"]).tolist() == PLAIN.scores(["wet"]).tolist()


def test_unknown_features_count_nothing() -> None:
    assert PLAIN.scores(["wet", "unheard of"]).tolist() == PLAIN.scores(["wet"]).tolist()


def test_a_broken_file_is_said() -> None:
    with pytest.raises(MusterbookError, match="cannot be read"):
        unpack(b"not weights")


def test_the_packaged_judges_name_no_place_or_person() -> None:
    words = {word.split("=")[-1].lower() for judge in judges().values() for word in judge.vocabulary}
    assert not words & {"kursk", "kyiv", "seoul", "skibitskyi", "budanov", "putin", "moscow", "gaza"}
