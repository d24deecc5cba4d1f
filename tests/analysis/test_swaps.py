from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.scoring.frameworks import framework, leaf, node
from workbench.analysis.swaps import stability_intervals, swap_thresholds
from workbench.scoring.aggregation import aggregate

# Triantaphyllou & Sanchez (1997), numerical example of the weighted sum model: four alternatives, four criteria
WEIGHTS = {"c1": 0.3277, "c2": 0.3058, "c3": 0.2876, "c4": 0.0790}
PERFORMANCE = pd.DataFrame(
    [
        [0.3088, 0.2897, 0.3867, 0.1922],
        [0.2163, 0.3458, 0.1755, 0.6288],
        [0.4509, 0.2473, 0.1194, 0.0575],
        [0.0240, 0.1172, 0.3184, 0.1215],
    ],
    index=["A1", "A2", "A3", "A4"],
    columns=list(WEIGHTS),
)
PUBLISHED = framework(*(leaf(code, weight) for code, weight in WEIGHTS.items()))


def root_scores(tree, values, code, share):
    """Return the scores with one share set and its siblings in proportion, computed the long way."""
    parent = next(each for each in tree.nodes if code in [child.code for child in each.children])
    shares = dict(zip([child.code for child in parent.children], parent.shares, strict=True))
    rest = (1 - share) / (1 - shares[code])
    moved = {name: share if name == code else each * rest for name, each in shares.items()}
    columns = {name: values[name].to_numpy() for name in values}
    scored = {name: ~np.isnan(each) for name, each in aggregate(tree, columns)[0].items()}
    by_node = {each.code: np.array(each.shares) for each in tree.nodes}
    by_node[parent.code] = np.array([moved[child.code] for child in parent.children])
    return aggregate(tree, columns, by_node, scored)[0][tree.root.code]


def test_the_published_theorem_gives_the_same_thresholds():
    found = swap_thresholds(PUBLISHED, PERFORMANCE)
    assert found.pairs.to_numpy().tolist() == [["A1", "A2"], ["A2", "A3"], ["A3", "A4"]]
    weights = np.array(list(WEIGHTS.values()))
    preference = (PERFORMANCE * weights).sum(axis=1)
    for row, (ahead, behind) in found.pairs.iterrows():
        # delta = (P_j - P_i) / (a_jk - a_ik), feasible where it leaves the weight between 0 and 1
        delta = (preference[behind] - preference[ahead]) / (PERFORMANCE.loc[behind] - PERFORMANCE.loc[ahead])
        changed = (weights - delta) / (weights.sum() - delta)
        expected = changed.where((delta <= weights) & (changed >= 0))
        np.testing.assert_allclose(found.thresholds.loc[row], expected, rtol=1e-9)


def test_a1_and_a2_swap_when_the_third_weight_loses_65_percent_of_itself_and_never_by_the_first():
    # (0.2768 - 0.3162) / (0.1755 - 0.3867) = 0.187 of 0.2876; for the first 0.0394 / 0.0925 = 0.43 is more than 0.3277
    found = swap_thresholds(PUBLISHED, PERFORMANCE).thresholds.iloc[0]
    assert found["c3"] == pytest.approx((0.2876 - 0.2876 * 0.6488) / (1 - 0.2876 * 0.6488), abs=1e-4)
    assert np.isnan(found["c1"])


def test_the_smallest_change_names_the_weight_it_needs():
    nearest = swap_thresholds(PUBLISHED, PERFORMANCE).nearest()
    assert nearest["code"].tolist() == ["c4", "c4", "c1"]
    assert nearest["threshold"].tolist() == pytest.approx([0.1552, 0.0550, 0.0727], abs=1e-4)
    assert nearest["share"].tolist() == pytest.approx([0.0790, 0.0790, 0.3277], abs=1e-4)


def test_the_winner_is_compared_with_everyone():
    found = swap_thresholds(PUBLISHED, PERFORMANCE, pairs="winner")
    assert found.pairs["ahead"].tolist() == ["A1"] * 3
    assert found.pairs["behind"].tolist() == ["A2", "A3", "A4"]
    assert found.thresholds["c3"].isna().tolist() == [False, False, True]  # A4 is worse wherever c3 goes


def test_who_is_better_in_everything_is_never_overtaken():
    found = swap_thresholds(framework(leaf("a"), leaf("b")), pd.DataFrame({"a": [90.0, 10], "b": [80.0, 20]}))
    assert found.thresholds.isna().all(axis=None)
    assert found.nearest()["code"].isna().all()


def test_subjects_that_are_level_are_no_pair_but_both_are_paired_with_those_below():
    values = pd.DataFrame({"a": [60.0, 40, 10], "b": [40.0, 60, 20]}, index=list("XYZ"))
    found = swap_thresholds(framework(leaf("a"), leaf("b")), values)
    assert found.pairs.to_numpy().tolist() == [["X", "Z"], ["Y", "Z"]]


def test_a_weight_that_is_alone_or_does_not_count_cannot_be_moved():
    tree = framework(node("ab", leaf("a")), leaf("b", 2), leaf("c", 0))
    found = swap_thresholds(tree, pd.DataFrame({"a": [0.0, 90], "b": [90.0, 0], "c": [1.0, 2]}))
    assert found.shares.to_dict() == pytest.approx({"ab": 1 / 3, "b": 2 / 3})
    assert found.thresholds.iloc[0].tolist() == pytest.approx([0.5, 0.5])


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 2**32), st.sampled_from(["arithmetic", "geometric"]), st.sampled_from([0.0, 0.25]), st.booleans())
def test_at_each_threshold_the_two_are_level(seed, method, gaps, deep):
    rng = np.random.default_rng(seed)
    values = pd.DataFrame(rng.uniform(1, 100, (6, 4)), columns=list("abcd"))
    values = values.mask(rng.uniform(size=values.shape) < gaps)
    children = (leaf("a", 2), leaf("b"), leaf("c"), leaf("d", 3))
    tree = (
        framework(node("ab", *children[:2], method=method), *children[2:])
        if deep
        else framework(*children, method=method)
    )
    found = swap_thresholds(tree, values, pairs="winner")
    for code in found.thresholds:
        for row, share in found.thresholds[code].dropna().items():
            scores = pd.Series(root_scores(tree, values, code, share), index=values.index)
            assert scores[found.pairs.at[row, "ahead"]] == pytest.approx(
                scores[found.pairs.at[row, "behind"]], abs=1e-6
            )


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 2**32))
def test_search_finds_what_the_formula_finds(seed):
    # log-scores: a geometric mean ranks as the arithmetic mean of logarithms does
    rng = np.random.default_rng(seed)
    logs = pd.DataFrame(rng.uniform(0, 4, (5, 3)), columns=list("abc"))
    leaves = (leaf("a", 2), leaf("b"), leaf("c"))
    by_formula = swap_thresholds(framework(*leaves), logs)
    by_search = swap_thresholds(framework(*leaves, method="geometric"), np.exp(logs))
    pd.testing.assert_frame_equal(by_search.pairs, by_formula.pairs)
    pd.testing.assert_frame_equal(by_search.thresholds, by_formula.thresholds, atol=1e-9)


def test_within_its_stability_interval_a_weight_changes_no_order_and_beyond_it_does():
    intervals = stability_intervals(PUBLISHED, PERFORMANCE)
    assert intervals.loc["c1"].tolist() == pytest.approx([0.0727, 0.3277, 0.3668], abs=1e-4)
    for code, (low, share, high) in intervals.iterrows():
        for inside in (low + 1e-9, share, high - 1e-9):
            assert np.argsort(-root_scores(PUBLISHED, PERFORMANCE, code, inside)).tolist() == [0, 1, 2, 3]
        for outside in (low - 1e-6, high + 1e-6):
            assert np.argsort(-root_scores(PUBLISHED, PERFORMANCE, code, outside)).tolist() != [0, 1, 2, 3]


def test_the_top_stays_the_top_longer_than_the_whole_order():
    whole, first = (stability_intervals(PUBLISHED, PERFORMANCE, top=top) for top in (None, 1))
    assert (first["low"] <= whole["low"]).all()
    assert (first["high"] >= whole["high"]).all()
    assert first.loc["c1"].tolist() == pytest.approx([0.0, 0.3277, 0.5126], abs=1e-4)  # then A3 comes first


def test_nobody_with_a_score_is_no_fault():
    found = swap_thresholds(PUBLISHED, PERFORMANCE.mask(PERFORMANCE > 0))
    assert found.pairs.empty
    assert stability_intervals(PUBLISHED, PERFORMANCE.mask(PERFORMANCE > 0))["high"].tolist() == [1.0] * 4
