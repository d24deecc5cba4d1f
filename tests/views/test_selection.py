from __future__ import annotations

import pandas as pd
import pytest

from workbench.locale import Language
from workbench.views import selection

ID, EN = Language("id"), Language("en")


@pytest.mark.parametrize(
    ("values", "decimals"),
    [([1, 2, 30], 0), ([8.9, 7.4, 5.6], 1), ([1.234, 2.5], 2), ([0.1234, 0.2], 3), ([12.34, 99.9], 1), ([], 0)],
)
def test_numbers_get_as_many_decimals_as_tell_them_apart(values, decimals):
    assert selection.decimals_for(values) == decimals


def test_an_interval_is_two_numbers_or_one_or_nothing():
    assert selection.range_text(58.04, 66.96, ID, 1) == "58,0–67,0"
    assert selection.range_text(3, 3, ID) == "3"
    assert selection.range_text(float("nan"), 3, ID) == ""


def test_the_best_come_first_and_the_unscored_are_apart(run):
    assert list(selection.scored(run)) == ["A", "B", "C", "D"]
    assert list(selection.unscored(run)) == ["E"]


def test_of_a_long_order_both_ends_are_shown_and_the_rest_is_counted():
    shown, hidden = selection.ends_of(pd.Index(range(100)))
    assert list(shown) == [*range(15), *range(85, 100)]
    assert hidden == 70


def test_a_short_order_is_shown_whole():
    assert selection.ends_of(pd.Index(range(50)))[1] == 0


def test_what_is_left_out_is_said(run):
    assert "1,970 units in between" in selection.left_out(1970, run, EN)
    assert "1.970" in selection.left_out(1970, run, ID)
    assert selection.left_out(0, run, ID) == ""


def test_higher_is_better_reaches_its_target_from_above_and_lower_from_below(run):
    assert selection.reaches_target(run, "on_time").to_dict() == {"A": True, "B": True, "C": False, "D": False}
    assert selection.reaches_target(run, "days").to_dict() == {"A": True, "B": False, "C": True, "D": False, "E": False}


def test_a_missing_value_gives_the_numbers_behind_its_reason(run):
    text = selection.reason_text(run, "E", "score", "", EN)
    assert text == "only 25 % of the weight has a value, at least 60 % is needed"


def test_a_band_is_shown_by_its_name(run):
    assert selection.class_text(run, "A", ID) == "Baik"
    assert selection.class_text(run, "D", EN) == "Poor"
    assert selection.class_text(run, "E", EN) == "–"


def test_names_in_a_sentence_are_counted_beyond_five():
    assert selection.listed(["a", "b"], EN) == "a, b"
    assert selection.listed(list("abcdefg"), EN) == "a, b, c, d, e and 2 more"


def test_single_cases_are_not_worth_a_column(run):
    assert selection.cases_text(run, "A", "on_time", EN) == ""


@pytest.mark.parametrize(
    ("value", "text"), [(76.61, "76.61"), (80.0, "80"), (56.25, "56.25"), (0.995, "0.995"), (1 / 3, "0.3333")]
)
def test_a_number_of_the_parameters_is_shown_as_it_is_written(value, text):
    assert selection.exact_text(value, Language("en")) == text


def test_the_middle_half_is_one_number_where_all_of_it_is_the_same():
    english = Language("en")
    assert selection.middle_text(pd.Series([1, 2, 2, 2, 3]), english, 0) == "at least half of them are 2"
    assert selection.middle_text(pd.Series([0, 10, 20, 30, 40]), english, 0) == "half of them lie between 10 and 30"
