"""Which rows of a sheet are the header and the records: titles stand above, totals and signatures below."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from workbench.errors import Fault, InputError, fault, message
from workbench.files.headers import FoundColumns, count_wanted, find_columns
from workbench.files.table_needs import NeededTable
from workbench.files.wording import row_list

LOOKED_AT = 50

Row = tuple[int, tuple[Any, ...]]
Merge = tuple[int, int, int, int]


@dataclass(frozen=True, kw_only=True)
class SheetRows:
    """The header of a sheet and its records, with their row numbers as Excel shows them.

    Parameters
    ----------
    header_row, last_row : int
        Row of the header, and of the last record.
    found : FoundColumns
        Where the needed columns stand.
    records : sequence of (int, tuple)
        Row number and values.
    """

    header_row: int
    last_row: int
    found: FoundColumns
    records: Sequence[Row]


def sheet_rows(
    rows: Sequence[tuple[Any, ...]],
    needed: NeededTable,
    *,
    header_row: int | None,
    footer: str | None,
    merges: Iterable[Merge],
    where: str,
) -> SheetRows:
    """Return header and records of a sheet.

    Parameters
    ----------
    rows : sequence of tuple
        All rows, the first of them row 1.
    needed : NeededTable
        The columns wanted.
    header_row : int, optional
        Row of the header; without it the first row that holds anything.
    footer : str, optional
        What the first filled cell of the row below the last record says, such as ``Jumlah``.
    merges : iterable of (left, top, right, bottom)
        Merged cells, counted from 1.
    where : str
        File and sheet, for faults.

    Raises
    ------
    InputError
        When the header is not where it should be or takes two rows, or the footer is not the end of the table.
    """
    filled = [(number, row) for number, row in enumerate(rows, start=1) if any(map(_holds, row))]
    if not filled:
        raise InputError([fault(where, "the sheet is empty: it has no header")])
    at = _header_position(filled, header_row, where)
    number, header = filled[at]
    found = find_columns(_names(header), needed, where=where)
    InputError.raise_if(_misplaced_header(filled, at, needed, found, merges, where))
    records = filled[at + 1 :] if footer is None else _above_footer(filled[at + 1 :], footer, found, needed, where)
    last = records[-1][0] if records and footer is not None else len(rows)
    return SheetRows(header_row=number, last_row=last, found=found, records=records)


def _holds(value: Any) -> bool:
    return value is not None and (not isinstance(value, str) or bool(value.strip()))


def _names(row: tuple[Any, ...]) -> list[str]:
    return ["" if name is None else str(name) for name in row]


def _header_position(filled: Sequence[Row], header_row: int | None, where: str) -> int:
    if header_row is None:
        return 0
    for position, (number, _) in enumerate(filled):
        if number == header_row:
            return position
    raise InputError(
        [
            fault(
                where,
                "row {row}, which 'header_row:' names, is empty; the first rows that hold anything: {rows}",
                row=header_row,
                rows=row_list(number for number, _ in filled[:5]),
            )
        ]
    )


def _misplaced_header(
    filled: Sequence[Row],
    at: int,
    needed: NeededTable,
    found: FoundColumns,
    merges: Iterable[Merge],
    where: str,
) -> list[Fault]:
    """Return the one fault that explains why columns are not found, if it is the header's place or shape."""
    number, header = filled[at]
    if two_rows := _second_row(filled, at, needed, found, merges):
        template = message(
            "the header takes two rows ({rows}), with merged cells or names in both; give every column one name in one "
            "row, without merging"
        )
        return [fault(where, template, rows=row_list([number, two_rows]))]
    present = count_wanted(_names(header), needed)
    better = max(islice(filled, LOOKED_AT), key=lambda row: count_wanted(_names(row[1]), needed))
    if count_wanted(_names(better[1]), needed) > present:
        template = message(
            "row {number} is read as the header, but row {better} looks like it; if so, write 'header_row: {better}' "
            "under tables.{table}"
        )
        return [fault(where, template, number=number, better=better[0], table=needed.name)]
    return []


def _second_row(
    filled: Sequence[Row], at: int, needed: NeededTable, found: FoundColumns, merges: Iterable[Merge]
) -> int | None:
    """Return the number of a second row that belongs to the header, or None."""
    number = filled[at][0]
    if not found.positions:
        return None
    for left, top, right, bottom in merges:
        over = any(left <= position + 1 <= right for position in found.positions.values())
        if top <= number < bottom and over:
            return number + 1
    missing = [each for each in needed.columns if each.name not in found.positions and not each.column.may_be_absent]
    if not missing or at + 1 == len(filled):
        return None
    below, row = filled[at + 1]
    # A title above a whole header is no second row: then all that is needed stands below.
    whole = count_wanted(_names(row), needed) > len(found.positions) + len(missing) - 1
    lower = {" ".join(name.split()).casefold() for name in _names(row)}
    has_rest = any(" ".join(each.header.split()).casefold() in lower for each in missing)
    return below if below == number + 1 and has_rest and not whole else None


def _above_footer(
    records: Sequence[Row], footer: str, found: FoundColumns, needed: NeededTable, where: str
) -> Sequence[Row]:
    ends = [position for position, (_, row) in enumerate(records) if _first_text(row) == _loose(footer)]
    if not ends:
        raise InputError(
            [
                fault(
                    where,
                    "no row begins with '{footer}', which 'footer:' names; correct it under tables.{table}",
                    footer=footer,
                    table=needed.name,
                )
            ]
        )
    below = [number for number, row in records[ends[0] + 1 :] if _is_record(row, found)]
    if below:
        raise InputError(
            [
                fault(
                    where,
                    "below '{footer}' (row {row}) there are still records ({rows}); move them above it, or remove "
                    "subtotals",
                    footer=footer,
                    row=records[ends[0]][0],
                    rows=row_list(below),
                )
            ]
        )
    return records[: ends[0]]


def _first_text(row: tuple[Any, ...]) -> str:
    return _loose(str(next(value for value in row if _holds(value))))


def _is_record(row: tuple[Any, ...], found: FoundColumns) -> bool:
    """Return whether a row fills every needed column and is more than a line of words."""
    needed = [row[position] if position < len(row) else None for position in found.positions.values()]
    return all(map(_holds, needed)) and sum(map(_holds, row)) > 1


def _loose(text: str) -> str:
    return " ".join(text.split()).casefold()
