from __future__ import annotations

import numpy as np
import pytest

from tests.fairness.cases import case, ratings
from tests.fairness.simulated_ratings import design, rated
from workbench.builtin_checks.rating_scale import HALO, NO_RATERS, OUTFIT, SEVERITY, SHIFT, SPREAD, examine_rating_scale

PERSONS, RATERS = 240, 8


def judged(judgements):
    scores = {f"K{number:03}": 50.0 for number in range(PERSONS)}
    return examine_rating_scale(case(scores, {"jk": [*"LP"] * (PERSONS // 2)}, judgements=judgements))


@pytest.fixture(scope="module")
def found():
    """Rater 0 gives much less than the others, rater 1 draws lots; each person is rated by two on two items."""
    rng = np.random.default_rng(81)
    plan = design(rng, persons=PERSONS, raters=RATERS, items=2, raters_a_person=2)
    table = rated(rng, plan, severities=np.array([2.5, *np.zeros(RATERS - 1)]), difficulties=np.zeros(2))
    lots = table["rater"] == 1
    table.loc[lots, "score"] = rng.integers(1, 5, lots.sum())
    rows = [
        (f"K{row.subject:03}", f"R{row.rater}", row.score, f"item{row.item}", f"2025-0{1 + row.subject % 3}-01")
        for row in table.itertuples()
    ]
    return judged({"rekan": ratings(rows)})


def of(found, measure):
    return found.findings[found.findings["measure"] == measure].set_index("group")


def test_the_rater_who_gives_less_is_found_with_an_interval(found):
    severity = of(found, SEVERITY)
    assert severity["verdict"].eq("found").loc["R0"]
    assert severity.loc["R0", "low"] > 0
    assert len(severity) == RATERS


def test_the_rater_who_draws_lots_is_hard_to_predict(found):
    outfit = of(found, OUTFIT)
    assert outfit.index[outfit["verdict"] == "found"].tolist() == ["R1"]
    assert outfit.loc["R1", "value"] > 1.5


def test_every_rater_is_asked_every_question(found):
    assert set(found.findings["measure"]) == {SEVERITY, OUTFIT, SPREAD, HALO, SHIFT}
    assert set(found.findings["grouping"]) == {"rater", "rater × month", "rater × jk"}
    assert (found.findings["outcome"] == "rekan").all()
    assert found.facts["rekan"] == {"ratings": 4 * PERSONS, "modelled": 4 * PERSONS, "left_out": 0}


def test_tables_for_the_report_name_the_ratings_they_are_about(found):
    assert {name: table["outcome"].unique().tolist() for name, table in found.tables.items()} == {
        "raters": ["rekan"],
        "groups": ["rekan"],
        "shifts": ["rekan"],
    }


def test_one_rater_a_person_cannot_be_compared_and_it_says_so():
    rows = [(f"K{number:03}", f"R{number % 3}", 1 + number % 4) for number in range(30)]
    (row,) = judged({"atasan": ratings(rows)}).findings.to_dict("records")
    assert (row["verdict"], row["reason"], row["size"]) == ("cannot_say", NO_RATERS, 3)


def test_a_rater_with_few_ratings_is_shown_as_too_few():
    rng = np.random.default_rng(82)
    plan = design(rng, persons=60, raters=3, items=1, raters_a_person=2)
    table = rated(rng, plan, severities=np.zeros(3), difficulties=np.zeros(1))
    rows = [(f"K{row.subject:03}", f"R{row.rater}", row.score) for row in table.itertuples()]
    found = judged({"rekan": ratings([*rows, ("K000", "R9", 2), ("K001", "R9", 3)])})
    severity = of(found, SEVERITY)
    assert severity.loc["R9", "verdict"] == "too_few"
    assert np.isnan(severity.loc["R9", "value"])


def test_measures_are_left_to_other_checks():
    rows = [(f"K{number:03}", f"R{rater}", number / 7) for number in range(30) for rater in range(2)]
    assert judged({"angka": ratings(rows)}).findings.empty
