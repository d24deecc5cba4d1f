from __future__ import annotations

import pytest
from mcdm import options
from mcdm.aggregations import aggregations
from pydantic import ValidationError

CHILDREN = {"children": ("a", "b", "c"), "counting": ("a", "b", "c")}


@pytest.mark.parametrize(
    ("kind", "given", "said"),
    [
        (options.Bounded, {"bounds": [[0.0, 1.0]]}, "one entry for each child"),
        (options.Bounded, {"bounds": [[0.0, 1.0], [2.0, 2.0], [0.0, 1.0]]}, "a lower and a higher number"),
        (options.Promethee, {"preference": "level", "p": 3.0}, "level and vshape_2 both"),
        (options.Promethee, {"p": 3.0}, "usual takes no threshold"),
        (options.Promethee, {"preference": "vshape", "p": [1.0, 2.0]}, "one entry for each child"),
        (options.Vikor, {"v": 1.5}, "less than or equal to 1"),
        (options.VectorFirst, {"normalisation": "logarithmic"}, "Input should be"),
        (options.SubIntervals, {"better": 1.0}, "greater than 1"),
    ],
)
def test_settings_that_cannot_be_meant(kind, given, said):
    with pytest.raises(ValidationError, match=said):
        kind.model_validate(given, context=CHILDREN)


def test_lists_from_yaml_are_taken_child_by_child():
    given = options.Promethee.model_validate({"preference": "vshape", "p": [1.0, 2, 3.5]}, context=CHILDREN)
    assert given.p == (1.0, 2.0, 3.5)
    bounds = options.Bounded.model_validate({"bounds": [[0, 1], [0, 2], [-3, 3]]}, context=CHILDREN).bounds
    assert bounds == ((0, 1), (0, 2), (-3, 3))


def needed(code):
    return {"balanced_spotis": {"expected": 1.0}, "ervd": {"reference": 1.0}}.get(code, {})


@pytest.mark.parametrize("method", aggregations(), ids=lambda method: method.code)
def test_without_the_library_every_method_that_needs_it_says_how_to_get_it(monkeypatch, method):
    monkeypatch.setattr(options, "find_spec", lambda name: None)
    if method.code in ("copras", "mabac"):  # our own
        method.options.model_validate({})
    else:
        with pytest.raises(ValidationError, match=r"pip install 'kinerja-workbench\[mcdm\]'"):
            method.options.model_validate(needed(method.code))
