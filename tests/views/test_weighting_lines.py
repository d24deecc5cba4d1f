from __future__ import annotations

from dataclasses import replace

import pytest

from tests.small_run import small_run
from workbench.locale import Language
from workbench.views import report_sections
from workbench.views.weighting_lines import weighting_lines

EN = Language("en")


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    return small_run(tmp_path_factory.mktemp("weightings"))


def line(run, facts, *, from_data=False, method="by someone"):
    weighting = {"label": {"id": "oleh seseorang", "en": method}, "facts": facts, "from_data": from_data}
    return weighting_lines(replace(run, weightings={"score": weighting}), EN)[0]


def test_given_weights_need_no_line(run):
    assert weighting_lines(run, EN) == ()


def test_the_spread_of_experts_and_their_consistency_are_told(run):
    facts = {
        "shares_by_expert": {"head": {}, "staff": {}},
        "spread": {
            "pelayanan": {"low": 0.6, "high": 0.8, "sd": 0.14},
            "kecepatan": {"low": 0.2, "high": 0.4, "sd": 0.14},
        },
        "agreement": 1.0,
        "consistency_ratio": 0.0432,
    }
    assert line(run, facts) == (
        "Weights in Score: by someone. Experts: 2; their shares: Service 60–80 %, Speed 20–40 %; agreement 1.00 "
        "(Kendall's W; 1 is full agreement); consistency ratio 0.04 (0 is free of contradiction)."
    )


def test_weights_from_data_carry_a_warning(run):
    facts = {"subjects": 1204, "explained": 0.64, "against": ["kecepatan"]}
    assert line(run, facts, from_data=True) == (
        "Weights in Score: by someone. Subjects: 1,204; 64 % of the variance explained; running against the "
        "others: Speed. Taken from data, they describe the data; whether they should count is a decision of policy."
    )


def test_an_influence_that_cannot_be_reached_is_told_in_points(run):
    assert line(run, {"reached": True, "largest_deviation": 0.0}).endswith("Every part has its intended influence.")
    assert line(run, {"reached": False, "largest_deviation": 0.1234}).endswith(
        "The intended influence cannot be reached; the largest difference is 12.3 points of 100."
    )


def test_a_method_without_facts_is_only_named(run):
    assert line(run, {}) == "Weights in Score: by someone."


def test_the_line_stands_in_the_section_on_weights(run):
    settled = replace(run, weightings={"score": {"label": {"id": "x", "en": "equal weights"}, "facts": {}}})
    assert "Weights in Score: equal weights." in report_sections.weights(settled, EN)._repr_html_()
    assert "Weights in" not in report_sections.weights(run, EN)._repr_html_()
