"""What a notebook shows with one line: a panel on an example, a file or a run; a mistake in plain lines."""

from __future__ import annotations

import builtins
from pathlib import Path
from typing import Any

import pytest

from workbench.errors import WorkbenchError
from workbench.notebook import example_parameters, weights_panel
from workbench.prepare_cycle import prepare

EXPLORE = Path(__file__).parents[2] / "notebooks/explore"


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
