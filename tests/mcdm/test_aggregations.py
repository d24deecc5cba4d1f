"""What the plugin declares about each method must hold for what pymcdm makes of it."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mcdm.aggregations import aggregations

from tests.scoring.frameworks import framework, leaf
from workbench.builtin_methods import workbench_methods
from workbench.model.framework import Framework
from workbench.scoring.aggregation import aggregate
from workbench.scoring.contributions import contributions_to_root

METHODS = {each.code: each for each in aggregations()}
SETTINGS = {"balanced_spotis": {"expected": 80.0}, "ervd": {"reference": 50.0}}
# PROBID rewards distance from the average; CODAS counts a second distance only above a threshold; beyond the expected
# point of balanced SPOTIS more is less
MONOTONE = [code for code in METHODS if code not in ("probid", "sprobid", "codas", "balanced_spotis")]

codes = pytest.mark.parametrize("code", METHODS)
rows = st.lists(st.tuples(*[st.integers(1, 99)] * 3), min_size=4, max_size=7, unique=True)


def combined(code, children, weights=(2, 3, 5), **given_settings):
    method = METHODS[code]
    children = np.array(children, dtype=float)
    share = np.tile(np.array(weights) / sum(weights), (len(children), 1))
    return method.combine(children, share, method.options.model_validate(SETTINGS.get(code, {}) | given_settings))


SUBJECTS = [[60, 20, 80], [30, 70, 50], [50, 40, 10], [90, 85, 95], [20, 15, 5]]


def test_every_method_of_pymcdm_but_two_is_there_by_name():
    pymcdm = pytest.importorskip("pymcdm.methods")
    theirs = {name.lower() for name in dir(pymcdm) if name.isupper() or name in ("LoPM", "BalancedSPOTIS")}
    renamed = {"balancedspotis": "balanced_spotis", "promethee_ii": "promethee"}
    assert {renamed.get(name, name) for name in theirs} - {"comet", "aroman"} == set(METHODS)


def test_no_name_clashes_with_a_built_in():
    assert not set(METHODS) & {each.code for each in workbench_methods() if each.kind == "aggregation"}


def test_offering_the_methods_does_not_import_the_library():
    script = "import sys; from mcdm import workbench_methods; workbench_methods(); print('pymcdm' in sys.modules)"
    assert subprocess.check_output([sys.executable, "-c", script], text=True).strip() == "False"


@codes
def test_every_method_can_be_redone_by_hand_and_looked_up(code):
    method = METHODS[code]
    assert method.formula
    assert len(method.reference) > 40
    assert method.label.id != method.label.en
    assert method.complete


@codes
def test_a_subject_that_leads_everywhere_comes_first_and_one_that_trails_everywhere_last(code):
    found = combined(code, SUBJECTS)
    if code == "cocoso":  # it divides by the sum of who is worst in everything
        assert np.isnan(found).all()
        return
    assert np.isfinite(found).all()
    assert found.argmax() == 3
    assert found.argmin() == 4


@pytest.mark.parametrize("code", MONOTONE)
@settings(max_examples=20)
@given(rows)
def test_nobody_who_is_nowhere_better_has_a_higher_score(code, subjects):
    found, children = combined(code, subjects), np.array(subjects)
    if np.isnan(found).any():
        assert code in ("vikor", "edas", "cocoso")  # everybody equally far from the best, or somebody at nothing
        return
    for one, other in np.argwhere((children[:, None] <= children[None]).all(axis=2)):
        assert found[one] <= found[other] + 1e-9


@codes
@settings(max_examples=20)
@given(rows, st.randoms(use_true_random=False))
def test_the_order_of_subjects_never_matters(code, subjects, shuffle):
    order = list(range(len(subjects)))
    shuffle.shuffle(order)
    shuffled = combined(code, [subjects[place] for place in order])
    assert shuffled == pytest.approx(combined(code, subjects)[order], nan_ok=True)


@codes
@settings(max_examples=20)
@given(rows)
def test_what_promises_0_to_100_keeps_it(code, subjects):
    found = combined(code, subjects)
    if METHODS[code].lies_within == "0-100":
        assert np.nanmin(found, initial=50) >= -1e-9
        assert np.nanmax(found, initial=50) <= 100 + 1e-9


@codes
def test_only_a_relative_method_looks_at_the_other_subjects(code):
    moved = combined(code, [*SUBJECTS[:-1], [99, 99, 99]])[:4] != pytest.approx(combined(code, SUBJECTS)[:4])
    assert moved == METHODS[code].relative


@codes
def test_only_a_separable_method_is_the_weighted_sum_of_what_each_child_makes_alone(code):
    subjects = SUBJECTS[:3]
    alone = [combined(code, subjects, np.eye(3)[place]) for place in range(3)]
    total = sum(share * part for share, part in zip((0.2, 0.3, 0.5), alone, strict=True))
    assert (combined(code, subjects) == pytest.approx(total)) == METHODS[code].separable


@codes
def test_contributions_add_up_and_a_child_without_weight_has_none(code):
    method = METHODS[code]
    tree = framework(leaf("a", 2), leaf("b", 3), leaf("c", 5), leaf("idle", 0))
    options = method.options.model_validate(SETTINGS.get(code, {}))
    tree = Framework(root=replace(tree.root, aggregation=method, settings=options))
    subjects = SUBJECTS[:4]
    columns = dict(zip("abc", np.array(subjects, dtype=float).T, strict=True)) | {"idle": np.arange(4.0)}
    scores, _ = aggregate(tree, columns)
    parts = contributions_to_root(tree, columns, scores)
    assert scores["score"] == pytest.approx(combined(code, subjects))
    assert sum(parts.values()) == pytest.approx(scores["score"])
    assert parts["idle"] == pytest.approx(np.zeros(4), abs=1e-9)


@codes
def test_subjects_that_are_all_alike_share_a_score_or_the_method_has_none(code):
    found = combined(code, [[40, 50, 60]] * 5)
    assert np.isnan(found).all() or np.ptp(found) < 1e-9
    if METHODS[code].relative is False:
        assert np.isfinite(found).all()
