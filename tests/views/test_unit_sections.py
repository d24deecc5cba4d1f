from __future__ import annotations

import dataclasses

import pandas as pd

from tests.views.reading import pictures, row, words
from workbench.locale import Language
from workbench.views import unit_sections as sections

ID, EN = Language("id"), Language("en")


def test_the_first_page_says_score_place_best_and_worst(run):
    text = words(sections.opening(run, "C", EN)._repr_html_())
    assert "Unit <Cepat> & Tangkas scored 66.9 and takes place 3 of 4." in text
    assert "It has most points in Days to settle (80.0) and fewest in On time (62.5)." in text
    assert "Score 66.9 median of all: 69.7" in text
    assert "Place 3 possible places 3 of 4" in text


def test_the_subject_stands_out_among_grey_peers(run):
    svg = pictures(sections.opening(run, "C", EN)._repr_html_())[0]
    assert svg.count('fill="#0b6e69"') > 0
    assert svg.count('fill="#8b96a1"') == 3


def test_without_a_score_the_page_says_why_and_goes_on(run):
    text = words(sections.opening(run, "E", EN)._repr_html_())
    assert (
        "Unit Empat has no score in this cycle: only 25 % of the weight has a value, at least 60 % is needed." in text
    )
    assert "Unit Empat has no score; the others are shown." in text


def test_values_stand_beside_target_and_median(run):
    html = sections.measured(run, "C", ID)._repr_html_()
    assert row(html, "Tepat waktu") == ["62,5", "persen", "80 ▼", "71,3"]
    assert row(html, "Lama penyelesaian") == ["4", "hari", "5 ▲", "8"]


def test_targets_reached_are_counted(run):
    assert sections.measured(run, "C", EN).finding == "2 of 2 indicators have a value; 1 of 2 targets are reached."


def test_each_other_unit_is_a_grey_mark(run):
    svg = pictures(sections.measured(run, "C", EN)._repr_html_())[0]
    assert svg.count('aria-roledescription="tick"') == 3 + 4  # E has no value for on_time


def test_the_numbers_stand_in_the_formula(run):
    assert sections.calculation(run, "C", "on_time", ID) == "100 × (62,5 − 0) ÷ (100 − 0) = 62,5"
    assert sections.calculation(run, "C", "days", EN) == "100 × (4 − 20) ÷ (0 − 20) = 80.0"


def test_a_value_beyond_the_goalposts_is_said_to_be_cut(run):
    values = run.scorecard.values.assign(days=[25.0, 10, 4, 20, 8])
    normalised = run.scorecard.normalised.assign(days=[0.0, 50, 80, 0, 60])
    card = dataclasses.replace(run.scorecard, values=values, normalised=normalised)
    text = sections.calculation(dataclasses.replace(run, scorecard=card), "A", "days", EN)
    assert text == "100 × (25 − 20) ÷ (0 − 20) → cut to 0.0"


def test_an_absent_value_adds_nothing_and_is_not_zero(run):
    html = sections._calculation_table(run, "E", EN)
    assert row(html, "On time")[:3] == ["no value", "–", "–"]


def test_points_times_weight_is_what_an_indicator_adds(run):
    html = sections.made_of(run, "C", EN)._repr_html_()
    assert row(html, "On time")[1:3] == ["75.0 %", "46.9"]
    assert row(html, "Score")[2] == "66.9"


def test_gain_and_loss_against_the_median_have_signs(run):
    assert sections.made_of(run, "C", EN).finding == (
        "Compared with the median, most is gained in Days to settle (+4.4 points) and most is lost in On time (−6.6 "
        "points)."
    )


def test_a_subject_without_a_score_has_no_points_to_share_out(run):
    assert sections.made_of(run, "E", EN).finding == "There is no score, so there are no points to share out."


def test_what_was_not_scored_has_its_reason(run):
    html = sections.not_scored(run, "E", EN)._repr_html_()
    assert row(html, "Score") == ["only 25 % of the weight has a value, at least 60 % is needed"]
    assert sections.not_scored(run, "A", EN).finding == "Nothing: every indicator has a value, used as it was measured."


def test_a_changed_value_is_told_to_the_subject(run):
    changed = pd.DataFrame([{"subject": "D", "code": "days", "step": "treated", "before": 20.0, "after": 12.0}])
    altered = dataclasses.replace(run, scorecard=dataclasses.replace(run.scorecard, changed=changed))
    assert "Days to settle: 20.00 was measured, 12.00 was used." in words(
        sections.not_scored(altered, "D", EN)._repr_html_()
    )


def test_an_uncertain_place_is_a_limit(run):
    intervals = pd.DataFrame(
        {"low": [1, 1, 2, 4, pd.NA], "high": [2, 2, 4, 4, pd.NA]}, index=list("ABCDE"), dtype="Int64"
    )
    text = words(sections.opening(dataclasses.replace(run, rank_intervals=intervals), "C", EN)._repr_html_())
    assert "The exact place: if each weight moves by up to 25 %, it lies between 2 and 4." in text


def test_a_value_that_was_filled_in_is_marked_as_such(changed):
    assert row(sections.measured(changed, "E", EN)._repr_html_(), "On time")[0] == "70.6 (filled in)"
    assert row(sections.measured(changed, "A", EN)._repr_html_(), "On time")[0] == "90.0"
    assert "On time: nothing was measured; 70.63 was used, filled in by: mean of all." in words(
        sections.not_scored(changed, "E", EN)._repr_html_()
    )


def test_a_transformed_value_is_told_from_measured_to_used_to_points(changed):
    # ln(5 - 4 + 0.16) = 0.148; between ln(0.16) = -1.833 and ln(16.16) = 2.783: 100 * (2.783 - 0.148) / 4.615
    assert sections.calculation(changed, "A", "days", EN) == "logarithm: 5.00 → 0.15 → 57.1"


def test_the_calculation_holds_what_counts_and_the_measurements_hold_everything(place):
    calculation = words(sections.made_of(place, "A", EN)._repr_html_())
    assert "Ramah" in calculation
    assert "Bantuan" not in calculation
    assert "Bantuan" in words(sections.measured(place, "A", EN)._repr_html_())


def test_inside_the_cycle_the_first_page_says_so(place):
    assert "Interim standing on 31 May 2025" in words(sections.opening(place, "A", EN)._repr_html_())
