"""Who outranks whom: subjects compared two by two, without adding anything up."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from workbench.model.methods import Floats
from workbench.scoring.outranking import TOLERANCE, shares_won


def outranking_matrix(scores: pd.DataFrame, weights: Mapping[str, float]) -> pd.DataFrame:
    """Return the share of the weight in which the row's subject is better than the column's, ties counting half.

    Parameters
    ----------
    scores : DataFrame, shape (n, k)
        Subjects in rows; normalised indicators or scores of dimensions, higher always better.
    weights : mapping
        Weight by column, in any unit; columns without a weight are left out.

    Returns
    -------
    DataFrame, shape (n, n)
        0-1, the two of a pair adding up to 1; 0 on the diagonal; NaN where one of the two lacks a score.

    References
    ----------
    Munda, G. & Nardo, M. (2009), Noncompensatory/nonlinear composite indicators for ranking countries,
    doi:10.1080/00036840601019364.
    """
    return _compared(scores, weights, tie=0.5, diagonal=0.0)


def concordance(
    values: pd.DataFrame, weights: Mapping[str, float], *, directions: Mapping[str, int] | None = None
) -> pd.DataFrame:
    """Return the concordance of ELECTRE I: the share of the weight in which the row's subject is at least as good.

    Parameters
    ----------
    values : DataFrame, shape (n, k)
        Subjects in rows.
    weights : mapping
        Weight by column, in any unit; columns without a weight are left out.
    directions : mapping, optional
        -1 for columns in which lower is better; 1 where absent.

    Returns
    -------
    DataFrame, shape (n, n)
        0-1; NaN on the diagonal and where one of the two lacks a value.

    References
    ----------
    Roy, B. (1968), Classement et choix en présence de points de vue multiples (la méthode ELECTRE),
    doi:10.1051/ro/196802V100571.
    """
    turned = {code: values[code] * (directions or {}).get(code, 1) for code in values}
    return _compared(pd.DataFrame(turned, index=values.index), weights, tie=1.0, diagonal=np.nan)


def copeland_scores(outranking: pd.DataFrame) -> pd.Series:
    """Return wins minus losses of every subject: how many it beats in more than half of the weight, less who beats it.

    Parameters
    ----------
    outranking : DataFrame, shape (n, n)
        From `outranking_matrix`. Shares within a billionth of one half are ties.
    """
    shares = outranking.to_numpy(float, copy=True)
    np.fill_diagonal(shares, np.nan)
    balance = (shares > 0.5 + TOLERANCE).sum(axis=1) - (shares < 0.5 - TOLERANCE).sum(axis=1)
    return pd.Series(balance, index=outranking.index).where(~np.isnan(shares).all(axis=1))


def _compared(scores: pd.DataFrame, weights: Mapping[str, float], *, tie: float, diagonal: float) -> pd.DataFrame:
    codes = [code for code in scores if weights.get(code, 0) > 0]
    columns: Floats = scores[codes].to_numpy(float)
    share = np.array([weights[code] for code in codes], dtype=float)
    complete = ~np.isnan(columns).any(axis=1)
    known = columns[complete]
    won = np.full((len(scores), len(scores)), np.nan)
    won[np.ix_(complete, complete)] = shares_won(
        known, known, share / share.sum(), magnitude=np.abs(known).max(axis=0, initial=0.0), tie=tie
    )
    np.fill_diagonal(won, diagonal)
    return pd.DataFrame(won, index=scores.index, columns=scores.index)
