"""Measuring small tables written by hand: rows as mappings, typed as the indicator's needs say."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import kinerja
import pandas as pd
import pytest
from kinerja.rule_packs import built_in_rule_packs

from workbench import Column, Context, Cycle, Indicator, RulePack, Rules

Rows = Sequence[Mapping[str, Any]]
Measuring = Callable[..., pd.DataFrame]

INDICATORS = {indicator.code: indicator for indicator in kinerja.workbench_indicators()}
PACKS = built_in_rule_packs()


@pytest.fixture(scope="session")
def rules() -> Rules:
    """All built-in rule packs together."""
    return Rules(packs=tuple(PACKS))


@pytest.fixture(scope="session")
def measure() -> Measuring:
    """Measure an indicator, by its code, on rows."""
    return measure_rows


def measure_rows(
    code: str,
    tables: Mapping[str, Rows],
    *,
    subjects: Sequence[str] = ("A", "B"),
    key: str = "id_unit",
    start: date = date(2025, 1, 1),
    end: date = date(2025, 6, 30),
    data_until: date | None = None,
    options: Mapping[str, Any] | None = None,
    packs: Sequence[RulePack] = tuple(PACKS),
) -> pd.DataFrame:
    indicator = INDICATORS[code]
    context = Context(
        cycle=Cycle(code="2025-S1", start=start, end=end, data_until=data_until or end),
        subjects=pd.Index(subjects, name=key),
        subject_key=key,
        options=indicator.options.model_validate(dict(options or {})),
        rules=Rules(packs=tuple(packs)),
    )
    return indicator.measure(typed(indicator, tables, key), context)


def typed(indicator: Indicator, tables: Mapping[str, Rows], key: str) -> dict[str, pd.DataFrame]:
    """Return the rows as the frames an indicator sees: its columns only, absent ones empty."""
    return {
        need.table: pd.DataFrame(
            {
                name: _typed(column, [row.get(name) for row in tables[need.table]])
                for column in need.columns
                for name in [column.name.replace("{key}", key)]
            }
        )
        for need in indicator.needs
    }


def _typed(column: Column, values: list[Any]) -> pd.Series:
    if column.kind in ("date", "datetime"):
        return pd.Series(pd.to_datetime(pd.Series(values, dtype=object)), dtype="datetime64[us]")
    if column.kind in ("number", "integer"):
        return pd.Series(values, dtype=float)
    return pd.Series(values, dtype="str")
