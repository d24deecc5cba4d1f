"""Whether a rater lets one impression of a person decide on every item."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.fairness.facets_ratings import FacetRatings
from workbench.model.methods import Floats

FEWEST_PERSONS = 5
"""Below this number of persons a rater's correlations say nothing."""


def halo(ratings: FacetRatings) -> pd.DataFrame:
    """Return how closely the items go together in each rater's ratings, against all raters together.

    Returns
    -------
    DataFrame
        Indexed by rater: ``persons`` rated on at least two items; ``correlation``, the mean over pairs of items of the
        correlation between them; ``usual``, the same over all raters, each around his or her own means; ``p``, how
        often chance alone would take a rater so far above the usual, and ``p_adjusted``, controlled for the false
        discovery rate over all raters. NaN for one item, and for a rater with fewer than five persons or with ratings that do
        not differ.

    Notes
    -----
    p compares Fisher's z of the two correlations with the error of a single pair of items, ``1 / sqrt(n - 3)``; a mean
    over pairs is steadier than that, so p is on the careful side.
    """
