"""What a notebook reads of a cycle or a run, in one call each."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.small_run import PARAMETERS, UNITS
from workbench.errors import WorkbenchError
from workbench.notebook import compare, evaluate, example_parameters, leave_raters_out, open_report, screening
from workbench.prepare_cycle import prepare


def test_the_data_of_the_shipped_example_are_screened_before_anything_is_scored() -> None:
    block = screening(language="en")
    assert block.question == "What do the data look like?"
    assert block.finding.startswith(f"{len(prepare(example_parameters()).framework.leaves)} indicators: ")
    assert "Correlations are Spearman&#x27;s rank correlation" in "".join(
        screening(kind="spearman", language="en").parts
    )


def test_two_scenarios_are_compared_in_one_call(tmp_path: Path) -> None:
    (tmp_path / "unit.csv").write_text(UNITS, encoding="utf-8")
    (tmp_path / "a.yaml").write_text(PARAMETERS, encoding="utf-8")
    (tmp_path / "b.yaml").write_text(PARAMETERS.replace("weight: 3", "weight: 1"), encoding="utf-8")
    block = compare(tmp_path / "a.yaml", tmp_path / "b.yaml", language="en")
    assert block.question == "What changed from a.yaml to b.yaml, and why?"


def test_a_scenario_needs_no_file_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "unit.csv").write_text(UNITS, encoding="utf-8")
    (tmp_path / "a.yaml").write_text(PARAMETERS, encoding="utf-8")
    changes = {"title": "Even", "framework": {"weighting": "equal"}}
    block = compare(tmp_path / "a.yaml", tmp_path / "a.yaml", changes=changes, language="en")
    assert block.question == "What changed from Test District, 2025-S1 to Even, 2025-S1, and why?"
    # A 86.25 to 82.5, B 72.5 to 65, C 66.875 to 71.25, D 37.5 to 25
    assert "4 subjects have a score in both. On average it changed by −4.8 points" in block.finding


def test_a_cycle_is_reported_without_writing_anything(tmp_path: Path) -> None:
    (tmp_path / "unit.csv").write_text(UNITS, encoding="utf-8")
    (tmp_path / "a.yaml").write_text(PARAMETERS, encoding="utf-8")
    report = open_report(tmp_path / "a.yaml", changes={"framework": {"weighting": "equal"}}, language="en")
    assert report.run.scores["A"] == 82.5
    assert {path.name for path in tmp_path.iterdir()} == {"unit.csv", "a.yaml"}
    with pytest.raises(WorkbenchError, match="a run is sealed"):
        open_report(tmp_path, changes={"seed": 1}, language="en")


def test_a_cycle_is_evaluated_into_runs_beside_its_parameters_file(tmp_path: Path) -> None:
    (tmp_path / "unit.csv").write_text(UNITS, encoding="utf-8")
    parameters = PARAMETERS + "reports: {formats: [html]}\n"
    (tmp_path / "uji.yaml").write_text(parameters, encoding="utf-8")
    report = evaluate(tmp_path / "uji.yaml", language="en")
    assert report.run.scorecard.scores["score"].tolist()[:4] == [86.25, 72.5, 66.875, 37.5]
    (directory,) = (tmp_path / "runs" / "uji" / "2025-S1").glob("*/")
    assert directory.name == report.run.fingerprint
    assert (directory / "reports" / "cycle.html").is_file()


RATERS = """
from datetime import date

from workbench import Column, Indicator, Label, TableNeed, hookimpl


def mean_mark(tables, context):
    marks = tables["marks"].groupby(context.subject_key, observed=True)["mark"]
    return marks.mean().rename("value").to_frame()


@hookimpl
def workbench_indicators():
    columns = (
        Column(name="{key}", kind="text", subject=True),
        Column(name="rater", kind="text"),
        Column(name="mark", kind="number"),
    )
    return [
        Indicator(
            code="mean_mark",
            label=Label.of("Mean mark"),
            polarity="higher",
            measured_in=Label.of("points"),
            subject=("unit",),
            needs=(TableNeed(table="marks", columns=columns),),
            measure=mean_mark,
            reference="test",
            valid_from=date(2020, 1, 1),
            attribution="unit",
            description=Label.of("The mean of the marks."),
        )
    ]
"""
MARKED = """
place: uji
title: Marks
cycle: 2025-S1
period: {start: 2025-01-01, end: 2025-06-30}
plugins: [marks.py]
tables: {unit: {file: unit.csv}, marks: {file: marks.csv}}
subjects: {kind: unit, table: unit, key: code}
framework:
  label: Score
  indicators: {mean_mark: {normalisation: {method: goalposts, low: 0, high: 10}}}
"""


def test_scores_without_each_rater_are_measured_again(tmp_path: Path) -> None:
    (tmp_path / "marks.py").write_text(RATERS, encoding="utf-8")
    (tmp_path / "uji.yaml").write_text(MARKED, encoding="utf-8")
    (tmp_path / "unit.csv").write_text("code\nA\nB\nC\n", encoding="utf-8")
    marks = "code,rater,mark\nA,r1,8\nA,r2,4\nB,r1,5\nB,r2,6\nC,r1,9\n"  # A 6, B 5.5, C 9
    (tmp_path / "marks.csv").write_text(marks, encoding="utf-8")
    found = leave_raters_out(tmp_path / "uji.yaml", table="marks", rater="rater", language="en")
    assert found.policy.tolist() == [60, 55, 90]
    assert found.scores["r2"].tolist() == [80, 50, 90]
    assert found.ranks["r1"].tolist()[:2] == [2, 1]
    assert found.scores["r1"].isna().tolist() == [False, False, True]  # nobody else marked C
    with pytest.raises(WorkbenchError, match="no column 'judge' was read here"):
        leave_raters_out(tmp_path / "uji.yaml", table="marks", rater="judge", language="en")
