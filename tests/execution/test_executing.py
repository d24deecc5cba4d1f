from __future__ import annotations

import json

import pytest

from workbench.errors import ReportError
from workbench.execution import executing
from workbench.execution.executing import execute, stable_text


def run(path, output, engine="kernel", **parameters):
    execute(path, output, parameters, cwd=output.parent, engine=engine)
    return json.loads(output.read_text(encoding="utf-8"))


def texts(notebook):
    outputs = [output for cell in notebook["cells"] for output in cell.get("outputs", ())]
    return ["".join(output["text"]) for output in outputs if output["output_type"] == "stream"]


def test_cells_see_the_parameters_and_run_beside_the_output(notebook, tmp_path):
    (tmp_path / "out").mkdir()
    path = notebook("import os", "print(word, os.path.basename(os.getcwd()))")
    assert texts(run(path, tmp_path / "out" / "done.ipynb", word="hello")) == ["hello out\n"]


def test_the_hash_seed_is_settled(notebook, tmp_path):
    path = notebook("import os; print(os.environ['PYTHONHASHSEED'])")
    assert texts(run(path, tmp_path / "done.ipynb")) == ["0\n"]


def test_two_executions_are_equal_byte_for_byte(notebook, tmp_path):
    path = notebook("print(sorted({'a', 'b'}))", "object()")
    for name in ("one.ipynb", "two.ipynb"):
        run(path, tmp_path / name)
    assert (tmp_path / "one.ipynb").read_bytes() == (tmp_path / "two.ipynb").read_bytes()
    assert "0xADDRESS" in (tmp_path / "one.ipynb").read_text(encoding="utf-8")


def test_no_time_and_no_path_stay_in_the_notebook(notebook, tmp_path):
    run(notebook("1 + 1"), tmp_path / "done.ipynb")
    text = (tmp_path / "done.ipynb").read_text(encoding="utf-8")
    for trace in ("papermill", "start_time", "iopub", str(tmp_path)):
        assert trace not in text


def test_a_failing_cell_is_named_with_its_error_and_leaves_nothing(notebook, tmp_path):
    path = notebook("1 / 0", "print('never')")
    with pytest.raises(
        ReportError, match=r"done.ipynb \(made.ipynb\): cell 2 failed with ZeroDivisionError: division by zero"
    ):
        run(path, tmp_path / "done.ipynb")
    assert not (tmp_path / "done.ipynb").exists()


def test_a_killed_kernel_is_told_and_leaves_nothing(notebook, tmp_path):
    path = notebook("import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
    with pytest.raises(ReportError, match="its kernel ended before the notebook did"):
        run(path, tmp_path / "done.ipynb")
    assert not (tmp_path / "done.ipynb").exists()


def test_a_cell_that_takes_too_long_is_told(notebook, tmp_path, monkeypatch):
    monkeypatch.setattr(executing, "CELL_TIMEOUT", 1)
    path = notebook("import time; time.sleep(30)")
    with pytest.raises(ReportError, match="took longer than"):
        run(path, tmp_path / "done.ipynb")


def test_not_a_number_is_never_written_as_json():
    cell = {"cell_type": "code", "source": "x", "metadata": {}, "outputs": [{"data": float("nan")}]}
    with pytest.raises(ValueError, match="not JSON compliant"):
        stable_text({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def test_identifiers_of_cells_follow_from_their_place_and_source():
    cells = [{"cell_type": "code", "source": "x", "metadata": {}, "id": random} for random in ("r1", "r2")]
    one, two = (json.loads(stable_text({"cells": [cell], "metadata": {}})) for cell in cells)
    assert one["cells"][0]["id"] == two["cells"][0]["id"]
    both = json.loads(stable_text({"cells": cells, "metadata": {}}))
    assert both["cells"][0]["id"] != both["cells"][1]["id"]
