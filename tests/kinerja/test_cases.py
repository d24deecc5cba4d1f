"""Runs the cases in ``tests/cases/*.yaml``, which the owners of the rules read and write."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import kinerja
import pandas as pd
import pytest
import yaml
from kinerja.rule_packs import built_in_rule_packs

from workbench import Indicator
from workbench.prepare_cycle import prepare
from workbench.scoring.bands import grade, predicates_from

INDICATORS = {indicator.code: indicator for indicator in kinerja.workbench_indicators()}
PACKS = built_in_rule_packs()
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


def first_cases() -> list[Any]:
    by_code = {case.values[0]["indicator"]: case for case in reversed(CASES) if "indicator" in case.values[0]}
    return [by_code[code] for code in sorted(by_code)]


@pytest.mark.parametrize("case", first_cases())
def test_the_first_case_of_an_indicator_read_from_files(case, tmp_path):
    """As ``workbench run`` does it: CSV files, a parameters file, the rule packs in force."""
    key, code = case.get("key", "id_unit"), case["indicator"]
    indicator = INDICATORS[code]
    for need in indicator.needs:
        columns = [column.name.replace("{key}", key) for column in need.columns]
        pd.DataFrame(case["tables"][need.table], columns=columns).to_csv(tmp_path / f"{need.table}.csv", index=False)
    pd.DataFrame({key: list(case["expected"])}).to_csv(tmp_path / "subjek.csv", index=False)
    (tmp_path / "uji.yaml").write_text(yaml.safe_dump(parameters_of(case, indicator, key)), encoding="utf-8")

    found = prepare(tmp_path / "uji.yaml").measurements

    for subject, wanted in case["expected"].items():
        if "value" in wanted:
            assert found.values.loc[subject, code] == pytest.approx(wanted["value"], abs=0.005)
    reasons = {subject: wanted["reason"] for subject, wanted in case["expected"].items() if "reason" in wanted}
    assert dict(zip(found.missing["subject"], found.missing["reason"], strict=True)) == reasons


def parameters_of(case: dict[str, Any], indicator: Indicator, key: str) -> dict[str, Any]:
    cycle = {"start": date(2025, 1, 1), "end": date(2025, 6, 30), **case.get("cycle", {})}
    names = ["subjek", *(need.table for need in indicator.needs)]
    use = {"normalisation": {"method": "goalposts", "low": -100, "high": 1000}, "options": case.get("options") or {}}
    packs = [pack for pack in PACKS if pack.valid_from <= cycle["start"] and pack.valid_to is None]
    return {
        "place": "uji",
        "title": "Uji",
        "cycle": "2025",
        "period": {"start": cycle["start"], "end": cycle["end"]},
        "data_until": cycle.get("data_until", cycle["end"]),
        "synthetic": True,
        "rules": [pack.code for pack in packs],
        "tables": {name: {"file": f"{name}.csv", "decimal": "point"} for name in names},
        "subjects": {"kind": indicator.subject[0] if key == "id_unit" else "employee", "table": "subjek", "key": key},
        "framework": {"label": "Uji", "indicators": {indicator.code: use}},
    }


def test_every_indicator_has_a_case_that_a_rule_owner_can_read():
    with_a_case = {each.values[0].get("indicator") for each in CASES}

    assert set(INDICATORS) <= with_a_case


def test_every_case_is_one_of_the_three_kinds_and_says_what_it_expects():
    assert len(CASES) >= 12
    for each in CASES:
        (case,) = each.values
        assert len([kind for kind in KINDS if kind in case]) == 1
        assert case.get("expected") or case.get("rows")
