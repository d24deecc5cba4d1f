"""What a notebook shows with one line: a panel on an example, a file or a run; a mistake in plain lines."""

from __future__ import annotations

import builtins
import datetime
from pathlib import Path
from typing import Any

import pytest

from tests import panel_run
from tests.small_run import PARAMETERS, UNITS
from workbench.errors import WorkbenchError
from workbench.files.scenario_file import write_scenario
from workbench.notebook import (
    cycles_panel,
    distribution_panel,
    example_parameters,
    fairness_panel,
    monitoring_panel,
    raters_panel,
    scenarios_panel,
    subject_panel,
    weights_panel,
)
from workbench.prepare_cycle import prepare
from workbench.run_cycle import run_cycle

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


@pytest.fixture(scope="module")
def audited(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return panel_run.lay_out(tmp_path_factory.mktemp("audited"))


@pytest.fixture
def small(tmp_path: Path) -> Path:
    (tmp_path / "unit.csv").write_text(UNITS, encoding="utf-8")
    (tmp_path / "2025-S1.yaml").write_text(PARAMETERS, encoding="utf-8")
    return tmp_path / "2025-S1.yaml"


def test_weights_chosen_for_a_smaller_gap_are_saved_beside_the_parameters_file(audited: Path) -> None:
    panel = fairness_panel(audited, language="en")
    panel.values = {"moved": "10"}
    panel.fields = {"name": "Dekat", "author": "A", "rationale": "B", "date": "2025-08-01"}
    panel.save()
    assert (audited.parent / "scenarios" / "dekat.yaml").is_file()


def test_accepted_lines_go_to_the_folder_that_is_named(audited: Path, tmp_path: Path) -> None:
    panel = raters_panel(audited, decisions=tmp_path, language="en")
    panel.values, panel.fields = {"ratings": "rekan"}, {"official": "Camat", "date": "2025-07-10"}
    panel.accepted = {"score:K00": {"accept": True, "to": "kurang", "reason": "r"}}
    panel.save()
    assert (tmp_path / "keputusan.csv").read_text(encoding="utf-8").startswith("kode,node,from,to,reason")


def test_a_run_directory_is_shown_as_it_is(audited: Path, tmp_path: Path) -> None:
    directory = run_cycle(audited, runs=tmp_path, language="en").directory
    assert "How far apart" in fairness_panel(directory, language="en").answer
    assert raters_panel(directory, language="en").state == "ready"
    assert distribution_panel(directory, language="en").state == "ready"


def test_one_subject_of_a_cycle_is_taken_apart(small: Path) -> None:
    assert "Score 86.3, place 1 of 4" in subject_panel(small, language="en").answer


def test_the_other_cycles_of_a_place_are_offered_to_compare_with(small: Path) -> None:
    with pytest.raises(WorkbenchError, match="there is no other cycle of this place beside it"):
        cycles_panel(small)
    later = PARAMETERS.replace("cycle: 2025-S1", "cycle: 2025-S2").replace("weight: 3", "weight: 1")
    (small.parent / "2025-S2.yaml").write_text(later, encoding="utf-8")
    panel = cycles_panel(small, "", language="en")
    assert list(panel._choices["after"].options.values()) == ["2025-S1", "2025-S2"]
    assert "4 subjects have a score in both" in panel.answer


def test_saved_scenarios_are_compared_and_equal_weights_where_there_are_none(small: Path) -> None:
    panel = scenarios_panel(small, language="en")
    assert list(panel._choices["after"].options.values()) == ["2025-S1", "Equal weights"]
    assert panel.state == "ready"
    said = {"name": "Ringan", "author": "A", "rationale": "B", "date": datetime.date(2025, 8, 1)}
    changes = {"framework": {"dimensions": {"pelayanan": {"weight": 1}}}}
    write_scenario(small.parent / "scenarios" / "ringan.yaml", base=small, scenario={**said, "changes": changes})
    assert list(scenarios_panel(small)._choices["after"].options.values()) == ["2025-S1", "Ringan"]


def test_an_interim_standing_begins_with_the_day_that_is_named(small: Path) -> None:
    panel = monitoring_panel(small, today=datetime.date(2025, 5, 31), language="en")
    assert panel.values == {"day": "2025-05-31"}
