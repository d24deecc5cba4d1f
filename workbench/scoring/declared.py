"""Indicators declared in the parameters file: a column that already holds the numbers becomes an indicator."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial

import numpy as np
import pandas as pd

from workbench.errors import message
from workbench.model.indicator import Column, Context, Indicator, SubjectKind, TableNeed
from workbench.model.labels import Label
from workbench.model.parameters import Declared

EMPTY = message("the column is empty for this subject")
EMPTY_DENOMINATOR = message("the denominator is empty for this subject")
NO_RATE = message("the denominator is zero or negative for this subject")
_HOW = {
    "value": Label(id="nilai kolom '{column}'", en="the value of column '{column}'"),
    "mean": Label(id="rata-rata kolom '{column}'", en="the mean of column '{column}'"),
    "median": Label(id="median kolom '{column}'", en="the median of column '{column}'"),
    "sum": Label(id="jumlah kolom '{column}'", en="the sum of column '{column}'"),
    "min": Label(id="nilai terkecil kolom '{column}'", en="the smallest value of column '{column}'"),
    "max": Label(id="nilai terbesar kolom '{column}'", en="the largest value of column '{column}'"),
}
_PER = Label(id=" dibagi jumlah kolom '{per}'", en=" divided by the sum of column '{per}'")


def declared_indicator(code: str, declared: Declared, subject: SubjectKind) -> Indicator:
    """Return the indicator that `declared` describes, for subjects of the kind `subject`."""
    columns = [
        Column(name="{key}", kind="text", subject=True),
        Column(name=declared.column, kind="number", required=False),
    ]
    if declared.per is not None:
        columns.append(Column(name=declared.per, kind="number", required=False))
    return Indicator(
        code=code,
        label=declared.label,
        polarity=declared.polarity,
        measured_in=declared.measured_in,
        subject=(subject,),
        needs=(
            TableNeed(table=declared.table, columns=tuple(columns), key=("{key}",) if declared.how == "value" else ()),
        ),
        measure=partial(_measure_column, declared),
        reference=declared.reference,
        valid_from=date.min,
        attribution=subject,
        description=declared.description or _description(declared),
    )


def _description(declared: Declared) -> Label:
    def in_language(code: str) -> str:
        words = _HOW[declared.how].in_language(code) + (_PER.in_language(code) if declared.per else "")
        sentence = words.format(column=declared.column, per=declared.per)
        return sentence[0].upper() + sentence[1:] + "."

    return Label(id=in_language("id"), en=in_language("en"))


def _measure_column(declared: Declared, tables: Mapping[str, pd.DataFrame], context: Context) -> pd.DataFrame:
    rows = tables[declared.table].groupby(context.subject_key, sort=True)
    column = rows[declared.column]
    value = column.agg("first" if declared.how == "value" else declared.how)
    cases = column.count().astype(float)
    if declared.how == "sum":
        value = value.where(cases > 0)
    per = None if declared.per is None else rows[declared.per].sum(min_count=1)
    reason = _reason(value, per)
    if per is not None:
        value = value / per.where(per > 0)
    measured = pd.DataFrame({"value": value, "cases": cases, "reason": reason})
    if declared.how == "mean":
        half = 1.959963984540054 * column.std(ddof=1) / np.sqrt(cases)
        half = half if per is None else half / per
        measured = measured.assign(low=measured["value"] - half, high=measured["value"] + half)
    return measured


def _reason(value: pd.Series, per: pd.Series | None) -> pd.Series:
    """Return why a value is absent; a rate over nobody is unknown, neither zero nor infinite."""
    unknown, reasons = [value.isna()], [EMPTY]
    if per is not None:
        unknown, reasons = [*unknown, per.isna(), per <= 0], [*reasons, EMPTY_DENOMINATOR, NO_RATE]
    return pd.Series(np.select(unknown, reasons, ""), index=value.index)
