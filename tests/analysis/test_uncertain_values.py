from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from tests.analysis.evaluations import evaluation_of
from tests.scoring.frameworks import framework, leaf
from workbench.analysis.acceptability import rank_acceptability
from workbench.analysis.drawn_scores import DrawnScores
from workbench.analysis.robustness import rank_intervals
from workbench.analysis.uncertain_values import uncertain_values
from workbench.analysis.weight_draws import box_weights

VALUES = pd.DataFrame({"a": [50.0, 52, 90], "b": [50.0, 50, np.nan]}, index=list("ABC"))
TREE = framework(leaf("a"), leaf("b"))


def measured(low, high):
    evaluation = evaluation_of(TREE, VALUES)
    ends = {
        name: pd.DataFrame({"a": column, "b": np.nan}, index=VALUES.index)
        for name, column in {"low": low, "high": high}.items()
    }
    return replace(evaluation, measurements=replace(evaluation.measurements, **ends))


def drawn(evaluation, draws=400, seed=0):
    rng = np.random.default_rng(seed)
    fitted = evaluation.fit()
    values = uncertain_values(evaluation, fitted, draws=draws, rng=rng)
    weights = box_weights(fitted.framework, draws=draws, spread=1e-9, rng=rng)
    return DrawnScores(framework=fitted.framework, weights=weights, normalised=values)


def test_values_without_an_interval_are_certain():
    values = uncertain_values(
        measured(np.nan, np.nan), evaluation_of(TREE, VALUES).fit(), draws=3, rng=np.random.default_rng(0)
    )
    pd.testing.assert_frame_equal(values(0), VALUES)


def test_95_of_100_draws_lie_within_the_interval_and_each_side_has_its_own_width():
    evaluation = measured([48.0, 50, 89], [60.0, 54, 91])
    values = uncertain_values(evaluation, evaluation.fit(), draws=1000, rng=np.random.default_rng(0))
    a = np.array([values(draw)["a"]["A"] for draw in range(1000)])
    assert np.mean((a >= 48) & (a <= 60)) == pytest.approx(0.95, abs=0.02)
    assert np.mean(a > 50) == pytest.approx(0.5, abs=0.05)
    assert np.quantile(a, [0.025, 0.975]) == pytest.approx([48, 60], abs=0.6)


def test_what_is_missing_stays_missing_in_every_draw():
    values = uncertain_values(
        measured(40.0, 60.0), evaluation_of(TREE, VALUES).fit(), draws=2, rng=np.random.default_rng(0)
    )
    assert values(1)["b"].isna().tolist() == [False, False, True]


def test_a_draw_is_the_same_whenever_it_is_asked_for_and_whatever_the_threads():
    scores = drawn(measured([40.0, 42, 80], [60.0, 62, 99]))
    pd.testing.assert_frame_equal(rank_intervals(scores, workers=1), rank_intervals(scores, workers=3))
    pd.testing.assert_frame_equal(rank_intervals(scores), rank_intervals(scores, memory=1))


def test_who_leads_by_less_than_the_interval_is_not_surely_ahead():
    # B leads A by 2 points in a; both lie within 10 points either side: deviation of the difference 10 √2 / 1.96 = 7.2
    found = rank_acceptability(drawn(measured([40.0, 42, 90], [60.0, 62, 90]), draws=1000))
    assert found.ranks.loc["B", 2] == pytest.approx(0.609, abs=0.05)  # Φ(2 / 7.2)
    assert found.ranks.loc["C", 1] == 1
    assert found.confidence["C"] == 1
