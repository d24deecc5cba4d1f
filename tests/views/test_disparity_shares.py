from __future__ import annotations

import pytest

from tests.fairness.cases import case
from tests.fairness_run import fairness_run
from tests.views.compared import section, told
from tests.views.reading import row, words


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    return fairness_run(tmp_path_factory.mktemp("fairness"))


@pytest.fixture(scope="module")
def behind(run):
    return section(run, -5.0)


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
    compared = case(
        scores,
        {"jk": sex},
        classes={code: "baik" if code in best else "cukup" for code in scores},
        class_order=["baik", "cukup"],
        references={"jk": "L"},
    )
    html = "".join(told(run, compared).parts)
    assert row(html, "P (jk)")[-2] == "below, but one person reverses it"
    assert row(html, "L (jk)")[-2] == "reference"
