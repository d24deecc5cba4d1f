"""A run as reports see it: the tree by depth, the scores best first."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from tests.small_run import small_run


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    return small_run(tmp_path_factory.mktemp("place"))


def test_the_tree_is_told_from_the_root_down(run):
    named = [(depth, branch.get("indicator", branch.get("code"))) for depth, branch in run.branches]
    assert named == [(0, "score"), (1, "pelayanan"), (2, "on_time"), (1, "kecepatan"), (2, "days")]
    assert run.root == "score"
    assert list(run.nodes) == ["score", "pelayanan", "kecepatan"]
    assert list(run.leaves) == ["on_time", "days"]


def test_an_indicator_belongs_to_the_child_of_the_root_that_it_hangs_below(run):
    assert run.dimension_of("days") == "kecepatan"


def test_scores_are_best_first_and_those_without_one_come_last(run):
    assert run.scores.index.tolist() == ["A", "B", "C", "D", "E"]
    assert run.scores.tolist()[:4] == pytest.approx([86.25, 72.5, 66.875, 37.5])
    assert pd.isna(run.scores["E"])


def test_the_classes_are_the_bands_of_the_root_or_the_predicates(run):
    assert [label["en"] for label in run.class_labels.values()] == ["Good", "Poor"]  # best first
    words = {"id": "Istimewa", "en": "Excellent"}
    named = replace(run, predicate={"predicates": {"baik": words, "istimewa": words}, "order": ["istimewa", "baik"]})
    assert list(named.class_labels) == ["istimewa", "baik"]
    assert not replace(run, framework={**run.framework, "bands": None}).class_labels


def test_a_run_is_frozen(run):
    with pytest.raises(AttributeError, match="cannot assign"):
        run.fingerprint = "0" * 12
