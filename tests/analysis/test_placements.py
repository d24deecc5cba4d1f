from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from workbench.analysis.placements import judging_units
from workbench.model.indicator import Cycle
from workbench.model.people_tables import Records

CYCLE = Cycle(code="2025", start=date(2025, 1, 1), end=date(2025, 6, 30), data_until=date(2025, 6, 30))
KINDS = {"definitif": "post", "plt": "acting"}
HOME = pd.Series(["U1", "U1"], index=["A", "B"], dtype="str")


def judging(*rows):
    columns = ["kode", "unit", "kind", "start", "end", "agreement"]
    frame = pd.DataFrame([(*row, *[None] * (6 - len(row))) for row in rows], columns=columns)
    days = {name: pd.to_datetime(frame[name]) for name in ("start", "end")}
    indexed = frame.assign(**days).set_axis(pd.Index(range(2, 2 + len(rows)), name="row"), axis=0)
    return judging_units(HOME, Records(where="penempatan.csv", rows=indexed), KINDS, CYCLE, key="kode")


def judge_of_a(*rows):
    found = judging(*rows)
    assert found.faults == ()
    return found.units["A"], found.because["A"]


def test_without_a_table_everyone_is_judged_at_home():
    found = judging_units(HOME, None, KINDS, CYCLE, key="kode")

    assert found.units.tolist() == ["U1", "U1"]
    assert (found.because == "home").all()


def test_after_a_move_the_new_unit_judges_and_the_shares_are_shown():
    rows = [("A", "U1", "definitif", "2020-01-01", "2025-03-31"), ("A", "U2", "definitif", "2025-04-01", None)]
    found = judging(*rows)

    assert judge_of_a(*rows) == ("U2", "moved")
    assert found.units["B"] == "U1"
    # 31 + 28 + 31 = 90 and 30 + 31 + 30 = 91 of 181 days
    assert found.placements[["days", "judges"]].to_numpy().tolist() == [[90, False], [91, True]]
    assert found.placements["share"].tolist() == pytest.approx([90 / 181, 91 / 181])


def test_an_acting_official_is_judged_where_they_act_if_they_act_there_on_the_last_day():
    own = ("A", "U1", "definitif", "2020-01-01", None)

    assert judge_of_a(own, ("A", "U2", "plt", "2025-03-01", None)) == ("U2", "acting")
    assert judge_of_a(own, ("A", "U2", "plt", "2025-03-01", "2025-06-29")) == ("U1", "home")


def test_an_agreement_of_the_appraisers_comes_first():
    assert judge_of_a(
        ("A", "U1", "definitif", "2020-01-01", "2025-05-31", "BA 12"),
        ("A", "U2", "definitif", "2025-06-01", None),
    ) == ("U1", "agreement")


def test_posts_outside_the_cycle_say_nothing():
    found = judging(("A", "U9", "definitif", "2020-01-01", "2024-12-31"), ("A", "U1", "definitif", "2025-01-01", None))

    assert found.placements["unit"].tolist() == ["U1"]
    assert found.because["A"] == "home"


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([("A", "U1", "definitif", "2025-03-01", "2025-02-01")], "row 2: the post ends before it starts"),
        (
            [("A", "U1", "definitif", "2020-01-01", "2025-04-30"), ("A", "U2", "definitif", "2025-04-01", None)],
            "row 3: this post begins before the one before it has ended; only an acting post may overlap",
        ),
        (
            [("A", "U1", "definitif", "2020-01-01", "2025-04-30")],
            "row 2: no post of this person reaches the last day of the cycle, 2025-06-30; who judges?",
        ),
        (
            [
                ("A", "U1", "definitif", "2020-01-01", "2025-04-30", "BA 1"),
                ("A", "U2", "definitif", "2025-05-01", None, "BA 2"),
            ],
            "rows 2, 3: one person has agreements for more than one post; one unit judges",
        ),
    ],
)
def test_posts_that_cannot_be_right_are_named(rows, message):
    assert [each.render() for each in judging(*rows).faults] == [f"penempatan.csv: {message}"]
