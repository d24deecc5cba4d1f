from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from workbench.scoring.benefit_of_the_doubt import BenefitOfTheDoubt, benefit_of_the_doubt, benefit_parts

FREE = BenefitOfTheDoubt()


def parts(rows, options=FREE, weights=None):
    children = np.array(rows, dtype=float)
    share = np.ones(children.shape) / children.shape[1] if weights is None else np.tile(weights, (len(children), 1))
    return benefit_parts(children, share, options)


def test_a_child_alone_is_compared_with_the_best_of_all():
    assert parts([[80], [40], [0]]).ravel().tolist() == pytest.approx([100, 50, 0])


def test_each_subject_is_weighed_as_suits_it_best():
    # each of the first two is best at something; the third reaches half of the first along its own mixture
    found = parts([[100, 0], [0, 50], [50, 25]])
    assert found.sum(axis=1) == pytest.approx([100, 100, 100])  # 50/100 + 25/50: nobody beats it at even weights
    assert parts([[100, 0], [0, 50], [25, 12.5]]).sum(axis=1)[2] == pytest.approx(50)


def test_shares_can_be_kept_within_bounds():
    # free, the first gets 100 from its first child; with at least 40 % from each, child by child:
    # v1 100 >= 0.4 s and v2 20 >= 0.4 s under v1 100 + v2 20 <= 1 and v1 20 + v2 100 <= 1
    rows = [[100, 20], [20, 100]]
    found = parts(rows, BenefitOfTheDoubt(lowest_share=0.4, highest_share=0.6))
    shares = found / found.sum(axis=1, keepdims=True)
    assert shares.min() >= 0.4 - 1e-9
    assert shares.max() <= 0.6 + 1e-9
    # by hand: v2 = 0.4 s / 20, v1 = 0.6 s / 100; the other gets 0.12 s + 2 s, at most 1
    assert found.sum(axis=1) == pytest.approx([100 / 2.12] * 2)


def test_a_subject_with_nothing_gets_nothing():
    assert parts([[0, 0], [10, 20]])[0].tolist() == [0, 0]
    assert parts([[0, 10], [10, 20]], BenefitOfTheDoubt(lowest_share=0.2))[0].tolist() == pytest.approx([0, 0])


def test_a_child_without_weight_plays_no_part_and_one_below_zero_counts_as_zero():
    assert parts([[50, 9], [100, 1]], weights=[1.0, 0.0]).tolist() == [[50, 0], [100, 0]]
    assert parts([[-5, 50], [10, 100]]).sum(axis=1) == pytest.approx([50, 100])


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"lowest_share": 0.5, "highest_share": 0.4}, "must not be larger"),
        ({"lowest_share": 0.4}, "cannot add up to 1"),
        ({"highest_share": 0.3}, "cannot add up to 1"),
    ],
)
def test_bounds_that_no_three_children_can_keep(given, said):
    with pytest.raises(ValidationError, match=said):
        BenefitOfTheDoubt.model_validate(given, context={"counting": ("a", "b", "c")})


rows = st.lists(st.tuples(*[st.integers(0, 100)] * 3), min_size=1, max_size=8).filter(lambda all_: np.any(all_))


@settings(max_examples=30)  # each asks for a linear program a subject
@given(rows, st.randoms(use_true_random=False))
def test_neither_the_order_of_subjects_nor_the_unit_of_a_child_matters(given_rows, shuffle):
    found = parts(given_rows)
    order = list(range(len(given_rows)))
    shuffle.shuffle(order)
    assert parts([given_rows[place] for place in order]) == pytest.approx(found[order], abs=1e-7)
    in_other_units = np.array(given_rows) * [1.0, 1000.0, 0.01]
    assert parts(in_other_units) == pytest.approx(found, abs=1e-6)


@settings(max_examples=30)  # each asks for a linear program a subject
@given(rows)
def test_the_score_is_the_sum_of_its_parts_within_0_and_100_and_somebody_has_100(given_rows):
    children = np.array(given_rows, dtype=float)
    found = benefit_of_the_doubt(children, np.full(children.shape, 1 / 3), FREE)
    assert found == pytest.approx(parts(given_rows).sum(axis=1))
    assert found.min() >= 0
    assert found.max() == pytest.approx(100)
