from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tests.fairness.simulated_ratings import design, rated
from workbench.fairness.facets_ratings import facet_ratings
from workbench.fairness.rating_scale import ALONE, EXTREME, NOT_MODELLED, UNSETTLED, most_extreme, rating_scale

RATERS = 12


def place(rng, **changes):
    plan = design(rng, persons=300, raters=RATERS, items=2, raters_a_person=2)
    month = pd.to_datetime(np.where(rng.random(len(plan) // 2) < 0.5, "2025-03-01", "2025-04-01")).repeat(2)
    table = rated(rng, plan, severities=np.linspace(-1.5, 1.5, RATERS), difficulties=np.zeros(2), **changes)
    return table.assign(
        subject="K" + table["subject"].astype(str).str.zfill(3),
        rater="R" + table["rater"].astype(str).str.zfill(2),
        month=month,
    )


@pytest.fixture(scope="module")
def rows():
    return place(np.random.default_rng(71))


@pytest.fixture(scope="module")
def found(rows):
    alone = rows.head(2).assign(subject="K900", rater="R90")
    highest = rows.head(4).assign(rater="R91", score=4)
    halves = {"half": pd.Series(np.where(np.arange(300) < 150, "a", "b"), index=sorted(rows["subject"].unique()))}
    return rating_scale(pd.concat([rows, alone, highest]), halves)


def test_every_rater_is_told_about_or_has_a_reason(found):
    reason = found.raters["reason"]
    assert reason["R90"] == ALONE
    assert reason["R91"] == EXTREME
    assert (reason.drop(["R90", "R91"]) == "").all()
    assert found.raters["severity"].isna().tolist() == (reason != "").tolist()


def test_severities_come_with_the_points_they_cost(found):
    known = found.raters.dropna(subset="severity")
    strict_first = known.sort_values("severity", ascending=False)
    assert strict_first["points"].is_monotonic_decreasing
    assert (known["points_low"] < known["points"]).all()
    assert (known["points"] < known["points_high"]).all()


def test_p_values_are_controlled_over_all_raters(found):
    known = found.raters.dropna(subset="severity_p")
    assert (known["severity_p_adjusted"] >= known["severity_p"]).all()
    assert known["severity_p_adjusted"].max() == pytest.approx(known["severity_p"].max())


def test_a_linked_group_says_how_well_its_raters_are_told_apart(found):
    assert found.groups.loc[0, ["raters", "persons", "ratings"]].tolist() == [RATERS, 300, 1200]
    assert found.groups.loc[0, "reliability"] > 0.9
    assert (found.ratings, found.modelled, found.left_out) == (1206, 1200, 0)


def test_shifts_are_looked_for_over_months_and_groups(found):
    assert found.shifts.groupby("grouping")["label"].unique().map(list).to_dict() == {
        "half": ["a", "b"],
        "month": ["2025-03", "2025-04"],
    }


def test_groups_of_raters_are_modelled_apart_the_largest_first(rows):
    second = rows[rows["subject"] < "K100"].assign(
        subject=lambda t: "X" + t["subject"], rater=lambda t: "X" + t["rater"]
    )
    both = rating_scale(pd.concat([second, rows]), {})
    assert both.groups["persons"].tolist() == [300, 100]
    assert (both.raters.loc[both.raters.index.str.startswith("X"), "linked"] == 1).all()
    one = rating_scale(pd.concat([second, rows]), {}, groups=1)
    assert (one.raters.loc[one.raters.index.str.startswith("X"), "reason"] == NOT_MODELLED).all()


def test_raters_of_different_items_stay_without_a_severity():
    rows = pd.DataFrame(
        [("ani", "r1", "a", 1), ("ani", "r2", "b", 2), ("budi", "r1", "a", 2), ("budi", "r2", "b", 1)],
        columns=["subject", "rater", "item", "score"],
    ).assign(month=pd.NaT)
    found = rating_scale(rows.astype({"month": "datetime64[us]"}), {})
    assert (found.raters["reason"] == UNSETTLED).all()
    assert found.groups.empty
    assert found.shifts.empty


def test_the_raters_furthest_from_the_others_are_modelled_first(rows):
    ratings = facet_ratings(rows)
    chosen = most_extreme(ratings, 500)
    assert chosen.sum() <= 500
    whole = {ratings.raters[code] for code in np.unique(ratings.rater) if chosen[ratings.rater == code].all()}
    assert whole <= {"R00", "R01", "R10", "R11"}
    assert whole


def test_with_too_many_ratings_only_those_are_modelled(rows):
    found = rating_scale(rows, {}, most=500)
    assert 100 < found.modelled <= 500
    assert found.ratings == 1200
