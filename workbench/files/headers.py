"""Finding the needed columns in the header of a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workbench.errors import Fault, fault
from workbench.files.table_needs import NeededColumn, NeededTable
from workbench.files.wording import printable_headers
from workbench.model.catalogue import nearest_name


@dataclass(frozen=True, kw_only=True)
class FoundColumns:
    """Which column of the file holds what is needed.

    Parameters
    ----------
    positions : mapping
        Needed name to the position in the file, from 0.
    headers : mapping
        Needed name to the header as it stands in the file.
    faults : tuple of Fault
        Columns that are missing or stand there twice.
    """

    positions: Mapping[str, int]
    headers: Mapping[str, str]
    faults: tuple[Fault, ...]


def find_columns(headers: Sequence[str], needed: NeededTable, *, where: str) -> FoundColumns:
    """Return where the needed columns stand: an exact header first, then one that differs in case or blanks only.

    Parameters
    ----------
    headers : sequence of str
        The first record of the file.
    needed : NeededTable
        What is looked for.
    where : str
        File and sheet, for faults.
    """
    headers = [header.strip() for header in headers]
    matches = {column.name: _matches(column.header, headers) for column in needed.columns}
    if not any(matches.values()):
        return FoundColumns(positions={}, headers={}, faults=(_no_header(headers, needed, where),))
    faults = [_twice(column, headers, matches[column.name], where) for column in needed.columns]
    faults += [_missing(column, headers, where) for column in needed.columns if not matches[column.name]]
    positions = {name: found[0] for name, found in matches.items() if len(found) == 1}
    return FoundColumns(
        positions=positions,
        headers={name: headers[position] for name, position in positions.items()},
        faults=tuple(each for each in faults if each is not None),
    )


def count_wanted(headers: Sequence[str], needed: NeededTable) -> int:
    """Return how many of the needed columns stand in `headers`."""
    trimmed = [header.strip() for header in headers]
    return sum(bool(_matches(column.header, trimmed)) for column in needed.columns)


def _matches(wanted: str, headers: Sequence[str]) -> list[int]:
    exact = [position for position, header in enumerate(headers) if header == wanted]
    return exact or [position for position, header in enumerate(headers) if _loose(header) == _loose(wanted)]


def _loose(header: str) -> str:
    return " ".join(header.split()).casefold()


def _no_header(headers: Sequence[str], needed: NeededTable, where: str) -> Fault:
    return fault(
        where,
        "the first row holds none of the columns that are needed ({columns}); the header must be the first row",
        columns=", ".join(column.header for column in needed.columns),
    )


def _missing(column: NeededColumn, headers: Sequence[str], where: str) -> Fault | None:
    if column.column.may_be_absent:
        return None
    return fault(
        where,
        "no column '{column}', needed by {wanted_by}; nearest in the header: {nearest}",
        column=column.header,
        wanted_by=", ".join(column.wanted_by),
        nearest=nearest_name(column.header, printable_headers(headers)),
    )


def _twice(column: NeededColumn, headers: Sequence[str], found: Sequence[int], where: str) -> Fault | None:
    if len(found) < 2:
        return None
    return fault(
        where,
        "header '{column}' stands {count} times (columns {letters}); keep one",
        column=headers[found[0]],
        count=len(found),
        letters=", ".join(column_letter(position) for position in found),
    )


def column_letter(position: int) -> str:
    """Return the name Excel gives to a column: 0 is A, 26 is AA."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
