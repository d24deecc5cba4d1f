"""The children of a node as pymcdm wants them: a matrix of alternatives and criteria, weights, and types."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from mcdm.options import LEAST_VALUES, Least, Normalised
from workbench import Options, fault
from workbench.errors import ScoringError
from workbench.model.methods import Floats


@dataclass(frozen=True, kw_only=True)
class Criteria:
    """One decision problem.

    Parameters
    ----------
    matrix : ndarray, shape (n, k)
        Subjects in rows, the children that count in columns; costs with the sign they were measured with.
    weights : ndarray, shape (k,)
        Adding up to 1.
    types : ndarray, shape (k,)
        1 where higher is better, -1 for a cost.
    places : ndarray, shape (k,)
        Place of each column among all children of the node, for settings by child.
    options : Options
        Settings of the method.
    """

    matrix: Floats
    weights: Floats
    types: Floats
    places: NDArray[np.intp]
    options: Any

    def ask(self, method: Any) -> Any:
        """Return what a method of pymcdm makes of it."""
        return method(self.matrix, self.weights, self.types, validation=False)

    def of_each(self, given: float | tuple[float, ...]) -> Floats:
        """Return a setting for each column: the same for all, or the one written for that child."""
        return np.asarray(given)[self.places] if isinstance(given, tuple) else np.full(len(self.places), float(given))

    def bounds(self) -> Floats:
        """Return lowest and highest possible value of each column, shape (k, 2), with the signs of the matrix.

        Raises
        ------
        ScoringError
            When a value lies outside.
        """
        bounds = self.flipped(self.options.bounds or ((0.0, 100.0),) * (int(self.places.max()) + 1))
        outside = int(((self.matrix < bounds[:, 0]) | (self.matrix > bounds[:, 1])).sum())
        if outside:
            raise ScoringError([fault("", "{count} values lie outside 'bounds'; widen them", count=outside)])
        return bounds

    def flipped(self, pairs: tuple[tuple[float, float], ...]) -> Floats:
        """Return pairs of numbers by child, rising, with the signs of the matrix, shape (k, 2)."""
        return np.sort(np.asarray(pairs)[self.places] * self.types[:, None], axis=1)


def as_criteria(children: Floats, weights: Floats, options: Options) -> Criteria:
    """Return the children that have a weight as criteria.

    Children come higher-is-better, a cost as measured therefore with its sign turned. A column without any number above
    0 is such a cost: it gets its sign back and goes in as a cost, because many methods treat costs by a formula of
    their own. Whatever it was, the direction stays right.
    """
    places = np.flatnonzero(weights[0] > 0)
    matrix = children[:, places]
    cost = (matrix <= 0).all(axis=0) & (matrix < 0).any(axis=0)
    types = np.where(cost, -1.0, 1.0)
    return Criteria(matrix=matrix * types, weights=weights[0, places], types=types, places=places, options=options)


@dataclass(frozen=True)
class Adapter:
    """A method of decision making as a way to combine the children of a node; `takes` says which values it can take."""

    score: Callable[[Criteria], Floats]
    takes: Least = "any"

    def __call__(self, children: Floats, weights: Floats, options: Options) -> Floats:
        """Return the scores, shape (n,); NaN where the formula has no value.

        Raises
        ------
        ScoringError
            When the method cannot take the values.
        """
        criteria = as_criteria(children, weights, options)
        _refuse(criteria.matrix, LEAST_VALUES[options.normalisation] if isinstance(options, Normalised) else self.takes)
        try:
            with np.errstate(all="ignore", over="raise"):
                return self.score(criteria)
        except FloatingPointError:  # products over very many subjects
            return np.full(len(children), np.nan)


def _refuse(matrix: Floats, takes: Literal["any", "not negative", "positive"]) -> None:
    negative, zero = int((matrix < 0).sum()), int((matrix == 0).sum())
    if takes == "positive" and negative + zero:
        raise ScoringError(
            [
                fault(
                    "",
                    "the method needs values above 0, and {count} are not; use a normalisation whose floor is above 0, "
                    "or values as measured",
                    count=negative + zero,
                )
            ]
        )
    if takes == "not negative" and negative:
        raise ScoringError(
            [fault("", "the method needs values that are not negative, and {count} are", count=negative)]
        )
