from __future__ import annotations

import numpy as np
import pytest

from tests.fairness.cases import case
from tests.fairness_run import fairness_run
from tests.views.compared import ENGLISH, section, told
from tests.views.reading import pictures, words
from workbench.views.disparity_sections import disparity


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    return fairness_run(tmp_path_factory.mktemp("fairness"))


@pytest.fixture(scope="module")
def behind(run):
    return section(run, -5.0)


@pytest.fixture(scope="module")
def full(run):
    return section(run, full=True)


def page(block) -> str:
    return words("".join(block.parts))


def test_who_is_behind_furthest_is_said_first_with_the_interval(behind):
    assert behind.question == "Is any group behind the others?"
    assert behind.finding == (
        "2 of the 6 groups assessed lie behind by more than chance would explain, P (jk) furthest: −3.8 points "
        "(interval of 95 %: −5.0 to −2.6) beside all others."
    )


def test_where_nobody_is_behind_that_is_said(run):
    assert section(run).finding == (
        "In none of the 6 groups assessed is the score lower by more than chance would explain."
    )


def test_groups_too_few_are_counted_in_the_finding_and_stay_in_the_picture(run):
    found = disparity(run, ENGLISH)
    assert found.finding.endswith("Groups with too few people to be assessed: 9.")
    (picture,) = pictures("".join(found.parts))
    assert "L × U1 (jk × unit)" in picture
    assert "too few" in picture


def test_the_picture_holds_every_group_with_people_and_gap(behind):
    (picture,) = pictures("".join(behind.parts))
    for text in ("P (jk)", "U3 (unit)", "no gap", "People", "Gap"):
        assert text in picture


def test_pooled_inside_units_and_held_equal_stand_side_by_side(behind):
    html = "".join(behind.parts)
    assert "Does the gap come from where people work?" in words(html)
    assert "the gap remains" in words(html)
    assert "Factors held equal: jenis" in words(html)


def test_a_gap_that_turns_round_inside_units_is_marked(run):
    rng = np.random.default_rng(0)
    unit, sex = np.repeat([0, 1], 200), np.array([*"P" * 160, *"L" * 40, *"P" * 40, *"L" * 160])
    scores = {f"K{n:03}": 60 + 15 * unit[n] + 2.0 * (sex[n] == "P") + rng.normal(0, 2) for n in range(400)}
    compared = case(scores, {"jk": sex, "unit": [f"U{each}" for each in unit]}, unit="unit", groupings=["jk"])
    text = page(told(run, compared))
    assert "the gap turns round inside units" in text


def test_almost_everyone_in_one_class_is_a_warning(full, behind):
    text = page(full)
    assert "99.3 % of 400 people have the class Good; 3 have another one." in text
    assert "cannot show a gap, even if all 3 were in one of them" in text
    assert "Almost everyone is in one class" not in page(behind)


def test_a_run_without_groups_says_so(run):
    assert told(run, case({"A": 1.0}, {})).finding == "There are no groups to compare."


def test_no_word_promises_more_than_an_assessment(full, behind):
    text = (page(full) + page(behind)).lower()
    for word in ("unbiased", "unfair", "guilty", "discriminat"):
        assert word not in text
