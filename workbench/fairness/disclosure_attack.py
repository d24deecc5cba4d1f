"""An attack on published tables: what somebody who reads them closely can work out about the cells that are hidden.

It knows every number that is published (counts, totals, whole percentages, rounded counts, means), that people are
counted in whole numbers and never below zero, and the rule by which cells were hidden. It knows nothing else: it is
given what a reader is given. What it finds decides whether anything is published at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import coo_array, hstack, vstack

from workbench.fairness.consistent_counts import Region, largest, ranges
from workbench.fairness.disclosure_tables import ROUNDED, SHOWN, PublishedTables
from workbench.model.methods import Floats

_ANYBODY = 1e-6


def attack(
    published: PublishedTables,
    *,
    exact: bool = True,
    class_scores: Mapping[str, tuple[float, float]] | None = None,
) -> pd.DataFrame:
    """Return what can be worked out about every cell whose count is not shown.

    For each such cell two integer linear programmes: the smallest and the largest count that fits everything that is
    published.

    Parameters
    ----------
    published : PublishedTables
        What a reader sees.
    exact : bool
        Whether the ends are sought to the last person. If not, the search for a cell stops as soon as its range is
        wide enough, which decides as well whether it is solved.
    class_scores : mapping, optional
        Lowest and highest score in each class, by which published means narrow the counts: ten people with a mean of
        90 are not five of a class below 70. People of other classes have no score.

    Returns
    -------
    DataFrame
        Indexed by the position of the cell: `low`, `high` (infinite: no limit), `asked`, the width that the rule asks
        for, and `solved`: whether the range is narrower, or lies so high that a class is seen to hold the largest
        share of its row that may be told.

    Raises
    ------
    ValueError
        When no counts fit what is published.

    Notes
    -----
    The width asked for is ``smallest - 1``: 0 to 4 people where fewer than five are hidden. A part of a shown total
    that is itself smaller cannot have a wider range than from 0 to that total. The rule itself tells no more: whoever
    knows that somewhere a small cell is hidden still finds any of its counts below the threshold possible, because a
    table with that count is a table for which the rule hides this cell.

    References
    ----------
    Fischetti & Salazar-González (2001), Solving the cell suppression problem on tabular data with linear constraints,
    doi:10.1287/mnsc.47.7.1008.9805: the attacker's two programmes. Hundepool et al. (2012), Statistical Disclosure
    Control, doi:10.1002/9781118348239, chapter 4.
    """
    region, asked = known_of_counts(published), asked_widths(published)
    if class_scores is not None:
        region = _with_points(region, published, class_scores)
    # Points are not searched for: any width is enough for them.
    enough = np.full(len(region.low), -np.inf)
    enough[: len(asked)] = np.inf if exact else asked
    low, high = (ends[: len(asked)] for ends in ranges(region, enough=enough))
    found = pd.DataFrame({"low": low, "high": high, "asked": asked}).rename_axis("cell")
    found["solved"] = (found["high"] - found["low"] < found["asked"]) | _told_of_rows(published, region, low)
    return found[(published.cells["status"] != SHOWN).to_numpy()]


def attack_means(
    published: PublishedTables, counts: NDArray[np.int64], *, scale: tuple[float, float], asked: float
) -> pd.DataFrame:
    """Return what can be worked out about every mean that is not shown.

    A mean is a sum over a count, and sums add up: the mean of a hidden group follows from those of the others and of
    all. The attack is granted the hidden counts too, so that it is never weaker than a reader's.

    Parameters
    ----------
    published : PublishedTables
        What a reader sees; a published mean lies within half a unit of its last decimal.
    counts : ndarray of int, shape (cells,)
        People who have a score in each cell, those of hidden cells as well.
    scale : pair of float
        Smallest and largest score there is.
    asked : float
        Width that the range of a hidden mean needs, in points.

    Returns
    -------
    DataFrame
        As that of `attack`, of the cells without a mean that somebody is in.
    """
    crossed = published.crossed_by(published.sensitive)
    no_mean = crossed | (counts == 0)
    mean, half = published.cells["mean"].to_numpy(float), 0.5 * 10.0**-published.decimals
    floor, ceiling = (np.where(no_mean, 0.0, float(end)) for end in scale)
    people = counts.astype(float)
    low = np.where(np.isnan(mean), floor, np.maximum(mean - half, floor)) * people
    high = np.where(np.isnan(mean), ceiling, np.minimum(mean + half, ceiling)) * people
    rows = published.sums[_rows_within(published, ~crossed)]
    nothing = np.zeros(rows.shape[0])
    region = Region(
        low=low, high=high, rows=rows, rows_low=nothing, rows_high=nothing, whole=np.zeros(len(counts), bool)
    )
    least, most = ranges(region)
    found = pd.DataFrame(
        {"low": least / np.maximum(people, 1), "high": most / np.maximum(people, 1), "asked": asked}
    ).rename_axis("cell")
    found["solved"] = found["high"] - found["low"] < asked * (1.0 - 1e-9)
    return found[np.isnan(mean) & ~no_mean]


def known_of_counts(published: PublishedTables) -> Region:
    """Return what the published numbers say about the counts, one by one and together."""
    cells = published.cells
    count = cells["count"].to_numpy(dtype=float, na_value=np.nan)
    off = np.where(cells["status"] == ROUNDED, float(published.off), 0.0)
    low = np.where(np.isnan(count), 0.0, np.maximum(count - off, 0.0))
    high = np.where(np.isnan(count), np.inf, count + off)
    shares, sums = _known_of_percentages(published), published.sums
    nothing = np.zeros(sums.shape[0])
    return Region(
        low=low,
        high=high,
        rows=vstack([sums, shares]).tocsr(),
        rows_low=np.concatenate([nothing, np.zeros(shares.shape[0])]),
        rows_high=np.concatenate([nothing, np.full(shares.shape[0], np.inf)]),
        whole=np.ones(len(cells), dtype=bool),
    )


def _with_points(region: Region, published: PublishedTables, class_scores: Mapping[str, tuple[float, float]]) -> Region:
    """Return the region with the points of each cell behind its count: they add up as people do.

    Points of a class lie between its people times its lowest and highest score; where a mean is published, those of
    the row between its people times the mean, half a unit of the last decimal off. All in parts of the largest score.
    """
    cells, whole, size = published.cells, published.whole(), len(published.cells)
    top = max(abs(end) for ends in class_scores.values() for end in ends) or 1.0
    scores = cells[str(published.sensitive)].map(dict(class_scores))
    of_class = np.flatnonzero(whole >= 0)
    ends = np.array([each if isinstance(each, tuple) else (0.0, 0.0) for each in scores.iloc[of_class]]) / top
    between = _between(of_class, ends[:, 0], ends[:, 1], size)
    mean, half = cells["mean"].to_numpy(float) / top, 0.5 * 10.0**-published.decimals / top
    row = np.flatnonzero(~np.isnan(mean))
    scored = np.flatnonzero(scores.notna().to_numpy() & np.isin(whole, row))
    position = np.searchsorted(row, whole[scored])
    low = coo_array((mean[row][position] - half, (position, scored)), shape=(len(row), size))
    high = coo_array((mean[row][position] + half, (position, scored)), shape=(len(row), size))
    points = coo_array((np.ones(len(row)), (np.arange(len(row)), row)), shape=(len(row), size))
    rows = vstack([between, hstack([-low, points]), hstack([high, -points])])
    sums = hstack([coo_array(published.sums.shape), published.sums])
    counts = hstack([region.rows, coo_array((region.rows.shape[0], size))])
    nothing, free = np.zeros(sums.shape[0] + rows.shape[0]), np.full(rows.shape[0], np.inf)
    return Region(
        low=np.concatenate([region.low, np.full(size, -np.inf)]),
        high=np.concatenate([region.high, np.full(size, np.inf)]),
        rows=vstack([counts, sums, rows]).tocsr(),
        rows_low=np.concatenate([region.rows_low, nothing]),
        rows_high=np.concatenate([region.rows_high, np.zeros(sums.shape[0]), free]),
        whole=np.concatenate([region.whole, np.zeros(size, dtype=bool)]),
    )


def _between(cells: NDArray[np.intp], low: Floats, high: Floats, size: int) -> Any:
    """Return rows, all at least 0, that keep the points of cells between `low` and `high` times their people."""
    at, one = np.arange(len(cells)), np.ones(len(cells))
    above, below = (coo_array((each, (at, cells)), shape=(len(cells), size)) for each in (-low, high))
    here = coo_array((one, (at, cells)), shape=(len(cells), size))
    return vstack([hstack([above, here]), hstack([below, -here])])


def asked_widths(published: PublishedTables) -> Floats:
    """Return how wide the range of each cell must stay: below the threshold, or below a shown total it is part of."""
    count = published.cells["count"].to_numpy(dtype=float, na_value=np.inf)
    off = np.where(published.cells["status"] == ROUNDED, float(published.off), 0.0)
    return limits_from_totals(published.sums, np.minimum(count + off, published.smallest - 1.0))


def _told_of_rows(published: PublishedTables, region: Region, low: Floats) -> NDArray[np.bool_]:
    """Return the cells of classes that, in every table that fits, hold the largest share of their row or more."""
    count = published.cells["count"].to_numpy(dtype=float, na_value=np.nan)
    whole, share = published.whole(), published.largest_share
    row = np.where(whole >= 0, count[whole], np.nan)
    asked = np.flatnonzero(np.isnan(count) & (whole >= 0) & (np.isnan(row) | (low >= share * row)) & (row != 0))
    at = np.arange(len(asked))
    costs = coo_array(
        (np.repeat([share, -1.0], len(asked)), (np.tile(at, 2), np.concatenate([whole[asked], asked]))),
        shape=(len(asked), len(region.low)),
    )
    told = np.zeros(len(count), dtype=bool)
    told[asked] = largest(region, costs.tocsr()) < _ANYBODY
    return told


def limits_from_totals(sums: Any, limits: Floats) -> Floats:
    """Return `limits`, shape (cells,), lowered where a total above the cell has a lower one."""
    entries = sums.tocoo()
    is_total = entries.data < 0
    total = np.empty(sums.shape[0], dtype=np.intp)
    total[entries.coords[0][is_total]] = entries.coords[1][is_total]
    part, above = entries.coords[1][~is_total], total[entries.coords[0][~is_total]]
    lowered = limits.copy()
    while (lowered[above] < lowered[part]).any():
        np.minimum.at(lowered, part, lowered[above])
    return lowered


def _known_of_percentages(published: PublishedTables) -> coo_array:
    """Return two rows for each published percentage, both at least 0: the share lies within half a per cent of it."""
    cells, size = published.cells, len(published.cells)
    if "percent" not in cells or published.sensitive is None:
        return coo_array((0, size))
    given = np.flatnonzero(cells["percent"].notna())
    percent = cells["percent"].iloc[given].to_numpy(float)
    whole = published.whole()[given]
    rows = np.arange(len(given))
    low, high = (percent - 0.5) / 100.0, (percent + 0.5) / 100.0
    one = np.ones(len(given))
    entries = np.concatenate([one, -low, -one, high])
    at = (np.concatenate([rows, rows, rows + len(given), rows + len(given)]), np.concatenate([given, whole] * 2))
    return coo_array((entries, at), shape=(2 * len(given), size))


def _rows_within(published: PublishedTables, cells: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Return the sums that hold cells of `cells` only."""
    outside = abs(published.sums) @ (~cells).astype(float)
    return np.flatnonzero(outside == 0)
