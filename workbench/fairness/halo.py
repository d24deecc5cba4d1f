"""Whether a rater lets one impression of a person decide on every item."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd

from workbench.fairness.facets_ratings import Codes, FacetRatings
from workbench.fairness.false_discovery import adjusted_p_values
from workbench.model.methods import Floats

FEWEST_PERSONS = 5
"""With fewer persons a rater's correlations say nothing."""


def halo(ratings: FacetRatings) -> pd.DataFrame:
    """Return how closely the items go together in each rater's ratings, against all raters together.

    Returns
    -------
    DataFrame
        Indexed by rater: ``rated``, persons rated on two items at least; ``correlation``, the mean over pairs of items
        of the correlation between them; ``usual``, the same over all raters, each around his or her own means; ``p``,
        the chance that a rater like all others would lie so far above the usual; ``p_adjusted``, the same controlled
        for the false discovery rate over all raters. NaN where there is one item, where fewer than five persons were
        rated, and where the ratings do not differ.

    Notes
    -----
    p compares Fisher's z of both correlations with the error of one pair of items, ``1 / sqrt(n - 3)``. A mean over
    pairs is steadier than that, so that p is on the careful side.
    """
    rater, scores = _by_person_and_item(ratings)
    raters, rated = len(ratings.raters), (~np.isnan(scores)).sum(axis=1) > 1
    persons = np.bincount(rater[rated], minlength=raters)
    pairs = [_correlations(rater, *pair, raters=raters) for pair in combinations(scores.T, 2)]
    own = _mean_over_pairs([each for each, _ in pairs], raters)
    usual = float(_mean_over_pairs([np.array([whole]) for _, whole in pairs], 1)[0])
    own[persons < FEWEST_PERSONS] = np.nan
    p = _chance_above(own, usual, persons)
    return pd.DataFrame(
        {"rated": persons, "correlation": own, "usual": usual, "p": p, "p_adjusted": adjusted_p_values(p)},
        index=ratings.raters,
    )


def _by_person_and_item(ratings: FacetRatings) -> tuple[Codes, Floats]:
    """Return the rater of each meeting of a person and a rater, and a row of mean scores by item; NaN: not rated."""
    meeting, row = np.unique(ratings.rater * len(ratings.persons) + ratings.person, return_inverse=True)
    cell, cells = row * len(ratings.items) + ratings.item, len(meeting) * len(ratings.items)
    count = np.bincount(cell, minlength=cells)
    total = np.bincount(cell, ratings.score, minlength=cells)
    mean = np.divide(total, count, out=np.full(cells, np.nan), where=count > 0)
    return meeting // len(ratings.persons), mean.reshape(len(meeting), -1)


def _correlations(rater: Codes, one: Floats, other: Floats, *, raters: int) -> tuple[Floats, float]:
    """Return the correlation of two items in each rater's ratings, and the one within all raters together."""
    both = ~np.isnan(one) & ~np.isnan(other)
    of, count = rater[both], np.maximum(np.bincount(rater[both], minlength=raters), 1)
    first, second = (each[both] - (np.bincount(of, each[both], minlength=raters) / count)[of] for each in (one, other))
    product, square, other_square = (
        np.bincount(of, each, minlength=raters) for each in (first * second, first**2, second**2)
    )
    size = np.sqrt(square * other_square)
    own = np.divide(product, size, out=np.full(raters, np.nan), where=size > 1e-12)
    whole = np.sqrt(square.sum() * other_square.sum())
    return own, float(product.sum() / whole) if whole > 1e-12 else np.nan


def _mean_over_pairs(correlations: list[Floats], length: int) -> Floats:
    """Return the mean of the correlations that exist; NaN where none does."""
    pairs = np.array(correlations).reshape(-1, length)
    count = (~np.isnan(pairs)).sum(axis=0)
    return np.asarray(np.divide(np.nansum(pairs, axis=0), count, out=np.full(length, np.nan), where=count > 0))


def _chance_above(own: Floats, usual: float, persons: Codes) -> Floats:
    from scipy.stats import norm

    most = 1 - 1e-9
    z = np.arctanh(np.clip(own, -most, most)) - np.arctanh(np.clip(usual, -most, most))
    return np.asarray(norm.sf(z * np.sqrt(np.maximum(persons - 3, 1))))
