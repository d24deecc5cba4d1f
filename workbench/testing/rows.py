"""Rows written by hand, read as the workbench reads a file: same types, same faults."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from numbers import Real
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from workbench.errors import Fault, InputError, fault, message
from workbench.files.cell_parsing import empty_column, parse_column
from workbench.files.cells import Cells, ColumnPlace, text_cells
from workbench.files.table_needs import KEY, PLAIN_KINDS
from workbench.model.catalogue import nearest_name
from workbench.model.indicator import Column, Indicator, TableNeed

Rows: TypeAlias = Sequence[Mapping[str, Any]] | pd.DataFrame
Frames = dict[str, pd.DataFrame]


def frames_of(indicator: Indicator, tables: Mapping[str, Rows], *, key: str) -> Frames:
    """Return rows as the frames a measure sees: the columns it needs and no others.

    Parameters
    ----------
    indicator : Indicator
        Its needs say which tables and columns.
    tables : mapping
        Rows by table; a table that is not given has none.
    key : str
        Column that holds the subject, where the indicator says ``{key}``.

    Raises
    ------
    InputError
        With everything that would stop the workbench from reading such tables from a file.
    """
    faults = list(_unknown_tables(indicator, tables))
    frames: Frames = {}
    for need in indicator.needs:
        frames[need.table], found = _frame(need, records_of(tables.get(need.table, ())), key)
        faults += found
    InputError.raise_if(faults)
    return frames


def columns_of(need: TableNeed, key: str) -> list[Column]:
    """Return the columns of `need` under the names they have in the tables; personal numbers are read as text."""
    return [
        replace(
            column,
            name=key if column.name == KEY else column.name,
            kind=column.kind if column.kind in PLAIN_KINDS else "text",
        )
        for column in need.columns
    ]


def records_of(rows: Rows) -> list[dict[str, Any]]:
    """Return `rows` as one dictionary a row."""
    if isinstance(rows, pd.DataFrame):
        return [{str(name): value for name, value in row.items()} for row in rows.to_dict("records")]
    return [dict(row) for row in rows]


def _unknown_tables(indicator: Indicator, tables: Mapping[str, Rows]) -> Iterator[Fault]:
    known = [need.table for need in indicator.needs]
    for name in tables:
        if name not in known:
            template = message("indicator '{code}' does not read this table; it reads: {known}")
            yield fault(name, template, code=indicator.code, known=", ".join(known))


def _frame(need: TableNeed, rows: Sequence[Mapping[str, Any]], key: str) -> tuple[pd.DataFrame, list[Fault]]:
    columns = columns_of(need, key)
    faults = list(_unknown_columns(need.table, columns, rows))
    series = {}
    for column in columns:
        absent = not any(column.name in row for row in rows)
        if absent and (column.may_be_absent or not rows):
            series[column.name] = empty_column(column, len(rows))
            continue
        place = ColumnPlace(where=need.table, table=need.table, header=column.name, rows=np.arange(1, len(rows) + 1))
        cells = _cells([row.get(column.name) for row in rows])
        typed = parse_column(cells, column, place, {}, decimal="point", key=None)
        series[column.name] = typed.values
        faults += typed.faults
    frame = pd.DataFrame(series)
    return frame, [*faults, *_repeated_keys(need, frame, key)]


def _unknown_columns(table: str, columns: Sequence[Column], rows: Sequence[Mapping[str, Any]]) -> Iterator[Fault]:
    known = [column.name for column in columns]
    for name in dict.fromkeys(name for row in rows for name in row):
        if name not in known:
            template = message("column '{column}' is not read by the indicator; nearest: {nearest}")
            yield fault(table, template, column=name, nearest=nearest_name(name, known))


def _cells(values: Sequence[Any]) -> Cells:
    values = [None if value is pd.NaT or value is pd.NA else value for value in values]
    texts = [value if isinstance(value, str) else None for value in values]
    numbers = [float(value) if isinstance(value, Real) else np.nan for value in values]
    moments = [value if isinstance(value, date) else None for value in values]
    return Cells(
        text=text_cells(pd.Series(texts, dtype="str")).text,
        number=pd.Series(numbers, dtype="float64"),
        moment=pd.to_datetime(pd.Series(moments, dtype="object")).astype("datetime64[us]"),
    )


def _repeated_keys(need: TableNeed, frame: pd.DataFrame, key: str) -> Iterator[Fault]:
    names = [key if name == KEY else name for name in need.key]
    if names and frame.duplicated(names).any():
        template = message(
            "the same {columns} stands in more than one row; the indicator declares it as the table's key"
        )
        yield fault(need.table, template, columns=", ".join(names))
