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
"""Part of the largest sum of squares below which a direction holds nothing but rounding."""
TOLD_APART = 1e-5
CELLS = 4_000_000
"""Numbers that are held at once while variances are added up: 32 megabytes."""


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
        One row a group in the order of the codes: ``size`` (rows that count); ``difference, error`` (standard),
        ``freedom`` (degrees of it), ``low, high, p, q``; ``status``: 'compared', 'reference', 'too_few',
        'no_reference', and 'not_separable' where the group and the controls go together so that no regression can tell
        them apart.
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

    One regression for all groups. Standard errors hold when spreads differ (HC2) or, with clusters, when people of one
    unit resemble each other (CR1). A gap of a small group rests on few people however many there are in all: degrees of
    freedom are counted from the weight ``a`` of each row (or unit) in it, ``(Σ a²)² / Σ a⁴ - 1``; without controls they
    are about those of Welch's test.

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
    MacKinnon & White (1985), doi 10.1016/0304-4076(85)90158-7; Cameron & Miller (2015), doi 10.3368/jhr.50.2.317;
    Imbens & Kolesár (2016), doi 10.1162/REST_a_00552, on the degrees of freedom.
    """
    kept = _complete(values, codes, controls)
    size: Counts = np.bincount(codes[kept], minlength=groups)
    design = _design(codes, groups, controls, kept)
    contrasts = _contrasts(size, reference, design.shape[1])
    fit = _least_squares(design, values[kept], contrasts, controls, kept)
    test = t_test(fit.difference, fit.error, fit.freedom, confidence=confidence)
    others = size.sum() - size if reference is None else np.full_like(size, size[reference])
    status = statuses(size, others, reference=reference, smallest=smallest)
    status = np.where((status == COMPARED) & ~fit.separable, NOT_SEPARABLE, status)
    shown = {"difference": fit.difference, "error": fit.error, "freedom": fit.freedom}
    shown |= {"low": test.low, "high": test.high, "p": test.p}
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
    """Gaps with their standard errors and degrees of freedom, and whether the data can tell them at all."""

    difference: Floats
    error: Floats
    freedom: Floats
    separable: NDArray[np.bool_]
    explained: float
    clusters: int


def _least_squares(design: Any, values: Floats, contrasts: Floats, controls: Controls, kept: NDArray[np.bool_]) -> _Fit:
    """Return the least-squares fit of the gaps by the normal equations."""
    root = np.sqrt(np.ones(len(values)) if controls.weights is None else controls.weights[kept])
    weighted = design if controls.weights is None else design.multiply(root[:, None]).tocsr()
    products = (weighted.T @ weighted).toarray()
    inverse, rank = _inverse(products, len(contrasts))
    coefficients = inverse @ (weighted.T @ (root * values))
    residuals = root * values - weighted @ coefficients
    middle = (root**2 * values).sum() / max((root**2).sum(), 1.0)
    total = ((root * (values - middle)) ** 2).sum()
    units, labels = (None, ()) if controls.clusters is None else pd.factorize(controls.clusters[kept])
    variance, freedom = _variances(weighted, inverse, contrasts, residuals, units)
    counted = len(labels) or len(values)
    if units is not None:
        variance *= (len(values) - 1) / max(len(values) - rank, 1) * counted / max(counted - 1, 1)
    most = counted - 1 if units is not None else counted - rank
    return _Fit(
        difference=contrasts @ coefficients,
        error=np.sqrt(np.maximum(variance, 0.0)),
        freedom=np.clip(freedom, 1, max(most, 1)),
        separable=np.abs(contrasts - contrasts @ inverse @ products).max(axis=1, initial=0.0) < TOLD_APART,
        explained=float(1 - (residuals**2).sum() / total) if total > 0 else np.nan,
        clusters=len(labels),
    )


def _inverse(products: Floats, groups: int) -> tuple[Floats, int]:
    """Return a generalised inverse of the normal equations and their rank.

    The groups come first and their block is diagonal: once they are eliminated only the controls are left, so that
    hundreds of groups cost no more than two.
    """
    sizes = np.diag(products)[:groups]
    apart = np.where(sizes > 0, 1 / np.where(sizes > 0, sizes, 1.0), 0.0)
    means = apart[:, None] * products[:groups, groups:]
    spreads, directions = np.linalg.eigh(products[groups:, groups:] - products[groups:, :groups] @ means)
    told = spreads > SINGULAR * max(products.max(initial=0.0), 1.0)
    core = directions[:, told] / spreads[told] @ directions[:, told].T
    across = -means @ core
    inverse: Floats = np.block([[np.diag(apart) - across @ means.T, across], [across.T, core]])
    return inverse, int((sizes > 0).sum() + told.sum())


def _variances(
    weighted: Any, inverse: Floats, contrasts: Floats, residuals: Floats, units: NDArray[np.intp] | None
) -> tuple[Floats, Floats]:
    """Return the robust variance of each contrast and its degrees of freedom, from blocks of rows.

    A contrast is a weighted sum of the values; ``a`` is the weight of each row. Rows by themselves have the variance
    ``Σ a² e² / (1 - h)`` with the leverage h; units ``Σ (Σ a e)²``.
    """
    towards = inverse @ contrasts.T
    number = 0 if units is None else int(units.max(initial=-1)) + 1
    groups = len(contrasts)
    variance, fourth = np.zeros(groups), np.zeros(groups)
    scores, influence = np.zeros((number, groups)), np.zeros((number, groups))
    for start in range(0, len(residuals), rows := max(1, CELLS // max(weighted.shape[1], groups))):
        block = slice(start, start + rows)
        part, error = weighted[block], residuals[block]
        weight = part @ towards
        if units is None:
            leverage = np.asarray(part.multiply(part @ inverse).sum(axis=1)).ravel()
            variance += weight.T**2 @ (error**2 / np.maximum(1 - leverage, SINGULAR))
            fourth += (weight**4).sum(axis=0)
        else:
            gathered = _dummies(units[block], number).T
            scores += gathered @ (weight * error[:, None])
            influence += gathered @ weight**2
    square = (contrasts * towards.T).sum(axis=1)
    if units is not None:
        variance, fourth = (scores**2).sum(axis=0), (influence**2).sum(axis=0)
    return variance, square**2 / np.where(fourth > 0, fourth, np.nan) - 1
