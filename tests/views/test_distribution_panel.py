from __future__ import annotations

from dataclasses import replace

import pytest

from tests.people_run import lay_out
from workbench.errors import WorkbenchError
from workbench.prepare_cycle import prepare
from workbench.run_cycle import evaluate
from workbench.views.distribution_panel import distribution_panel


@pytest.fixture(scope="module")
def people(tmp_path_factory):
    return evaluate(prepare(lay_out(tmp_path_factory.mktemp("people"))))


@pytest.fixture
def panel(people):
    return distribution_panel(people, language="en")


def test_it_begins_with_all_units(panel):
    assert panel.values == {"unit": ""}
    assert "Do the predicates of people fit those of their units?" in panel.answer
    assert "Who stands near a boundary?" in panel.answer


def test_a_unit_is_held_against_each_of_its_limits(panel):
    panel.values = {"unit": "U1"}
    assert panel.state == "ready"
    assert "Do the predicates in Unit Satu fit the unit" in panel.answer
    assert "the unit itself is rated: Good" in panel.answer


def test_near_a_boundary_are_people_of_the_unit_and_of_those_counted_with_it(panel):
    panel.values = {"unit": "U2"}
    assert "Orang G" in panel.answer
    assert "Orang A" not in panel.answer


def test_a_cycle_without_units_is_one_whole(shown):
    assert distribution_panel(shown.run).values == {"unit": ""}


def test_without_ratings_nothing_can_be_distributed(people):
    bare = replace(people, predicate=None, framework={**people.framework, "bands": None})
    with pytest.raises(WorkbenchError, match="has no ratings or predicates to be distributed"):
        distribution_panel(bare)
