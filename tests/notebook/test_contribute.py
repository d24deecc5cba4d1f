"""What an author of indicators calls: a place to spoil, and the checks of one indicator."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from workbench.errors import WorkbenchError
from workbench.notebook import check_indicator, example_parameters, practice_place

CONTRIBUTE = Path(__file__).parents[2] / "notebooks/contribute"
TEMPLATE = Path(__file__).parents[2] / "plugins/template"
RECORD = {"subject": "A", "date": "2025-03-01"}


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
