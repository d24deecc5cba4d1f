"""What `workbench new-plugin` lays out is a plugin like any other: it installs, its tests pass, a cycle runs."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from tests.installing import BORROWED, built_wheel, fresh_environment, install

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a fresh environment `env`, where the workbench is installed and `mine`, made by it, too."""
    folder = tmp_path_factory.mktemp("plugin")
    python = fresh_environment(folder / "env")
    install(python, built_wheel(ROOT, folder))
    run(folder, "workbench", "new-plugin", "letters_answered", "--dir", "mine", "--lang", "en")
    install(python, built_wheel(folder / "mine", folder))
    return folder


def run(folder: Path, module: str, *arguments: str) -> str:
    """Run a module in the fresh environment."""
    python = folder / "env" / Path(sys.executable).parent.name / Path(sys.executable).name
    command = [str(python), "-m", module, *arguments]
    done = subprocess.run(command, cwd=folder, env=BORROWED, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_its_own_tests_pass_at_once(folder: Path) -> None:
    said = run(folder, "pytest", "-p", "no:cacheprovider", "mine")
    assert " passed" in said.splitlines()[-1]
    assert "skipped" not in said
    assert "failed" not in said


def test_the_workbench_lists_it_with_where_it_comes_from(folder: Path) -> None:
    plugins = {each["plugin"]: each for each in json.loads(run(folder, "workbench", "plugins", "--json"))}
    assert plugins["letters_answered"]["kind"] == "installed"
    assert plugins["letters_answered"]["place"] == "workbench-letters-answered 0.1.0"
    assert plugins["letters_answered"]["offers"] == "indicator:letters_answered"


def test_a_cycle_runs_with_it(folder: Path) -> None:
    run_directory = folder / run(folder, "workbench", "run", "mine/example/2025-S1.yaml").splitlines()[-1]
    values = pd.read_csv(run_directory / "scores.csv", index_col=0)
    manifest = json.loads((run_directory / "manifest.json").read_text(encoding="utf-8"))
    assert values.loc["A", "score"] == pytest.approx(70)  # the mean of 60 and 80
    assert values.loc["B", "score"] == pytest.approx(50)
    assert pd.isna(values.loc["C", "score"])
    assert "letters_answered" in [plugin["name"] for plugin in manifest["plugins"]]
    assert "My indicator" not in (run_directory / "reports" / "cycle.html").read_text(encoding="utf-8")
    assert "Indikator saya" in (run_directory / "reports" / "cycle.html").read_text(encoding="utf-8")


def test_a_second_plugin_of_the_same_name_is_refused(folder: Path) -> None:
    with pytest.raises(AssertionError, match=r"taken already, by workbench-letters-answered 0\.1\.0"):
        run(folder, "workbench", "new-plugin", "letters_answered", "--dir", "other", "--lang", "en")
    assert not (folder / "other").exists()


def test_the_wheel_carries_the_notebook_that_walks_through_it(folder: Path) -> None:
    (notebook,) = (folder / "env").rglob("workbench/notebooks/contribute/*.ipynb")
    assert notebook.name == "first_indicator.ipynb"
    (template,) = (folder / "env").rglob("workbench/template")
    assert not list(template.rglob("__pycache__"))
