"""Values drawn within the intervals they were measured with, so that ranks show how sure the data are."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.analysis.drawn_scores import NormalisedOf
from workbench.model.methods import Floats
from workbench.scoring.composite import FittedComposite
from workbench.scoring.evaluation import Evaluation
from workbench.scoring.treatment import treat

DEVIATIONS = 1.959963984540054
"""How many standard deviations lie between the middle and either end of an interval of 95 %."""


def uncertain_values(
    evaluation: Evaluation, fitted: FittedComposite, *, draws: int, rng: np.random.Generator
) -> NormalisedOf:
    """Return a function from the number of a draw to the normalised values in it, for `DrawnScores`.

    Each measured value is drawn from a normal distribution around itself whose deviation, on either side, is what
    its 95 % interval says (a split normal where the two sides differ); a value without an interval is certain. What
    was drawn is then filled, treated and normalised by the composite as it was fitted on the measured values.

    Parameters
    ----------
    evaluation : Evaluation
        Who is evaluated and what was measured.
    fitted : FittedComposite
        Its methods, fitted.
    draws : int
        How many draws there will be; asked again, a draw is the same again.
    rng : numpy.random.Generator
        Where the randomness comes from.

    References
    ----------
    Wallis, K. F. (2014), The two-piece normal, binormal, or double Gaussian distribution, doi:10.1214/13-STS417.
    """
    measured = evaluation.measurements
    codes = measured.values.columns
    values = measured.values.to_numpy(float)
    below = _deviations(values - measured.low[codes].to_numpy(float))
    above = _deviations(measured.high[codes].to_numpy(float) - values)
    # a seed for each draw: in which order, how often and in which thread draws are asked for makes no difference
    seeds = np.random.SeedSequence(int(rng.integers(2**63))).spawn(draws)

    def normalised_in(draw: int) -> pd.DataFrame:
        normal = np.random.default_rng(seeds[draw]).standard_normal(values.shape)
        moved = values + normal * np.where(normal > 0, above, below)
        drawn = pd.DataFrame(moved, index=measured.values.index, columns=codes)
        filled = fitted.imputer.fill(drawn, evaluation.groups, measured.missing)
        return pd.DataFrame(fitted.normalise(treat(filled, fitted.treatments)), index=drawn.index)

    return normalised_in


def _deviations(half_width: Floats) -> Floats:
    return np.nan_to_num(np.maximum(half_width, 0.0)) / DEVIATIONS
