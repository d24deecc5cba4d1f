from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tests.fairness.cases import case, ratings
from workbench.model.fairness import COLUMNS, FairnessCheck, findings_of
from workbench.model.labels import Label
from workbench.model.people import COLUMNS as PEOPLE_COLUMNS
from workbench.model.people import People, empty

WORDS = Label.of("words")


def test_groupings_are_every_group_column_unless_some_are_asked_for():
    everybody = case({"A": 1, "B": 2}, {"jk": ["L", "P"], "jenis": ["PNS", "PPPK"]})
    assert list(everybody.groupings) == ["jk", "jenis"]
    crossed = case({"A": 1, "B": 2}, {"jk": ["L", "P"], "jenis": ["PNS", "PPPK"]}, groupings=[["jk", "jenis"]])
    assert crossed.groupings["jk × jenis"].tolist() == ["L × PNS", "P × PPPK"]


def test_a_crossed_group_of_which_a_part_is_not_known_is_not_known():
    found = case({"A": 1, "B": 2}, {"jk": ["L", None], "jenis": ["PNS", "PNS"]}, groupings=[["jk", "jenis"]])
    assert found.groupings["jk × jenis"].isna().tolist() == [False, True]


def test_the_top_tenth_of_20_are_2_and_equals_at_its_border_belong_to_it():
    scores = {f"K{n}": float(n) for n in range(20)} | {"K18": 19.0, "K17": 19.0, "K0": np.nan}
    found = case(scores, {}).in_top
    assert found.isna().tolist() == [True, *[False] * 19]
    assert found[found.fillna(False)].index.tolist() == ["K17", "K18", "K19"]


def test_the_best_class_is_favourable_unless_others_are_named():
    assert case({"A": 1}, {}, class_order=["sb", "b", "k"]).favourable == ("sb",)
    assert case({"A": 1}, {}, class_order=["sb", "b", "k"], favourable=["sb", "b"]).favourable == ("sb", "b")


def test_every_check_draws_from_the_beginning():
    one = case({"A": 1}, {}, seed=7)
    assert one.rng().random() == one.rng().random()


def test_the_unit_is_a_group_column_where_nobody_is_placed_elsewhere():
    assert case({"A": 1}, {"dinas": ["U1"]}, unit="dinas").units.tolist() == ["U1"]
    assert case({"A": 1}, {"dinas": ["U1"]}).units is None


def test_a_unit_that_the_table_of_people_leaves_open_is_taken_from_the_group_column():
    frames = {name: empty(name) for name in PEOPLE_COLUMNS}
    people = People(status=pd.DataFrame({"unit": [None]}, index=["A"]), checks={}, facts={}, **frames)
    assert case({"A": 1}, {"dinas": ["U1"]}, unit="dinas", people=people).units.tolist() == ["U1"]


def test_few_whole_numbers_are_an_ordered_scale_and_anything_else_is_not():
    assert ratings([("A", "R", 1), ("B", "R", 3)]).ordered
    assert not ratings([("A", "R", 1.5), ("B", "R", 3)]).ordered
    assert not ratings([(str(n), "R", n) for n in range(12)]).ordered


def test_findings_have_all_columns_whatever_was_given():
    found = findings_of(pd.DataFrame({"group": ["L", "P"], "value": [1, np.nan]}), verdict="stated", group="ignored")
    assert list(found) == list(COLUMNS)
    assert found["group"].tolist() == ["L", "P"]
    assert found["verdict"].tolist() == ["stated", "stated"]
    assert found["size"].isna().all()
    assert found["reason"].tolist() == ["", ""]


def test_no_findings_are_a_frame_without_rows():
    assert findings_of().empty
    assert list(findings_of()) == list(COLUMNS)


@pytest.mark.parametrize(("wrong", "said"), [({"code": "Not snake"}, "snake_case"), ({"reference": " "}, "reference")])
def test_a_check_is_checked_when_it_is_made(wrong, said):
    given = {"code": "own", "reference": "SK 1"} | wrong
    with pytest.raises(ValueError, match=said):
        FairnessCheck(label=WORDS, question=WORDS, description=WORDS, examine=lambda case: None, **given)


def test_a_text_that_only_some_parts_give_is_empty_in_the_others():
    with_reason = pd.DataFrame({"group": ["a"], "reason": ["one rater only"]})
    assert findings_of(with_reason, pd.DataFrame({"group": ["b"]}))["reason"].tolist() == ["one rater only", ""]
