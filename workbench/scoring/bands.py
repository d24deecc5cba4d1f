"""From scores to bands and from two bands to a predicate."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.model.methods import Floats
from workbench.model.rules import Bands, PredicateRule


def rounded_half_up(values: Floats, decimals: int) -> Floats:
    """Return `values` rounded half away from zero, as regulations do; 1e-9 absorbs what binary numbers cannot hold."""
    factor = 10.0**decimals
    return np.asarray(np.sign(values) * np.floor(np.abs(values) * factor + 0.5 + 1e-9) / factor)


def grade(scores: pd.Series, bands: Bands) -> pd.Series:
    """Return the band code of each score; NA where there is no score.

    The score is rounded to ``bands.decimals`` first, so that no value can fall into a gap between two bands.
    """
    lows = np.array([band.low for band in bands.bands])
    rounded = rounded_half_up(scores.to_numpy(float), bands.decimals)
    place = np.searchsorted(lows, rounded, side="right" if bands.low_included else "left")
    codes = pd.Series(np.array(bands.codes, dtype=object)[np.maximum(place - 1, 0)], index=scores.index, dtype="str")
    return codes.mask(scores.isna())


def entry_scores(bands: Bands) -> Floats:
    """Return the lowest score, before rounding, that is graded into each band; minus infinity for the first.

    With two decimals a band from 70 begins at 69.995: `grade` rounds halves up.
    """
    lows = np.array([band.low for band in bands.bands])
    factor = 10.0**bands.decimals
    grid = np.ceil(lows * factor - 1e-9) if bands.low_included else np.floor(lows * factor + 1e-9) + 1
    return np.concatenate([[-np.inf], ((grid - 0.5) / factor)[1:]])


def predicates_from(rows: pd.Series, columns: pd.Series, rule: PredicateRule) -> pd.Series:
    """Return the predicate of each subject by the matrix of `rule`; NA where a band is absent."""
    pairs = zip(rows.tolist(), columns.tolist(), strict=True)
    return pd.Series([rule.cells.get(pair) for pair in pairs], index=rows.index, dtype="str")
