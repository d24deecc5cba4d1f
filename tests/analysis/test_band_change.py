"""What would change the band, on numbers that can be redone by hand.

on_time: goalposts 0 to 100, weight 3.   days: lower is better, goalposts 0 to 20, weight 1.   "good" from 70, which a
score of 69.995 reaches because scores are graded with two decimals.

====  =======  ====  ==========================
unit  on_time  days  score
====  =======  ====  ==========================
A     90       5     0.75*90 + 0.25*75 = 86.25
C     62.5     4     46.875 + 20 = 66.875
D     50       20    37.5
E     –        8     none
====  =======  ====  ==========================
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.scoring.frameworks import METHODS, framework, leaf, measurements, node
from workbench.analysis.band_change import band_changes
from workbench.model.framework import Framework, Predicate
from workbench.model.labels import Label
from workbench.model.parameters import Imputation, Ranking, Treatment
from workbench.model.results import Reference
from workbench.model.rules import Band, Bands, PredicateRule
from workbench.scoring.aggregation import aggregate
from workbench.scoring.bands import grade
from workbench.scoring.composite import apply, fit

NOTHING = {"missing": Imputation(), "treatment": Treatment()}


def bands(decimals=2, **lows):
    given = tuple(Band(code=code, label=Label.of(code), low=float(low)) for code, low in lows.items())
    return Bands(bands=given, decimals=decimals)


UNITS = pd.DataFrame({"on_time": [90, 62.5, 50, np.nan], "days": [5.0, 4, 20, 8]}, index=list("ACDE"))
TREE = framework(
    leaf("on_time", 3.0), leaf("days", 1.0, "lower", low=0.0, high=20.0), minimum=0.6, bands=bands(poor=0, good=70)
)


def scored(tree, values, **rules):
    groups = pd.DataFrame(index=values.index)
    fitted = fit(tree, Reference(values=values, groups=groups), **(NOTHING | rules))
    return fitted, apply(fitted, measurements(values), groups=groups, ranking=Ranking())


def changes(tree, values, subjects=None, **rules):
    return band_changes(*scored(tree, values, **rules), subjects=subjects).set_index(["subject", "code", "direction"])


def test_the_value_that_earns_the_next_band_stands_in_the_indicators_own_unit():
    table = changes(TREE, UNITS)
    # C lacks 69.995 - 66.875 = 3.12: 4.16 points of on_time, or 12.48 of days
    assert table.at[("C", "on_time", "better"), "move"] == pytest.approx(4.16)
    assert table.at[("C", "on_time", "better"), "value"] == pytest.approx(66.66)
    assert table.at[("C", "days", "better"), "move"] == pytest.approx(12.48)
    assert table.at[("C", "days", "better"), "value"] == pytest.approx(20 * (1 - 0.9248))
    assert table.at[("C", "days", "better"), "class"] == "good"


def test_what_even_100_points_cannot_earn_is_not_reachable_by_this_indicator_alone():
    table = changes(TREE, UNITS)
    assert table.at[("D", "on_time", "better"), "value"] == pytest.approx(50 + 32.495 / 0.75)
    assert table.loc[("D", "days", "better"), ["move", "value"]].isna().all()  # 129.98 points are asked for


def test_how_far_a_value_may_fall_before_the_band_is_lost():
    table = changes(TREE, UNITS)
    # A has 86.25 - 69.995 = 16.255 to spare
    assert table.at[("A", "on_time", "worse"), "move"] == pytest.approx(-16.255 / 0.75)
    assert table.at[("A", "days", "worse"), "value"] == pytest.approx(20 * (1 - (75 - 65.02) / 100))
    assert table.at[("A", "days", "worse"), "class"] == "poor"


def test_the_best_band_has_no_better_the_lowest_no_worse_and_without_a_score_there_is_neither():
    table = changes(TREE, UNITS).reset_index()
    assert set(table[table["subject"] == "A"]["direction"]) == {"worse"}
    assert set(table[table["subject"] == "C"]["direction"]) == {"better"}
    assert "E" not in set(table["subject"])


def test_without_bands_there_is_nothing_to_say():
    assert changes(framework(leaf("on_time"), leaf("days")), UNITS).empty


def test_only_the_subjects_asked_about_are_told():
    assert set(changes(TREE, UNITS, subjects=pd.Index(["C"])).reset_index()["subject"]) == {"C"}


def test_a_geometric_mean_is_inverted_too():
    tree = framework(leaf("x"), leaf("y"), method="geometric", bands=bands(0, low=0, middle=50))
    table = changes(tree, pd.DataFrame({"x": [64.0, 90], "y": [36.0, 40]}, index=["P", "Q"]))
    assert table.at[("P", "x", "better"), "value"] == pytest.approx(49.5**2 / 36)  # sqrt(64*36) = 48
    assert table.at[("P", "y", "better"), "value"] == pytest.approx(49.5**2 / 64)
    assert table.at[("Q", "y", "worse"), "value"] == pytest.approx(49.5**2 / 90)  # sqrt(90*40) = 60


def test_only_the_dimension_of_the_indicator_is_searched_where_others_are_weighted_means():
    inner = node("inner", leaf("x"), leaf("y"), method="geometric")
    tree = framework(inner, leaf("z"), bands=bands(0, low=0, middle=50))
    table = changes(tree, pd.DataFrame({"x": [25.0], "y": [36.0], "z": [60.0]}, index=["P"]))
    # score (30 + 60) / 2 = 45; 49.5 needs z = 69, or inner = 39 and so x = 39^2 / 36
    assert table.at[("P", "z", "better"), "value"] == pytest.approx(69)
    assert table.at[("P", "x", "better"), "value"] == pytest.approx(39**2 / 36)


def test_a_relative_scale_is_held_as_it_was_fitted():
    tree = framework(leaf("x", method="min_max"), leaf("y"), bands=bands(0, low=0, middle=50))
    values = pd.DataFrame({"x": [10.0, 20, 30], "y": [40.0, 40, 90]}, index=["P", "Q", "R"])
    table = changes(tree, values)  # Q: (50 + 40) / 2 = 45, so x must be worth 59: 10 + 0.59 * 20
    assert table.at[("Q", "x", "better"), "value"] == pytest.approx(21.8)


def test_a_log_scale_and_a_target_are_inverted():
    tree = framework(
        leaf("income", low=100.0, high=10_000.0, scale="log"),
        leaf("stock", 1.0, "target", "target", value=30.0, tolerance=20.0),
        bands=bands(0, low=0, middle=50),
    )
    table = changes(tree, pd.DataFrame({"income": [1000.0], "stock": [42.0]}, index=["P"]))
    # income 50 points, stock 40: 45 in all; 49.5 needs income 59 or stock 49 points
    assert table.at[("P", "income", "better"), "value"] == pytest.approx(100 * 100**0.59)
    assert table.at[("P", "stock", "better"), "value"] == pytest.approx(30 + 20 * 0.51)


def test_a_ratio_to_the_best_is_inverted_where_lower_is_better():
    tree = framework(leaf("x", 1.0, "lower", "fraction_of_max"), leaf("y"), bands=bands(0, low=0, middle=50))
    values = pd.DataFrame({"x": [10.0, 25], "y": [40.0, 40]}, index=["P", "Q"])
    table = changes(tree, values)  # Q: 100 * 10 / 25 = 40 points; 49.5 in all needs 59
    assert table.at[("Q", "x", "better"), "value"] == pytest.approx(1000 / 59)


def test_a_logged_indicator_is_told_in_its_own_unit():
    logged = framework(leaf("x", method="min_max"), bands=bands(0, low=0, middle=50))
    values = pd.DataFrame({"x": [1.0, 10, 100, 1000]}, index=list("PQRS"))
    table = changes(logged, values, treatment=Treatment(method="log", when="always"))
    # ln(x - 1 + 9.99), from ln 9.99 for P to ln 1008.99 for S
    low, high = np.log(9.99), np.log(1008.99)
    assert table.at[("Q", "x", "better"), "now"] == pytest.approx(10)
    assert table.at[("Q", "x", "better"), "value"] == pytest.approx(np.exp(low + 0.495 * (high - low)) - 8.99)
    points = 100 * (np.log(18.99) - low) / (high - low)
    assert table.at[("Q", "x", "better"), "move"] == pytest.approx(49.5 - points)


def test_nothing_is_said_where_places_are_scored_because_the_others_would_move_too():
    tree = framework(leaf("x", method="percentile_rank"), leaf("y"), bands=bands(0, low=0, middle=50))
    values = pd.DataFrame({"x": [10.0, 20, 30, 40, 50], "y": [30.0] * 5}, index=list("PQRST"))
    assert set(changes(tree, values).reset_index()["code"]) == {"y"}


class Squares:
    """A plugin's scale that the workbench cannot invert by formula: 100 (x / 10) squared."""

    def apply(self, values):
        return np.clip(values, 0, 10) ** 2

    def describe(self):
        return {}


def test_the_scale_of_a_plugin_is_inverted_by_bisection():
    squares = replace(METHODS["goalposts"], fit=lambda values, polarity, options: Squares())
    tree = framework(replace(leaf("x"), normalisation=squares), bands=bands(0, low=0, middle=50))
    table = changes(tree, pd.DataFrame({"x": [6.0, 9.0]}, index=["P", "Q"]))
    assert table.at[("P", "x", "better"), "value"] == pytest.approx(49.5**0.5)
    assert table.at[("Q", "x", "worse"), "value"] == pytest.approx(49.5**0.5)


# --- predicates -----------------------------------------------------------------------------------------------------

RATINGS = {"below": 0, "meets": 50, "above": 80}
MATRIX = PredicateRule(
    row_codes=tuple(RATINGS),
    column_codes=tuple(RATINGS),
    cells={
        (row, column): "low" if "below" in (row, column) else "high" if (row, column) == ("above", "above") else "fair"
        for row in RATINGS
        for column in RATINGS
    },
    predicates={code: Label.of(code) for code in ("high", "fair", "low")},
    reference="test",
)


def with_predicate():
    root = framework(
        node("results", leaf("output"), leaf("quality"), bands=bands(**RATINGS)),
        node("conduct", leaf("service"), bands=bands(**RATINGS)),
    ).root
    return Framework(root=root, predicate=Predicate(rule=MATRIX, rows="results", columns="conduct"))


def test_a_predicate_changes_with_the_band_of_the_dimension_the_indicator_counts_in():
    values = pd.DataFrame({"output": [60.0, 90], "quality": [80.0, 90], "service": [85.0, 40]}, index=["P", "Q"])
    table = changes(with_predicate(), values)
    # P: results 70, conduct above: fair. Results 79.995 make it high.
    assert table.at[("P", "output", "better"), "value"] == pytest.approx(79.99)
    assert table.at[("P", "output", "better"), "class"] == "high"
    assert table.at[("P", "service", "worse"), "value"] == pytest.approx(49.995)  # "meets" would still be fair
    assert ("P", "service", "better") not in table.index
    # Q: results above, conduct below: low. Only conduct can help.
    assert ("Q", "output", "better") not in table.index
    assert table.at[("Q", "service", "better"), "value"] == pytest.approx(49.995)


# --- any framework --------------------------------------------------------------------------------------------------

points = st.floats(1, 99)


@settings(max_examples=60)
@given(
    values=st.lists(points, min_size=3, max_size=3),
    weights=st.lists(st.integers(1, 5), min_size=3, max_size=3),
    methods=st.tuples(*[st.sampled_from(["arithmetic", "geometric"])] * 2),
    low=st.floats(5, 95),
    decimals=st.integers(0, 2),
)
def test_the_value_named_earns_the_band_and_a_slightly_worse_one_does_not(values, weights, methods, low, decimals):
    inner = node("inner", leaf("x", weights[0]), leaf("y", weights[1]), weight=2.0, method=methods[0])
    tree = framework(
        inner, leaf("z", weights[2]), method=methods[1], bands=bands(decimals, first=0, second=low, third=low + 3)
    )
    frame = pd.DataFrame([values], columns=list("xyz"), index=["P"])
    fitted, card = scored(tree, frame)
    before = card.bands.at["P", "score"]
    for row in band_changes(fitted, card).dropna().itertuples():
        column = frame.columns.get_loc(row.code)
        rows = np.tile(frame.to_numpy(), (2, 1))
        rows[:, column] = row.value, row.value - 1e-4
        found = grade(pd.Series(aggregate(tree, dict(zip("xyz", rows.T, strict=True)))[0]["score"]), tree.root.bands)
        enough, short = map(tree.root.bands.codes.index, found)
        assert enough == tree.root.bands.codes.index(row[4] if row.direction == "better" else before)
        assert short < enough
