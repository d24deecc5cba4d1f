from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from tests.fairness.cases import case, ratings
from tests.scoring.frameworks import framework, leaf, node
from workbench.fairness.adjustment_table import COLUMNS
from workbench.fairness.calibration_options import (
    BOUND_NOT_KEPT,
    alignments,
    by_influence,
    classes_of,
    groupings_of,
    judged_nodes,
    other_weights,
    to_be_narrowed,
    units_of,
    without_severity,
)
from workbench.model.framework import Predicate
from workbench.model.labels import Label
from workbench.model.people import COLUMNS as PEOPLE_COLUMNS
from workbench.model.people import People
from workbench.model.rules import Band, Bands, PredicateRule

GOOD = Bands(
    bands=(Band(code="low", label=Label.of("Low"), low=0.0), Band(code="high", label=Label.of("High"), low=70.0))
)
RULE = PredicateRule(
    row_codes=("low", "high"),
    column_codes=("low", "high"),
    cells={("low", "low"): "poor", ("low", "high"): "poor", ("high", "low"): "fair", ("high", "high"): "good"},
    predicates={code: Label.of(code) for code in ("good", "fair", "poor")},
    reference="test",
)
NAMES = [f"K{number:02}" for number in range(20)]
UNITS = ["U1"] * 10 + ["U2"] * 10
SPREAD = np.tile(np.arange(10.0), 2)


def two_indicators(tree, x, y, **options):
    """Return a case of two units of ten; in each, people are 0 to 9 points above the lowest."""
    own = np.repeat([0, 1], 10)
    points = pd.DataFrame({"x": np.array(x)[own] + SPREAD, "y": np.array(y)[own] + SPREAD}, index=NAMES)
    scores = (points["x"] + points["y"]) / 2
    return case(dict(scores), {"unit": UNITS}, tree=tree, normalised=points, unit="unit", **options)


PLAIN = two_indicators(framework(leaf("x"), leaf("y")), (80.0, 60.0), (60.0, 70.0))


def test_what_is_aligned_is_the_root_where_it_alone_makes_the_class():
    assert judged_nodes(PLAIN.framework) == ("score",)
    scale, quantiles = alignments(PLAIN, units_of(PLAIN))
    assert (scale.kind, quantiles.kind) == ("location_scale", "quantiles")
    # 70 to 79 in the one unit, 65 to 74 in the other
    assert quantiles.cost.gap_before.value == pytest.approx(5)
    assert quantiles.cost.gap_after.value == pytest.approx(0)
    assert quantiles.cost.mean_change == pytest.approx(2.5)
    assert len(quantiles.lines) == 20
    assert tuple(quantiles.lines) == COLUMNS
    assert quantiles.lines.iloc[0][["subject", "from", "to"]].tolist() == ["K00", "70.0", "67.5"]


def test_the_dial_of_the_case_aligns_in_part():
    half = two_indicators(framework(leaf("x"), leaf("y")), (80.0, 60.0), (60.0, 70.0), calibration={"dial": 0.5})
    quantiles = list(alignments(half, units_of(half)))[1]
    assert quantiles.setting == 0.5
    assert quantiles.cost.gap_after.value == pytest.approx(2.5)


def test_units_too_small_to_be_compared_are_said_to_be_and_nothing_is_offered():
    few = two_indicators(framework(leaf("x"), leaf("y")), (80.0, 60.0), (60.0, 70.0), smallest=11)
    for option in alignments(few, units_of(few)):
        assert option.cost is None
        assert "fewer than two groups have 11 scored members" in option.limit.render()
        assert option.lines.empty


def predicates(people=None):
    parts = (leaf("x"), leaf("y"))
    tree = framework(*(node(part.code + "_node", part, bands=GOOD) for part in parts))
    tree = replace(tree, predicate=Predicate(rule=RULE, rows="x_node", columns="y_node"))
    given = two_indicators(tree, (66.0, 60.0), (60.0, 70.0), class_order=("good", "fair", "poor"))
    columns = {f"{code}_node": given.normalised[code] for code in "xy"}
    scores = given.scores.assign(**columns)[["x_node", "y_node", "score"]]
    classes = classes_of(tree, {name: scores[name].to_numpy() for name in scores}, scores.index)
    return replace(given, scores=scores, classes=classes, people=people)


def test_with_a_predicate_the_two_ratings_are_aligned_and_the_predicate_follows():
    given = predicates()
    # in unit 1 the six from K04 on are high in x and nobody in y; in unit 2 nobody in x and all in y
    assert given.classes.value_counts().to_dict() == {"poor": 14, "fair": 6}
    quantiles = list(alignments(given, units_of(given)))[1]
    assert set(quantiles.lines["node"]) == {"x_node", "y_node"}
    assert set(quantiles.lines["from"]) <= {"low", "high"}
    # x: 66..75 and 60..69 become 63..72; y: 60..69 and 70..79 become 65..74; so x is high for the best three
    high = quantiles.lines.query("node == 'x_node' and to == 'high'")["subject"].tolist()
    assert high == ["K17", "K18", "K19"]
    assert quantiles.cost.classes_changed == len(changed_classes(given))
    # the root is combined again: (x + y) / 2
    assert quantiles.cost.gap_after.value == pytest.approx(0)


def changed_classes(given):
    x, y = 63.0 + SPREAD, 65.0 + SPREAD
    after = classes_of(given.framework, {"x_node": x, "y_node": y, "score": (x + y) / 2}, given.subjects.index)
    return [name for name in NAMES if after[name] != given.classes[name]]


def test_whom_a_meeting_has_decided_about_already_gets_no_line():
    frames = {name: pd.DataFrame(columns=list(columns)) for name, columns in PEOPLE_COLUMNS.items()}
    frames["adjustments"] = pd.DataFrame([{"subject": "K17", "node": "x_node"}]).reindex(
        columns=list(PEOPLE_COLUMNS["adjustments"])
    )
    people = People(status=pd.DataFrame({"unit": UNITS}, index=NAMES), checks={}, facts={}, **frames)
    quantiles = list(alignments(predicates(people), units_of(predicates(people))))[1]
    high = quantiles.lines.query("node == 'x_node' and to == 'high'")["subject"].tolist()
    assert high == ["K18", "K19"]
    everyone = list(alignments(predicates(), units_of(predicates())))[1].lines
    assert len(quantiles.lines) == len(everyone) - 1


def test_other_weights_halve_the_gap_unless_the_case_names_a_bound():
    grouping = groupings_of(PLAIN)["unit"]
    half = other_weights(PLAIN, grouping)
    assert half.setting == pytest.approx(2.5)
    assert half.cost.gap_after.value == pytest.approx(2.5, abs=0.01)
    assert half.cost.distance == pytest.approx(1 / 6, abs=1e-3)
    named = two_indicators(framework(leaf("x"), leaf("y")), (80.0, 60.0), (60.0, 70.0), calibration={"gap": 1.0})
    assert other_weights(named, grouping).cost.gap_after.value == pytest.approx(1, abs=0.01)


def test_a_bound_out_of_reach_is_said_with_the_smallest_gap_beside_it():
    # 20 points apart in both indicators: weights can do nothing
    stuck = two_indicators(framework(leaf("x"), leaf("y")), (80.0, 60.0), (80.0, 60.0))
    option = other_weights(stuck, groupings_of(stuck)["unit"])
    assert option.limit.template == BOUND_NOT_KEPT
    assert option.limit.values == {"bound": 10.0}
    assert option.cost.gap_after.value == pytest.approx(20)


def test_a_score_that_is_no_weighted_mean_has_no_option_of_weights_and_the_reason():
    tree = framework(leaf("x"), leaf("y"), method="geometric")
    given = two_indicators(tree, (80.0, 60.0), (60.0, 70.0))
    option = other_weights(given, groupings_of(given)["unit"])
    assert option.cost is None
    assert "weighted means" in option.limit.render()


def test_influence_that_no_weights_can_give_is_an_option_out_of_reach():
    rng = np.random.default_rng(1)
    first = rng.normal(50, 5, 20)
    points = pd.DataFrame({"x": first, "y": 100 - first + rng.normal(0, 0.1, 20)}, index=NAMES)  # they cancel
    given = case(
        dict(points.mean(axis=1)), {"unit": UNITS}, tree=framework(leaf("x"), leaf("y", 3.0)), normalised=points
    )
    option = by_influence(given, groupings_of(given)["unit"])
    assert (option.cost is None) == (option.limit is not None)
    assert by_influence(PLAIN, groupings_of(PLAIN)["unit"]).weights.sum() == pytest.approx(1)


def test_the_gap_that_is_most_surely_one_comes_first_and_those_of_chance_are_left_out():
    groups = {"chance": [*"AB"] * 10, "unit": UNITS, "small": ["C"] + ["D"] * 19, "noise": [*"ABBA"] * 5}
    given = case(dict(zip(NAMES, 50 + SPREAD + np.repeat([0, 30], 10), strict=True)), groups)
    assert [each.name for each in to_be_narrowed(given, groupings_of(given).values())] == ["unit"]


def test_without_any_sure_gap_the_widest_is_looked_at_all_the_same():
    given = case(dict(zip(NAMES, 50 + SPREAD, strict=True)), {"chance": [*"AB"] * 10})
    assert [each.name for each in to_be_narrowed(given, groupings_of(given).values())] == ["chance"]


def test_the_reference_of_the_case_is_the_group_others_are_compared_with():
    given = case(dict(zip(NAMES, SPREAD, strict=True)), {"unit": UNITS}, references={"unit": "U2"})
    assert groupings_of(given)["unit"].reference == 1
    assert groupings_of(PLAIN)["unit"].reference is None


def judgements(severity):
    """Return ratings of everybody by two raters, the second `severity` points stricter."""
    rng = np.random.default_rng(3)
    quality = rng.normal(6, 1, 20)
    return ratings(
        [
            (name, rater, quality[person] - off + rng.normal(0, 0.1))
            for person, name in enumerate(NAMES)
            for rater, off in (("mild", 0.0), ("strict", severity))
        ]
    )


def test_ratings_without_severity_are_compared_in_points_of_a_hundred():
    given = replace(PLAIN, ratings={"peers": judgements(0.3)})
    option = without_severity(given, "peers", groupings_of(given)["unit"])
    raters = option.adjusted.raters
    score = given.ratings["peers"].rows["score"]
    points = 100 * 0.3 / (score.max() - score.min())
    assert raters.loc["strict", "severity"] - raters.loc["mild", "severity"] == pytest.approx(points, rel=0.2)
    assert raters.loc["strict", "shift"] == pytest.approx(points / 2, rel=0.2)
    assert raters.loc["strict", "shift"] < 5.0  # the cap of the case
    assert option.lines.empty
    assert option.cost.gap_before.value >= 0


def test_where_everyone_has_one_rater_severity_cannot_be_taken_out_and_the_reason_is_given():
    rows = [(name, unit, 3.0 + number % 3) for number, (name, unit) in enumerate(zip(NAMES, UNITS, strict=True))]
    given = replace(PLAIN, ratings={"boss": ratings(rows)})
    option = without_severity(given, "boss", groupings_of(given)["unit"])
    assert option.cost is None
    assert "has one rater only" in option.limit.render()
