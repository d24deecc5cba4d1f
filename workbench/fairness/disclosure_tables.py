"""Tables of counts that share cells, with every sum that a reader can redo, and what of them is published."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
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
"""The variables a cell is crossed by, in alphabetical order; `()` is the grand total."""


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
        crossed = np.zeros(len(self.cells), dtype=np.bool_)
        if name is not None:
            crossed[:] = self.cells[name] != ALL
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
        hidden: NDArray[np.bool_] = (self.cells["status"] == HIDDEN).to_numpy()
        return hidden


def count_tables(
    people: pd.DataFrame,
    tables: Sequence[Sequence[str]],
    *,
    within: Mapping[str, Sequence[str]] | None = None,
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
        Column to the columns of the larger areas it lies in, the next larger only: ``{"kelurahan": ["kecamatan"]}``;
        see `nesting`. Its cells then sum to those of the larger area, and these to the total.
    sensitive : str, optional
        Variable that people would not have known of themselves.
    score : str, optional
        Column of numbers of which the cells without the sensitive variable hold the mean.

    Returns
    -------
    LinkedTables
        Also with the cells nobody is in, as far as their rows and columns exist.

    Raises
    ------
    ValueError
        When some area lies in two larger ones of the same column.
    """
    larger = within or {}
    kinds = sorted({kind for table in tables for kind in _kinds(table, larger)}, key=lambda kind: (len(kind), kind))
    variables = tuple(dict.fromkeys(name for table in tables for each in table for name in _path(each, larger)))
    levels = people[list(variables)].astype("string").fillna(NOT_STATED).astype(object)
    for name, areas in larger.items():
        for area in areas if name in variables else ():
            if len(levels[[name, area]].drop_duplicates()) > levels[name].nunique():
                raise ValueError(f"some {name} lies in more than one {area}")
    scores = people[score] if score else pd.Series(np.nan, index=people.index)
    cells = pd.concat([_counted(levels, scores, kind, variables) for kind in kinds], ignore_index=True)
    if score is None:
        cells = cells.drop(columns=["mean", "scored"])
    elif sensitive is not None:
        cells.loc[cells[sensitive] != ALL, ["mean", "scored"]] = np.nan, 0
    sums = _sums(cells[list(variables)], levels, kinds, larger)
    return LinkedTables(cells=cells, sums=sums, variables=variables, sensitive=sensitive)


def hide_only_small(tables: LinkedTables, smallest: int) -> PublishedTables:
    """Return what a reader sees where cells of 1 to ``smallest - 1`` people are crossed out and nothing else.

    Not for publishing: totals give such cells away. It shows why `workbench.fairness.disclosure.protect` hides more.
    """
    small = tables.cells["count"].between(1, smallest - 1)
    return PublishedTables(
        cells=tables.cells.assign(
            count=tables.cells["count"].astype("Int64").mask(small), status=np.where(small, HIDDEN, SHOWN)
        ),
        sums=tables.sums,
        variables=tables.variables,
        sensitive=tables.sensitive,
        smallest=smallest,
    )


def nesting(people: pd.DataFrame, columns: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return which of `columns` lie within which others, the next larger only, as `count_tables` needs it.

    A column lies within another when each of its levels has one level of the other: whoever knows the areas knows it,
    so a table that did not would be attacked by it. Of two that divide people alike the later lies within the earlier.
    """
    levels = people[list(columns)].astype("string").fillna(NOT_STATED)
    many = {name: levels[name].nunique() for name in columns}
    above: dict[str, set[str]] = {name: set() for name in columns}
    for first, second in combinations(columns, 2):
        together = len(levels[[first, second]].drop_duplicates())
        if together == many[second]:
            above[second].add(first)
        elif together == many[first]:
            above[first].add(second)
    return {
        name: tuple(each for each in columns if each in areas and not any(each in above[other] for other in areas))
        for name, areas in above.items()
        if areas
    }


def _path(name: str, within: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the variable and all it lies within, the largest first."""
    return [*dict.fromkeys(each for area in within.get(name, ()) for each in _path(area, within)), name]


def _kinds(table: Sequence[str], within: Mapping[str, Sequence[str]]) -> Iterator[Kind]:
    """Yield the kinds of the cells of a table: each variable itself, an area it lies in, or not at all."""
    for chosen in product(*[[None, *_path(name, within)] for name in table]):
        names = {name for name in chosen if name is not None}
        if not any(area in names for name in names for area in _path(name, within)[:-1]):
            yield tuple(sorted(names))


def _counted(levels: pd.DataFrame, scores: pd.Series, kind: Kind, variables: Kind) -> pd.DataFrame:
    if kind:
        grid = pd.DataFrame(list(product(*(sorted(levels[name].unique()) for name in kind))), columns=list(kind))
        grouped = scores.groupby([levels[name] for name in kind]).agg(["size", "mean", "count"])
        found = grid.join(grouped, on=list(kind))
    else:
        found = pd.DataFrame([{"size": len(scores), "mean": scores.mean(), "count": scores.count()}])
    found = found.rename(columns={"size": "count", "count": "scored"}).fillna({"count": 0, "scored": 0})
    found = found.assign(**{name: ALL for name in variables if name not in kind})
    return found[[*variables, "count", "mean", "scored"]].astype({"count": np.int64, "scored": np.int64})


def _sums(keys: pd.DataFrame, levels: pd.DataFrame, kinds: Sequence[Kind], within: Mapping[str, Sequence[str]]) -> Any:
    """Return one row for every total and every variable it is summed over."""
    index = pd.MultiIndex.from_frame(keys)
    crossed = (keys != ALL).to_numpy()
    rows, columns, signs, first = [], [], [], 0
    for kind in kinds:
        parts = np.flatnonzero((crossed == np.isin(keys.columns, kind)).all(axis=1))
        for total in _totals(keys.iloc[parts], levels, kind, kinds, within):
            codes, unique = pd.factorize(index.get_indexer(pd.MultiIndex.from_frame(total)))
            rows += [first + codes, first + np.arange(len(unique))]
            columns += [parts, unique]
            signs += [np.ones(len(parts)), -np.ones(len(unique))]
            first += len(unique)
    if not rows:
        return coo_array((0, len(keys))).tocsr()
    entries = (np.concatenate(signs), (np.concatenate(rows), np.concatenate(columns)))
    return coo_array(entries, shape=(first, len(keys))).tocsr()


def _totals(
    keys: pd.DataFrame, levels: pd.DataFrame, kind: Kind, kinds: Sequence[Kind], within: Mapping[str, Sequence[str]]
) -> Iterator[pd.DataFrame]:
    """Yield the keys of the totals that cells of one kind are parts of, one frame for each way to sum them."""
    for name in kind:
        others = [each for each in kind if each != name]
        areas = [area for area in within.get(name, ()) if tuple(sorted([*others, area])) in kinds]
        for area in areas:
            lies_in = levels.drop_duplicates(name).set_index(name)[area]
            yield keys.assign(**{area: keys[name].map(lies_in), name: ALL})
        if not areas:
            yield keys.assign(**{name: ALL})
