"""What each indicator gave to the score: parts that add up to it, whatever the aggregation."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import combinations
from math import factorial

import numpy as np

from workbench.model.framework import Framework, Leaf, Node
from workbench.model.methods import Floats
from workbench.scoring.aggregation import present_weights

Game = Callable[[Floats], Floats]
"""Value of a node (NaN where it is absent) to the root's score, everything else held fixed."""


def contributions_to_root(
    framework: Framework, normalised: Mapping[str, Floats], scores: Mapping[str, Floats]
) -> dict[str, Floats]:
    """Return each indicator's part of the root's score, shape (n,); the parts of a subject add up to its score.

    Where all nodes from the indicator up to the root are weighted means, the part is the product of the weights with
    the normalised value. Elsewhere it is the Owen value: the effect of the indicator's joining, averaged over the
    orders in which the children of its node, then the node among its siblings, and so on, can join; what is absent is
    left out as a missing value would be, and nothing at all is worth 0. An indicator that pulls the score down has a
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
    elif branch.aggregation.additive:
        children = _children(branch, values)
        weights = np.where(np.isnan(value)[:, None], 0.0, present_weights(children, np.asarray(branch.shares)))
        for child, weight in zip(branch.children, weights.T, strict=True):
            _share_out_linearly(child, scale * weight, values, parts)
    else:
        _share_out_by_games(branch, [(1.0, lambda worth: scale * np.nan_to_num(worth))], values, parts)


def _share_out_by_games(
    branch: Node | Leaf, games: list[tuple[float, Game]], values: Mapping[str, Floats], parts: dict[str, Floats]
) -> None:
    """Hand parts down where it matters who else is present: each game is one such company, with its probability."""
    value = values[branch.code]
    if isinstance(branch, Leaf):
        absent = np.full_like(value, np.nan)
        parts[branch.code] = sum(
            (chance * (game(value) - game(absent)) for chance, game in games), start=np.zeros_like(value)
        )
        return
    children = _children(branch, values)
    children[np.isnan(value)] = np.nan  # below its minimum coverage the whole branch counts as absent
    for place, child in enumerate(branch.children):
        inner = [
            (chance * share, _joining(branch, children, place, company, game))
            for chance, game in games
            for share, company in _companies(len(branch.children), place)
        ]
        _share_out_by_games(child, inner, _masked(child, values, children[:, place]), parts)


def _joining(node: Node, children: Floats, place: int, company: tuple[int, ...], game: Game) -> Game:
    present = np.full_like(children, np.nan)
    present[:, company] = children[:, company]

    def worth(value: Floats) -> Floats:
        joined = present.copy()
        joined[:, place] = value
        weights = present_weights(joined, np.asarray(node.shares))
        combined = node.aggregation.combine(joined, weights, node.settings)
        return game(np.where(weights.any(axis=1), combined, np.nan))

    return worth


def _companies(count: int, place: int) -> Iterator[tuple[float, tuple[int, ...]]]:
    """Yield every set of the other children with the chance that just they came before the child at `place`."""
    others = [other for other in range(count) if other != place]
    for size in range(count):
        share = factorial(size) * factorial(count - size - 1) / factorial(count)
        for company in combinations(others, size):
            yield share, company


def _children(node: Node, values: Mapping[str, Floats]) -> Floats:
    return np.column_stack([values[child.code] for child in node.children])


def _masked(branch: Node | Leaf, values: Mapping[str, Floats], value: Floats) -> Mapping[str, Floats]:
    return {**values, branch.code: value}
