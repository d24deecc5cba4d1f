"""Changed weights as the parameters file would write them, and back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.small_run import PARAMETERS, UNITS
from workbench.errors import ParametersError
from workbench.files.parameters_file import merged, read_parameters
from workbench.model.framework import Framework
from workbench.prepare_cycle import prepare
from workbench.registry import load_catalogue
from workbench.scoring.resolving import resolve
from workbench.scoring.weight_changes import weight_changes, weights_in


@pytest.fixture
def framework(tmp_path) -> Framework:
    path = tmp_path / "uji.yaml"
    path.write_text(PARAMETERS, encoding="utf-8")
    return resolve(read_parameters(path).parameters, load_catalogue())[0]


def test_only_the_node_that_was_changed_is_written_and_wholly(framework):
    assert weight_changes(framework, framework) == {}
    changed = framework.with_weights({"kecepatan": 2.5})
    assert weight_changes(framework, changed) == {
        "framework": {"dimensions": {"pelayanan": {"weight": 3.0}, "kecepatan": {"weight": 2.5}}}
    }


def test_a_weighting_gives_way_to_what_it_found(framework):
    weighting = replace(framework.root, weighting=load_catalogue().weightings["equal"])
    changes = weight_changes(Framework(root=weighting), framework.with_weights({"pelayanan": 1, "kecepatan": 1}))
    assert changes["framework"]["weighting"] is None
    assert changes["framework"]["dimensions"]["pelayanan"] == {"weight": 1}


def test_there_and_back(framework):
    weights = {"pelayanan": 100 / 3, "kecepatan": 200 / 3}
    assert weights_in(weight_changes(framework, framework.with_weights(weights)), framework) == weights


def test_a_child_that_is_not_named_keeps_its_weight_and_zero_is_a_weight(framework):
    assert weights_in({"framework": {"dimensions": {"kecepatan": {"weight": 0}}}}, framework) == {
        "pelayanan": 3.0,
        "kecepatan": 0,
    }


def test_whatever_else_is_changed_is_named(framework):
    changes = {"ranking": {"decimals": 1}, "framework": {"minimum_coverage": 0.5, "weighting": None}}
    with pytest.raises(ParametersError, match=r"more than weights.*: ranking\.decimals, framework\.minimum_coverage"):
        weights_in(changes, framework)


def test_a_cycle_with_these_changes_has_these_weights(tmp_path: Path, framework: Framework) -> None:
    (tmp_path / "unit.csv").write_text(UNITS, encoding="utf-8")
    changes = weight_changes(framework, framework.with_weights({"pelayanan": 1, "kecepatan": 1}))
    cycle = prepare(tmp_path / "uji.yaml", changes=changes)
    assert cycle.score().scores.loc["A", "score"] == 82.5  # (90 + 75) / 2
    assert merged({"framework": {}}, changes) == changes
