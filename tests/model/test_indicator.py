"""A declaration that contradicts itself is refused when it is made, by name."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pydantic import ValidationError

from tests.scoring.frameworks import indicator
from workbench.model.indicator import Column, Options, TableNeed


def need(*names, key=()):
    return TableNeed(table="skm", columns=tuple(Column(name=name, kind="text") for name in names), key=key)


@pytest.mark.parametrize("code", ["Ikm", "1st", "a-b", "a b", "", "ikm\n", "éa"])
def test_a_code_is_snake_case(code):
    with pytest.raises(ValueError, match="must be snake_case: letters a-z, digits, underscores"):
        replace(indicator("ikm"), code=code)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"polarity": "up"}, "indicator 'ikm': polarity must be higher, lower or target, not 'up'"),
        ({"subject": ()}, "indicator 'ikm': subject must be 'unit', 'employee' or both"),
        ({"subject": ("office",)}, "indicator 'ikm': subject must be"),
        ({"reference": "  "}, "indicator 'ikm' needs a reference"),
        ({"measure": "ikm.py"}, "indicator 'ikm': measure must be a function"),
    ],
)
def test_an_impossible_declaration_is_refused_by_name(wrong, message):
    with pytest.raises(ValueError, match=message):
        replace(indicator("ikm"), **wrong)


def test_a_declaration_cannot_be_changed_afterwards():
    with pytest.raises(AttributeError, match="cannot assign"):
        indicator("ikm").polarity = "lower"


def test_a_category_says_which_values_it_allows():
    with pytest.raises(ValueError, match="column 'kelas' is a category without values"):
        Column(name="kelas", kind="category")


def test_a_column_that_may_be_absent_cannot_require_its_cells():
    assert Column(name="catatan", kind="text", required=False, may_be_absent=True).may_be_absent
    with pytest.raises(ValueError, match="column 'catatan' may be absent, so its cells cannot be required"):
        Column(name="catatan", kind="text", may_be_absent=True)


def test_a_table_names_a_column_once():
    with pytest.raises(ValueError, match="table 'skm' names a column twice"):
        need("kode", "kode")


def test_a_key_stands_on_columns_that_are_read():
    assert need("kode", "unsur", key=("kode", "unsur")).key == ("kode", "unsur")
    with pytest.raises(ValueError, match=r"table 'skm' has key columns that it does not read: \['kod'\]"):
        need("kode", key=("kod",))


class Days(Options):
    days: int = 5
    share: float = 0.5


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"day": 3}, "Extra inputs are not permitted"),
        ({"days": "3"}, "valid integer"),
        ({"days": 3.5}, "valid integer"),
        ({"share": float("nan")}, "finite number"),
        ({"share": float("inf")}, "finite number"),
    ],
)
def test_options_are_strict(given, message):
    with pytest.raises(ValidationError, match=message):
        Days.model_validate(given)


def test_options_are_frozen():
    with pytest.raises(ValidationError, match="frozen"):
        Days().days = 3
