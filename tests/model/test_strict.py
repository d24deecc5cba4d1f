from __future__ import annotations

from datetime import date

import pytest
from pydantic import ValidationError

from workbench.model.strict import Names, Period, Strict, list_to_tuple


class Part(Strict):
    names: Names = ()
    share: float = 0.0


def test_a_list_of_yaml_becomes_a_tuple_and_anything_else_stays():
    assert Part(names=["a", "b"]).names == ("a", "b")
    assert list_to_tuple("a") == "a"


@pytest.mark.parametrize(
    ("given", "message"),
    [({"nmaes": []}, "Extra inputs"), ({"share": "1"}, "valid number"), ({"share": float("nan")}, "finite number")],
)
def test_slips_are_faults(given, message):
    with pytest.raises(ValidationError, match=message):
        Part.model_validate(given)


def test_a_part_cannot_be_changed_afterwards():
    with pytest.raises(ValidationError, match="frozen"):
        Part().share = 1.0


def test_a_period_may_last_a_day_but_not_end_before_it_starts():
    day = date(2025, 1, 1)

    assert Period(start=day, end=day).end == day
    with pytest.raises(ValidationError, match="the period ends before it starts"):
        Period(start=day, end=date(2024, 12, 31))


def test_unknown_keys_and_wrong_types_are_refused():
    with pytest.raises(ValidationError, match=r"(?s)start.*valid date.*ende.*Extra inputs"):
        Period.model_validate({"start": "2025-01-01", "end": date(2025, 1, 2), "ende": 1})
