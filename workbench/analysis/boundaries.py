"""Who stands near a boundary between two bands: where a point more or less would give another rating."""

from __future__ import annotations

import numpy as np
import pandas as pd


def nearest_boundaries(scores: pd.Series, bands: pd.Series) -> pd.DataFrame:
    """Return for every score the nearest band that it is not in, the closest scores first.

    Parameters
    ----------
    scores : Series
        By subject; who has none is left out.
    bands : Series
        Code of each band to the score from which it counts, in rising order.

    Returns
    -------
    DataFrame
        Indexed by subject: ``score``, ``band``, ``other`` (the nearest band) and ``points`` from the score to the
        boundary: upwards what is missing (positive), downwards what there is above it (negative, or 0 right on it).
        Without a second band it has no rows.
    """
    known = scores.dropna().astype(float)
    lows, codes = bands.to_numpy(float), bands.index.to_numpy()
    columns = ["score", "band", "other", "points"]
    if len(lows) < 2 or known.empty:
        return pd.DataFrame(columns=columns, index=known.index[:0])
    values = known.to_numpy()
    own = np.clip(np.searchsorted(lows, values, side="right") - 1, 0, None)
    ends = np.append(lows, np.inf)
    up = ends[own + 1] - values
    down = np.where(own > 0, values - lows[own], np.inf)
    rises = up <= down
    found = pd.DataFrame(
        {
            "score": values,
            "band": codes[own],
            "other": codes[np.where(rises, np.minimum(own + 1, len(codes) - 1), np.maximum(own - 1, 0))],
            "points": np.where(rises, up, -down),
        },
        index=known.index,
    )
    return found.loc[found["points"].abs().sort_values(kind="stable").index]
