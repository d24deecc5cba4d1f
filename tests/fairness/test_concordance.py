"""Kendall's W and the share of pairs that agree."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import rankdata

from workbench.fairness.concordance import kendall_concordance, percent_agreement
from workbench.fairness.intraclass import intraclass_correlations
from workbench.fairness.reliability_data import reliability_data

NA = np.nan
# Siegel (1956), Nonparametric Statistics, p. 231: three executives rank six applicants
EXECUTIVES = np.array([[1, 6, 3, 2, 5, 4], [1, 5, 6, 4, 2, 3], [6, 3, 2, 5, 4, 1]], dtype=float)
# Zar (2010), Biostatistical Analysis, example 20.5: wing, tail and bill length of twelve birds, with ties
BIRDS = np.array(
    [
        [10.4, 10.8, 11.1, 10.2, 10.3, 10.2, 10.7, 10.5, 10.8, 11.2, 10.6, 11.4],
        [7.4, 7.6, 7.9, 7.2, 7.4, 7.1, 7.4, 7.2, 7.8, 7.7, 7.8, 8.3],
        [17.0, 17.0, 20.0, 14.5, 15.5, 13.0, 19.5, 16.0, 21.0, 20.0, 18.0, 22.0],
    ]
)


def of_table(table):
    raters, subjects = np.indices(table.shape)
    return reliability_data(table.ravel(), subjects.ravel(), raters.ravel())


def test_executives_who_hardly_agree():
    found = kendall_concordance(of_table(EXECUTIVES))
    assert found.w.value == pytest.approx(0.16, abs=0.005)
    assert found.w.low < 0.16 < found.w.high
    assert found.p_value > 0.05


def test_ties_are_corrected_for():
    # the rank sums of the book
    sums = np.array([14.5, 21, 30.5, 6, 11, 3.5, 20, 11.5, 29, 28.5, 22.5, 36])
    ties = (8 - 2) * 2 + (27 - 3) + (8 - 2) * 2 + (8 - 2) * 2  # wing 2+2, tail 3+2+2, bill 2+2
    expected = 12 * np.sum((sums - 19.5) ** 2) / (9 * (12**3 - 12) - 3 * ties)
    found = kendall_concordance(of_table(BIRDS))
    assert found.w.value == pytest.approx(expected)
    assert found.chi_square == pytest.approx(3 * 11 * expected)
    assert found.p_value < 0.01


def test_w_is_the_reliability_of_the_mean_rank():
    ranks = rankdata(np.random.default_rng(1).normal(size=(4, 9)), axis=1)
    icc = intraclass_correlations(of_table(ranks)).table.loc["ICC(3,k)"]
    w = kendall_concordance(of_table(ranks)).w.value
    assert icc["value"] == pytest.approx(1 - (1 - w) / (3 * w))


def test_only_subjects_whom_all_have_rated_are_ranked():
    gaps = np.hstack([EXECUTIVES, [[7, NA], [7, 7], [NA, NA]]])
    found = kendall_concordance(of_table(gaps))
    assert found.w == kendall_concordance(of_table(EXECUTIVES)).w
    assert (found.raters, found.subjects, found.left_out) == (3, 6, 2)


def test_two_subjects_or_one_rater_tell_nothing():
    assert np.isnan(kendall_concordance(of_table(EXECUTIVES[:, :2])).w.value)
    assert np.isnan(kendall_concordance(of_table(EXECUTIVES[:1])).p_value)


def test_full_agreement_on_the_order_is_one():
    assert kendall_concordance(of_table(np.tile(np.arange(5.0), (3, 1)))).w.low == 1


def test_pairs_that_agree_exactly_and_within_one():
    # subject 0: 3 3 4 (one equal pair of three, all within one); subject 1: 1 5; subject 2 has one rating
    data = of_table(np.array([[3, 1, 2], [3, 5, NA], [4, NA, NA]]))
    exact, near = percent_agreement(data), percent_agreement(data, within=1)
    assert (exact.share.value, near.share.value) == (1 / 4, 3 / 4)
    assert (exact.pairs, exact.subjects) == (4, 2)


def test_two_raters_have_the_interval_of_wilson():
    table = np.array([np.zeros(263), np.r_[np.zeros(81), np.ones(182)]])
    share = percent_agreement(of_table(table)).share  # 81 of 263: .2553 to .3662, Newcombe (1998)
    assert (share.low, share.high) == pytest.approx((0.2553, 0.3662), abs=5e-5)


def test_full_agreement_of_few_is_not_certain():
    share = percent_agreement(of_table(np.ones((2, 20)))).share
    assert (share.low, share.high) == pytest.approx((1 - 0.1611, 1), abs=5e-5)


def test_pairs_of_one_subject_are_not_counted_as_independent():
    same = np.array([[0.0] * 10, [0.0] * 5 + [1.0] * 5])
    repeated = np.repeat(same, 4, axis=0)
    one, many = percent_agreement(of_table(same)).share, percent_agreement(of_table(repeated)).share
    assert many.high - many.low > 0.4 * (one.high - one.low)


def test_steps_of_a_tenth_are_steps_in_spite_of_rounding():
    assert percent_agreement(of_table(np.array([[0.1], [0.2]]) * 3), within=0.3).share.value == 1


def test_nothing_to_compare_is_no_number():
    assert np.isnan(percent_agreement(of_table(np.array([[1.0, 2, 3]]))).share.value)
