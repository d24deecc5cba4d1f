from __future__ import annotations

import re

import pytest

from tests.views.reading import words
from workbench.fairness.calibration_options import groupings_of
from workbench.fairness.frontier_walk import FrontierWalk
from workbench.locale import Language
from workbench.views import frontier_view

EN = Language("en")


@pytest.fixture(scope="module")
def walk(shown):
    return FrontierWalk(shown.case, groupings_of(shown.case)["unit"])


def test_every_corner_is_a_link_in_the_picture_and_in_the_table_and_none_leaves_the_page(shown, walk):
    page = frontier_view.frontier(walk, 0.0, shown.run, EN)._repr_html_()
    assert re.findall(r'href="([^"]*)"', page) == 2 * ["#choose=moved=0.00", "#choose=moved=25.00"]
    assert "http" not in re.sub(r'xmlns(:\w+)?="[^"]*"', "", page)
    assert 'aria-label="Move 25.0 % of the weight: gap 0.63 points"' in page.replace("\u00a0", " ")


def test_the_sentence_says_what_is_to_be_had(shown, walk):
    block = frontier_view.frontier(walk, 10.0, shown.run, EN)
    assert block.finding == (
        "With all weights as in the policy the largest gap is 1.3 points; it can be brought down to 0.6 when 25.0 % "
        "of the weight moves."
    )
    assert "these weights" in block.parts[0]


def test_weights_stand_beside_the_policy_with_what_they_cost(shown, walk):
    block = frontier_view.weights(walk.step(0.2), shown.run, walk, EN)
    assert "With 10.0 % of the weight moved, the largest gap between groups of unit goes from 1.25 to 1.00" in (
        block.finding
    )
    page = words(block._repr_html_())
    assert "Hasil 50.00 40.00 ▼ 10.00" in page
    assert "Perilaku 50.00 60.00 ▲ 10.00" in page
    assert "Between the groups of unit the gap is not more than chance would explain." in page


def test_the_policy_changes_nothing(shown, walk):
    assert frontier_view.weights(walk.step(0.0), shown.run, walk, EN).finding == (
        "These are the weights of the policy: nothing would change."
    )
