"""Krippendorff's alpha: his published figures, pairs formed one by one, and intervals."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from workbench.errors import ScoringError
from workbench.fairness.krippendorff import krippendorff_alpha
from workbench.fairness.reliability_data import reliability_data

NA = np.nan
# Krippendorff (2011), Computing Krippendorff's alpha-reliability: four observers in rows, twelve units in columns
PUBLISHED = np.array(
    [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, NA, NA, NA],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NA, 3],
        [NA, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NA],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NA],
    ]
)


def of_table(table):
    raters, subjects = np.indices(table.shape)
    return reliability_data(table.ravel(), subjects.ravel(), raters.ravel())


def alpha(data, level="interval", seed=0, **options):
    return krippendorff_alpha(data, level=level, rng=np.random.default_rng(seed), **options)


@pytest.mark.parametrize(
    ("level", "expected"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)]
)
def test_the_published_figures(level, expected):
    found = alpha(of_table(PUBLISHED), level)
    assert found.alpha.value == pytest.approx(expected, abs=0.0005)
    assert found.alpha.low < expected < found.alpha.high <= 1
    assert (found.subjects, found.ratings) == (11, 40)  # the twelfth unit has one rating


def difference(level, one, other, values):
    if level == "nominal":
        return float(one != other)
    if level == "ordinal":
        low, high = sorted((one, other))
        return (np.sum((values >= low) & (values <= high)) - (np.sum(values == one) + np.sum(values == other)) / 2) ** 2
    return (one - other) ** 2 if level == "interval" else ((one - other) / (one + other)) ** 2


@pytest.mark.parametrize("level", ["nominal", "ordinal", "interval", "ratio"])
def test_counting_pair_by_pair_gives_the_same(level):
    rng = np.random.default_rng(4)
    table = np.clip(np.round(3 + rng.normal(size=(1, 8)) + rng.normal(size=(4, 8))), 1, 5)
    table[rng.random(table.shape) < 0.3] = NA
    columns = [column[~np.isnan(column)] for column in table.T]
    units = [column for column in columns if column.size > 1]
    values = np.concatenate(units)
    observed = sum(
        2 * sum(difference(level, a, b, values) for a, b in combinations(unit, 2)) / (unit.size - 1) for unit in units
    )
    expected = 2 * sum(difference(level, a, b, values) for a, b in combinations(values, 2)) / (values.size - 1)
    assert alpha(of_table(table), level, draws=1).alpha.value == pytest.approx(1 - observed / expected)


def test_two_raters_of_two_values_by_hand():
    # one of four units differs: Do = 1/4; of 8 ratings 3 are yes: De = 2 * 3 * 5 / (8 * 7)
    table = np.array([[1, 0, 1, 0], [1, 0, 0, 0.0]])
    assert alpha(of_table(table), "nominal").alpha.value == pytest.approx(1 - (1 / 4) / (30 / 56))


def test_full_agreement_is_certain_and_a_single_value_tells_nothing():
    agreed = alpha(of_table(np.array([[1, 2, 3, 1], [1, 2, 3, 1.0]]))).alpha
    assert (agreed.value, agreed.low, agreed.high) == (1, 1, 1)
    assert np.isnan(alpha(of_table(np.full((3, 5), 0.1))).alpha.value)


def test_without_two_ratings_of_a_subject_there_is_nothing_to_compare():
    found = alpha(of_table(np.array([[1.0, 2, NA], [NA, NA, 3]])))
    assert np.isnan(found.alpha.value)
    assert found.subjects == 0


@pytest.mark.parametrize("subjects", [60, 5_000])
def test_the_interval_is_as_wide_as_alpha_varies(subjects):
    rng = np.random.default_rng(6)

    def sample():
        return of_table(rng.normal(size=(1, subjects)) + rng.normal(size=(3, subjects)))

    spread = np.std([alpha(sample(), draws=1).alpha.value for _ in range(120)])
    widths = [each.high - each.low for each in (alpha(sample(), seed=seed).alpha for seed in range(5))]
    assert np.mean(widths) / (2 * 1.96) == pytest.approx(spread, rel=0.2)


def test_the_same_seed_gives_the_same_interval():
    assert alpha(of_table(PUBLISHED), seed=1) == alpha(of_table(PUBLISHED), seed=1)
    assert alpha(of_table(PUBLISHED), seed=1) != alpha(of_table(PUBLISHED), seed=2)


def test_too_many_values_to_compare_two_by_two_and_negative_ratios_are_refused():
    with pytest.raises(ScoringError, match="201 different values are too many to compare two by two"):
        alpha(of_table(np.tile(np.arange(201.0), (2, 1))), "nominal")
    with pytest.raises(ScoringError, match=r"ratios need values of 0 or more; the lowest is -1\.0"):
        alpha(of_table(np.array([[-1.0, 2], [1, 2]])), "ratio")
