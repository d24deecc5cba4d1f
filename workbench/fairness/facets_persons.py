"""Where each person stands once severity is allowed for, and the score he or she would get from an average rater."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.fairness.facets_likelihood import category_probabilities
from workbench.fairness.facets_model import FacetParameters, FacetsModel
from workbench.fairness.facets_ratings import FacetRatings
from workbench.model.methods import Floats

SETTLED = 1e-9
LONGEST_STEP = 1.0
MOST_STEPS = 500


def person_measures(model: FacetsModel) -> pd.DataFrame:
    """Return one row a person of the fitted ratings.

    Returns
    -------
    DataFrame
        Indexed by person: ``ratings`` and ``average`` (of the scores as given); ``eap`` and ``eap_se``, mean and
        standard deviation of the place on the scale given the ratings, drawn towards the average person; ``wle`` and
        ``wle_se``, the weighted likelihood estimate, which is not; ``fair_average``, the score expected at ``wle`` from
        a rater of mean severity, averaged over all items. Places in logits, averages in the units of the scores.
    """
    ratings = model.ratings
    count = np.bincount(ratings.person)
    given = np.bincount(ratings.person, weights=ratings.categories[ratings.score])
    eap = model.posterior @ model.nodes
    variance = model.posterior @ model.nodes**2 - eap**2
    wle, wle_se = weighted_likelihood_estimates(ratings, model.parameters)
    return pd.DataFrame(
        {
            "ratings": count,
            "average": given / count,
            "eap": eap,
            "eap_se": np.sqrt(variance),
            "wle": wle,
            "wle_se": wle_se,
            "fair_average": expected_average(wle, model.parameters, ratings.categories),
        },
        index=ratings.persons,
    )


def weighted_likelihood_estimates(ratings: FacetRatings, parameters: FacetParameters) -> tuple[Floats, Floats]:
    """Return each person's weighted likelihood estimate and its standard error, in logits; finite for every total.

    It solves ``total - expected + J / (2 I) = 0``, where I is the information and J its slope; the standard error is
    ``1 / sqrt(I)``.

    References
    ----------
    Warm, T. A. (1989), doi:10.1007/BF02294627.
    """
    location = parameters.difficulties[ratings.item] + parameters.severities[ratings.rater]
    total = np.bincount(ratings.person, weights=ratings.score)
    theta = np.zeros(len(total))
    for _ in range(MOST_STEPS):
        cumulants = _cumulants(theta[ratings.person] - location, parameters.steps)
        expected, information, slope, bend = (np.bincount(ratings.person, each) for each in cumulants)
        against = total - expected + slope / (2 * information)
        steepness = information - (bend * information - slope**2) / (2 * information**2)
        step = against / np.maximum(steepness, information / 2)
        theta = theta + np.clip(step, -LONGEST_STEP, LONGEST_STEP)
        if np.abs(step).max() < SETTLED:
            break
    return theta, 1 / np.sqrt(information)


def expected_average(
    theta: Floats, parameters: FacetParameters, categories: Floats, *, severity: float = 0.0
) -> Floats:
    """Return the score expected at each place `theta` from a rater of this severity, averaged over all items.

    Parameters
    ----------
    theta : ndarray, shape (n,)
        Places on the persons' scale, in logits.
    parameters, categories : FacetParameters, ndarray
        The model, and what its categories are called: the result is in these units.
    severity : float
        0 is the mean of the raters.
    """
    distance = theta[:, None] - parameters.difficulties - severity
    return np.asarray(np.einsum("k,kni->n", categories, category_probabilities(distance, parameters.steps))) / len(
        parameters.difficulties
    )


def _cumulants(distance: Floats, steps: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """Return the first four cumulants of the category at each distance; each is the slope of the one before."""
    chance = category_probabilities(distance, steps)
    category = np.arange(len(chance), dtype=float)
    mean = category @ chance
    away = category[:, None] - mean
    variance, third, fourth = ((chance * away**power).sum(axis=0) for power in (2, 3, 4))
    return mean, variance, third, fourth - 3 * variance**2
