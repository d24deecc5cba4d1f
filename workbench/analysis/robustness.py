"""How sure the ranks are when the weights are not taken as certain."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.model.framework import Framework
from workbench.model.methods import Floats
from workbench.scoring.aggregation import aggregate
from workbench.scoring.ranking import ranks_of


def rank_intervals(
    framework: Framework,
    normalised: pd.DataFrame,
    *,
    draws: int,
    spread: float,
    decimals: int | None,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """Return between which ranks each subject stays when every weight is shaken.

    In each draw every weight of the framework is multiplied by a number drawn evenly from ``1 - spread`` to
    ``1 + spread`` and the weights of a node are scaled back to 1; then all subjects are ranked again. Who has enough
    data for a score is settled by the weights of the policy: shaking them moves ranks, it drops nobody.

    Parameters
    ----------
    framework : Framework
        The tree with the weights of the policy.
    normalised : DataFrame
        Subjects in rows, indicators in columns, 0-100.
    draws : int
        How many sets of weights.
    spread : float
        How far a weight may move, as a share of itself.
    decimals : int, optional
        How finely scores are told apart, as in the ranking itself.
    rng : numpy.random.Generator
        Where the randomness comes from.

    Returns
    -------
    DataFrame
        Indexed by subject: ``low`` and ``high``, the 5th and 95th percentile of its rank (Int64; NA without a score).

    References
    ----------
    OECD/JRC (2008), Handbook on Constructing Composite Indicators, step 7, doi:10.1787/9789264043466-en.
    """
    columns: dict[str, Floats] = {code: normalised[code].to_numpy(float) for code in normalised}
    policy, _ = aggregate(framework, columns)
    scored = {code: ~np.isnan(values) for code, values in policy.items()}
    ranks = np.empty((draws, len(normalised)), dtype=np.int32)
    for draw in range(draws):
        scores, _ = aggregate(framework, columns, _shaken_shares(framework, spread, rng), scored)
        ranks[draw] = ranks_of(scores[framework.root.code], decimals)
    low, high = np.percentile(ranks, [5, 95], axis=0, method="nearest") if len(normalised) else (ranks[0], ranks[0])
    interval = pd.DataFrame({"low": low, "high": high}, index=normalised.index).astype("Int64")
    return interval.mask(interval == 0)


def _shaken_shares(framework: Framework, spread: float, rng: np.random.Generator) -> dict[str, NDArray[np.float64]]:
    shares = {}
    for node in framework.nodes:
        moved = np.asarray(node.shares) * rng.uniform(1 - spread, 1 + spread, size=len(node.shares))
        shares[node.code] = moved / moved.sum()
    return shares
