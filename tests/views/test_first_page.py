from __future__ import annotations

import dataclasses

import pandas as pd

from tests.views.reading import pictures, read, words
from workbench.locale import Language
from workbench.model.run import Run
from workbench.views import first_page

ID, EN = Language("id"), Language("en")


def changed(run: Run, **manifest) -> Run:
    return dataclasses.replace(run, manifest={**run.manifest, **manifest})


def test_one_paragraph_says_how_many_who_and_how_far_apart(run):
    text = first_page.summary(run, EN)
    assert text.startswith("4 of 5 units were given a score from 2 indicators. Unit Awal stands first with 86.3")
    assert "the lowest score is 37.5" in text


def test_indonesian_numbers_have_a_decimal_comma(run):
    assert "37,5" in words(first_page.opening(run, ID)._repr_html_())


def test_three_numbers_with_what_they_are_measured_against(run):
    text = words(first_page.opening(run, EN)._repr_html_())
    assert "Median score 69.7 half of them lie between 59.5 and 75.9" in text
    assert "Targets reached 4 of 9 measured values that have a target" in text
    assert "Data present 90 % a score needs at least 60 % of its weight" in text


def test_made_up_data_carry_a_banner_and_real_data_do_not(run):
    assert 'class="synthetic"' in first_page.opening(run, ID)._repr_html_()
    assert 'class="synthetic"' not in first_page.opening(changed(run, synthetic=False), ID)._repr_html_()


def test_a_scenario_is_never_taken_for_the_policy(run):
    said = {"name": "Pelayanan <dulu>", "author": "Tim", "rationale": "Keluhan terbanyak.", "date": "2025-08-01"}
    head = first_page.page_head(changed(run, scenario=said), "Test District", "Evaluation report", EN)
    assert "Scenario, not the policy: Pelayanan &lt;dulu&gt; (Tim, 1 August 2025). Keluhan terbanyak." in head
    assert "Scenario, not the policy" not in first_page.page_head(run, "Test District", "Evaluation report", EN)


def test_every_printed_page_names_place_cycle_edition_and_fingerprint(run):
    head = first_page.page_head(run, "Test District", "Evaluation report", EN)
    assert f"Test District · 2025-S1 · internal edition · {run.fingerprint}" in head


def test_who_has_no_score_is_named_among_what_cannot_be_concluded(run):
    assert "How Unit Empat performed as a whole: too few values are present for a score." in first_page.limits(run, EN)


def test_absent_values_are_counted_and_never_called_zero(run):
    sentence = "1 of 10 values are missing or rest on too few cases. They were left out, never counted as zero."
    assert sentence in first_page.limits(run, EN)


def test_overlapping_places_are_said_to_be_undecided(run):
    intervals = pd.DataFrame(
        {"low": [1, 1, 3, 4, pd.NA], "high": [2, 2, 3, 4, pd.NA]}, index=list("ABCDE"), dtype="Int64"
    )
    sentences = first_page.limits(dataclasses.replace(run, rank_intervals=intervals), EN)
    assert any(
        each.startswith("Who is ahead in 1 of 3 neighbouring pairs, such as Unit Awal and Unit Baik")
        for each in sentences
    )


def test_a_rule_pack_from_a_secondary_source_is_a_limit(run):
    packs = [{"code": "sp4n-lapor", "confidence": "secondary"}, {"code": "permen-6", "confidence": "official"}]
    sentences = first_page.limits(changed(run, rules=packs), EN)
    assert (
        "Whether every rule is quoted exactly: sp4n-lapor still have to be compared with the official text."
        in sentences
    )


def test_a_unit_indicator_is_not_fair_to_a_single_employee(run):
    sentences = first_page.limits(changed(run, subject_kind="employee"), EN)
    unit_level = [leaf for leaf in run.leaves.values() if leaf["attribution"] == "unit"]
    assert sum("not fair to hold a single employee" in each for each in sentences) == len(unit_level)


def test_the_chart_counts_the_bands_and_draws_every_scored_unit(run):
    chart = first_page.standing_chart(run, EN)
    assert chart.title == "Good: 2, Poor: 2."
    assert "Scores range from 37.5 to 86.3." in chart.alternative
    assert chart.svg.count('aria-roledescription="point"') == 4


def test_a_page_without_any_score_still_says_so(run):
    empty = run.scorecard.scores.assign(score=float("nan"))
    none = dataclasses.replace(run, scorecard=dataclasses.replace(run.scorecard, scores=empty))
    assert first_page.summary(none, EN) == "No score could be given: too few values are present."
    assert "No score could be given" in words(first_page.opening(none, EN)._repr_html_())


def test_every_picture_has_an_alternative_text(run):
    html = first_page.opening(run, ID)._repr_html_()
    assert len(pictures(html)) == 1
    assert all(picture["alt"] for picture in read(html).pictures)


def test_those_who_share_the_first_place_are_counted_not_named(place):
    summary = first_page.summary(place, EN)
    assert "2 units share the first place with 62.0; the lowest score is 22.0." in summary
    assert "stands first" not in summary


def test_equals_are_no_pair_whose_order_is_unsure(place):
    assert not [each for each in first_page.limits(place, EN) if "neighbouring pairs" in each]


def test_a_report_made_inside_the_cycle_says_how_much_of_it_has_passed(run, place):
    said = "Interim standing on 31 May 2025: 61 of the 91 days of the cycle have passed"
    assert first_page.summary(place, EN).startswith(said)
    assert "Interim" not in first_page.summary(run, EN)


def test_the_first_page_counts_what_counts(place):
    page = words(first_page.opening(place, EN)._repr_html_())
    assert "Data present 100 %" in page  # the only absent value is for information
    assert "2 of 3" in page
    assert not [each for each in first_page.limits(place, EN) if "missing" in each]
