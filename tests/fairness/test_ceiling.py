from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.fairness.ceiling import ceiling, fewest_outside


def test_a_thousand_people_of_whom_three_differ():
    found = ceiling(np.array([[600, 1], [387, 2], [10, 0]]))
    assert found.people == 1000
    assert (found.mode, found.outside) == (0, 3)
    assert found.share == pytest.approx(0.997)
    assert found.almost_everyone
    assert found.actual.tolist() == [1, 2, 0]
    # of 601 people 121 would have to differ: 480 / 601 = .7987, 481 / 601 = .8003
    assert found.needed.tolist() == [121, 78, 3]
    assert found.blind.tolist() == [True, True, False]


def test_two_classes_of_equal_size_are_no_ceiling():
    found = ceiling(np.array([[50, 40], [50, 60]]))
    assert found.share == 0.5
    assert not found.almost_everyone
    assert not found.blind.any()


def test_nobody_is_no_ceiling():
    found = ceiling(np.zeros((2, 3), dtype=int))
    assert np.isnan(found.share)
    assert not found.almost_everyone


@given(st.integers(1, 10_000))
def test_the_fewest_outside_are_just_enough(size):
    fewest = int(fewest_outside(np.array([size]))[0])
    assert 5 * (size - fewest) < 4 * size <= 5 * (size - fewest + 1)
