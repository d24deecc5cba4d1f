"""The chain as a whole, and the promises of the design that concern it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from tests.scoring.frameworks import framework, leaf, measurements, node
from workbench.errors import ScoringError
from workbench.model.labels import Label
from workbench.model.parameters import Imputation, Ranking, Treatment
from workbench.model.results import Reference
from workbench.model.rules import Band, Bands
from workbench.scoring.composite import score

CODES = ["a", "b", "c"]
VALUES = arrays(float, (6, 3), elements=st.one_of(st.floats(0, 100), st.just(np.nan)))


def scored(tree, values, groups=None, **rules):
    chosen = {"missing": Imputation(), "treatment": Treatment(), "ranking": Ranking()} | rules
    groups = pd.DataFrame(index=values.index) if groups is None else groups
    return score(tree, measurements(values), groups=groups, **chosen)


def two_levels(method="arithmetic", minimum=0.0):
    return framework(
        node("pair", leaf("a", 3), leaf("b", 1), method=method, minimum=minimum), leaf("c", 1), minimum=minimum
    )


def frame(values):
    return pd.DataFrame(values, index=[f"s{i}" for i in range(len(values))], columns=CODES)


def test_a_score_is_the_weighted_mean_of_weighted_means():
    card = scored(two_levels(), frame([[80.0, 40.0, 50.0]]))
    assert card.scores.loc["s0", "pair"] == pytest.approx((3 * 80 + 40) / 4)
    assert card.scores.loc["s0", "score"] == pytest.approx((70 + 50) / 2)


def test_a_geometric_node_is_the_weighted_product():
    card = scored(two_levels("geometric"), frame([[81.0, 16.0, 50.0]]))
    assert card.scores.loc["s0", "pair"] == pytest.approx(81**0.75 * 16**0.25)


def test_a_missing_value_is_left_out_and_never_counts_as_zero():
    card = scored(two_levels(), frame([[80.0, np.nan, 50.0], [1.0, 2.0, 3.0]]))
    assert card.scores.loc["s0", "pair"] == 80
    assert card.coverage.loc["s0", "pair"] == 0.75
    assert card.coverage.loc["s0", "score"] == pytest.approx((0.75 + 1) / 2)


def test_below_the_minimum_coverage_there_is_no_score_but_a_reason():
    card = scored(two_levels(minimum=0.8), frame([[80.0, np.nan, 50.0], [1.0, 2.0, 3.0]]))
    assert np.isnan(card.scores.loc["s0", "pair"])
    assert np.isnan(card.scores.loc["s0", "score"])  # half of the root's weight is gone with the pair
    assert card.missing.query("code == 'pair'")["reason"].tolist() == ["too little of the weight has a value"]
    assert pd.isna(card.ranks["s0"])
    assert card.ranks["s1"] == 1


def test_a_method_that_needs_every_child_gives_its_own_reason():
    values = frame([[90.0, 80.0, 5.0], [10.0, np.nan, 5.0], [np.nan, np.nan, 5.0], [50.0, 50.0, 5.0]])
    card = scored(two_levels("copeland", minimum=0.1), values)
    assert card.missing.query("code == 'pair'")["reason"].tolist() == [
        "a value is missing that the aggregation cannot do without",
        "too little of the weight has a value",
    ]


def test_every_missing_value_has_exactly_one_reason():
    card = scored(two_levels(minimum=0.8), frame([[np.nan, 2.0, 3.0], [1.0, np.nan, np.nan]]))
    absent = {(s, c) for c in CODES for s in card.values.index[card.values[c].isna()]}
    absent |= {(s, c) for c in card.scores for s in card.scores.index[card.scores[c].isna()]}
    assert sorted(absent) == sorted(zip(card.missing["subject"], card.missing["code"], strict=True))


def test_an_indicator_without_any_value_is_refused_by_name():
    with pytest.raises(ScoringError, match="b: no subject has a value"):
        scored(two_levels(), frame([[1.0, np.nan, 3.0], [2.0, np.nan, 1.0]]))


def test_all_indicators_that_cannot_be_scaled_are_named_at_once():
    tree = framework(leaf("a", method="min_max"), leaf("b", method="z_score"), leaf("c"))
    with pytest.raises(ScoringError, match=r"(?s)a: fewer than two.*b: fewer than two"):
        scored(tree, frame([[1.0, 2.0, 3.0], [1.0, 2.0, 4.0]]))


def test_filled_and_treated_values_are_listed_with_before_and_after():
    values = frame([[10.0, 1.0, 1.0], [20.0, np.nan, 1.0], [30.0, 3.0, 1.0]])
    card = scored(two_levels(), values, missing=Imputation(method="mean"))
    assert card.changed.to_dict("records") == [
        {"subject": "s1", "code": "b", "step": "filled", "before": pytest.approx(np.nan, nan_ok=True), "after": 2.0}
    ]


def test_bands_follow_the_rounded_score():
    bands = Bands(
        bands=(Band(code="low", label=Label.of("low"), low=0), Band(code="high", label=Label.of("high"), low=60))
    )
    tree = framework(leaf("a"), leaf("b"), leaf("c"), bands=bands)
    card = scored(tree, frame([[59.994] * 3, [59.996] * 3, [np.nan] * 3]))
    assert card.bands["score"].tolist()[:2] == ["low", "high"]
    assert pd.isna(card.bands.loc["s2", "score"])


@given(VALUES, st.permutations(range(6)), st.sampled_from(["arithmetic", "geometric"]))
def test_the_order_of_subjects_never_matters(values, order, method):
    values[0] = [10, 20, 30]  # at least one value in each column
    data = frame(values)
    straight, shuffled = scored(two_levels(method), data), scored(two_levels(method), data.iloc[list(order)])
    pd.testing.assert_frame_equal(straight.scores, shuffled.scores.loc[data.index], check_exact=True)
    pd.testing.assert_series_equal(straight.ranks, shuffled.ranks[data.index])


@given(VALUES, st.integers(0, 5), st.integers(0, 2), st.floats(0, 100), st.sampled_from(["arithmetic", "geometric"]))
def test_raising_a_value_never_lowers_a_score(values, row, column, raised, method):
    values[0] = [10, 20, 30]
    before, after = frame(values), frame(values)
    if np.isnan(values[row, column]):
        return
    after.iloc[row, column] = max(raised, values[row, column])
    change = scored(two_levels(method), after).scores - scored(two_levels(method), before).scores
    assert (change.fillna(0) >= -1e-9).all().all()


@given(VALUES, st.floats(0.001, 1000))
def test_scaling_all_weights_changes_nothing(values, factor):
    values[0] = [10, 20, 30]
    scaled = framework(
        node("pair", leaf("a", 3 * factor), leaf("b", factor), weight=factor), leaf("c", factor), minimum=0.0
    )
    pd.testing.assert_frame_equal(scored(scaled, frame(values)).scores, scored(two_levels(), frame(values)).scores)


@settings(max_examples=50)
@given(VALUES, st.sampled_from(["arithmetic", "geometric"]))
def test_contributions_add_up_to_the_score(values, method):
    values[0] = [10, 20, 30]
    tree = framework(node("pair", leaf("a", 3), leaf("b", 1), method=method), leaf("c", 1), method=method)
    card = scored(tree, frame(values))
    total = card.contributions.sum(axis=1, skipna=False)
    np.testing.assert_allclose(total, card.scores["score"], rtol=1e-9, atol=1e-9)


@given(VALUES)
def test_under_goalposts_a_score_does_not_depend_on_the_other_subjects(values):
    values[0] = [10, 20, 30]
    alone = scored(two_levels(), frame(values[:1])).scores.loc["s0"]
    pd.testing.assert_series_equal(alone, scored(two_levels(), frame(values)).scores.loc["s0"])


@given(VALUES, arrays(float, 3, elements=st.floats(0, 100)))
@settings(max_examples=50)
def test_methods_fitted_on_a_reference_move_no_score_when_somebody_joins(values, newcomer):
    values = np.nan_to_num(values, nan=50.0) + np.linspace(0, 1, 6)[:, None]  # a scale needs two different values
    tree = framework(leaf("a", 2, method="min_max"), leaf("b", method="z_score"), leaf("c", method="percentile_rank"))
    reference = Reference(values=frame(values), groups=pd.DataFrame(index=range(6)))
    before = scored(tree, frame(values[:4]), reference=reference)
    after = scored(tree, frame(np.vstack([values[:4], newcomer])), reference=reference)
    assert after.scores.iloc[:4].equals(before.scores)


def test_what_a_reference_taught_is_found_in_the_scales():
    tree = framework(leaf("a", method="min_max"), leaf("b", method="min_max"), leaf("c"))
    reference = Reference(values=frame([[0.0, 0.0, 0.0], [50.0, 10.0, 1.0]]), groups=pd.DataFrame(index=range(2)))
    card = scored(tree, frame([[25.0, 20.0, 0.0]]), reference=reference)
    assert card.normalised.loc["s0"].tolist() == [50, 200, 0]  # better than the best of the reference


def test_an_indicator_may_be_treated_by_a_rule_of_its_own():
    own = replace(leaf("b", method="min_max"), treatment=Treatment(method="log", when="always"))
    tree = framework(leaf("a"), own, leaf("c"))
    values = frame([[10.0, each, 1.0] for each in (1.0, 2.0, 3.0, 101.0)])
    card = scored(tree, values, treatment=Treatment(method="winsorise"))
    assert card.values["b"].tolist() == pytest.approx(np.log(values["b"] - 1 + 1))
    assert {code: each["applied"] for code, each in card.treatments.items()} == {"a": "none", "b": "log", "c": "none"}
    assert card.changed.empty  # a transformed column is told as a whole


def test_a_value_missing_for_a_reason_of_its_own_is_not_filled():
    values = frame([[10.0, 1.0, 1.0], [20.0, np.nan, 1.0], [30.0, 3.0, np.nan]])
    told = measurements(values)
    reasons = told.missing.assign(reason=["too few cases for a fair value", "no data for this subject"])
    card = score(
        two_levels(),
        replace(told, missing=reasons),
        groups=pd.DataFrame(index=values.index),
        missing=Imputation(method="mean"),
        treatment=Treatment(),
        ranking=Ranking(),
    )
    assert card.changed[["subject", "code"]].to_numpy().tolist() == [["s2", "c"]]


def test_values_beyond_the_reference_pass_100_and_fall_to_zero_under_a_geometric_mean():
    tree = framework(leaf("a", method="min_max"), leaf("b", method="min_max"), leaf("c", 0), method="geometric")
    reference = Reference(values=frame([[0.0, 0.0, 0.0], [10.0, 10.0, 1.0]]), groups=pd.DataFrame(index=range(2)))
    card = scored(tree, frame([[14.4, 10.0, 0.0], [-1.0, 10.0, 0.0]]), reference=reference)
    assert card.scores["score"].tolist() == pytest.approx([120, 0])  # sqrt(144 * 100); -10 counts as nothing at all
