"""A broken promise is found, under its own name: every test of the contract fails for an indicator that breaks it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import count
from typing import Any
from unittest import SkipTest

import numpy as np
import pandas as pd
import pytest

from tests.testing.indicators import ANSWERED, letter, share_answered, with_measure
from workbench import Indicator, InputError, Label, fault
from workbench.testing import PROMISES, IndicatorContract


def all_answered(tables: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    return {"letters": tables["letters"].assign(answered=pd.Timestamp("2025-03-01"))}


def contract(indicator: Indicator = ANSWERED, **attributes: Any) -> IndicatorContract:
    made = IndicatorContract()
    given = {
        "indicator": indicator,
        "worse": {"letters": [letter()]},
        "better": {"letters": [letter(answered="2025-02-03")]},
        "improve": all_answered,
        **attributes,
    }
    for name, value in given.items():
        setattr(made, name, value)
    return made


class TestAnHonestIndicator(IndicatorContract):
    indicator = ANSWERED
    worse = {"letters": [letter(), letter(answered="2025-02-03")]}
    better = {"letters": [letter(answered="2025-02-03")]}

    def improve(self, tables):
        return all_answered(tables)


def test_every_promise_has_a_test_and_every_test_says_what_it_promises() -> None:
    tests = [name for name in vars(IndicatorContract) if name.startswith("test_")]
    assert tests == list(PROMISES)
    assert all(getattr(IndicatorContract, name).__doc__ for name in tests)


def first_page_count(tables: Any, context: Any) -> pd.DataFrame:
    return pd.DataFrame({"value": tables["letters"].groupby(context.subject_key)["pages"].first().astype(float)})


def by_position(tables: Any, context: Any) -> pd.DataFrame:
    measured = share_answered(tables, context).reindex(context.subjects)
    return measured.assign(value=measured["value"] + np.arange(len(measured)))


def favourite(tables: Any, context: Any) -> pd.DataFrame:
    measured = share_answered(tables, context)
    return measured.assign(value=measured["value"] + 5.0 * (measured.index == "A"))


def in_place(tables: Any, context: Any) -> pd.DataFrame:
    tables["letters"]["pages"] = 0
    return share_answered(tables, context)


def zero_for_nothing(tables: Any, context: Any) -> pd.DataFrame:
    return share_answered(tables, context)[["value"]].reindex(context.subjects).fillna(0.0)


def only_with_rows(tables: Any, context: Any) -> pd.DataFrame:
    if tables["letters"].empty:
        return pd.DataFrame({"value": 0.0}, index=context.subjects)
    return share_answered(tables, context)


def needs_an_answer(tables: Any, context: Any) -> pd.DataFrame:
    if len(tables["letters"]):
        tables["letters"]["answered"].dropna().iloc[0]
    return share_answered(tables, context)


def compared_with_others(tables: Any, context: Any) -> pd.DataFrame:
    return share_answered(tables, context).assign(value=lambda m: m["value"] / (len(context.subjects) - 1))


def divided_by_spread(tables: Any, context: Any) -> pd.DataFrame:
    letters = tables["letters"].groupby(context.subject_key)["pages"]
    return pd.DataFrame({"value": letters.mean() / letters.std(ddof=0)})


def inverted_bounds(tables: Any, context: Any) -> pd.DataFrame:
    return share_answered(tables, context).assign(low=lambda m: m["value"] + 1)


def forgetful() -> Callable[..., pd.DataFrame]:
    calls = count()
    return lambda tables, context: share_answered(tables, context).assign(value=lambda m: m["value"] + next(calls))


def unanswered(tables: Any, context: Any) -> pd.DataFrame:
    return share_answered(tables, context).assign(value=lambda m: 100 - m["value"])


SAME = Label(id="The share.", en="The share.")
BROKEN = [
    ("it_is_described_in_both_languages", replace(ANSWERED, description=SAME), "same in Indonesian and in English"),
    ("its_reference_can_be_looked_up", replace(ANSWERED, reference="a regulation"), "no number and no year"),
    ("it_can_be_used_in_the_cycle", replace(ANSWERED, valid_from=date(2026, 1, 1)), "valid from 2026-01-01"),
    ("it_is_fair_at_the_level_it_is_measured_for", replace(ANSWERED, attribution="employee"), "not measured for"),
    (
        "it_is_fair_at_the_level_it_is_measured_for",
        replace(ANSWERED, subject=("unit", "employee")),
        "no parameters file could use it for employees",
    ),
    ("better_data_give_a_better_value", replace(ANSWERED, polarity="lower"), "`worse` gives 0 and `better` gives 100"),
    ("an_improvement_never_makes_a_value_worse", with_measure(unanswered), "`improve` makes a value worse"),
    ("what_it_returns_can_be_used", with_measure(inverted_bounds), "`low` lies above `value`"),
    ("the_same_tables_give_the_same_values", with_measure(forgetful()), "measured twice"),
    ("the_order_of_rows_makes_no_difference", with_measure(first_page_count), "rows in reverse order"),
    ("the_order_of_subjects_makes_no_difference", with_measure(by_position), "indexed by subject"),
    ("subjects_that_swap_their_data_swap_their_values", with_measure(favourite), "A and B swapped their data"),
    ("the_tables_are_left_as_they_were", with_measure(in_place), "changed the table 'letters'"),
    ("tables_without_rows_give_nobody_a_value", with_measure(only_with_rows), "there are no rows, yet a value"),
    ("a_subject_without_rows_has_no_value", with_measure(zero_for_nothing), "no row names 'nobody'"),
    ("empty_cells_are_no_obstacle", with_measure(needs_an_answer), "failed with IndexError"),
    ("one_subject_alone_can_be_measured", with_measure(compared_with_others), "holds infinity"),
    ("rows_that_are_all_alike_can_be_measured", with_measure(divided_by_spread), "holds infinity"),
]


@pytest.mark.parametrize(("test", "indicator", "said"), BROKEN, ids=[f"{test}: {said}" for test, _, said in BROKEN])
def test_a_broken_promise_is_found(test: str, indicator: Indicator, said: str) -> None:
    with pytest.raises(AssertionError, match=said.replace("(", r"\(")) as found:
        getattr(contract(indicator), f"test_{test}")()
    assert "answered" in str(found.value)


def test_every_promise_can_be_broken() -> None:
    assert {f"test_{test}" for test, _, _ in BROKEN} == set(PROMISES)


def test_a_value_that_rests_on_no_case_is_found() -> None:
    measure = with_measure(lambda tables, context: share_answered(tables, context).assign(cases=0.0))
    with pytest.raises(AssertionError, match="a value rests on 0 cases; return NaN"):
        contract(measure).test_what_it_returns_can_be_used()


def test_the_cause_of_a_failure_is_shown_with_the_table_that_led_to_it() -> None:
    with pytest.raises(AssertionError, match=r"failed with KeyError: 'page'(.|\n)*letters:(.|\n)*channel") as found:
        contract(with_measure(lambda tables, context: tables["letters"]["page"])).test_what_it_returns_can_be_used()
    assert isinstance(found.value.__cause__.__cause__, KeyError)


def test_a_broken_promise_is_shown_with_the_fewest_rows_that_break_it() -> None:
    with pytest.raises(AssertionError, match="found with these tables:\n") as found:
        contract(with_measure(first_page_count)).test_the_order_of_rows_makes_no_difference()
    shown = str(found.value).split("found with these tables:\n")[1]
    assert shown.splitlines()[0] == "letters:"
    assert len(shown.splitlines()) == 2 + 2  # title and header, and two rows of one subject


def test_an_improvement_that_changes_nothing_proves_nothing() -> None:
    with pytest.raises(AssertionError, match="`improve` never changed a value"):
        contract(improve=lambda tables: tables).test_an_improvement_never_makes_a_value_worse()


def test_without_an_improvement_the_polarity_is_not_tried_on_generated_tables() -> None:
    with pytest.raises(SkipTest, match="give `improve"):
        contract(improve=None).test_an_improvement_never_makes_a_value_worse()


def test_what_better_means_must_be_shown() -> None:
    made = IndicatorContract()
    made.indicator = ANSWERED
    with pytest.raises(AssertionError, match="answered: the test class must give `worse`"):
        made.test_better_data_give_a_better_value()


def test_better_and_worse_are_about_one_subject() -> None:
    with pytest.raises(AssertionError, match=r"`worse` must be about one subject; it names \['A', 'B'\]"):
        contract(worse={"letters": [letter(), letter(subject="B")]}).test_better_data_give_a_better_value()


def test_rows_that_give_no_value_show_nothing() -> None:
    nothing = with_measure(lambda tables, context: share_answered(tables, context).assign(value=np.nan))
    with pytest.raises(AssertionError, match="`worse` gives no value"):
        contract(nothing).test_better_data_give_a_better_value()


def test_for_a_target_the_closer_value_is_the_better() -> None:
    hit = replace(ANSWERED, polarity="target")
    contract(hit, target=90.0).test_better_data_give_a_better_value()
    with pytest.raises(AssertionError, match="`worse` gives 0 and `better` gives 100"):
        contract(hit, target=20.0).test_better_data_give_a_better_value()
    with pytest.raises(AssertionError, match="must give the number `target`"):
        contract(hit).test_better_data_give_a_better_value()


def refuses(tables: Any, context: Any) -> pd.DataFrame:
    if (tables["letters"]["pages"] > 0).any():
        raise InputError([fault("letters", "too many pages")])
    return share_answered(tables, context)


def test_a_measure_that_refuses_everything_has_not_been_tested() -> None:
    def always(tables: Any, context: Any) -> pd.DataFrame:
        raise InputError([fault("letters", "too many pages")])

    with pytest.raises(AssertionError, match=r"refused all generated tables; mend them in `tidy(.|\n)*too many pages"):
        contract(with_measure(always)).test_the_same_tables_give_the_same_values()


def test_a_measure_may_refuse_some_tables() -> None:
    contract(with_measure(refuses)).test_the_same_tables_give_the_same_values()


def test_but_not_tables_without_rows() -> None:
    def always(tables: Any, context: Any) -> pd.DataFrame:
        raise InputError([fault("letters", "no letters")])

    with pytest.raises(AssertionError, match="the measure refuses these tables: letters: no letters"):
        contract(with_measure(always)).test_tables_without_rows_give_nobody_a_value()


def test_tidy_mends_what_is_generated() -> None:
    seen = []

    def record(tables: Any, context: Any) -> pd.DataFrame:
        seen.extend(tables["letters"]["pages"])
        return share_answered(tables, context)

    tidy = {"tidy": lambda tables: {"letters": tables["letters"].assign(pages=7)}}
    contract(with_measure(record), **tidy).test_the_same_tables_give_the_same_values()
    assert set(seen) == {7}


def test_employees_may_be_measured_where_it_is_fair_for_them() -> None:
    both = replace(ANSWERED, subject=("unit", "employee"), attribution="employee")
    contract(both).test_it_is_fair_at_the_level_it_is_measured_for()


def test_the_same_tables_are_generated_every_time() -> None:
    drawn: list[list[str]] = [[], []]
    for seen in drawn:

        def record(tables: Any, context: Any, seen: list[str] = seen) -> pd.DataFrame:
            seen.append(tables["letters"].to_csv())
            return share_answered(tables, context)

        contract(with_measure(record)).test_the_same_tables_give_the_same_values()
    assert drawn[0] == drawn[1]
    assert len(set(drawn[0])) > 10
