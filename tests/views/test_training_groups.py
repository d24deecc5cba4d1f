from __future__ import annotations

import numpy as np
import pandas as pd

from tests.views.reading import pictures, words
from workbench.fairness.rates import Rates
from workbench.fairness.strata import WithinGaps, rate_gaps_within
from workbench.locale import Language
from workbench.views.training_groups import admissions, lucky_units, ratings_of_teachers

ENGLISH = Language("en")


def test_a_gap_that_turns_round_inside_departments_is_told():
    """Men 80 of 100 and 2 of 10, women 9 of 10 and 30 of 100: 74.5 % against 35.5 %, and 10 points the other way."""
    applied = pd.DataFrame(
        {
            "department": ["A", "A", "B", "B"],
            "sex": ["men", "women", "men", "women"],
            "applied": [100, 10, 10, 100],
            "admitted": [80, 9, 2, 30],
        }
    )
    gaps = rate_gaps_within(
        Rates(hits=np.array([[80, 9], [2, 30]]), size=np.array([[100, 10], [10, 100]])), reference=0
    )
    block = admissions(applied, gaps, ENGLISH)
    assert "admitted 39.1 percentage points less often" in block.finding
    assert "in 2 of 2 departments they were admitted more often" in block.finding
    assert "mean gap is +10.0 points" in block.finding
    picture = pictures(block._repr_html_())[0]
    assert "75 % of 110" in picture.replace("\u00a0", " ")
    assert "Department B" in picture


def test_a_gap_that_remains_is_told_with_its_interval():
    row = {"pooled": -0.2, "pooled_low": -0.4, "pooled_high": -0.01, "within": -0.25}
    found = WithinGaps(table=pd.DataFrame([row, row]).assign(within_low=-0.45, within_high=-0.05), reference=0)
    teachers = pd.DataFrame({"gender": ["female", "male", "male"]})
    block = ratings_of_teachers(found, teachers, ENGLISH)
    assert "rated 0.20 points lower" in block.finding
    assert "it is 0.25 points: this gap does not turn round" in block.finding
    assert "1 women and 2 men" in words(block._repr_html_())
    assert "−0.45 to −0.05" in pictures(block._repr_html_())[0]


def test_units_stand_in_the_order_seen_with_what_is_left_of_it():
    units = pd.DataFrame(
        {
            "name": ["Small", "Large", "Middle"],
            "size": [12, 240, 60],
            "chance": [0.5, 0.1, 0.4],
            "seen": [75.0, 70.0, 68.0],
            "low": [69.0, 69.0, 65.0],
            "high": [81.0, 71.0, 71.0],
            "estimate": [71.0, 70.0, 69.0],
        }
    )
    block = lucky_units(units, ENGLISH)
    assert block.finding == "First: Small with 12 people, seen 75.0, estimated 71.0. Last: Middle with 60 people."
    assert "a unit of 12 would come first in 50 % of all draws, a unit of 240 in 10 %" in words(block._repr_html_())
    picture = pictures(block._repr_html_())[0]
    assert picture.index("Small") < picture.index("Large") < picture.index("Middle")
