from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from workbench.fairness.severity_adjustment import (
    ADJUSTED,
    ALONE,
    CAPPED,
    TOO_FEW,
    UNKNOWN,
    adjust_for_severity,
)

# Strict and mild rate the same two people; lone rates a third alone.
RATINGS = pd.DataFrame(
    [
        ("ana", "strict", 60.0),
        ("ana", "mild", 70.0),
        ("budi", "strict", 50.0),
        ("budi", "mild", 60.0),
        ("citra", "lone", 90.0),
    ],
    columns=["subject", "rater", "rating"],
)
SEVERITY = pd.Series({"strict": 4.0, "mild": -2.0, "lone": 9.0})
COMPONENT = pd.Series({"strict": 0, "mild": 0, "lone": 1})


def adjusted(ratings=RATINGS, severities=SEVERITY, components=COMPONENT, *, cap=10.0, fewest=1, **options):
    return adjust_for_severity(ratings, severities, components, cap=cap, fewest=fewest, **options)


def test_raw_and_adjusted_stand_side_by_side():
    # the two have severities 4 and -2, on average 1: strict is moved by 3, mild by -3
    found = adjusted()
    assert found.ratings["raw"].tolist() == [60, 70, 50, 60, 90]
    assert found.ratings["shift"].tolist() == [3, -3, 3, -3, 0]
    assert found.ratings["adjusted"].tolist() == [63, 67, 53, 57, 90]


def test_what_follows_for_the_subject():
    ratings = pd.concat([RATINGS, pd.DataFrame([("dewi", "strict", 40.0)], columns=RATINGS.columns)])
    found = adjusted(ratings).subjects
    # now three ratings of strict, two of mild: the mean severity is 8/5; strict is moved by 2.4, mild by -3.6
    assert found.loc["dewi"].to_dict() == pytest.approx(
        {"ratings": 1, "raw": 40, "adjusted": 42.4, "change": 2.4, "moved": 1}
    )
    assert found.loc["ana", "change"] == pytest.approx((2.4 - 3.6) / 2)


def test_a_component_keeps_its_mean():
    ratings = pd.concat([RATINGS, pd.DataFrame([("dewi", "strict", 40.0)], columns=RATINGS.columns)])
    found = adjusted(ratings).ratings
    assert found["adjusted"].mean() == pytest.approx(found["raw"].mean())


def test_a_rater_whom_nobody_can_be_compared_with_moves_nobody():
    raters = adjusted().raters
    assert raters.loc["lone", "shift"] == 0
    assert raters["reason"].to_dict() == {"strict": str(ADJUSTED), "mild": str(ADJUSTED), "lone": str(ALONE)}


def test_components_are_never_compared():
    # the raters of the second component are 100 points stricter than those of the first; that says nothing
    other = RATINGS.assign(subject="x" + RATINGS["subject"], rater="x" + RATINGS["rater"])
    severities = pd.concat([SEVERITY, (SEVERITY + 100).rename(lambda name: "x" + name)])
    components = pd.concat([COMPONENT, (COMPONENT + 2).rename(lambda name: "x" + name)])
    shift = adjusted(pd.concat([RATINGS, other]), severities, components).raters["shift"]
    assert shift["xstrict"] == pytest.approx(shift["strict"])


def test_nobody_is_moved_by_a_rater_with_few_ratings():
    found = adjusted(fewest=3)
    assert found.ratings["adjusted"].tolist() == found.ratings["raw"].tolist()
    assert found.raters.loc["strict", "reason"] == str(TOO_FEW)


def test_no_rating_is_moved_by_more_than_the_cap():
    raters = adjusted(cap=2.0).raters
    assert raters.loc[["strict", "mild"], "shift"].tolist() == [2, -2]
    assert raters.loc["strict", "reason"] == str(CAPPED)


def test_the_dial_takes_out_a_part():
    assert adjusted(dial=0.5).ratings["shift"].tolist() == [1.5, -1.5, 1.5, -1.5, 0]
    assert adjusted(dial=0.0).subjects["moved"].tolist() == [0, 0, 0]


def test_adjusted_ratings_stay_on_the_scale_and_the_shift_says_what_was_done():
    found = adjusted(scale=(51.0, 65.0)).ratings
    assert found["adjusted"].tolist() == [63, 65, 53, 57, 90]  # 90 is off the scale, but is not touched
    assert found["shift"].tolist() == [3, -5, 3, -3, 0]


def test_a_rater_without_a_severity_moves_nobody_and_does_not_shape_the_mean():
    found = adjusted(severities=SEVERITY.drop("mild"))
    assert found.raters.loc["mild", "reason"] == str(UNKNOWN)
    assert found.raters.loc["strict", "reason"] == str(ALONE)
    assert (found.ratings["shift"] == 0).all()


def test_a_missing_rating_stays_missing():
    found = adjusted(RATINGS.assign(rating=[60.0, np.nan, 50.0, 60.0, 90.0]))
    assert np.isnan(found.ratings["adjusted"].iloc[1])
    assert found.raters.loc["mild", "ratings"] == 1
    assert found.subjects.loc["ana", "ratings"] == 1


def test_adjustment_brings_ratings_nearer_to_the_truth_where_raters_share_people():
    rng = np.random.default_rng(7)
    people, raters = 300, 20
    truth, severity = rng.normal(70, 5, people), rng.normal(0, 4, raters)
    pairs = [(person, rater) for person in range(people) for rater in rng.choice(raters, 3, replace=False)]
    person, rater = np.array(pairs).T
    ratings = pd.DataFrame(
        {"subject": person, "rater": rater, "rating": truth[person] - severity[rater] + rng.normal(0, 2, len(person))}
    )
    deviation = ratings["rating"] - ratings.groupby("subject")["rating"].transform("mean")
    estimated = -deviation.groupby(ratings["rater"]).mean()  # a first look; the model's would be better
    found = adjusted(ratings, estimated, pd.Series(0, index=range(raters)), cap=15.0, fewest=10).subjects
    error = found[["raw", "adjusted"]].sub(truth[found.index], axis=0).std()
    assert error["adjusted"] < 0.7 * error["raw"]
