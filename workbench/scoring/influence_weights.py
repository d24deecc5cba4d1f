"""Weights that give every child its intended influence on the score, instead of assuming that weight is influence.

A child's influence is the share of the score's variance that it explains alone: its squared correlation with the
score, or its correlation ratio where the relation may bend. Weights taken from data are no policy; here the policy is
the intended influence, and the data only say which weights bring it about.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, ValidationInfo, model_validator

from workbench.errors import Fault, ScoringError, fault, message
from workbench.model.indicator import Options
from workbench.model.methods import Floats, Siblings, Weights
from workbench.model.validation import OptionsError
from workbench.scoring.expert_weights import misnamed, named, rounded

EXACT = 1e-9
"""Influence nearer than this to the intended one counts as reached."""

DEFAULT_BINS = 10

FEWEST_IN_BIN = 5


class TargetInfluence(Options):
    """The influence asked for.

    Parameters
    ----------
    targets : dict, optional
        Intended influence of every child, in any unit; the weights of the parameters file where absent.
    measure : str
        ``correlation`` (squared, for straight relations) or ``correlation_ratio`` (any shape).
    bins : int
        Groups of equal size into which a correlation ratio cuts a child's scores.
    largest_deviation : float
        How far the influence reached may lie from the intended one, as a share of all influence.
    """

    targets: dict[str, Annotated[float, Field(ge=0)]] | None = None
    measure: Literal["correlation", "correlation_ratio"] = "correlation"
    bins: int = Field(default=DEFAULT_BINS, ge=2)
    largest_deviation: float = Field(default=0.01, ge=0, le=1)

    @model_validator(mode="after")
    def _targets_for_all(self, info: ValidationInfo) -> TargetInfluence:
        OptionsError.raise_if(self._faults((info.context or {}).get("children")))
        return self

    def _faults(self, children: tuple[str, ...] | None) -> Iterator[Fault]:
        if self.targets is not None:
            yield from misnamed(self.targets, children, ("targets",))
            if not sum(self.targets.values()) > 0:
                yield fault(("targets",), "all targets are 0; at least one must be larger")


def target_influence_weights(siblings: Siblings, options: TargetInfluence) -> Weights:
    """Return the weights under which every child has its intended share of the influence on the weighted mean.

    With correlations R and standard deviations D of the children the solution is exact: ``w ~ D⁻¹ R⁻¹ √t``; of two
    children with equal targets ``w1 = sd2 / (sd1 + sd2)``. Where that asks for a negative weight (the target is
    impossible), and for correlation ratios, the sum of squared deviations is minimised over weights from 0 to 1; of
    several minima that are as good, the one nearest to the given weights is taken.

    Facts hold the ``intended`` influence, the one ``reached_influence`` (negative for a child that runs against the
    score), the ``correlations`` with the score, the ``largest_deviation`` and whether the target is ``reached``.

    Raises
    ------
    ScoringError
        When the score is no weighted mean, or no weights come as near to the target as asked.

    References
    ----------
    Becker, Saisana, Paruolo & Vandecasteele (2017), Weights and importance in composite indicators: closing the gap,
    doi:10.1016/j.ecolind.2017.03.056; Paruolo, Saisana & Saltelli (2013), Ratings and rankings: voodoo or science?,
    doi:10.1111/j.1467-985X.2012.01059.x.
    """
    if not siblings.additive:
        template = message(
            "weights for an intended influence need a score that is a weighted mean; use another weighting"
        )
        raise ScoringError([fault("", template)])
    scores = siblings.complete("scores")
    intended = _intended(siblings, options)
    covariance = np.atleast_2d(np.cov(scores.T, ddof=0))
    explained = (
        linear_parts(covariance)
        if options.measure == "correlation"
        else np.stack([binned_part(scores, column, bins=options.bins) for column in scores.T])
    )
    shares = _settled(covariance, explained, intended, siblings.given)
    reached = _influence(shares, covariance, explained)
    deviation = np.abs(reached - intended)
    if deviation.max() > options.largest_deviation:
        worst = int(deviation.argmax())
        template = message(
            "no weights give every part its intended influence: '{code}' would have {reached} of it instead of "
            "{intended}; change the targets or allow a larger 'largest_deviation'"
        )
        values = {"code": siblings.codes[worst], "reached": rounded(reached[worst])}
        raise ScoringError([fault("", template, **values, intended=rounded(intended[worst]))])
    facts = {
        "subjects": len(scores),
        "intended": named(siblings.codes, intended),
        "reached_influence": named(siblings.codes, reached),
        "correlations": named(siblings.codes, _correlations(shares, covariance)),
        "largest_deviation": float(deviation.max()),
        "reached": bool(deviation.max() <= EXACT),
    }
    return Weights(shares=shares, facts=facts)


def linear_parts(covariance: Floats) -> Floats:
    """Return the forms B, shape (k, k, k), for which ``w' B_i w`` is the variance that child i explains linearly."""
    columns = covariance.T
    parts: Floats = columns[:, :, None] * columns[:, None, :] / np.diag(covariance)[:, None, None]
    return parts


def binned_part(children: Floats, of: Floats, *, bins: int = DEFAULT_BINS) -> Floats:
    """Return the form B, shape (k, k), for which ``w' B w / w' C w`` is the adjusted correlation ratio of `of`.

    The adjusted ratio is ``1 - (1 - eta²)(n - 1)/(n - m)``, eta² being the part of the variance that lies between m
    groups of subjects with near values of `of`.

    Parameters
    ----------
    children : ndarray, shape (n, k)
        What is explained: the children, so that any weighted mean of them is, or a score as the only column.
    of : ndarray, shape (n,)
        What explains it.
    bins : int
        Most groups; fewer where they would hold less than five subjects. Equal values share a group.
    """
    groups = _groups(of, bins)
    sizes = np.bincount(groups)
    centred = children - children.mean(axis=0)
    means = np.column_stack([np.bincount(groups, column) for column in centred.T]) / sizes[:, None]
    between = (means * sizes[:, None]).T @ means / len(of)
    total = centred.T @ centred / len(of)
    adjustment = (len(of) - 1) / max(len(of) - len(sizes), 1)
    part: Floats = adjustment * between + (1 - adjustment) * total
    return part


def correlation_ratio(score: Floats, of: Floats, *, bins: int = DEFAULT_BINS) -> float:
    """Return which part of the variance of `score` a child explains whatever the shape of the relation, 0 to 1.

    Both have shape (n,) without NaN and vary; see `binned_part` for the formula.
    """
    adjusted = float(binned_part(score[:, None], of, bins=bins)[0, 0] / score.var())
    return min(max(adjusted, 0.0), 1.0)


def _groups(values: Floats, bins: int) -> NDArray[np.intp]:
    count = max(2, min(bins, len(values) // FEWEST_IN_BIN))
    edges = np.quantile(values, np.linspace(0, 1, count + 1)[1:-1])
    return np.unique(np.searchsorted(edges, values, side="right"), return_inverse=True)[1]


def _intended(siblings: Siblings, options: TargetInfluence) -> Floats:
    if options.targets is None:
        return siblings.given
    wanted = np.array([options.targets[code] for code in siblings.codes])
    intended: Floats = wanted / wanted.sum()
    return intended


def _settled(covariance: Floats, explained: Floats, intended: Floats, given: Floats) -> Floats:
    def miss(weights: Floats) -> float:
        return float(np.square(_influence(weights, covariance, explained) - intended).sum())

    spread = np.sqrt(np.diag(covariance))
    solution, *_ = np.linalg.lstsq(covariance / np.outer(spread, spread), np.sqrt(intended), rcond=None)
    positive = np.clip(solution / spread, 0.0, None)
    direct: Floats = positive / positive.sum() if positive.any() else given
    if miss(direct) < EXACT**2:
        return direct
    equal, even = np.full(len(given), 1 / len(given)), (1 / spread) / (1 / spread).sum()
    starts = (direct, given, equal, even, (direct + given) / 2, (direct + even) / 2, (given + even) / 2)
    found = [_nearest(start, covariance, explained, intended) for start in starts]
    best = min(map(miss, found))
    # Correlation ratios can be met by several sets of weights: rounding must not choose among them.
    as_good = [weights for weights in found if miss(weights) <= best + EXACT]
    return min(as_good, key=lambda weights: float(np.abs(weights - given).sum()))


def _nearest(start: Floats, covariance: Floats, explained: Floats, intended: Floats) -> Floats:
    from scipy.optimize import least_squares

    def deviations(weights: Floats) -> Floats:
        return np.append(_influence(weights, covariance, explained) - intended, weights.sum() - 1)

    tight = dict.fromkeys(("ftol", "xtol", "gtol"), 1e-15)
    found = least_squares(deviations, start, bounds=(0.0, 1.0), jac="3-point", method="dogbox", **tight)
    positive = np.clip(found.x, 0.0, None)
    weights: Floats = positive / positive.sum()
    return weights


def _influence(weights: Floats, covariance: Floats, explained: Floats) -> Floats:
    parts: Floats = np.maximum(np.einsum("i,kij,j->k", weights, explained, weights), 0.0)
    if not parts.any():  # the weights cancel everything that varies
        return parts
    signed: Floats = np.sign(covariance @ weights) * parts / parts.sum()
    return signed


def _correlations(weights: Floats, covariance: Floats) -> Floats:
    found: Floats = covariance @ weights / np.sqrt(np.diag(covariance) * (weights @ covariance @ weights))
    return found
