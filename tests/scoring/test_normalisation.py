from __future__ import annotations

import numpy as np
import pytest
from pydantic import ValidationError

from tests.scoring.frameworks import METHODS
from workbench.errors import ScoringError

NAN = np.nan


def normalised(method, values, polarity="higher", **settings):
    chosen = METHODS[method]
    options = chosen.options.model_validate(settings, context={"polarity": polarity})
    data = np.array(values, dtype=float)
    return chosen.fit(data, polarity, options).apply(data)


def test_goalposts_cut_at_both_ends_and_keep_gaps():
    assert normalised("goalposts", [30, 40, 70, 100, 110, NAN], low=40.0, high=100.0) == pytest.approx(
        [0, 0, 50, 100, 100, NAN], nan_ok=True
    )


def test_goalposts_turn_round_where_lower_is_better():
    assert normalised("goalposts", [2, 5, 8], "lower", low=2.0, high=8.0) == pytest.approx([100, 50, 0])


def test_log_goalposts_give_the_income_index_of_the_human_development_report():
    # Norway 2021, GNI per capita 64,660: (ln 64660 - ln 100) / (ln 75000 - ln 100) = 0.978
    assert normalised("goalposts", [64660.0], low=100.0, high=75000.0, scale="log") == pytest.approx([97.76], abs=0.01)


def test_a_log_scale_refuses_zero():
    with pytest.raises(ScoringError, match="2 values are 0 or negative"):
        normalised("goalposts", [0, -1, 5], low=1.0, high=10.0, scale="log")


@pytest.mark.parametrize(
    ("settings", "wrong"),
    [
        ({"low": 5.0, "high": 5.0}, "'low' must be smaller"),
        ({"low": 0.0, "high": 5.0, "scale": "log"}, "a log scale needs 'low' above 0"),
    ],
)
def test_impossible_goalposts_are_refused(settings, wrong):
    with pytest.raises(ValidationError, match=wrong):
        METHODS["goalposts"].options.model_validate(settings)


def test_target_for_higher_lower_and_on_target():
    assert normalised("target", [0, 40, 80, 90], value=80.0) == pytest.approx([0, 50, 100, 100])
    assert normalised("target", [5, 10, 15, 20], "lower", value=5.0, zero=15.0) == pytest.approx([100, 50, 0, 0])
    assert normalised("target", [28, 30, 35, 41], "target", value=30.0, tolerance=10.0) == pytest.approx(
        [80, 100, 50, 0]
    )


@pytest.mark.parametrize(
    ("polarity", "settings", "wrong"),
    [
        ("target", {"value": 1.0}, "needs 'tolerance' above 0"),
        ("higher", {"value": 1.0, "tolerance": 2.0}, "only for indicators whose polarity is 'target'"),
        ("higher", {"value": 1.0, "zero": 2.0}, "'zero' must be smaller"),
        ("lower", {"value": 1.0}, "where lower is better give 'zero'"),
    ],
)
def test_a_target_that_does_not_fit_the_polarity_is_refused(polarity, settings, wrong):
    with pytest.raises(ValidationError, match=wrong):
        METHODS["target"].options.model_validate(settings, context={"polarity": polarity})


def test_min_max_gives_the_worst_0_and_the_best_100():
    assert normalised("min_max", [2, 4, NAN, 6]) == pytest.approx([0, 50, NAN, 100], nan_ok=True)
    assert normalised("min_max", [2, 4, 6], "lower") == pytest.approx([100, 50, 0])


def test_z_scores_name_their_divisor():
    # 1, 2, 3: average 2, sample spread 1, population spread sqrt(2/3)
    assert normalised("z_score", [1, 2, 3]) == pytest.approx([40, 50, 60])
    assert normalised("z_score", [1, 2, 3], spread="population", mean=0.0, sd=1.0)[2] == pytest.approx(1.2247448714)
    assert normalised("z_score", [1, 2, 3], "lower") == pytest.approx([60, 50, 40])


def test_percentile_rank_counts_who_is_strictly_worse():
    assert normalised("percentile_rank", [10, 20, 20, 40, NAN]) == pytest.approx(
        [0, 100 / 3, 100 / 3, 100, NAN], nan_ok=True
    )
    assert normalised("percentile_rank", [10, 20, 40], "lower") == pytest.approx([100, 50, 0])


def test_a_fitted_scale_is_frozen_for_later_cycles():
    chosen = METHODS["min_max"]
    scale = chosen.fit(np.array([0.0, 10.0]), "higher", chosen.options())
    assert scale.apply(np.array([5.0, 20.0])) == pytest.approx([50, 200])  # a new colleague moves nobody
    ranks = METHODS["percentile_rank"].fit(np.array([1.0, 2.0, 3.0]), "higher", None)
    assert ranks.apply(np.array([2.5, 9.0])) == pytest.approx([100, 100])


def test_equal_values_cannot_be_told_apart_by_relative_methods():
    for method in ("min_max", "z_score", "percentile_rank"):
        with pytest.raises(ScoringError, match="use goalposts or a target"):
            normalised(method, [7, 7, NAN])
