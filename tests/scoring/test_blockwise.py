from __future__ import annotations

from threading import get_ident

import numpy as np
import pytest

from workbench.scoring import blockwise
from workbench.scoring.blockwise import blocks, extremes, on_all_cores


def test_blocks_cover_every_row_once_and_in_order(monkeypatch):
    monkeypatch.setattr(blockwise, "ROWS", 4)
    assert blocks(10) == [slice(0, 4), slice(4, 8), slice(8, 10)]
    assert blocks(0) == []


def test_results_come_in_the_order_of_the_blocks():
    assert list(on_all_cores(lambda number: 2 * number, range(50))) == list(range(0, 100, 2))


def test_a_single_block_needs_no_other_thread():
    assert list(on_all_cores(lambda block: get_ident(), blocks(3))) == [get_ident()]


def test_an_error_in_a_block_is_not_lost():
    def fail(number):
        raise ValueError(f"block {number}")

    with pytest.raises(ValueError, match="block 3"):
        list(on_all_cores(fail, [3, 4, 5]))


@pytest.mark.parametrize("size", [3, 1000])
def test_extremes_leave_out_what_is_missing(monkeypatch, size):
    monkeypatch.setattr(blockwise, "ROWS", size)
    values = np.arange(20.0)
    assert extremes(values) == (0, 19)
    values[[0, 7, 19]] = np.nan
    assert extremes(values) == (1, 18)
    assert np.isnan(extremes(np.full(20, np.nan))).all()
    assert np.isnan(extremes(np.array([]))).all()
