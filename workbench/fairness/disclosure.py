"""What of a table may be published so that nobody's result can be read from it, or worked out."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.fairness.disclosure_attack import attack_means, limits_from_totals
from workbench.fairness.disclosure_tables import ALL, HIDDEN, SHOWN, Kind, LinkedTables, PublishedTables
from workbench.fairness.suppression import Problem, complementary
from workbench.model.methods import Floats

SMALL, EVERYONE, COMPLEMENTARY = "small", "everyone", "complementary"


@dataclass(frozen=True, kw_only=True)
class DisclosureRule:
    """What must not be told.

    Parameters
    ----------
    smallest : int
        Fewest people that a count may show, at least 3.
    zeros_shown : bool
        Whether "nobody" is shown. Even then a zero is hidden where it would give away another cell.
    largest_share : float
        Share of a row from which on a class of the sensitive variable is hidden; 1: where it holds everybody, which
        tells the class of each of them.
    known : tuple of tuples of str
        Margins that everybody knows and hiding is of no use for: ``("unit",)`` where the size of a unit is no secret.
    mean_width : float
        Width, in points, below which the mean of a group too small must not be worked out.
    scale : pair of float
        Smallest and largest score there is.
    decimals : int
        Decimals of the published means.
    """

    smallest: int = 5
    zeros_shown: bool = True
    largest_share: float = 1.0
    known: tuple[Kind, ...] = ()
    mean_width: float = 10.0
    scale: tuple[float, float] = (0.0, 100.0)
    decimals: int = 1

    def __post_init__(self) -> None:
        if self.smallest < 3:
            raise ValueError("below 3 the rule itself tells a hidden count")
        if not 0.5 < self.largest_share <= 1.0:
            raise ValueError("the largest share lies above one half, and at most at 1")


@dataclass(frozen=True, kw_only=True)
class Protection:
    """A table as it may be published, and for its authors only, why which cell is hidden.

    Parameters
    ----------
    published : PublishedTables
        What may be shown.
    reasons : ndarray of str, shape (cells,)
        `SMALL`, `EVERYONE`, `COMPLEMENTARY`, or empty where the cell is shown. Not to be published: it narrows the
        counts.
    """

    published: PublishedTables
    reasons: NDArray[np.str_]


def protect(tables: LinkedTables, rule: DisclosureRule) -> Protection:
    """Hide small cells, classes that hold a whole row, and what else would give them away; keep every cell in place.

    Parameters
    ----------
    tables : LinkedTables
        True counts; `mean` where means are to be published.
    rule : DisclosureRule
        What must not be told.

    Returns
    -------
    Protection
        Percentages are whole, and stand only where the count and the row's total stand; a mean only where `smallest`
        people have a score and the count is shown. No smallest or largest value of a group is published.

    Raises
    ------
    ValueError
        When known margins leave no way to hide a cell.

    Notes
    -----
    A hidden count below the threshold can be anything from 0 to ``smallest - 1`` as far as a reader can tell; a larger
    one reaches down by ``smallest - 1`` at least.
    """
    count = tables.cells["count"].to_numpy(float)
    known = _known(tables, rule)
    reasons = _primary(tables, rule, count, known)
    asked = _asked_ranges(tables, rule, count, known)
    while True:
        problem = Problem(counts=count, sums=tables.sums, fixed=known, low=asked[0], high=asked[1])
        hidden = complementary(problem, reasons != "")
        further = _told_by_zeros(tables, rule, count, hidden) & ~known & (reasons == "")
        if not further.any():
            break
        reasons = np.where(further, EVERYONE, reasons)
    reasons = np.where(hidden & (reasons == ""), COMPLEMENTARY, reasons)
    published = PublishedTables(
        cells=_shown_counts(tables, hidden),
        sums=tables.sums,
        variables=tables.variables,
        sensitive=tables.sensitive,
        smallest=rule.smallest,
        largest_share=rule.largest_share,
        decimals=rule.decimals,
    )
    if "mean" in tables.cells:
        published = _with_means(published, tables, rule)
    return Protection(published=published, reasons=reasons)


def _known(tables: LinkedTables, rule: DisclosureRule) -> NDArray[np.bool_]:
    crossed = (tables.cells[list(tables.variables)] != ALL).to_numpy()
    known = np.zeros(len(crossed), dtype=bool)
    for kind in rule.known:
        known |= (crossed == np.isin(tables.variables, kind)).all(axis=1)
    return known


def _primary(tables: LinkedTables, rule: DisclosureRule, count: Floats, known: NDArray[np.bool_]) -> NDArray[np.str_]:
    small = (count < rule.smallest) & ((count > 0) | (not rule.zeros_shown))
    whole = tables.whole()
    row = count[whole]
    everyone = (whole >= 0) & (row > 0) & (count >= rule.largest_share * row)
    return np.where(known, "", np.where(small, SMALL, np.where(everyone, EVERYONE, "")))


def _asked_ranges(
    tables: LinkedTables, rule: DisclosureRule, count: Floats, known: NDArray[np.bool_]
) -> tuple[Floats, Floats]:
    """Return the counts that a reader must find possible for each cell, should it be hidden."""
    reach = rule.smallest - 1.0
    limits = limits_from_totals(tables.sums, np.where(known, count, np.inf))
    whole = tables.whole()
    told = np.where(whole >= 0, np.ceil(rule.largest_share * count[whole]) - 1.0, np.inf)
    low = np.where(count >= rule.largest_share * count[whole], np.minimum(count - reach, told), count - reach)
    return np.maximum(low, 0.0), np.maximum(count, np.minimum(reach, limits))


def _told_by_zeros(
    tables: LinkedTables, rule: DisclosureRule, count: Floats, hidden: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Return the cells of rows whose total is hidden and which one class fills: what is shown there tells it."""
    whole = tables.whole()
    filled = (whole >= 0) & hidden[whole] & (count >= rule.largest_share * count[whole]) & (count > 0)
    return (whole >= 0) & np.isin(whole, whole[filled])


def _shown_counts(tables: LinkedTables, hidden: NDArray[np.bool_]) -> pd.DataFrame:
    cells = tables.cells[[*tables.variables, "count"]].assign(status=np.where(hidden, HIDDEN, SHOWN))
    cells["count"] = cells["count"].astype("Int64").mask(hidden)
    whole = tables.whole()
    if (whole >= 0).any():
        row = cells["count"].iloc[whole].reset_index(drop=True).mask(whole < 0).replace(0, pd.NA)
        share = 100.0 * cells["count"].to_numpy(float, na_value=np.nan) / row.to_numpy(float, na_value=np.nan)
        cells["percent"] = pd.array(np.floor(share + 0.5), dtype="Int64")
    return cells


# --- means -----------------------------------------------------------------------------------------------------------


def _with_means(published: PublishedTables, tables: LinkedTables, rule: DisclosureRule) -> PublishedTables:
    """Add the means that neither are of too few, nor tell that of too few together with the others."""
    scored = tables.cells["scored"].to_numpy(np.int64)
    means = tables.cells["mean"].to_numpy(float).round(rule.decimals)
    shown = ~published.hidden & (scored >= rule.smallest) & ~np.isnan(means)
    while True:
        found = replace(published, cells=published.cells.assign(mean=np.where(shown, means, np.nan)))
        attacked = attack_means(found, scored, scale=rule.scale, asked=rule.mean_width)
        solved = attacked.index[attacked["solved"]]
        if not len(solved):
            return found
        shown[mean_to_hide(published, shown, scored, solved[0])] = False


def mean_to_hide(published: PublishedTables, shown: NDArray[np.bool_], scored: NDArray[np.int64], cell: int) -> int:
    """Return the cell to hide a mean of next, so that less is told of `cell`.

    It is the one with the fewest people of those whose mean is `shown` and that stand in one sum with `cell`, or if
    there is none, of all.
    """
    together = np.unique(published.sums[np.flatnonzero(published.sums[:, [cell]].toarray()[:, 0])].indices)
    near = np.flatnonzero(shown & np.isin(np.arange(len(shown)), together))
    candidates = near if len(near) else np.flatnonzero(shown)
    return int(candidates[np.argmin(scored[candidates])])
