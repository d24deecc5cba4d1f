from __future__ import annotations

import json
import re

import nbformat
import pytest

from workbench.errors import ReportError
from workbench.execution import notebooks
from workbench.execution.notebooks import ReportJob, render_report, report_notebooks_hash, write_reports
from workbench.shipped import shipped

SHIPPED = sorted(shipped("notebooks/report").glob("*.ipynb"))


def files(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_there_is_a_report_for_the_cycle_and_for_each_subject_asked_for(reports):
    assert set(files(reports["en"])) == {
        f"{name}.{ending}" for name in ("cycle", "units/C", "units/E") for ending in ("ipynb", "html")
    }


def test_two_runs_give_the_same_bytes_wherever_they_lie(reports, run_folder):
    write_reports(run_folder, language="id", formats=("html", "pdf"), subjects=["C", "E"])
    one, two = files(reports["id"]), files(run_folder / "reports")
    assert set(one) == set(two)
    assert [name for name in one if one[name] != two[name]] == []


def test_the_run_is_given_as_seen_from_the_report(reports):
    for place, run in (("cycle", ".."), ("units/C", "../..")):
        text = (reports["id"] / f"{place}.ipynb").read_text(encoding="utf-8")
        cells = json.loads(text)["cells"]
        injected = next(cell for cell in cells if "injected-parameters" in cell["metadata"].get("tags", []))
        assert f'run = "{run}"' in "".join(injected["source"])
        assert str(reports["id"].parent) not in text


def test_progress_counts_the_reports(run_folder):
    said = []
    write_reports(run_folder, language="en", formats=(), subjects=["C"], progress=lambda *told: said.append(told))
    assert said == [("writing reports", 1, 2), ("writing reports", 2, 2)]


def test_every_report_that_fails_is_named(run_folder):
    with pytest.raises(ReportError) as caught:
        write_reports(run_folder, language="en", formats=(), subjects=["X", "A", "Y"])
    lines = caught.value.render().splitlines()
    assert [line.split(" ")[0] for line in lines] == ["X.ipynb", "Y.ipynb"]
    assert "'X' is not among the subjects of this run" in lines[0]


def test_codes_that_cannot_name_a_file_are_refused_before_anything_is_written(run_folder):
    with pytest.raises(ReportError) as caught:
        write_reports(run_folder, language="id", formats=(), subjects=["../up", "..", "A"])
    assert [fault.values["code"] for fault in caught.value.faults] == ["../up", ".."]
    assert not (run_folder / "reports").exists()


def test_a_worker_that_does_not_see_the_run_says_so(tmp_path):
    job = ReportJob(notebook="cycle", folder=tmp_path / "not here", place="reports/cycle", language="id")
    with pytest.raises(ReportError, match="not here: this worker does not see the run directory"):
        render_report(job)


def test_the_hash_changes_with_a_view_and_only_then(monkeypatch, tmp_path):
    before = report_notebooks_hash()
    assert report_notebooks_hash() == before
    (tmp_path / "view.py").write_text("changed", encoding="utf-8")
    shaping = notebooks._shaping_files
    monkeypatch.setattr(notebooks, "_shaping_files", lambda package: [*shaping(package), tmp_path / "view.py"])
    assert report_notebooks_hash() != before


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_report_notebook_is_questions_and_single_calls(path):
    notebook = nbformat.read(path, as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert code[0].metadata.tags == ["parameters"]
    for cell in code:
        assert len(cell.source.splitlines()) < 10
        assert "def " not in cell.source
        assert cell.outputs == []
        assert cell.execution_count is None


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_report_notebook_asks_for_every_section(path):
    from workbench.views.fairness_report import FairnessReport
    from workbench.views.meeting_record import MeetingRecord
    from workbench.views.reports import Report, SubjectReport

    reports = {
        "cycle": Report,
        "unit": SubjectReport,
        "berita_acara": MeetingRecord,
        "fairness_audit": FairnessReport,
    }
    sections = reports[path.stem]
    source = "\n".join(cell.source for cell in nbformat.read(path, as_version=4).cells)
    offered = {name for name, each in vars(sections).items() if callable(each) and name[0] != "_" and name != "of"}
    assert {name for name in offered if re.search(rf"re(port|cord)\.{name}\(", source)} == offered


def test_the_audit_of_fairness_asks_every_check_that_comes_with_the_workbench():
    from workbench.builtin_checks import workbench_fairness_checks

    path = next(path for path in SHIPPED if path.stem == "fairness_audit")
    source = "\n".join(cell.source for cell in nbformat.read(path, as_version=4).cells)
    assert set(re.findall(r'report\.section\("(\w+)"\)', source)) == {
        check.code for check in workbench_fairness_checks()
    }
