from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from kinerja.nip import DAMAGED, NIP, NO_BIRTH_DATE, NO_MONTH, NO_SEX, NOT_18_DIGITS, OLD, TOO_YOUNG


def fault_of(number: str) -> str:
    return NIP.faults(pd.Series([number], dtype="str")).iloc[0]


@pytest.mark.parametrize(
    "number",
    [
        "190006132013061001",
        "19000613 201306 1 001",
        "'190006132013061001",
        "19000613.201306.1.001",
        "190006132023212017",  # PPPK: 21 stands where a PNS has the month
        "198502292003011001".replace("19850229", "19840229"),  # 29 February of a leap year
    ],
)
def test_numbers_that_can_be(number):
    assert fault_of(number) == ""


@pytest.mark.parametrize(
    ("number", "fault"),
    [
        ("1.98501E+17", DAMAGED),
        ("1,98501E+17", DAMAGED),
        ("1.98501e17", DAMAGED),
        ("198501012010011000", DAMAGED),  # 15 digits kept, the last three lost
        ("1985010120100110", NOT_18_DIGITS),
        ("2010000", NOT_18_DIGITS),  # ends in 000, but too short to have lost digits
        ("010123456", OLD),
        ("19850101201001100A", NOT_18_DIGITS),
        ("1985010120100110011", NOT_18_DIGITS),
        ("", NOT_18_DIGITS),
        ("198502292010011001", NO_BIRTH_DATE),  # 1985 was no leap year
        ("188501012010011001", NO_BIRTH_DATE),
        ("198513012010011001", NO_BIRTH_DATE),
        ("198501012010001001", NO_MONTH),
        ("198501012010013001", NO_SEX),
        ("198501012001121001", TOO_YOUNG),  # 16 years and 11 months
        ("198501012001211001", TOO_YOUNG),  # PPPK with a start at 16
    ],
)
def test_numbers_that_cannot_be_each_with_its_own_sentence(number, fault):
    assert fault_of(number) == fault


def test_seventeen_years_to_the_month_is_old_enough():
    assert fault_of("198501012002011001") == ""


def test_a_faulty_number_does_not_change_what_is_said_of_the_others():
    numbers = pd.Series(["190006132013061001", "1.98501E+17", "190006132013061002"], index=[7, 3, 3], dtype="str")

    assert NIP.faults(numbers).tolist() == ["", DAMAGED, ""]
    assert NIP.faults(numbers).index.tolist() == [7, 3, 3]


def test_cleaning_gives_one_spelling():
    spelt = pd.Series(["'190006132013061001", "19000613 201306 1 001", "19000613.201306.1.001"], dtype="str")

    assert NIP.clean(spelt).unique().tolist() == ["190006132013061001"]


@given(st.text(max_size=25))
def test_whatever_is_typed_gets_an_answer_and_the_answer_does_not_repeat_it(text):
    answer = fault_of(text)

    assert answer in ("", DAMAGED, OLD, NOT_18_DIGITS, NO_BIRTH_DATE, NO_MONTH, NO_SEX, TOO_YOUNG)
