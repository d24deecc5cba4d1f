from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from workbench.analysis.group_statistics import group_statistics
from workbench.errors import WorkbenchError
from workbench.prepare_cycle import prepare
from workbench.views.fairness_panel import fairness_panel
from workbench.weight_scenarios import WeightScenarios

SAID = {"name": "Lebih dekat", "author": "Bagian Organisasi", "rationale": "Dibahas.", "date": "2025-08-01"}


@pytest.fixture
def panel(shown, tmp_path):
    scenarios = WeightScenarios(shown.prepared, tmp_path / "scenarios")
    return fairness_panel(shown.run, shown.case, scenarios=scenarios, language="en")


def test_it_begins_with_the_gaps_and_the_frontier_under_the_policy(panel):
    assert panel.values == {"grouping": "unit", "outcome": "score", "moved": "0"}
    assert panel.state == "ready"
    assert panel.answer.index("How far apart are the groups of unit") < panel.answer.index("nothing would change")


def test_a_point_on_the_frontier_sets_the_weights_and_shows_what_they_cost(panel):
    panel.values = {"moved": "10"}  # what the link #choose=moved=10 does
    assert "goes from 1.25 to 1.00 points" in panel.answer
    assert panel.answer.index("goes from 1.25 to 1.00") < panel.answer.index("How far apart are the groups of unit")


def test_saved_weights_give_the_gap_that_was_shown_when_they_are_run(panel, shown, tmp_path):
    panel.values, panel.fields = {"moved": "10"}, SAID
    panel.save()
    file = tmp_path / "scenarios" / "lebih-dekat.yaml"
    assert "lebih-dekat.yaml" in panel.saved
    scores = prepare(file).score().scores["score"]
    codes = np.repeat([0, 1, 2], 8)
    assert np.ptp(group_statistics(scores.to_numpy(), codes, 3).mean) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("values", "fields", "said"),
    [
        ({"moved": "10"}, {**SAID, "date": ""}, "the date is missing; nothing was saved"),
        ({"moved": "10"}, {**SAID, "author": ""}, "must not be empty"),
        ({"moved": "0"}, SAID, "these are the policy weights: there is nothing to save"),
    ],
)
def test_what_is_not_complete_is_not_saved_and_says_why(panel, tmp_path, values, fields, said):
    panel.values, panel.fields = values, fields
    panel.save()
    assert said in panel.saved
    assert not (tmp_path / "scenarios").exists()


def test_a_finished_run_shows_gaps_only(shown):
    panel = fairness_panel(shown.run, language="en")
    assert set(panel.values) == {"grouping", "outcome"}
    assert "How far apart are the groups of unit" in panel.answer
    assert panel.form == {}


def test_weights_that_cannot_narrow_a_gap_say_why(shown):
    settings = shown.case.settings.model_copy(update={"smallest": 20})
    panel = fairness_panel(shown.run, replace(shown.case, settings=settings), language="en")
    assert "fewer than two groups have 20 scored members" in panel.answer
    assert panel.state == "ready"


def test_without_an_audit_there_is_nothing_to_ask(shown):
    with pytest.raises(WorkbenchError, match="has no audit of groups"):
        fairness_panel(replace(shown.run, fairness={}))
