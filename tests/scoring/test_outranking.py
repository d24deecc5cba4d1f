from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.scoring import outranking
from workbench.scoring.means import NoOptions
from workbench.scoring.outranking import copeland, shares_won


def by_copeland(children, weights):
    children = np.array(children, dtype=float)
    return copeland(children, np.tile(np.array(weights) / sum(weights), (len(children), 1)), NoOptions())


def test_shares_are_of_the_weight_and_ties_count_what_is_asked():
    these, those = np.array([[3.0, 5.0, 1.0]]), np.array([[2.0, 5.0, 4.0]])
    shares = {"weights": np.array([0.5, 0.3, 0.2]), "magnitude": np.array([3.0, 5.0, 4.0])}
    assert shares_won(these, those, tie=0.5, **shares) == pytest.approx(np.array([[0.65]]))
    assert shares_won(these, those, tie=1.0, **shares) == pytest.approx(np.array([[0.8]]))


def test_wins_less_losses_from_0_to_100():
    # the first beats both others, the second beats the third
    assert by_copeland([[3, 3, 1], [2, 2, 2], [1, 1, 3]], [1, 1, 1]).tolist() == [100, 50, 0]


def test_a_majority_may_go_round_in_a_circle():
    assert by_copeland([[3, 2, 1], [1, 3, 2], [2, 1, 3]], [1, 1, 1]).tolist() == [50, 50, 50]


def test_weights_in_twelfths_leave_a_tie_a_tie():
    # 5/12 + 1/12 against 1/2: in floating point the sum is not 0.5
    weights = [5, 1, 6]
    assert sum(weight / 12 for weight in (1, 1, 1, 1, 1, 1)) != 0.5
    assert by_copeland([[2, 2, 1], [1, 1, 2]], weights).tolist() == [50, 50]
    sixths = [1] * 12
    ahead, behind = [2] * 6 + [1] * 6, [1] * 6 + [2] * 6
    assert by_copeland([ahead, behind], sixths).tolist() == [50, 50]


def test_values_that_differ_only_by_rounding_are_ties():
    assert by_copeland([[0.1 + 0.2, 7], [0.3, 7]], [1, 1]).tolist() == [50, 50]
    assert by_copeland([[3e-7, 7], [2e-7, 7]], [1, 1]).tolist() == [100, 0]  # small values are values too


def test_a_subject_alone_has_nobody_to_compare_with():
    assert np.isnan(by_copeland([[3, 3]], [1, 1])).all()


@given(st.lists(st.tuples(*[st.integers(0, 5)] * 3), min_size=2, max_size=12))
def test_blocks_change_nothing_and_wins_balance_losses(rows):
    whole = by_copeland(rows, [3, 2, 1])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(outranking, "_PAIRS_AT_ONCE", 3)
        assert by_copeland(rows, [3, 2, 1]).tolist() == whole.tolist()
    assert whole.mean() == pytest.approx(50)
