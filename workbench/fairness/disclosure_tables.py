"""Tables of counts that share cells, with every sum that a reader can redo, and what of them is published."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import coo_array

ALL = ""
"""Stands in the column of a variable over which a cell sums."""
NOT_STATED = "?"
"""The level of people who have no value of a variable: they are counted too, or the totals would not add up."""

SHOWN, HIDDEN, ROUNDED = "shown", "hidden", "rounded"

Kind = tuple[str, ...]
"""The variables a cell is crossed by, those of its hierarchy included; `()` is the grand total."""


@dataclass(frozen=True, kw_only=True)
class LinkedTables:
    """Counts in one or several tables; a margin that two tables share is one cell.

    Parameters
    ----------
    cells : DataFrame
        A row a cell: one text column a variable (`ALL`: summed over), `count` (int) and, where a score was given,
        `mean`, over those who have a score (NaN for nobody), and `scored`, how many they are.
    sums : sparse array, shape (sums, cells)
        One row for each sum: -1 at the total, 1 at its parts; ``sums @ count`` is 0.
    variables : tuple of str
        Columns of `cells` that name it.
    sensitive : str or None
        Variable that people would not have known of themselves, such as the predicate.
    """

    cells: pd.DataFrame
    sums: Any
    variables: Kind
    sensitive: str | None = None

    def crossed_by(self, name: str | None) -> NDArray[np.bool_]:
        """Return which cells are crossed by a variable, shape (cells,)."""
        crossed: NDArray[np.bool_] = (self.cells[name] != ALL).to_numpy() if name else np.zeros(len(self.cells), bool)
        return crossed

    def whole(self) -> NDArray[np.intp]:
        """Return, for each cell, the position of the one summed over the sensitive variable; -1 where it is one."""
        crossed, keys = self.crossed_by(self.sensitive), self.cells[list(self.variables)]
        if not crossed.any():
            return np.full(len(keys), -1)
        summed = pd.MultiIndex.from_frame(keys.assign(**{str(self.sensitive): ALL}))
        return np.where(crossed, pd.MultiIndex.from_frame(keys).get_indexer(summed), -1)


@dataclass(frozen=True, kw_only=True)
class PublishedTables(LinkedTables):
    """What a reader sees of linked tables, and all that an attack may use.

    Parameters
    ----------
    cells : DataFrame
        As in `LinkedTables`, with `status` (`SHOWN`, `HIDDEN`, `ROUNDED`), `count` (Int64, NA where hidden), and
        where published `percent` (Int64: share in whole per cent of the cell summed over the sensitive variable)
        and `mean` (NaN where hidden).
    smallest : int
        Fewest people a count may show: the rule is published too.
    largest_share : float
        Share of the people of a row from which on a class is hidden; 1: only where it holds everybody.
    off : int
        Most that a rounded count differs from the true one.
    decimals : int
        Decimals of the published means.
    """

    smallest: int
    largest_share: float = 1.0
    off: int = 0
    decimals: int = 1

    @property
    def hidden(self) -> NDArray[np.bool_]:
        """Return which cells are hidden, shape (cells,)."""
        return (self.cells["status"] == HIDDEN).to_numpy()


def count_tables(
    people: pd.DataFrame,
    tables: Sequence[Sequence[str]],
    *,
    within: Mapping[str, str] | None = None,
    sensitive: str | None = None,
    score: str | None = None,
) -> LinkedTables:
    """Count people in tables crossed by some of their columns, with all margins.

    Parameters
    ----------
    people : DataFrame
        A row a person; the columns named in `tables`; NA counts as the level `NOT_STATED`.
    tables : sequence of sequences of str
        The columns each table is crossed by: ``[("unit", "class"), ("sex", "class")]``.
    within : mapping, optional
        Column to the column of the larger area it lies in: ``{"kelurahan": "kecamatan"}``. Its cells then sum to
        those of the larger area, and these to the total.
    sensitive : str, optional
        Variable that people would not have known of themselves.
    score : str, optional
        Column of numbers of which the cells without the sensitive variable hold the mean.

    Returns
    -------
    LinkedTables
        Also with the cells nobody is in, as far as their rows and columns exist.
    """
    chains = _Chains(within or {})
    kinds = sorted({kind for table in tables for kind in chains.kinds(table)}, key=lambda kind: (len(kind), kind))
    variables = tuple(dict.fromkeys(name for table in tables for each in table for name in chains.path(each)))
    named = people[list(variables)].astype("string").fillna(NOT_STATED).astype(object)
    levels = named.assign(score=people[score] if score else np.nan)
    cells = pd.concat([_counted(levels, kind, chains, variables) for kind in kinds], ignore_index=True)
    if score is None:
        cells = cells.drop(columns=["mean", "scored"])
    elif sensitive is not None:
        cells.loc[cells[sensitive] != ALL, ["mean", "scored"]] = np.nan, 0
    return LinkedTables(
        cells=cells, sums=_sums(cells, kinds, chains, variables), variables=variables, sensitive=sensitive
    )


@dataclass(frozen=True)
class _Chains:
    """Which variable lies within which."""

    within: Mapping[str, str]

    def path(self, name: str) -> Kind:
        """Return the variable and all it lies within, the largest first."""
        above = self.within.get(name)
        return (*self.path(above), name) if above else (name,)

    def kinds(self, table: Sequence[str]) -> Iterator[Kind]:
        """Yield the kinds of the cells of a table: each variable at each level of its hierarchy, or not at all."""
        steps = [[self.path(name)[:depth] for depth in range(len(self.path(name)) + 1)] for name in table]
        for chosen in product(*steps):
            yield tuple(sorted({name for path in chosen for name in path}))

    def deepest(self, kind: Kind) -> list[str]:
        """Return the variables of a kind within which no other of it lies: each can be summed over."""
        above = {self.within.get(name) for name in kind}
        return [name for name in kind if name not in above]


def _counted(levels: pd.DataFrame, kind: Kind, chains: _Chains, variables: Kind) -> pd.DataFrame:
    if not kind:
        scores = levels["score"]
        row = {"count": len(levels), "mean": scores.mean(), "scored": int(scores.notna().sum())}
        return pd.DataFrame([dict.fromkeys(variables, ALL) | row])
    axes = [
        levels[list(chains.path(name))].drop_duplicates().sort_values(list(chains.path(name)))
        for name in chains.deepest(kind)
    ]
    grid = axes[0]
    for axis in axes[1:]:
        grid = grid.merge(axis, how="cross")
    grouped = levels.groupby(list(kind))["score"].agg(["size", "mean", "count"])
    found = grid.join(grouped, on=list(kind)).rename(columns={"count": "scored", "size": "count"})
    found[["count", "scored"]] = found[["count", "scored"]].fillna(0).astype(np.int64)
    return found.assign(**{name: ALL for name in variables if name not in kind})[
        [*variables, "count", "mean", "scored"]
    ]


def _sums(cells: pd.DataFrame, kinds: Sequence[Kind], chains: _Chains, variables: Kind) -> Any:
    """Return one row for every total and every variable it is summed over."""
    keys = cells[list(variables)]
    index = pd.MultiIndex.from_frame(keys)
    crossed = (keys != ALL).to_numpy()
    rows, columns, signs, first = [], [], [], 0
    for kind in kinds:
        parts = np.flatnonzero((crossed == np.isin(variables, kind)).all(axis=1))
        for name in chains.deepest(kind):
            totals = index.get_indexer(pd.MultiIndex.from_frame(keys.iloc[parts].assign(**{name: ALL})))
            codes, unique = pd.factorize(totals)
            rows += [first + codes, first + np.arange(len(unique))]
            columns += [parts, unique]
            signs += [np.ones(len(parts)), -np.ones(len(unique))]
            first += len(unique)
    if not rows:
        return coo_array((0, len(cells))).tocsr()
    entries = (np.concatenate(signs), (np.concatenate(rows), np.concatenate(columns)))
    return coo_array(entries, shape=(first, len(cells))).tocsr()
