"""The files that travel with the workbench are found in a checkout and in an installed copy."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from workbench import shipped as module
from workbench.shipped import shipped

ROOT = Path(__file__).parents[1]
WHEEL = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]["targets"][
    "wheel"
]


def test_the_wheel_carries_exactly_what_is_looked_for():
    carried = {
        place.removeprefix("workbench/"): source
        for source, place in WHEEL["force-include"].items()
        if place.startswith("workbench/")
    }
    assert carried == module._CHECKOUT


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("notebooks/report", "cycle.ipynb"),
        ("notebooks/explore", "weights.ipynb"),
        ("notebooks/contribute", "first_indicator.ipynb"),
        ("notebooks/methods", "1_screening.ipynb"),
        ("notebooks/training", "1_indicators_and_targets.ipynb"),
        ("template", "workbench_my_indicator.py"),
        ("starter", "2025-S1.yaml"),
        ("judges-1977", "1977.yaml"),
    ],
)
def test_in_a_checkout_they_lie_beside_the_package(name, file):
    assert (shipped(name) / file).is_file()


def test_in_an_installed_copy_they_lie_inside_the_package(tmp_path, monkeypatch):
    (tmp_path / "workbench" / "starter").mkdir(parents=True)
    monkeypatch.setattr(module, "_PACKAGE", tmp_path / "workbench")
    assert shipped("starter") == tmp_path / "workbench" / "starter"


def test_a_name_that_is_not_shipped_is_a_mistake_of_ours():
    with pytest.raises(KeyError, match="benchmarks"):
        shipped("benchmarks")
