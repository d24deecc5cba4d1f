"""Variance components of crossed factors by REML."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from workbench.errors import ScoringError
from workbench.fairness import mixed_equations
from workbench.fairness.mixed_equations import Factor
from workbench.fairness.variance_components import fit_variance_components

# 24 plates (rows) with the same 6 samples of penicillin: diameter of the zone in which bacteria do not grow, in mm.
# Davies & Goldsmith (1972), Statistical Methods in Research and Production, table 6.6, as in lme4's `Penicillin`.
PENICILLIN = np.array(
    [
        [27, 23, 26, 23, 23, 21],
        [27, 23, 26, 23, 23, 21],
        [25, 21, 25, 24, 24, 20],
        [26, 23, 25, 23, 23, 20],
        [25, 22, 26, 22, 23, 20],
        [24, 22, 25, 23, 22, 19],
        [24, 20, 23, 21, 22, 19],
        [26, 22, 26, 24, 24, 21],
        [24, 21, 24, 22, 22, 20],
        [24, 21, 24, 23, 22, 19],
        [26, 23, 26, 24, 24, 21],
        [25, 22, 26, 24, 24, 20],
        [26, 24, 26, 24, 25, 22],
        [26, 23, 26, 23, 23, 20],
        [26, 23, 25, 24, 24, 22],
        [25, 22, 25, 23, 23, 20],
        [25, 21, 24, 23, 23, 20],
        [25, 22, 24, 23, 23, 19],
        [24, 21, 23, 21, 21, 19],
        [26, 23, 26, 24, 24, 21],
        [25, 21, 24, 22, 22, 18],
        [25, 22, 25, 22, 22, 20],
        [24, 21, 24, 22, 24, 19],
        [24, 21, 24, 22, 21, 18],
    ],
    dtype=float,
)
# Yield of dyestuff from 6 batches, in grams. Davies & Goldsmith (1972), table 6.1, as in lme4's `Dyestuff`.
DYESTUFF = np.array(
    [
        [1545, 1440, 1440, 1520, 1580],
        [1540, 1555, 1490, 1560, 1495],
        [1595, 1550, 1605, 1510, 1560],
        [1445, 1440, 1595, 1465, 1545],
        [1595, 1630, 1515, 1635, 1625],
        [1520, 1455, 1450, 1480, 1445],
    ],
    dtype=float,
)
PLATE, SAMPLE = (codes.ravel() for codes in np.indices(PENICILLIN.shape))


def penicillin():
    return fit_variance_components(
        PENICILLIN.ravel(),
        [Factor(name="plate", codes=PLATE, levels=24), Factor(name="sample", codes=SAMPLE, levels=6)],
    )


def crossed(rng, *, people=60, raters=9, units=4, each=3, noise=1.0):
    """Ratings of people by raters, with a covariate, and everything a dense likelihood needs."""
    subject = np.repeat(np.arange(people), each)
    rater = np.concatenate([rng.choice(raters, each, replace=False) for _ in range(people)])
    unit = (subject % units).astype(int)
    x = rng.normal(size=len(subject))
    value = 3 + 0.5 * x + rng.normal(size=people)[subject] + 0.7 * rng.normal(size=raters)[rater]
    return subject, rater, unit, x, value + noise * rng.normal(size=len(subject))


def dense_criterion(y, blocks, design, variances, residual):
    """-2 log of the restricted likelihood with the covariance matrix of all observations written out."""
    v = residual * np.eye(len(y)) + sum(s * z @ z.T for s, z in zip(variances, blocks, strict=True))
    inverse = np.linalg.inv(v)
    information = design.T @ inverse @ design
    beta = np.linalg.solve(information, design.T @ inverse @ y)
    rest = y - design @ beta
    free = len(y) - design.shape[1]
    return (
        np.linalg.slogdet(v)[1] + np.linalg.slogdet(information)[1] + rest @ inverse @ rest + free * np.log(2 * np.pi)
    )


def test_lme4_s_penicillin():
    """Bates et al. (2015), doi:10.18637/jss.v067.i01: 330.86058899 and these deviations."""
    found = penicillin()
    assert found.criterion == pytest.approx(330.86058899122156, abs=1e-8)
    assert np.sqrt(found.variances["plate"]) == pytest.approx(0.8467057, abs=3e-6)
    assert np.sqrt(found.variances["sample"]) == pytest.approx(1.9315556, abs=3e-6)
    assert np.sqrt(found.residual) == pytest.approx(0.5499230, abs=1e-6)
    assert found.intercepts == pytest.approx([PENICILLIN.mean()])
    assert found.evaluations < 10


def test_lme4_s_dyestuff_with_one_factor_only():
    """Bates (2010), lme4: Mixed-effects modeling with R, ch. 1: 319.6543, 42.00 and 49.51; ANOVA (56358 - 2451) / 5."""
    batch = np.repeat(np.arange(6), 5)
    found = fit_variance_components(DYESTUFF.ravel(), [Factor(name="batch", codes=batch, levels=6)])
    assert found.criterion == pytest.approx(319.6543, abs=1e-4)
    between = 5 * DYESTUFF.mean(axis=1).var(ddof=1)
    within = DYESTUFF.var(axis=1, ddof=1).mean()
    assert found.residual == pytest.approx(within, rel=1e-5)
    assert found.variances["batch"] == pytest.approx((between - within) / 5, rel=1e-5)
    assert np.sqrt(found.variances["batch"]) == pytest.approx(42.00, abs=0.005)


def test_the_criterion_is_the_restricted_likelihood_written_out_and_no_other_variances_do_better():
    subject, rater, unit, x, y = crossed(np.random.default_rng(3))
    factors = [
        Factor(name="subject", codes=subject, levels=60),
        Factor(name="rater", codes=rater, levels=9),
        Factor(name="unit", codes=unit, levels=4),
    ]
    strata = (x > 0).astype(int)
    found = fit_variance_components(y, factors, strata=strata, covariates=x)
    blocks = [np.eye(factor.levels)[factor.codes] for factor in factors]
    design = np.column_stack([strata == 0, strata == 1, x]).astype(float)
    variances = [found.variances[factor.name] for factor in factors]
    assert dense_criterion(y, blocks, design, variances, found.residual) == pytest.approx(found.criterion, abs=1e-7)
    for place in range(3):
        for times in (0.9, 1.1):
            moved = [value * (times if number == place else 1) for number, value in enumerate(variances)]
            assert dense_criterion(y, blocks, design, moved, found.residual) >= found.criterion - 1e-9


def test_effects_and_their_errors_are_those_of_the_equations_written_out():
    subject, rater, _, x, y = crossed(np.random.default_rng(4))
    factors = [Factor(name="rater", codes=rater, levels=9), Factor(name="subject", codes=subject, levels=60)]
    found = fit_variance_components(y, factors, covariates=x)
    whole = np.column_stack([np.eye(9)[rater], np.eye(60)[subject], np.ones(len(y)), x])
    ridge = np.repeat(
        [found.residual / found.variances["rater"], found.residual / found.variances["subject"], 0], [9, 60, 2]
    )
    inverse = np.linalg.inv(whole.T @ whole + np.diag(ridge))
    solved, errors = inverse @ whole.T @ y, found.residual * np.diag(inverse)
    assert found.effects["rater"] == pytest.approx(solved[:9], abs=1e-8)
    assert found.effects["subject"] == pytest.approx(solved[9:69], abs=1e-8)
    assert found.prediction_variances["rater"] == pytest.approx(errors[:9])
    assert found.prediction_variances["subject"] == pytest.approx(errors[9:69])
    assert [*found.intercepts, *found.coefficients] == pytest.approx(solved[69:])
    assert found.coefficient_errors == pytest.approx(np.sqrt(errors[70:]))


def test_statsmodels_finds_the_same_variances():
    from statsmodels.regression.mixed_linear_model import MixedLM

    subject, rater, _, _, y = crossed(np.random.default_rng(5), people=25, raters=6)
    frame = pd.DataFrame({"y": y, "subject": subject, "rater": rater, "all": 1})
    formulas = {"subject": "0 + C(subject)", "rater": "0 + C(rater)"}
    peer = MixedLM.from_formula("y ~ 1", groups="all", vc_formula=formulas, re_formula="0", data=frame).fit(reml=True)
    found = fit_variance_components(
        y, [Factor(name="rater", codes=rater, levels=6), Factor(name="subject", codes=subject, levels=25)]
    )
    assert found.criterion == pytest.approx(-2 * peer.llf, abs=1e-6)
    assert list(found.variances.values()) == pytest.approx(peer.vcomp, rel=1e-3)
    assert found.residual == pytest.approx(peer.scale, rel=1e-3)


def test_a_variance_that_would_be_negative_is_zero_and_its_effects_too():
    y = np.tile([1.0, 2.0, 3.0, 4.0], 6)  # all groups have the same mean: less than chance would give
    found = fit_variance_components(y, [Factor(name="group", codes=np.repeat(np.arange(6), 4), levels=6)])
    assert found.variances["group"] == 0
    assert not found.effects["group"].any()
    assert found.residual == pytest.approx(y.var(ddof=1))


def test_ratings_without_any_noise_give_back_what_they_were_made_of():
    quality, strictness = np.arange(10.0), np.array([0.0, 1.0, 3.0])
    subject, rater = (codes.ravel() for codes in np.indices((10, 3)))
    factors = [Factor(name="subject", codes=subject, levels=10), Factor(name="rater", codes=rater, levels=3)]
    found = fit_variance_components(quality[subject] + strictness[rater], factors)
    assert found.effects["rater"] == pytest.approx(strictness - strictness.mean(), abs=1e-4)
    assert found.residual < 1e-4


def test_a_remainder_too_large_to_be_held_in_full_gives_the_same_from_a_sparse_factor(monkeypatch):
    subject, rater, _, x, y = crossed(np.random.default_rng(6), people=80, raters=20)
    factors = [Factor(name="subject", codes=subject, levels=80), Factor(name="rater", codes=rater, levels=20)]
    full = fit_variance_components(y, factors, covariates=x)
    monkeypatch.setattr(mixed_equations, "DENSE", 5)
    sparse = fit_variance_components(y, factors, covariates=x)
    assert sparse.criterion == pytest.approx(full.criterion, abs=1e-6)
    assert sparse.effects["rater"] == pytest.approx(full.effects["rater"], abs=1e-4)
    assert sparse.prediction_variances["subject"] == pytest.approx(full.prediction_variances["subject"], rel=1e-3)


def test_a_remainder_both_large_and_densely_linked_is_refused(monkeypatch):
    monkeypatch.setattr(mixed_equations, "DENSE", 5)
    monkeypatch.setattr(mixed_equations, "MOST_ENTRIES", 3)
    with pytest.raises(ScoringError, match="7 effects are too densely linked for the crossed model"):
        penicillin()


def test_a_slope_of_each_level_is_found_and_its_variance():
    rng = np.random.default_rng(7)
    level, x = np.repeat(np.arange(40), 12), rng.normal(size=480)
    slope = rng.normal(size=40)
    y = 2 + slope[level] * x + 0.1 * rng.normal(size=480)
    found = fit_variance_components(y, [Factor(name="slope", codes=level, levels=40, slope=x)])
    assert found.effects["slope"] == pytest.approx(slope, abs=0.15)
    assert found.variances["slope"] == pytest.approx(slope.var(), rel=0.1)


def test_covariates_that_repeat_each_other_are_refused():
    subject, rater, _, x, y = crossed(np.random.default_rng(8))
    factors = [Factor(name="subject", codes=subject, levels=60), Factor(name="rater", codes=rater, levels=9)]
    with pytest.raises(ScoringError, match="cannot be told apart from each other or from the means"):
        fit_variance_components(y, factors, covariates=np.column_stack([x, 2 * x]))


def test_fewer_ratings_than_fixed_effects_are_refused():
    with pytest.raises(ScoringError, match="2 ratings cannot tell 2 means and coefficients apart"):
        fit_variance_components(
            np.array([1.0, 2.0]),
            [Factor(name="a", codes=np.array([0, 1]), levels=2)],
            strata=np.array([0, 1]),
        )
