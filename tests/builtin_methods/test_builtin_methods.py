"""Every built-in method comes through the hook with what a reader needs to redo it."""

from __future__ import annotations

import pytest

from workbench.builtin_methods import workbench_methods

METHODS = workbench_methods()


def test_there_are_normalisations_weightings_and_aggregations():
    assert {each.kind for each in METHODS} == {"normalisation", "weighting", "aggregation"}


@pytest.mark.parametrize("method", METHODS, ids=lambda method: f"{method.kind} {method.code}")
def test_every_method_can_be_redone_by_hand_and_looked_up(method):
    assert method.formula
    assert len(method.reference) > 20
    assert method.label.id != method.label.en
