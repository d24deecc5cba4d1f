"""The audit on columns so plain that every number can be redone by hand: ten subjects or more, goalposts 0 to 100."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest

from tests.scoring.frameworks import framework, leaf, measurements, node
from workbench.analysis.audit import audit, verdicts
from workbench.analysis.audit_checks import CHECKS, Thresholds
from workbench.model.parameters import Imputation, Ranking, Treatment
from workbench.scoring.evaluation import Evaluation

RISING = np.arange(5.0, 100.0, 10.0)  # ten values
CROSSED = {"wide": [20.0, 20.0, 80.0, 80.0] * 3, "narrow": [40.0, 60.0] * 6}  # uncorrelated, deviations 30 and 10


def audited(tree, columns, *, low=None, high=None, top=None, missing=None, thresholds=None):
    values = pd.DataFrame(columns, dtype=float)
    values.index = pd.Index([f"s{place}" for place in range(len(values))])
    evaluation = Evaluation(
        framework=tree,
        measurements=measurements(values),
        groups=pd.DataFrame(index=values.index),
        missing=missing or Imputation(),
        treatment=Treatment(),
        ranking=Ranking(),
    )
    fitted = evaluation.fit()
    card = evaluation.score(fitted)
    sure = pd.DataFrame({"low": card.ranks, "high": card.ranks, "top": (card.ranks == 1).astype(float)})
    given = {name: each for name, each in (("low", low), ("high", high), ("top", top)) if each is not None}
    intervals = sure.assign(**given)
    return audit(fitted, values, card, intervals, ranking=Ranking(), top=0.1, thresholds=thresholds)


def of(found, check, code=None, other=None):
    rows = found.table[found.table["check"] == check]
    rows = rows[rows["code"] == code] if code is not None else rows
    rows = rows[rows["other"] == other] if other is not None else rows
    assert len(rows) == 1, rows
    return rows.iloc[0]


# --- coverage --------------------------------------------------------------------------------------------------------


def test_six_of_ten_values_are_fewer_than_65_per_cent():
    found = audited(framework(leaf("a"), leaf("b")), {"a": [*RISING[:6], *[np.nan] * 4], "b": RISING})
    assert of(found, "present", "a")[["subjects", "value", "expected", "verdict"]].tolist() == [10, 0.6, 0.65, "look"]
    assert of(found, "present", "b")[["value", "verdict"]].tolist() == [1.0, "sound"]


def test_what_was_filled_in_counts_as_absent_and_as_filled():
    columns = {"a": [*RISING[:8], np.nan, np.nan], "b": RISING}
    found = audited(framework(leaf("a"), leaf("b")), columns, missing=Imputation(method="median"))
    assert of(found, "present", "a")["value"] == 0.8
    assert of(found, "imputed", "a")[["subjects", "value", "verdict"]].tolist() == [10, 0.2, "look"]
    assert of(found, "imputed", "b")[["value", "verdict"]].tolist() == [0.0, "sound"]


def test_an_indicator_on_which_six_of_ten_are_equal_needs_a_look():
    found = audited(framework(leaf("a"), leaf("b")), {"a": [100.0] * 6 + [10, 20, 30, 40], "b": RISING})
    assert of(found, "same", "a")[["value", "verdict"]].tolist() == [0.6, "look"]
    assert of(found, "same", "b")[["value", "verdict"]].tolist() == [0.1, "sound"]


def test_lopsided_is_only_what_exceeds_both_limits():
    """Eleven zeros and one 1: G1 = sqrt(12), G2 = 12 for any column of one value beside n - 1 = 11 equal ones."""
    found = audited(framework(leaf("a"), leaf("b")), {"a": [0.0] * 11 + [100.0], "b": [*RISING, 50.0, 50.0]})
    assert of(found, "skewness", "a")["value"] == pytest.approx(12**0.5)
    assert of(found, "kurtosis", "a")["value"] == pytest.approx(12)
    assert of(found, "skewness", "a")["verdict"] == "look"
    assert of(found, "kurtosis", "a")["verdict"] == ""  # judged with the skewness
    assert of(found, "skewness", "b")["verdict"] == "sound"
    tolerant = Thresholds(kurtosis=13)
    again = audited(framework(leaf("a")), {"a": [0.0] * 11 + [100.0]}, thresholds=tolerant)
    assert of(again, "skewness", "a")["verdict"] == "sound"


# --- coherence -------------------------------------------------------------------------------------------------------


def test_two_identical_indicators_say_the_same():
    found = audited(framework(leaf("a"), leaf("b")), {"a": RISING, "b": RISING})
    pair = of(found, "redundant", "a", "b")
    assert pair[["subjects", "value", "verdict"]].tolist() == [10, pytest.approx(1), "look"]
    assert of(found, "conflict")["verdict"] == "sound"
    assert of(found, "reliability", "score")[["value", "verdict"]].tolist() == [pytest.approx(1), "sound"]


def test_an_indicator_turned_round_works_against_its_sibling():
    found = audited(framework(leaf("a", 3), leaf("b")), {"a": RISING, "b": RISING[::-1]})
    assert of(found, "conflict", "a", "b")[["value", "verdict"]].tolist() == [pytest.approx(-1), "look"]
    assert of(found, "redundant", "a", "b")["verdict"] == "look"
    assert of(found, "parent", "b", "score")[["value", "verdict"]].tolist() == [pytest.approx(-1), "look"]
    assert of(found, "parent", "a", "score")["verdict"] == "sound"


def test_a_weak_contradiction_that_may_be_chance_is_neither_flagged_nor_called_sound():
    """r = -0.17 on ten subjects: t = r sqrt(8 / (1 - r²)) = -0.5, far from significant."""
    b = [5.0, 3.0, 5.0, 3.0, 5.0, 3.0, 5.0, 3.0, 5.0, 3.0]
    row = of(audited(framework(leaf("a"), leaf("b")), {"a": RISING, "b": b}), "conflict")
    assert row["value"] == pytest.approx(-0.174, abs=1e-3)
    assert row[["verdict", "reason"]].tolist() == ["cannot_say", "it may be chance"]


def test_siblings_of_different_nodes_cannot_be_in_conflict():
    tree = framework(node("one", leaf("a"), leaf("b")), node("two", leaf("c"), leaf("d")))
    found = audited(tree, {"a": RISING, "b": RISING, "c": RISING[::-1], "d": RISING[::-1]})
    conflicts = found.coherence[found.coherence["check"] == "conflict"]
    assert list(zip(conflicts["code"], conflicts["other"], strict=True)) == [("a", "b"), ("c", "d"), ("one", "two")]


def test_alpha_is_k_over_k_minus_1_times_the_share_of_covariances():
    """Uncorrelated parts: alpha is 0, since the variance of their sum is the sum of their variances."""
    row = of(audited(framework(leaf("wide"), leaf("narrow")), CROSSED), "reliability")
    assert row[["subjects", "value", "expected", "verdict"]].tolist() == [12, pytest.approx(0), 0.7, "look"]


def test_a_dimension_of_one_indicator_is_not_compared_with_it():
    tree = framework(node("one", leaf("a")), node("two", leaf("b")))
    found = audited(tree, {"a": RISING, "b": RISING})
    assert found.coherence["code"].tolist() == ["score", "a", "one", "one", "two"]  # the pair of nodes is a with b
    assert found.coherence["check"].tolist() == ["reliability", "redundant", "conflict", "parent", "parent"]


# --- few subjects, and what never varies -----------------------------------------------------------------------------


def test_of_nine_subjects_nothing_that_is_estimated_is_called_sound():
    found = audited(framework(leaf("a"), leaf("b")), {"a": RISING[:9], "b": [1, 3, 2, 5, 4, 7, 6, 9, 8]})
    estimated = found.table[~found.table["check"].isin(["present", "imputed", "treated", "swap"])]
    assert set(estimated["verdict"]) == {"cannot_say", ""}
    assert set(estimated["reason"]) == {"too few subjects", ""}
    assert of(found, "present", "a")["verdict"] == "sound"  # a count of those evaluated, no estimate


def test_the_number_of_subjects_is_that_of_the_pair_not_of_the_cycle():
    columns = {"a": [*RISING, 50.0, 60.0], "b": [np.nan] * 5 + [*RISING[:7]]}
    pair = of(audited(framework(leaf("a"), leaf("b")), columns), "redundant")
    assert pair[["subjects", "verdict", "reason"]].tolist() == [7, "cannot_say", "too few subjects"]


def test_a_part_that_is_the_same_for_everybody_has_no_correlation_and_no_influence():
    found = audited(framework(leaf("a"), leaf("b")), {"a": RISING, "b": [50.0] * 10})
    assert of(found, "redundant")[["verdict", "reason"]].tolist() == ["cannot_say", "nothing varies here"]
    assert of(found, "influence", "b")[["value", "expected", "verdict"]].tolist() == [0.0, 0.5, "look"]
    assert of(found, "same", "b")[["value", "verdict"]].tolist() == [1.0, "look"]


def test_where_all_scores_are_equal_influence_is_unknown_not_nought():
    found = audited(framework(leaf("a"), leaf("b")), {"a": [50.0] * 10, "b": [50.0] * 10})
    assert of(found, "influence", "a")[["verdict", "reason"]].tolist() == ["cannot_say", "nothing varies here"]


# --- robustness ------------------------------------------------------------------------------------------------------


def test_the_widths_of_rank_intervals_are_shares_of_all_ranks():
    """Ten subjects: eight keep their place, two may move by five places."""
    tree, columns = framework(leaf("a"), leaf("b")), {"a": RISING, "b": RISING}
    low, high = [*range(10, 2, -1), 1, 1], [*range(10, 2, -1), 6, 6]
    found = audited(tree, columns, low=low, high=high, top=[0.0] * 8 + [0.4, 0.6])
    assert of(found, "width")[["subjects", "value", "verdict"]].tolist() == [10, 0.0, "sound"]
    assert of(found, "widest")[["value", "verdict"]].tolist() == [pytest.approx(0.5), "look"]
    assert of(found, "certain")[["value", "verdict"]].tolist() == [8, ""]
    assert of(found, "top")[["value", "verdict"]].tolist() == [0.0, "look"]
    assert of(found, "top_possible")["value"] == 2


def test_without_a_part_ranks_shift_by_so_many_places():
    """b orders the subjects the other way round but weighs less, so that only a decides.

    Without a the ranks turn round: shifts 9, 7, 5, 3, 1, 1, 3, 5, 7, 9 are 5 on average, half of ten places.
    """
    found = audited(framework(leaf("a", 3), leaf("b")), {"a": RISING, "b": RISING[::-1]})
    assert of(found, "left_out", "a")[["subjects", "value", "verdict"]].tolist() == [10, pytest.approx(0.5), "look"]
    assert of(found, "left_out", "b")[["value", "verdict"]].tolist() == [0.0, "sound"]


def test_a_dimension_of_several_parts_is_left_out_too():
    tree = framework(node("one", leaf("a"), leaf("b")), node("two", leaf("c")))
    found = audited(tree, {"a": RISING, "b": RISING, "c": RISING})
    assert found.robustness.query("check == 'left_out'")["code"].tolist() == ["a", "b", "c", "one"]


def swapping(first, second, weight):
    """Two who lead by turns, and eight far below: s0 is better in a, s1 in b."""
    columns = {"a": [first[0], second[0], *RISING[:4], *RISING[:4]], "b": [first[1], second[1], *[1.0] * 8]}
    return audited(framework(leaf("a", weight), leaf("b", 100 - weight)), columns)


def test_the_smallest_change_of_a_weight_for_another_first_place_is_found():
    """90 w + 60 (1 - w) = 60 w + 90 (1 - w) at w = 0.5: from 0.52, 0.02 is 3.8 % of a, 4.2 % of b's 0.48."""
    near = of(swapping((90, 60), (60, 90), 52), "swap")
    assert near[["code", "verdict"]].tolist() == ["a", "look"]
    assert near["value"] == pytest.approx(0.02 / 0.52)
    far = of(swapping((90, 60), (60, 90), 60), "swap")
    assert far["value"] == pytest.approx(0.1 / 0.6)
    assert far["verdict"] == "sound"


def test_who_is_ahead_in_everything_is_first_under_any_weight():
    row = of(swapping((90, 90), (60, 60), 50), "swap")
    assert np.isnan(row["value"])
    assert row[["code", "verdict"]].tolist() == ["", "sound"]


def test_a_shared_first_place_and_too_many_subjects_leave_the_swap_open():
    shared = of(swapping((90, 60), (60, 90), 50), "swap")
    assert shared[["verdict", "reason"]].tolist() == ["cannot_say", "several share the first place"]
    tree, columns = framework(leaf("a"), leaf("b")), {"a": RISING, "b": RISING}
    many = of(audited(tree, columns, thresholds=Thresholds(most_swapped=9)), "swap")
    assert many[["verdict", "reason"]].tolist() == ["cannot_say", "too many subjects to try every weight"]


# --- influence -------------------------------------------------------------------------------------------------------


def test_equal_weights_with_deviations_of_3_to_1_are_influences_of_9_to_1():
    """Uncorrelated: squared correlations with the sum are 900/1000 and 100/1000."""
    found = audited(framework(leaf("wide"), leaf("narrow")), CROSSED)
    wide, narrow = of(found, "influence", "wide", "score"), of(found, "influence", "narrow", "score")
    assert wide[["expected", "verdict"]].tolist() == [0.5, "look"]
    assert (wide["value"], narrow["value"]) == pytest.approx((0.9, 0.1))
    assert len(found.influence) == 2  # the indicators are the children of the root: once is enough


def test_a_larger_weight_does_not_make_up_for_a_smaller_spread():
    """Deviations of the weighted parts 1 * 30 to 2 * 10: influences of 9 to 4 against weights of 1 to 2."""
    found = audited(framework(leaf("wide"), leaf("narrow", 2)), CROSSED).influence
    assert found["value"].tolist() == pytest.approx([9 / 13, 4 / 13])
    assert found["expected"].tolist() == pytest.approx([1 / 3, 2 / 3])
    assert found["verdict"].tolist() == ["look", "look"]


def test_equal_weights_on_equal_spreads_are_sound():
    found = audited(framework(leaf("a"), leaf("b")), {"a": CROSSED["wide"], "b": [30.0, 90.0] * 6}).influence
    assert found["value"].tolist() == pytest.approx([0.5, 0.5])
    assert found["verdict"].tolist() == ["sound", "sound"]


def test_dimensions_are_compared_with_their_own_children_as_well():
    tree = framework(node("one", leaf("wide"), leaf("narrow")), leaf("c"))
    found = audited(tree, {**CROSSED, "c": [10.0, 20.0, 30.0] * 4})
    assert list(zip(found.influence["check"], found.influence["code"], found.influence["other"], strict=True)) == [
        ("influence", "wide", "score"),
        ("influence", "narrow", "score"),
        ("influence", "c", "score"),
        ("influence_within", "wide", "one"),
        ("influence_within", "narrow", "one"),
        ("influence_within", "one", "score"),
        ("influence_within", "c", "score"),
    ]


# --- the whole -------------------------------------------------------------------------------------------------------


def test_what_is_shown_for_information_has_no_part_in_it():
    found = audited(framework(leaf("a"), leaf("b"), leaf("info", 0)), {"a": RISING, "b": RISING, "info": [50.0] * 10})
    assert "info" not in {*found.table["code"], *found.table["other"]}


def test_who_is_not_evaluated_is_not_counted():
    tree, columns = framework(leaf("a"), leaf("b")), {"a": RISING, "b": RISING}
    values = pd.DataFrame(columns, index=pd.Index([f"s{place}" for place in range(10)]))
    evaluation = Evaluation(framework=tree, measurements=measurements(values), groups=pd.DataFrame(index=values.index),
                            missing=Imputation(), treatment=Treatment(), ranking=Ranking())  # fmt: skip
    fitted = evaluation.fit()
    card = evaluation.score(fitted)
    intervals = pd.DataFrame({"low": card.ranks, "high": card.ranks, "top": 0.0})
    everyone = [*values.index, "exempt"]
    wide = {name: getattr(card, name).reindex(everyone) for name in ("values", "normalised", "scores", "ranks")}
    with_exempt = dataclasses.replace(card, **wide)
    alone = audit(fitted, values, card, intervals, ranking=Ranking(), top=0.1)
    beside = audit(fitted, values, with_exempt, intervals.reindex(everyone), ranking=Ranking(), top=0.1)
    pd.testing.assert_frame_equal(alone.table, beside.table)


def test_a_single_indicator_is_compared_with_nothing():
    found = audited(framework(leaf("a")), {"a": RISING})
    assert found.coherence.empty
    assert found.influence.empty
    assert {"left_out", "swap"}.isdisjoint(found.robustness["check"])


def test_one_part_that_needs_a_look_decides_and_then_one_of_which_nothing_can_be_said():
    rows = [("x", "sound"), ("x", "look"), ("x", "cannot_say"), ("y", "sound"), ("y", "cannot_say"), ("z", "sound")]
    table = pd.DataFrame([*rows, ("stated", "")], columns=["check", "verdict"])
    assert verdicts(table).to_dict() == {"x": "look", "y": "cannot_say", "z": "sound"}


def test_every_row_names_its_area_and_the_source_of_its_threshold():
    table = audited(framework(leaf("a"), leaf("b")), {"a": RISING, "b": RISING}).table
    assert set(table["check"]) <= set(CHECKS)
    for row in table.itertuples():
        assert (row.area, row.source) == (CHECKS[row.check].area, CHECKS[row.check].source)
        assert row.source or row.verdict == ""


def test_the_order_of_subjects_does_not_matter():
    rng = np.random.default_rng(1)
    columns = {code: rng.uniform(0, 100, 40) for code in "abc"}
    tree = framework(node("one", leaf("a"), leaf("b")), leaf("c"))
    turned = {code: values[::-1] for code, values in columns.items()}
    pd.testing.assert_frame_equal(audited(tree, columns).table, audited(tree, turned).table)
