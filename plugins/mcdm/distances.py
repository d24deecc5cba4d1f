"""Methods that measure how far a subject is from an ideal, an average or a wish."""

from __future__ import annotations

import numpy as np

from mcdm.criteria import Criteria
from workbench.model.methods import Floats


def topsis(given: Criteria) -> Floats:
    """Return 100 times the closeness to the ideal: distance from the worst over the sum of both distances."""
    from pymcdm.methods import TOPSIS

    return _percent(given.ask(TOPSIS(given.options.normalisation)))


def vikor(given: Criteria) -> Floats:
    """Return ``100 (1 - Q)``: 100 for the best compromise; a column that is the same for all tells nobody apart."""
    from pymcdm.methods import VIKOR

    told_apart = np.ptp(given.matrix, axis=0) > 0
    if not told_apart.any():
        return np.full(len(given.matrix), np.nan)
    matrix, weights, types = given.matrix[:, told_apart], given.weights[told_apart], given.types[told_apart]
    return _percent(1.0 - VIKOR(v=given.options.v)(matrix, weights, types, validation=False))


def edas(given: Criteria) -> Floats:
    """Return 100 times the appraisal score: distances above and below the average, each as a share of the largest."""
    from pymcdm.methods import EDAS

    return _percent(given.ask(EDAS()))


def codas(given: Criteria) -> Floats:
    """Return ``50 + 25 H / (n - 1)``, where H adds up the leads over all others in distance from the worst.

    Only the normalisation is asked of pymcdm: its own walk over all pairs takes a thousand times as long, and fixes the
    threshold.
    """
    from pymcdm.helpers import normalize_matrix

    weighted = normalize_matrix(given.matrix, given.options.normalisation, given.types) * given.weights
    gaps = weighted - weighted.min(axis=0)
    euclidean, taxicab = np.sqrt((gaps**2).sum(axis=1)), gaps.sum(axis=1)
    lead = np.subtract.outer(euclidean, euclidean)
    clear = np.abs(lead) >= given.options.threshold
    leads = (lead + clear * np.subtract.outer(taxicab, taxicab)).sum(axis=1)
    return np.asarray(50.0 + 25.0 * leads / (len(leads) - 1), dtype=float)


def spotis(given: Criteria) -> Floats:
    """Return ``100 (1 - distance to the best bound)``; the other subjects play no part."""
    from pymcdm.methods import SPOTIS

    return _percent(1.0 - given.ask(SPOTIS(given.bounds())))


def balanced_spotis(given: Criteria) -> Floats:
    """Return ``100 (1 - distance)``, the distance being `alpha` to the expected point, the rest to the best bound."""
    from pymcdm.methods import BalancedSPOTIS

    expected = given.of_each(given.options.expected) * given.types
    return _percent(1.0 - given.ask(BalancedSPOTIS(given.bounds(), expected, given.options.alpha)))


def rim(given: Criteria) -> Floats:
    """Return 100 times the relative closeness to the reference ideal, an interval for each child."""
    from pymcdm.methods import RIM

    ideal = None if given.options.ideal is None else given.flipped(given.options.ideal)
    return _percent(given.ask(RIM(given.bounds(), ideal)))


def ervd(given: Criteria) -> Floats:
    """Return 100 times the closeness to the best in prospect values: losses below the reference weigh more."""
    from pymcdm.methods import ERVD

    options = given.options
    reference = given.of_each(options.reference) * given.types
    return _percent(given.ask(ERVD(reference, options.loss_aversion, options.bend)))


def probid(given: Criteria) -> Floats:
    """Return 100 times the PROBID score; it rewards distance from the average, so better values can lower it."""
    from pymcdm.methods import PROBID

    return _percent(given.ask(PROBID()))


def simplified_probid(given: Criteria) -> Floats:
    """Return ``100 P / (1 + P)`` with P, distance from the worst quarter of ideals over that from the best.

    Quarters need four subjects; below that pymcdm takes rows for columns.
    """
    from pymcdm.methods import SPROBID

    if len(given.matrix) < 4:
        return np.full(len(given.matrix), np.nan)
    ratio = np.asarray(given.ask(SPROBID()), dtype=float)
    return 100.0 - 100.0 / (1.0 + ratio)


def limits_on_properties(given: Criteria) -> Floats:
    """Return ``100 / merit``, the merit being the weighted sum of best value over value (for costs turned over)."""
    from pymcdm.methods import LoPM

    return np.asarray(100.0 / given.ask(LoPM()), dtype=float)


def _percent(share: Floats) -> Floats:
    return np.asarray(100.0 * share, dtype=float)
