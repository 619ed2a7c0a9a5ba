"""Collecting is paused while very many values are made, and goes on after."""

import gc

from musterbook.pausing import no_collecting


def test_collecting_is_paused_and_goes_on() -> None:
    with no_collecting():
        assert not gc.isenabled()
        with no_collecting():
            assert not gc.isenabled()
        assert not gc.isenabled()
        kept = [[number] for number in range(100_000)]
    assert gc.isenabled()
    assert gc.get_count()[0] < len(kept)
    assert gc.get_freeze_count() == 0


def test_who_finds_it_off_leaves_it_off() -> None:
    gc.disable()
    try:
        with no_collecting():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
