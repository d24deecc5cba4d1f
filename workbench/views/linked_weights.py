"""Weights that always add up to 100 % inside a node: what a slider does to its neighbours.

The same rule runs in ``weights_panel.js`` while a slider is dragged; here it serves weights set from Python.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Set
from dataclasses import dataclass, field

from workbench.errors import Fault, ParametersError, fault
from workbench.model.catalogue import nearest_name
from workbench.model.framework import Framework, Leaf, Node
from workbench.model.labels import Label

WHOLE = 100.0
TOLERANCE = 1e-9


@dataclass(frozen=True, kw_only=True)
class Group:
    """The children of one node, whose weights share 100 %.

    Parameters
    ----------
    code, label : str, Label
        Of the node.
    children : mapping
        Code to label, in the order of the parameters file.
    policy : mapping
        Code to weight in percent, under the policy.
    given : mapping
        Code to weight as the parameters file has it, in whatever unit: only the ratios count.
    indicators : set of str
        Which of the children are indicators, not nodes.
    level : int
        Depth of the node in the tree, 0 for the root.
    """

    code: str
    label: Label
    children: Mapping[str, Label]
    policy: Mapping[str, float]
    given: Mapping[str, float] = field(default_factory=dict)
    indicators: Set[str] = frozenset()
    level: int = 0


def groups_of(framework: Framework) -> tuple[Group, ...]:
    """Return one group for each node that has children, the root first."""
    return tuple(_groups(framework.root, level=0))


def _groups(node: Node, *, level: int) -> Iterator[Group]:
    yield _group(node, level)
    for child in node.children:
        if isinstance(child, Node):
            yield from _groups(child, level=level + 1)


def _group(node: Node, level: int) -> Group:
    return Group(
        code=node.code,
        label=node.label,
        children={child.code: child.label for child in node.children},
        policy={child.code: share * WHOLE for child, share in zip(node.children, node.shares, strict=True)},
        given={child.code: child.weight for child in node.children},
        indicators={child.code for child in node.children if isinstance(child, Leaf)},
        level=level,
    )


def link(
    groups: Collection[Group],
    current: Mapping[str, float],
    asked: Mapping[str, float],
    *,
    locked: Collection[str] = (),
) -> dict[str, float]:
    """Return all weights, with those `asked` for in place and the others making room.

    A group that is named whole is scaled to 100 %. Where only some of its children are named, these keep what was
    asked, locked ones keep what they have, and the rest share what is left in their present proportion.

    Raises
    ------
    ParametersError
        Every weight that cannot be: unknown, negative, not a number, more than the group has left.
    """
    ParametersError.raise_if(_faults(groups, asked))
    linked: dict[str, float] = {}
    faults: list[Fault] = []
    for group in groups:
        wanted = {code: float(asked[code]) for code in group.children if code in asked}
        present = {code: current.get(code, group.policy[code]) for code in group.children}
        whole = len(wanted) == len(group.children)
        answer = _scaled(wanted) if whole else _making_room(group, present, wanted, locked)
        if answer is None:
            faults.append(_no_room(group, {**present, **wanted}))
        else:
            linked |= answer
    ParametersError.raise_if(faults)
    return linked


def in_points(groups: Collection[Group], weights: Mapping[str, float], points: Mapping[str, float]) -> dict[str, float]:
    """Return relative weights, such as 3 : 2 : 1, that stand for `weights`.

    In each group the `points` that were set, or failing them those of the parameters file, as long as they mean the
    same weights; the weights themselves where neither does.
    """
    return {code: point for group in groups for code, point in _points(group, weights, points).items()}


def from_points(
    groups: Collection[Group], weights: Mapping[str, float], points: Mapping[str, float]
) -> dict[str, float]:
    """Return the weights that relative weights stand for; those of a group that means the same stay as they are.

    Raises
    ------
    ParametersError
        Every point that cannot be, and every group whose points are all zero.
    """
    ParametersError.raise_if(_faults(groups, points))
    meant = in_points(groups, weights, points)
    moved = [group for group in groups if any(meant[code] != points[code] for code in group.children)]
    return dict(weights) | link(moved, weights, {code: points[code] for group in moved for code in group.children})


def _points(group: Group, weights: Mapping[str, float], points: Mapping[str, float]) -> Mapping[str, float]:
    present = {code: weights[code] for code in group.children}
    for each in (points, group.given):
        if each.keys() >= present.keys():
            chosen = {code: each[code] for code in present}
            scaled = _scaled(chosen)
            if scaled and all(abs(scaled[code] - weight) < TOLERANCE for code, weight in present.items()):
                return chosen
    return present


def effective_weights(groups: Collection[Group], weights: Mapping[str, float]) -> dict[str, float]:
    """Return the weight of every indicator in the whole, in percent: the product of the shares from the root down."""
    whole: dict[str, float] = {}
    for group in groups:  # a group comes after the one that its node stands in
        above = whole.get(group.code, WHOLE)
        whole |= {code: above * weights[code] / WHOLE for code in group.children}
    return {code: whole[code] for group in groups for code in group.children if code in group.indicators}


def _faults(groups: Collection[Group], asked: Mapping[str, float]) -> Iterator[Fault]:
    known = [code for group in groups for code in group.children]
    for code, weight in asked.items():
        if code not in known:
            yield fault(
                ("weights", code),
                "unknown weight '{code}'; did you mean {near}?",
                code=code,
                near=nearest_name(code, known),
            )
        elif not isinstance(weight, int | float) or not math.isfinite(weight) or weight < 0:
            yield fault(("weights", code), "{weight} is not a weight; give a number from 0 to 100", weight=repr(weight))


def _no_room(group: Group, weights: Mapping[str, float]) -> Fault:
    return fault(
        ("weights", group.code),
        "the weights {weights} cannot add up to 100 inside this group; lower one, unlock one, or name them all",
        weights=", ".join(f"{code} {weight:g}" for code, weight in weights.items()),
    )


def _scaled(wanted: Mapping[str, float]) -> dict[str, float] | None:
    """Scale to 100 %; weights that already add up stay as they are, so that a slider is never answered with an echo."""
    total = sum(wanted.values())
    if total <= 0:
        return None
    return dict(wanted) if abs(total - WHOLE) < TOLERANCE else {c: w * WHOLE / total for c, w in wanted.items()}


def _making_room(
    group: Group, present: Mapping[str, float], wanted: dict[str, float], locked: Collection[str]
) -> dict[str, float] | None:
    if not wanted:
        return dict(present)
    held = {code: weight for code, weight in present.items() if code in locked}
    held |= wanted
    free = [code for code in present if code not in held]
    left = WHOLE - sum(held.values())
    if left < -TOLERANCE or (not free and left > TOLERANCE):
        return None
    return {code: held.get(code, 0.0) for code in present} | _shared(max(left, 0.0), free, present, group.policy)


def _shared(
    left: float, free: list[str], present: Mapping[str, float], policy: Mapping[str, float]
) -> dict[str, float]:
    """Split `left` as the weights stand now; from all zero, as the policy has them; failing that, evenly."""
    even = dict.fromkeys(free, 1.0)
    basis = next(each for each in (present, policy, even) if not free or sum(each[code] for code in free) > 0)
    total = sum(basis[code] for code in free)
    return {code: left * basis[code] / total for code in free}
