"""Findings of pydantic in words that say what was found and what was expected."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import pytest
from pydantic import Field, ValidationError, model_validator

from workbench.errors import fault
from workbench.model.indicator import Options
from workbench.model.validation import OptionsError, faults_in, option_keys


class Inner(Options):
    low: float = 0.0


class Settings(Options):
    number: float = 0.0
    whole: int = Field(default=1, ge=1, le=9)
    positive: float = Field(default=1.0, gt=0)
    text: str = ""
    flag: bool = False
    day: date = date(2025, 1, 1)
    sign: Literal["point", "comma"] = "point"
    code: Annotated[str, Field(pattern="^[a-z]+$")] = "a"
    inner: Inner = Inner()
    table: dict[str, int] = Field(default_factory=dict)
    needed: int


def lines(**given):
    try:
        Settings.model_validate({"needed": 1} | given)
    except ValidationError as error:
        return [each.render() for each in faults_in(error, ("options",), known_keys=option_keys(Settings))]
    return []


@pytest.mark.parametrize(
    ("given", "line"),
    [
        ({"number": "tinggi"}, "options.number: expected a number; found 'tinggi' (decimals are written with a point)"),
        ({"number": True}, "options.number: expected a number; found True (decimals are written with a point)"),
        ({"number": None}, "options.number: expected a number; found nothing (decimals are written with a point)"),
        ({"number": float("nan")}, "options.number: expected a finite number; found nan"),
        ({"whole": 2.5}, "options.whole: expected a whole number; found 2.5"),
        ({"whole": 0}, "options.whole: must be at least 1; found 0"),
        ({"whole": 10}, "options.whole: must be at most 9; found 10"),
        ({"positive": 0}, "options.positive: must be greater than 0.0; found 0"),
        ({"text": 5}, "options.text: expected text; found 5 (put it in quotes if it is meant as text)"),
        ({"flag": "yes"}, "options.flag: expected true or false; found 'yes'"),
        ({"day": "2025"}, "options.day: expected a date such as 2025-06-30; found '2025'"),
        ({"sign": "dot"}, "options.sign: 'dot' is not one of: 'point', 'comma'"),
        ({"inner": 5}, "options.inner: expected a block of 'key: value' lines; found 5"),
        (
            {"inner": {"low": "x"}},
            "options.inner.low: expected a number; found 'x' (decimals are written with a point)",
        ),
        ({"table": []}, "options.table: expected a block of 'key: value' lines; found a list"),
        ({"numbr": 5}, "options.numbr: unknown key 'numbr'; did you mean: number?"),
    ],
)
def test_a_finding_is_put_in_words(given, line):
    assert lines(**given) == [line]


def test_a_forbidden_spelling_says_what_is_allowed():
    assert lines(code="A B")[0].startswith(
        "options.code: 'A B' is not allowed here: use letters, digits and underscores"
    )


def test_a_missing_key_is_named():
    with pytest.raises(ValidationError, match="needed") as caught:
        Settings.model_validate({})
    assert [each.render() for each in faults_in(caught.value, ())] == ["needed: 'needed' is missing"]


def test_all_findings_are_told_at_once():
    assert len(lines(number="x", whole=0, sign="dot", numbr=1)) == 4


def test_what_is_right_has_no_findings():
    assert lines(number=1, whole=9, sign="comma") == []


def test_a_validator_may_raise_several_faults_with_their_gaps_and_places():
    class Pairs(Options):
        names: dict[str, int]

        @model_validator(mode="after")
        def _no_twos(self):
            OptionsError.raise_if(
                fault(("names", name), "'{name}' is {count}", name=name, count=count)
                for name, count in self.names.items()
                if count == 2
            )
            return self

    assert Pairs.model_validate({"names": {"a": 1}}).names == {"a": 1}
    with pytest.raises(ValidationError, match="'a' is 2") as caught:
        Pairs.model_validate({"names": {"a": 2, "b": 1, "c": 2}})
    found = faults_in(caught.value, ("weighting",))
    assert [each.render() for each in found] == ["weighting.names.a: 'a' is 2", "weighting.names.c: 'c' is 2"]
    assert found[0].values == {"name": "a", "count": 2}  # so that it can be translated


def test_a_block_or_list_is_named_and_not_spilled_out():
    assert lines(number=[0] * 1000) == [
        "options.number: expected a number; found a list (decimals are written with a point)"
    ]
    assert lines(text={"a": 1})[0].startswith("options.text: expected text; found a block of 'key: value' lines")
