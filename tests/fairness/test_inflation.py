"""How much the classes pile up, and whether more than before."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import entropy as shannon
from scipy.stats import ttest_ind

from workbench.fairness.inflation import entropy, inflation, inflation_change

# civil servants 2022-2024, per cent, as birokratmenulis.org quotes BKN
NATIONAL = np.array([11.27, 88.46, 0.11, 0.06, 0.10])


def rng(seed: int = 1) -> np.random.Generator:
    return np.random.default_rng(seed)


def test_ninety_nine_point_seven_per_cent_of_the_national_predicates_are_in_two_classes():
    found = inflation(np.rint(NATIONAL * 100).astype(int)[None, :], rng=rng()).iloc[0]
    assert found["top_share"] == pytest.approx(0.9973)
    assert (found["mode"], found["mode_share"]) == (1, pytest.approx(0.8846))
    assert found["entropy"] == pytest.approx(shannon(NATIONAL) / np.log(5))
    assert found["ordinal_mean"] == pytest.approx((5 * 11.27 + 4 * 88.46 + 3 * 0.11 + 2 * 0.06 + 0.10) / 100)
    assert found["ceiling"]  # "good or better" is said of nearly everyone, although no class alone holds 90 %


def test_the_shares_have_wilsons_interval():
    # Newcombe (1998), table I: 81 of 263 is .2553 to .3662, 0 of 20 is 0 to .1611
    found = inflation(np.array([[81, 0, 182], [0, 0, 20]]), top=1, rng=rng())
    assert found[["top_low", "top_high"]].to_numpy() == pytest.approx(
        np.array([[0.2553, 0.3662], [0, 0.1611]]), abs=5e-5
    )


def test_the_ordinal_mean_counts_from_the_worst_class_and_has_the_interval_of_a_mean():
    # 2 of class 3 (best), 1 of class 2, 1 of class 1: mean 9/4, variance 2.75/3, t(3) = 3.182
    found = inflation(np.array([[2, 1, 1]]), rng=rng()).iloc[0]
    assert found["ordinal_mean"] == 2.25
    half = 3.182446 * np.sqrt(2.75 / 3 / 4)
    assert [found["ordinal_low"], found["ordinal_high"]] == pytest.approx([2.25 - half, 2.25 + half])


def test_nearly_everyone_in_one_class_below_the_top_is_a_ceiling_too():
    found = inflation(np.array([[0, 1, 1, 38], [0, 1, 5, 34]]), rng=rng())
    assert found["ceiling"].tolist() == [True, False]


def test_where_all_are_in_one_class_there_is_a_ceiling_and_the_entropy_has_no_interval():
    found = inflation(np.array([[0, 12, 0], [0, 0, 0]]), rng=rng())
    assert found["ceiling"].tolist() == [True, False]
    assert found["entropy"].iloc[0] == 0
    assert found.loc[0, ["entropy_low", "entropy_high"]].isna().all()
    assert found.loc[0, "mode_low"] == pytest.approx(12 / (12 + 1.959964**2))
    assert found.loc[1].drop(["size", "ceiling"]).isna().all()


def test_the_interval_of_the_entropy_covers_the_truth():
    truth = np.array([0.2, 0.7, 0.1])
    found = inflation(rng().multinomial(150, truth, size=400), rng=rng(2), draws=400)
    covered = found["entropy_low"].le(entropy(truth)) & found["entropy_high"].ge(entropy(truth))
    assert covered.mean() == pytest.approx(0.95, abs=0.03)


def test_of_equally_frequent_classes_the_better_is_the_mode():
    assert inflation(np.array([[0, 5, 5]]), rng=rng())["mode"].tolist() == [1]


def test_the_change_since_before_has_newcombes_and_welchs_intervals():
    # Newcombe (1998), method 10: 56/70 - 48/80 = .2, interval .0524 to .3339
    found = inflation_change(np.array([[56, 14]]), np.array([[48, 32]]), top=1).iloc[0]
    assert found["top_change"] == pytest.approx(0.2)
    assert [found["top_low"], found["top_high"]] == pytest.approx([0.0524, 0.3339], abs=5e-5)
    welch = ttest_ind(np.repeat([2, 1], [56, 14]), np.repeat([2, 1], [48, 32]), equal_var=False).confidence_interval()
    assert [found["ordinal_low"], found["ordinal_high"]] == pytest.approx([welch.low, welch.high])


def test_beside_published_shares_only_the_units_own_people_are_uncertain():
    found = inflation_change(np.array([[0, 20, 0, 0, 0], [1, 17, 2, 0, 0]]), NATIONAL, published=True)
    assert found["top_before"].tolist() == pytest.approx([0.9973] * 2)
    assert found["top_change"].tolist() == pytest.approx([0.0027, -0.0973])
    assert found["top_high"].iloc[0] == pytest.approx(0.0027)
    assert (
        found["ordinal_change"].iloc[0] == found["ordinal_low"].iloc[0] == pytest.approx(4 - found["ordinal_before"][0])
    )


def test_nobody_before_leaves_the_change_unknown():
    found = inflation_change(np.array([[3, 2]]), np.array([[0, 0]]))
    assert found[["top_change", "top_low", "ordinal_change", "ordinal_high"]].isna().all(axis=None)


@settings(max_examples=30)
@given(arrays(np.int64, (4, 5), elements=st.integers(0, 30)))
def test_every_measure_lies_in_its_interval_and_bounds(counts):
    found = inflation(counts, rng=rng(), draws=50).dropna()
    for name, measure in [("top", "top_share"), ("mode", "mode_share"), ("ordinal", "ordinal_mean")]:
        assert (found[f"{name}_low"] <= found[measure] + 1e-12).all()
        assert (found[f"{name}_high"] >= found[measure] - 1e-12).all()
    assert found["entropy"].between(0, 1 + 1e-12).all()
    assert found["entropy_low"].between(0, 1).all()


@given(st.integers(2, 8))
def test_equal_classes_have_the_largest_entropy_and_one_class_none(k):
    assert entropy(np.full(k, 1 / k)) == pytest.approx(1)
    assert entropy(np.eye(k)[0]) == 0
