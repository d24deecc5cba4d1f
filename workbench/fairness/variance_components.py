"""Variance components of crossed factors by restricted maximum likelihood, in memory linear in the observations.

``y = X beta + sum over k of Z_k b_k + e``, ``b_k ~ N(0, theta_k² sigma²)``, ``e ~ N(0, sigma²)``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from workbench.fairness.mixed_equations import CrossProducts, Equations, Factor, Ints
from workbench.model.methods import Floats

ONE_THREAD = 2_000
"""Up to this size threads would wait for each other longer than they work, where other work is running too."""
SMALLEST = 1e-3  # of a ratio theta: a smaller one is set to zero if the criterion is no worse for it
LARGEST = 1e3  # of a ratio theta: ratings without any noise are taken to have a thousandth of the spread of effects
PRECISION = 1e-6  # of the slope of the criterion, for each level: leaves the criterion right to about as much


@dataclass(frozen=True, kw_only=True)
class VarianceComponents:
    """What REML finds.

    Parameters
    ----------
    criterion : float
        REML criterion, -2 times the restricted log-likelihood at its maximum, as lme4 prints it.
    observations : int
        n.
    residual : float
        sigma².
    variances : dict of str to float
        Of each factor.
    effects, prediction_variances : dict of str to array, shape (levels,)
        Best linear unbiased predictions b of each factor, and the variance of ``predicted - true``, in which what is
        unknown of the fixed effects is counted.
    intercepts : array, shape (strata,)
        Expected value of each stratum where the effects and the covariates are 0.
    coefficients, coefficient_errors : array, shape (p,)
        Of the covariates, and their standard errors.
    evaluations : int
        How often the criterion was evaluated.
    """

    criterion: float
    observations: int
    residual: float
    variances: dict[str, float]
    effects: dict[str, Floats]
    prediction_variances: dict[str, Floats]
    intercepts: Floats
    coefficients: Floats
    coefficient_errors: Floats
    evaluations: int


def fit_variance_components(
    values: Floats,
    factors: Sequence[Factor],
    *,
    strata: Ints | None = None,
    covariates: Floats | None = None,
    start: Mapping[str, float] | None = None,
) -> VarianceComponents:
    """Return variances and effects of crossed `factors` by REML.

    The criterion is minimised over ``log theta_k²`` with its exact gradient,
    ``q_k - trace of M^-1 over k - |u_k|² / sigma²``, where M are the mixed-model equations of the spherical effects
    ``u = b / theta``, and the average of observed and expected information for its curvature.

    Parameters
    ----------
    values : array, shape (n,)
        Observations, without NaN.
    factors : sequence of Factor
        Random factors, crossed or nested in any way.
    strata : array of int, shape (n,), optional
        Each stratum has a mean of its own; without it there is one for all.
    covariates : array, shape (n, p), optional
        Fixed effects besides.
    start : mapping, optional
        Name of a factor to the ratio of its variance to the residual one at which the search starts; 1 without it.

    Raises
    ------
    ScoringError
        Fewer observations than fixed effects, fixed effects that cannot be told apart, or a remainder that is both
        large and densely linked.

    References
    ----------
    Bates, Mächler, Bolker, Walker (2015), doi:10.18637/jss.v067.i01; Henderson (1975), doi:10.2307/2529430; Gilmour,
    Thompson, Cullis (1995), doi:10.2307/2533274.
    """
    from scipy import optimize
    from threadpoolctl import threadpool_limits

    products = CrossProducts.of(values, factors, strata, covariates)
    products.refuse()

    @lru_cache(maxsize=2)  # the search asks for value, slope and curvature of one place one after the other
    def point(*logs: float) -> Equations:
        return products.at(_ratios(np.array(logs)))

    with threadpool_limits(limits=1 if products.size <= ONE_THREAD else None, user_api="blas"):
        found = optimize.minimize(
            lambda logs: point(*logs).criterion,
            np.log([(start or {}).get(factor.name, 1.0) for factor in factors]),
            jac=lambda logs: point(*logs).gradient() * (_ratios(logs) < LARGEST),
            hess=lambda logs: point(*logs).curvature(),
            method="trust-exact",
            options={
                "gtol": PRECISION * sum(factor.levels for factor in factors),
                "initial_trust_radius": 2.0,
                "maxiter": 50,
            },
        )
        best = _without_tiny(products, _ratios(found.x))
        return _result(products, factors, best, evaluations=point.cache_info().misses)


def _ratios(logs: Floats) -> Floats:
    return np.asarray(np.minimum(np.exp(logs / 2), LARGEST))


def _without_tiny(products: CrossProducts, theta: Floats) -> Equations:
    """Return the point at `theta`, a ratio at the lower end set to zero where the criterion is no worse for it."""
    point = products.at(theta)
    for place in np.flatnonzero(theta <= SMALLEST):
        without = point.theta.copy()
        without[place] = 0.0
        tried = products.at(without)
        point = tried if tried.criterion <= point.criterion + 1e-8 else point
    return point


def _result(
    products: CrossProducts, factors: Sequence[Factor], point: Equations, *, evaluations: int
) -> VarianceComponents:
    first, rest = point.inverse_diagonals()
    effects, errors, variances = {}, {}, {}
    for place, factor in enumerate(factors):
        variances[factor.name] = float(point.theta[place] ** 2 * point.residual)
        effects[factor.name] = point.theta[place] * point.effects(place)
        errors[factor.name] = variances[factor.name] * products.part(place, first, rest)
    fixed, error = point.rest_effects[products.owner < 0], point.residual * rest[products.owner < 0]
    coefficients = fixed[products.strata :]
    return VarianceComponents(
        criterion=point.criterion,
        observations=products.observations,
        residual=point.residual,
        variances=variances,
        effects=effects,
        prediction_variances=errors,
        intercepts=fixed[: products.strata] + products.centre - float(coefficients @ products.covariate_centres),
        coefficients=coefficients,
        coefficient_errors=np.sqrt(error[products.strata :]),
        evaluations=evaluations,
    )
