from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from kinerja.estimates import means, percentages, student_interval, wilson_interval


@pytest.mark.parametrize(
    ("successes", "cases", "low", "high"), [(81, 263, 0.2553, 0.3662), (0, 20, 0.0, 0.1611), (20, 20, 0.8389, 1.0)]
)
def test_the_wilson_interval_equals_the_published_examples(successes, cases, low, high):
    """Newcombe (1998), Statistics in Medicine 17:857, table I; 20/20 is 0/20 turned round."""
    found = wilson_interval(np.array([float(successes)]), np.array([float(cases)]))

    assert [each[0] for each in found] == pytest.approx([low, high], abs=5e-5)


@given(cases=st.integers(1, 10_000), share=st.floats(0, 1))
def test_the_wilson_interval_always_holds_the_share_and_stays_within_0_and_1(cases, share):
    successes = float(round(share * cases))
    low, high = wilson_interval(np.array([successes]), np.array([float(cases)]))

    assert 0 <= low[0] <= successes / cases <= high[0] <= 1


def test_the_t_interval_of_one_case_is_unknown_not_zero_wide():
    low, high = student_interval(np.array([80.0, 80.0]), np.array([2.0, 2.0]), np.array([1.0, 10.0]))

    assert np.isnan([low[0], high[0]]).all()
    # t(0.975; 9) = 2.262: 80 ± 4.524
    assert [low[1], high[1]] == pytest.approx([75.476, 84.524], abs=1e-3)


def test_a_subject_without_rows_has_a_reason_and_neither_value_nor_interval():
    found = percentages(pd.Index(["A", "B"]), pd.Series(["A", "A"]), np.array([True, False]), reason="nothing there")

    assert found.loc["A", ["value", "cases", "reason"]].tolist() == [50.0, 2.0, ""]
    assert found.loc["B", ["value", "low", "high"]].isna().all()
    assert found.loc["B", ["cases", "reason"]].tolist() == [0.0, "nothing there"]


def test_a_mean_and_its_interval_kept_within_the_scale():
    # 3, 4, 4, 3: sd 0.5774, error 0.2887, t(0.975; 3) = 3.1824: 3.5 ± 0.9187, cut at 4.
    column, values = pd.Series(["A", "A", "B", "A", "A"]), np.array([3.0, 4, 2, 4, 3])
    found = means(pd.Index(["A", "B", "C"]), column, values, within=(1, 4), reason="nobody asked")

    assert found.loc["A", ["value", "low", "high", "cases"]].tolist() == pytest.approx([3.5, 2.5813, 4, 4], abs=1e-4)
    assert found.loc["B", ["value", "cases"]].tolist() == [2, 1]
    assert found.loc["B", ["low", "high"]].isna().all()
    assert found.loc["C", "reason"] == "nobody asked"
