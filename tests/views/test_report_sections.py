from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest

from tests.views.reading import row, words
from workbench.locale import Language
from workbench.views import report_sections, theme

ID, EN = Language("id"), Language("en")


def test_the_result_table_has_rank_places_parts_score_band_and_coverage(run):
    html = report_sections.results(run, EN)._repr_html_()
    assert row(html, "Unit Baik") == ["2", "2", "80.0", "50.0", "72.5", "Good", "100 %"]
    assert row(html, "Unit &lt;Cepat&gt; &amp; Tangkas") == ["3", "3", "62.5", "80.0", "66.9", "Poor", "100 %"]


def test_a_unit_without_a_score_stays_in_the_table(run):
    html = report_sections.results(run, EN)._repr_html_()
    assert row(html, "Unit Empat") == ["–", "–", "–", "60.0", "–", "–", "25 %"]


def test_the_finding_names_the_first_two_and_the_gap(run):
    assert report_sections.results(run, EN).finding == (
        "Unit Awal stands first, Unit Baik second; 48.8 points lie between the first and the last."
    )


def test_weights_are_shown_within_the_dimension_and_in_the_whole(run):
    html = report_sections.weights(run, ID)._repr_html_()
    assert row(html, "Pelayanan") == ["75,0 %", "75,0 %", "rata-rata tertimbang"]
    assert row(html, "\u2003Tepat waktu") == ["100,0 %", "75,0 %", "batas tetap"]


def test_the_heaviest_and_the_lightest_indicator_are_named(run):
    assert report_sections.weights(run, EN).finding == (
        "On time counts most, 75.0 % of the whole; Days to settle counts least, 25.0 %."
    )


def test_an_order_that_does_not_move_is_called_steady(run):
    assert report_sections.certainty(run, EN).finding == "Every place stays the same when the weights move a little."


def test_the_least_certain_place_is_named(run):
    intervals = pd.DataFrame(
        {"low": [1, 2, 2, 4, pd.NA], "high": [1, 2, 4, 4, pd.NA]}, index=list("ABCDE"), dtype="Int64"
    ).assign(top=[1.0, 0.2, 0.1, 0.0, float("nan")])
    finding = report_sections.certainty(dataclasses.replace(run, rank_intervals=intervals), EN).finding
    assert finding.startswith("3 of 4 keep their place")
    assert finding.endswith("Unit <Cepat> & Tangkas, somewhere between place 2 and place 4.")


def test_the_note_says_how_the_weights_were_moved(run):
    assert "multiplied 1,000 times by a chance number within 25 % of 1" in words(
        report_sections.certainty(run, EN)._repr_html_()
    )


@pytest.mark.parametrize(
    ("way", "said", "when"),
    [
        ("dirichlet", "a Dirichlet distribution around those of the policy (concentration 100)", "drawn by chance"),
        ("simplex", "drawn 1,000 times, evenly, from all there are", "when any weights are possible"),
    ],
)
def test_other_ways_to_draw_the_weights_are_named(run, way, said, when):
    robustness = {**run.manifest["robustness"], "weights": way}
    drawn = dataclasses.replace(run, manifest={**run.manifest, "robustness": robustness})
    assert said in words(report_sections.certainty(drawn, EN)._repr_html_())
    assert when in words(report_sections.results(drawn, EN)._repr_html_())


def test_who_belongs_to_the_top_is_counted(run):
    intervals = run.rank_intervals.assign(top=[1.0, 0.2, 0.1, 0.0, float("nan")])
    assert "1 belong to the best 10 % in at least 95 % of the draws, 2 others in some of them." in words(
        report_sections.certainty(dataclasses.replace(run, rank_intervals=intervals), EN)._repr_html_()
    )


def test_points_add_up_to_the_score(run):
    points = report_sections.points_by_part(run, EN)
    assert points.loc["A"].to_dict() == pytest.approx({"On time": 67.5, "Days to settle": 18.75})
    assert points.loc["A"].sum() == pytest.approx(86.25)


def test_what_has_no_value_has_no_points_rather_than_zero(run):
    points = report_sections.points_by_part(run, EN)["On time"]
    assert points.index[points.isna()].tolist() == ["E"]


def test_the_table_of_points_is_there_for_those_who_cannot_see_the_chart(run):
    html = report_sections.contributions(run, EN)._repr_html_()
    assert row(html, "Unit Awal") == ["67.5", "18.8", "86.3"]


def test_more_indicators_than_colours_are_shown_by_dimension(run, monkeypatch):
    monkeypatch.setattr(theme, "CATEGORIES", theme.CATEGORIES[:1])
    points = report_sections.points_by_part(run, EN)
    assert list(points) == ["all others (2)"]
    assert points.loc["A"].sum() == pytest.approx(86.25)


def test_no_change_is_said_in_one_sentence(run):
    assert report_sections.changes(run, EN).finding == "No: every value counts as it was measured."


def test_a_changed_value_stands_beside_what_was_measured(run):
    changed = pd.DataFrame([{"subject": "D", "code": "days", "step": "treated", "before": 20.0, "after": 12.0}])
    altered = dataclasses.replace(run, scorecard=dataclasses.replace(run.scorecard, changed=changed))
    block = report_sections.changes(altered, ID)
    assert row(block._repr_html_(), "Unit Dasar")[-2:] == ["20,00", "12,00"]
    assert report_sections.changes(altered, EN).finding.startswith("Yes: 1 of 10 values were changed")


def test_filled_and_pulled_in_values_and_transformed_indicators_are_all_told(changed):
    block = report_sections.changes(changed, EN)
    assert block.finding == (
        "Yes: 2 of 10 values were changed, each shown here beside what was measured. "
        "1 indicators were transformed as a whole, which keeps the order of their values."
    )
    html = block._repr_html_()
    assert row(html, "Unit Empat") == ["On time", "filled in", "–", "70.63"]
    assert row(html, "Unit Dasar") == ["On time", "outlier pulled in", "50.00", "62.50"]
    assert row(html, "On time")[:2] == ["outliers pulled in", "1"]
    assert row(html, "Days to settle")[:2] == ["logarithm", "–"]
    assert "Filled in by: mean of all. Left absent where more than 50 % of the values" in words(html)


def test_a_cycle_that_only_transforms_says_so(changed):
    nothing = dataclasses.replace(changed.scorecard, changed=changed.scorecard.changed.iloc[:0])
    finding = report_sections.changes(dataclasses.replace(changed, scorecard=nothing), EN).finding
    assert finding == "Yes: 1 indicators were transformed as a whole, which keeps the order of their values."


def test_the_shape_before_and_after_a_transformation_stands_side_by_side(changed):
    from scipy.stats import skew

    days = np.array([5.0, 10, 4, 20, 8])
    before, after = skew(days, bias=False), skew(np.log(days - 3.84), bias=False)
    html = report_sections.changes(changed, EN)._repr_html_()
    assert row(html, "Days to settle")[2] == f"{before:.1f} → {after:.1f}"


def test_what_does_not_count_has_no_points_and_no_weight(place):
    assert list(report_sections.points_by_part(place, EN)) == ["Ramah", "Benar", "Cepat"]
    html = report_sections.weights(place, EN)._repr_html_()
    assert row(html, "\u2003Bantuan") == ["0.0 %", "information", "goalposts"]
    assert row(html, "Careers") == ["0.0 %", "information", "weighted mean"]
    assert "Cepat counts most, 40.0 % of the whole; Benar counts least, 30.0 %." in words(html)


def test_only_parts_that_count_stand_beside_the_score(place):
    assert "Careers" not in words(report_sections.results(place, EN)._repr_html_())


def test_a_shared_first_place_is_told_as_one(place):
    block = report_sections.results(place, EN)
    assert block.finding == "2 units share the first place; 40.0 points lie between the first and the last."


def test_inside_the_cycle_the_question_names_the_day(run, place):
    assert report_sections.results(place, EN).question == "Who stands where on 31 May 2025?"
    assert report_sections.results(run, EN).question == "Who stands where?"
