from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from workbench.fairness.groupings import grouping

PEOPLE = pd.DataFrame({"sex": ["f", "m", "f", None, "m"], "post": ["staff", "staff", "head", "head", None]})


def test_one_column_is_coded_in_alphabetical_order():
    found = grouping(PEOPLE, ["sex"])
    assert found.levels == (("f",), ("m",))
    assert found.codes.tolist() == [0, 1, 0, -1, 1]
    assert found.size.tolist() == [2, 2]
    assert found.left_out == 1


def test_two_columns_crossed_have_the_combinations_that_occur():
    found = grouping(PEOPLE, ["sex", "post"])
    assert found.levels == (("f", "head"), ("f", "staff"), ("m", "staff"))
    assert found.codes.tolist() == [1, 2, 0, -1, -1]
    assert found.size.tolist() == [1, 1, 1]
    assert found.left_out == 2


def test_nobody_in_any_group():
    found = grouping(pd.DataFrame({"sex": [None, None]}), ["sex"])
    assert found.levels == ()
    assert found.codes.tolist() == [-1, -1]


@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("xyz"), st.sampled_from("12")), min_size=1))
def test_groups_are_those_of_pandas_whatever_the_order_of_people(rows):
    frame = pd.DataFrame(rows, columns=["one", "two", "three"])
    found = grouping(frame, list(frame))
    wanted = frame.groupby(list(frame)).size()
    assert list(found.levels) == list(wanted.index)
    assert found.size.tolist() == wanted.tolist()
    turned = grouping(frame[::-1].reset_index(drop=True), list(frame))
    assert turned.levels == found.levels
    assert np.array_equal(turned.codes[::-1], found.codes)
