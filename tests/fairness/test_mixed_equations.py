"""The mixed-model equations of crossed factors at given ratios."""

from __future__ import annotations

import numpy as np
import pytest

from tests.fairness.test_variance_components import crossed, dense_criterion
from workbench.errors import ScoringError
from workbench.fairness import mixed_equations
from workbench.fairness.mixed_equations import CrossProducts, Factor

THETA = np.array([0.8, 1.3, 0.4])


def products(seed=1):
    """Sixty subjects, nine raters and slopes of the raters on x, with x as a covariate and two strata."""
    subject, rater, unit, x, y = crossed(np.random.default_rng(seed))
    factors = [
        Factor(name="rater", codes=rater, levels=9),
        Factor(name="subject", codes=subject, levels=60),
        Factor(name="slope", codes=rater, levels=9, slope=x),
    ]
    strata = (unit > 1).astype(int)
    blocks = [np.eye(9)[rater], np.eye(60)[subject], np.eye(9)[rater] * x[:, None]]
    return (
        CrossProducts.of(y, factors, strata, x),
        y,
        blocks,
        np.column_stack([strata == 0, strata == 1, x]).astype(float),
    )


def test_the_largest_factor_is_eliminated_and_the_rest_remains():
    made, *_ = products()
    assert made.first == 1
    assert made.size == 9 + 9 + 2 + 1
    assert made.owner.tolist() == [0] * 9 + [2] * 9 + [-1] * 3


def test_the_criterion_is_the_restricted_likelihood_at_any_ratios():
    made, y, blocks, design = products()
    at = made.at(THETA)
    variances = THETA**2 * at.residual
    assert at.criterion == pytest.approx(dense_criterion(y, blocks, design, variances, at.residual), abs=1e-8)


@pytest.mark.parametrize("dense", [4_000, 5])
def test_the_gradient_is_that_of_the_criterion_in_full_and_sparse_form(monkeypatch, dense):
    monkeypatch.setattr(mixed_equations, "DENSE", dense)
    made, *_ = products()
    step = 1e-4
    for place, found in enumerate(made.at(THETA).gradient()):
        moved = np.exp(step / 2 * (np.arange(3) == place))
        above, below = made.at(THETA * moved).criterion, made.at(THETA / moved).criterion
        assert found == pytest.approx((above - below) / (2 * step), abs=1e-3)


def test_the_curvature_is_the_mean_of_observed_and_expected_information():
    made, y, blocks, design = products()
    at = made.at(THETA)
    v = np.eye(len(y)) + sum(t**2 * z @ z.T for t, z in zip(THETA, blocks, strict=True))
    inverse = np.linalg.inv(v)
    p = inverse - inverse @ design @ np.linalg.inv(design.T @ inverse @ design) @ design.T @ inverse
    parts = [t**2 * z @ z.T for t, z in zip(THETA, blocks, strict=True)]
    quadratic = y @ p @ y
    expected = [
        [
            at.free * (y @ p @ a @ p @ b @ p @ y) / quadratic
            - at.free * (y @ p @ a @ p @ y) * (y @ p @ b @ p @ y) / quadratic**2
            for b in parts
        ]
        for a in parts
    ]
    assert at.curvature() == pytest.approx(np.array(expected))


@pytest.mark.parametrize("block", [2**22, 100])
def test_the_diagonal_of_the_inverse_is_the_same_in_blocks_of_any_size(monkeypatch, block):
    monkeypatch.setattr(mixed_equations, "BLOCK", block)
    made, _, blocks, design = products()
    rater, subject, slope = (t * z for t, z in zip(THETA, blocks, strict=True))
    covariate = design[:, 2] - design[:, 2].mean()
    whole = np.column_stack([rater, slope, design[:, :2], covariate, subject])
    inverse = np.linalg.inv(whole.T @ whole + np.diag([1.0] * 18 + [0.0] * 3 + [1.0] * 60))
    first, rest = made.at(THETA).inverse_diagonals()
    assert rest == pytest.approx(np.diag(inverse)[:21])
    assert first == pytest.approx(np.diag(inverse)[21:])


def test_what_is_too_large_to_look_at_is_refused_before_it_is_multiplied(monkeypatch):
    monkeypatch.setattr(mixed_equations, "DENSE", 5)
    products()[0].refuse()
    monkeypatch.setattr(mixed_equations, "MOST_PAIRS", 10)
    monkeypatch.setattr(mixed_equations, "MOST_ENTRIES", 10)
    with pytest.raises(ScoringError, match="21 effects are too densely linked"):
        products()[0].refuse()
