"""Reading the needed columns of a CSV file, every cell as text."""

from __future__ import annotations

import codecs
import csv
import pathlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv

from workbench.errors import Fault, InputError, fault
from workbench.files.cells import Cells, Mask, RawTable, RowNumbers, text_cells
from workbench.files.headers import count_wanted, find_columns
from workbench.files.table_needs import NeededTable
from workbench.files.wording import row_list, shown

DELIMITERS = (",", ";", "\t")
BLANK = ' ,;\t\r\n"'  # a record of nothing else is a blank row
BLOCK = 1 << 22


@dataclass(frozen=True, kw_only=True)
class _Header:
    delimiter: str
    names: tuple[str, ...]
    blank_before: int
    is_last_record: bool


@dataclass
class _RaggedRows:
    """Collects the records whose number of cells differs from the header's, while the parser runs."""

    numbers: list[int] = field(default_factory=list)
    widths: list[int] = field(default_factory=list)
    blank: list[int] = field(default_factory=list)

    def __call__(self, row: Any) -> str:
        if row.text.strip(BLANK):
            self.numbers.append(row.number)
            self.widths.append(row.actual_columns)
        else:
            self.blank.append(row.number)
        return "skip"


def read_csv(path: pathlib.Path, needed: NeededTable, *, where: str) -> RawTable:
    """Return the needed columns of a CSV file with comma, semicolon or tab between the values.

    Parameters
    ----------
    path : pathlib.Path
        The file: UTF-8, with or without a byte order mark.
    needed : NeededTable
        The columns wanted; no other is kept.
    where : str
        The file as written in the parameters.

    Raises
    ------
    InputError
        When the file is not text, not UTF-8, has no header or leaves a quotation mark open.
    """
    quotes = _count_quotes_of_text(path, where)
    header = _read_header(path, needed, where)
    if quotes % 2:
        _refuse_open_quote(path, header.delimiter, where)
    found = find_columns(header.names, needed, where=where)
    positions = sorted(found.positions.values())
    ragged = _RaggedRows()
    columns = _read_columns(path, header, positions, ragged, where)
    rows = _row_numbers(columns, header, ragged)
    kept = ~_blank_records(path, header, columns, where)
    ragged_faults = (_ragged_fault(ragged, header, where),) if ragged.numbers else ()
    return RawTable(
        where=where,
        rows=rows[kept],
        headers=found.headers,
        cells={name: columns[position][kept] for name, position in found.positions.items()},
        faults=found.faults + ragged_faults,
    )


def _count_quotes_of_text(path: pathlib.Path, where: str) -> int:
    """Return how many quotation marks the file holds; raise unless it is UTF-8 text."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    lines = quotes = 0
    for block in _blocks(path):
        if not lines and block.startswith(b"PK\x03\x04"):
            raise InputError(
                [fault(where, "this is an Excel workbook named .csv; name it .xlsx, or save it as 'CSV UTF-8'")]
            )
        try:
            decoder.decode(block)
        except UnicodeDecodeError as error:
            line = lines + error.object[: error.start].count(b"\n") + 1
            raise InputError([_encoding_fault(where, line)]) from error
        lines += block.count(b"\n")
        quotes += block.count(b'"')
    if decoder.getstate()[0]:
        raise InputError([_encoding_fault(where, lines + 1)])
    return quotes


def _blocks(path: pathlib.Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        while block := stream.read(BLOCK):
            yield block


def _encoding_fault(where: str, line: int) -> Fault:
    return fault(
        where,
        "line {line} is not UTF-8 text; in Excel choose 'CSV UTF-8' as the file type when saving",
        line=line,
    )


def _read_header(path: pathlib.Path, needed: NeededTable, where: str) -> _Header:
    """Return the header as read with the delimiter that shows most of the needed columns, then most columns."""
    readings = [each for each in (_header_with(path, delimiter, where) for delimiter in DELIMITERS) if each is not None]
    if not readings:
        raise InputError([fault(where, "the file is empty: it has no header")])
    return max(readings, key=lambda header: (count_wanted(header.names, needed), len(header.names)))


def _header_with(path: pathlib.Path, delimiter: str, where: str) -> _Header | None:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        records = _records(stream, delimiter, where)
        for blank_before, names in enumerate(records):
            if any(name.strip(BLANK) for name in names):
                return _Header(
                    delimiter=delimiter,
                    names=tuple(names),
                    blank_before=blank_before,
                    is_last_record=next(records, None) is None,
                )
    return None


def _records(stream: Iterable[str], delimiter: str, where: str, *, strict: bool = False) -> Iterator[list[str]]:
    """Yield the records of the file; raise when a value never ends, or with `strict` when it ends with the file."""
    good = 0
    try:
        for record in csv.reader(stream, delimiter=delimiter, strict=strict):
            good += 1
            yield record
    except csv.Error as error:
        row = row_list([good + 1])
        raise InputError(
            [fault(where, "a quotation mark is opened and not closed ({rows}); close or remove it", rows=row)]
        ) from error


def _refuse_open_quote(path: pathlib.Path, delimiter: str, where: str) -> None:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        for _ in _records(stream, delimiter, where, strict=True):
            pass


def _read_columns(
    path: pathlib.Path, header: _Header, positions: Sequence[int], ragged: _RaggedRows, where: str
) -> dict[int, Cells]:
    if header.is_last_record or not positions:
        return {position: text_cells(pd.Series([], dtype="str")) for position in positions}
    names = [str(position) for position in range(len(header.names))]
    try:
        table = pyarrow.csv.read_csv(
            path,
            # One thread: only then does the parser number the records it refuses.
            read_options=pyarrow.csv.ReadOptions(
                use_threads=False,
                column_names=names,
                skip_rows=header.blank_before,
                skip_rows_after_names=1,
                block_size=BLOCK,
            ),
            parse_options=pyarrow.csv.ParseOptions(
                delimiter=header.delimiter,
                newlines_in_values=True,
                ignore_empty_lines=False,
                invalid_row_handler=ragged,
            ),
            convert_options=pyarrow.csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()),
                include_columns=[str(position) for position in positions],
                null_values=[""],
                strings_can_be_null=True,
            ),
        )
    except pa.ArrowInvalid as error:
        raise InputError(
            [fault(where, "cannot be read as CSV ({reason}); save it again as 'CSV UTF-8'", reason=shown(error))]
        ) from error
    return {position: text_cells(table.column(str(position)).to_pandas()) for position in positions}


def _row_numbers(columns: Mapping[int, Cells], header: _Header, ragged: _RaggedRows) -> RowNumbers:
    skipped = [*ragged.numbers, *ragged.blank]
    records = max((len(cells.text) for cells in columns.values()), default=0) + len(skipped)
    every = np.arange(records, dtype=np.int64) + header.blank_before + 2
    return every[~np.isin(every, skipped)]


def _blank_records(path: pathlib.Path, header: _Header, columns: Mapping[int, Cells], where: str) -> Mask:
    """Return which records hold nothing at all, also in the columns that are not needed."""
    blank = np.logical_and.reduce([cells.is_empty for cells in columns.values()]) if columns else np.zeros(0, bool)
    others = [position for position in range(len(header.names)) if position not in columns]
    if blank.any() and others:
        rest = _read_columns(path, header, others, _RaggedRows(), where)
        blank = np.logical_and.reduce([blank, *(cells.is_empty for cells in rest.values())])
    return np.asarray(blank, dtype=bool)


def _ragged_fault(ragged: _RaggedRows, header: _Header, where: str) -> Fault:
    return fault(
        where,
        "{rows}: {widths} cells where the header has {width}; a value that holds '{delimiter}' or a quotation mark "
        "must stand in quotation marks",
        rows=row_list(ragged.numbers),
        widths=", ".join(map(str, dict.fromkeys(ragged.widths))),
        width=len(header.names),
        delimiter="TAB" if header.delimiter == "\t" else header.delimiter,
    )
