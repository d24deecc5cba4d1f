import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.files.cells import ColumnPlace, text_cells
from workbench.files.number_parsing import parse_integers, parse_numbers
from workbench.model.indicator import Column


def place_of(values):
    return ColumnPlace(where="t.csv", table="t", header="nilai", rows=np.arange(len(values)) + 2)


def parse(*values, decimal=None, low=None, high=None, reading=parse_numbers, kind="number"):
    column = Column(name="nilai", kind=kind, low=low, high=high)
    return reading(text_cells(pd.Series(list(values), dtype="str")), column, place_of(values), decimal=decimal)


def lines(typed):
    return [fault.render() for fault in typed.faults]


@pytest.mark.parametrize(
    ("text", "point", "comma"),
    [
        ("1.234", 1.234, 1234),
        ("1,234", 1234, 1.234),
        ("-1.234", -1.234, -1234),
        ("999.999", 999.999, 999999),
        ("1,234.5", 1234.5, None),
        ("1.234,5", None, 1234.5),
        ("1.234.567", None, 1234567),
        ("0.488", 0.488, None),
        ("0,488", None, 0.488),
        ("12.5", 12.5, None),
        ("12,5", None, 12.5),
        ("45.9672", 45.9672, None),
        ("1234.567", 1234.567, None),
        ("12.34.567", None, None),
        ("1.5E-03", 0.0015, None),
        ("1,5e-3", None, 0.0015),
        ("007", 7, 7),
        ("+3", 3, 3),
        (".5", 0.5, None),
    ],
)
def test_a_declared_decimal_reads_a_number_in_one_way_or_refuses_it(text, point, comma):
    for decimal, expected in (("point", point), ("comma", comma)):
        typed = parse(text, decimal=decimal)
        if expected is None:
            assert len(typed.faults) == 1
            assert typed.values.isna().all()
        else:
            assert typed.faults == ()
            assert typed.values.to_list() == [expected]


@pytest.mark.parametrize("text", ["1.234", "1,234", "12.345", "123.456", "-1,234", "+999.000"])
def test_one_separator_before_three_digits_is_refused_until_the_decimal_is_declared(text):
    typed = parse("5", text)
    assert lines(typed) == [
        f"t.csv: column 'nilai': '{text}' (row 3) may have decimals or thousands; write 'decimal: point' "
        "(1.234 is a little more than 1) or 'decimal: comma' (1.234 is more than a thousand) under tables.t"
    ]
    assert typed.values.isna().to_list() == [False, True]


@pytest.mark.parametrize(
    ("text", "number"),
    [("12.5", 12.5), ("12,5", 12.5), ("0.488", 0.488), ("0,488", 0.488), ("45.9672", 45.9672), ("1234.567", 1234.567),
     ("1.234,5", 1234.5), ("1,234.5", 1234.5), ("1.234.567", 1234567), ("1234", 1234), ("1e3", 1000)],
)  # fmt: skip
def test_a_number_that_can_mean_only_one_thing_needs_no_declaration(text, number):
    typed = parse(text)
    assert (lines(typed), typed.values.to_list()) == ([], [number])


def test_points_and_commas_are_not_mixed_in_one_column():
    assert lines(parse("12.5", "7", "12,5")) == [
        "t.csv: column 'nilai' mixes decimal points and decimal commas: '12.5' in row 2, '12,5' in row 4; write all "
        "in one way and declare it with 'decimal:' under tables.t"
    ]


def test_a_cell_that_contradicts_the_declared_decimal_is_named():
    assert lines(parse("12,5", "12.5", decimal="comma")) == [
        "t.csv: column 'nilai': '12.5' (row 3) cannot be read with 'decimal: comma' under tables.t; mend the cells or "
        "the setting"
    ]


@pytest.mark.parametrize(
    "text", ["12 %", "Rp1.000", "n/a", "-", "NaN", "inf", "1 234", "12.5.2025", "1,2,3", "--1", "0x1F"]
)
def test_text_is_never_taken_for_a_number(text):
    for decimal in (None, "point", "comma"):
        typed = parse("3", text, decimal=decimal)
        assert lines(typed) == [
            f"t.csv: column 'nilai': '{text}' where a number belongs (row 3); write digits only, and leave a cell "
            "without a value empty"
        ]
        assert typed.values.isna().to_list() == [False, True]


def test_a_number_too_large_to_hold_is_refused():
    assert lines(parse("1e999")) == [
        "t.csv: column 'nilai': a number without end (infinity) (row 2); write the number itself"
    ]


def test_bounds_are_part_of_the_range():
    assert lines(parse("1", "4", low=1, high=4)) == []
    assert lines(parse("0", "5", "4.5", "2", low=1, high=4)) == [
        "t.csv: column 'nilai': '0' is below the lowest value allowed, 1 (row 2)",
        "t.csv: column 'nilai': '5', '4.5' is above the highest value allowed, 4 (rows 3, 4)",
    ]


def test_an_empty_cell_is_missing_and_not_zero():
    typed = parse("", "0")
    assert np.isnan(typed.values.iloc[0])
    assert typed.values.iloc[1] == 0


def test_a_whole_number_may_be_written_with_decimals_that_are_zero():
    assert parse("3.0", "", "4", reading=parse_integers, kind="integer").values.to_list() == [3, pd.NA, 4]


def test_a_fraction_is_not_a_whole_number():
    assert lines(parse("3", "3.5", reading=parse_integers, kind="integer")) == [
        "t.csv: column 'nilai': '3.5' where a whole number belongs (row 3)"
    ]


def written(number, decimal, *, grouped):
    text = f"{number:{',' if grouped else ''}.5f}"
    return text if decimal == "point" else text.translate(str.maketrans(".,", ",."))


@given(
    st.lists(st.integers(-(10**11), 10**11), min_size=1, max_size=20),
    st.sampled_from(["point", "comma"]),
    st.booleans(),
)
def test_numbers_written_in_a_declared_style_read_back_exactly(hundred_thousandths, decimal, grouped):
    numbers = [each / 100_000 for each in hundred_thousandths]
    typed = parse(*(written(number, decimal, grouped=grouped) for number in numbers), decimal=decimal)
    assert (typed.faults, typed.values.to_list()) == ((), numbers)


@given(st.lists(st.text("0123456789.,+-eE %", max_size=9), min_size=1, max_size=5))
def test_a_text_that_reads_without_declaration_reads_the_same_in_the_style_it_shows(texts):
    typed = parse(*texts)
    if not typed.faults:
        declared = [parse(*texts, decimal=decimal) for decimal in ("point", "comma")]
        assert any(each.faults == () and each.values.equals(typed.values) for each in declared)
