"""The gap that is left once legitimate factors (grade, kind of post, length of service) have had their say.

By ordinary least squares with a dummy for every level. What a factor explains is not thereby justified: a factor that
was itself assigned unequally hides a gap. The other way, standardisation: `workbench.fairness.strata` with the factors
crossed into one code.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.fairness.comparison import COMPARED, CONFIDENCE, SMALLEST, Codes, Counts, statuses, where_compared
from workbench.fairness.false_discovery import adjusted_p_values
from workbench.fairness.gaps import t_test
from workbench.model.methods import Floats

NOT_SEPARABLE = "not_separable"
SINGULAR = 1e-10


@dataclass(frozen=True, kw_only=True)
class Controls:
    """What the gap is controlled for.

    Parameters
    ----------
    factors : sequence of ndarray of int, shape (n,)
        Codes of levels, from 0; negative: unknown, and the row is left out.
    covariates : sequence of ndarray, shape (n,)
        Numbers that count linearly; NaN: unknown, and the row is left out.
    clusters : ndarray of int, shape (n,), optional
        Unit of each row: people of one unit may resemble each other, so that each unit counts as one observation of
        the error; negative: the row is left out. None: rows are independent.
    weights : ndarray, shape (n,), optional
        How many cases a row stands for; None: one.
    """

    factors: Sequence[Codes] = ()
    covariates: Sequence[Floats] = ()
    clusters: Codes | None = None
    weights: Floats | None = None


@dataclass(frozen=True, kw_only=True)
class ControlledGaps:
    """Gaps between groups with the controls held equal.

    Parameters
    ----------
    table : DataFrame
        One row a group in the order of the codes: ``size`` (rows that count); ``difference, low, high, p, q``;
        ``status``: 'compared', 'reference', 'too_few', 'no_reference', and 'not_separable' where the group and the
        controls go together so that no regression can tell them apart.
    reference : int, optional
        Code of the group that all are compared with; None for the mean of all others.
    rows, left_out : int
        Rows that count, and rows that lack a value, a group or a control.
    explained : float
        Share (0-1) of the variance that groups and controls explain together.
    clusters : int
        Units that the error was taken from; 0 where rows are independent.
    """

    table: pd.DataFrame
    reference: int | None
    rows: int
    left_out: int
    explained: float
    clusters: int


def controlled_gaps(
    values: Floats,
    codes: Codes,
    groups: int,
    *,
    controls: Controls,
    reference: int | None = None,
    smallest: int = SMALLEST,
    confidence: float = CONFIDENCE,
) -> ControlledGaps:
    """Return each group's gap to a reference group, or to the mean of all others, with the controls held equal.

    One regression for all groups; standard errors hold when spreads differ (HC1) or, with clusters, when people of one
    unit resemble each other (CR1).

    Parameters
    ----------
    values : ndarray, shape (n,)
        What is compared; 0 and 1 give differences of rates; NaN: the row is left out.
    codes : ndarray of int, shape (n,)
        Group of each, 0 to ``groups - 1``; negative: in none.
    groups : int
        Number of groups.
    controls : Controls
        What is held equal.
    reference, smallest, confidence
        As in `workbench.fairness.gaps.mean_gaps`.

    References
    ----------
    MacKinnon & White (1985), doi 10.1016/0304-4076(85)90158-7; Cameron & Miller (2015), doi 10.3368/jhr.50.2.317.
    """
    kept = _complete(values, codes, controls)
    fit = _least_squares(_design(codes, groups, controls, kept), values[kept], controls, kept)
    size: Counts = np.bincount(codes[kept], minlength=groups)
    contrasts = _contrasts(size, reference, len(fit.coefficients))
    test = t_test(contrasts @ fit.coefficients, fit.errors(contrasts), fit.freedom, confidence=confidence)
    others = size.sum() - size if reference is None else np.full_like(size, size[reference])
    status = statuses(size, others, reference=reference, smallest=smallest)
    status = np.where((status == COMPARED) & ~fit.separable(contrasts), NOT_SEPARABLE, status)
    shown = {"difference": contrasts @ fit.coefficients, "low": test.low, "high": test.high, "p": test.p}
    table = pd.DataFrame({"size": size} | {name: where_compared(status, each) for name, each in shown.items()})
    return ControlledGaps(
        table=table.assign(q=adjusted_p_values(table["p"].to_numpy()), status=status),
        reference=reference,
        rows=int(kept.sum()),
        left_out=int((~kept).sum()),
        explained=fit.explained,
        clusters=fit.clusters,
    )


def _complete(values: Floats, codes: Codes, controls: Controls) -> NDArray[np.bool_]:
    """Return which rows have a value, a group and every control."""
    kept = (codes >= 0) & ~np.isnan(values)
    for known in (*controls.factors, *([] if controls.clusters is None else [controls.clusters])):
        kept &= known >= 0
    for covariate in controls.covariates:
        kept &= ~np.isnan(covariate)
    if controls.weights is not None:
        kept &= controls.weights > 0
    return kept


def _design(codes: Codes, groups: int, controls: Controls, kept: NDArray[np.bool_]) -> Any:
    """Return the sparse matrix of regressors: all groups, all levels of each factor but the first, the covariates."""
    from scipy import sparse

    parts = [_dummies(codes[kept], groups)]
    for factor in controls.factors:
        levels = int(factor.max(initial=0)) + 1
        parts.append(_dummies(factor[kept], levels)[:, 1:])
    for covariate in controls.covariates:
        column = covariate[kept]
        spread = column.std() if len(column) else 0.0
        parts.append(sparse.csr_array((column - column.mean() if len(column) else column)[:, None] / (spread or 1.0)))
    return sparse.hstack(parts, format="csr")


def _dummies(codes: Codes, levels: int) -> Any:
    from scipy import sparse

    rows = len(codes)
    return sparse.csr_array((np.ones(rows), codes, np.arange(rows + 1)), shape=(rows, levels))


def _contrasts(size: Counts, reference: int | None, columns: int) -> Floats:
    """Return for each group the combination of coefficients that is its gap."""
    groups = len(size)
    others = np.maximum(size.sum() - size, 1)[:, None]
    theirs = np.where(np.eye(groups) == 1, 0.0, size / others) if reference is None else np.eye(groups)[[reference]]
    contrasts = np.zeros((groups, columns))
    contrasts[:, :groups] = np.eye(groups) - theirs
    return contrasts


@dataclass(frozen=True, kw_only=True)
class _Fit:
    """Coefficients, their covariance, and the directions in which the data say anything about them."""

    coefficients: Floats
    covariance: Floats
    known: Floats
    freedom: Floats
    explained: float
    clusters: int

    def errors(self, contrasts: Floats) -> Floats:
        """Return the standard error of each row of `contrasts`."""
        variance: Floats = ((contrasts @ self.covariance) * contrasts).sum(axis=1)
        return np.sqrt(np.maximum(variance, 0.0))

    def separable(self, contrasts: Floats) -> NDArray[np.bool_]:
        """Return which of `contrasts` the data can tell."""
        beyond = contrasts - contrasts @ self.known @ self.known.T
        told: NDArray[np.bool_] = np.abs(beyond).max(axis=1) < np.sqrt(SINGULAR)
        return told


def _least_squares(design: Any, values: Floats, controls: Controls, kept: NDArray[np.bool_]) -> _Fit:
    """Return the least-squares fit by the normal equations, with the smallest coefficients where they are singular."""
    root = np.sqrt(np.ones(len(values)) if controls.weights is None else controls.weights[kept])
    weighted = design.multiply(root[:, None]).tocsr()
    products = (weighted.T @ weighted).toarray()
    sizes, directions = np.linalg.eigh(products)
    told = sizes > SINGULAR * max(sizes[-1], 1.0)
    known = directions[:, told]
    inverse = known / sizes[told] @ known.T
    coefficients = inverse @ (weighted.T @ (root * values))
    residuals = root * values - weighted @ coefficients
    middle = (root**2 * values).sum() / max((root**2).sum(), 1.0)
    total = ((root * (values - middle)) ** 2).sum()
    scores, clusters = _scores(weighted, residuals, controls, kept)
    rows, rank = len(values), int(told.sum())
    counted = clusters or rows
    correction = (rows - 1) / max(rows - rank, 1) * counted / max(counted - 1, 1)
    return _Fit(
        coefficients=coefficients,
        covariance=correction * inverse @ (scores.T @ scores) @ inverse,
        known=known,
        freedom=np.asarray(float(counted - 1 if clusters else rows - rank)),
        explained=float(1 - (residuals**2).sum() / total) if total > 0 else np.nan,
        clusters=clusters,
    )


def _scores(weighted: Any, residuals: Floats, controls: Controls, kept: NDArray[np.bool_]) -> tuple[Any, int]:
    """Return residuals times regressors, summed over each cluster, and the number of clusters; 0 without any."""
    scores = weighted.multiply(residuals[:, None]).tocsr()
    if controls.clusters is None:
        return scores, 0
    units, codes = np.unique(controls.clusters[kept], return_inverse=True)
    return _dummies(codes, len(units)).T @ scores, len(units)
