from __future__ import annotations

import shutil
from pathlib import Path

import nbformat
import pytest

from tests.small_run import small_run, written
from workbench.execution.notebooks import write_reports

KERNEL = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}


@pytest.fixture(scope="session")
def stored_run(tmp_path_factory) -> Path:
    """The five units of tests/small_run.py as a run directory without reports."""
    folder = tmp_path_factory.mktemp("stored")
    return written(small_run(folder), folder / "run")


@pytest.fixture
def run_folder(stored_run, tmp_path) -> Path:
    """A copy that a test may write reports into."""
    return Path(shutil.copytree(stored_run, tmp_path / "run"))


@pytest.fixture(scope="session")
def reports(stored_run, tmp_path_factory) -> dict[str, Path]:
    """The cycle report and two unit reports, in both languages, as HTML and (Indonesian only) PDF; made once."""
    made = {}
    for language, formats in (("id", ("html", "pdf")), ("en", ("html",))):
        folder = Path(shutil.copytree(stored_run, tmp_path_factory.mktemp("made") / language))
        write_reports(folder, language=language, formats=formats, subjects=["C", "E"])
        made[language] = folder / "reports"
    return made


@pytest.fixture
def notebook(tmp_path):
    """Write a notebook with these cells, the first of them tagged ``parameters``."""

    def write(*sources: str, name: str = "made.ipynb") -> Path:
        cells = [nbformat.v4.new_code_cell(source) for source in ("word = 'none'", *sources)]
        cells[0].metadata["tags"] = ["parameters"]
        path = tmp_path / name
        nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=KERNEL), path)
        return path

    return write
