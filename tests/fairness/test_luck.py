from __future__ import annotations

import numpy as np
import pytest

from workbench.fairness.luck import chances_of_first, drawn_units


def test_of_units_alike_each_of_the_same_size_is_first_equally_often():
    chances = chances_of_first([30, 30, 30, 30], draws=40_000, rng=np.random.default_rng(1))
    assert chances == pytest.approx([0.25] * 4, abs=0.01)


def test_of_two_units_alike_the_size_does_not_matter_but_of_three_the_small_one_is_at_the_ends():
    two = chances_of_first([10, 1000], draws=40_000, rng=np.random.default_rng(1))
    assert two == pytest.approx([0.5, 0.5], abs=0.01)  # the small one is above or below the large one, equally often
    three = chances_of_first([10, 1000, 1000], draws=40_000, rng=np.random.default_rng(1))
    assert three[0] > 0.42 > three[1]


def test_small_units_scatter_by_the_root_of_their_size():
    rng = np.random.default_rng(3)
    seen = [drawn_units([4, 100], mean=70, within=10, between=0, rng=rng).mean for _ in range(4000)]
    assert np.std(seen, axis=0) == pytest.approx([10 / 2, 10 / 10], rel=0.05)
    assert np.mean(seen, axis=0) == pytest.approx([70, 70], abs=0.3)


def test_units_that_differ_scatter_more():
    rng = np.random.default_rng(4)
    seen = [drawn_units([100], mean=70, within=10, between=3, rng=rng).mean[0] for _ in range(4000)]
    assert np.std(seen) == pytest.approx(np.sqrt(1 + 9), rel=0.05)


def test_the_same_lot_gives_the_same_units():
    one, two = (drawn_units([5, 9], mean=70, within=10, between=1, rng=np.random.default_rng(0)) for _ in range(2))
    assert np.array_equal(one.mean, two.mean)
    assert np.array_equal(one.sd, two.sd)
    assert one.size.tolist() == [5, 9]
