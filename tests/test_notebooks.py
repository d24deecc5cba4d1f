"""What every shipped notebook promises: nbval passes a cell with an unknown magic, so there is none to be passed."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parents[1] / "notebooks"
NOTEBOOKS = sorted(path for path in ROOT.rglob("*.ipynb") if ".ipynb_checkpoints" not in path.parts)
WRITES_A_FILE = {"first_indicator"}
"""Shows a contributor the file that a plugin is."""
ASKING = [path for path in NOTEBOOKS if path.stem not in WRITES_A_FILE]


def code_of(path: Path) -> list[nbformat.NotebookNode]:
    return [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_notebook_holds_no_output_and_no_magic(path):
    for cell in code_of(path):
        assert cell.outputs == []
        assert cell.execution_count is None
        magics = [line for line in cell.source.splitlines() if line.lstrip().startswith(("%", "!"))]
        assert magics == [] or path.stem in WRITES_A_FILE


@pytest.mark.parametrize("path", ASKING, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_notebook_asks_and_calls_and_defines_nothing(path):
    cells = code_of(path)
    assert cells[0].metadata.get("tags") == ["parameters"]
    for cell in cells:
        assert len(cell.source.splitlines()) < 10
        assert "def " not in cell.source
