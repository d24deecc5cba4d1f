"""What the built-in methods declare about themselves must hold for what they do."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.scoring.frameworks import framework, leaf
from workbench.builtin_methods import workbench_methods
from workbench.model.framework import Framework
from workbench.model.methods import AggregationMethod, NormalisationMethod
from workbench.scoring.aggregation import aggregate

METHODS = workbench_methods()
NORMALISATIONS = [each for each in METHODS if isinstance(each, NormalisationMethod)]
AGGREGATIONS = [each for each in METHODS if isinstance(each, AggregationMethod)]
SETTINGS = {
    "goalposts": {"low": 0, "high": 100},
    ("target", "higher"): {"value": 80.0},
    ("target", "lower"): {"value": 10.0, "zero": 90.0},
    ("target", "target"): {"value": 50.0, "tolerance": 30.0},
}
CASES = [(method, polarity) for method in NORMALISATIONS for polarity in method.polarities]


def settings_of(method: NormalisationMethod, polarity: str):
    given = SETTINGS.get(method.code) or SETTINGS.get((method.code, polarity), {})
    return method.options.model_validate(given, context={"polarity": polarity})


def fitted(method: NormalisationMethod, polarity: str, values: np.ndarray):
    return method.fit(values, polarity, settings_of(method, polarity))


def ids(given: object) -> str:
    return str(getattr(given, "code", given))


def test_the_methods_of_the_first_version():
    assert [each.code for each in NORMALISATIONS] == ["goalposts", "target", "min_max", "z_score", "percentile_rank"]
    assert [each.code for each in AGGREGATIONS] == ["arithmetic", "geometric"]


@pytest.mark.parametrize("method", METHODS, ids=ids)
def test_every_method_can_be_redone_by_hand_and_looked_up(method):
    assert method.formula
    assert len(method.reference) > 20
    assert method.label.id != method.label.en


@pytest.mark.parametrize(("method", "polarity"), CASES, ids=ids)
def test_higher_is_better_after_every_normalisation(method, polarity):
    values = np.array([20.0, 35.0, 50.0])
    better = fitted(method, polarity, values).apply(values)
    if polarity == "lower":
        better = better[::-1]
    assert better[0] < better[1] < better[2]


@pytest.mark.parametrize(("method", "polarity"), CASES, ids=ids)
def test_a_missing_value_stays_missing(method, polarity):
    values = np.array([20.0, np.nan, 50.0])
    assert np.isnan(fitted(method, polarity, values).apply(values)).tolist() == [False, True, False]


@pytest.mark.parametrize(("method", "polarity"), CASES, ids=ids)
def test_a_bounded_method_stays_within_0_and_100_and_only_a_bounded_one(method, polarity):
    values = np.array([-1000.0, *range(1, 30)])
    normalised = fitted(method, polarity, values).apply(values)
    within = normalised.min() >= -1e-9 and normalised.max() <= 100 + 1e-9
    assert within == method.bounded  # the z-score of -1000 among 29 small numbers lies 5.3 deviations below: -2.9


@pytest.mark.parametrize(("method", "polarity"), CASES, ids=ids)
def test_only_a_relative_method_looks_at_the_other_subjects(method, polarity):
    alone, among = np.array([20.0, 30.0, 40.0]), np.array([20.0, 30.0, 40.0, 90.0, 95.0])
    middle = [fitted(method, polarity, values).apply(values)[1] for values in (alone, among)]
    assert (middle[0] != middle[1]) == method.relative


@pytest.mark.parametrize("method", AGGREGATIONS, ids=ids)
def test_only_an_additive_method_is_the_sum_of_weight_times_child(method):
    children, weights = np.array([[81.0, 16.0]]), np.array([[0.5, 0.5]])
    combined = method.combine(children, weights, method.options())
    assert (combined[0] == 0.5 * 81 + 0.5 * 16) == method.additive


def test_the_geometric_mean_of_81_and_16_is_36_and_of_anything_with_zero_is_zero():
    geometric = AGGREGATIONS[1]
    tree = framework(leaf("a"), leaf("b"))
    tree = Framework(root=replace(tree.root, aggregation=geometric, settings=geometric.options()))
    scores, _ = aggregate(tree, {"a": np.array([81.0, 81.0, 81.0]), "b": np.array([16.0, 0.0, -4.0])})
    assert scores["score"].tolist() == pytest.approx([36.0, 0.0, 0.0])  # nothing buys off a zero, or less
