"""How each rater uses the scale, by the rating-scale model: severity, fit, spread, and whether raters differ."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbench.errors import message
from workbench.fairness.facets_likelihood import category_probabilities, pairs_of
from workbench.fairness.facets_model import CONFIDENCE, FacetsModel
from workbench.fairness.facets_persons import expected_average
from workbench.fairness.facets_residuals import dispersion
from workbench.model.methods import Floats

FIT_LIMITS, STRICT_FIT_LIMITS = (0.5, 1.5), (0.7, 1.3)
"""Between these a mean square counts as useful for measuring; the narrower pair is for high stakes."""
FEWEST_PERSONS = 5
"""With fewer persons no error of a spread can be told."""
ERRATIC, UNIFORM, EXPECTED = message("hard to predict"), message("almost uniform"), message("as expected")
"""What the two mean squares say about a rater; the first wins where both are said."""


@dataclass(frozen=True, kw_only=True)
class Separation:
    """How well the raters are told apart.

    Parameters
    ----------
    separation : float
        True spread of the severities as a multiple of their error.
    reliability : float
        Share of the observed variance of the severities that is not error, 0-1. High: the raters differ for certain.
    """

    separation: float
    reliability: float


def separation(severities: Floats, errors: Floats) -> Separation:
    """Return separation ``G = sqrt(max(0, var - mse) / mse)`` and reliability ``G^2 / (1 + G^2)``.

    Parameters
    ----------
    severities, errors : ndarray, shape (raters,)
        Estimates and their standard errors; ``mse`` is the mean squared error, ``var`` has the divisor n - 1.

    References
    ----------
    Wright, B. D. & Masters, G. N. (1982), Rating Scale Analysis, chapter 5.
    """
    error = float(np.mean(errors**2))
    true = max(0.0, float(np.var(severities, ddof=1)) - error)
    return Separation(separation=float(np.sqrt(true / error)), reliability=true / (true + error))


def rater_table(model: FacetsModel, *, limits: tuple[float, float] = FIT_LIMITS) -> pd.DataFrame:
    """Return one row a rater, strictest first.

    Parameters
    ----------
    model : FacetsModel
        The fitted model.
    limits : tuple of float
        Mean squares outside of which a rater is remarked on.

    Returns
    -------
    DataFrame
        Indexed by rater: ``ratings``, ``persons``; ``severity``, ``se``, ``low`` and ``high`` (95 %), in logits, 0 for
        the mean of the raters, with errors widened by the `dispersion` of the model; ``severity_p``, the chance that a
        rater of mean severity would lie so far from 0;
        ``points`` with ``points_low`` and ``points_high``, by how many points of the scale the rater's score of the
        average person is expected to lie below that of a rater of mean severity; and the columns of `rater_fit` and
        `rater_spread`.
    """
    from scipy.stats import norm

    ratings, parameters = model.ratings, model.parameters
    met = np.unique(ratings.rater * len(ratings.persons) + ratings.person) // len(ratings.persons)
    se = model.severity_se * np.sqrt(dispersion(model))
    low, high = (parameters.severities + sign * CONFIDENCE * se for sign in (-1, 1))
    usual = expected_average(np.zeros(1), parameters, ratings.categories)
    # a rater who is stricter by so much is to the average person what an average rater is to one so much below
    points, fewest, most = (
        usual - expected_average(-severity, parameters, ratings.categories)
        for severity in (parameters.severities, low, high)
    )
    table = pd.DataFrame(
        {
            "ratings": np.bincount(ratings.rater),
            "persons": np.bincount(met),
            "severity": parameters.severities,
            "se": se,
            "low": low,
            "high": high,
            "severity_p": 2 * norm.sf(np.abs(parameters.severities) / se),
            "points": points,
            "points_low": fewest,
            "points_high": most,
        },
        index=ratings.raters,
    )
    expected = expected_ratings(model)
    parts = [table, rater_fit(model, expected, limits=limits), rater_spread(model, expected)]
    return pd.concat(parts, axis=1).sort_values("severity", ascending=False, kind="stable")


@dataclass(frozen=True, kw_only=True)
class ExpectedRatings:
    """What the model expects of each rating, averaged over the places where the person may stand given all ratings.

    Parameters
    ----------
    mean : ndarray, shape (n,)
        Expected category.
    square : ndarray, shape (n,)
        Expected square of the category.
    variance : ndarray, shape (n,)
        Variance of the category at a place.
    surprise, surprise_variance : ndarray, shape (n,)
        Squared difference between the rating and what is expected at a place, and the variance of such a square. Where
        the model holds, mean surprise and mean variance are the same.
    relative, relative_variance : ndarray, shape (n,)
        The surprise as a multiple of the variance, 1 on average where the model holds, and its variance.
    """

    mean: Floats
    square: Floats
    variance: Floats
    surprise: Floats
    surprise_variance: Floats
    relative: Floats
    relative_variance: Floats


def expected_ratings(model: FacetsModel) -> ExpectedRatings:
    """Return what the model expects of each of its ratings."""
    ratings, parameters, pairs = model.ratings, model.parameters, pairs_of(model.ratings)
    location = parameters.difficulties[pairs.item] + parameters.severities[pairs.rater]
    category = np.arange(len(ratings.categories), dtype=float)
    sums = np.zeros((7, ratings.size))
    for place, node in enumerate(model.nodes):
        chance = category_probabilities(node - location, parameters.steps)
        mean, square = category @ chance, category**2 @ chance
        variance = square - mean**2
        fourth = (chance * (category[:, None] - mean) ** 4).sum(axis=0) - variance**2
        mean, square, variance, fourth = np.stack([mean, square, variance, fourth])[:, pairs.of_rating]
        surprise = (ratings.score - mean) ** 2
        each = (mean, square, variance, surprise, fourth, surprise / variance, fourth / variance**2)
        weight = model.posterior[ratings.person, place]
        for total, value in zip(sums, each, strict=True):
            total += weight * value
    return ExpectedRatings(
        mean=sums[0],
        square=sums[1],
        variance=sums[2],
        surprise=sums[3],
        surprise_variance=sums[4],
        relative=sums[5],
        relative_variance=sums[6],
    )


def rater_fit(
    model: FacetsModel, expected: ExpectedRatings, *, limits: tuple[float, float] = FIT_LIMITS
) -> pd.DataFrame:
    """Return how well each rater's ratings agree with what the model expects of them.

    Returns
    -------
    DataFrame
        Indexed by rater: ``infit`` (sum of squared differences over the sum of their variances) and ``outfit`` (mean of
        the squared differences as multiples of their variance), both 1 on average where the model holds; ``infit_z``
        and ``outfit_z``, the same as standard normal numbers (Wilson and Hilferty's cube root; on the careful side,
        because ratings of one person go together); ``outfit_p``, two-sided, of the latter; ``fit``, one of `ERRATIC`,
        `UNIFORM` and `EXPECTED`.

    Notes
    -----
    Squares are averaged over where the person may stand, not taken at one estimate of it: an estimate follows the
    ratings that made it, so that the squares around it come out too small where persons have few ratings.

    References
    ----------
    Wright, B. D. & Masters, G. N. (1982), Rating Scale Analysis, chapter 5. Wu, M. L. & Adams, R. J. (2013),
    Properties of Rasch residual fit statistics, Journal of Applied Measurement 14, 339-355.
    """
    from scipy.stats import norm

    rater = model.ratings.rater
    count, variance = np.bincount(rater), np.bincount(rater, expected.variance)
    infit = np.bincount(rater, expected.surprise) / variance
    outfit = np.bincount(rater, expected.relative) / count
    outfit_z = _cube_root_normal(outfit, np.sqrt(np.bincount(rater, expected.relative_variance)) / count)
    low, high = limits
    erratic, uniform = (infit > high) | (outfit > high), (infit < low) | (outfit < low)
    return pd.DataFrame(
        {
            "infit": infit,
            "outfit": outfit,
            "infit_z": _cube_root_normal(infit, np.sqrt(np.bincount(rater, expected.surprise_variance)) / variance),
            "outfit_z": outfit_z,
            "outfit_p": 2 * norm.sf(np.abs(outfit_z)),
            "fit": np.select([erratic, uniform], [ERRATIC, UNIFORM], EXPECTED),
        },
        index=model.ratings.raters,
    )


def _cube_root_normal(mean_square: Floats, sd: Floats) -> Floats:
    return np.asarray((np.cbrt(mean_square) - 1) * 3 / sd + sd / 3)


def rater_spread(model: FacetsModel, expected: ExpectedRatings) -> pd.DataFrame:
    """Return whether each rater keeps to the middle, or to the ends, of the scale.

    Returns
    -------
    DataFrame
        Indexed by rater: ``spread``, the standard deviation of the rater's ratings as a multiple of the one that the
        model expects for these persons and items (below 1: centrality); ``spread_low`` and ``spread_high``, its 95 %
        interval, with ratings of one person taken together; ``spread_p``, the chance that a rater as the model expects
        would lie so far from 1. Intervals and chances are NaN with fewer than five persons.

    References
    ----------
    Myford, C. M. & Wolfe, E. W. (2004), Detecting and measuring rater effects using many-facet Rasch measurement:
    part II, Journal of Applied Measurement 5, 189-227.
    """
    from scipy.stats import t

    ratings = model.ratings
    rater, count = ratings.rater, np.bincount(ratings.rater)
    found_mean = np.bincount(rater, ratings.score) / count
    found = np.bincount(rater, (ratings.score - found_mean[rater]) ** 2) / count
    expected_mean = np.bincount(rater, expected.mean) / count
    away = expected.square - 2 * expected_mean[rater] * expected.mean + expected_mean[rater] ** 2
    foreseen = np.bincount(rater, away) / count
    pull = (ratings.score - found_mean[rater]) ** 2 / found[rater] - away / foreseen[rater]
    cell, of_rating = np.unique(rater * len(ratings.persons) + ratings.person, return_inverse=True)
    squared = np.bincount(of_rating, pull) ** 2
    rater_of_cell = cell // len(ratings.persons)
    persons = np.bincount(rater_of_cell)
    free = np.where(persons < FEWEST_PERSONS, np.nan, persons - 1)
    se = np.sqrt(np.bincount(rater_of_cell, squared) * persons / free) / (2 * count)
    ratio, reach = np.sqrt(found / foreseen), t.isf(0.025, free) * se
    return pd.DataFrame(
        {
            "spread": ratio,
            "spread_low": ratio * np.exp(-reach),
            "spread_high": ratio * np.exp(reach),
            "spread_p": 2 * t.sf(np.abs(np.log(ratio)) / se, free),
        },
        index=ratings.raters,
    )
