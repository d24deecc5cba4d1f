from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from tests.fairness.cases import case, ratings
from tests.fairness.simulated_ratings import design, rated
from tests.fairness_run import fairness_run
from tests.views.reading import pictures, words
from workbench.builtin_checks.rating_scale import examine_rating_scale
from workbench.locale import Language
from workbench.views.rating_scale_sections import _told_apart, rating_scale

ENGLISH = Language("en")
PERSONS, RATERS = 500, 60


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    return fairness_run(tmp_path_factory.mktemp("fairness"))


def told(run, judgements):
    scores = {f"K{number:03}": 50.0 for number in range(PERSONS)}
    found = examine_rating_scale(case(scores, {}, judgements=judgements))
    return rating_scale(replace(run, fairness={"rating_scale": found}), ENGLISH)


@pytest.fixture(scope="module")
def block(run):
    """Rater 0 gives less, rater 1 draws lots, rater 2 becomes stricter; R99 gives everybody the highest class."""
    rng = np.random.default_rng(91)
    plan = design(rng, persons=PERSONS, raters=RATERS, items=3, raters_a_person=6)
    month = 1 + rng.integers(0, 2, len(plan) // 3).repeat(3)
    severer = np.where((plan["rater"] == 2) & (month == 2), 3.0, 0.0)
    table = rated(rng, plan, severities=np.array([3.0, *np.zeros(RATERS - 1)]), difficulties=np.zeros(3), extra=severer)
    lots = table["rater"] == 1
    table.loc[lots, "score"] = rng.integers(1, 5, lots.sum())
    rows = [
        (f"K{row.subject:03}", f"R{row.rater:02}", row.score, f"item{row.item}", f"2025-0{when}-01")
        for row, when in zip(table.itertuples(), month, strict=True)
    ]
    highest = [(f"K{number:03}", "R99", 4, "item0", "2025-01-01") for number in range(9)]
    return told(run, {"rekan": ratings([*rows, *highest])})


def test_the_finding_counts_raters_whose_use_of_the_scale_stands_out(block):
    assert block.question == "How consistent are the raters?"
    assert f"Raters who share people with others: {RATERS}." in block.finding
    assert "hard to predict 1, almost uniform 0" in block.finding
    assert "unfair" not in block._repr_html_()


def test_the_strictest_stands_first_and_the_middle_of_many_is_left_out(block):
    html = block._repr_html_()
    (picture,) = pictures(html)
    assert "To the same average person, R00 is expected to give" in words(html)
    assert "30 in between are left out" in words(html)
    labels = re.findall(r">(R\d\d)<", picture)
    assert (labels[0], len(labels)) == ("R00", 30)


def test_what_stands_out_is_said_in_words(block):
    text = words(block._repr_html_())
    assert "ratings are hard to predict" in text
    assert "R01" in text


def test_a_rater_who_becomes_stricter_is_shown_with_the_month(block):
    text = words(block._repr_html_())
    assert "Does severity change with the month, or with the group?" in text
    assert "in 2025-02" in text


def test_who_has_no_severity_is_counted_with_the_reason(block):
    assert "1 raters: all ratings of this rater lie in the lowest class, or all in the highest" in words(
        block._repr_html_()
    )


def test_raters_who_share_nobody_are_not_compared(run):
    rows = [(f"K{number:03}", f"R{number % 3}", 1 + number % 4) for number in range(30)]
    block = told(run, {"atasan": ratings(rows)})
    assert block.finding.startswith("No two raters share people")
    assert "None of the 3 raters shares a person with another one" in words(block._repr_html_())
    assert not pictures(block._repr_html_())


def test_groups_that_share_nobody_have_a_picture_each(run):
    rng = np.random.default_rng(92)
    plan = design(rng, persons=60, raters=4, items=2, raters_a_person=2)
    table = rated(rng, plan, severities=np.zeros(4), difficulties=np.zeros(2))
    rows = [
        (f"K{row.subject + shift:03}", f"{group}{row.rater}", row.score, f"item{row.item}")
        for group, shift in (("A", 0), ("B", 100))
        for row in table.itertuples()
    ]
    block = told(run, {"rekan": ratings(rows)})
    assert len(pictures(block._repr_html_())) == 2
    assert "They fall into 2 groups that share nobody" in words(block._repr_html_())


def test_where_nobody_stands_out_it_is_said(run):
    rng = np.random.default_rng(93)
    plan = design(rng, persons=100, raters=4, items=2, raters_a_person=2)
    table = rated(rng, plan, severities=np.zeros(4), difficulties=np.zeros(2))
    rows = [(f"K{row.subject:03}", f"R{row.rater}", row.score, f"item{row.item}") for row in table.itertuples()]
    text = words(told(run, {"rekan": ratings(rows)})._repr_html_())
    assert "Nobody's by more than chance would explain." in text


@pytest.mark.parametrize(
    ("reliability", "said"),
    [(0.9, "is severity, not chance"), (0.6, "may be chance"), (0.3, "hardly differ by more than chance")],
)
def test_reliability_is_told_in_words(reliability, said):
    assert said in _told_apart(pd.Series({"reliability": reliability, "dispersion": 1.0}), ENGLISH)


def test_impressions_that_others_do_not_share_are_told():
    text = _told_apart(pd.Series({"reliability": 0.9, "dispersion": 4.66}), ENGLISH)
    assert "vary 4.7 times as much as the model foresees, and the intervals are widened" in text
