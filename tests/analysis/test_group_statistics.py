from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.analysis.group_statistics import GroupSums, group_statistics
from workbench.scoring import blockwise
from workbench.scoring.blockwise import blocks

NAN = np.nan


def test_means_and_spreads_by_hand():
    found = group_statistics(np.array([1.0, 3.0, 10.0, NAN, 5.0]), np.array([0, 0, 1, 1, -1]), 3)
    assert found.size.tolist() == [2, 1, 0]
    assert found.mean == pytest.approx([2, 10, NAN], nan_ok=True)
    assert found.sd == pytest.approx([np.sqrt(2), NAN, NAN], nan_ok=True)


@given(
    st.lists(st.tuples(st.one_of(st.floats(-1e6, 1e6), st.just(NAN)), st.integers(0, 3)), min_size=1, max_size=30),
    st.integers(1, 10),
)
def test_they_are_those_of_pandas_however_the_rows_are_cut(rows, size):
    values, codes = np.array([row[0] for row in rows]), np.array([row[1] for row in rows])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blockwise, "ROWS", size)
        found = group_statistics(values, codes, 4)
    wanted = pd.Series(values).groupby(codes).agg(["count", "mean", "std"]).reindex(range(4))
    assert found.size.tolist() == wanted["count"].fillna(0).tolist()
    assert found.mean == pytest.approx(wanted["mean"].to_numpy(), rel=1e-9, abs=1e-6, nan_ok=True)
    assert found.sd == pytest.approx(wanted["std"].to_numpy(), rel=1e-6, abs=1e-2, nan_ok=True)


def test_a_spread_that_is_small_beside_the_values_keeps_its_digits():
    values = 1e9 + np.array([0.0, 1.0, 2.0, 3.0])
    assert group_statistics(values, np.zeros(4, dtype=int), 1).sd[0] == pytest.approx(np.std([0, 1, 2, 3], ddof=1))


def test_nothing_to_add_up_is_no_number():
    found = group_statistics(np.array([]), np.array([], dtype=int), 2)
    assert found.size.tolist() == [0, 0]
    assert np.isnan(found.mean).all()
    assert np.isnan(found.sd).all()


def test_blocks_can_come_one_by_one(monkeypatch):
    monkeypatch.setattr(blockwise, "ROWS", 3)
    values, codes = np.arange(10.0), np.arange(10) % 2
    sums = GroupSums(codes, 2)
    for block in blocks(10):
        sums.add(block, values[block])
    assert sums.statistics().mean.tolist() == [4, 5]
