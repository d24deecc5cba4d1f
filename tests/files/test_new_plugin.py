"""A plugin laid out from the template carries the new name everywhere, and refuses names and folders that cannot be."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from workbench.errors import RunError
from workbench.files.new_plugin import lay_out_plugin
from workbench.registry import load_catalogue
from workbench.shipped import shipped


@pytest.fixture
def laid_out(tmp_path: Path) -> Path:
    return lay_out_plugin("patents_granted", tmp_path / "mine", taken={})


def test_the_new_name_stands_in_every_file_and_file_name(laid_out: Path) -> None:
    files = sorted(path.relative_to(laid_out).as_posix() for path in laid_out.rglob("*") if path.is_file())
    assert files == [
        "README.md",
        "example/2025-S1.yaml",
        "example/patents_granted.csv",
        "example/unit.csv",
        "pyproject.toml",
        "tests/test_patents_granted.py",
        "workbench_patents_granted.py",
    ]
    text = "".join((laid_out / name).read_text(encoding="utf-8") for name in files)
    for left_over in ("my_indicator", "my-indicator", "MY_INDICATOR"):
        assert left_over not in text
    assert "from workbench_patents_granted import PATENTS_GRANTED" in text


def test_it_is_a_distribution_that_the_workbench_will_find(laid_out: Path) -> None:
    project = tomllib.loads((laid_out / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["name"] == "workbench-patents-granted"
    assert project["entry-points"]["workbench"] == {"patents_granted": "workbench_patents_granted"}


def test_its_indicator_takes_less_than_forty_lines_and_loads(laid_out: Path) -> None:
    module = laid_out / "workbench_patents_granted.py"
    assert len(module.read_text(encoding="utf-8").splitlines()) < 40
    catalogue = load_catalogue([module], entry_points=False)
    assert catalogue.indicators["patents_granted"].needs[0].table == "patents_granted"


def test_what_running_the_template_left_there_is_not_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    template = tmp_path / "template"
    (template / "__pycache__").mkdir(parents=True)
    (template / "__pycache__" / "my_indicator.pyc").write_bytes(b"\xff")
    (template / "my_indicator.py").write_text("x = 'my_indicator'\n")
    monkeypatch.setattr("workbench.files.new_plugin.shipped", {"template": template}.__getitem__)
    mine = lay_out_plugin("patents", tmp_path / "mine", taken={})
    assert [path.name for path in mine.rglob("*")] == ["patents.py"]
    assert (mine / "patents.py").read_text() == "x = 'patents'\n"


def test_without_a_folder_it_is_called_like_the_distribution(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert lay_out_plugin("patents_granted", taken={}) == Path("workbench-patents-granted")
    assert (tmp_path / "workbench-patents-granted" / "pyproject.toml").is_file()


@pytest.mark.parametrize(
    ("name", "example"),
    [
        ("Patents Granted", "patents_granted"),
        ("PatentsGranted", "patents_granted"),
        ("patents-granted", "patents_granted"),
        ("2025_patents", "patents"),
        ("patents__granted", "patents_granted"),
        ("../patents", "patents"),
        ("", "patents_granted"),
        ("專利", "patents_granted"),
    ],
)
def test_a_name_that_cannot_be_is_refused_with_one_that_can(tmp_path: Path, name: str, example: str) -> None:
    with pytest.raises(RunError, match=f"a plugin's name is snake_case.*; such as: {example}$"):
        lay_out_plugin(name, tmp_path / "mine", taken={})
    assert list(tmp_path.iterdir()) == []


def test_a_name_that_is_taken_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RunError, match=r"^ikm: this name is taken already, by kinerja-workbench 0\.1; choose another$"):
        lay_out_plugin("ikm", tmp_path / "mine", taken={"ikm": "kinerja-workbench 0.1"})
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["score", "unit"])
def test_a_name_that_the_example_uses_otherwise_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(RunError, match=f"^{name}: the example that is laid out calls something else by this name"):
        lay_out_plugin(name, tmp_path / "mine", taken={})


def test_a_folder_that_holds_anything_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(RunError, match="is not empty; name a new folder, so that nothing is overwritten"):
        lay_out_plugin("patents", tmp_path, taken={})
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_place_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(RunError, match="cannot be written: Not a directory"):
        lay_out_plugin("patents", tmp_path / "file" / "mine", taken={})


def test_the_template_itself_uses_nothing_but_the_names_for_authors() -> None:
    text = (shipped("template") / "workbench_my_indicator.py").read_text(encoding="utf-8")
    assert [line for line in text.splitlines() if "workbench" in line and "import" in line] == [
        "from workbench import Column, Context, Indicator, Label, TableNeed, hookimpl"
    ]
