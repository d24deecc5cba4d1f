"""What a cell means as a day or a moment. Day comes before month, as Indonesia writes it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from workbench.errors import Fault
from workbench.files.cells import Cells, ColumnPlace, Mask, TypedColumn, filled, mask_of
from workbench.files.wording import shown_values

FIRST_YEAR = 1900

# Accepted spellings, and how pandas names them. Clock times may use the Indonesian point: 14.05.
_FORMS = (
    (r"\d{4}-\d{2}-\d{2}", "%Y-%m-%d"),
    (r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?", "ISO8601"),
    (r"\d{1,2}/\d{1,2}/\d{4}", "%d/%m/%Y"),
    (r"\d{1,2}/\d{1,2}/\d{4} \d{1,2}[:.]\d{2}", "%d/%m/%Y %H:%M"),
    (r"\d{1,2}/\d{1,2}/\d{4} \d{1,2}[:.]\d{2}[:.]\d{2}", "%d/%m/%Y %H:%M:%S"),
    (r"\d{1,2}-\d{1,2}-\d{4}", "%d-%m-%Y"),
    (r"\d{1,2}-\d{1,2}-\d{4} \d{1,2}[:.]\d{2}", "%d-%m-%Y %H:%M"),
    (r"\d{1,2}-\d{1,2}-\d{4} \d{1,2}[:.]\d{2}[:.]\d{2}", "%d-%m-%Y %H:%M:%S"),
)
_TWO_DIGIT_YEAR = r"\d{1,2}[-/.]\d{1,2}[-/.]\d{2}(?: .*)?"


def parse_moments(cells: Cells, place: ColumnPlace) -> TypedColumn:
    """Return the cells as datetime64[us]; a day without a time of day is its first moment.

    Parameters
    ----------
    cells : Cells
        The column as read.
    place : ColumnPlace
        Where it stands.
    """
    values = pd.Series(np.full(len(cells.text), "NaT", dtype="datetime64[us]"))
    if cells.moment is not None:
        values = values.mask(cells.has_moment, cells.moment)
    understood = np.zeros(len(values), dtype=bool)
    for pattern, form in _FORMS:
        at = _matches(cells.text, pattern, cells.has_text & ~understood)
        if at.any():
            values[at] = _read(cells.text[at], form)
            understood |= at
    faults = [*_text_faults(cells, place, values, understood), *_number_faults(cells, place)]
    too_early = filled(values) & mask_of(values.dt.year < FIRST_YEAR)
    if too_early.any():
        faults.append(
            place.fault(
                too_early,
                "column '{column}': {values} lies before the year {year} ({rows})",
                values=shown_values(values[too_early].dt.strftime("%Y-%m-%d")),
                year=FIRST_YEAR,
            )
        )
    return TypedColumn(values=values.mask(too_early), faults=tuple(faults))


def parse_dates(cells: Cells, place: ColumnPlace) -> TypedColumn:
    """Return the cells as datetime64[us] at midnight: a time of day is dropped."""
    moments = parse_moments(cells, place)
    return TypedColumn(values=moments.values.dt.normalize(), faults=moments.faults)


def _matches(text: pd.Series, pattern: str, candidates: Mask) -> Mask:
    found = candidates.copy()
    if candidates.any():
        found[candidates] = mask_of(text[candidates].str.fullmatch(pattern))
    return found


def _read(text: pd.Series, form: str) -> pd.Series:
    if "%H" in form:
        text = text.str.replace(".", ":", regex=False)
    return pd.to_datetime(text, format=form, errors="coerce").astype("datetime64[us]")


def _text_faults(cells: Cells, place: ColumnPlace, values: pd.Series, understood: Mask) -> Iterator[Fault]:
    impossible = understood & ~filled(values)
    short_year = _matches(cells.text, _TWO_DIGIT_YEAR, cells.has_text & ~understood)
    unknown = cells.has_text & ~understood & ~short_year
    if impossible.any():
        yield place.fault(
            impossible,
            "column '{column}': {values} is no day in the calendar ({rows}); the day comes before the month: "
            "31/01/2025, or 2025-01-31",
            values=shown_values(cells.text[impossible]),
        )
    if short_year.any():
        yield place.fault(
            short_year,
            "column '{column}': {values} has a year of two digits ({rows}); write 31/01/2025 (day before month) "
            "or 2025-01-31",
            values=shown_values(cells.text[short_year]),
        )
    if unknown.any():
        yield place.fault(
            unknown,
            "column '{column}': {values} where a date belongs ({rows}); write 31/01/2025 (day before month) "
            "or 2025-01-31",
            values=shown_values(cells.text[unknown]),
        )


def _number_faults(cells: Cells, place: ColumnPlace) -> Iterator[Fault]:
    if cells.number is not None and cells.has_number.any():
        at = cells.has_number
        yield place.fault(
            at,
            "column '{column}': the number {values} where a date belongs ({rows}); format the cells as dates",
            values=shown_values(cells.number[at]),
        )
