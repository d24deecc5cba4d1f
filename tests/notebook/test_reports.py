"""What a notebook imports: one call, one answer, and a user's mistake in plain lines."""

from __future__ import annotations

import builtins
from pathlib import Path
from typing import Any

import pytest

from tests.small_run import PARAMETERS, UNITS
from workbench.errors import WorkbenchError
from workbench.notebook import (
    check_indicator,
    compare,
    evaluate,
    example_parameters,
    leave_raters_out,
    open_report,
    practice_place,
    screening,
    weights_panel,
)
from workbench.prepare_cycle import prepare

EXPLORE = Path(__file__).parents[1] / "notebooks/explore"
CONTRIBUTE = Path(__file__).parents[1] / "notebooks/contribute"
TEMPLATE = Path(__file__).parents[1] / "plugins/template"
RECORD = {"subject": "A", "date": "2025-03-01"}


def test_the_panel_on_the_shipped_example_shows_what_scoring_it_gives() -> None:
    panel = weights_panel()
    direct = prepare(example_parameters()).score()
    root = direct.scores.columns[-1]
    table = panel.table.loc[direct.scores.index]
    assert table["score"].tolist() == direct.scores[root].tolist()
    assert table["rank"].tolist() == direct.ranks.tolist()


def test_a_moved_weight_gives_what_scoring_with_it_gives_to_the_last_digit() -> None:
    panel = weights_panel()
    prepared = prepare(example_parameters())
    first = prepared.framework.root.children[0].code
    panel.weights = {first: 73.0}
    direct = prepared.score(prepared.framework.with_weights(panel.weights))
    ranks = panel.table.loc[direct.ranks.index, "rank"]
    assert ranks.tolist() == direct.ranks.tolist()
    scores = panel.table.loc[direct.scores.index, "score"]
    assert scores.tolist() == pytest.approx(direct.scores[prepared.framework.root.code].tolist(), abs=1e-12)
    assert panel.table["change"].abs().sum() > 0


def test_the_data_of_the_shipped_example_are_screened_before_anything_is_scored() -> None:
    block = screening(language="en")
    assert block.question == "What do the data look like?"
    assert block.finding.startswith(f"{len(prepare(example_parameters()).framework.leaves)} indicators: ")
    assert "Correlations are Spearman&#x27;s rank correlation" in "".join(
        screening(kind="spearman", language="en").parts
    )


def test_a_mistake_is_shown_in_the_notebook_as_its_message_and_nothing_else(tmp_path: Path) -> None:
    with pytest.raises(WorkbenchError, match="there is no such file") as caught:
        weights_panel(tmp_path / "2025-S9.yaml", language="en")
    shown: list[str] = caught.value._render_traceback_()  # type: ignore[attr-defined]  # what IPython prints
    assert shown == [caught.value.render()]


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without_anywidget(name: str, *rest: Any, **more: Any) -> Any:
        if name == "anywidget":
            raise ModuleNotFoundError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without_anywidget)
    with pytest.raises(WorkbenchError, match=r"panels need the extra 'lab'.*pip install 'kinerja-workbench\[lab\]'"):
        weights_panel()


@pytest.mark.parametrize("notebook", sorted(EXPLORE.glob("*.ipynb")), ids=lambda path: path.name)
def test_an_exploring_notebook_is_a_question_a_call_and_an_answer(notebook: Path) -> None:
    import nbformat

    cells = nbformat.read(notebook, as_version=4).cells
    code = [cell for cell in cells if cell.cell_type == "code"]
    assert cells[0].source.splitlines()[0].startswith("# ")
    assert cells[0].source.splitlines()[0].endswith("?")
    assert code[0].metadata.tags == ["parameters"]
    assert all(len(cell.source.splitlines()) < 10 and "def " not in cell.source for cell in code)
    assert all(cell.outputs == [] and cell.execution_count is None for cell in code)


@pytest.mark.parametrize("notebook", sorted(CONTRIBUTE.glob("*.ipynb")), ids=lambda path: path.name)
def test_a_contributing_notebook_writes_functions_into_a_plugin_and_nowhere_else(notebook: Path) -> None:
    import nbformat

    cells = nbformat.read(notebook, as_version=4).cells
    code = [cell for cell in cells if cell.cell_type == "code"]
    assert cells[0].source.splitlines()[0].endswith("?")
    assert code[0].metadata.tags == ["parameters"]
    assert all(len(cell.source.splitlines()) < 10 for cell in code)
    assert all("def " not in cell.source or cell.source.startswith("%%writefile") for cell in code)
    assert all(cell.outputs == [] and cell.execution_count is None for cell in code)


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


def test_a_practice_place_is_a_copy_to_spoil(tmp_path: Path) -> None:
    place = practice_place(tmp_path / "mine")
    assert place == tmp_path / "mine"
    assert (place / "2025-S1.yaml").read_bytes() == example_parameters().read_bytes()
    with pytest.raises(WorkbenchError, match="is not empty"):
        practice_place(place)
    assert practice_place() != practice_place()


def test_an_indicator_is_checked_from_its_file() -> None:
    plugin = TEMPLATE / "workbench_my_indicator.py"
    worse, better = ({"my_indicator": [RECORD | {"points": points}]} for points in (60, 61))
    assert check_indicator(plugin, worse=worse, better=better, language="en").finding == (
        "16 promises kept, 0 broken, 1 not tried."
    )
    turned = check_indicator(plugin, worse=better, better=worse, improve=_one_more_point, language="en")
    assert turned.finding == "16 promises kept, 1 broken, 0 not tried."
    assert "`worse` gives 61 and `better` gives 60" in turned.parts[1]


def _one_more_point(tables: dict[str, Any]) -> dict[str, Any]:
    return {"my_indicator": tables["my_indicator"].assign(points=lambda table: (table["points"] + 1).clip(upper=100))}


def test_a_plugin_of_several_indicators_is_not_checked_by_this(tmp_path: Path) -> None:
    plugin = tmp_path / "none.py"
    plugin.write_text("from workbench import hookimpl\n\n@hookimpl\ndef workbench_indicators():\n    return []\n")
    with pytest.raises(WorkbenchError, match="exactly one indicator can be checked here; this one offers 0"):
        check_indicator(plugin, worse={}, better={})


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
