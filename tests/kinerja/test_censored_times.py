from __future__ import annotations

import numpy as np
import pytest
from kinerja.censored_times import median_times

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
