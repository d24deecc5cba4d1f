from __future__ import annotations

import numpy as np
import pytest
from kinerja.censored_times import median_times, quantile_times

# Freireich et al. (1963), weeks of remission: treated with 6-MP (+ = still in remission), and with placebo.
TREATED = [6, 6, 6, 7, 10, 13, 16, 22, 23], [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23], []


def median(ended: list[int], going_on: list[int]) -> list[float]:
    times = np.array([*ended, *going_on], dtype=float)
    seen = np.arange(len(times)) < len(ended)
    return median_times(times, seen, np.zeros(len(times), dtype=int), 1).iloc[0].tolist()


def test_the_median_and_its_interval_equal_the_published_ones():
    """Kalbfleisch & Prentice (2002), table 1.1; intervals as SAS PROC LIFETEST (log-log) prints them."""
    assert median(*TREATED) == pytest.approx([23, 13, np.nan], nan_ok=True)
    assert median(*PLACEBO) == [8, 4, 11]


def test_leaving_open_cases_out_would_make_a_slow_unit_look_fast():
    # Three done in 2 days, four still open after 30: half is not reached. Without the open ones it would be 2.
    assert np.isnan(median([2, 2, 2], [30, 30, 30, 30])[0])
    assert median([2, 2, 2], [])[0] == 2


def test_the_curve_by_hand():
    # At risk 5: S(1) = 4/5; one leaves open at 2; at risk 3: S(3) = 4/5 · 2/3 = .533; S(5) = .533 · 1/2 = .267 -> 5.
    assert median([1, 3, 5], [2, 9])[0] == 5


def test_a_curve_at_exactly_one_half_counts_as_half():
    # 24 cases, one settled a day: 23/24 · 22/23 · ... · 12/13 = 1/2 on day 12, though binary digits make it a bit more.
    assert median(list(range(1, 25)), [])[0] == 12


def test_one_settled_case_claims_no_interval():
    assert median([5], []) == pytest.approx([5, np.nan, np.nan], nan_ok=True)


def test_subjects_do_not_mix_and_one_without_cases_stays_empty():
    times, place = np.array([1.0, 9.0, 1.0, 9.0]), np.array([0, 2, 0, 2])
    found = median_times(times, np.ones(4, dtype=bool), place, 3)["value"]

    assert found.tolist() == pytest.approx([1, np.nan, 9], nan_ok=True)


def test_nine_in_ten_and_the_median_of_the_same_curve():
    times, place = np.arange(1.0, 11), np.zeros(10, dtype=int)
    ended = np.ones(10, dtype=bool)

    assert quantile_times(times, ended, place, 1, share=0.9).loc[0, "value"] == 9
    assert quantile_times(times, ended, place, 1).loc[0, "value"] == 5


def test_a_mix_of_one_kind_is_no_mix():
    rng = np.random.default_rng(3)
    times, ended, place = rng.integers(1, 20, 200).astype(float), rng.random(200) < 0.7, rng.integers(0, 4, 200)
    plain = quantile_times(times, ended, place, 4)
    mixed = quantile_times(times, ended, place, 4, stratum=np.zeros(200, dtype=int), mix=np.array([7.0]))

    np.testing.assert_allclose(mixed, plain)


def test_the_standardised_curve_by_hand():
    # Kind 0 ends at 1 and 3, kind 1 at 2 and 10. Shares 3 : 1: left is .625 after 1, .5 after 2 -> median 2.
    times, ended = np.array([1.0, 3, 2, 10]), np.ones(4, dtype=bool)
    found = quantile_times(times, ended, np.zeros(4, int), 1, stratum=np.array([0, 0, 1, 1]), mix=np.array([3.0, 1.0]))

    assert found.loc[0, ["value", "covered"]].tolist() == [2, 1]


def test_the_standardised_interval_holds_the_true_median_95_times_in_100():
    """Exponential times, mean 10 and 40, half of each in the standard; a unit with few of the slow kind.

    The mixture's median solves exp(-t/10)/2 + exp(-t/40)/2 = 1/2: t = 12.89.
    """
    rng, size, n = np.random.default_rng(11), 400, 80
    stratum = np.tile(np.repeat([0, 1], [60, 20]), size)
    times = rng.exponential(np.array([10.0, 40.0])[stratum])
    ended, place = times < 60, np.repeat(np.arange(size), n)
    found = quantile_times(np.minimum(times, 60), ended, place, size, stratum=stratum, mix=np.array([1.0, 1.0]))
    truth = 12.8911

    assert np.exp(-truth / 10) + np.exp(-truth / 40) == pytest.approx(1, abs=1e-4)
    assert 0.92 < ((found["low"] <= truth) & (truth <= found["high"])).mean() < 0.98


def test_a_kind_that_a_subject_never_had_is_left_out_of_its_mix():
    times, ended, place = np.array([5.0, 7.0]), np.ones(2, dtype=bool), np.array([0, 1])
    found = quantile_times(times, ended, place, 3, stratum=np.array([0, 1]), mix=np.array([0.8, 0.2]))

    assert found["value"].tolist() == pytest.approx([5, 7, np.nan], nan_ok=True)
    assert found["covered"].tolist() == pytest.approx([0.8, 0.2, 0])
