"""What the built-in normalisations declare about themselves must hold for what they do."""

from __future__ import annotations

import numpy as np
import pytest

from workbench.builtin_methods.normalisations import normalisations
from workbench.model.methods import NormalisationMethod

SETTINGS = {
    "goalposts": {"low": 0, "high": 100},
    "scaled": {"low": 0, "high": 100},
    ("target", "higher"): {"value": 80.0},
    ("target", "lower"): {"value": 10.0, "zero": 90.0},
    ("target", "target"): {"value": 50.0, "tolerance": 30.0},
    ("distance_to_reference", "higher"): {"value": 60.0},
    ("distance_to_reference", "lower"): {"value": 10.0},
}
REFUSING_NEGATIVES = [("fraction_of_max", "lower"), ("share_of_sum", "lower")]
CASES = [(method, polarity) for method in normalisations() for polarity in method.polarities]


def settings_of(method: NormalisationMethod, polarity: str):
    given = SETTINGS.get(method.code) or SETTINGS.get((method.code, polarity), {})
    return method.options.model_validate(given, context={"polarity": polarity})


def fitted(method: NormalisationMethod, polarity: str, values: np.ndarray):
    return method.fit(values, polarity, settings_of(method, polarity))


def ids(given: object) -> str:
    return str(getattr(given, "code", given))


def test_the_normalisations_are_these():
    assert [each.code for each in normalisations()] == [
        *("goalposts", "scaled", "target"),
        *("min_max", "distance_to_best", "distance_to_reference", "fraction_of_max", "z_score"),
        *("percentile_rank", "rank", "borda"),
        *("as_measured", "vector", "share_of_sum"),
    ]


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


@pytest.mark.parametrize(
    ("method", "polarity"), [each for each in CASES if (each[0].code, each[1]) not in REFUSING_NEGATIVES], ids=ids
)
def test_a_bounded_method_stays_within_0_and_100_and_only_a_bounded_one(method, polarity):
    values = np.array([-1000.0, *range(1, 200)])
    normalised = fitted(method, polarity, values).apply(values)
    within = normalised.min() >= -1e-9 and normalised.max() <= 100 + 1e-9
    assert within == method.bounded  # the z-score of -1000 lies 11 deviations below: -64


@pytest.mark.parametrize(("method", "polarity"), CASES, ids=ids)
def test_only_a_relative_method_looks_at_the_other_subjects(method, polarity):
    alone, among = np.array([20.0, 30.0, 40.0]), np.array([5.0, 20.0, 30.0, 40.0, 90.0, 95.0])
    of_30 = [fitted(method, polarity, values).apply(np.array([30.0]))[0] for values in (alone, among)]
    assert (of_30[0] != of_30[1]) == method.relative
