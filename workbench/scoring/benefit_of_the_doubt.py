"""Each subject under the weights that suit it best: data envelopment analysis without inputs."""

from __future__ import annotations

import numpy as np
from pydantic import Field, ValidationInfo, model_validator

from workbench.errors import message
from workbench.model.indicator import Options
from workbench.model.methods import Floats


class BenefitOfTheDoubt(Options):
    """How large a share of its score a subject may, or must, owe to any one child."""

    lowest_share: float = Field(default=0.0, ge=0, le=1)
    highest_share: float = Field(default=1.0, gt=0, le=1)

    @model_validator(mode="after")
    def _shares_can_add_up(self, info: ValidationInfo) -> BenefitOfTheDoubt:
        count = len((info.context or {}).get("counting", ()))
        if self.lowest_share > self.highest_share:
            raise ValueError(message("'lowest_share' must not be larger than 'highest_share'"))
        if count and (count * self.lowest_share > 1 + 1e-12 or count * self.highest_share < 1 - 1e-12):
            raise ValueError(message("shares within these bounds cannot add up to 1 over the children of this node"))
        return self


def benefit_of_the_doubt(children: Floats, weights: Floats, options: BenefitOfTheDoubt) -> Floats:
    """Return 100 times the best that weights of its own choice can do for each subject; 100 for who nobody beats."""
    score: Floats = benefit_parts(children, weights, options).sum(axis=1)
    return score


def benefit_parts(children: Floats, weights: Floats, options: BenefitOfTheDoubt) -> Floats:
    """Return what each child gives to that score, shape (n, k): its own weight for the subject times the child.

    For each subject o: maximise ``sum_j v_j x_oj`` over ``v >= 0`` such that no subject gets more than 1 under the
    same v, and each child gives between `lowest_share` and `highest_share` of the score. Subjects that another one
    equals or beats in every child set no limit of their own and are left out. The weights of the node decide only
    which children count; a child below 0 counts as 0. Where several sets of weights do as well, the score is the same
    but its parts are those of one of them.

    References
    ----------
    Cherchye, L. et al. (2007), An introduction to 'benefit of the doubt' composite indicators,
    doi:10.1007/s11205-006-9029-7.
    """
    used = (weights > 0).any(axis=0)
    columns = np.maximum(children[:, used], 0.0)
    largest = columns.max(axis=0, initial=0.0)
    scaled = columns / np.where(largest > 0, largest, 1.0)
    peers = _not_dominated(scaled)
    parts = np.zeros(children.shape)
    parts[:, used] = 100.0 * np.array([_best_parts(own, peers, options) for own in scaled]).reshape(scaled.shape)
    return parts


def _best_parts(own: Floats, peers: Floats, options: BenefitOfTheDoubt) -> Floats:
    from scipy.optimize import linprog

    rows = [peers]
    if options.lowest_share > 0:
        rows.append(options.lowest_share * own - np.diag(own))
    if options.highest_share < 1:
        rows.append(np.diag(own) - options.highest_share * own)
    limits = np.zeros(sum(map(len, rows)))
    limits[: len(peers)] = 1.0
    found = linprog(-own, A_ub=np.vstack(rows), b_ub=limits, bounds=(0, None), method="highs")
    best: Floats = found.x * own if found.status == 0 else np.full(len(own), np.nan)
    return best


def _not_dominated(scaled: Floats) -> Floats:
    """Return the different rows that no other equals or beats in every column, in an order of their own."""
    rows = np.unique(scaled, axis=0)
    best = rows[np.argsort(-rows.sum(axis=1), kind="stable")]
    kept = np.empty((0, rows.shape[1]))
    for row in best:  # whoever dominates it has a larger sum, so stands before it
        if not (kept >= row).all(axis=1).any():
            kept = np.vstack([kept, row])
    return kept
