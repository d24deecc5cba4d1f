"""Reading the needed columns of Excel sheets: text, numbers and dates as the cells hold them."""

from __future__ import annotations

import pathlib
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
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
from workbench.files.excel_rows import Merge, sheet_rows
from workbench.files.headers import FoundColumns, column_letter
from workbench.files.joined_sheets import joined_sheets
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
    last_row: int
    rows: RowNumbers

    def merged(self, merges: Sequence[Merge]) -> _Suspects:
        """Return the cells that are merged with others: Excel keeps one value for all of them."""
        at, faults = {}, []
        for name, position in self.found.positions.items():
            inside = [
                (left, top, right, bottom)
                for left, top, right, bottom in merges
                if left <= position + 1 <= right and bottom >= self.header_row and top <= self.last_row
            ]
            at[name] = np.zeros(len(self.rows), dtype=np.bool_)
            for _, top, _, bottom in inside:
                at[name] |= (self.rows >= top) & (self.rows <= bottom)
            if inside:
                faults.append(self._merged_fault(name, inside))
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

    def _merged_fault(self, name: str, merges: Sequence[Merge]) -> Fault:
        ranges = [f"{column_letter(m[0] - 1)}{m[1]}:{column_letter(m[2] - 1)}{m[3]}" for m in merges[:5]]
        return fault(
            self.where,
            "column '{column}' holds merged cells ({cells}); unmerge them and fill in each cell",
            column=self.found.headers[name],
            cells=", ".join(ranges) + (", ..." if len(merges) > 5 else ""),
        )

    def _formula_fault(self, name: str, at: Mask) -> Fault:
        return fault(
            self.where,
            "column '{column}' holds formulas without a result ({rows}); open the file in Excel and save it",
            column=self.found.headers[name],
            rows=row_list(self.rows[at]),
        )


def read_excel(path: pathlib.Path, needed: NeededTable, *, where: str) -> RawTable:
    """Return the needed columns of a sheet, or of several below each other; formulas give their stored results.

    Parameters
    ----------
    path : pathlib.Path
        A workbook in the format of Excel 2007 and later.
    needed : NeededTable
        The columns wanted, the sheets where there are several, the row of the header and the end of the table.
    where : str
        The file as written in the parameters.

    Raises
    ------
    InputError
        When the workbook is damaged or protected, the sheets cannot be told, or a header is not where it should be.
    """
    tables, faults = [], list[Fault]()
    for sheet in _read_sheets(path, needed, where):
        try:
            tables.append(_read_table(sheet, needed, where))
        except InputError as error:
            faults += error.faults
    if faults:
        raise InputError([*faults, *(found for table in tables for found in table.faults)])
    return tables[0] if len(tables) == 1 else joined_sheets(tables, needed, where=where)


def _read_table(sheet: _Sheet, needed: NeededTable, where: str) -> RawTable:
    where = f"{where}[{sheet.name}]"
    merges = [range_boundaries(found.decode()) for found in _MERGED.findall(sheet.xml)]
    source = needed.file
    read = sheet_rows(
        sheet.rows, needed, header_row=source.header_row, footer=source.footer, merges=merges, where=where
    )
    rows = np.array([number for number, _ in read.records], dtype=np.int64)
    columns = _Columns(found=read.found, where=where, header_row=read.header_row, last_row=read.last_row, rows=rows)
    cells = {
        name: _cells([row[position] if position < len(row) else None for _, row in read.records])
        for name, position in read.found.positions.items()
    }
    merged = columns.merged(merges)
    pending = columns.without_result(sheet.xml, cells)
    return RawTable(
        where=where,
        sheet=sheet.name,
        rows=rows,
        headers=read.found.headers,
        cells={name: replace(each, reported=merged.at[name] | pending.at[name]) for name, each in cells.items()},
        faults=(*read.found.faults, *merged.faults, *pending.faults),
    )


def _read_sheets(path: pathlib.Path, needed: NeededTable, where: str) -> list[_Sheet]:
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


def _load(path: pathlib.Path, needed: NeededTable, where: str) -> list[_Sheet]:
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    try:
        with zipfile.ZipFile(path) as archive:
            return [_loaded(book[name], archive) for name in _sheet_names(book, needed, where)]
    finally:
        book.close()


def _loaded(sheet: Any, archive: zipfile.ZipFile) -> _Sheet:
    sheet.reset_dimensions()  # some programs write a wrong one, and rows would be lost
    rows = list(sheet.iter_rows(values_only=True))
    return _Sheet(name=sheet.title, rows=rows, xml=archive.read(sheet._worksheet_path))


def _sheet_names(book: Any, needed: NeededTable, where: str) -> list[str]:
    names = [sheet.title for sheet in book.worksheets]
    source = needed.file
    wanted = [source.sheet] if source.sheet is not None else list(source.sheets)
    if not wanted:
        visible = [sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible"]
        InputError.raise_if(_not_one_sheet(visible, needed, where))
        return visible
    InputError.raise_if(
        fault(where, "no sheet '{sheet}'; nearest: {nearest}", sheet=each, nearest=nearest_name(each, names))
        for each in wanted
        if each not in names
    )
    return wanted


def _not_one_sheet(visible: Sequence[str], needed: NeededTable, where: str) -> Iterator[Fault]:
    if not visible:
        yield fault(where, "the workbook has no visible sheet with cells")
    elif len(visible) > 1:
        yield fault(
            where,
            "the workbook has {count} sheets ({sheets}); name one with 'sheet:', or those that go on below each other "
            "with 'sheets:', under tables.{table}",
            count=len(visible),
            sheets=", ".join(visible),
            table=needed.name,
        )


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
