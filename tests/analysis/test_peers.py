"""Standing among peers, on numbers that can be ranked by eye."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.scoring.frameworks import framework, leaf, measurements
from workbench.analysis.peers import standing_among_peers, strengths_and_weaknesses
from workbench.model.parameters import Imputation, Ranking, Treatment
from workbench.scoring.composite import score

#               speed  order   score, the mean of both
VALUES = {
    "A": (90.0, 10.0),  # 50
    "B": (80.0, 40.0),  # 60
    "C": (70.0, 40.0),  # 55
    "D": (10.0, 70.0),  # 40
    "E": (np.nan, 60.0),
}


def card_of(values, codes=("speed", "order")):
    frame = pd.DataFrame.from_dict(values, orient="index", columns=list(codes))
    return score(
        framework(*map(leaf, codes), minimum=0.6),
        measurements(frame),
        groups=pd.DataFrame(index=frame.index),
        missing=Imputation(),
        treatment=Treatment(),
        ranking=Ranking(),
    )


def standing(card, subject, *groups, **settings):
    settings = {"minimum": 3} | settings
    table = standing_among_peers(card, *groups, **settings)
    return table[table["subject"] == subject].set_index("code")


def test_rank_mean_and_median_are_those_of_everyone_with_a_value():
    table = standing(card_of(VALUES), "B")
    columns = ["peers", "rank", "points", "mean", "median"]
    assert table.loc["speed", columns].tolist() == [4, 2, 80, 62.5, 75]
    assert table.loc["order", columns].tolist() == [5, 3, 40, 44, 40]
    assert table.loc["score", columns].tolist() == [4, 1, 60, 51.25, 52.5]


def test_equals_share_the_better_rank_and_dust_separates_nobody():
    third = 100 / 3
    table = standing_among_peers(card_of({"A": (third,), "B": (third + 1e-13,), "C": (10.0,)}, ("x",)), minimum=3)
    assert table[table["code"] == "x"]["rank"].tolist() == [1, 1, 3]


def test_scores_are_told_apart_as_finely_as_the_ranking_does():
    card = card_of({"A": (70.4,), "B": (70.2,), "C": (10.0,)}, ("x",))
    table = standing_among_peers(card, minimum=3, decimals=0)
    assert table[table["code"] == "score"]["rank"].tolist() == [1, 1, 3]
    assert table[table["code"] == "x"]["rank"].tolist() == [1, 2, 3]


def test_what_has_no_value_has_no_standing():
    assert list(standing(card_of(VALUES), "E").index) == ["order"]


def test_peers_are_those_of_the_same_group_only():
    groups = pd.Series({"A": "small", "B": "small", "C": "large", "D": "small", "E": "large"})
    table = standing(card_of(VALUES), "B", groups)
    assert table.loc["speed", ["group", "peers", "rank", "median"]].tolist() == ["small", 3, 2, 80]


def test_too_few_peers_are_counted_and_not_compared():
    groups = pd.Series({"A": "small", "B": "small", "C": "large", "D": "small", "E": "large"})
    row = standing(card_of(VALUES), "C", groups).loc["order"]
    assert row["peers"] == 2
    assert row[["rank", "mean", "median"]].isna().all()


def test_a_subject_without_a_group_has_no_peers():
    groups = pd.Series({"A": "small", "B": "small", "C": None, "D": "small", "E": "large"})
    assert standing(card_of(VALUES), "C", groups).empty


def test_only_the_subjects_asked_about_are_told_but_all_are_compared():
    table = standing_among_peers(card_of(VALUES), minimum=3, subjects=pd.Index(["D"]))
    assert set(table["subject"]) == {"D"}
    assert table.set_index("code").at["speed", "peers"] == 4


def one(**rows):
    """Return the standing of one subject: code to rank, points, mean, median."""
    return pd.DataFrame(
        [(code, *row) for code, row in rows.items()], columns=["code", "rank", "points", "mean", "median"]
    )


def test_strengths_lie_above_the_median_and_weaknesses_below_it():
    table = one(a=(4, 50.0, 48.0, 49.0), b=(1, 90.0, 48.0, 49.0), c=(9, 10.0, 48.0, 49.0), d=(5, 49.0, 48.0, 49.0))
    strengths, weaknesses = strengths_and_weaknesses(table)
    assert strengths["code"].tolist() == ["b", "a"]
    assert weaknesses["code"].tolist() == ["c"]


def test_the_best_value_that_most_share_is_a_strength_and_what_all_share_is_none():
    most, everyone = (1, 100.0, 80.0, 100.0), (1, 100.0, 100.0, 100.0)
    strengths, weaknesses = strengths_and_weaknesses(one(most=most, everyone=everyone))
    assert strengths["code"].tolist() == ["most"]
    assert weaknesses.empty


def test_a_zero_that_most_share_is_no_weakness_against_them():
    _, weaknesses = strengths_and_weaknesses(one(patents=(4, 0.0, 20.0, 0.0)))
    assert weaknesses.empty


def test_at_most_so_many_are_named_from_both_ends():
    rows = {f"i{rank}": (rank, 100.0 - rank, 50.0, 90.0) for rank in range(1, 21)}
    strengths, weaknesses = strengths_and_weaknesses(one(**rows), most=3)
    assert strengths["code"].tolist() == ["i1", "i2", "i3"]
    assert weaknesses["code"].tolist() == ["i20", "i19", "i18"]


@given(st.lists(st.integers(0, 20), min_size=3, max_size=12), st.randoms(use_true_random=False))
def test_the_order_of_the_subjects_never_matters(values, random):
    rows = {f"s{place}": (float(value),) for place, value in enumerate(values)}
    shuffled = list(rows)
    random.shuffle(shuffled)
    card = card_of(rows, ("x",))
    mixed = card_of({subject: rows[subject] for subject in shuffled}, ("x",))
    tables = [
        standing_among_peers(each, minimum=3).set_index(["subject", "code"]).sort_index() for each in (card, mixed)
    ]
    pd.testing.assert_frame_equal(*tables)


@given(st.lists(st.integers(0, 20), min_size=3, max_size=12))
def test_a_rank_is_one_more_than_the_number_of_better_peers(values):
    table = standing_among_peers(
        card_of({f"s{n}": (float(value),) for n, value in enumerate(values)}, ("x",)), minimum=3
    )
    ranks = table[table["code"] == "x"]["rank"].tolist()
    assert ranks == [1 + sum(other > value for other in values) for value in values]


def test_a_group_column_of_an_unknown_subject_is_ignored():
    groups = pd.Series(dict.fromkeys([*VALUES, "Z"], "all"))
    assert "Z" not in set(standing_among_peers(card_of(VALUES), groups, minimum=3)["subject"])


@pytest.mark.parametrize("minimum", [5, 6])
def test_the_minimum_counts_the_subject_itself(minimum):
    row = standing(card_of(VALUES), "B", minimum=minimum).loc["order"]
    assert pd.isna(row["rank"]) == (minimum > 5)
