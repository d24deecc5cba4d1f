from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tests.fairness.counted import people_of
from workbench.errors import DisclosureError
from workbench.fairness import publishing
from workbench.fairness.disclosure import DisclosureRule
from workbench.fairness.disclosure_attack import attack
from workbench.fairness.disclosure_tables import ALL
from workbench.fairness.publishing import (
    ALIKE,
    NEARLY_ALIKE,
    TOO_SMALL,
    publishable_groupings,
    published_together,
    rows_of,
)

RULE = DisclosureRule()


@pytest.fixture
def people():
    """60 people of three units in two districts; nobody of unit r is in class 1."""
    table = people_of({"p": (8, 7, 7), "q": (6, 3, 9), "r": (0, 11, 9)}, "123")
    return table.assign(
        district=table["unit"].map({"p": "x", "q": "x", "r": "y"}),
        sex=np.where(np.arange(len(table)) % 2, "m", "f"),
        score=60.0 + np.arange(len(table)) * 7 % 30,
    )


def groupings_of(people, *names, smallest=5):
    return publishable_groupings(people, names, smallest=smallest)


def test_groupings_that_cross_and_areas_that_lie_within_each_other_stand_together(people):
    found = groupings_of(people, "unit", "district", "sex")
    assert found.kept == ("unit", "district", "sex")
    assert found.left_out == {}


def test_two_groupings_that_differ_by_a_few_people_would_tell_their_classes(people):
    # Three people of p work at q: with both tables, subtracting tells the classes of the three.
    works_at = people["unit"].where(~people.index.isin([0, 8, 15]), "q")
    found = groupings_of(people.assign(works_at=works_at), "unit", "works_at")
    assert found.kept == ("unit",)
    assert found.left_out == {"works_at": (NEARLY_ALIKE, "unit")}
    assert groupings_of(people.assign(works_at=works_at), "unit", "works_at", smallest=3).left_out == {}


def test_of_two_that_divide_people_alike_one_is_published(people):
    found = groupings_of(people.assign(code=people["unit"].str.upper()), "unit", "code")
    assert found.left_out == {"code": (ALIKE, "unit")}


def test_a_grouping_of_small_groups_only_is_left_out(people):
    found = groupings_of(people.assign(person=people.index.astype(str)), "person", "sex")
    assert found == publishing.Groupings(kept=("sex",), left_out={"person": (TOO_SMALL, "")})


def test_what_is_published_together_is_protected_together(people):
    published = published_together(people, ["unit", "district", "sex"], RULE, sensitive="class", score="score")
    assert not attack(published)["solved"].any()
    assert published.hidden.any()
    # District y is unit r alone: what is hidden of one is hidden of the other.
    unit, district = (rows_of(published, name) for name in ("unit", "district"))
    r, y = (rows[rows["group"] == group]["hidden"].tolist() for rows, group in ((unit, "r"), (district, "y")))
    assert r == y


def test_the_rows_of_a_grouping_hold_everybody_first(people):
    published = published_together(people, ["unit", "sex"], RULE, sensitive="class", score="score")
    rows = rows_of(published, "sex")
    assert rows["group"].unique().tolist() == [ALL, "f", "m"]
    assert rows.loc[0, ["class", "people", "mean"]].tolist() == [ALL, 60, 74.5]  # 60 and twice the mean of 0 to 29
    assert rows.loc[rows["class"] != ALL, "mean"].isna().all()


def test_without_a_grouping_everybody_together_is_published(people):
    rows = rows_of(published_together(people, [], RULE, sensitive="class"), ALL)
    assert rows["group"].unique().tolist() == [ALL]
    assert rows["people"].tolist() == [60, 14, 21, 25]


def test_means_that_would_narrow_a_hidden_number_are_left_out(people):
    # All of class 1 have 60, of class 2 have 70, of class 3 have 80: with a unit's mean its classes can be counted.
    telling = people.assign(score=50.0 + 10 * people["class"].astype(int))
    means, counts = (
        published_together(telling, ["unit", "sex"], RULE, sensitive="class", score=score) for score in ("score", None)
    )
    assert means.cells["count"].isna().equals(counts.cells["count"].isna())
    assert means.cells.loc[means.cells["unit"] != ALL, "mean"].isna().all()
    harmless = published_together(people, ["unit", "sex"], RULE, sensitive="class", score="score")
    assert harmless.cells["mean"].notna().sum() == 6  # all together, three units, two sexes


def test_nothing_is_published_when_the_attack_succeeds(people, monkeypatch):
    def only_small(tables, rule):
        hidden = tables.cells["count"].between(1, rule.smallest - 1)
        cells = tables.cells.assign(status=np.where(hidden, "hidden", "shown"))
        cells["count"] = cells["count"].astype("Int64").mask(hidden)
        return type("Protection", (), {"published": _published(tables, cells, rule)})

    monkeypatch.setattr(publishing, "protect", only_small)
    with pytest.raises(DisclosureError, match="1 hidden numbers can be worked out"):
        published_together(people, ["unit"], RULE, sensitive="class")


def _published(tables, cells, rule):
    return publishing.PublishedTables(
        cells=cells, sums=tables.sums, variables=tables.variables, sensitive=tables.sensitive, smallest=rule.smallest
    )


def test_people_without_a_group_or_a_class_are_counted(people):
    people.loc[:5, ["unit", "class"]] = pd.NA
    published = published_together(people, ["unit"], RULE, sensitive="class")
    assert rows_of(published, "unit").loc[0, "people"] == 60
