"""The composite score as scikit-learn sees it."""

from __future__ import annotations

import pickle
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone
from sklearn.linear_model import LinearRegression
from sklearn.pipeline import make_pipeline
from sklearn.utils.estimator_checks import parametrize_with_checks

from tests.small_run import PARAMETERS, UNITS
from workbench.errors import InputError, ParametersError, ScoringError
from workbench.estimator import CompositeScore
from workbench.prepare_cycle import prepare

NAN = np.nan
DATA = pd.DataFrame({"quality": [0.0, 5.0, 10.0], "days": [10.0, 20.0, 30.0]}, index=["A", "B", "C"])


@parametrize_with_checks(
    [
        CompositeScore(),
        CompositeScore(normalisation="z_score", aggregation="arithmetic", missing="median", treatment="winsorise"),
        CompositeScore(normalisation="percentile_rank", aggregation="geometric", weighting="equal"),
    ]
)
def test_every_check_of_scikit_learn_is_passed(estimator, check):
    check(estimator)


def test_what_was_learnt_on_one_cycle_scores_the_next():
    index = CompositeScore(weights={"quality": 3}, polarity={"days": "lower"}).fit(DATA)
    assert index.transform(DATA)[:, 0].tolist() == [25, 50, 75]  # 3/4 quality, 1/4 days turned round
    later = pd.DataFrame({"quality": [5.0, 20.0], "days": [20.0, 10.0]})
    assert index.score_samples(later).tolist() == [50, 175]  # twice the best quality of the reference


def test_dimensions_are_columns_with_the_root_last():
    index = CompositeScore({"service": ["quality"], "days": None}, name="index").set_output(transform="pandas")
    found = index.fit_transform(DATA)
    assert list(found) == ["service", "index"]
    assert found.index.tolist() == ["A", "B", "C"]
    assert found["service"].tolist() == [0, 50, 100]
    assert found["index"].tolist() == index.score_samples(DATA).tolist()


def test_arrays_are_taken_in_the_order_of_the_columns():
    assert CompositeScore().fit_transform(DATA.to_numpy()).tolist() == CompositeScore().fit_transform(DATA).tolist()
    assert CompositeScore(weights={"x1": 0}).fit_transform(DATA.to_numpy())[:, 0].tolist() == [0, 50, 100]


def test_too_little_known_is_no_score_and_never_zero():
    index = CompositeScore(minimum_coverage=0.6).fit(DATA)
    assert np.isnan(index.score_samples(pd.DataFrame({"quality": [5.0], "days": [NAN]}))).tolist() == [True]
    lenient = CompositeScore(minimum_coverage=0.5).fit(DATA)
    assert lenient.score_samples(pd.DataFrame({"quality": [5.0], "days": [NAN]})).tolist() == [50]


def test_absent_values_are_filled_inside_groups_by_a_column_beside_the_indicators():
    data = DATA.assign(quality=[0.0, 10.0, NAN], unit=["u", "v", "v"])
    index = CompositeScore(missing={"method": "group_mean", "group": "unit", "most_missing": 0.5}).fit(data)
    assert index.score_samples(data).tolist() == [0, 75, 100]  # C gets the 10 of its unit
    assert index.feature_names_in_.tolist() == ["quality", "days"]
    with pytest.raises(ParametersError, match="there is no column 'unit' beside the indicators"):
        index.transform(DATA)


def test_outliers_are_treated_by_the_bounds_of_the_reference():
    values = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 1000.0]
    index = CompositeScore(treatment={"method": "winsorise"}).fit(pd.DataFrame({"a": values}))
    assert index.score_samples(pd.DataFrame({"a": [7.0, 1e9]})).tolist() == [100, 100]


def test_a_parameters_file_gives_its_framework_and_rules(tmp_path):
    (tmp_path / "2025.yaml").write_text(PARAMETERS, encoding="utf-8")
    (tmp_path / "unit.csv").write_text(UNITS, encoding="utf-8")
    card = (prepared := prepare(tmp_path / "2025.yaml")).score()
    index = CompositeScore.from_parameters(tmp_path / "2025.yaml").set_output(transform="pandas")
    found = index.fit_transform(prepared.measurements.values)
    pd.testing.assert_frame_equal(found, card.scores, check_exact=True, check_names=False)
    in_order = prepared.measurements.values[[leaf.code for leaf in index.framework_.leaves]].to_numpy()
    fresh = clone(index).set_output(transform="default")
    np.testing.assert_array_equal(fresh.fit_transform(in_order), card.scores.to_numpy())


def test_columns_must_be_those_of_the_framework(tmp_path):
    (tmp_path / "2025.yaml").write_text(PARAMETERS, encoding="utf-8")
    index = CompositeScore.from_parameters(tmp_path / "2025.yaml")
    with pytest.raises(InputError, match=r"(?s)no column for the indicator 'days'.*no indicator for the column 'day'"):
        index.fit(pd.DataFrame({"on_time": [1.0, 2.0], "day": [1.0, 2.0]}))
    with pytest.raises(ValueError, match="X has 3 features, but the framework has 2 indicators"):
        index.fit(np.ones((2, 3)))


def test_it_is_a_step_of_a_pipeline_and_can_be_cloned_and_pickled():
    target = np.array([1.0, 2.0, 3.0])
    steps = make_pipeline(CompositeScore({"service": ["quality"], "days": None}), LinearRegression())
    assert steps.fit(DATA, target).predict(DATA) == pytest.approx(target)
    index = CompositeScore(polarity={"days": "lower"}).fit(DATA)
    assert clone(index).get_params() == index.get_params()
    assert pickle.loads(pickle.dumps(index)).score_samples(DATA).tolist() == [50, 50, 50]


def test_a_rule_that_cannot_work_is_named():
    with pytest.raises(ParametersError, match=r"missing\.method"):
        CompositeScore(missing="guess").fit(DATA)
    with pytest.raises(ParametersError, match="'geometric' needs values between 0 and 100"):
        CompositeScore(normalisation="z_score", aggregation="geometric").fit(DATA)
    with pytest.raises(ScoringError, match="days: fewer than two different values"):
        CompositeScore().fit(DATA.assign(days=1.0))


def test_nothing_else_waits_for_scikit_learn():
    code = "import sys, workbench.scoring.composite, workbench.scoring.scores; print('sklearn' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == "False"
