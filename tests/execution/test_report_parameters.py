from __future__ import annotations

import papermill
import pytest

from workbench.errors import ReportError
from workbench.execution.report_parameters import GATES, checked_parameters
from workbench.shipped import shipped


@pytest.mark.parametrize("name", GATES)
def test_a_notebook_and_its_gate_know_the_same_parameters(name):
    path = shipped("notebooks/report") / f"{name}.ipynb"
    assert set(papermill.inspect_notebook(str(path))) == set(GATES[name].model_fields)


def test_every_report_notebook_has_a_gate():
    assert {path.stem for path in shipped("notebooks/report").glob("*.ipynb")} == set(GATES)


def test_good_parameters_pass_unchanged():
    given = {"run": "../..", "language": "id", "unit": "KEL01"}
    assert checked_parameters("unit", given) == given


def test_all_faults_are_told_at_once():
    with pytest.raises(ReportError) as caught:
        checked_parameters("unit", {"run": 3, "language": "jv", "colour": "red"})
    assert caught.value.render().splitlines() == [
        "unit.ipynb: parameter 'run' is 3; expected text",
        "unit.ipynb: parameter 'language' is 'jv'; expected one of: 'id' or 'en'",
        "unit.ipynb: parameter 'unit' is missing; this notebook takes: run, language, unit",
        "unit.ipynb: unknown parameter 'colour'; this notebook takes: run, language, unit",
    ]


def test_the_cycle_report_takes_no_unit():
    with pytest.raises(
        ReportError, match=r"cycle\.ipynb: unknown parameter 'unit'; this notebook takes: run, language"
    ):
        checked_parameters("cycle", {"run": "..", "language": "id", "unit": "KEL01"})
