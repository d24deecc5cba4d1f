"""The contract without pytest: each promise, kept, broken or not tried."""

from __future__ import annotations

from dataclasses import replace

from tests.testing.indicators import ANSWERED, letter
from workbench.testing import PROMISES, IndicatorContract, check_contract


class Answered(IndicatorContract):
    indicator = ANSWERED
    worse = {"letters": [letter()]}
    better = {"letters": [letter(answered="2025-02-03")]}
    examples = 3


def test_each_promise_of_an_honest_indicator_is_kept() -> None:
    findings = check_contract(Answered())
    assert [each.promise for each in findings] == list(PROMISES.values())
    assert {each.outcome for each in findings} == {"kept", "not tried"}
    (not_tried,) = (each for each in findings if each.outcome == "not tried")
    assert not_tried.promise == "An improvement never makes a value worse."
    assert not_tried.detail.startswith("give `improve(tables)`")


def test_a_broken_promise_says_why_and_hides_no_other() -> None:
    contract = Answered()
    contract.indicator = replace(ANSWERED, polarity="lower", reference="a regulation")
    broken = {each.promise: each.detail for each in check_contract(contract) if each.outcome == "broken"}
    assert broken == {
        "Its reference can be looked up.": "answered: its reference names no number and no year: 'a regulation'",
        "Better data give a better value.": ("answered: polarity 'lower', but `worse` gives 0 and `better` gives 100"),
    }
