"""Each measure is isolated: what it raises or returns against its contract is reported under its name."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from tests.scoring.frameworks import framework, leaf
from workbench.errors import InputError, PluginError, fault
from workbench.model.indicator import Column, Context, Cycle, TableNeed
from workbench.model.rules import Rules
from workbench.scoring.measurement import measure_all

SUBJECTS = pd.Index(["A", "B", "C"], name="kode")
YEAR = Cycle(code="2025", start=date(2025, 1, 1), end=date(2025, 12, 31), data_until=date(2025, 12, 31))
NEED = TableNeed(table="data", columns=(Column(name="x", kind="number"),))


def measuring(code, measure, min_cases=1, needs=()):
    made = leaf(code)
    return replace(made, indicator=replace(made.indicator, measure=measure, needs=needs), min_cases=min_cases)


def returning(code, frame, **settings):
    return measuring(code, lambda tables, context: frame, **settings)


def values(index=SUBJECTS, **columns):
    return pd.DataFrame(columns, index=list(index))


def all_of(*leaves, tables=None):
    def context_of(each):
        return Context(cycle=YEAR, subjects=SUBJECTS, subject_key="kode", options=each.options, rules=Rules())

    return measure_all(framework(*leaves), tables or {}, context_of, lambda code: f"plugin_of_{code}.py")


def faults_of(*leaves):
    with pytest.raises(PluginError, match=r"plugin_of_") as caught:
        all_of(*leaves)
    return [each.render() for each in caught.value.faults]


def test_values_come_back_wide_with_cases_and_interval():
    found = all_of(
        returning("a", values(value=[1.0, 2.0, 3.0], cases=[10, 20, 30])),
        returning("b", values(value=[4.0, 5.0, 6.0], low=[3.0, 4.0, 5.0], high=[5.0, 6.0, 7.0])),
    )
    assert found.values.to_dict("list") == {"a": [1, 2, 3], "b": [4, 5, 6]}
    assert found.cases["a"].tolist() == [10, 20, 30]
    assert found.cases["b"].isna().all()
    assert found.low["b"].tolist() == [3, 4, 5]
    assert len(found.missing) == 0
    assert list(found.missing.columns) == ["subject", "code", "reason"]


def test_the_order_in_which_a_measure_answers_does_not_matter():
    found = all_of(returning("a", values(["C", "A", "B"], value=[3.0, 1.0, 2.0])))
    assert found.values["a"].to_dict() == {"A": 1, "B": 2, "C": 3}


def test_every_missing_value_has_a_reason_its_own_or_that_there_is_no_data():
    answer = values(["A", "B"], value=[np.nan, np.nan], reason=["no complaints received", ""])
    assert all_of(returning("a", answer)).missing.to_dict("records") == [
        {"subject": "A", "code": "a", "reason": "no complaints received"},
        {"subject": "B", "code": "a", "reason": "no data for this subject"},
        {"subject": "C", "code": "a", "reason": "no data for this subject"},  # the measure did not mention it
    ]


def test_a_reason_beside_a_value_is_dropped():
    assert len(all_of(returning("a", values(value=[1.0, 2.0, 3.0], reason=["x", "", "y"]))).missing) == 0


def test_too_few_cases_take_the_value_away_and_keep_the_number():
    answer = values(value=[80.0, 90.0, 70.0], cases=[29, 30, np.nan], low=[70.0, 80.0, 60.0])
    found = all_of(returning("a", answer, min_cases=30))
    assert np.isnan(found.values.loc["A", "a"])
    assert np.isnan(found.low.loc["A", "a"])
    assert found.cases.loc["A", "a"] == 29
    assert found.values["a"].tolist()[1:] == [90, 70]  # where cases are not counted, the minimum cannot be tested
    assert found.missing["reason"].tolist() == ["too few cases for a fair value"]


@pytest.mark.parametrize(
    ("answer", "line"),
    [
        (None, "indicator 'a' must return a DataFrame with the column 'value'"),
        (values(score=[1.0, 2.0, 3.0]), "indicator 'a' must return a DataFrame with the column 'value'"),
        (pd.Series([1.0, 2.0, 3.0]), "indicator 'a' must return a DataFrame with the column 'value'"),
        (values(value=[1.0, 2.0, 3.0], note=1), "indicator 'a' returned unknown columns: note"),
        (values(["A", "A"], value=[1.0, 2.0]), "indicator 'a' returned a subject more than once"),
        (
            values(["A", "X", "Y"], value=[1.0, 2.0, 3.0]),
            "indicator 'a' returned 2 subjects that are not in this cycle",
        ),
        (values([0, 1, 2], value=[1.0, 2.0, 3.0]), "indicator 'a' returned 3 subjects that are not in this cycle"),
        (values(value=["1", "2", "3"]), "indicator 'a': column 'value' is not numeric"),
        (values(value=[1.0, np.inf, 3.0]), "indicator 'a': column 'value' holds infinity"),
        (values(value=[1.0, 2.0, 3.0], low=[-np.inf, 0, 0]), "indicator 'a': column 'low' holds infinity"),
    ],
)
def test_an_answer_against_the_contract_names_the_plugin_and_the_indicator(answer, line):
    assert faults_of(returning("a", answer)) == [f"plugin_of_a.py: {line}"]


def test_several_breaches_of_one_answer_are_told_at_once():
    answer = values(["A", "A", "X"], value=[np.inf, 1.0, 2.0], cases=["1", "2", "3"])
    assert len(faults_of(returning("a", answer))) == 4


def explode(error):
    def measure(tables, context):
        raise error

    return measure


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (ZeroDivisionError("division by zero"), "ZeroDivisionError: division by zero"),
        (KeyError("kolom"), "KeyError: 'kolom'"),
        (ValueError("first line\nsecond line"), "ValueError: first line;"),
        (RecursionError(), "RecursionError: ;"),
        (SystemExit("bye"), "SystemExit: bye"),
    ],
)
def test_whatever_a_measure_raises_is_reported_in_one_line(error, said):
    (line,) = faults_of(measuring("a", explode(error)))
    assert line.startswith(f"plugin_of_a.py: indicator 'a' failed with {said}")
    assert line.endswith("tell its author, or take it out of the framework")


def test_all_failing_plugins_are_named_at_once_and_hide_no_other():
    lines = faults_of(
        measuring("a", explode(ValueError("x"))),
        returning("b", values(value=[1.0, 2.0, 3.0])),
        returning("c", None),
    )
    assert [line.split(":")[0] for line in lines] == ["plugin_of_a.py", "plugin_of_c.py"]


def test_a_fault_of_the_data_that_a_measure_found_is_passed_on_as_it_is():
    faulty = explode(InputError([fault("pengaduan", "3 complaints were settled before they were received")]))
    with pytest.raises(InputError, match=r"^pengaduan: 3 complaints were settled before they were received$"):
        all_of(measuring("a", faulty))
    with pytest.raises(InputError, match=r"(?s)^pengaduan: .*plugin_of_b\.py: .* must return a DataFrame"):
        all_of(measuring("a", faulty), returning("b", None))


def test_a_measure_sees_only_the_tables_it_needs():
    seen = {}

    def measure(tables, context):
        seen.update(tables)
        return values(value=[1.0, 2.0, 3.0])

    tables = {"data": pd.DataFrame({"x": [1.0]}), "secret": pd.DataFrame({"y": [1.0]})}
    all_of(measuring("a", measure, needs=(NEED,)), tables=tables)
    assert list(seen) == ["data"]


def test_a_measure_that_changes_its_table_changes_it_for_nobody_else():
    def greedy(tables, context):
        tables["data"]["x"] *= 2
        tables["data"].loc[0, "x"] = 100.0
        return values(value=[1.0, 2.0, 3.0])

    def honest(tables, context):
        return values(value=tables["data"]["x"].to_numpy())

    table = pd.DataFrame({"x": [7.0, 8.0, 9.0]})
    found = all_of(measuring("a", greedy, needs=(NEED,)), measuring("b", honest, needs=(NEED,)), tables={"data": table})
    assert found.values["b"].tolist() == [7, 8, 9]
    assert table["x"].tolist() == [7, 8, 9]
