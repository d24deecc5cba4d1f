from __future__ import annotations

import pytest

from tests.fairness.cases import case, ratings
from workbench.builtin_checks.agreement import ALL_EQUAL, MEAN, NEAR, ONE_RATER, agreement

PEOPLE = [f"K{n:02}" for n in range(12)]
SCORES = dict.fromkeys(PEOPLE, 50.0)


def examined(rows, **options):
    return agreement(case(SCORES, {}, judgements={"rekan": ratings(rows)}, **options))


def of_two(scores, item="1"):
    """Two raters, of whom the second gives what `scores` makes of the first's 1, 2, 3, 4."""
    first = [1 + n % 4 for n in range(12)]
    return [
        row
        for person, score in zip(PEOPLE, first, strict=True)
        for row in ((person, "P1", score, item), (person, "P2", scores(score), item))
    ]


def test_raters_who_always_agree():
    found = examined(of_two(lambda score: score)).findings.set_index("measure")
    assert found["verdict"].unique().tolist() == ["stated"]
    assert found["value"].to_numpy() == pytest.approx(1)
    assert found["size"].unique().tolist() == [12]
    assert (found["outcome"] == "rekan").all()


def test_a_rater_who_is_one_class_stricter_never_gives_the_same_but_is_near():
    examination = examined(of_two(lambda score: score + 1))
    found = examination.findings.set_index("measure")["value"]
    assert found[NEAR] == 1
    assert 0 < found[MEAN] < 1
    row = examination.tables["coefficients"].iloc[0]
    # variance 15/11 of the people (1, 2, 3, 4 three times each), 1/2 of the two raters, nothing else
    assert row["equal"] == 0
    assert row["of_subjects"] == pytest.approx((15 / 11) / (15 / 11 + 1 / 2))
    assert row["of_rest"] == pytest.approx(0, abs=1e-9)


def test_each_item_has_its_coefficient_and_all_together_theirs():
    found = examined(
        [
            *of_two(lambda score: score),
            *of_two(lambda score: 5 - score, item="10"),
            *of_two(lambda score: score, item="2"),
        ]
    )
    assert found.tables["coefficients"]["item"].tolist() == ["1", "2", "10", ""]
    assert found.findings.groupby("group", sort=False).size().to_dict() == {"1": 1, "2": 1, "10": 1, "": 3}
    by_item = found.findings.set_index("group")["value"]
    assert by_item["1"] == 1
    assert by_item["10"] < 0


def test_one_rater_each_cannot_be_assessed_and_the_reason_is_given_once():
    rows = [(person, "P1", 3, item) for person in PEOPLE for item in ("1", "2")]
    (row,) = examined(rows).findings.to_dict("records")
    assert (row["verdict"], row["reason"]) == ("cannot_say", ONE_RATER)


def test_few_people_with_several_raters_are_too_few():
    rows = [row for row in of_two(lambda score: score) if row[0] in PEOPLE[:4]]
    (row,) = examined(rows, smallest=5).findings.to_dict("records")
    assert (row["verdict"], row["size"]) == ("too_few", 4)


def test_a_scale_of_which_one_class_is_used_tells_nothing():
    rows = [(person, rater, 3, "1") for person in PEOPLE for rater in ("P1", "P2")]
    (row,) = examined(rows).findings.to_dict("records")
    assert (row["verdict"], row["reason"]) == ("cannot_say", ALL_EQUAL)


def test_a_rater_who_judges_twice_counts_once():
    once = of_two(lambda score: score + 1)
    again = [(person, rater, score, "1") for person, rater, score, _ in once]
    assert examined(once + again).findings.equals(examined(once).findings)


def test_without_ratings_there_is_nothing_to_ask():
    found = agreement(case(SCORES, {}))
    assert found.findings.empty
    assert not found.tables


def test_the_same_case_gives_the_same_findings():
    rows = of_two(lambda score: score % 4 + 1)
    assert examined(rows, seed=3).findings.equals(examined(rows[::-1], seed=3).findings)
