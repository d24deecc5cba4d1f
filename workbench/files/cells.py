"""A table as it stands in a file: cells that have been read but not yet understood."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.errors import Fault, fault
from workbench.files.wording import row_list, rows_of_sheets

Mask = NDArray[np.bool_]
RowNumbers = NDArray[np.int64]
SheetNames = NDArray[np.object_]


@dataclass(frozen=True, kw_only=True)
class Cells:
    """One column of a file. CSV holds only text; Excel may hold text, numbers and dates in the same column.

    Parameters
    ----------
    text : Series of str
        Trimmed text; NaN where the cell is empty or not text.
    number : Series of float64 or Int64, optional
        Numbers stored as such; missing elsewhere. None: the column holds none.
    moment : Series of datetime64[us], optional
        Dates and times stored as such; NaT elsewhere. None: the column holds none.
    reported : array of bool, optional
        Cells that look empty for a reason already reported, such as a formula without a result.
    """

    text: pd.Series
    number: pd.Series | None = None
    moment: pd.Series | None = None
    reported: Mask | None = None

    @property
    def has_text(self) -> Mask:
        """Where the cell holds text."""
        return filled(self.text)

    @property
    def has_number(self) -> Mask:
        """Where the cell holds a number stored as such."""
        return nowhere(self.text) if self.number is None else filled(self.number)

    @property
    def has_moment(self) -> Mask:
        """Where the cell holds a date or time stored as such."""
        return nowhere(self.text) if self.moment is None else filled(self.moment)

    @property
    def is_empty(self) -> Mask:
        """Where the cell holds nothing, and nobody has said so yet."""
        known = self.has_text | self.has_number | self.has_moment
        return ~(known if self.reported is None else known | self.reported)

    def __getitem__(self, keep: Mask) -> Cells:
        """Return the cells of the rows `keep`, numbered anew."""
        return Cells(
            text=_kept(self.text, keep),
            number=None if self.number is None else _kept(self.number, keep),
            moment=None if self.moment is None else _kept(self.moment, keep),
            reported=None if self.reported is None else self.reported[keep],
        )


@dataclass(frozen=True, kw_only=True)
class RawTable:
    """The needed columns of one file.

    Parameters
    ----------
    where : str
        The file as written in the parameters, with the sheet in brackets.
    sheet : str, optional
        Name of the sheet that was read.
    rows : array of int
        Number of each record in the file. The header is counted and blank records too, as Excel numbers its rows;
        a value that runs over several lines is still one row. In Parquet the first record is row 2.
    headers : mapping
        Needed name to the header found in the file.
    cells : mapping
        Needed name to its cells; names that the file does not have are absent.
    faults : tuple of Fault
        What was wrong but did not stop the reading.
    row_sheets : array of str, optional
        Sheet of each record, where several sheets were read as one table.
    """

    where: str
    sheet: str | None = None
    rows: RowNumbers
    headers: Mapping[str, str]
    cells: Mapping[str, Cells]
    faults: tuple[Fault, ...] = ()
    row_sheets: SheetNames | None = None


@dataclass(frozen=True, kw_only=True)
class ReadTable:
    """A table that was read, and what identifies its content.

    Parameters
    ----------
    raw : RawTable
        Its needed columns.
    source : str
        The file as written in the parameters, or the environment variable that holds a database's address.
    part : str, optional
        Sheet or sheets of a workbook, table of a database.
    sha256 : str
        Of the whole file, or of the values read from a database.
    bytes : int
        Size of what was hashed.
    """

    raw: RawTable
    source: str
    part: str | None
    sha256: str
    bytes: int


@dataclass(frozen=True, kw_only=True)
class ColumnPlace:
    """Where a column stands, so that a fault can say it.

    Parameters
    ----------
    where : str
        File and sheet.
    table : str
        Name under ``tables:`` in the parameters file.
    header : str
        Name of the column in the file.
    rows : array of int
        Number of each record in the file.
    row_sheets : array of str, optional
        Sheet of each record, where several sheets were read as one table.
    """

    where: str
    table: str
    header: str
    rows: RowNumbers
    row_sheets: SheetNames | None = None

    def fault(self, at: Mask, template: str, /, **values: Any) -> Fault:
        """Return a fault of the rows `at`; the template may use ``{column}``, ``{rows}`` and ``{table}``."""
        sheets = None if self.row_sheets is None else self.row_sheets[at]
        words = row_list(self.rows[at]) if sheets is None else rows_of_sheets(self.rows[at], sheets)
        return fault(self.where, template, column=self.header, rows=words, table=self.table, **values)


@dataclass(frozen=True, kw_only=True)
class TypedColumn:
    """What the cells of a column mean, and what could not be understood. Faulty cells are missing in `values`."""

    values: pd.Series
    faults: tuple[Fault, ...] = ()


def joined_cells(parts: Sequence[Cells]) -> Cells:
    """Return the cells of several columns below each other."""
    numbers = [each.number for each in parts]
    moments = [each.moment for each in parts]
    marks = [nowhere(each.text) if each.reported is None else each.reported for each in parts]
    return Cells(
        text=pd.concat([each.text for each in parts], ignore_index=True),
        number=_joined(numbers, parts, "float64"),
        moment=_joined(moments, parts, "datetime64[us]"),
        reported=np.concatenate(marks),
    )


def empty_cells(length: int) -> Cells:
    """Return a column of so many empty cells."""
    return Cells(text=pd.Series(np.nan, index=range(length), dtype="str"))


def _joined(columns: Sequence[pd.Series | None], parts: Sequence[Cells], kind: str) -> pd.Series | None:
    if all(column is None for column in columns):
        return None
    filled_up = [
        pd.Series([None] * len(part.text), dtype=kind) if column is None else column
        for column, part in zip(columns, parts, strict=True)
    ]
    return pd.concat(filled_up, ignore_index=True)


def text_cells(text: pd.Series) -> Cells:
    """Return a column of text with blanks around it removed; nothing but blanks is an empty cell."""
    trimmed = text.astype("str").str.strip()
    blank = filled(trimmed) & mask_of(trimmed == "")
    return Cells(text=trimmed.mask(blank) if blank.any() else trimmed)


def _kept(part: pd.Series, keep: Mask) -> pd.Series:
    return part[keep].reset_index(drop=True)


def filled(part: pd.Series) -> Mask:
    """Return where `part` is not missing."""
    return mask_of(part.notna())


def mask_of(conditions: pd.Series) -> Mask:
    """Return a series of conditions as an array; what is missing is false."""
    return np.asarray(conditions.fillna(False), dtype=np.bool_)


def nowhere(part: pd.Series) -> Mask:
    """Return a mask as long as `part` that is false everywhere."""
    return np.zeros(len(part), dtype=bool)
