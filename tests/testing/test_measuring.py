"""Measuring small tables in a test gives what a run would give."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import pytest

from tests.testing.indicators import ANSWERED, letter, with_measure
from workbench import Cited, Cycle, Label, Options, RulePack, Rules
from workbench.errors import PluginError
from workbench.testing import HALF_YEAR, measured

LETTERS = {"letters": [letter(answered="2025-02-03"), letter(), letter(subject="B"), letter(subject="B")]}


def test_one_answered_of_two_is_fifty_per_cent() -> None:
    found = measured(ANSWERED, LETTERS)
    assert found.columns.tolist() == ["value", "cases", "low", "high", "reason"]
    assert found["value"].to_dict() == {"A": 50.0, "B": 0.0}
    assert found["cases"].to_dict() == {"A": 2, "B": 2}


def test_a_subject_without_rows_is_missing_with_a_reason() -> None:
    found = measured(ANSWERED, LETTERS, subjects=("A", "B", "C"))
    assert pd.isna(found.loc["C", "value"])
    assert found.loc["C", "reason"] == "no data for this subject"


def test_the_key_column_may_have_another_name() -> None:
    rows = [{"unit": "U1", "pages": 1, "channel": "app", "answered": "2025-02-03"}]
    assert measured(ANSWERED, {"letters": rows}, key="unit")["value"].to_dict() == {"U1": 100.0}


def test_cycle_options_and_rules_reach_the_measure() -> None:
    class Terms(Options):
        days: int = 14

    def knows(tables: Any, context: Any) -> pd.DataFrame:
        known = context.options.days + context.rules.cited("letters.term").value + context.cycle.start.year
        return pd.DataFrame({"value": float(known)}, index=context.subjects)

    pack = RulePack(
        code="letters", title=Label.of("Letters"), reference="1/2020", confidence="proposed",
        valid_from=date(2020, 1, 1), values={"letters.term": Cited(value=5, reference="1/2020", confidence="known")},
    )  # fmt: skip
    indicator = replace(with_measure(knows), options=Terms)
    cycle = Cycle(code="2026", start=date(2026, 1, 1), end=date(2026, 12, 31), data_until=date(2026, 12, 31))
    found = measured(indicator, LETTERS, options={"days": 2}, rules=Rules(packs=(pack,)), cycle=cycle)
    assert found["value"].unique().tolist() == [2 + 5 + 2026]
    assert measured(indicator, LETTERS, rules=Rules(packs=(pack,)))["value"].iloc[0] == 14 + 5 + 2025
    assert HALF_YEAR.end == date(2025, 6, 30)


def test_a_measure_that_breaks_its_contract_is_told_so() -> None:
    twice = with_measure(lambda tables, context: pd.DataFrame({"value": [1.0, 2.0]}, index=["A", "A"]))
    with pytest.raises(PluginError, match="your plugin: indicator 'answered' returned a subject more than once"):
        measured(twice, LETTERS)
