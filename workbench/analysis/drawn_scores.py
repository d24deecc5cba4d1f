"""Scores under many sets of weights, and of values, computed a block at a time: never all subjects by all draws."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.analysis.weight_draws import WeightDraws
from workbench.model.framework import Framework, Leaf, Node
from workbench.model.methods import Floats
from workbench.scoring.aggregation import aggregate
from workbench.scoring.ranking import ranks_by_row

NormalisedOf = Callable[[int], pd.DataFrame]
"""Number of a draw to the normalised values in it: the same subjects, indicators and gaps every time, and the same
values whenever it is asked again."""

BLOCK = 1 << 16
"""Scores in a block: small enough for a processor's cache, and fixed, so that results do not depend on the machine."""


@dataclass(frozen=True, kw_only=True)
class DrawnScores:
    """The root's score of every subject in every draw, on demand.

    Who has enough data for a score, and for one of a node, is settled by the weights of the policy: moving them moves
    ranks, it drops nobody.

    Parameters
    ----------
    framework : Framework
        The tree with the weights of the policy.
    weights : WeightDraws
        The weights of each draw.
    normalised : DataFrame or callable
        Subjects in rows, indicators in columns, 0-100; or, where the values are uncertain too, a function from the
        number of a draw to such a frame.
    """

    framework: Framework
    weights: WeightDraws
    normalised: pd.DataFrame | NormalisedOf

    @property
    def count(self) -> int:
        """How many draws there are."""
        return self.weights.count

    @cached_property
    def everyone(self) -> pd.Index:
        """All subjects, with a score or without."""
        return self._first.index

    @cached_property
    def subjects(self) -> pd.Index:
        """Those who have a score."""
        return self._first.index[self._scored[self.framework.root.code]]

    @cached_property
    def values_vary(self) -> bool:
        """Whether the values differ between draws, not only the weights."""
        return callable(self.normalised)

    def under(self, weights: WeightDraws) -> DrawnScores:
        """Return the scores of the same values under other weights."""
        return replace(self, weights=weights)

    def block(self, start: int, stop: int) -> Floats:
        """Return the scores in the draws from `start` up to `stop`, shape (draws, subjects)."""
        weights = self.weights.between(start, stop)
        if not self._additive or callable(self.normalised):
            return np.array([self._scores_in(draw) for draw in range(start, stop)]).reshape(stop - start, -1)
        if self._complete:
            # not by @: its library starts threads of its own, which wait for those of `ranks`, and rounds as it likes
            return np.asarray(np.einsum("dk,kn->dn", weights.effective(self.framework), self._matrix))
        return _additive_scores(self.framework, self._columns, weights, self._scored)[:, self._places]

    def ranks(self, decimals: int | None = None, *, workers: int = 2) -> Iterator[tuple[int, NDArray[np.int32]]]:
        """Yield, block by block, the number of its first draw and the ranks in it, shape (draws, subjects).

        Parameters
        ----------
        decimals : int, optional
            How finely scores are told apart, as in `workbench.scoring.ranking.ranks_of`.
        workers : int
            Threads. They change nothing in the ranks; each holds a block or two.
        """
        step = max(1, BLOCK // max(1, len(self.subjects)))
        starts = iter(range(0, self.count, step))

        def ranked(start: int) -> tuple[int, NDArray[np.int32]]:
            return start, ranks_by_row(self.block(start, min(start + step, self.count)), decimals)

        with ThreadPoolExecutor(workers) as pool:
            waiting = deque(pool.submit(ranked, start) for start in islice(starts, workers + 1))
            while waiting:
                yield waiting.popleft().result()
                waiting.extend(pool.submit(ranked, start) for start in islice(starts, 1))

    @cached_property
    def _first(self) -> pd.DataFrame:
        return self.normalised(0) if callable(self.normalised) else self.normalised

    @cached_property
    def _columns(self) -> dict[str, Floats]:
        return _columns_of(self._first)

    @cached_property
    def _scored(self) -> Mapping[str, NDArray[np.bool_]]:
        scores, _ = aggregate(self.framework, self._columns)
        return {code: ~np.isnan(values) for code, values in scores.items()}

    @cached_property
    def _places(self) -> NDArray[np.intp]:
        return np.flatnonzero(self._scored[self.framework.root.code])

    @cached_property
    def _additive(self) -> bool:
        return all(node.aggregation.additive for node in self.framework.nodes)

    @cached_property
    def _matrix(self) -> Floats:
        return np.stack([self._columns[leaf.code][self._places] for leaf in self.framework.leaves])

    @cached_property
    def _complete(self) -> bool:
        return not np.isnan(self._matrix).any()

    def _scores_in(self, draw: int) -> Floats:
        columns = _columns_of(self.normalised(draw)) if callable(self.normalised) else self._columns
        scores, _ = aggregate(self.framework, columns, self.weights.at(draw), self._scored)
        return scores[self.framework.root.code][self._places]


def _columns_of(normalised: pd.DataFrame) -> dict[str, Floats]:
    return {code: normalised[code].to_numpy(float) for code in normalised}


def _additive_scores(
    framework: Framework,
    columns: Mapping[str, Floats],
    weights: WeightDraws,
    scored: Mapping[str, NDArray[np.bool_]],
) -> Floats:
    """Return the root's scores of a tree of weighted means, shape (draws, subjects): what is missing weighs nothing."""

    def value_of(branch: Node | Leaf) -> Floats:
        if isinstance(branch, Leaf):
            return columns[branch.code]
        total, weight = np.zeros((2, weights.count, len(scored[branch.code])))
        for child, share in zip(branch.children, weights.shares[branch.code].T, strict=True):
            value = value_of(child)
            present = ~np.isnan(value)
            total += share[:, None] * np.where(present, value, 0.0)
            weight += share[:, None] * present
        with np.errstate(invalid="ignore"):
            return np.where(scored[branch.code], total / weight, np.nan)

    return value_of(framework.root)
