"""What each indicator gave to the score: parts that add up to it, whatever the aggregation."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import combinations
from math import factorial

import numpy as np

from workbench.model.framework import Framework, Leaf, Node
from workbench.model.methods import Floats
from workbench.scoring.aggregation import present_weights, value_of_present

_ROUNDING = 1e-9

Game = Callable[[Floats], Floats]
"""Value of a node (NaN where it is absent) to the root's score, everything else held fixed."""


def contributions_to_root(
    framework: Framework, normalised: Mapping[str, Floats], scores: Mapping[str, Floats]
) -> dict[str, Floats]:
    """Return each indicator's part of the root's score, shape (n,); the parts of a subject add up to its score.

    Where all nodes from the indicator up to the root are weighted means, the part is the product of the weights with
    the normalised value. A separable method (PROMETHEE, say) gives each child its weight times what the child would
    make alone; a method with weights of its own for every subject (benefit of the doubt) gives what these weights make.
    Elsewhere it is the Owen value: the effect of the indicator's joining, averaged over the orders in which the
    children of its node, then the node among its siblings, and so on, can join; what is absent is left out as a missing
    value would be, and nothing at all is worth 0. A method that compares subjects compares them by those who have
    joined; a company by which it cannot tell them apart is worth 0 too, and what others are compared by but the
    subject lacks is shared by weight among what it has. An indicator that pulls the score down has a
    negative part; a missing one has none.

    Parameters
    ----------
    framework : Framework
        The tree.
    normalised, scores : mapping
        Indicator and node codes to values of shape (n,).

    References
    ----------
    Owen, G. (1977), Values of games with a priori unions, doi:10.1007/978-3-642-45494-3_7; Shapley, L. S. (1953),
    A value for n-person games, doi:10.1515/9781400881970-018.
    """
    values = {**normalised, **scores}
    unscored = np.isnan(scores[framework.root.code])
    parts: dict[str, Floats] = {}
    _share_out_linearly(framework.root, np.ones(len(unscored)), values, parts)
    return {leaf.code: np.where(unscored, np.nan, parts[leaf.code]) for leaf in framework.leaves}


def _share_out_linearly(
    branch: Node | Leaf, scale: Floats, values: Mapping[str, Floats], parts: dict[str, Floats]
) -> None:
    """Hand parts down while the root is a plain multiple, `scale`, of this branch."""
    value = values[branch.code]
    if isinstance(branch, Leaf):
        parts[branch.code] = np.where(np.isnan(value), 0.0, scale * value)
        return
    children = _children(branch, values)
    if branch.aggregation.additive or branch.aggregation.parts:
        for child, slope in zip(branch.children, _slopes(branch, children, value).T, strict=True):
            _share_out_linearly(child, scale * slope, values, parts)
    elif branch.aggregation.separable:
        for place, (child, weight) in enumerate(zip(branch.children, _slopes(branch, children, value).T, strict=True)):
            counted = np.where(np.isnan(value), np.nan, children[:, place])
            game = _alone(branch, place, scale * weight)
            _share_out_by_games(child, [(1.0, game)], _masked(child, values, counted), parts)
        _share_out_rest(branch, scale, values, parts)
    else:
        _share_out_by_games(branch, [(1.0, lambda worth: scale * np.nan_to_num(worth))], values, parts)
        _share_out_rest(branch, scale, values, parts)


def _slopes(node: Node, children: Floats, value: Floats) -> Floats:
    """Return what a point more of each child gives, shape (n, k): its weight, where the method has none of its own."""
    scored = ~np.isnan(value)
    slopes: Floats = np.where(scored[:, None], present_weights(children, np.asarray(node.shares)), 0.0)
    if node.aggregation.parts is not None and scored.any():
        given = node.aggregation.parts(children[scored], slopes[scored], node.settings)
        slopes[scored] = np.divide(given, children[scored], out=np.zeros_like(given), where=given != 0)
    return slopes


def _share_out_rest(node: Node, scale: Floats, values: Mapping[str, Floats], parts: dict[str, Floats]) -> None:
    """Share by weight what the games left over: where subjects are compared, by what others have and one lacks."""
    weights = dict(_weights_of_present(node, np.ones_like(scale), values))
    total = sum(weights.values(), start=np.zeros_like(scale))
    rest = scale * np.nan_to_num(values[node.code]) - sum(parts[code] for code in weights)
    left = (np.abs(rest) > _ROUNDING) & (total > 0)
    for code, weight in weights.items():
        parts[code] = np.where(left, parts[code] + rest * weight / np.where(left, total, 1.0), parts[code])


def _weights_of_present(
    branch: Node | Leaf, share: Floats, values: Mapping[str, Floats]
) -> Iterator[tuple[str, Floats]]:
    present = np.where(np.isnan(values[branch.code]), 0.0, share)
    if isinstance(branch, Leaf):
        yield branch.code, present
    else:
        for child, part in zip(branch.children, branch.shares, strict=True):
            yield from _weights_of_present(child, present * part, values)


def _alone(node: Node, place: int, scale: Floats) -> Game:
    def worth(value: Floats) -> Floats:
        children = np.full((len(value), len(node.children)), np.nan)
        children[:, place] = value
        return scale * np.nan_to_num(value_of_present(node, children))

    return worth


def _share_out_by_games(
    branch: Node | Leaf, games: list[tuple[float, Game]], values: Mapping[str, Floats], parts: dict[str, Floats]
) -> None:
    """Hand parts down where it matters who else is present: each game is one such company, with its probability."""
    value = values[branch.code]
    if isinstance(branch, Leaf):
        absent = np.full_like(value, np.nan)
        gained = sum((chance * (game(value) - game(absent)) for chance, game in games), start=np.zeros_like(value))
        parts[branch.code] = np.where(np.isnan(value), 0.0, gained)
        return
    children = _children(branch, values)
    children[np.isnan(value)] = np.nan  # below its minimum coverage the whole branch counts as absent
    _share_out_among_leaves(branch, games, children, parts)
    for place, child in enumerate(branch.children):
        if isinstance(child, Node):
            inner = [
                (chance * share, _joining(branch, children, place, company, game))
                for chance, game in games
                for share, company in _companies(len(branch.children), place)
            ]
            _share_out_by_games(child, inner, _masked(child, values, children[:, place]), parts)


def _share_out_among_leaves(
    node: Node, games: list[tuple[float, Game]], children: Floats, parts: dict[str, Floats]
) -> None:
    """Give each indicator of `node` the effect of its joining; every company is valued once, for all of them."""
    leaves = {place: child.code for place, child in enumerate(node.children) if isinstance(child, Leaf)}
    gained = {place: np.zeros(len(children)) for place in leaves}
    count = len(node.children)
    for size in range(count + 1 if leaves else 0):
        for company in combinations(range(count), size):
            worth = _worth(node, children, company)
            valued = sum((chance * game(worth) for chance, game in games), start=np.zeros(len(children)))
            for place in leaves:
                joined = place in company
                gained[place] += valued * (_chance(size - 1, count) if joined else -_chance(size, count))
    for place, code in leaves.items():
        parts[code] = np.where(np.isnan(children[:, place]), 0.0, gained[place])


def _worth(node: Node, children: Floats, company: tuple[int, ...]) -> Floats:
    present = np.full_like(children, np.nan)
    present[:, company] = children[:, company]
    return value_of_present(node, present)


def _joining(node: Node, children: Floats, place: int, company: tuple[int, ...], game: Game) -> Game:
    present = np.full_like(children, np.nan)
    present[:, company] = children[:, company]

    def worth(value: Floats) -> Floats:
        joined = present.copy()
        joined[:, place] = value
        return game(value_of_present(node, joined))

    return worth


def _companies(count: int, place: int) -> Iterator[tuple[float, tuple[int, ...]]]:
    """Yield every set of the other children with the chance that just they came before the child at `place`."""
    others = [other for other in range(count) if other != place]
    for size in range(count):
        for company in combinations(others, size):
            yield _chance(size, count), company


def _chance(size: int, count: int) -> float:
    """Return the chance that a given company of `size` out of `count`, and no other, came before a given child."""
    return factorial(size) * factorial(count - size - 1) / factorial(count) if size < count else 0.0


def _children(node: Node, values: Mapping[str, Floats]) -> Floats:
    return np.column_stack([values[child.code] for child in node.children])


def _masked(branch: Node | Leaf, values: Mapping[str, Floats], value: Floats) -> Mapping[str, Floats]:
    return {**values, branch.code: value}
