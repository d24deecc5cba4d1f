"""Which coefficient suits, and what it says."""

from __future__ import annotations

import numpy as np
import pytest

from workbench.fairness.agreement import rater_agreement, ratings_needed
from workbench.fairness.reliability_data import reliability_data

# Shrout & Fleiss (1979), table 2
TABLE = np.array([[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]], dtype=float)
SUBJECTS, RATERS = np.divmod(np.arange(24), 4)


VALUES = TABLE.ravel()


def found(values=VALUES, subjects=SUBJECTS, raters=RATERS, *, ordered=False):
    return rater_agreement(reliability_data(values, subjects, raters), ordered=ordered, rng=np.random.default_rng(0))


def test_numbers_from_raters_who_share_subjects_are_told_by_icc_2():
    table = found()
    assert (table.coefficient, table.equal) == ("ICC(2,1)", None)
    assert table.single.value == pytest.approx(0.29, abs=0.005)
    assert table.mean.value == pytest.approx(0.62, abs=0.005)
    assert (table.subjects, table.raters, table.several, table.averaged) == (6, 4, 6, pytest.approx(4))
    # variances 2.56, 5.24 and 1.02 of the paper
    assert table.shares == pytest.approx((2.56 / 8.82, 5.24 / 8.82, 1.02 / 8.82), abs=0.001)


def test_raters_of_ones_own_are_told_by_icc_1():
    table = found(raters=np.arange(24))
    assert table.coefficient == "ICC(1,1)"
    assert table.single.value == pytest.approx(0.17, abs=0.005)
    assert table.shares == pytest.approx((table.single.value, 0, 1 - table.single.value))
    assert table.concordance is None


def test_ordered_classes_are_told_by_alpha_and_by_pairs_that_agree():
    table = found(ordered=True)
    assert table.coefficient == "alpha"
    assert table.equal.share.value == pytest.approx(1 / 36)  # only the third subject has two equal ratings: 8 and 8
    assert table.near.share.value > table.equal.share.value


def test_kendalls_w_needs_everybody_to_have_rated_everybody():
    assert found().concordance.w.value > 0.8
    assert found(VALUES[1:], SUBJECTS[1:], RATERS[1:]).concordance is None


def test_one_rater_each_tells_nothing():
    table = found(TABLE[:, 0], np.arange(6), np.zeros(6, dtype=int))
    assert table.several == 0
    assert np.isnan([table.single.value, table.mean.value, *table.shares, table.needed]).all()


@pytest.mark.parametrize(("reliability", "needed"), [(0.8, 1), (0.5, 4), (0.4, 6), (0.29, 10), (0.95, 1)])
def test_raters_needed_by_spearman_and_brown(reliability, needed):
    # .5: 4 * .5 / (1 + 3 * .5) = .8
    assert ratings_needed(reliability) == needed


def test_where_a_rating_is_worth_nothing_no_number_is_enough():
    assert np.isnan(ratings_needed(0.0))
    assert np.isnan(ratings_needed(-0.2))
