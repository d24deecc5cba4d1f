"""Reading the needed columns of a Parquet file with their stored types."""

from __future__ import annotations

import pathlib
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet

from workbench.errors import Fault, InputError, fault
from workbench.files.cells import Cells, RawTable, text_cells
from workbench.files.headers import FoundColumns, find_columns
from workbench.files.table_needs import NeededTable
from workbench.files.wording import shown


def read_parquet(path: pathlib.Path, needed: NeededTable, *, where: str) -> RawTable:
    """Return the needed columns of a Parquet file; its first record is called row 2, as under a header.

    Parameters
    ----------
    path : pathlib.Path
        The file.
    needed : NeededTable
        The columns wanted; no other is read.
    where : str
        The file as written in the parameters.

    Raises
    ------
    InputError
        When the file is not Parquet or damaged.
    """
    try:
        headers = pyarrow.parquet.read_schema(path).names
        found = find_columns(headers, needed, where=where)
        wanted = [headers[position] for position in found.positions.values()]
        table = pyarrow.parquet.read_table(path, columns=wanted, partitioning=None)
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        raise InputError([fault(where, "the file is damaged or not a Parquet file; export it again")]) from error
    return raw_table(table, headers, found, where=where)


def raw_table(
    table: pa.Table, headers: Sequence[str], found: FoundColumns, *, where: str, sheet: str | None = None
) -> RawTable:
    """Return the found columns of an Arrow table as cells; `headers` are all names that the source has, in order."""
    cells, faults = {}, list(found.faults)
    for name, position in found.positions.items():
        column = _cells(table.column(headers[position]), found.headers[name], where)
        if isinstance(column, Fault):
            faults.append(column)
        else:
            cells[name] = column
    return RawTable(
        where=where,
        sheet=sheet,
        rows=np.arange(table.num_rows, dtype=np.int64) + 2,
        headers=found.headers,
        cells=cells,
        faults=tuple(faults),
    )


def _cells(column: Any, header: str, where: str) -> Cells | Fault:
    kind = column.type.value_type if pa.types.is_dictionary(column.type) else column.type
    if pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_boolean(kind):
        return text_cells(column.cast(pa.string()).to_pandas())
    empty = pd.Series(np.nan, index=range(len(column)), dtype="str")
    if pa.types.is_null(kind):
        return Cells(text=empty)
    if pa.types.is_integer(kind) and not pa.types.is_uint64(kind):
        # Whole numbers keep all their digits; a float would lose them above 2**53.
        return Cells(
            text=empty, number=column.cast(pa.int64()).to_pandas(types_mapper={pa.int64(): pd.Int64Dtype()}.get)
        )
    if pa.types.is_uint64(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        return Cells(text=empty, number=column.cast(pa.float64()).to_pandas())
    if pa.types.is_date(kind) or (pa.types.is_timestamp(kind) and kind.tz is None):
        return Cells(text=empty, moment=column.cast(pa.timestamp("us")).to_pandas())
    return _type_fault(kind, header, where)


def _type_fault(kind: Any, header: str, where: str) -> Fault:
    if pa.types.is_timestamp(kind):
        return fault(
            where,
            "column '{column}' holds times with a time zone ({zone}); write local times without one",
            column=header,
            zone=kind.tz,
        )
    return fault(
        where,
        "column '{column}' holds {kind}; write text, numbers or dates",
        column=header,
        kind=shown(kind),
    )
