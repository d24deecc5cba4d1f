"""What is filled, with what, and what never is."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.impute import KNNImputer
from sklearn.preprocessing import StandardScaler

from workbench.errors import ScoringError
from workbench.model.parameters import Imputation
from workbench.scoring import missing as missing_values
from workbench.scoring.missing import fit_imputer

# one column is complete, so that nobody is without any value
VALUES = pd.DataFrame({"a": [1.0, np.nan, 3.0, np.nan], "b": [5.0, 6.0, 7.0, 8.0]}, index=list("wxyz"))
GROUPS = pd.DataFrame({"kind": ["k", "k", "m", "n"]}, index=list("wxyz"))
# w and x differ by 1 in a and by 100 in c; y is far from both
NEIGHBOURS = pd.DataFrame(
    {"a": [1.0, 2.0, 9.0, 1.5], "b": [10.0, 20.0, 90.0, np.nan], "c": [0.0, 100.0, 900.0, 10.0]}, index=list("wxyz")
)


def filled(values: pd.DataFrame = VALUES, reasons: dict[tuple[str, str], str] | None = None, **imputation):
    told = None
    if reasons is not None:
        told = pd.DataFrame([(*place, why) for place, why in reasons.items()], columns=["subject", "code", "reason"])
    return fit_imputer(values, Imputation(**imputation), GROUPS).fill(values, GROUPS, told)


def test_nothing_is_filled_by_default():
    assert filled() is VALUES


def test_a_mean_of_all():
    assert filled(method="mean")["a"].tolist() == [1, 2, 3, 2]


def test_a_group_without_any_value_stays_absent():
    values = filled(method="group_median", group="kind")["a"]
    assert values.tolist()[:3] == [1, 1, 3]
    assert np.isnan(values["z"])


def test_a_later_cycle_is_filled_with_what_the_reference_taught():
    imputer = fit_imputer(VALUES, Imputation(method="group_mean", group="kind"), GROUPS)
    later = pd.DataFrame({"a": [np.nan, 90.0, np.nan], "b": 1.0}, index=list("abc"))
    values = imputer.fill(later, pd.DataFrame({"kind": ["m", "m", "elsewhere"]}, index=list("abc")))["a"]
    assert values.tolist()[:2] == [3, 90]
    assert np.isnan(values["c"])


def test_an_indicator_that_is_mostly_absent_is_left_as_it_is():
    values = VALUES.assign(a=[1.0, np.nan, np.nan, np.nan])
    assert filled(values, method="mean", most_missing=0.75)["a"].tolist() == [1, 1, 1, 1]
    assert filled(values, method="mean", most_missing=0.74)["a"].isna().tolist() == [False, True, True, True]


def test_a_subject_that_is_mostly_absent_is_left_as_it_is():
    values = VALUES.assign(c=[1.0, np.nan, 3.0, 5.0])
    found = filled(values, method="mean", most_missing=0.5)
    assert found.loc["x"].isna().tolist() == [True, False, True]  # x has one value of three, z has two
    assert found.loc["z", "a"] == 2


def test_an_indicator_without_any_value_is_not_made_up():
    found = filled(VALUES.assign(a=np.nan), method="nearest_neighbours", most_missing=1.0)
    assert found["a"].isna().all()


def test_a_reason_of_its_own_is_an_answer_and_not_a_gap():
    reasons = {("x", "a"): "too few cases for a fair value", ("z", "a"): "no data for this subject"}
    found = filled(reasons=reasons, method="mean")["a"]
    assert np.isnan(found["x"])
    assert found["z"] == 2
    assert filled(reasons=reasons, method="mean", fill="all")["a"]["x"] == 2


def test_reasons_of_subjects_that_are_not_scored_touch_nobody():
    found = filled(reasons={("exempt", "a"): "exempt from evaluation"}, method="mean")["a"]
    assert found.tolist() == [1, 2, 3, 2]


def test_the_nearest_neighbour_lends_its_value():
    # z lies nearest to w: 0.5 of 8 in a and 10 of 900 in c
    assert filled(NEIGHBOURS, method="nearest_neighbours", neighbours=1).loc["z", "b"] == pytest.approx(10)
    assert filled(NEIGHBOURS, method="nearest_neighbours", neighbours=2).loc["z", "b"] == pytest.approx((10 + 20) / 2)


@pytest.mark.parametrize("method", ["nearest_neighbours", "iterative"])
def test_the_unit_of_an_indicator_does_not_decide_who_is_near(method):
    metres = NEIGHBOURS.assign(c=NEIGHBOURS["c"] * 1000)
    found = [filled(each, method=method, neighbours=1).loc["z", "b"] for each in (NEIGHBOURS, metres)]
    assert found[0] == pytest.approx(found[1])


def table(seed: int, subjects: int = 30) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    trait = rng.normal(size=subjects)
    values = trait[:, None] * [1.0, 10.0, -5.0] + rng.normal(scale=0.5, size=(subjects, 3))
    values[rng.random(values.shape) < 0.1] = np.nan
    return pd.DataFrame(values, columns=list("abc"), index=[f"s{each:02}" for each in range(subjects)])


def test_neighbours_agree_with_scikit_learn_used_directly():
    values = table(3)
    scaler = StandardScaler().fit(values)
    expected = scaler.inverse_transform(KNNImputer(n_neighbors=4).fit_transform(scaler.transform(values)))
    found = fit_imputer(values, Imputation(method="nearest_neighbours", neighbours=4, most_missing=1.0), GROUPS).fill(
        values, GROUPS
    )
    np.testing.assert_allclose(found, expected, rtol=1e-12)


def test_iteration_agrees_with_scikit_learn_used_directly():
    from sklearn.experimental import enable_iterative_imputer  # noqa: F401
    from sklearn.impute import IterativeImputer

    values = table(4)
    scaler = StandardScaler().fit(values)
    known = scaler.transform(values)
    bounds = {"min_value": np.nanmin(known, axis=0), "max_value": np.nanmax(known, axis=0)}
    direct = IterativeImputer(max_iter=100, **bounds).fit(known)
    found = fit_imputer(values, Imputation(method="iterative", most_missing=1.0), GROUPS).fill(values, GROUPS)
    np.testing.assert_allclose(found, scaler.inverse_transform(direct.transform(known)), rtol=1e-12)


def test_iteration_recovers_a_line():
    line = pd.DataFrame({"a": np.arange(20.0), "b": 3 * np.arange(20.0) + 1})
    line.loc[7, "b"] = np.nan  # 3 * 7 + 1
    assert fit_imputer(line, Imputation(method="iterative"), GROUPS).fill(line, GROUPS).loc[7, "b"] == pytest.approx(
        22, abs=0.01
    )


def test_iteration_that_does_not_settle_is_refused(monkeypatch):
    monkeypatch.setattr(missing_values, "MOST_ROUNDS", 1)
    with pytest.raises(ScoringError, match="has not settled after 1 rounds"):
        fit_imputer(table(4), Imputation(method="iterative"), GROUPS)


@settings(max_examples=30)
@given(st.sampled_from(["mean", "nearest_neighbours", "iterative"]), st.integers(1, 5), st.randoms())
def test_present_values_are_never_touched_and_the_order_of_subjects_does_not_matter(method, seed, random):
    values = table(seed, 40)
    order = list(values.index)
    random.shuffle(order)
    rule = Imputation(method=method, neighbours=2)
    straight, shuffled = (fit_imputer(each, rule, GROUPS).fill(each, GROUPS) for each in (values, values.loc[order]))
    pd.testing.assert_frame_equal(straight.where(values.notna()), values)
    pd.testing.assert_frame_equal(straight, shuffled.loc[values.index])
    low, high = values.min(), values.max()
    assert ((straight >= low - 1e-9) & (straight <= high + 1e-9) | straight.isna()).all().all()
