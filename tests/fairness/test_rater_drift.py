"""Whether severity moves with the month or with the group rated."""

from __future__ import annotations

import numpy as np
import pytest

from workbench.analysis.simulation import draw_severities, judged, raters_at_random
from workbench.errors import ScoringError
from workbench.fairness.crossed_model import fit_crossed_model
from workbench.fairness.rater_drift import bias_against_group, drift_of_raters, severity_by_month

SIZES = {"subjects": 300, "raters": 20}


def ratings(seed):
    rng = np.random.default_rng(seed)
    pairs = raters_at_random(rng, 300, 20, each=3)
    severity = draw_severities(rng, 20, spread=0.5)
    scores = judged(rng, pairs, quality=rng.normal(0, 0.7, 300), severity=severity, noise=0.5)
    return rng, pairs, severity, scores


def named(found):
    return found.index[found["q_value"] <= 0.05].tolist()


def test_a_rater_who_grows_stricter_is_named_and_nobody_for_what_all_do_in_a_month():
    rng, pairs, _, scores = ratings(5)
    month = rng.integers(0, 6, len(scores))
    trend = 0.3 * month  # everybody grows milder
    drifting = np.where(pairs.rater == 4, 0.3 * month, 0.0)
    found = drift_of_raters(scores + trend - drifting, pairs.subject, pairs.rater, month, **SIZES)
    assert named(found) == [4]
    assert found["low"][4] < 0.3 < found["high"][4]
    assert (found["q_value"] >= found["p_value"]).all()


def test_severity_by_month_shows_when_it_moved():
    rng, pairs, severity, scores = ratings(2)
    month = rng.integers(0, 4, len(scores))
    late = (pairs.rater == 7) & (month == 3)
    model = fit_crossed_model(scores - 1.5 * late, pairs.subject, pairs.rater, **SIZES)
    found = severity_by_month(model, pairs.subject, pairs.rater, month)
    of = found[found["rater"] == 7].set_index("month")
    assert of["severity"].idxmax() == 3
    assert of["low"][3] < severity[7] + 1.5 < of["high"][3]
    assert of["severity"][3] - of["severity"][:3].mean() == pytest.approx(1.5, abs=0.5)
    assert found["ratings"].sum() == len(scores)
    early = found[(found["month"] == 0) & (found["rater"] != 7)]
    assert np.corrcoef(early["severity"], severity[early["rater"]])[0, 1] > 0.9
    assert np.mean((early["severity"] - severity[early["rater"]]).abs() < 1.96 * early["error"]) > 0.8


def test_a_rater_stricter_with_a_group_is_named_and_those_who_share_people_with_him_are_not():
    rng, pairs, _, scores = ratings(3)
    group = (rng.random(300) < 0.5).astype(int)[pairs.subject]
    against = 1.2 * ((pairs.rater == 3) & (group == 1))
    found = bias_against_group(scores - 0.5 * group - against, pairs.subject, pairs.rater, group, **SIZES)
    assert named(found) == [3]
    assert found["low"][3] < 1.2 < found["high"][3]
    assert found["bias"].drop(3).abs().max() < 0.8


def test_data_without_drift_or_bias_name_somebody_in_at_most_one_run_of_twenty():
    found = []
    for seed in range(10):
        rng, pairs, _, scores = ratings(100 + seed)
        month = rng.integers(0, 6, len(scores))
        group = (rng.random(300) < 0.4).astype(int)[pairs.subject]
        found.append(bias_against_group(scores - 0.5 * group, pairs.subject, pairs.rater, group, **SIZES))
        found.append(drift_of_raters(scores, pairs.subject, pairs.rater, month, **SIZES))
    assert np.mean([bool(named(each)) for each in found]) <= 0.05


def test_a_rater_who_sees_one_side_only_is_not_judged_on_it():
    rng, pairs, _, scores = ratings(4)
    group = (rng.random(len(scores)) < 0.5).astype(int)
    group[pairs.rater == 2] = 0
    found = bias_against_group(scores, pairs.subject, pairs.rater, group, **SIZES)
    assert found.loc[2, ["bias", "error", "p_value", "q_value"]].isna().all()
    assert 2 not in named(found)
    assert found["bias"].drop(2).notna().all()


def test_where_every_subject_has_one_rater_it_refuses():
    codes = np.arange(6)
    for ask in (drift_of_raters, bias_against_group):
        with pytest.raises(ScoringError, match="one rater only"):
            ask(np.arange(6.0), codes, codes // 3, codes % 2, subjects=6, raters=2)
