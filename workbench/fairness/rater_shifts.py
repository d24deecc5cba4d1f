"""Whether a rater's severity changes: from month to month, or from one group of persons to another."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from workbench.fairness.facets_model import CONFIDENCE, FacetsModel
from workbench.fairness.facets_ratings import Codes
from workbench.fairness.facets_residuals import Cells, dispersion
from workbench.fairness.false_discovery import adjusted_p_values
from workbench.model.methods import Floats

FEWEST_PERSONS = 5
"""With fewer persons the difference is not compared with the normal distribution."""
HARDLY_ANY = 1e-9
"""Share of a variance, or of all precision, below which something is only what rounding leaves over."""


def severity_by(model: FacetsModel, codes: Codes, labels: pd.Index[Any]) -> pd.DataFrame:
    """Return by how much each rater is stricter in one part of the ratings than elsewhere, beyond the other raters.

    Each rater's scores of a person are set against what the model expects of them from the person's other ratings. What
    is left is split into a part of the rater, a part that all raters have in common (persons improve over the months; a
    group does better work), and a difference that only this rater makes there: drift, or a rater by group interaction.
    Errors are widened by the `dispersion` of the model, where raters have impressions of persons beyond it.

    Parameters
    ----------
    model : FacetsModel
        The fitted model.
    codes : ndarray of int
        Month or group of each row of the table that the ratings came from; negative: in none, and left out.
    labels : Index
        What the codes stand for.

    Returns
    -------
    DataFrame
        One row a rater and label that occur together: ``rater, label, persons``; ``difference`` in logits, above 0 for
        stricter, with ``se, low, high`` (95 %); ``z``; ``p`` and ``p_adjusted``, the latter controlled for the false
        discovery rate over all rows. NaN with fewer than five persons, and where nothing else is there to compare with.

    References
    ----------
    Myford, C. M. & Wolfe, E. W. (2009), Monitoring rater performance over time, Journal of Educational Measurement 46,
    doi:10.1111/j.1745-3984.2009.00088.x. Benjamini, Y. & Hochberg, Y. (1995), doi:10.1111/j.2517-6161.1995.tb02031.x.
    """
    from scipy.stats import norm

    cells = Cells(model, codes[model.ratings.rows])
    shape = (len(model.ratings.raters), len(labels))
    place = cells.rater * len(labels) + cells.code
    persons, less, variance, slope = (
        np.bincount(place, each, minlength=shape[0] * shape[1]).reshape(shape)
        for each in (np.ones(len(place)), *cells.unforeseen())
    )
    occurs = persons > 0
    precision = np.divide(slope**2, variance * dispersion(model), out=np.zeros(shape), where=occurs)
    effect = np.divide(less, slope, out=np.zeros(shape), where=occurs)
    difference, se = _beyond_rater_and_label(effect, precision)
    unclear = persons < FEWEST_PERSONS
    difference[unclear], se[unclear] = np.nan, np.nan
    rater, label = np.nonzero(occurs)
    found = pd.DataFrame(
        {
            "rater": model.ratings.raters[rater],
            "label": labels[label],
            "persons": persons[occurs].astype(int),
            "difference": difference[occurs],
            "se": se[occurs],
        }
    )
    half = CONFIDENCE * found["se"]
    z = found["difference"] / found["se"]
    p = 2 * norm.sf(np.abs(z))
    return found.assign(
        low=found["difference"] - half, high=found["difference"] + half, z=z, p=p, p_adjusted=adjusted_p_values(p)
    )


def _beyond_rater_and_label(effect: Floats, precision: Floats) -> tuple[Floats, Floats]:
    """Return what remains of effects, shape (raters, labels), after a part of each row and of each column, with errors.

    Both parts are fitted by least squares with these precisions; rows are eliminated, so that the system to solve has
    the size of the columns.
    """
    row = precision.sum(axis=1, keepdims=True)
    share = np.divide(precision, row, out=np.zeros_like(precision), where=row > 0)
    values, vectors = np.linalg.eigh(np.diag(precision.sum(axis=0)) - precision.T @ share)
    told = values > HARDLY_ANY * precision.sum()  # one column at least is what the others leave over
    inverse = (vectors[:, told] / values[told]) @ vectors[:, told].T
    within = effect - (share * effect).sum(axis=1, keepdims=True)
    column = inverse @ (precision * within).sum(axis=0)
    left = within - column + (share @ column)[:, None]
    seen = share @ inverse
    leverage = np.divide(1.0, row, out=np.zeros_like(row), where=row > 0)
    leverage = leverage + np.diag(inverse) - 2 * seen + (seen * share).sum(axis=1, keepdims=True)
    variance = np.divide(1.0, precision, out=np.full_like(precision, np.nan), where=precision > 0)
    remaining = variance - leverage
    known = remaining > HARDLY_ANY * variance
    se = np.sqrt(np.where(known, remaining, np.nan))
    return np.where(known, left, np.nan), se
