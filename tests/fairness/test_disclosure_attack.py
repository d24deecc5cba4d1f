from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from tests.fairness.counted import INVESTMENT, at, people_of, two_way, without
from workbench.fairness.disclosure_attack import attack, attack_means, limits_from_totals
from workbench.fairness.disclosure_tables import HIDDEN, ROUNDED, count_tables

SCALE = {"scale": (0.0, 100.0), "asked": 10.0}


def test_a_single_hidden_cell_follows_from_its_row():
    tables = two_way(INVESTMENT, "ABC")
    found = attack(without(tables, [at(tables, unit="II", **{"class": "C"})]))
    assert found[["low", "high", "solved"]].to_numpy().tolist() == [[22, 22, True]]


def test_four_hidden_cells_of_the_published_example_leave_a_range_of_5_to_30():
    # II-A + II-C = 30 and II-A + III-A = 25: II-A is at most 25, so II-C is at least 5, and at most 30.
    tables = two_way(INVESTMENT, "ABC")
    hidden = [at(tables, unit=unit, **{"class": each}) for unit in ("II", "III") for each in "AC"]
    found = attack(without(tables, hidden))
    assert found.loc[hidden[1], ["low", "high"]].tolist() == [5, 30]
    assert not found["solved"].any()


def test_hiding_small_cells_alone_is_solved():
    tables = two_way({"p": (12, 3, 9), "q": (8, 11, 10), "r": (9, 14, 4)}, "123")
    small = tables.cells.index[tables.cells["count"] < 5]
    found = attack(without(tables, small))
    assert found["low"].tolist() == found["high"].tolist() == [3, 4]
    assert found["solved"].all()


def test_hidden_zero_people_in_two_cells_are_found_by_counts_not_being_negative():
    tables = two_way({"p": (0, 0, 9), "q": (8, 11, 10)}, "123")
    hidden = [at(tables, unit="p", **{"class": each}) for each in "12"]
    assert attack(without(tables, hidden))[["low", "high"]].to_numpy().tolist() == [[0, 0], [0, 0]]


def test_a_range_narrower_than_the_threshold_is_solved_too():
    # 1 + 2 people hidden in each row and column: nobody can tell which is which, but all are at most 3.
    tables = two_way({"p": (1, 2, 9), "q": (2, 1, 10), "r": (30, 30, 30)}, "123")
    hidden = [at(tables, unit=unit, **{"class": each}) for unit in "pq" for each in "12"]
    found = attack(without(tables, hidden))
    assert found[["low", "high"]].to_numpy().tolist() == [[0, 3]] * 4
    assert found["solved"].all()
    assert not attack(without(tables, hidden, smallest=4))["solved"].any()


def test_a_margin_that_another_table_gives_away_is_used():
    # How many people p and q have is hidden, and shown class by class in the other table.
    people = people_of({"p": (6, 6), "q": (7, 5), "r": (2, 8)}, "12").assign(sex=list("mf" * 17))
    for crossed, solved in (([("unit", "sex")], False), ([("unit", "sex"), ("unit", "class")], True)):
        tables = count_tables(people, crossed)
        found = attack(without(tables, [at(tables, unit="p"), at(tables, unit="q"), *hidden_of(tables, "pq", sex="m")]))
        assert found.loc[at(tables, unit="p"), "solved"] == solved


def hidden_of(tables, units, **keys):
    return [at(tables, unit=unit, **keys) for unit in units]


def test_a_total_of_the_larger_area_is_used():
    people = people_of({"a": (6, 3), "b": (9, 9), "c": (8, 7)}, "12").assign(
        district=lambda t: t["unit"].map({"a": "x", "b": "x", "c": "y"})
    )
    tables = count_tables(people, [("unit", "class")], within={"unit": ["district"]})
    hidden = [at(tables, unit=unit, **{"class": each}) for unit in "ac" for each in "12"]
    assert attack(without(tables, hidden))["solved"].all()  # c is all of y, and a is what is left of x


def test_a_percentage_of_a_known_number_tells_the_count():
    # 5 % of 37: 1.85 is the only share of a whole number of people between 4.5 and 5.5 %.
    tables = two_way({"p": (2, 35), "q": (40, 60)}, "12")
    hidden = [at(tables, unit=unit, **{"class": each}) for unit in "pq" for each in "12"]
    published = without(tables, hidden)
    assert not attack(published)["solved"].any()
    percent = pd.Series(pd.NA, index=published.cells.index, dtype="Int64")
    percent[hidden[0]] = 5
    found = attack(replace(published, cells=published.cells.assign(percent=percent)))
    assert found.loc[hidden[0], ["low", "high", "solved"]].tolist() == [2, 2, True]
    assert found["solved"].all()


def test_a_percentage_of_a_hidden_total_narrows_the_total():
    # 20 people are 8 % of the unit: between 20/.085 = 235.3 and 20/.075 = 266.7.
    tables = two_way({"p": (20, 230), "q": (40, 600)}, "12")
    p, q = (at(tables, unit=unit, **{"class": "2"}) for unit in "pq")
    published = without(tables, [p, q, at(tables, unit="p"), at(tables, unit="q")])
    percent = pd.Series(pd.NA, index=published.cells.index, dtype="Int64")
    percent[at(tables, unit="p", **{"class": "1"})] = 8
    found = attack(replace(published, cells=published.cells.assign(percent=percent)))
    assert found.loc[at(tables, unit="p"), ["low", "high"]].tolist() == [236, 266]


def test_zeros_shown_beside_a_hidden_cell_tell_the_class_of_everybody():
    # Nobody can tell how many people p has, but all are in class 2.
    tables = two_way({"p": (0, 3), "q": (8, 9), "r": (6, 12)}, "12")
    hidden = [at(tables, unit=unit, **keys) for unit in "pq" for keys in ({}, {"class": "2"})]
    found = attack(without(tables, hidden))
    assert found.loc[hidden[1], ["low", "high", "solved"]].tolist() == [0, 12, True]
    assert not found.loc[hidden[2:], "solved"].any()
    shown_too = [*hidden, *(at(tables, unit=unit, **{"class": "1"}) for unit in "pq")]
    assert not attack(without(tables, shown_too))["solved"].any()


def test_a_share_that_may_not_be_told():
    # 40 to 50 people of 50: surely more than three quarters, not surely everybody.
    tables = two_way({"p": (45, 5), "q": (5, 45)}, "12")
    hidden = [at(tables, unit=unit, **{"class": each}) for unit in "pq" for each in "12"]
    published = without(tables, hidden)
    assert not attack(published)["solved"].any()
    cells = published.cells.assign(percent=pd.Series([pd.NA] * len(published.cells), dtype="Int64"))
    cells.loc[hidden[0], "percent"] = 90
    assert attack(replace(published, cells=cells, largest_share=0.75, smallest=3)).loc[hidden[0], "solved"]


def test_rounded_counts_are_attacked_by_their_sums():
    # 4 and 4 shown as 5 and 5, their sum 8 as 10: each is 1 to 9, and the other 8 minus it.
    tables = count_tables(pd.DataFrame({"sex": list("mmmmffff")}), [("sex",)])
    cells = tables.cells[["sex"]].assign(count=pd.array([10, 5, 5], dtype="Int64"), status=ROUNDED)
    found = attack(replace(without(tables, []), cells=cells, off=4))
    assert found[["low", "high"]].to_numpy().tolist() == [[6, 14], [1, 9], [1, 9]]


def test_part_of_a_small_total_that_is_known_cannot_have_a_wide_range():
    tables = two_way({"p": (1, 2), "q": (20, 20)}, "12")
    hidden = [at(tables, unit=unit, **{"class": each}) for unit in "pq" for each in "12"]
    found = attack(without(tables, hidden))
    assert found.loc[hidden, "asked"].tolist() == [3, 3, 4, 4]
    assert found.loc[hidden, "solved"].tolist() == [False, False, True, True]
    assert limits_from_totals(tables.sums, tables.cells["count"].to_numpy(float))[hidden[0]] == 1


@pytest.mark.parametrize(("units", "classes", "solved"), [("pq", "12", True), ("pqr", "13", False)])
def test_a_search_that_stops_early_comes_to_the_same_verdict(units, classes, solved):
    tables = two_way({"p": (1, 2, 9), "q": (2, 1, 10), "r": (30, 30, 30)}, "123")
    hidden = [at(tables, unit=unit, **{"class": each}) for unit in units for each in classes]
    for exact in (True, False):
        assert (attack(without(tables, hidden), exact=exact)["solved"] == solved).all()


def test_a_mean_narrows_how_many_are_in_a_class():
    # Ten people with a mean of 90: x in the class of at most 50 and the others at most 100 give 1,000 - 50 x points,
    # and 899.5 are needed.
    tables = two_way({"p": (1, 9), "q": (15, 5)}, "12")
    hidden = [at(tables, unit=unit, **{"class": each}) for unit in "pq" for each in "12"]
    mean = np.where(tables.cells.index == at(tables, unit="p"), 90.0, np.nan)
    published = without(tables, hidden)
    published = replace(published, cells=published.cells.assign(mean=mean))
    assert not attack(published)["solved"].any()
    found = attack(published, class_scores={"1": (0.0, 50.0), "2": (80.0, 100.0)})
    assert found.loc[hidden[0], ["low", "high"]].tolist() == [0, 2]
    assert found["solved"].all()


def mean_tables(scores):
    people = pd.DataFrame([(unit, each) for unit, row in scores.items() for each in row], columns=["unit", "score"])
    return count_tables(people, [("unit",)], score="score")


def published_means(tables, hidden):
    published = without(tables, [])
    mean = tables.cells["mean"].round(1).where(~tables.cells.index.isin(hidden))
    return replace(published, cells=published.cells.assign(mean=mean))


def test_the_mean_of_a_hidden_group_follows_from_the_others():
    # (12 x 70 - 10 x 65) / 2 = 95, give or take what rounding to one decimal hides: (12 + 10) x .05 / 2 = .55.
    tables = mean_tables({"a": [65.0] * 10, "b": [91.0, 99.0]})
    found = attack_means(published_means(tables, [2]), tables.cells["scored"].to_numpy(), **SCALE)
    assert found.loc[2, ["low", "high"]].tolist() == pytest.approx([94.45, 95.55])
    assert found.loc[2, "solved"]


def test_two_hidden_means_hide_each_other():
    # b and c have 190 + 680 = 870 points; b has 0 to 200 of them.
    tables = mean_tables({"a": [65.0] * 10, "b": [91.0, 99.0], "c": [68.0] * 10})
    found = attack_means(published_means(tables, [2, 3]), tables.cells["scored"].to_numpy(), **SCALE)
    assert found.loc[2, ["low", "high"]].tolist() == pytest.approx([0, 100])
    assert not found["solved"].any()


def test_a_mean_near_the_end_of_the_scale_tells_those_of_all():
    tables = mean_tables({"a": [100.0] * 10, "b": [100.0] * 10, "c": [99.0] * 10})
    found = attack_means(published_means(tables, [1, 2, 3]), tables.cells["scored"].to_numpy(), **SCALE)
    assert found["solved"].all()


def test_hidden_counts_are_not_seen_by_the_attack():
    tables = two_way(INVESTMENT, "ABC")
    published = without(tables, [5])
    assert published.cells["count"].isna().tolist() == [each == 5 for each in range(16)]
    assert published.cells["status"].tolist().count(HIDDEN) == 1
    assert np.array_equal(published.hidden, np.arange(16) == 5)
