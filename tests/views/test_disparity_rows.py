from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.locale import Language
from workbench.model.fairness import findings_of
from workbench.views.disparity_rows import MOST_GROUPS, furthest, judged, left_out_note

ENGLISH = Language("en")
ROWS = pd.DataFrame(
    {
        "outcome": "score",
        "grouping": ["unit"] * 20 + ["jk"] * 3,
        "group": [f"U{number}" for number in range(20)] + ["P", "L", "X"],
        "difference": [*np.linspace(-9.5, 9.5, 20), 1.0, -1.0, np.nan],
    }
)


def test_of_many_groups_the_furthest_are_shown_the_lowest_first_and_too_few_last():
    shown = furthest(ROWS, "difference")
    units = shown[shown["grouping"] == "unit"]["group"].tolist()
    assert len(units) == MOST_GROUPS
    assert units == [f"U{number}" for number in (0, 1, 2, 3, 4, 5, 14, 15, 16, 17, 18, 19)]
    assert shown[shown["grouping"] == "jk"]["group"].tolist() == ["L", "P", "X"]
    assert shown["grouping"].drop_duplicates().tolist() == ["unit", "jk"]


def test_the_groups_that_are_not_shown_are_counted():
    assert "8 more are in fairness.csv" in left_out_note(ROWS, ENGLISH)
    assert left_out_note(ROWS[20:], ENGLISH) == ""


def test_nothing_stays_nothing():
    assert furthest(ROWS[:0], "difference").empty


def test_each_row_knows_its_verdict():
    findings = findings_of(
        ROWS[20:22].assign(verdict=["found", "not_found"], value=0.0)[["outcome", "grouping", "group", "verdict"]],
        measure="gap",
    )
    assert judged(ROWS[20:], findings, "gap")["found"].tolist() == [True, False, False]
    assert not judged(ROWS[20:], findings, "another").any()["found"]
