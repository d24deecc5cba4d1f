"""Weights that add up to 100 inside a group, whoever moves."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.errors import ParametersError
from workbench.model.labels import Label
from workbench.views.linked_weights import Group, effective_weights, from_points, in_points, link


def group(code: str, **policy: float) -> Group:
    children = {child: Label.of(child) for child in policy}
    return Group(code=code, label=Label.of(code), children=children, policy=policy)


THREE = group("score", a=50.0, b=30.0, c=20.0)
TWO = group("service", x=60.0, y=40.0)


def test_the_others_share_what_is_left_in_their_present_proportion() -> None:
    # 100 - 75 = 25, split 30 : 20
    assert link([THREE], THREE.policy, {"a": 75}) == {"a": 75.0, "b": 15.0, "c": 10.0}


def test_a_group_that_was_not_asked_stays_as_it_is() -> None:
    assert link([THREE, TWO], {**THREE.policy, "x": 10.0, "y": 90.0}, {"a": 75})["y"] == 90.0


def test_a_locked_weight_leaves_all_the_room_to_be_made_by_the_others() -> None:
    # b keeps 30; 100 - 60 - 30 = 10 for c
    assert link([THREE], THREE.policy, {"a": 60}, locked=["b"]) == {"a": 60.0, "b": 30.0, "c": 10.0}


def test_from_all_zero_the_others_come_back_as_the_policy_has_them() -> None:
    # a gives back 50, split 30 : 20
    assert link([THREE], {"a": 100.0, "b": 0.0, "c": 0.0}, {"a": 50}) == {"a": 50.0, "b": 30.0, "c": 20.0}


def test_where_the_policy_itself_gives_them_nothing_they_share_evenly() -> None:
    lone = group("score", a=100.0, b=0.0, c=0.0)
    assert link([lone], lone.policy, {"a": 40}) == {"a": 40.0, "b": 30.0, "c": 30.0}


def test_a_group_named_whole_is_scaled_to_100() -> None:
    assert link([TWO], TWO.policy, {"x": 3, "y": 1}) == {"x": 75.0, "y": 25.0}


def test_a_group_that_already_adds_up_is_not_touched_so_that_no_echo_goes_back() -> None:
    thirds = {"a": 100 / 3, "b": 100 / 3, "c": 100 / 3}
    assert link([THREE], THREE.policy, thirds) == thirds


@given(
    st.lists(st.floats(0.01, 1000), min_size=2, max_size=8),
    st.floats(0, 100),
    st.data(),
)
def test_whatever_moves_the_group_adds_up_to_100_and_nothing_is_negative(
    raw: list[float], wanted: float, data: st.DataObject
) -> None:
    policy = {f"w{n}": 100 * weight / sum(raw) for n, weight in enumerate(raw)}
    moved = data.draw(st.sampled_from(sorted(policy)))
    linked = link([group("score", **policy)], policy, {moved: wanted})
    assert linked[moved] == wanted
    assert sum(linked.values()) == pytest.approx(100, abs=1e-9)
    assert min(linked.values()) >= 0


def test_every_impossible_weight_is_named_at_once() -> None:
    with pytest.raises(ParametersError) as caught:
        link([THREE, TWO], THREE.policy, {"a": -1, "b": float("nan"), "xx": 5})
    message = str(caught.value)
    assert "weights.a: -1 is not a weight; give a number from 0 to 100" in message
    assert "weights.b: nan is not a weight" in message
    assert "weights.xx: unknown weight 'xx'; did you mean x?" in message
    assert len(caught.value.faults) == 3


def test_more_than_100_says_what_to_do() -> None:
    with pytest.raises(ParametersError, match=r"weights\.score: the weights a 80, b 30, c 20 cannot add up to 100"):
        link([THREE], THREE.policy, {"a": 80, "b": 30})


def test_a_group_of_zeros_is_refused() -> None:
    with pytest.raises(ParametersError, match=r"weights\.service: the weights x 0, y 0 cannot add up to 100"):
        link([TWO], TWO.policy, {"x": 0, "y": 0})


def test_an_only_child_keeps_everything() -> None:
    only = group("score", a=100.0)
    with pytest.raises(ParametersError, match="cannot add up to 100"):
        link([only, TWO], only.policy, {"a": 0})
    assert link([only], only.policy, {"a": 7}) == {"a": 100.0}


TREE = (group("score", service=40.0, discipline=60.0), group("service", speed=75.0, care=25.0))
RAW = Group(
    code="score", label=Label.of("score"), children=THREE.children, policy=THREE.policy, given={"a": 5, "b": 3, "c": 2}
)


def test_relative_weights_are_those_of_the_file_until_they_mean_something_else() -> None:
    assert in_points([RAW], RAW.policy, {}) == {"a": 5, "b": 3, "c": 2}
    assert in_points([RAW], RAW.policy, {"a": 10, "b": 6, "c": 4}) == {"a": 10, "b": 6, "c": 4}
    moved = {"a": 60.0, "b": 30.0, "c": 10.0}
    assert in_points([RAW], moved, {"a": 10, "b": 6, "c": 4}) == moved


def test_three_to_two_to_one_are_a_half_a_third_and_a_sixth() -> None:
    weights = from_points([THREE], THREE.policy, {"a": 3, "b": 2, "c": 1})
    assert weights == pytest.approx({"a": 50.0, "b": 100 / 3, "c": 50 / 3})


def test_a_group_whose_points_mean_the_same_keeps_its_weights_to_the_last_digit() -> None:
    third = {"a": 100 / 3, "b": 100 / 3, "c": 100 / 3}
    assert from_points([THREE], third, {"a": 7, "b": 7, "c": 7}) == third


@pytest.mark.parametrize("points", [{"a": 0, "b": 0, "c": 0}, {"a": -1, "b": 2, "c": 1}])
def test_points_that_cannot_be_are_refused(points: dict[str, float]) -> None:
    with pytest.raises(ParametersError, match="weights"):
        from_points([THREE], THREE.policy, points)


def test_the_weight_in_the_whole_is_the_product_down_to_the_indicator() -> None:
    service, rest = TREE
    service = Group(**{**vars(service), "indicators": {"discipline"}})
    rest = Group(**{**vars(rest), "indicators": {"speed", "care"}})
    weights = {**service.policy, **rest.policy}
    # 40 % of 75 % and of 25 %; a node has none of its own
    assert effective_weights([service, rest], weights) == {"discipline": 60.0, "speed": 30.0, "care": 10.0}
