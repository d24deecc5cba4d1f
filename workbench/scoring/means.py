"""Means of the children of a node, from the most forgiving to the strictest. Children that are absent weigh 0."""

from __future__ import annotations

from typing import Annotated, Literal

import numpy as np
from pydantic import BeforeValidator, Field, ValidationInfo, model_validator

from workbench.errors import message
from workbench.model.indicator import Options
from workbench.model.methods import Floats
from workbench.model.strict import list_to_tuple


class NoOptions(Options):
    """The method takes no settings."""


class GeneralisedMean(Options):
    """`power` 1 is the arithmetic mean, 0 the geometric, -1 the harmonic; the lower, the stricter."""

    power: float = Field(ge=-1000, le=1000)


class OrderedWeights(Options):
    """How much each place counts, the best child first: `weights` by place, or `orness` from 0 (worst) to 1 (best)."""

    weights: Annotated[tuple[Annotated[float, Field(ge=0)], ...], BeforeValidator(list_to_tuple)] | None = None
    orness: float | None = Field(default=None, ge=0, le=1)

    @model_validator(mode="after")
    def _one_of_the_two(self, info: ValidationInfo) -> OrderedWeights:
        if (self.weights is None) == (self.orness is None):
            raise ValueError(message("give either 'weights', the best place first, or 'orness'"))
        if self.weights is not None:
            children = (info.context or {}).get("counting", self.weights)
            if len(self.weights) != len(children):
                raise ValueError(message("'weights' needs one number for each child, the best place first"))
            if sum(self.weights) == 0:
                raise ValueError(message("all 'weights' are 0; at least one must be larger"))
        return self


class MazziottaPareto(Options):
    """Unevenness makes the score `lower` (a virtue is measured) or `higher` (an evil); `spread` names the divisor."""

    penalty: Literal["lower", "higher"] = "lower"
    spread: Literal["population", "sample"] = "population"


class MeanMin(Options):
    """`alpha` 0 is the mean and 1, with `beta` 0, the minimum; `beta` softens the penalty of small gaps."""

    alpha: float = Field(default=0.5, ge=0, le=1)
    beta: float = Field(default=1.0, ge=0)


def arithmetic_mean(children: Floats, weights: Floats, options: Options) -> Floats:
    """Return ``sum(w x)`` by row; children and weights have shape (n, k), absent children weigh 0."""
    total = np.zeros(len(children))
    for column in range(children.shape[1]):
        total += weights[:, column] * np.where(weights[:, column] > 0, children[:, column], 0.0)
    return total


def geometric_mean(children: Floats, weights: Floats, options: Options) -> Floats:
    """Return ``prod(x ** w)`` by row: one low child cannot be bought off by a high one; a zero makes zero."""
    counted = np.where(weights > 0, children, 1.0)
    zero = (counted <= 0).any(axis=1)  # min-max frozen in one cycle can fall below 0 in a later one
    logs = np.log(np.where(counted > 0, counted, 1.0))
    return np.where(zero, 0.0, np.exp(arithmetic_mean(logs, weights, options)))


def harmonic_mean(children: Floats, weights: Floats, options: Options) -> Floats:
    """Return ``1 / sum(w / x)`` by row; a zero makes zero."""
    counted = np.where(weights > 0, children, 1.0)
    zero = (counted <= 0).any(axis=1)
    return np.where(zero, 0.0, 1.0 / (weights / np.where(counted > 0, counted, 1.0)).sum(axis=1))


def generalised_mean(children: Floats, weights: Floats, options: GeneralisedMean) -> Floats:
    """Return ``sum(w x ** power) ** (1 / power)`` by row; a child below 0 counts as 0.

    Children are divided by the one that rules the sum, and powers go through logarithms, so that neither a large power
    overflows nor a small one loses digits.
    """
    if options.power == 0:
        return geometric_mean(children, weights, options)
    counted = np.where(weights > 0, np.maximum(children, 0.0), np.nan)
    pivot = np.nanmax(counted, axis=1) if options.power > 0 else np.nanmin(counted, axis=1)
    ratio = counted / np.where(pivot > 0, pivot, 1.0)[:, None]
    with np.errstate(divide="ignore", over="ignore"):
        powers = np.where(weights > 0, np.expm1(options.power * np.log(ratio)), 0.0)
        mean = pivot * np.exp(np.log1p((weights * powers).sum(axis=1)) / options.power)
    return np.where(pivot > 0, mean, 0.0)


def ordered_weighted_average(children: Floats, weights: Floats, options: OrderedWeights) -> Floats:
    """Return ``sum(v_i x_(i))`` by row with the best child first.

    The weights of the places come from ``v_i = Q(u_1 + ... + u_i) - Q(u_1 + ... + u_(i-1))``, where u are the weights
    of the children in that order and Q rises from 0 to 1: through the given weights by place (Torra 1997), or
    ``Q(r) = r ** ((1 - orness) / orness)`` (Yager 1996). Equal places give the weighted mean, equal children Yager's
    ordered weighted average.
    """
    order = np.argsort(np.where(weights > 0, -children, np.inf), axis=1, kind="stable")
    reached = np.cumsum(np.take_along_axis(weights, order, axis=1), axis=1)
    places = np.diff(_quantifier(reached / reached[:, -1:], options), axis=1, prepend=0.0)
    best_first = np.take_along_axis(children, order, axis=1)
    return arithmetic_mean(best_first, places, options)


def minimum(children: Floats, weights: Floats, options: Options) -> Floats:
    """Return the lowest child that has a weight, by row."""
    lowest: Floats = np.where(weights > 0, children, np.inf).min(axis=1)
    return lowest


def mazziotta_pareto(children: Floats, weights: Floats, options: MazziottaPareto) -> Floats:
    """Return ``M - S² / M`` (or plus) by row, with the weighted mean M and spread S of the children.

    There is no value where the mean is not above 0 while the children differ; z-scores of mean 100 and sd 10, for which
    the index was made, stay far from that. Compind's ``ci_mpi(penalty="NEG")`` adds the penalty and takes the sample
    spread, although its manual reads as if it subtracted: ``penalty: higher, spread: sample`` here.
    """
    mean = arithmetic_mean(children, weights, options)
    variance = arithmetic_mean((children - mean[:, None]) ** 2, weights, options)
    if options.spread == "sample":
        rest = 1.0 - (weights**2).sum(axis=1)
        variance = np.divide(variance, rest, out=np.zeros_like(variance), where=rest > 1e-12)
    relative = np.divide(variance, mean, out=np.full_like(mean, np.nan), where=mean > 0)
    penalty = np.where(variance > 0, relative, 0.0)
    return mean - penalty if options.penalty == "lower" else mean + penalty


def mean_min(children: Floats, weights: Floats, options: MeanMin) -> Floats:
    """Return ``M - alpha (sqrt((M - min)² + beta²) - beta)`` by row: the mean, drawn towards the lowest child."""
    mean = arithmetic_mean(children, weights, options)
    gap = mean - minimum(children, weights, options)
    drawn: Floats = mean - options.alpha * (np.hypot(gap, options.beta) - options.beta)
    return drawn


def _quantifier(reached: Floats, options: OrderedWeights) -> Floats:
    if options.weights is not None:
        given = np.asarray(options.weights)
        drawn: Floats = np.interp(
            reached, np.linspace(0, 1, len(given) + 1), np.concatenate([[0], np.cumsum(given / given.sum())])
        )
        return drawn
    assert options.orness is not None  # the options hold one of the two
    with np.errstate(divide="ignore"):
        exponent = np.divide(1.0 - options.orness, options.orness)
    return np.where(reached > 0, reached**exponent, 0.0)
