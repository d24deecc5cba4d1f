"""Faults that tables of several families share, with the rows they name."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from workbench import InputError, fault

SHOWN = 5


def listed(names: Iterable[object]) -> str:
    """Return the first names in order, and dots where there are more."""
    ordered = sorted(map(str, names))
    return ", ".join(ordered[:SHOWN]) + (", ..." if len(ordered) > SHOWN else "")


def refuse_out_of_order(table: pd.DataFrame, *, name: str, key: str, first: str, then: str) -> None:
    """Raise when `then` lies before `first` in any row.

    Parameters
    ----------
    table : DataFrame
        Columns `key`, `first` and `then`; an empty date is never out of order.
    name : str
        Name of the table, for the message.
    key, first, then : str
        The column that names a row, the earlier and the later date.

    Raises
    ------
    InputError
        Naming the rows.
    """
    wrong = table.loc[(table[then] < table[first]).to_numpy(dtype=bool), key]
    if len(wrong):
        raise InputError(
            [
                fault(
                    ("tables", name),
                    "{then} lies before {first} in {rows} ({count} in all); correct one of the two dates",
                    then=then,
                    first=first,
                    rows=listed(wrong),
                    count=len(wrong),
                )
            ]
        )


def refuse_unknown(values: Iterable[object], known: Iterable[object], *, name: str, column: str, register: str) -> None:
    """Raise when `values` of a column of table `name` hold something that the table `register` does not.

    Raises
    ------
    InputError
        Naming what is unknown.
    """
    unknown = set(values) - set(known)
    if unknown:
        raise InputError(
            [
                fault(
                    ("tables", name),
                    "{column} not in the table '{register}': {values} ({count} in all); correct it or add the row "
                    "there",
                    column=column,
                    register=register,
                    values=listed(unknown),
                    count=len(unknown),
                )
            ]
        )
