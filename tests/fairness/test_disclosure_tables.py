from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tests.fairness.counted import INVESTMENT, at, two_way
from workbench.fairness.disclosure_tables import NOT_STATED, count_tables, hide_only_small, nesting


@pytest.fixture
def people():
    return pd.DataFrame(
        {
            "village": ["a", "a", "b", "b", "c"],
            "district": ["x", "x", "x", "x", "y"],
            "sex": ["m", "f", "m", "f", None],
            "class": ["1", "2", "1", "1", "2"],
            "score": [60.0, 70.0, 80.0, np.nan, np.nan],
        }
    )


def test_a_table_has_all_its_margins():
    tables = two_way(INVESTMENT, "ABC")
    assert len(tables.cells) == (3 + 1) * (3 + 1)
    assert tables.cells["count"][[at(tables), at(tables, unit="II"), at(tables, **{"class": "C"})]].tolist() == [
        190,
        49,
        44,
    ]
    assert tables.sums.shape == (3 + 3 + 1 + 1, 16)


def test_all_sums_hold_in_linked_and_hierarchical_tables(people):
    tables = count_tables(people, [("village", "class"), ("sex", "class")], within={"village": ["district"]})
    assert (tables.sums @ tables.cells["count"].to_numpy() == 0).all()
    assert tables.cells["count"][at(tables, village="b", **{"class": "1"})] == 2
    assert tables.cells["count"][at(tables, district="x", **{"class": "1"})] == 3


def test_a_margin_that_two_tables_share_is_one_cell(people):
    tables = count_tables(people, [("village", "class"), ("sex", "class")])
    assert not tables.cells.duplicated(list(tables.variables)).any()
    whole = (tables.cells[["village", "sex"]] == "").all(axis=1) & (tables.cells["class"] == "1")
    assert whole.sum() == 1


def test_cells_nobody_is_in_stand_in_the_table_too(people):
    tables = count_tables(people, [("village", "class")], within={"village": ["district"]})
    assert tables.cells["count"][at(tables, village="c", **{"class": "1"})] == 0


def test_a_village_in_two_districts_is_refused(people):
    with pytest.raises(ValueError, match="some village lies in more than one district"):
        count_tables(people.assign(village="a"), [("village", "class")], within={"village": ["district"]})


def test_columns_that_lie_within_each_other_are_found():
    people = pd.DataFrame(
        {
            "region": list("rrrrrs"),
            "village": list("aabbcd"),
            "district": list("xxxxyz"),
            "type": list("kkllkl"),
            "code": list("112234"),
            "sex": list("mfmfmf"),
        }
    )
    assert nesting(people, list(people)) == {
        "village": ("district", "type"),
        "district": ("region",),
        "code": ("village",),
    }
    assert nesting(people, ["sex", "type"]) == {}


def test_a_village_sums_to_its_district_and_to_its_type():
    people = pd.DataFrame(
        {"village": list("aabc"), "district": list("xxxy"), "type": list("kklk"), "class": list("1211")}
    )
    tables = count_tables(people, [("village", "class")], within={"village": ["district", "type"]})
    assert (tables.sums @ tables.cells["count"].to_numpy() == 0).all()
    village = at(tables, village="a", **{"class": "1"})
    totals = {
        at(tables, district="x", **{"class": "1"}),
        at(tables, type="k", **{"class": "1"}),
        at(tables, village="a"),
    }
    column = tables.sums[:, [village]].toarray()[:, 0]
    found = {int(np.flatnonzero(tables.sums[[row]].toarray()[0] < 0)[0]) for row in np.flatnonzero(column)}
    assert found == totals


def test_people_without_a_group_are_counted_as_not_stated(people):
    tables = count_tables(people, [("sex", "class")])
    assert tables.cells["count"][at(tables, sex=NOT_STATED)] == 1


def test_means_are_over_those_who_have_a_score_and_never_by_class(people):
    tables = count_tables(people, [("sex", "class")], sensitive="class", score="score")
    cells = tables.cells
    assert cells.loc[at(tables), ["mean", "scored"]].tolist() == [70, 3]
    assert cells.loc[at(tables, sex="m"), ["mean", "scored"]].tolist() == [70, 2]
    assert cells.loc[at(tables, sex="f"), ["mean", "scored"]].tolist() == [70, 1]
    assert cells.loc[cells["class"] != "", "mean"].isna().all()


def test_the_whole_of_a_class_is_its_row():
    tables = two_way(INVESTMENT, "ABC")
    assert tables.whole()[at(tables, unit="II", **{"class": "C"})] == at(tables, unit="II")
    assert tables.whole()[at(tables, unit="II")] == -1


def test_crossing_out_only_what_is_small_keeps_the_totals_that_give_it_away():
    people = pd.DataFrame({"unit": ["A"] * 6 + ["B"] * 10, "class": ["x"] * 2 + ["y"] * 4 + ["x"] * 10})
    found = hide_only_small(count_tables(people, [("unit", "class")]), 5)
    shown = found.cells.set_index(["unit", "class"])["count"]
    assert set(shown[shown.isna()].index) == {("A", "x"), ("A", "y"), ("", "y")}
    assert shown["B", "y"] == 0  # nobody is nobody's secret
    assert shown["A", ""] == 6
    assert found.smallest == 5
    assert (found.hidden == shown.isna().to_numpy()).all()
