"""What is measured: a declaration by a plugin or by the parameters file."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Literal

import pandas as pd
from pydantic import BaseModel, ConfigDict

from workbench.model.labels import Label
from workbench.model.rules import Rules

Polarity = Literal["higher", "lower", "target"]
SubjectKind = Literal["unit", "employee"]
ColumnKind = Literal["text", "number", "integer", "date", "datetime", "category"]

CODE = re.compile(r"[a-z][a-z0-9_]*")


class Options(BaseModel):
    """Base of the settings an indicator or method takes from the parameters file: strict, frozen, no unknown key.

    `labels` says how reports call the settings, and the words that are their values; without one they are shown as
    they are written.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)

    labels: ClassVar[Mapping[str, Label]] = {}


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column that an indicator needs.

    Parameters
    ----------
    name : str
        Its name in the input table.
    kind : str
        ``text``, ``number``, ``integer``, ``date``, ``datetime`` or ``category``; or the code of an
        identifier format offered by a plugin (such as ``nip``), which is checked and replaced by a pseudonym.
    required : bool
        Whether an empty cell is a fault.
    may_be_absent : bool
        Whether the table may lack the whole column, which then reads as empty.
    values : tuple of str
        The only values allowed, for ``category``.
    low, high : float, optional
        Bounds of a number, both included.
    subject : bool
        Whether the column names a subject: its values must then stand in the table of subjects.
    """

    name: str
    kind: str
    required: bool = True
    may_be_absent: bool = False
    values: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    subject: bool = False

    def __post_init__(self) -> None:
        if self.kind == "category" and not self.values:
            raise ValueError(f"column {self.name!r} is a category without values")
        if self.may_be_absent and self.required:
            raise ValueError(f"column {self.name!r} may be absent, so its cells cannot be required")


@dataclass(frozen=True, kw_only=True)
class TableNeed:
    """One table that an indicator reads, and what must hold in it.

    Parameters
    ----------
    table : str
        Name of the table, as under ``tables:`` in the parameters file.
    columns : tuple of Column
        The columns read; no other column is loaded.
    key : tuple of str
        Columns whose values together may occur only once. Empty: rows need not be unique.
    """

    table: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        names = [column.name for column in self.columns]
        if len(set(names)) < len(names):
            raise ValueError(f"table {self.table!r} names a column twice")
        if unknown := set(self.key) - set(names):
            raise ValueError(f"table {self.table!r} has key columns that it does not read: {sorted(unknown)}")


@dataclass(frozen=True, kw_only=True)
class Cycle:
    """The period that is evaluated.

    Parameters
    ----------
    code : str
        Such as ``2025-S1``.
    start, end : date
        First and last day, both included.
    data_until : date
        Cut-off: what happened later is not known to this run.
    """

    code: str
    start: date
    end: date
    data_until: date


@dataclass(frozen=True, kw_only=True)
class Context:
    """What a measure may know besides its tables.

    Parameters
    ----------
    cycle : Cycle
        The period evaluated.
    subjects : pandas.Index
        Codes of all subjects; a measure returns values for these and no others.
    subject_key : str
        Name of the column that holds a subject's code in the tables.
    options : Options
        The indicator's settings from the parameters file, validated.
    rules : Rules
        Values of the regulations named in the parameters file, each with its citation.
    """

    cycle: Cycle
    subjects: pd.Index
    subject_key: str
    options: Any
    rules: Rules


Measure = Callable[[Mapping[str, pd.DataFrame], Context], pd.DataFrame]


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """A declaration of WHAT is measured; the parameters file says HOW it counts.

    Parameters
    ----------
    code : str
        Stable name in snake_case.
    label, measured_in : Label
        Name and unit of measurement, in both languages.
    polarity : {'higher', 'lower', 'target'}
        Which way is better. Applied once, inside normalisation.
    subject : tuple of {'unit', 'employee'}
        What it can be measured for.
    needs : tuple of TableNeed
        Tables and columns it reads; ``{key}`` as a column name stands for the key of the subjects.
    measure : callable
        ``(tables, context) -> DataFrame`` indexed by subject with the column ``value`` (float, NaN when missing)
        and, where they are known, ``cases`` (how many observations), ``low`` and ``high`` (95 % interval) and
        ``reason`` (why the value is missing, an English sentence).
    reference : str
        Regulation or publication it follows.
    valid_from : date
        First cycle start it may be used for.
    attribution : {'unit', 'employee'}
        Lowest level at which the value is fair to use.
    description : Label
        One sentence a person scored can understand: what is counted, what is not.
    options : type of Options
        The settings it takes.
    in_predicate : bool
        Whether it may count in a dimension that gives the predicate. False for what is not performance (competence),
        or follows from a predicate.
    """

    code: str
    label: Label
    polarity: Polarity
    measured_in: Label
    subject: tuple[SubjectKind, ...]
    needs: tuple[TableNeed, ...]
    measure: Measure
    reference: str
    valid_from: date
    attribution: SubjectKind
    description: Label
    options: type[Options] = Options
    in_predicate: bool = True

    def __post_init__(self) -> None:
        if not CODE.fullmatch(self.code):
            raise ValueError(f"indicator code {self.code!r} must be snake_case: letters a-z, digits, underscores")
        if self.polarity not in ("higher", "lower", "target"):
            raise ValueError(
                f"indicator {self.code!r}: polarity must be higher, lower or target, not {self.polarity!r}"
            )
        if not self.subject or set(self.subject) - {"unit", "employee"}:
            raise ValueError(f"indicator {self.code!r}: subject must be 'unit', 'employee' or both")
        if not self.reference.strip():
            raise ValueError(f"indicator {self.code!r} needs a reference")
        if not callable(self.measure):
            raise ValueError(f"indicator {self.code!r}: measure must be a function")


@dataclass(frozen=True, kw_only=True)
class IdentifierFormat:
    """A personal number that must be checked and must not travel further than the input.

    Parameters
    ----------
    code : str
        Used as `Column.kind`, such as ``nip``.
    label : Label
        Its name.
    faults : callable
        ``(Series of text) -> Series of str``: for each value an English sentence saying what is wrong with it, or
        an empty string.
    clean : callable
        ``(Series of text) -> Series of text``: the canonical spelling of a valid value.
    """

    code: str
    label: Label
    faults: Callable[[pd.Series], pd.Series]
    clean: Callable[[pd.Series], pd.Series]
