"""What a cell means as a number, and when it could mean two numbers.

``1.234`` is one and a bit in English and one thousand two hundred and thirty-four in Indonesian. Only the person who
made the table knows, so it is refused until the parameters file says ``decimal: point`` or ``decimal: comma``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.errors import Fault
from workbench.files.cells import Cells, ColumnPlace, Mask, TypedColumn, filled, mask_of, nowhere
from workbench.files.wording import shown, shown_values
from workbench.model.indicator import Column

_EXPONENT = r"(?:[eE][+-]?\d+)?"
WHOLE = rf"[+-]?\d+{_EXPONENT}"


@dataclass(frozen=True)
class _Style:
    """One way to write decimals.

    Parameters
    ----------
    decimal, thousands : str
        The two separators.
    """

    decimal: str
    thousands: str

    @property
    def decimals(self) -> str:
        """Numbers such as ``12.5``: a decimal separator and no other."""
        return rf"[+-]?\d*\{self.decimal}\d+{_EXPONENT}"

    @property
    def grouped(self) -> str:
        """Numbers such as ``1,234`` or ``1,234.5``: groups of three, the first not beginning with 0."""
        return rf"[+-]?[1-9]\d{{0,2}}(?:\{self.thousands}\d{{3}})+(?:\{self.decimal}\d+)?"

    @property
    def any_form(self) -> str:
        """All ways to write a number in this style."""
        return f"{WHOLE}|{self.decimals}|{self.grouped}"


POINT = _Style(decimal=".", thousands=",")
COMMA = _Style(decimal=",", thousands=".")
STYLES = {"point": POINT, "comma": COMMA}
AMBIGUOUS = r"[+-]?[1-9]\d{0,2}[.,]\d{3}"


def parse_numbers(cells: Cells, column: Column, place: ColumnPlace, *, decimal: str | None) -> TypedColumn:
    """Return the cells as float64.

    Parameters
    ----------
    cells : Cells
        The column as read.
    column : Column
        Its bounds.
    place : ColumnPlace
        Where it stands.
    decimal : {'point', 'comma'}, optional
        How the parameters file says decimals are written; None accepts only what can mean one number.
    """
    from_text = _undeclared(cells, place) if decimal is None else _declared(cells, place, decimal)
    values = from_text.values.to_numpy(dtype=np.float64, copy=True)
    if cells.number is not None:
        stored = cells.number.to_numpy(dtype=np.float64, na_value=np.nan)
        values[cells.has_number] = stored[cells.has_number]
    faults = [*from_text.faults, *_dates(cells, place), *_infinite(values, place)]
    values[np.isinf(values)] = np.nan
    faults += _out_of_bounds(values, column, place)
    return TypedColumn(values=pd.Series(values), faults=tuple(faults))


def parse_integers(cells: Cells, column: Column, place: ColumnPlace, *, decimal: str | None) -> TypedColumn:
    """Return the cells as Int64; the arguments are those of `parse_numbers`."""
    numbers = parse_numbers(cells, column, place, decimal=decimal)
    values = numbers.values
    broken = filled(values) & mask_of(values != values.round())
    faults = list(numbers.faults)
    if broken.any():
        found = shown_values(values[broken])
        faults.append(
            place.fault(broken, "column '{column}': {values} where a whole number belongs ({rows})", values=found)
        )
    return TypedColumn(values=values.mask(broken).astype("Int64"), faults=tuple(faults))


def _declared(cells: Cells, place: ColumnPlace, decimal: str) -> TypedColumn:
    style = STYLES[decimal]
    good = _matches(cells.text, style.any_form)
    rest = cells.has_text & ~good
    if not rest.any():
        return TypedColumn(values=_to_float(cells.text, good, style))
    other = rest & _matches(cells.text, COMMA.any_form if style is POINT else POINT.any_form)
    faults = list(_not_numbers(cells, place, rest & ~other))
    if other.any():
        faults.append(
            place.fault(
                other,
                "column '{column}': {values} ({rows}) cannot be read with 'decimal: {decimal}' under tables.{table}; "
                "mend the cells or the setting",
                values=shown_values(cells.text[other]),
                decimal=decimal,
            )
        )
    return TypedColumn(values=_to_float(cells.text, good, style), faults=tuple(faults))


def _undeclared(cells: Cells, place: ColumnPlace) -> TypedColumn:
    text = cells.text
    whole = _matches(text, WHOLE)
    if not (cells.has_text & ~whole).any():
        return TypedColumn(values=_to_float(text, whole, POINT))
    ambiguous = _matches(text, AMBIGUOUS)
    point = _matches(text, POINT.any_form) & ~whole & ~ambiguous
    comma = _matches(text, COMMA.any_form) & ~whole & ~ambiguous
    faults = list(_not_numbers(cells, place, cells.has_text & ~(whole | ambiguous | point | comma)))
    faults += _undecided(cells, place, ambiguous)
    if point.any() and comma.any():
        faults.append(_mixed(cells, place, point, comma))
    style = COMMA if comma.any() else POINT
    good = whole | (comma if style is COMMA else point)
    return TypedColumn(values=_to_float(text, good, style), faults=tuple(faults))


def _matches(text: pd.Series, pattern: str) -> Mask:
    return mask_of(text.str.fullmatch(pattern, na=False))


def _to_float(text: pd.Series, good: Mask, style: _Style) -> pd.Series:
    values = np.full(len(text), np.nan)
    if good.any():
        plain = text[good].str.replace(style.thousands, "", regex=False).str.replace(style.decimal, ".", regex=False)
        values[good] = pd.to_numeric(plain).to_numpy(dtype=np.float64)
    return pd.Series(values)


def _not_numbers(cells: Cells, place: ColumnPlace, at: Mask) -> Iterator[Fault]:
    if at.any():
        yield place.fault(
            at,
            "column '{column}': {values} where a number belongs ({rows}); write digits only, "
            "and leave a cell without a value empty",
            values=shown_values(cells.text[at]),
        )


def _undecided(cells: Cells, place: ColumnPlace, at: Mask) -> Iterator[Fault]:
    if at.any():
        yield place.fault(
            at,
            "column '{column}': {values} ({rows}) may have decimals or thousands; write 'decimal: point' "
            "(1.234 is a little more than 1) or 'decimal: comma' (1.234 is more than a thousand) under tables.{table}",
            values=shown_values(cells.text[at]),
        )


def _mixed(cells: Cells, place: ColumnPlace, point: Mask, comma: Mask) -> Fault:
    first_point, first_comma = int(point.argmax()), int(comma.argmax())
    return place.fault(
        point | comma,
        "column '{column}' mixes decimal points and decimal commas: {point} in row {point_row}, {comma} in row "
        "{comma_row}; write all in one way and declare it with 'decimal:' under tables.{table}",
        point=shown(cells.text.iloc[first_point]),
        point_row=int(place.rows[first_point]),
        comma=shown(cells.text.iloc[first_comma]),
        comma_row=int(place.rows[first_comma]),
    )


def _dates(cells: Cells, place: ColumnPlace) -> Iterator[Fault]:
    if cells.moment is not None and cells.has_moment.any():
        at = cells.has_moment
        yield place.fault(
            at,
            "column '{column}': the date {values} where a number belongs ({rows}); Excel may have turned a number "
            "into a date",
            values=shown_values(cells.moment[at].dt.strftime("%Y-%m-%d")),
        )


def _infinite(values: NDArray[np.float64], place: ColumnPlace) -> Iterator[Fault]:
    at = np.isinf(values)
    if at.any():
        yield place.fault(at, "column '{column}': a number without end (infinity) ({rows}); write the number itself")


def _out_of_bounds(values: NDArray[np.float64], column: Column, place: ColumnPlace) -> Iterator[Fault]:
    low = values < column.low if column.low is not None else nowhere(pd.Series(values))
    high = values > column.high if column.high is not None else nowhere(pd.Series(values))
    if low.any():
        yield place.fault(
            low,
            "column '{column}': {values} is below the lowest value allowed, {low} ({rows})",
            values=shown_values(values[low]),
            low=f"{column.low:.15g}",
        )
    if high.any():
        yield place.fault(
            high,
            "column '{column}': {values} is above the highest value allowed, {high} ({rows})",
            values=shown_values(values[high]),
            high=f"{column.high:.15g}",
        )
