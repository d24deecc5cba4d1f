"""Which raters are stricter, and what the design cannot tell."""

from __future__ import annotations

import numpy as np
import pytest

from tests.fairness.cases import case, ratings
from workbench.analysis.simulation import draw_severities, judged, raters_at_random
from workbench.builtin_checks.raters import ANCHORED, BIAS, DRIFT, SCREENED, SEVERITY, raters
from workbench.errors import ScoringError
from workbench.fairness.linkage import ONE_RATER_EACH

PEOPLE = [f"K{number:03}" for number in range(200)]
SEX = [*("LP" * 100)]


def panel(seed=0, *, change=None, months=6):
    """Ratings of 200 people by 3 each of 12 raters, R00 one point stricter; `change` is added to each."""
    rng = np.random.default_rng(seed)
    pairs = raters_at_random(rng, 200, 12, each=3)
    severity = draw_severities(rng, 12, spread=0.3) + (np.arange(12) == 0)
    month = rng.integers(1, months + 1, len(pairs.rater))
    scores = judged(rng, pairs, quality=rng.normal(0, 0.7, 200), severity=severity, noise=0.4)
    if change is not None:
        scores = scores + change(pairs, month)
    return [
        (PEOPLE[subject], f"R{rater:02}", score, "item", f"2025-{at:02}-01")
        for subject, rater, score, at in zip(pairs.subject, pairs.rater, scores, month, strict=True)
    ]


def examined(rows, **settings):
    judgements = {} if rows is None else {"peers": ratings(rows)}
    scores = dict(zip(PEOPLE, np.linspace(40, 90, 200), strict=True))
    return raters(case(scores, {"jk": SEX}, judgements=judgements, **settings))


def of(examination, measure):
    return examination.findings.query("measure == @measure").set_index("group")


def test_a_stricter_rater_is_found_and_the_interval_holds_his_severity():
    found = examined(panel())
    strict = of(found, SEVERITY)
    assert strict.at["R00", "verdict"] == "found"
    assert strict["value"].idxmax() == "R00"
    assert strict.at["R00", "low"] < 1 < strict.at["R00", "high"] + 0.3
    assert len(strict) == 12
    assert found.facts["peers"]["method"] == "crossed"
    assert found.facts["peers"]["reliability"] > 0.9


def test_a_rater_stricter_with_women_and_one_who_grows_stricter_are_found_and_nobody_else():
    def change(pairs, month):
        women = pairs.subject % 2 == 1
        return -0.9 * ((pairs.rater == 3) & women) - 0.25 * month * (pairs.rater == 5)

    found = examined(panel(change=change))
    bias, drift = of(found, BIAS), of(found, DRIFT)
    assert bias.index[bias["verdict"] == "found"].tolist() == ["R03 × P"]
    assert bias["grouping"].unique().tolist() == ["rater × jk"]
    assert drift.index[drift["verdict"] == "found"].tolist() == ["R05"]
    assert 0.15 < drift.at["R05", "value"] < 0.35
    months = found.tables["months"].set_index("month")
    assert months["rater"].unique().tolist() == ["R05"]
    assert months.at["2025-06", "severity"] > months.at["2025-01", "severity"] + 0.5


def test_of_two_groups_the_reference_is_not_asked_twice():
    assert of(examined(panel(), references={"jk": "P"}), BIAS).index.str[-1].unique().tolist() == ["L"]


def test_too_few_months_ask_for_no_drift():
    found = examined(panel(months=2))
    assert of(found, DRIFT).empty
    assert "months" not in found.tables


def test_where_everybody_has_one_rater_it_refuses_and_names_the_anchor_it_takes_instead():
    rows = [
        (person, f"R{number % 8}", 3 + number / 100 - (number % 8 == 2) + number * 7 % 11 / 5)
        for number, person in enumerate(PEOPLE)
    ]
    found = examined(rows, anchors=["a"])
    refusal = of(found, SEVERITY)
    assert refusal["verdict"].tolist() == ["cannot_say"]
    assert refusal["reason"].tolist() == [ONE_RATER_EACH]
    assert found.facts["peers"]["anchors"] == ["a"]
    held = of(found, ANCHORED)
    assert held.index[held["verdict"] == "found"].tolist() == ["R2"]
    assert held.at["R2", "value"] == pytest.approx(7 / 8, abs=0.15)  # 1 below, and the others 1/8 above the line
    without = examined(rows)
    assert of(without, ANCHORED).empty
    assert without.facts["peers"]["method"] == "nothing"


def test_raters_who_share_nobody_stand_beside_those_who_do():
    alone = [(f"K{number:03}", "Z", 4.0) for number in range(190, 196)]
    rows = [row[:3] for row in panel() if row[0] < "K190"] + alone
    found = examined(rows)
    assert of(found, SEVERITY).at["", "size"] == 1
    assert "Z" not in of(found, SEVERITY).index
    table = found.tables["raters"].set_index("rater")
    assert table["compared"].sum() == 12
    assert table.at["Z", "component"] == 1
    assert found.tables["components"]["raters"].tolist() == [12, 1]


def test_items_of_different_difficulty_are_no_severity():
    easy = [(*row[:3], "easy") for row in panel()]
    hard = [(person, rater, score - 3, "hard") for person, rater, score, _ in easy if rater < "R06"]
    assert of(examined(easy + hard), SEVERITY).at["R01", "value"] == pytest.approx(
        of(examined(easy), SEVERITY).at["R01", "value"], abs=0.35
    )


def test_a_table_too_large_for_the_model_is_screened(monkeypatch):
    def refuse(*_, **__):
        raise ScoringError([])

    monkeypatch.setattr("workbench.builtin_checks.raters.fit_crossed_model", refuse)
    found = examined(panel())
    screened = of(found, SCREENED)
    assert screened["value"].idxmax() == "R00"
    assert screened.at["R00", "verdict"] == "found"
    assert found.facts["peers"]["method"] == "screen"


def test_of_very_many_raters_it_is_not_asked_whose_severity_moves(monkeypatch):
    monkeypatch.setattr("workbench.builtin_checks.raters.MOST_RATERS", 5)
    found = examined(panel())
    assert len(of(found, SEVERITY)) == 12
    assert of(found, BIAS)["verdict"].tolist() == of(found, DRIFT)["verdict"].tolist() == ["cannot_say"]


def test_without_ratings_there_is_nothing_to_ask():
    assert examined(None).findings.empty
    assert examined([("K000", "R1", float("nan"))][:0] or None).tables == {}
