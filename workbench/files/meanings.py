"""Codes that a system writes are replaced by what they stand for, as the parameters file or a table format says."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from workbench.errors import Fault
from workbench.files.cell_parsing import parse_text
from workbench.files.cells import Cells, ColumnPlace, mask_of
from workbench.files.wording import shown

LISTED = 5


def meant_cells(cells: Cells, meanings: Mapping[str, str], place: ColumnPlace) -> tuple[Cells, tuple[Fault, ...]]:
    """Return the cells with each code replaced by its meaning, and a fault for each code that has none.

    Parameters
    ----------
    cells : Cells
        The column as read. The number 1 and the text ``1`` are the same code.
    meanings : mapping
        Code to meaning; case and blanks make no difference.
    place : ColumnPlace
        Where it stands.
    """
    codes = parse_text(cells, place)
    known = {_loose(code): meaning for code, meaning in meanings.items()}
    numbers, different = pd.factorize(codes.values)
    found = [known.get(_loose(code)) for code in different]
    unknown = [code for code, meaning in zip(different, found, strict=True) if meaning is None]
    faults = [_no_meaning(code, codes.values, meanings, place) for code in unknown[:LISTED]]
    if rest := unknown[LISTED:]:
        faults.append(_more(rest, codes.values, place))
    # A code of -1 is an empty cell: it takes the None appended at the end.
    text = pd.Series(np.array([*found, None], dtype=object)[numbers], dtype="str")
    reported = ~cells.is_empty & mask_of(text.isna())
    return Cells(text=text, reported=reported), (*codes.faults, *faults)


def _no_meaning(code: str, codes: pd.Series, meanings: Mapping[str, str], place: ColumnPlace) -> Fault:
    return place.fault(
        mask_of(codes == code),
        "column '{column}': the code {code} has no meaning here ({rows}); known: {known}; add it with 'values:' under "
        "tables.{table}",
        code=shown(code),
        known=", ".join(f"{each} = {meaning}" for each, meaning in meanings.items()),
    )


def _more(codes_without: list[str], codes: pd.Series, place: ColumnPlace) -> Fault:
    return place.fault(
        mask_of(codes.isin(codes_without)),
        "column '{column}': {count} more codes without a meaning ({rows})",
        count=len(codes_without),
    )


def _loose(code: str) -> str:
    return " ".join(code.split()).casefold()
