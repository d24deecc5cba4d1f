from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tests.scoring.frameworks import framework, leaf, node
from workbench.analysis.leave_one_out import (
    leave_branches_out,
    leave_each_out,
    names_in,
    without,
    without_rows_of,
)
from workbench.errors import InputError, ScoringError

TREE = framework(node("ab", leaf("a", 3), leaf("b")), leaf("c"))
VALUES = pd.DataFrame({"a": [80.0, 60, 40], "b": [0.0, 60, 80], "c": [50.0, 40, np.nan]}, index=list("XYZ"))
RATINGS = {"ratings": pd.DataFrame({"who": ["X", "X", "Y"], "rater": ["r1", "r2", "r1"], "mark": [3, 4, 5]})}


def test_the_siblings_take_over_the_weight_of_what_is_left_out():
    # without a: ab = b; X (0 + 50) / 2, Y (60 + 40) / 2, Z 80: c is missing
    found = leave_branches_out(TREE, VALUES, ["a", "ab"])
    assert found.policy.tolist() == [(60 + 50) / 2, (60 + 40) / 2, 50]
    assert found.scores["a"].tolist() == [25, 50, 80]
    assert found.scores["ab"].tolist()[:2] == [50, 40]


def test_a_subject_for_whom_nothing_remains_has_no_score_and_no_rank():
    found = leave_branches_out(TREE, VALUES, ["ab"])
    assert found.scores["ab"].isna().tolist() == [False, False, True]
    assert found.ranks["ab"].isna().tolist() == [False, False, True]


def test_places_gained_are_positive_and_the_mean_is_over_those_ranked_in_both():
    found = leave_branches_out(TREE, VALUES, ["a", "ab"])
    assert found.policy_ranks.tolist() == [1, 2, 2]
    assert found.ranks["a"].tolist() == [3, 2, 1]
    assert found.shifts["a"].tolist() == [-2, 0, 1]
    assert found.mean_shifts.tolist() == [1, 0]


def test_every_indicator_is_left_out_once_where_nothing_is_named():
    assert leave_branches_out(TREE, VALUES).scores.columns.tolist() == ["a", "b", "c"]


def test_a_dimension_that_loses_its_last_child_goes_too():
    tree = framework(node("only", leaf("a")), leaf("b", 2), leaf("c"))
    assert [child.code for child in without(tree, "a").root.children] == ["b", "c"]


@pytest.mark.parametrize(
    ("code", "fault"),
    [("aa", "aa: no dimension or indicator has this name; did you mean: a"), ("score", "no dimension or indicator")],
)
def test_a_name_that_leads_nowhere_is_refused(code, fault):
    with pytest.raises(ScoringError, match=fault):
        without(TREE, code)


def test_what_would_leave_nothing_that_counts_is_refused():
    with pytest.raises(ScoringError, match="a: nothing that counts would remain"):
        without(framework(leaf("a"), leaf("b", 0)), "a")


def test_raters_are_those_who_occur_and_their_rows_alone_are_left_out():
    assert names_in(RATINGS, table="ratings", column="rater") == ["r1", "r2"]
    kept = without_rows_of(RATINGS, "r1", table="ratings", column="rater")["ratings"]
    assert kept["mark"].tolist() == [4]
    assert len(RATINGS["ratings"]) == 3


def test_an_unknown_rater_or_column_is_refused():
    with pytest.raises(InputError, match="no row has 'r9' in the column 'rater'"):
        without_rows_of(RATINGS, "r9", table="ratings", column="rater")
    with pytest.raises(InputError, match=r"no column 'judge' was read here; known are: ratings.who, ratings.rater"):
        names_in(RATINGS, table="ratings", column="judge")


def test_any_part_can_be_left_out_by_whoever_knows_how():
    means = RATINGS["ratings"].groupby("who")["mark"].mean()

    def score_without(rater):
        kept = without_rows_of(RATINGS, rater, table="ratings", column="rater")["ratings"]
        return kept.groupby("who")["mark"].mean()

    found = leave_each_out(["r1", "r2"], score_without, policy=means)
    assert found.scores["r2"].tolist() == [3, 5]
    assert found.scores["r1"].isna().tolist() == [False, True]  # nobody else rated Y
