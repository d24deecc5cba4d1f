"""How far a unit's classes lie from the reference, and what chance would explain."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import chi2_contingency, fisher_exact

from workbench.fairness.reference_distribution import compare_with_reference


def rng(seed: int = 1) -> np.random.Generator:
    return np.random.default_rng(seed)


def test_three_heads_of_three_are_as_rare_as_one_in_four():
    # χ² = 2 · 1.5² / 1.5 = 3; only 3:0 and 0:3 are as far off, one in eight each; all of F is off by a half
    found = compare_with_reference(np.array([[3, 0]]), reference=np.array([1, 1]), rng=rng()).units.iloc[0]
    assert found["chi_square"] == pytest.approx(3)
    assert found["g"] == pytest.approx(2 * 3 * np.log(2))
    assert found["p_value"] == pytest.approx(0.25)
    assert found["distance"] == found["shift"] == 0.5
    assert found["exact"]
    assert found["noisy"]


def test_the_distance_is_in_steps_of_the_ordered_classes_and_the_shift_has_a_direction():
    # from the middle class of three: everybody one step up, everybody one step down, half each way
    counts = np.array([[40, 0, 0], [0, 0, 40], [20, 0, 20]])
    found = compare_with_reference(counts, reference=np.array([0.0, 1.0, 0.0]), rng=rng()).units
    assert found["distance"].tolist() == [1, 1, 1]
    assert found["shift"].tolist() == [1, -1, 0]
    assert not found["noisy"].any()


def test_a_class_that_the_reference_never_uses_is_more_than_any_chance():
    found = compare_with_reference(np.array([[9, 1], [10, 0]]), reference=np.array([1.0, 0.0]), rng=rng())
    assert found.units["chi_square"].tolist() == [np.inf, 0]
    assert found.units["p_value"].tolist() == [0, 1]


def test_against_all_others_the_statistics_are_those_of_the_table_of_unit_and_others():
    table = np.array([[5, 3, 2], [10, 40, 10]])
    found = compare_with_reference(table, rng=rng()).units
    assert found["chi_square"].tolist() == pytest.approx([chi2_contingency(table, correction=False)[0]] * 2)
    assert found["g"].tolist() == pytest.approx([chi2_contingency(table, lambda_="log-likelihood")[0]] * 2)
    # 5/10 against 10/60 in the first class, 8/10 against 50/60 in the first two
    assert found["distance"].tolist() == pytest.approx([1 / 3 + 1 / 30] * 2)
    assert found["shift"].tolist() == pytest.approx([1 / 3 - 1 / 30, 1 / 30 - 1 / 3])


def test_two_classes_of_tea_are_fishers_exact_test():
    # Fisher (1935), The Design of Experiments, II: three of four cups right, p = 34/70
    tea = np.array([[3, 1], [1, 3]])
    found = compare_with_reference(tea, rng=rng())
    assert found.units["p_value"].tolist() == pytest.approx([34 / 70] * 2)
    assert fisher_exact(tea).pvalue == pytest.approx(34 / 70)
    # adjusted residual (3 - 2) / √(2 · ½ · ½): its square is χ² = 2
    assert found.residuals == pytest.approx(np.array([[1, -1], [-1, 1]]) * np.sqrt(2))


@pytest.mark.parametrize("statistic", ["chi_square", "g", "distance"])
@pytest.mark.parametrize("reference", [None, np.array([0.2, 0.7, 0.1])])
def test_what_is_drawn_agrees_with_what_is_enumerated(monkeypatch, statistic, reference):
    counts = np.array([[7, 12, 4], [30, 90, 10], [2, 20, 1]])
    exact = compare_with_reference(counts, reference=reference, rng=rng(), statistic=statistic).units
    monkeypatch.setattr("workbench.fairness.reference_distribution.EXACT_OUTCOMES", 1)
    drawn = compare_with_reference(counts, reference=reference, rng=rng(), statistic=statistic).units
    assert exact["exact"].all()
    assert not drawn["exact"].any()
    np.testing.assert_allclose(drawn["p_value"], exact["p_value"], atol=0.015)


def test_units_that_are_drawn_from_one_distribution_are_seldom_called_different():
    p = [0.11, 0.885, 0.002, 0.002, 0.001]  # nearly everyone in two classes: expected counts far below five
    sizes = rng().choice([8, 15, 40, 120], 400)
    counts = np.array([rng(seed).multinomial(size, p) for seed, size in enumerate(sizes)])
    found = compare_with_reference(counts, rng=rng(), draws=1_999).units
    assert (found["p_value"] <= 0.05).mean() <= 0.07
    assert (found["q_value"] <= 0.05).sum() == 0


def test_one_unit_that_is_different_stands_out_among_many():
    counts = np.vstack([np.tile([5, 42, 3], (60, 1)), [[30, 20, 0]]])
    found = compare_with_reference(counts, rng=rng(), statistic="distance").units
    assert found.index[found["q_value"] <= 0.05].tolist() == [60]
    assert found["shift"].idxmax() == 60


def test_without_people_or_without_others_there_is_nothing_to_compare():
    empty = compare_with_reference(np.array([[0, 0], [3, 2]]), rng=rng())
    assert empty.units["p_value"].isna().all()
    assert empty.units["exact"].isna().all()
    assert np.isnan(empty.residuals).all()
    assert empty.units["size"].tolist() == [0, 5]


def test_a_reference_has_a_share_for_every_class():
    with pytest.raises(ValueError, match="a reference needs 3 shares, one for each class"):
        compare_with_reference(np.ones((2, 3), dtype=int), reference=np.array([0.5, 0.5]), rng=rng())


@settings(max_examples=30)
@given(arrays(np.int64, (3, 3), elements=st.integers(0, 12)))
def test_a_unit_like_the_others_is_at_no_distance_and_p_values_are_probabilities(counts):
    found = compare_with_reference(counts, rng=rng(), draws=99).units.dropna()
    assert found["p_value"].between(0, 1).all()
    assert (found["q_value"] >= found["p_value"] - 1e-12).all()
    assert (found["distance"] >= found["shift"].abs() - 1e-12).all()
    same = compare_with_reference(np.vstack([counts[:1]] * 2), rng=rng(), draws=99).units.dropna()
    assert same["distance"].tolist() == pytest.approx([0.0] * len(same), abs=1e-12)
    assert same["p_value"].tolist() == pytest.approx([1.0] * len(same))
