"""Measuring small tables, as the workbench would within a run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import pandas as pd

from workbench.model.indicator import Context, Cycle, Indicator
from workbench.model.rules import Rules
from workbench.scoring.measurement import measure_indicator
from workbench.testing.rows import Frames, Rows, columns_of, frames_of

HALF_YEAR = Cycle(code="2025-S1", start=date(2025, 1, 1), end=date(2025, 6, 30), data_until=date(2025, 6, 30))
ORIGIN = "your plugin"


def measured(
    indicator: Indicator,
    tables: Mapping[str, Rows],
    *,
    subjects: Iterable[str] | None = None,
    key: str = "subject",
    cycle: Cycle = HALF_YEAR,
    options: Mapping[str, Any] | None = None,
    rules: Rules | None = None,
) -> pd.DataFrame:
    """Return what `indicator` measures on `tables`, checked and completed as in a run.

    Parameters
    ----------
    indicator : Indicator
        What is tested.
    tables : mapping
        Table name to rows: mappings of column to value, or a DataFrame. They are read as a file would be, so text is
        understood as a number or a date where the indicator needs one.
    subjects : iterable of str, optional
        Codes of all subjects; by default those that the tables name.
    key : str
        The column of the tables that holds the subject.
    cycle : Cycle
        The period evaluated: the first half of 2025 unless given.
    options : mapping, optional
        The indicator's settings, as in a parameters file.
    rules : Rules, optional
        Rule packs in force.

    Returns
    -------
    DataFrame
        Indexed by subject: ``value, cases, low, high, reason``.

    Raises
    ------
    InputError
        When the workbench would refuse such tables, or the measure does.
    PluginError
        When the measure fails, or breaks its contract.
    """
    frames = frames_of(indicator, tables, key=key)
    known = named_subjects(indicator, frames, key) if subjects is None else list(subjects)
    context = context_for(indicator, known, key=key, cycle=cycle, options=options, rules=rules)
    return measure_indicator(indicator, frames, context, origin=ORIGIN)


def context_for(
    indicator: Indicator,
    subjects: Iterable[str],
    *,
    key: str,
    cycle: Cycle,
    options: Mapping[str, Any] | None,
    rules: Rules | None,
) -> Context:
    """Return what the measure of `indicator` may know besides its tables."""
    return Context(
        cycle=cycle,
        subjects=pd.Index(list(subjects), dtype="str", name=key),
        subject_key=key,
        options=indicator.options.model_validate(dict(options or {})),
        rules=rules or Rules(),
    )


def named_subjects(indicator: Indicator, frames: Frames, key: str) -> list[str]:
    """Return the codes of the subjects that the tables name, in ascending order."""
    named: set[str] = set()
    for need in indicator.needs:
        for column in columns_of(need, key):
            if column.subject:
                named |= set(frames[need.table][column.name].dropna())
    return sorted(named)
