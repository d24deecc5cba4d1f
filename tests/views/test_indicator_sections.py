from __future__ import annotations

import copy
import dataclasses
import math

import pytest

from tests.views.reading import pictures, row, words
from workbench.locale import Language
from workbench.views import indicator_sections as sections

ID, EN = Language("id"), Language("en")


def test_every_indicator_has_its_rule_its_chart_and_its_table(run):
    html = sections.indicators(run, EN)._repr_html_()
    assert len(pictures(html)) == 2
    text = words(html)
    assert "Measured in per cent; higher is better" in text
    assert "Points goalposts: 0 points at 20, 100 points at 0" in text
    assert "Reference Peraturan Uji 2" in text


def test_the_finding_counts_who_reaches_the_target(run):
    assert "2 of 4 units with a value reach the target of 80." in words(sections.indicators(run, EN)._repr_html_())


def test_values_are_ordered_from_best_to_worst_with_the_absent_last(run):
    html = sections._values_table(run, "days", EN)
    assert [row(html, name)[0] for name in ("Unit Awal", "Unit Dasar", "Unit Empat")] == ["5", "20", "8"]
    assert html.index("Tangkas") < html.index("Unit Awal") < html.index("Unit Dasar")


def test_a_missing_value_is_a_dash_in_the_table(run):
    assert row(sections._values_table(run, "on_time", EN), "Unit Empat") == ["–", "–"]


@pytest.mark.parametrize(
    ("fitted", "ends"),
    [
        ({"slope": 1.25, "intercept": -25.0}, (20.0, 100.0)),
        ({"slope": -5.0, "intercept": 100.0}, (20.0, 0.0)),
        (
            {"slope": 100 / math.log(4), "intercept": -100 * math.log(25) / math.log(4), "logarithmic": True},
            (25.0, 100.0),
        ),
        ({"target": 5.0, "tolerance": 2.0}, None),
    ],
)
def test_a_straight_line_is_told_by_the_values_that_get_0_and_100(run, fitted, ends):
    leaf = copy.deepcopy(dict(run.leaves["days"]))
    leaf["normalisation"]["fitted"] = fitted
    assert sections.line_ends(leaf) == (pytest.approx(ends) if ends else None)


def test_there_is_no_minus_zero(run):
    assert "-0" not in sections.points_rule(run.leaves["days"], EN)


def test_settings_that_are_not_set_are_not_shown(run):
    leaf = {**run.leaves["days"], "options": {"weights": None, "sla": {}, "weight_printed": "1/9", "cap": 120}}
    assert dict(sections.indicator_rules(leaf, EN))["Settings"] == "weight printed: 1/9; cap: 120"


def test_data_section_lists_files_rows_and_hash(run):
    block = sections.data(run, EN)
    assert block.finding == "1 tables with 5 rows were read; 9 of 10 values could be measured."
    assert row(block._repr_html_(), "unit") == ["unit.csv", "5", run.manifest["inputs"][0]["sha256"][:12]]


def test_every_missing_value_stands_there_with_its_reason(run):
    html = sections.data(run, EN)._repr_html_()
    assert row(html, "On time") == ["4", "1", "80 %", "4"]
    text = words(html)
    assert "only 25 % of the weight has a value, at least 60 % is needed Unit Empat" in text


def test_complete_data_are_called_complete(run):
    whole = dataclasses.replace(
        run, scorecard=dataclasses.replace(run.scorecard, missing=run.scorecard.missing.iloc[:0])
    )
    assert "No value is missing." in words(sections.data(whole, EN)._repr_html_())


def test_a_transformation_stands_with_its_numbers(changed):
    rules = dict(sections.indicator_rules(changed.leaves["days"], EN))
    assert rules["Transformed first"] == "logarithm: ln(x − 4.0000 + 0.16000)"
    assert rules["Points"] == "min–max of the transformed values"
    assert dict(sections.indicator_rules(changed.leaves["on_time"], EN))["Transformed first"] == ""


@pytest.mark.parametrize(
    ("applied", "fitted", "said"),
    [
        ("log", {"low": 0, "high": 9, "offset": 0.09, "mirrored": True}, "logarithm: −ln(9.0000 + 0.090000 − x)"),
        (
            "box_cox",
            {"low": 1, "power": -0.5, "shift": 0, "scale": 1234.5},
            "Box–Cox transformation: (y^-0.50000 − 1) ÷ -0.50000, y = (x + 0) ÷ 1,234.5",
        ),
    ],
)
def test_every_transformation_can_be_redone(changed, applied, fitted, said):
    leaf = {**changed.leaves["days"], "treatment": {"applied": applied, "fitted": fitted}}
    assert dict(sections.indicator_rules(leaf, EN))["Transformed first"] == said


def test_equally_good_values_are_counted_not_named(place):
    text = words(sections.indicators(place, EN)._repr_html_())
    assert "2 units do best with 60; of all values, half of them lie between 40 and 60." in text


def test_an_indicator_that_does_not_count_says_so_where_its_weight_stands(place):
    text = words(sections.indicators(place, EN)._repr_html_())
    assert text.count("Weight 0 %: shown for information, not counted") == 2


def test_settings_are_called_as_the_indicator_calls_them_and_else_as_they_are_written(run):
    said = {"mix": {"id": "bauran kelas", "en": "mix of classes"}, "year": {"id": "1 Januari", "en": "1 January"}}
    options = {"mix": {"non_pengawasan": 28.0, "ringan": 35.5}, "since": "year", "kinds": ["ktp", "akta"], "once": True}
    leaf = {**run.leaves["days"], "options": options, "option_labels": said}
    (settings,) = [text for term, text in sections.indicator_rules(leaf, EN) if term == "Settings"]
    assert settings == "mix of classes: non pengawasan 28, ringan 35.5; since: 1 January; kinds: ktp, akta; once: yes"
