from __future__ import annotations

import numpy as np
import pandas as pd

from tests.views.reading import pictures, row, words
from workbench.analysis.method_grid import ranked_cells
from workbench.locale import Language
from workbench.views.method_sections import compared_methods, filled_values, influence, sensitivity

EN = Language("en")
NAMES = {"A": "Unit A", "B": "Unit B", "C": "Unit C", "x": "Speed", "y": "Mutual trust"}
POLICY = pd.Series({"A": 90.0, "B": 80, "C": 70})
CELLS = pd.DataFrame({"normalisation": ["z_score", "rank"]})


def grid(*columns):
    return ranked_cells(CELLS, pd.DataFrame(dict(enumerate(columns)), index=POLICY.index), POLICY)


def test_an_alternative_stands_with_its_shift_and_who_moves_farthest():
    block = compared_methods(grid([90.0, 80, 70], [1.0, 2, 3]), NAMES, EN)
    assert block.finding == (
        "The ranks move most under “rank”: by 1.3 places on average. Unit A stays first in 1 of 2 alternatives."
    )
    assert row(block.parts[0], "rank") == ["1.3", "2", "Unit A", "Unit C", "3"]
    assert row(block.parts[2], "Unit A") == ["1", "1", "3"]


def test_the_title_of_the_picture_names_who_depends_most_on_the_method():
    text = words(compared_methods(grid([90.0, 80, 70], [1.0, 2, 3]), NAMES, EN).parts[1])
    assert text == "Unit A depends most on the method: rank 1–3. 1 of 3 keep their rank whatever the method."


def test_who_has_no_score_under_an_alternative_has_no_rank_there():
    block = compared_methods(grid([90.0, np.nan, 70], [90.0, 80, 70]), NAMES, EN)
    assert row(block.parts[0], "z_score") == ["0.5", "1", "Unit C", "Unit A", "2"]
    assert row(block.parts[2], "Unit B") == ["2", "–", "2"]


def test_of_a_long_order_the_ends_are_drawn_and_the_rest_is_counted():
    many = pd.Series(np.arange(60.0), index=[f"s{each}" for each in range(60)])
    found = ranked_cells(CELLS.head(1), many.to_frame(), many)
    block = compared_methods(found, {name: name for name in many.index}, EN)
    assert "30 in between are left out." in words(block.parts[1])
    assert "s59" in pictures(block.parts[1])[0]
    assert "s30" not in pictures(block.parts[1])[0]


def shares(**columns):
    table = pd.DataFrame({"output": "mean_shift", "factor": ["aggregation", "weights"], **columns})
    return table.assign(total_low=table["total"] - 0.1, total_high=table["total"] + 0.1)


def test_shares_of_variance_stay_within_what_is_possible():
    block = sensitivity(shares(first=[0.8, -0.02], total=[0.95, 0.1]), EN)
    assert block.finding == "Aggregation: it takes part in 95 % of the variance of the ranks' mean shift."
    assert row(block.parts[0], "Aggregation") == ["80 %", "95 %", "85–100 %"]
    assert row(block.parts[0], "Weights") == ["0 %", "10 %", "0–20 %"]


def test_where_no_choice_moves_a_rank_that_is_said():
    assert sensitivity(shares(first=[np.nan] * 2, total=[np.nan] * 2), EN).finding == (
        "None: no choice moves any rank."
    )


def test_a_rule_that_fills_nothing_has_no_error():
    columns = {"error": [np.nan, 0.5], "bias": [np.nan, -0.004], "unscored": [2.0, 0.0], "shift": [0.0, 0.25]}
    found = pd.DataFrame(columns, index=["none", "mean"])
    block = filled_values(found, EN)
    assert block.finding == "mean comes closest: typically 0.50 standard deviations from the value that was measured."
    assert row(block.parts[0], "none") == ["–", "–", "2.0", "0.0"]
    assert row(block.parts[0], "mean") == ["0.50", "0.00", "0.0", "0.3"]
    assert filled_values(found.head(1), EN).finding == "Nothing was filled, so that there is no error to tell."


def test_the_widest_gap_between_weight_and_influence_is_named():
    found = pd.DataFrame(
        {"code": ["x", "y"], "weight": [0.7, 0.3], "influence": [0.4, 0.5], "correlation": [0.5, 0.61]}
    )
    block = influence(found, NAMES, EN)
    assert block.finding == "The widest gap is in Speed: its weight is 70.0 %, its influence 40.0 %."
    assert row(block.parts[0], "Mutual trust") == ["30.0 %", "50.0 %", "▲ +20.0", "0.61"]
    unknown = influence(found.assign(influence=np.nan), NAMES, EN)
    assert unknown.finding == "There are too few scores to tell."
