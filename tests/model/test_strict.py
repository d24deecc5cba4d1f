from __future__ import annotations

import pytest
from pydantic import ValidationError

from workbench.model.strict import Names, Strict, list_to_tuple


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
