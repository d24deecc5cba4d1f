"""From cells to typed columns: one reading for each kind of column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from workbench.errors import Fault
from workbench.files.cells import Cells, ColumnPlace, Mask, TypedColumn, filled, mask_of
from workbench.files.date_parsing import parse_dates, parse_moments
from workbench.files.number_parsing import parse_integers, parse_numbers
from workbench.files.pseudonyms import parse_identifiers
from workbench.files.wording import shown, shown_values
from workbench.model.catalogue import nearest_name
from workbench.model.indicator import Column, IdentifierFormat

EXCEL_ERRORS = (
    "#N/A",
    "#DIV/0!",
    "#VALUE!",
    "#REF!",
    "#NAME?",
    "#NUM!",
    "#NULL!",
    "#SPILL!",
    "#CALC!",
    "#GETTING_DATA",
)
EXACT_DIGITS = 10**15
LISTED_CATEGORIES = 5

DTYPES = {"number": "float64", "integer": "Int64", "date": "datetime64[us]", "datetime": "datetime64[us]"}


def parse_column(
    cells: Cells,
    column: Column,
    place: ColumnPlace,
    identifiers: Mapping[str, IdentifierFormat],
    *,
    decimal: str | None,
    key: bytes | None,
) -> TypedColumn:
    """Return the cells as the kind of the column asks, with a fault for everything that cannot be read so.

    Parameters
    ----------
    cells : Cells
        The column as read.
    column : Column
        Its kind, bounds and allowed values.
    place : ColumnPlace
        Where it stands.
    identifiers : mapping
        Identifier formats by the code used as a kind.
    decimal : {'point', 'comma'}, optional
        How the parameters file says decimals are written.
    key : bytes, optional
        Secret of the pseudonyms.

    Returns
    -------
    TypedColumn
        ``str`` for text, categories and pseudonyms, ``float64`` for numbers, ``Int64`` for whole numbers and
        ``datetime64[us]`` for dates and times; missing where the cell is empty or faulty.
    """
    required = tuple(_required_faults(cells, column, place))
    broken = _excel_errors(cells)
    errors = tuple(_error_faults(cells, broken, place))
    if broken.any():
        cells = replace(cells, text=cells.text.mask(broken))
    if column.kind in identifiers:
        typed = parse_identifiers(cells, place, identifiers[column.kind], key=key)
    elif column.kind == "number":
        typed = parse_numbers(cells, column, place, decimal=decimal)
    elif column.kind == "integer":
        typed = parse_integers(cells, column, place, decimal=decimal)
    elif column.kind == "date":
        typed = parse_dates(cells, place)
    elif column.kind == "datetime":
        typed = parse_moments(cells, place)
    elif column.kind == "category":
        typed = parse_categories(cells, column, place)
    else:
        typed = parse_text(cells, place)
    return TypedColumn(values=typed.values, faults=required + errors + typed.faults)


def empty_column(column: Column, length: int) -> pd.Series:
    """Return a column of missing values in the type that `column` would have."""
    return pd.Series([None] * length, dtype=DTYPES.get(column.kind, "str"))


def parse_text(cells: Cells, place: ColumnPlace) -> TypedColumn:
    """Return the cells as text; whole numbers, such as the unit code 101, count as their digits.

    Parameters
    ----------
    cells : Cells
        The column as read.
    place : ColumnPlace
        Where it stands.
    """
    text = cells.text
    faults = list(_date_faults(cells, place))
    if cells.number is not None and cells.has_number.any():
        exact = _exact_whole(cells.number)
        text = text.mask(exact, _digits(cells.number, exact))
        faults += _number_faults(cells, cells.has_number & ~exact, place)
    return TypedColumn(values=text, faults=tuple(faults))


def parse_categories(cells: Cells, column: Column, place: ColumnPlace) -> TypedColumn:
    """Return the cells in the spelling that `column` declares; case and blanks make no difference.

    Parameters
    ----------
    cells : Cells
        The column as read.
    column : Column
        Its allowed values.
    place : ColumnPlace
        Where it stands.
    """
    text = parse_text(cells, place)
    allowed = {_loose(value): value for value in column.values}
    codes, different = pd.factorize(text.values)
    known = [allowed.get(_loose(value)) for value in different]
    values = pd.Series(np.array([*known, None], dtype=object)[codes], dtype="str")
    unknown = [value for value, match in zip(different, known, strict=True) if match is None]
    faults = list(text.faults)
    for value in unknown[:LISTED_CATEGORIES]:
        faults.append(
            place.fault(
                mask_of(text.values == value),
                "column '{column}': unknown value {value} ({rows}); allowed: {allowed}; nearest: {nearest}",
                value=shown(value),
                allowed=", ".join(column.values),
                nearest=nearest_name(value, column.values),
            )
        )
    if rest := unknown[LISTED_CATEGORIES:]:
        faults.append(
            place.fault(
                mask_of(text.values.isin(rest)),
                "column '{column}': {count} more unknown values ({rows})",
                count=len(rest),
            )
        )
    return TypedColumn(values=values, faults=tuple(faults))


def _loose(value: str) -> str:
    return " ".join(value.split()).casefold()


def _required_faults(cells: Cells, column: Column, place: ColumnPlace) -> Iterator[Fault]:
    empty = cells.is_empty
    if column.required and empty.any():
        yield place.fault(empty, "column '{column}': empty, but every row needs a value ({rows})")


def _excel_errors(cells: Cells) -> Mask:
    candidates = cells.text.str.startswith("#", na=False)
    if not candidates.any():
        return np.zeros(len(cells.text), dtype=bool)
    return mask_of(candidates & cells.text.str.upper().isin(EXCEL_ERRORS))


def _error_faults(cells: Cells, broken: Mask, place: ColumnPlace) -> Iterator[Fault]:
    if broken.any():
        yield place.fault(
            broken,
            "column '{column}': the Excel error {values} ({rows}); mend the formula, or leave the cell empty",
            values=shown_values(cells.text[broken]),
        )


def _exact_whole(number: pd.Series) -> Mask:
    """Return where a number is whole and all its digits are known: Excel keeps 15."""
    if number.dtype == "Int64":
        return filled(number)
    return filled(number) & mask_of(number == number.round()) & mask_of(number.abs() < EXACT_DIGITS)


def _digits(number: pd.Series, exact: Mask) -> pd.Series:
    return number.where(exact, np.nan if number.dtype == "float64" else pd.NA).astype("Int64").astype("str")


def _date_faults(cells: Cells, place: ColumnPlace) -> Iterator[Fault]:
    if cells.moment is not None and cells.has_moment.any():
        at = cells.has_moment
        yield place.fault(
            at,
            "column '{column}': the date {values} where text belongs ({rows}); Excel may have turned a code into a "
            "date: format the column as text",
            values=shown_values(cells.moment[at].dt.strftime("%Y-%m-%d")),
        )


def _number_faults(cells: Cells, at: Mask, place: ColumnPlace) -> Iterator[Fault]:
    if cells.number is not None and at.any():
        yield place.fault(
            at,
            "column '{column}': the number {values} where text belongs ({rows}); format the column as text and write "
            "the code again",
            values=shown_values(cells.number[at]),
        )
