"""Trials are counted as a reader would count them, and what the audit rests on passes them."""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest

from workbench.analysis.simulated_evaluation import simulate_evaluation
from workbench.errors import ScoringError, fault
from workbench.fairness.validation import (
    Claims,
    group_gaps,
    severities,
    severities_in_logits,
    unit_distributions,
    unit_means,
    validate,
)


def tried(analysis, trials=20, **design):
    settings = {"subjects": 120, "units": 6, "raters": 12, "each": 4, **design}
    simulate = partial(simulate_evaluation, **settings)
    return validate(simulate, analysis, rng=np.random.default_rng(5), trials=trials)


def answers(*claims):
    """Return an analysis that gives these answers one after the other, whatever it is asked."""
    waiting = iter(claims)

    def analysis(_):
        answer = next(waiting)
        if isinstance(answer, Exception):
            raise answer
        return answer

    return analysis


def judged(*claims):
    return validate(lambda _: None, answers(*claims), rng=np.random.default_rng(1), trials=len(claims))


def claims(truth, found, **numbers):
    arrays = {name: np.array(values, dtype=float) for name, values in numbers.items()}
    return Claims(truth=np.array(truth, dtype=float), found=np.array(found), **arrays)


def test_power_and_false_alarms_are_means_over_trials():
    # first: 1 of 2 found, and 1 of the 2 findings is false; second: nothing found: no power, no false finding
    found = judged(claims([1, 1, 0], [True, False, True]), claims([1, 1, 0], [False, False, False]))
    assert found.power.value == 0.25
    assert found.false_alarms.value == 0.25
    assert found.power.error == pytest.approx(np.sqrt(0.125 / 2))  # deviation of 0.5 and 0 over the root of 2
    assert np.isnan(found.coverage.value)
    assert np.isnan(found.correlation.value)


def test_where_nothing_differs_any_finding_is_a_false_alarm_and_there_is_no_power():
    found = judged(claims([0, 0], [True, True]), claims([0, 0], [False, False]))
    assert found.false_alarms.value == 0.5
    assert np.isnan(found.power.value)


def test_coverage_counts_the_intervals_that_hold_the_truth():
    found = judged(claims([1, 2, 3], [True] * 3, estimate=[1, 3, 2], low=[0, 2.5, np.nan], high=[1, 3, np.nan]))
    assert found.coverage.value == 0.5
    assert found.correlation.value == pytest.approx(0.5)
    assert np.isnan(found.coverage.error)


def test_a_refusal_is_counted_with_its_reason_and_is_no_answer():
    reason = fault("", "one rater each")
    found = judged(ScoringError([reason]), ScoringError([reason]), claims([1.0], [True]))
    assert (found.trials, found.refused, found.reasons) == (3, 2, (reason,))
    assert found.power.value == 1


def test_every_trial_is_another_evaluation_and_the_same_seed_gives_the_same():
    seen = []

    def analysis(evaluation):
        seen.append(float(evaluation.ratings.score[0]))
        return claims([0], [False])

    for _ in range(2):
        tried(analysis, trials=3)
    assert seen[:3] == seen[3:]
    assert len(set(seen)) == 3


def test_severities_are_recovered_where_raters_are_linked():
    found = tried(severities)
    assert found.correlation.value >= 0.95
    assert found.coverage.value == pytest.approx(0.95, abs=0.03)
    assert found.power.value > 0.5
    # two of twelve differ
    few = tried(severities, severity=np.r_[1.0, -1.0, np.zeros(10)])
    assert few.power.value > 0.9
    assert few.false_alarms.value <= 0.06


def test_raters_who_are_alike_are_seldom_told_apart_and_those_who_rate_alone_never():
    assert tried(severities, severity=0.0).false_alarms.value <= 0.05
    alone = tried(severities, trials=2, design="nested", each=1, raters=6)
    assert alone.refused == 2
    assert "one rater only" in alone.reasons[0].template


def test_severities_in_logits_are_recovered_and_unlinked_raters_are_refused():
    found = tried(severities_in_logits, trials=6, scale="rasch", items=4, severity=0.8, spread=1.2)
    assert found.correlation.value >= 0.95
    assert found.coverage.value > 0.85
    apart = tried(severities_in_logits, trials=2, scale="rasch", components=2)
    assert "share no person" in apart.reasons[0].template


def test_gaps_between_groups_are_found_when_they_are_there_and_a_true_difference_looks_like_a_bias():
    assert tried(group_gaps, trials=200).false_alarms.value == pytest.approx(0.05, abs=0.03)
    bias, true = tried(group_gaps, group_bias=(0, 0.5)), tried(group_gaps, group_effect=(0, -0.5))
    assert bias.power.value == pytest.approx(true.power.value)
    assert bias.power.value > 0.8
    assert bias.coverage.value >= 0.9


def test_unit_means_hold_the_truth_unless_one_rater_judges_each_unit():
    whole = {"units": 12, "subjects": 240, "unit_effect": 0.4}
    linked = tried(unit_means, **whole, severity=0.0)
    assert linked.coverage.value == pytest.approx(0.95, abs=0.03)
    assert linked.false_alarms.value == 0
    nested = tried(unit_means, **whole, design="nested", each=1, raters=12)
    assert nested.coverage.value < 0.8  # the rater's severity is taken for the unit's own


def test_a_unit_spread_otherwise_is_found_and_alike_units_are_not():
    analysis = partial(unit_distributions, rng=np.random.default_rng(2))
    classes = {"scale": "classes", "shares": (0.1, 0.75, 0.15), "each": 1, "severity": 0.0, "trials": 15}
    assert tried(analysis, **classes).false_alarms.value <= 0.07
    assert tried(analysis, **classes, unit_effect=np.r_[1.5, np.zeros(5)]).power.value > 0.8
