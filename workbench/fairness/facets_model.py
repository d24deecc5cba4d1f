"""The many-facet rating-scale model: how severe each rater is once persons and items are allowed for.

``log(P_k / P_(k-1)) = theta_person - delta_item - alpha_rater - tau_k`` with ``sum alpha = sum tau = 0`` and persons
drawn from ``N(0, s^2)``; k runs over the categories above the lowest.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from workbench.errors import ScoringError, fault
from workbench.fairness.facets_likelihood import Likelihood
from workbench.fairness.facets_ratings import FacetRatings, check_estimable, without_extremes
from workbench.model.methods import Floats

NODES, MOST_NODES = 21, 500
PRECISION = 1e-7
"""Largest slope of the log-likelihood, per rating, at which the search counts as settled."""
LARGEST_SD, SMALLEST_SD = 50.0, 0.02
"""Between these the persons' standard deviation is looked for, in logits."""
CONFIDENCE = 1.959963984540054
"""Standard errors on either side of an estimate that make a 95 % interval."""


@dataclass(frozen=True, kw_only=True)
class FacetParameters:
    """What the model says about items, raters, categories and the spread of persons, in logits.

    Parameters
    ----------
    difficulties : ndarray, shape (items,)
        How hard an item is for the average person.
    severities : ndarray, shape (raters,)
        How much stricter than the mean of the raters each one is; they add up to 0.
    steps : ndarray, shape (categories - 1,)
        How hard it is to step into a category beyond the item's difficulty; they add up to 0.
    person_sd : float
        Standard deviation of the persons.
    """

    difficulties: Floats
    severities: Floats
    steps: Floats
    person_sd: float


@dataclass(frozen=True, kw_only=True)
class FacetsModel:
    """A fitted model.

    Parameters
    ----------
    ratings : FacetRatings
        The ratings it was fitted to: those whose rater and item can be estimated.
    extreme : Index
        Raters that were left out: all their ratings are in the lowest class, or all in the highest, so that no
        severity is the best.
    parameters : FacetParameters
        Under which these ratings are most likely.
    covariance : ndarray, shape (m, m)
        Inverse of the observed information, in the order difficulties, severities, steps, logarithm of the persons'
        standard deviation. Severities and steps add up to 0, so that its rank is m - 2.
    deviance : float
        Minus twice the log-likelihood.
    nodes : ndarray, shape (q,)
        Points of the persons' scale, in logits.
    posterior : ndarray, shape (persons, q)
        How likely each person stands at each node, given his or her ratings; rows add up to 1.
    """

    ratings: FacetRatings
    extreme: pd.Index[Any]
    parameters: FacetParameters
    covariance: Floats
    deviance: float
    nodes: Floats
    posterior: Floats

    @property
    def severity_se(self) -> Floats:
        """Standard errors of the severities."""
        first = len(self.parameters.difficulties)
        return np.asarray(np.sqrt(np.diag(self.covariance)[first : first + len(self.parameters.severities)]))


def fit_facets(ratings: FacetRatings, *, nodes: int = NODES) -> FacetsModel:
    """Return the many-facet rating-scale model of the ratings, by marginal maximum likelihood.

    Parameters
    ----------
    ratings : FacetRatings
        Raters and items with ratings in the lowest class only, or in the highest only, are left out first.
    nodes : int
        At least so many equally spaced points stand for the normal distribution of persons; more where some person is
        known so closely that he or she would fall between two of them.

    Raises
    ------
    ScoringError
        When fewer than two raters remain, when groups of raters share no person or no item, when the scores are
        measures and no categories, or when the likelihood has no maximum that could be found.

    References
    ----------
    Linacre, J. M. (1989), Many-Facet Rasch Measurement. Andrich, D. (1978), doi:10.1007/BF02293814. Marginal
    likelihood: Bock, R. D. & Aitkin, M. (1981), doi:10.1007/BF02293801.
    """
    usable = without_extremes(ratings)
    check_estimable(usable)
    likelihood = Likelihood(usable, nodes)
    best = _most_likely(likelihood, likelihood.start())
    while (needed := min(likelihood.nodes_needed(best), MOST_NODES)) > nodes:
        nodes = needed + needed // 8  # a little more, because what is needed rises with what is seen
        likelihood = Likelihood(usable, nodes)
        best = _most_likely(likelihood, best)
    difficulties, severities, steps, person_sd = likelihood.parts(best)
    at = likelihood.at(best)
    return FacetsModel(
        ratings=usable,
        extreme=ratings.raters.difference(usable.raters),
        parameters=FacetParameters(difficulties=difficulties, severities=severities, steps=steps, person_sd=person_sd),
        covariance=likelihood.covariance(best),
        deviance=-2.0 * at.log_likelihood,
        nodes=at.nodes,
        posterior=at.posterior,
    )


def _most_likely(likelihood: Likelihood, start: Floats) -> Floats:
    from scipy.optimize import minimize
    from threadpoolctl import threadpool_limits  # comes with scikit-learn

    scale = likelihood.scale()

    def loss(scaled: Floats) -> tuple[float, Floats]:
        value, slope = likelihood.loss(scaled / scale)
        return value, slope / scale

    sds = (np.log(SMALLEST_SD) * scale[-1], np.log(LARGEST_SD) * scale[-1])
    bounds = [*[(None, None)] * (len(start) - 1), sds]
    options = {"gtol": PRECISION, "ftol": 0.0, "maxiter": 5000, "maxfun": 10000, "maxcor": 30}
    with threadpool_limits(limits=1, user_api="blas"):  # matrices too small to be worth waiting for a second core
        found = minimize(loss, start * scale, jac=True, method="L-BFGS-B", bounds=bounds, options=options)
    at_bound = found.x[-1] in sds  # persons do not differ: the slope in their spread need not be zero
    if np.abs(found.jac[:-1] if at_bound else found.jac).max() > 100 * PRECISION:
        raise ScoringError([fault("ratings", "the rating-scale model finds no best severities; too few ratings")])
    return likelihood.centred(found.x / scale)
