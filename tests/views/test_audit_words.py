from __future__ import annotations

import pytest

from tests.views.audited import found
from workbench.analysis.audit_checks import CHECKS
from workbench.locale import Language
from workbench.views import audit_words as words

ID, EN = Language("id"), Language("en")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (("conflict", "on_time", "days", -0.456, -0.1),
         "On time and Days to settle work against each other (r = −0.46)"),
        (("redundant", "on_time", "days", 0.951, 0.92), "On time and Days to settle say nearly the same (r = 0.95)"),
        (("reliability", "score", "", 0.4, 0.7), "the parts of Score hardly measure one thing (alpha 0.40)"),
        (("swap", "days", "", 0.041, 0.1),
         "a change of the weight of Days to settle by 4.1 % of itself gives another first place"),
        (("influence", "days", "score", 0.6, 0.25),
         "Days to settle has 60.0 % of the influence on Score, but 25.0 % of the weight"),
        (("left_out", "days", "", 0.2, 0.1),
         "without Days to settle ranks shift by 20.0 % of all places on average"),
    ],
    ids=lambda each: each[0] if isinstance(each, tuple) else "",
)  # fmt: skip
def test_what_needs_a_look_is_said_in_words(run, line, said):
    finding = words.finding(found(run, (*line, "look")), EN)
    assert finding.endswith(f"Look first here: {said}.")


def test_every_check_that_can_need_a_look_has_words_and_a_place_in_the_order():
    judged = {code for code, check in CHECKS.items() if check.source} - {"kurtosis"}
    assert set(words._ORDER) == set(words._FINDINGS) == judged


def test_of_several_the_one_furthest_off_is_named(run):
    several = found(
        run,
        ("influence", "on_time", "score", 0.6, 0.75, "look"),
        ("influence", "days", "score", 0.6, 0.25, "look"),
    )
    assert "Days to settle has 60.0 % of the influence" in words.finding(several, EN)


def test_counts_coefficients_and_shares_are_written_each_in_their_own_way():
    assert words.number_text("certain", 12.0, ID) == "12"
    assert words.number_text("redundant", -0.951, ID) == "−0,95"
    assert words.number_text("present", 0.605, ID) == "60,5 %"
    assert words.number_text("skewness", -0.01, ID, decimals=0) == "0,0"  # never minus nought


def test_a_threshold_says_on_which_side_it_is_kept():
    assert words.threshold_text("present", 0.65, EN) == "≥ 65 %"
    assert words.threshold_text("imputed", 0.1, EN) == "≤ 10 %"
    assert words.threshold_text("redundant", 0.92, EN) == "|r| ≤ 0.92"
