from __future__ import annotations

import numpy as np
import pytest
from mcdm import options
from mcdm.criteria import as_criteria
from mcdm.outranking import promethee

MATRIX = [[60, 20], [50, 80], [10, 50]]


def flow(weights=(0.75, 0.25), **settings):
    children = np.array(MATRIX, dtype=float)
    return promethee(as_criteria(children, np.tile(weights, (3, 1)), options.Promethee(**settings)))


def test_the_three_flows_by_hand():
    # the first beats both in the first child (0.75) and loses to both in the second (0.25)
    assert flow(flow="leaving").tolist() == pytest.approx([75, 62.5, 12.5])
    assert flow(flow="entering").tolist() == pytest.approx([75, 62.5, 12.5])
    assert flow().tolist() == pytest.approx([75, 62.5, 12.5])


def test_a_difference_within_the_threshold_is_no_preference():
    # 60 against 50 in the first child is within 20: the first then beats only the third
    assert flow(preference="ushape", q=20.0, flow="leaving")[0] == pytest.approx(100 * 0.75 / 2)
    assert flow(preference="ushape", q=(20.0, 100.0), flow="leaving")[1] == pytest.approx(100 * 0.75 / 2)


def test_a_preference_may_grow_with_the_difference():
    # vshape to 40: 10/40 against the second, 50 is more than 40 against the third
    assert flow(preference="vshape", p=40.0, flow="leaving")[0] == pytest.approx(100 * 0.75 * (0.25 + 1) / 2)


def test_a_subject_alone_has_no_flow():
    alone = as_criteria(np.array([[5.0]]), np.ones((1, 1)), options.Promethee())
    assert np.isnan(promethee(alone)).all()
