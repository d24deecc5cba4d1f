from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import statsmodels.formula.api as smf
from scipy.stats import ttest_ind

from workbench.fairness import controls as controls_module
from workbench.fairness.controls import Controls, controlled_gaps

NAN = np.nan


def place(seed: int, *, n: int = 600, gap: float = 0.0) -> pd.DataFrame:
    """Return people whose score depends on grade and service; women are more often in low grades."""
    rng = np.random.default_rng(seed)
    woman = rng.integers(0, 2, n)
    grade = np.clip(rng.integers(0, 4, n) - woman, 0, 3)
    unit = rng.integers(0, 15, n)
    service = rng.uniform(0, 30, n)
    score = 60 + 4 * grade + 0.2 * service + gap * woman + rng.normal(0, 3, 15)[unit] + rng.normal(0, 5, n)
    return pd.DataFrame({"woman": woman, "grade": grade, "unit": unit, "service": service, "score": score})


def controlled(people: pd.DataFrame, controls: Controls, **more):
    return controlled_gaps(people["score"].to_numpy(), people["woman"].to_numpy(), 2, controls=controls, **more)


@pytest.mark.parametrize("seed", range(5))
def test_gap_and_robust_errors_are_those_of_statsmodels(seed):
    people = place(seed)
    held = {"factors": [people["grade"].to_numpy()], "covariates": [people["service"].to_numpy()]}
    model = smf.ols("score ~ woman + C(grade) + service", people)
    for clusters, options in (
        (None, {"cov_type": "HC2"}),
        (people["unit"].to_numpy(), {"cov_type": "cluster", "cov_kwds": {"groups": people["unit"]}}),
    ):
        found = controlled(people, Controls(**held, clusters=clusters), reference=0)
        peer = model.fit(**options)
        row = found.table.loc[1]
        assert row["difference"] == pytest.approx(peer.params["woman"])
        assert row["error"] == pytest.approx(peer.bse["woman"])
        assert found.explained == pytest.approx(peer.rsquared)


def test_a_small_group_has_few_degrees_of_freedom_however_many_the_others_are():
    rng = np.random.default_rng(0)
    values, codes = rng.normal(70, 10, 500), np.repeat([0, 1], [10, 490])
    row = controlled_gaps(values, codes, 2, controls=Controls()).table.loc[0]
    peer = ttest_ind(values[:10], values[10:], equal_var=False)
    assert row["error"] == pytest.approx(peer._standard_error)
    assert row["freedom"] == pytest.approx(peer.df, rel=0.05)
    assert row["p"] == pytest.approx(peer.pvalue, rel=0.05)


def test_small_groups_raise_no_more_false_alarms_than_agreed():
    rng = np.random.default_rng(1)
    codes, grade = np.repeat(np.arange(12), 11), np.arange(132) % 3
    held = Controls(factors=[grade])
    tables = [controlled_gaps(rng.normal(70, 10, 132), codes, 12, controls=held).table for _ in range(100)]
    assert 0.03 < np.mean([(table["p"] <= 0.05).mean() for table in tables]) < 0.06
    assert np.mean([(table["q"] <= 0.05).any() for table in tables]) <= 0.06


def test_blocks_change_nothing(monkeypatch):
    people = place(5)
    held = Controls(factors=[people["grade"].to_numpy()], clusters=people["unit"].to_numpy())
    whole = [controlled(people, controls) for controls in (held, Controls(factors=held.factors))]
    monkeypatch.setattr(controls_module, "CELLS", 50)
    cut = [controlled(people, controls) for controls in (held, Controls(factors=held.factors))]
    for one, other in zip(whole, cut, strict=True):
        pd.testing.assert_frame_equal(one.table, other.table)


def test_a_gap_that_comes_from_the_grades_vanishes():
    people = place(1, n=4000)
    plain = controlled(people, Controls(), reference=0).table.loc[1]
    held = controlled(people, Controls(factors=[people["grade"].to_numpy()]), reference=0).table.loc[1]
    assert plain["high"] < -2
    assert held["low"] < 0 < held["high"]


def test_a_gap_beside_the_grades_stays():
    people = place(2, n=4000, gap=-2.0)
    row = controlled(people, Controls(factors=[people["grade"].to_numpy()]), reference=0).table.loc[1]
    assert row["low"] < -2 < row["high"] < 0


def test_without_controls_it_is_the_plain_difference_to_everyone_else():
    values, codes = np.array([1.0, 3, 5, 7, 9, 11]), np.array([0, 0, 1, 1, 2, 2])
    found = controlled_gaps(values, codes, 3, controls=Controls(), smallest=2).table
    assert found["difference"].to_numpy() == pytest.approx([2 - 8, 6 - 6, 10 - 4])


def test_a_group_that_goes_together_with_a_control_is_not_told_apart():
    values = np.random.default_rng(0).normal(70, 5, 90)
    codes, grade = np.repeat([0, 1, 2], 30), np.repeat([0, 1, 1], 30)
    found = controlled_gaps(values, codes, 3, controls=Controls(factors=[grade]), reference=2).table
    assert found["status"].tolist() == ["not_separable", "compared", "reference"]
    assert np.isnan(found.loc[0, "difference"])
    assert found.loc[1, "difference"] == pytest.approx(values[30:60].mean() - values[60:].mean())


def test_rows_that_lack_anything_are_left_out_and_told():
    values = np.array([1.0, NAN, 3, 4, 5, 6, 7])
    codes, grade = np.array([0, 0, -1, 0, 1, 1, 1]), np.array([0, 0, 0, -1, 0, 0, 0])
    service = np.array([1.0, 1, 1, 1, NAN, 1, 2])
    found = controlled_gaps(values, codes, 2, controls=Controls(factors=[grade], covariates=[service]))
    assert (found.rows, found.left_out) == (3, 4)
    assert found.table["size"].tolist() == [1, 2]
    assert found.table["status"].tolist() == ["too_few", "too_few"]


def test_nobody_at_all_is_too_few():
    found = controlled_gaps(np.array([NAN]), np.array([0]), 1, controls=Controls(covariates=[np.array([1.0])]))
    assert found.table["status"].tolist() == ["too_few"]
    assert np.isnan(found.explained)


def test_weights_count_a_row_as_often():
    people = place(3)
    often = np.random.default_rng(0).integers(1, 4, len(people))
    held = Controls(factors=[people["grade"].to_numpy()], weights=often.astype(float))
    repeated = people.loc[people.index.repeat(often)]
    plain = controlled(repeated, Controls(factors=[repeated["grade"].to_numpy()]), reference=0)
    assert controlled(people, held, reference=0).table.loc[1, "difference"] == pytest.approx(
        plain.table.loc[1, "difference"]
    )
