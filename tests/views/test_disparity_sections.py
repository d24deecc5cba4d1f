from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from tests.fairness.cases import case
from tests.fairness_run import fairness_run
from tests.views.reading import pictures, row, words
from workbench.builtin_checks.disparity import disparity as examined
from workbench.locale import Language
from workbench.views.disparity_sections import MOST_GROUPS, disparity

ENGLISH = Language("en")


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    return fairness_run(tmp_path_factory.mktemp("fairness"))


def section(run, gap: float = 0.0, *, units: int = 4, full: bool = False, **settings):
    """Return the section about 400 people of two sexes; women lie `gap` points lower and more often work in U0."""
    rng = np.random.default_rng(1)
    sex = rng.choice(list("LP"), 400)
    unit = np.where(rng.uniform(size=400) < 0.4 * (sex == "P"), 0, rng.integers(0, units, 400))
    points = rng.normal(70, 6, 400) + gap * (sex == "P")
    scores = {f"K{number:03}": float(each) for number, each in enumerate(points)}
    best = sorted(scores, key=scores.get)[3 if full else 120 :]
    found = examined(
        case(
            scores,
            {"jk": sex, "unit": [f"U{each}" for each in unit], "jenis": ["PNS", *rng.choice(["PNS", "PPPK"], 399)]},
            classes={code: "baik" if code in best else "cukup" for code in scores},
            class_order=["baik", "cukup"],
            unit="unit",
            **{"groupings": ["jk", "unit"], "controls": ["jenis"], **settings},
        )
    )
    manifest_settings = run.manifest["fairness"]["settings"] | {"controls": ["jenis"]}
    manifest = run.manifest | {"fairness": run.manifest["fairness"] | {"settings": manifest_settings}}
    return disparity(replace(run, manifest=manifest, fairness={"disparity": found}), ENGLISH)


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
        "2 of the 6 groups assessed lie behind by more than chance would explain, P (jk) furthest: −3.8 points (95 % "
        "interval −5.0 to −2.6) beside all others."
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


def test_shares_are_told_with_ratio_rule_and_exact_test(behind):
    html = "".join(behind.parts)
    assert "Who has the class Good?" in words(html)
    cells = row(html, "P (jk)")
    assert cells[-2] in {"below", "not below"}
    assert cells[-1] == "&lt; 0.001 *"


def test_a_gap_that_one_person_would_reverse_is_no_finding(run):
    scores = {f"K{number:03}": float(number % 83) for number in range(100)}
    sex = ["L"] * 80 + ["P"] * 20
    best = [code for place, code in enumerate(scores) if place < 16 or 80 <= place < 83]
    found = examined(
        case(
            scores,
            {"jk": sex},
            classes={code: "baik" if code in best else "cukup" for code in scores},
            class_order=["baik", "cukup"],
            references={"jk": "L"},
        )
    )
    html = "".join(disparity(replace(run, fairness={"disparity": found}), ENGLISH).parts)
    assert row(html, "P (jk)")[-2] == "below, but one person reverses it"
    assert row(html, "L (jk)")[-2] == "reference"


def test_pooled_inside_units_and_held_equal_stand_side_by_side(behind):
    html = "".join(behind.parts)
    assert "Does the gap come from where people work?" in words(html)
    assert "the gap remains" in words(html)
    assert "Factors held equal: jenis" in words(html)


def test_a_gap_that_turns_round_inside_units_is_marked(run):
    rng = np.random.default_rng(0)
    unit, sex = np.repeat([0, 1], 200), np.array([*"P" * 160, *"L" * 40, *"P" * 40, *"L" * 160])
    scores = {f"K{n:03}": 60 + 15 * unit[n] + 2.0 * (sex[n] == "P") + rng.normal(0, 2) for n in range(400)}
    found = examined(case(scores, {"jk": sex, "unit": [f"U{each}" for each in unit]}, unit="unit", groupings=["jk"]))
    text = page(disparity(replace(run, fairness={"disparity": found}), ENGLISH))
    assert "the gap turns round inside units" in text


def test_almost_everyone_in_one_class_is_a_warning(full, behind):
    text = page(full)
    assert "99.3 % of 400 people have the class Good; 3 have another one." in text
    assert "cannot show a gap, even if all 3 were in one of them" in text
    assert "Almost everyone is in one class" not in page(behind)


def test_of_many_units_the_furthest_are_shown_and_the_rest_is_counted(run):
    found = section(run, units=20, smallest=5)
    (picture,) = pictures("".join(found.parts))
    assert len(set(re.findall(r"U\d+ \(unit\)", picture))) == MOST_GROUPS
    assert "8 more are in fairness.csv" in page(found)


def test_a_run_without_groups_says_so(run):
    found = examined(case({"A": 1.0}, {}))
    assert disparity(replace(run, fairness={"disparity": found}), ENGLISH).finding == "There are no groups to compare."


def test_no_word_promises_more_than_an_assessment(full, behind):
    text = (page(full) + page(behind)).lower()
    for word in ("unbiased", "unfair", "guilty", "discriminat"):
        assert word not in text
