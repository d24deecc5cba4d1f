"""Several sheets of one workbook as one table, such as a sheet for each month."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from workbench.files.cells import Cells, RawTable, empty_cells, joined_cells
from workbench.files.table_needs import NeededTable


def joined_sheets(tables: Sequence[RawTable], needed: NeededTable, *, where: str) -> RawTable:
    """Return the sheets below each other, in the order in which the parameters file names them.

    Parameters
    ----------
    tables : sequence of RawTable
        The sheets as read. Each has its own header; the columns may stand in another order.
    needed : NeededTable
        The columns wanted.
    where : str
        The file as written in the parameters.
    """
    names = [str(table.sheet) for table in tables]
    cells = {}
    for column in needed.columns:
        found = [table.cells.get(column.name) for table in tables]
        # Where a sheet lacks a column that it must have, there is a fault already; half a column would give more.
        if any(each is not None for each in found) and (column.column.may_be_absent or None not in found):
            cells[column.name] = joined_cells(
                [_or_empty(each, table) for each, table in zip(found, tables, strict=True)]
            )
    return RawTable(
        where=f"{where}[{', '.join(names)}]",
        sheet=", ".join(names),
        rows=np.concatenate([table.rows for table in tables]),
        headers={name: header for table in reversed(tables) for name, header in table.headers.items()},
        cells=cells,
        faults=tuple(fault for table in tables for fault in table.faults),
        row_sheets=np.repeat(np.array(names, dtype=object), [len(table.rows) for table in tables]),
    )


def _or_empty(cells: Cells | None, table: RawTable) -> Cells:
    return empty_cells(len(table.rows)) if cells is None else cells
