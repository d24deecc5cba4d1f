"""Methods that add up, multiply or compare ratios of a subject's values to those of all."""

from __future__ import annotations

import numpy as np

from mcdm.criteria import Criteria
from workbench.model.methods import Floats


def weighted_sum(given: Criteria) -> Floats:
    """Return 100 times the weighted sum of the values as the method itself normalises them."""
    from pymcdm.methods import WSM

    return _percent(given.ask(WSM(given.options.normalisation)))


def weighted_product(given: Criteria) -> Floats:
    """Return 100 times the weighted product of the values as the method itself normalises them."""
    from pymcdm.methods import WPM

    return _percent(given.ask(WPM(given.options.normalisation)))


def waspas(given: Criteria) -> Floats:
    """Return 100 times a mixture of weighted sum and weighted product."""
    from pymcdm.methods import WASPAS

    return _percent(given.ask(WASPAS(given.options.normalisation, given.options.sum_share)))


def cocoso(given: Criteria) -> Floats:
    """Return ``100 K / max K``, K being the compromise of the three appraisal strategies."""
    from pymcdm.methods import COCOSO

    compromise = given.ask(COCOSO(l=given.options.sum_share))
    return _percent(compromise / compromise.max())


def moora(given: Criteria) -> Floats:
    """Return 100 times the ratio system: columns over their length, benefits minus costs.

    Without any cost pymcdm refuses; the ratio system then is the weighted sum of the same ratios.
    """
    from pymcdm.methods import MOORA, WSM

    return _percent(given.ask(MOORA() if (given.types < 0).any() else WSM("vector")))


def aras(given: Criteria) -> Floats:
    """Return 100 times the utility against a subject that has the best value of every column."""
    from pymcdm.methods import ARAS

    return _percent(given.ask(ARAS()))


def marcos(given: Criteria) -> Floats:
    """Return 100 times the utility between the anti-ideal and the ideal subject."""
    from pymcdm.methods import MARCOS

    return _percent(given.ask(MARCOS()))


def ram(given: Criteria) -> Floats:
    """Return the root ``(2 + S+) ** (1 / (2 + S-))`` moved to 0-100: 2^(1/3), all cost, is 0, and 3^(1/2) is 100."""
    from pymcdm.methods import RAM

    lowest, highest = 2.0 ** (1 / 3), 3.0**0.5
    return _percent((given.ask(RAM()) - lowest) / (highest - lowest))


def ocra(given: Criteria) -> Floats:
    """Return 100 times the competitiveness rating: leads over the worst as shares of the smallest value."""
    from pymcdm.methods import OCRA

    return _percent(given.ask(OCRA()))


def lmaw(given: Criteria) -> Floats:
    """Return 100 times the mean of the logarithmic ratings of the columns."""
    from pymcdm.methods import LMAW

    return _percent(given.ask(LMAW()) / given.matrix.shape[1])


def rafsi(given: Criteria) -> Floats:
    """Return the criteria function moved to 0-100: 0 for the worst bound of every column, 100 for the best."""
    from pymcdm.methods import RAFSI

    low, high = given.bounds().T
    better = given.options.better
    value = given.ask(RAFSI(ideal=high, anti_ideal=low, n1=1.0, n2k=better))
    return _percent((value * (1.0 + better) - 1.0) / (better - 1.0))


def mairca(given: Criteria) -> Floats:
    """Return ``100 (1 - n G)``, G being the gap between the rating wished for and the real one."""
    from pymcdm.methods import MAIRCA

    return _percent(1.0 - len(given.matrix) * given.ask(MAIRCA()))


def copras(given: Criteria) -> Floats:
    """Return ``100 Q / max Q`` with ``Q = S+ + sum(S-) / (S- sum(1 / S-))``, S being sums of weighted shares.

    Our own: pymcdm 1.4 reduces the second term to S- itself, which makes a cost a merit; it misses the published case
    of Uysal & Inan (2022), which this meets.
    """
    shares = given.matrix / given.matrix.sum(axis=0) * given.weights
    benefit, cost = (shares[:, given.types == kind].sum(axis=1) for kind in (1, -1))
    value = benefit + (cost.sum() / (cost * (1.0 / cost).sum()) if (given.types < 0).any() else 0.0)
    return _percent(value / value.max())


def mabac(given: Criteria) -> Floats:
    """Return 100 times the distance from the border: ``sum w (r + 1 - G)``, r by min-max, G its geometric mean plus 1.

    Our own: pymcdm multiplies the weighted values of all subjects, which vanishes from some 400 of them on and moves
    every score without a word.
    """
    spread = np.ptp(given.matrix, axis=0)
    risen = np.where(given.types > 0, given.matrix - given.matrix.min(axis=0), given.matrix.max(axis=0) - given.matrix)
    raised = 1.0 + np.divide(risen, spread, out=np.ones_like(risen), where=spread > 0)
    border = np.exp(np.log(raised).mean(axis=0))
    return _percent(((raised - border) * given.weights).sum(axis=1))


def _percent(share: Floats) -> Floats:
    return np.asarray(100.0 * share, dtype=float)
