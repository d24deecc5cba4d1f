from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.scoring.frameworks import METHODS, framework, leaf, node
from workbench.errors import ScoringError, fault
from workbench.model.framework import Framework
from workbench.scoring.aggregation import aggregate, value_of_present

NAN = np.nan


def test_other_shares_can_be_given_for_a_draw():
    tree = framework(leaf("a"), leaf("b"))
    values = {"a": np.array([100.0]), "b": np.array([0.0])}
    scores, _ = aggregate(tree, values, {"score": np.array([0.9, 0.1])})
    assert scores["score"] == pytest.approx([90])


def test_a_method_that_compares_subjects_scores_nobody_who_lacks_a_child_it_counts():
    tree = framework(leaf("a"), leaf("b"), leaf("c", weight=0), method="copeland")
    values = {"a": np.array([90.0, 50.0, 10.0]), "b": np.array([90.0, NAN, 10.0]), "c": np.array([NAN] * 3)}
    scores, coverage = aggregate(tree, values)
    assert scores["score"].tolist() == pytest.approx([100, NAN, 0], nan_ok=True)
    assert coverage["score"].tolist() == [1, 0.5, 1]


def test_where_a_formula_has_no_value_scoring_stops_and_names_every_node():
    broken = [
        node("alone", leaf("a"), leaf("b"), method="copeland"),
        node("uneven", leaf("c"), leaf("d"), method="mpi"),
    ]
    values = {"a": np.array([5.0, NAN]), "b": np.array([5.0, 5.0])}
    values |= {"c": np.array([-9.0, 50.0]), "d": np.array([9.0, 50.0])}
    with pytest.raises(ScoringError) as error:
        aggregate(framework(*broken), values)
    assert [each.where for each in error.value.faults] == ["alone", "uneven"]
    assert "'mpi' has no value for 1 of 2 subjects (M ∓ S² / M" in str(error.value)


def test_what_a_method_refuses_is_told_under_the_name_of_the_node():
    def refuse(children, weights, options):
        raise ScoringError([fault("", "no such luck")])

    picky = replace(METHODS["arithmetic"], combine=refuse)
    tree = framework(leaf("a"))
    tree = Framework(root=replace(tree.root, aggregation=picky))
    with pytest.raises(ScoringError, match="score: no such luck"):
        aggregate(tree, {"a": np.array([1.0])})


def test_nobody_to_score_is_no_fault():
    scores, _ = aggregate(framework(leaf("a"), method="copeland"), {"a": np.array([NAN, NAN])})
    assert np.isnan(scores["score"]).all()


def test_comparisons_are_made_among_those_who_have_the_same_children():
    both = framework(leaf("a"), leaf("b"), method="copeland").root
    children = np.array([[90.0, 90.0], [50.0, NAN], [10.0, 10.0], [NAN, NAN]])
    # by a alone: 90 beats 50 beats 10; by both, 90 beats 10
    assert value_of_present(both, children).tolist() == pytest.approx([100, 50, 0, NAN], nan_ok=True)
