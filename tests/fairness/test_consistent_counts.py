from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from workbench.fairness.consistent_counts import Region, largest, ranges


def region(rows, sums, low, high):
    return Region(
        low=np.array(low, float),
        high=np.array(high, float),
        rows=csr_array(np.array(rows, float)),
        rows_low=np.array(sums, float),
        rows_high=np.array(sums, float),
        whole=np.ones(len(low), bool),
    )


def test_two_that_add_up_to_seven():
    low, high = ranges(region([[1, 1]], [7], [0, 0], [np.inf, 5]))
    assert (low.tolist(), high.tolist()) == ([2, 0], [7, 5])


def test_what_nothing_limits_is_infinite():
    low, high = ranges(region([[1, -1]], [0], [0, 0], [np.inf, np.inf]))
    assert (low.tolist(), high.tolist()) == ([0, 0], [np.inf, np.inf])


def test_people_are_counted_in_whole_numbers():
    # 2x = 2y + 3z with x + y + z = 6 and each at least 1: only 4, 1, 1 fits but for fractions.
    rows = [[2, -2, -3], [1, 1, 1]]
    low, high = ranges(region(rows, [3, 6], [1, 1, 1], [9, 9, 9]))
    assert (low.tolist(), high.tolist()) == ([4, 1, 1], [4, 1, 1])


def test_numbers_that_contradict_each_other_are_refused():
    with pytest.raises(ValueError, match="no counts fit"):
        ranges(region([[1, 1]], [7], [0, 0], [3, 3]))


def test_a_search_that_stops_early_names_counts_that_are_possible():
    known = region([[1, 1, 1]], [30], [0, 0, 0], [np.inf, np.inf, np.inf])
    low, high = ranges(known, enough=np.full(3, 4.0))
    assert ((high - low) >= 4).all()
    assert (low >= 0).all()
    assert (high <= 30).all()


def test_the_largest_of_a_difference():
    known = region([[1, 1, 0]], [7], [0, 0, 3], [np.inf, 5, 3])
    assert largest(known, csr_array(np.array([[-1.0, 1.0, 0.0], [1.0, 0.0, 1.0]]))).tolist() == [3, 10]


@given(
    st.lists(st.lists(st.integers(0, 4), min_size=3, max_size=3), min_size=2, max_size=2),
    st.lists(st.booleans(), min_size=6, max_size=6),
    st.integers(0, 10),
)
@settings(max_examples=20)
def test_the_ends_are_those_of_all_tables_that_fit(table, hidden, least):
    # Rows and columns of a 2 x 3 table are known, some of its cells, and that the first two hold `least` or fewer.
    counts = np.array(table, float).ravel()
    rows = np.vstack([np.kron(np.eye(2), np.ones(3)), np.kron(np.ones(2), np.eye(3)), [1, 1, 0, 0, 0, 0]])
    ends = rows @ counts
    rows_high = ends.copy()
    rows_high[-1] += least
    low, high = (np.where(hidden, end, counts) for end in (0.0, 30.0))
    known = Region(
        low=low,
        high=high,
        rows=csr_array(rows),
        rows_low=np.r_[ends[:-1], 0],
        rows_high=rows_high,
        whole=np.ones(6, bool),
    )
    fits = [
        (a, b, row[0] - a - b, cols[0] - a, cols[1] - b, cols[2] - row[0] + a + b)
        for row, cols in [(ends[:2], ends[2:5])]
        for a, b in product(range(9), repeat=2)
    ]
    fits = [each for each in fits if min(each) >= 0 and each[0] + each[1] <= rows_high[-1]]
    fits = np.array([each for each in fits if all(h or v == c for v, c, h in zip(each, counts, hidden, strict=True))])
    found_low, found_high = ranges(known)
    assert found_low.tolist() == fits.min(axis=0).tolist()
    assert found_high.tolist() == fits.max(axis=0).tolist()
