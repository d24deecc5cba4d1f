"""Many comparisons at once: how many of the gaps that stand out would stand out by chance."""

from __future__ import annotations

import numpy as np

from workbench.model.methods import Floats


def adjusted_p_values(p_values: Floats) -> Floats:
    """Return p-values adjusted by Benjamini and Hochberg; NaN stays NaN and counts as no comparison.

    Whoever reports all gaps with an adjusted value of at most .05 reports at most 5 % false ones on average.

    Parameters
    ----------
    p_values : ndarray, any shape
        All comparisons that are read together: all units, or all groups of all groupings.

    References
    ----------
    Benjamini & Hochberg (1995), Journal of the Royal Statistical Society B 57, doi 10.1111/j.2517-6161.1995.tb02031.x.
    """
    from scipy import stats

    p_values = np.asarray(p_values, dtype=float)
    adjusted = np.full(p_values.shape, np.nan)
    present = ~np.isnan(p_values)
    if present.any():
        adjusted[present] = stats.false_discovery_control(p_values[present])
    return adjusted
