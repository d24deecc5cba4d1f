"""Opening a cycle in Jupyter: which notebook, with which parameters, and that nothing is asked of other machines."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.small_run import PARAMETERS
from workbench import explore_cycle
from workbench.cli import main
from workbench.errors import WorkbenchError
from workbench.explore_cycle import explore, explore_notebooks, lay_out_notebooks


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "uji.yaml").write_text(PARAMETERS, encoding="utf-8")
    return tmp_path


@pytest.fixture
def served(monkeypatch):
    """What would be served, noted while it is there."""
    found = []

    def note(arguments, *, app):
        notebook = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
        found.append((arguments, app, notebook))

    monkeypatch.setattr(explore_cycle, "serve", note)
    monkeypatch.setattr(explore_cycle, "_require", lambda module: None)
    return found


def run_by(notebook):
    """What the cells up to the first that is no parameters cell set."""
    said = {}
    for cell in notebook["cells"]:
        if {"parameters", "injected-parameters"} & set(cell["metadata"].get("tags", ())):
            exec("".join(cell["source"]), said)
    return said


def test_jupyterlab_opens_the_notebook_of_that_file_kept_in_a_folder_of_its_own(place, served):
    explore(Path("uji.yaml"), language="en")
    ((arguments, app, notebook),) = served
    assert not app
    assert Path(arguments[0]) == place / "explore" / "uji" / "uji" / "weights.ipynb"
    assert run_by(notebook)["parameters_file"] == str(place / "uji.yaml")
    assert run_by(notebook)["language"] == "en"
    assert (place / "explore" / "uji" / "uji" / "weights.ipynb").exists()


def test_a_page_leaves_nothing_behind(place, served):
    explore(Path("uji.yaml"), app=True, browser=False, port=8123)
    ((arguments, app, _),) = served
    assert app
    assert {"--no-browser", "--port=8123", "--token"} <= set(arguments)
    assert not Path(arguments[0]).exists()
    assert [each.name for each in place.iterdir()] == ["uji.yaml"]


def test_jupyterlab_asks_nobody_for_news_updates_or_extensions(place, served):
    explore(Path("uji.yaml"))
    assert {
        "--LabApp.news_url=None",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        "--LabApp.extension_manager=readonly",
    } <= set(served[0][0])
    settings = json.loads((explore_cycle._JUPYTER / "labconfig/page_config.json").read_text())
    assert settings["disabledExtensions"]["@jupyterlab/apputils-extension:announcements"] is True


def test_our_page_template_loads_nothing_from_elsewhere():
    template = explore_cycle._JUPYTER / "voila/templates/workbench/index.html.j2"
    assert "http" not in template.read_text(encoding="utf-8")


def test_what_was_changed_in_a_notebook_is_kept_and_only_the_parameters_are_set_anew(place):
    lay_out_notebooks(place / "n", parameters_file=Path("uji.yaml"), language="id")
    path = place / "n" / "weights.ipynb"
    mine = json.loads(path.read_text(encoding="utf-8"))
    mine["cells"][0]["source"] = ["# Catatan saya"]
    path.write_text(json.dumps(mine), encoding="utf-8")
    lay_out_notebooks(place / "n", parameters_file=Path("lain.yaml"), language="en")
    again = json.loads(path.read_text(encoding="utf-8"))
    assert again["cells"][0]["source"] == ["# Catatan saya"]
    assert len(again["cells"]) == len(mine["cells"])
    assert run_by(again)["parameters_file"] == str(place / "lain.yaml")


def test_a_mistake_is_told_before_anything_is_opened(place, served, capsys):
    assert main(["explore", "ujj.yaml", "--lang", "en"]) == 2
    assert "there is no such file; did you mean: uji.yaml" in capsys.readouterr().err
    assert main(["explore", "uji.yaml", "--notebook", "wieghts", "--lang", "en"]) == 2
    assert "wieghts: there is no such notebook; there are: " in capsys.readouterr().err
    assert served == []


def test_without_jupyter_it_says_what_to_install(place, monkeypatch):
    monkeypatch.setattr(explore_cycle.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(WorkbenchError, match=r"voila: this needs the extra 'lab', .*kinerja-workbench\[lab\]"):
        explore(Path("uji.yaml"), app=True)


def test_the_terminal_hands_on_what_was_asked(place, served):
    assert main(["explore", "uji.yaml", "--app", "--no-browser", "--port", "8123"]) == 0
    arguments, app, notebook = served[0]
    assert app
    assert "--port=8123" in arguments
    assert run_by(notebook)["language"] == "id"


def test_our_settings_go_before_those_of_anybody_else_and_the_server_gets_the_arguments(monkeypatch):
    from jupyterlab.labapp import LabApp

    monkeypatch.setenv("JUPYTER_PATH", "/theirs")
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", "")
    given = []
    monkeypatch.setattr(LabApp, "launch_instance", given.append)
    explore_cycle.serve(["x.ipynb"], app=False)
    assert given == [["x.ipynb"]]
    assert os.environ["JUPYTER_PATH"] == f"{explore_cycle._JUPYTER}{os.pathsep}/theirs"
    assert os.environ["JUPYTER_CONFIG_PATH"] == str(explore_cycle._JUPYTER)


def test_every_shipped_notebook_takes_a_parameters_file():
    assert "weights" in explore_notebooks()
