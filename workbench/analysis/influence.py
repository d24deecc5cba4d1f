"""Whether what should count more does count more: the weight of every part beside the influence it really has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from workbench.model.framework import Framework
from workbench.model.methods import FEWEST_SUBJECTS, Floats
from workbench.scoring.influence_weights import DEFAULT_BINS, correlation_ratio


def influences(
    framework: Framework, normalised: pd.DataFrame, scores: pd.DataFrame, *, bins: int = DEFAULT_BINS
) -> pd.DataFrame:
    """Return weight and measured influence of every child on its node, and of every indicator on the root.

    Parameters
    ----------
    framework : Framework
        The tree with the weights that count.
    normalised, scores : DataFrame
        Of the scorecard: indicators on 0-100 and scores of nodes; the same subjects.
    bins : int
        Groups into which a correlation ratio cuts the values of a part.

    Returns
    -------
    DataFrame
        One row for every pair of ``node`` (whose score is influenced) and ``code`` (the part that influences it),
        ``among`` its children or, of the root, all indicators: ``weight`` of the part in the node; ``correlation`` of
        part and score (Pearson); ``influence``, its squared correlation as a share of that of all ``among`` which it
        stands; ``correlation_ratio``, the share of the score's variance it explains whatever the shape of the
        relation; ``subjects`` that have both. NaN where there are fewer than three subjects, or one of the two does
        not vary.

    References
    ----------
    Paruolo, Saisana & Saltelli (2013), Ratings and rankings: voodoo or science?,
    doi:10.1111/j.1467-985X.2012.01059.x; Becker et al. (2017), doi:10.1016/j.ecolind.2017.03.056.
    """
    columns = {code: frame[code].to_numpy(float) for frame in (normalised, scores) for code in frame}
    return pd.concat([_among(*group, columns, bins) for group in _groups(framework)], ignore_index=True)


def _groups(framework: Framework) -> Iterator[tuple[str, str, Mapping[str, float]]]:
    for node in framework.nodes:
        yield node.code, "children", dict(zip((child.code for child in node.children), node.shares, strict=True))
    weights = framework.effective_weights
    yield framework.root.code, "indicators", {leaf.code: weights[leaf.code] for leaf in framework.leaves}


def _among(
    node: str, among: str, weights: Mapping[str, float], columns: Mapping[str, Floats], bins: int
) -> pd.DataFrame:
    measured = [_influence(columns[code], columns[node], bins) for code in weights]
    table = pd.DataFrame(measured, columns=["correlation", "correlation_ratio", "subjects"])
    squared = table["correlation"] ** 2
    table.insert(1, "influence", squared / squared.sum() if squared.sum() > 0 else np.nan)
    for name, values in (("weight", list(weights.values())), ("code", list(weights)), ("among", among), ("node", node)):
        table.insert(0, name, values)
    return table


def _influence(part: Floats, score: Floats, bins: int) -> tuple[float, float, int]:
    both = ~np.isnan(part) & ~np.isnan(score)
    part, score, count = part[both], score[both], int(both.sum())
    if count < FEWEST_SUBJECTS or np.ptp(part) == 0 or np.ptp(score) == 0:
        return np.nan, np.nan, count
    return float(np.corrcoef(part, score)[0, 1]), correlation_ratio(score, part, bins=bins), count
