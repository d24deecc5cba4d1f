from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tests.fairness.cases import case, ratings
from workbench.builtin_checks.disparity import (
    POINTS,
    POINTS_CONTROLLED,
    POINTS_WITHIN,
    RATES,
    RATES_WITHIN,
    TOP,
    disparity,
)
from workbench.model.fairness import COLUMNS

PEOPLE = 240


def place(gap: float = 0.0, *, seed: int = 0, **settings):
    """Return people of two sexes in twelve units with three kinds of post; women lie `gap` points lower."""
    rng = np.random.default_rng(seed)
    sex, unit = rng.choice(list("LP"), PEOPLE), rng.integers(0, 12, PEOPLE)
    post = rng.choice(["ahli", "staf", "teknis"], PEOPLE)
    points = rng.normal(70, 6, PEOPLE) + gap * (sex == "P")
    scores = {f"K{number:03}": float(each) for number, each in enumerate(points)}
    return case(
        scores,
        {"jk": sex, "unit": [f"U{number:02}" for number in unit], "jenis": post},
        classes={code: "baik" if score >= 68 else "cukup" for code, score in scores.items()},
        class_order=["baik", "cukup"],
        **{"unit": "unit", "controls": ["jenis"], "groupings": ["jk", "unit", ["jk", "jenis"]], **settings},
    )


def rows(found, measure, **wanted) -> pd.DataFrame:
    kept = found.findings[found.findings["measure"] == measure]
    for column, value in wanted.items():
        kept = kept[kept[column] == value]
    return kept.set_index("group")


def test_a_group_that_lies_20_points_below_is_found_and_a_small_one_is_shown_as_too_few():
    scores = {f"K{n:02}": 50.0 + n % 5 + 20.0 * (n % 2) for n in range(40)} | {f"S{n}": 50.0 for n in range(3)}
    found = rows(disparity(case(scores, {"jk": [*("LP" * 20), *"XXX"]})), POINTS)
    assert found.at["X", "verdict"] == "too_few"
    assert np.isnan(found.at["X", "value"])
    assert found.at["P", "verdict"] == found.at["L", "verdict"] == "found"
    assert found.at["P", "value"] > 20 > 0 > found.at["L", "value"]


def test_every_grouping_is_asked_about_score_class_and_top():
    found = disparity(place())
    assert list(found.findings) == list(COLUMNS)
    asked = found.findings.groupby("measure")["outcome"].unique().map(set).to_dict()
    assert asked[POINTS] == asked[POINTS_WITHIN] == asked[POINTS_CONTROLLED] == {"score"}
    assert asked[RATES] == asked[RATES_WITHIN] == {"baik", TOP}
    assert set(found.findings["grouping"]) == {"jk", "unit", "jk × jenis"}
    assert len(rows(found, POINTS, grouping="jk × jenis")) == 6


def test_a_unit_is_not_compared_inside_itself_and_a_factor_not_held_equal_to_itself():
    found = disparity(place())
    assert rows(found, POINTS_WITHIN, grouping="unit").empty
    assert len(rows(found, POINTS_CONTROLLED, grouping="unit")) == 12
    assert rows(found, POINTS_CONTROLLED, grouping="jk × jenis").empty


def test_a_gap_of_five_points_is_found_pooled_inside_units_and_with_factors_held_equal():
    found = disparity(place(-5.0))
    for measure in (POINTS, POINTS_WITHIN, POINTS_CONTROLLED):
        row = rows(found, measure, grouping="jk").loc["P"]
        assert row["verdict"] == "found", measure
        assert row["value"] == pytest.approx(-5, abs=2.5), measure  # three standard errors of .8
    table = found.tables["means"].query("grouping == 'jk' and group == 'P'").iloc[0]
    assert table["same_mix"] == pytest.approx(table["controlled"], abs=0.5)
    assert rows(found, RATES, grouping="jk", outcome="baik").at["P", "verdict"] == "found"


def test_places_without_a_gap_seldom_have_a_finding():
    found = [disparity(place(seed=seed, groupings=["jk", "unit"])).findings["verdict"] for seed in range(8)]
    assert sum((verdicts == "found").any() for verdicts in found) <= 1


def test_the_group_named_as_reference_is_what_the_others_are_compared_with():
    found = rows(disparity(place(-5.0, references={"jk": "L"})), POINTS, grouping="jk")
    assert found["against"].tolist() == ["L", "L"]
    assert found["verdict"].tolist() == ["stated", "found"]
    assert found.at["L", "reason"] == "the others are compared with this group"


def test_a_reference_that_nobody_belongs_to_leaves_all_others():
    assert set(rows(disparity(place(references={"jk": "X"})), POINTS, grouping="jk")["against"]) == {"all others"}


def test_a_group_that_has_its_units_for_itself_cannot_be_told_from_them():
    scores = {f"K{n:02}": 60.0 + n % 7 + 5 * (n // 20) for n in range(60)}
    groups = {"asal": [*"A" * 20, *"BC" * 20], "unit": [*["U1"] * 20, *["U2"] * 40]}
    found = disparity(case(scores, groups, unit="unit", groupings=["asal"]))
    row = rows(found, POINTS_WITHIN).loc["A"]
    assert (row["verdict"], row["reason"]) == ("cannot_say", "no unit has people of this group and others")
    assert rows(found, POINTS_WITHIN).at["B", "verdict"] == "not_found"


def test_without_any_spread_chance_cannot_be_told():
    scores = {f"K{n:02}": 60.0 + 10 * (n % 2) for n in range(40)}
    found = rows(disparity(case(scores, {"jk": list("LP" * 20)})), POINTS)
    assert set(found["verdict"]) == {"cannot_say"}
    assert found["reason"].str.contains("chance cannot be told").all()


def test_almost_everyone_in_one_class_is_told():
    scores = {f"K{n:03}": float(n) for n in range(100)}
    classes = {code: "cukup" if code in ("K000", "K001", "K002") else "baik" for code in scores}
    found = disparity(case(scores, {"jk": list("LP" * 50)}, classes=classes, class_order=["baik", "cukup"]))
    assert found.facts == {"class": "baik", "people": 100, "outside": 3, "share": 0.97, "almost_everyone": True}
    assert found.tables["ceilings"]["needed"].tolist() == [11, 11]  # 39 of 50 is below four fifths, 40 is not
    assert found.tables["ceilings"]["actual"].tolist() == [2, 1]
    assert found.tables["ceilings"]["blind"].all()


def test_several_favourable_classes_count_together():
    found = disparity(place(favourable=["baik", "cukup"]))
    table = found.tables["rates"].query("outcome == 'baik + cukup'")
    assert (table["rate"] == 1).all()
    assert (table["difference"] == 0).all()


def test_the_widest_gap_stands_beside_what_chance_alone_gives():
    widest = disparity(place()).tables["widest"].query("grouping == 'unit' and outcome == 'baik'").iloc[0]
    assert widest["ratio"] < 0.9
    assert widest["by_chance"] == pytest.approx(widest["ratio"], abs=0.2)


def test_nobody_and_no_groups_are_no_findings():
    assert disparity(case({"A": 1.0}, {})).findings.empty
    unknown = disparity(case({"A": 1.0, "B": 2.0}, {"jk": [None, None]}))
    assert unknown.findings.empty


def test_the_same_seed_finds_the_same():
    first, second = disparity(place(seed=3)), disparity(place(seed=3))
    for name, table in first.tables.items():
        pd.testing.assert_frame_equal(table, second.tables[name])
    pd.testing.assert_frame_equal(first.findings, second.findings)


def test_ratings_are_compared_too_in_points_of_their_own_scale():
    # everybody scores 50; each of 20 women is rated 4 and 5, each of 20 men 2 and 3: 4.5 - 2.5 = 2
    rows = [(f"K{n:02}", rater, (4 if n % 2 else 2) + more) for n in range(40) for more, rater in enumerate("RS")]
    rows += [("K00", "T", 4)]  # 9 / 3 = 3 for one man, so that his group has a spread
    rows += [("K01", "T", 3)]
    found = disparity(
        case({f"K{n:02}": 50.0 for n in range(40)}, {"jk": list("LP" * 20)}, judgements={"fb": ratings(rows)})
    ).findings
    gap = found[(found["outcome"] == "fb") & (found["group"] == "P")].iloc[0]
    assert gap["measure"] == "difference of mean ratings, in points of the scale"
    assert gap["value"] == pytest.approx((19 * 4.5 + 4) / 20 - (19 * 2.5 + 3) / 20)
    assert gap["verdict"] == "found"
