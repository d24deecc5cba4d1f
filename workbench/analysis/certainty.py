"""How sure the ranks under one set of weights are: between which ranks subjects stay, and which swap is nearest."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbench.analysis.drawn_scores import DrawnScores
from workbench.analysis.robustness import rank_intervals
from workbench.analysis.swaps import Swaps, swap_thresholds
from workbench.analysis.weight_draws import draw_weights
from workbench.model.framework import Framework
from workbench.model.parameters import Robustness
from workbench.scoring.aggregation import aggregate

AFFORDABLE = 20_000_000
"""Scores that may be drawn while somebody waits: 1,000 draws for 20,000 subjects, fewer draws for more subjects."""
DEARER = 10
"""How many times as long a score takes where a node is not simply a weighted mean."""
LEAST_DRAWS = 100
ALL_COMPARED, FIRST = 200, 20
"""Swaps are looked for among all of up to so many subjects; among the first of more, whose scores lie side by side."""


@dataclass(frozen=True, kw_only=True)
class Certainty:
    """How sure the ranks are.

    Parameters
    ----------
    intervals : DataFrame
        Indexed by subject: ``low, median, high, top``, as `rank_intervals` returns them.
    draws : int
        Sets of weights that were drawn for them.
    first : int, optional
        How many of the first were compared to find swaps; all subjects where absent.
    swaps : Swaps
        At which weights neighbours in the order swap: among all subjects, or among the first of very many. None where
        there are very many and every score hangs on all others.
    """

    intervals: pd.DataFrame
    draws: int
    swaps: Swaps
    first: int | None = None


def certainty_of(
    framework: Framework,
    normalised: pd.DataFrame,
    robustness: Robustness,
    *,
    decimals: int | None = None,
    rng: np.random.Generator,
    workers: int = 1,
) -> Certainty:
    """Return how sure the ranks are, from as many draws as can be afforded while somebody waits.

    Parameters
    ----------
    framework : Framework
        The tree with the weights that are looked at.
    normalised : DataFrame
        Subjects in rows, indicators in columns, 0-100.
    robustness : Robustness
        How the weights are shaken, and how often where there is time.
    decimals : int, optional
        How finely scores are told apart, as in the ranking itself.
    rng : numpy.random.Generator
        Where the randomness comes from.
    workers : int
        Threads; one leaves the other processors to the ranks themselves.
    """
    additive = all(node.aggregation.additive for node in framework.nodes)
    scores_affordable = AFFORDABLE if additive else AFFORDABLE // DEARER
    draws = min(robustness.draws, max(LEAST_DRAWS, scores_affordable // max(1, len(normalised))))
    weights = draw_weights(framework, robustness.model_copy(update={"draws": draws}), rng=rng)
    scores = DrawnScores(framework=framework, weights=weights, normalised=normalised)
    intervals = rank_intervals(scores, decimals=decimals, top=robustness.top, workers=workers)
    return Certainty(
        intervals=intervals,
        draws=draws,
        swaps=_swaps_among_the_first(framework, normalised),
        first=FIRST if len(normalised) > ALL_COMPARED else None,
    )


def _swaps_among_the_first(framework: Framework, normalised: pd.DataFrame) -> Swaps:
    if len(normalised) <= ALL_COMPARED:
        return swap_thresholds(framework, normalised)
    if any(node.aggregation.relative for node in framework.nodes):  # each score hangs on all others: too many to search
        nobody = pd.DataFrame(columns=["ahead", "behind"])
        return Swaps(pairs=nobody, shares=pd.Series(dtype=float), thresholds=pd.DataFrame())
    columns = {code: normalised[code].to_numpy(float) for code in normalised}
    scores = aggregate(framework, columns)[0][framework.root.code]
    first = np.argsort(-scores, kind="stable")[:FIRST]
    return swap_thresholds(framework, normalised.iloc[first])
