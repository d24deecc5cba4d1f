"""Runs the cases in ``tests/cases/*.yaml``, which the owners of the rules read and write."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import kinerja
import pandas as pd
import pytest
import yaml

from workbench.scoring.bands import grade, predicates_from

FOLDER = Path(__file__).parents[1] / "cases"
CASES = [
    pytest.param(case, id=f"{file.stem}: {case['name']}")
    for file in sorted(FOLDER.glob("*.yaml"))
    for case in yaml.safe_load(file.read_text(encoding="utf-8"))
]


def run_indicator(case: dict[str, Any], measure, rules) -> None:
    settings = {**case.get("cycle", {}), "key": case.get("key", "id_unit"), "options": case.get("options")}
    found = measure(case["indicator"], case["tables"], subjects=tuple(case["expected"]), **settings)
    turned = {name: rows[::-1] for name, rows in case["tables"].items()}
    again = measure(case["indicator"], turned, subjects=tuple(case["expected"])[::-1], **settings)
    pd.testing.assert_frame_equal(found, again.loc[found.index])
    for subject, wanted in case["expected"].items():
        for column, value in wanted.items():
            assert found.loc[subject, column] == (
                value if isinstance(value, str) else pytest.approx(value, abs=0.005)
            ), f"{subject}.{column}"
        if "reason" in wanted:
            assert pd.isna(found.loc[subject, "value"])


def run_bands(case: dict[str, Any], measure, rules) -> None:
    scores, expected = zip(*case["rows"], strict=True)

    assert grade(pd.Series(scores, dtype=float), rules.bands(case["bands"])).tolist() == list(expected)


def run_predicate(case: dict[str, Any], measure, rules) -> None:
    rows, columns, expected = zip(*case["rows"], strict=True)

    assert predicates_from(pd.Series(rows), pd.Series(columns), rules.predicate(case["predicate"])).tolist() == list(
        expected
    )


KINDS = {"indicator": run_indicator, "bands": run_bands, "predicate": run_predicate}


@pytest.mark.parametrize("case", CASES)
def test_case(case, measure, rules):
    (kind,) = [kind for kind in KINDS if kind in case]

    KINDS[kind](case, measure, rules)


def test_every_indicator_has_a_case_that_a_rule_owner_can_read():
    with_a_case = {each.values[0].get("indicator") for each in CASES}

    assert {indicator.code for indicator in kinerja.workbench_indicators()} <= with_a_case


def test_every_case_is_one_of_the_three_kinds_and_says_what_it_expects():
    assert len(CASES) >= 12
    for each in CASES:
        (case,) = each.values
        assert len([kind for kind in KINDS if kind in case]) == 1
        assert case.get("expected") or case.get("rows")
