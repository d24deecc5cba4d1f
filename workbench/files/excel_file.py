"""Reading the needed columns of an Excel sheet: text, numbers and dates as the cells hold them."""

from __future__ import annotations

import pathlib
import re
import warnings
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from xml.etree import ElementTree

import numpy as np
import openpyxl
import pandas as pd
from openpyxl.utils.cell import coordinate_to_tuple, range_boundaries
from openpyxl.utils.exceptions import InvalidFileException

from workbench.errors import Fault, InputError, fault
from workbench.files.cells import Cells, Mask, RawTable, RowNumbers, text_cells
from workbench.files.headers import FoundColumns, find_columns
from workbench.files.table_needs import NeededTable
from workbench.files.wording import row_list
from workbench.model.catalogue import nearest_name

OLD_FORMAT = b"\xd0\xcf\x11\xe0"

# What openpyxl and the parsers below it raise on a workbook with broken parts.
_BROKEN = (
    zipfile.BadZipFile, zlib.error, InvalidFileException, ElementTree.ParseError,
    KeyError, ValueError, TypeError, AttributeError, IndexError, EOFError, OSError, NotImplementedError,
)  # fmt: skip
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]+\d+:[A-Z]+\d+)"')
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")


@dataclass(frozen=True, kw_only=True)
class _Sheet:
    """A sheet as read: values by row, and the XML they come from."""

    name: str
    rows: Sequence[tuple[Any, ...]]
    xml: bytes


@dataclass(frozen=True, kw_only=True)
class _Suspects:
    """Cells that only look empty: where they are in each column, and the faults that say why."""

    at: Mapping[str, Mask]
    faults: tuple[Fault, ...]


@dataclass(frozen=True, kw_only=True)
class _Columns:
    """The needed columns at their places in the sheet."""

    found: FoundColumns
    where: str
    header_row: int
    rows: RowNumbers

    def merged(self, xml: bytes) -> _Suspects:
        """Return the cells that are merged with others: Excel keeps one value for all of them."""
        ranges = {found.decode(): range_boundaries(found.decode()) for found in _MERGED.findall(xml)}
        at, faults = {}, []
        for name, position in self.found.positions.items():
            inside = {
                reference: (top, bottom)
                for reference, (left, top, right, bottom) in ranges.items()
                if left <= position + 1 <= right and bottom >= self.header_row
            }
            at[name] = np.zeros(len(self.rows), dtype=np.bool_)
            for top, bottom in inside.values():
                at[name] |= (self.rows >= top) & (self.rows <= bottom)
            if inside:
                faults.append(self._merged_fault(name, list(inside)))
        return _Suspects(at=at, faults=tuple(faults))

    def without_result(self, xml: bytes, cells: Mapping[str, Cells]) -> _Suspects:
        """Return the formulas that were never calculated."""
        suspicious = _FORMULA.search(xml) and any(column.is_empty.any() for column in cells.values())
        pending = _formulas_without_result(xml) if suspicious else set()
        at = {
            name: np.array([(row, position + 1) in pending for row in self.rows.tolist()], dtype=np.bool_)
            for name, position in self.found.positions.items()
        }
        return _Suspects(at=at, faults=tuple(self._formula_fault(name, at[name]) for name in at if at[name].any()))

    def _merged_fault(self, name: str, ranges: Sequence[str]) -> Fault:
        return fault(
            self.where,
            "column '{column}' holds merged cells ({cells}); unmerge them and fill in each cell",
            column=self.found.headers[name],
            cells=", ".join(ranges[:5]) + (", ..." if len(ranges) > 5 else ""),
        )

    def _formula_fault(self, name: str, at: Mask) -> Fault:
        return fault(
            self.where,
            "column '{column}' holds formulas without a result ({rows}); open the file in Excel and save it",
            column=self.found.headers[name],
            rows=row_list(self.rows[at]),
        )


def read_excel(path: pathlib.Path, needed: NeededTable, *, where: str) -> RawTable:
    """Return the needed columns of a sheet; formulas give their stored results.

    Parameters
    ----------
    path : pathlib.Path
        A workbook in the format of Excel 2007 and later.
    needed : NeededTable
        The columns wanted, and the sheet where there are several.
    where : str
        The file as written in the parameters.

    Raises
    ------
    InputError
        When the workbook is damaged or protected, or the sheet cannot be told.
    """
    sheet = _read_sheet(path, needed, where)
    where = f"{where}[{sheet.name}]"
    filled = [(number, row) for number, row in enumerate(sheet.rows, start=1) if any(map(_holds, row))]
    if not filled:
        raise InputError([fault(where, "the sheet is empty: it has no header")])
    (header_row, header), records = filled[0], filled[1:]
    headers = ["" if name is None else str(name) for name in header]
    found = find_columns(headers, needed, where=where)
    rows = np.array([number for number, _ in records], dtype=np.int64)
    columns = _Columns(found=found, where=where, header_row=header_row, rows=rows)
    cells = {
        name: _cells([row[position] if position < len(row) else None for _, row in records])
        for name, position in found.positions.items()
    }
    merged = columns.merged(sheet.xml)
    pending = columns.without_result(sheet.xml, cells)
    return RawTable(
        where=where,
        sheet=sheet.name,
        rows=rows,
        headers=found.headers,
        cells={name: replace(each, reported=merged.at[name] | pending.at[name]) for name, each in cells.items()},
        faults=(*found.faults, *merged.faults, *pending.faults),
    )


def _holds(value: Any) -> bool:
    return value is not None and (not isinstance(value, str) or bool(value.strip()))


def _read_sheet(path: pathlib.Path, needed: NeededTable, where: str) -> _Sheet:
    with path.open("rb") as stream:
        if stream.read(4) == OLD_FORMAT:
            raise InputError(
                [fault(where, "protected by a password, or Excel's old format; save it as .xlsx without a password")]
            )
    try:
        with warnings.catch_warnings():
            # openpyxl warns of drawings and drop-down lists that it leaves out; they hold no data.
            warnings.simplefilter("ignore", UserWarning)
            return _load(path, needed, where)
    except _BROKEN as error:
        raise InputError(
            [fault(where, "the file is damaged or not an Excel workbook; open it in Excel and save it again as .xlsx")]
        ) from error


def _load(path: pathlib.Path, needed: NeededTable, where: str) -> _Sheet:
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    try:
        sheet = book[_sheet_name(book, needed, where)]
        sheet.reset_dimensions()  # some programs write a wrong one, and rows would be lost
        rows = list(sheet.iter_rows(values_only=True))
        with zipfile.ZipFile(path) as archive:
            return _Sheet(name=sheet.title, rows=rows, xml=archive.read(sheet._worksheet_path))
    finally:
        book.close()


def _sheet_name(book: Any, needed: NeededTable, where: str) -> str:
    names = [sheet.title for sheet in book.worksheets]
    wanted = needed.source.sheet
    if wanted is None:
        visible = [sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible"]
        if len(visible) == 1:
            return str(visible[0])
        if not visible:
            raise InputError([fault(where, "the workbook has no visible sheet with cells")])
        raise InputError(
            [
                fault(
                    where,
                    "the workbook has {count} sheets ({sheets}); name one: 'sheet:' under tables.{table}",
                    count=len(visible),
                    sheets=", ".join(visible),
                    table=needed.name,
                )
            ]
        )
    if wanted not in names:
        raise InputError(
            [fault(where, "no sheet '{sheet}'; nearest: {nearest}", sheet=wanted, nearest=nearest_name(wanted, names))]
        )
    return wanted


def _cells(values: Sequence[Any]) -> Cells:
    """Return the cells of a column, each told apart by what Excel stored in it."""
    texts = [_text(value) for value in values]
    numbers = [float(value) if _is_number(value) else np.nan for value in values]
    moments = [value if isinstance(value, date) else None for value in values]
    text = text_cells(pd.Series(texts, dtype="str"))
    return Cells(
        text=text.text,
        number=pd.Series(numbers, dtype="float64"),
        moment=pd.Series(pd.to_datetime(pd.Series(moments, dtype="object"))).astype("datetime64[us]"),
    )


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _text(value: Any) -> str | None:
    if value is None or _is_number(value) or isinstance(value, date):
        return None
    return str(value).upper() if isinstance(value, bool) else str(value)


def _formulas_without_result(xml: bytes) -> set[tuple[int, int]]:
    # A formula whose result is empty text is marked t="str"; one never calculated is not.
    return {
        coordinate_to_tuple(cell.attrib["r"])
        for cell in ElementTree.fromstring(xml).iterfind(".//{*}c[@r]")
        if cell.find("{*}f") is not None and not cell.findtext("{*}v") and cell.get("t") != "str"
    }
