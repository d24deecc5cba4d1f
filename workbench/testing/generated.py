"""Tables made up by hypothesis from what an indicator says it needs: kinds, bounds, categories, empty cells, keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, time
from math import ceil, floor
from typing import TYPE_CHECKING, Any
from unittest import SkipTest

import pandas as pd

from workbench.files.cell_parsing import DTYPES
from workbench.files.table_needs import KEY
from workbench.model.indicator import Column, Cycle, Indicator, TableNeed
from workbench.testing.measuring import HALF_YEAR
from workbench.testing.rows import Frames, columns_of

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    Cell = SearchStrategy[Any]

SUBJECTS = ("A", "B", "C")
LARGEST = 1000
_WORDS = 6
_HUNDREDTHS = 100


def hypothesis_strategies() -> Any:
    """Return the module ``hypothesis.strategies``; without hypothesis, skip the test that asks."""
    try:
        from hypothesis import strategies
    except ModuleNotFoundError:
        raise SkipTest("generated tables need hypothesis: pip install 'kinerja-workbench[testing]'") from None
    return strategies


def generated_tables(
    indicator: Indicator,
    *,
    subjects: Sequence[str] = SUBJECTS,
    key: str = "subject",
    cycle: Cycle = HALF_YEAR,
    cells: Mapping[str, Cell] | None = None,
    max_rows: int = 8,
    empty: bool = False,
    alike: bool = False,
) -> SearchStrategy[Frames]:
    """Return a strategy for tables that the workbench would hand to `indicator`.

    Numbers are hundredths within the column's bounds (within ±1,000 where there are none), dates lie within the
    cycle, and the same column has the same few words in every table, so that tables refer to each other.

    Parameters
    ----------
    indicator : Indicator
        Its needs are what is generated.
    subjects : sequence of str
        Codes that the rows may name.
    key : str
        The column that holds the subject.
    cycle : Cycle
        Dates lie within it.
    cells : mapping, optional
        ``"table.column"`` to a strategy for its cells, where the needs do not say all there is to say. Columns that
        name a subject keep to `subjects`.
    max_rows : int
        Of each table.
    empty : bool
        Whether every cell that may be empty is.
    alike : bool
        Whether the rows of a table differ in nothing but their key.
    """
    strategies = hypothesis_strategies()
    kinds = _Kinds(strategies, subjects=subjects, cycle=cycle, empty=empty, own=cells or {})
    tables = {need.table: kinds.table(need, key, max_rows=max_rows, alike=alike) for need in indicator.needs}
    return strategies.fixed_dictionaries(tables)  # type: ignore[no-any-return]


class _Kinds:
    """One strategy for each kind of column."""

    def __init__(
        self, strategies: Any, *, subjects: Sequence[str], cycle: Cycle, empty: bool, own: Mapping[str, Cell]
    ) -> None:
        self.strategies = strategies
        self.subjects = list(subjects)
        self.cycle = cycle
        self.empty = empty
        self.own = own

    def table(self, need: TableNeed, key: str, *, max_rows: int, alike: bool) -> SearchStrategy[pd.DataFrame]:
        columns = columns_of(need, key)
        names = [key if name == KEY else name for name in need.key]
        cells = {column.name: self.cell(need.table, column) for column in columns}
        rows = self.rows(cells, names, max_rows)
        if alike:
            same = self.strategies.fixed_dictionaries({name: cells[name] for name in cells if name not in names})
            rows = self.strategies.tuples(rows, same).map(_all_alike)
        return rows.map(_framed(columns))  # type: ignore[no-any-return]

    def rows(self, cells: Mapping[str, Cell], names: Sequence[str], max_rows: int) -> Any:
        row = self.strategies.fixed_dictionaries(dict(cells))
        if not names:
            return self.strategies.lists(row, max_size=max_rows)
        return self.strategies.lists(row, max_size=max_rows, unique_by=lambda each: tuple(each[name] for name in names))

    def cell(self, table: str, column: Column) -> Cell:
        own = self.own.get(f"{table}.{column.name}")
        if own is not None and not column.subject:
            return own
        if column.required:
            return self.filled(column)
        nothing = self.strategies.none()
        return nothing if self.empty else nothing | self.filled(column)  # type: ignore[no-any-return]

    def filled(self, column: Column) -> Cell:
        if column.subject:
            return self.strategies.sampled_from(self.subjects)  # type: ignore[no-any-return]
        return getattr(self, column.kind)(column)  # type: ignore[no-any-return]

    def text(self, column: Column) -> Any:
        return self.strategies.sampled_from([f"{column.name}-{number}" for number in range(1, _WORDS + 1)])

    def category(self, column: Column) -> Any:
        return self.strategies.sampled_from(column.values)

    def integer(self, column: Column) -> Any:
        return self.strategies.integers(*_whole_bounds(column, 1))

    def number(self, column: Column) -> Any:
        return self.strategies.integers(*_whole_bounds(column, _HUNDREDTHS)).map(lambda whole: whole / _HUNDREDTHS)

    def date(self, column: Column) -> Any:
        return self.strategies.dates(self.cycle.start, min(self.cycle.end, self.cycle.data_until))

    def datetime(self, column: Column) -> Any:
        last = min(self.cycle.end, self.cycle.data_until)
        first = datetime.combine(self.cycle.start, time())
        return self.strategies.datetimes(first, datetime.combine(last, time(23, 59)))


def _whole_bounds(column: Column, parts: int) -> tuple[int, int]:
    low = column.low if column.low is not None else min(-LARGEST, (column.high or 0) - LARGEST)
    high = column.high if column.high is not None else max(LARGEST, low + LARGEST)
    return ceil(low * parts), floor(high * parts)


def _all_alike(drawn: tuple[list[dict[str, Any]], dict[str, Any]]) -> list[dict[str, Any]]:
    rows, same = drawn
    return [row | same for row in rows]


def _framed(columns: Sequence[Column]) -> Callable[[list[dict[str, Any]]], pd.DataFrame]:
    def framed(rows: list[dict[str, Any]]) -> pd.DataFrame:
        return pd.DataFrame(
            {
                column.name: pd.Series([row[column.name] for row in rows], dtype=DTYPES.get(column.kind, "str"))
                for column in columns
            }
        )

    return framed
