from __future__ import annotations

import json
from dataclasses import asdict

import pytest

from workbench.errors import ParametersError
from workbench.model.distribution import DistributionCheck, DistributionRule, LimitCheck, Move, ShareLimit


def rule_of(value):
    return DistributionRule.of(value, name="batas", reference="r", confidence="proposed", smallest=3)


@pytest.mark.parametrize(
    ("percent", "n", "most", "least"),
    [(70, 10, 7, 7), (70, 13, 9, 10), (10, 30, 3, 3), (10, 31, 3, 4), (0, 9, 0, 0), (12.5, 8, 1, 1), (12.5, 9, 1, 2)],
)
def test_what_is_allowed_is_rounded_down_and_what_is_demanded_up(percent, n, most, least):
    assert ShareLimit(predicates=("x",), at_most=percent).highest(n) == most
    assert ShareLimit(predicates=("x",), at_least=percent).lowest(n) == least


def test_must_exist_is_one_person_whatever_the_size():
    limit = ShareLimit(predicates=("x", "y"), at_least_people=1)

    assert [limit.lowest(n) for n in (3, 300)] == [1, 1]
    assert limit.highest(300) == 300


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ({"baik": [{"predicates": ["x"]}]}, "a limit needs at_most, at_least or at_least_people"),
        ({"baik": [{"predicates": ["x"], "at_most": 170}]}, "must be at most 100"),
        ({"baik": [{"predicate": ["x"], "at_most": 70}]}, "unknown key 'predicate'"),
        ({"baik": 70}, "expected a list; found 70"),
    ],
)
def test_a_table_of_limits_with_a_slip_names_the_value_and_the_slip(value, said):
    with pytest.raises(ParametersError, match=r"value 'batas' of a rule pack is no table of limits") as caught:
        rule_of(value)
    assert said in caught.value.render()


def test_predicates_that_the_limits_name_and_nobody_knows_are_found():
    rule = rule_of({"baik": [{"predicates": ["baik", "cukup"], "at_most": 70}], "istimewa": []})

    assert rule.strangers(["baik", "kurang"]) == ["cukup"]


def test_a_check_survives_json():
    check = DistributionCheck(
        unit="U",
        members=("U", "V"),
        organisation="baik",
        counts={"b": 4, "bp": 0},
        status="outside",
        limits=(LimitCheck(predicates=("b",), people=4, lowest=0, highest=2),),
        moves=(Move(before="b", after="bp", people=2),),
        fits=("istimewa",),
    )

    assert DistributionCheck.from_plain(json.loads(json.dumps(asdict(check)))) == check
    assert (check.size, check.to_move, check.limits[0].kept) == (4, 2, False)
