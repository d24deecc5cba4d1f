"""A place that a plugin can invent: tables of any size whose truth is known, and its parameters files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import pandas as pd

from workbench.model.indicator import CODE
from workbench.model.labels import Label


@dataclass(frozen=True, kw_only=True)
class Size:
    """How large an invented place shall be; what is None stays as in the place's own list of units.

    Parameters
    ----------
    units, employees : int, optional
        Number of units and of people in all of them together.
    """

    units: int | None = None
    employees: int | None = None


@dataclass(frozen=True, kw_only=True)
class Invented:
    """The data of a place, made up from a seed.

    Parameters
    ----------
    tables : mapping
        Table by file name (``pegawai.csv``, ``kehadiran.parquet``, ``skm.xlsx``); the ending says how it is written.
    parameters : mapping
        Text by file name of the parameters files; they name the tables as ``tables/<file name>``.
    truth : mapping
        What was drawn and what no input table may hold, by name: how well units and people do, how severe raters are.
    decimal_comma : frozenset of str
        The CSV files written as spreadsheets write them where the decimal sign is a comma: semicolons between cells.
    """

    tables: Mapping[str, pd.DataFrame]
    parameters: Mapping[str, str]
    truth: Mapping[str, pd.DataFrame]
    decimal_comma: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, kw_only=True)
class Place:
    """A place whose tables can be made up.

    Parameters
    ----------
    code : str
        Short name in lower case, as ``place:`` in its parameters files.
    label, description : Label
        Its name; one sentence on what its evaluation shows.
    units, employees : int
        Its size where nothing else is asked for.
    invent : callable
        ``(seed, Size) -> Invented``; the same for the same arguments.
    notice : str
        What a reader of the tables must know: that nobody in them exists. Written beside them.
    """

    code: str
    label: Label
    description: Label
    units: int
    employees: int
    invent: Callable[[int, Size], Invented]
    notice: str

    def __post_init__(self) -> None:
        if not CODE.fullmatch(self.code):
            raise ValueError(f"place code {self.code!r} must be snake_case: letters a-z, digits, underscores")
        if not 1 <= self.units <= self.employees:
            raise ValueError(f"place {self.code!r}: {self.employees} employees cannot fill {self.units} units")
