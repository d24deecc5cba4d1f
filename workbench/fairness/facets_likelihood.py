"""The likelihood of the many-facet rating-scale model, with its slope and its observed information.

What ratings say about severity is contained in a few sums: the total of each person, the total of each pair of rater
and item, and how often each category was reached. The likelihood is computed from these and from a sparse count of the
pairs that each person met.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbench.fairness.facets_ratings import Codes, FacetRatings
from workbench.model.methods import Floats

REACH = 4.0
"""How many standard deviations from the middle the outermost nodes lie."""


def category_probabilities(distance: Floats, steps: Floats) -> Floats:
    """Return the probability of each category, along a first axis of its own.

    Parameters
    ----------
    distance : ndarray
        By how much a person stands above the task, ``theta - delta - alpha``; any shape.
    steps : ndarray, shape (k - 1,)
        How hard the step into each category but the lowest is.
    """
    return probabilities_and_total(distance, steps)[0]


def probabilities_and_total(distance: Floats, steps: Floats) -> tuple[Floats, Floats]:
    """Return `category_probabilities` and the logarithm of the sum that they were divided by."""
    category = np.arange(len(steps) + 1.0)
    begun = np.concatenate([[0.0], np.cumsum(steps)]).reshape(-1, *[1] * np.ndim(distance))
    exponent = np.multiply.outer(category, distance) - begun
    largest = exponent.max(axis=0)
    power = np.exp(exponent - largest)
    total = power.sum(axis=0)
    return power / total, largest + np.log(total)


@dataclass(frozen=True, kw_only=True)
class Pairs:
    """The pairs of rater and item that occur: all ratings of a pair have the same place on the scale.

    Parameters
    ----------
    rater, item : ndarray of int, shape (c,)
        What each pair is made of.
    of_rating : ndarray of int, shape (n,)
        The pair of each rating.
    """

    rater: Codes
    item: Codes
    of_rating: Codes

    def met(self, row: Codes, rows: int, kept: NDArray[np.bool_] | None = None) -> Any:
        """Return how often each pair occurs in each row, sparse, shape (rows, c); `row` says where a rating counts."""
        from scipy.sparse import csr_array

        pair = self.of_rating if kept is None else self.of_rating[kept]
        return csr_array((np.ones(len(row)), (row, pair)), shape=(rows, len(self.rater)))


def pairs_of(ratings: FacetRatings) -> Pairs:
    """Return the pairs of rater and item of the ratings."""
    pair, of_rating = np.unique(ratings.rater * len(ratings.items) + ratings.item, return_inverse=True)
    rater, item = np.divmod(pair, len(ratings.items))
    return Pairs(rater=rater, item=item, of_rating=of_rating)


@dataclass(frozen=True, kw_only=True)
class At:
    """What follows from one vector of the likelihood, for the pairs c at the nodes q.

    A rating in category k moves item and rater by k, each step up to k by 1 and the persons' standard deviation by k
    times the node.

    Parameters
    ----------
    nodes : ndarray, shape (q,)
        Points of the persons' scale.
    chance : ndarray, shape (categories, c, q)
        Probability of each category.
    expected : ndarray, shape (categories, c, q)
        The expected moves: first the category itself, then the probability of reaching each step.
    posterior : ndarray, shape (persons, q)
        How likely each person stands at each node.
    exposure : ndarray, shape (c, q)
        How many ratings of the pair were given to a person at the node, in expectation.
    log_likelihood : float
        Of all ratings.
    """

    nodes: Floats
    chance: Floats
    expected: Floats
    posterior: Floats
    exposure: Floats
    log_likelihood: float


class Likelihood:
    """The likelihood of a vector: difficulties, severities, steps, logarithm of the persons' standard deviation.

    It does not change when all severities, or all steps, move together and the difficulties the other way: a search may
    leave both directions free, and `centred` picks the point at which severities and steps add up to 0.
    """

    def __init__(self, ratings: FacetRatings, nodes: int) -> None:
        self.size, self.items, self.raters = ratings.size, len(ratings.items), len(ratings.raters)
        self.last = len(ratings.categories) - 1
        categories = np.arange(self.last + 1)
        self.moves = np.column_stack([categories, categories[:, None] >= categories[1:]]).astype(float)
        self.z = np.linspace(-REACH, REACH, nodes)
        self.log_weight = -0.5 * self.z**2 - np.log(np.exp(-0.5 * self.z**2).sum())
        self.pairs = pairs_of(ratings)
        self.met = self.pairs.met(ratings.person, len(ratings.persons))
        self.met_by = self.met.T.tocsr()
        self.person_total = np.bincount(ratings.person, weights=ratings.score)
        self.pair_total = np.bincount(self.pairs.of_rating, weights=ratings.score)
        self.reached = np.array([(ratings.score >= step).sum() for step in range(1, self.last + 1)], dtype=float)

    def start(self) -> Floats:
        """Return a vector to begin the search with: no differences, and rising steps."""
        return np.concatenate([np.zeros(self.items + self.raters), np.linspace(-1, 1, self.last), [0.0]])

    @cached_property
    def parts_of_pair(self) -> Any:
        """Which item and which rater each pair is made of: one row a pair, one column an item, then one a rater."""
        from scipy.sparse import csr_array

        count = len(self.pairs.rater)
        rows, columns = np.tile(np.arange(count), 2), np.concatenate([self.pairs.item, self.items + self.pairs.rater])
        return csr_array((np.ones(2 * count), (rows, columns)), shape=(count, self.items + self.raters))

    def parts(self, vector: Floats) -> tuple[Floats, Floats, Floats, float]:
        """Return difficulties, severities, steps and the persons' standard deviation."""
        first, second = self.items, self.items + self.raters
        return vector[:first], vector[first:second], vector[second:-1], float(np.exp(vector[-1]))

    def centred(self, vector: Floats) -> Floats:
        """Return the vector of the same likelihood whose severities, and whose steps, add up to 0."""
        difficulties, severities, steps, _ = self.parts(vector)
        moved = difficulties + severities.mean() + steps.mean()
        return np.concatenate([moved, severities - severities.mean(), steps - steps.mean(), vector[-1:]])

    def scale(self) -> Floats:
        """Return roughly how sharply the likelihood of one rating bends in each direction, to even out a search."""
        of_pair = np.bincount(self.pairs.of_rating)
        reached = self.reached * (1 - self.reached / self.size)
        rated = np.concatenate([self.parts_of_pair.T @ of_pair, reached, [len(self.person_total)]])
        return np.asarray(np.sqrt((1.0 + rated) / self.size))

    def nodes_needed(self, vector: Floats) -> int:
        """Return how many nodes lie two standard errors apart for the person who is known most closely."""
        at, sd = self.at(vector), self.parts(vector)[-1]
        variance = np.einsum("k,kcq->cq", self.moves[:, 0] ** 2, at.chance) - at.expected[0] ** 2
        information = ((self.met @ variance) * at.posterior).sum(axis=1).max()
        return 1 + int(np.ceil(REACH * sd * np.sqrt(information + sd**-2)))

    def at(self, vector: Floats) -> At:
        """Return everything that follows from a vector."""
        difficulties, severities, steps, sd = self.parts(vector)
        location, nodes = difficulties[self.pairs.item] + severities[self.pairs.rater], sd * self.z
        chance, log_total = probabilities_and_total(nodes - location[:, None], steps)
        joint = np.multiply.outer(self.person_total, nodes) - self.met @ log_total + self.log_weight
        largest = joint.max(axis=1, keepdims=True)
        weight = np.exp(joint - largest)
        total = weight.sum(axis=1, keepdims=True)
        posterior = weight / total
        fixed = self.pair_total @ location + self.reached @ steps
        return At(
            nodes=nodes,
            chance=chance,
            expected=np.tensordot(self.moves.T, chance, axes=1),
            posterior=posterior,
            exposure=self.met_by @ posterior,
            log_likelihood=float((largest + np.log(total)).sum() - fixed),
        )

    def loss(self, vector: Floats) -> tuple[float, Floats]:
        """Return minus the log-likelihood and minus its slope, both per rating."""
        at = self.at(vector)
        category, *steps = np.einsum("cq,kcq->kc", at.exposure, at.expected)
        of_pair, of_steps = category - self.pair_total, np.sum(steps, axis=1) - self.reached
        slope = np.concatenate([self.parts_of_pair.T @ of_pair, of_steps, [self.slope_of_sd(at)]])
        return -at.log_likelihood / self.size, -slope / self.size

    def slope_of_sd(self, at: At) -> float:
        """Return the slope of the log-likelihood in the logarithm of the persons' standard deviation."""
        return float(at.nodes @ (self.person_total @ at.posterior - (at.exposure * at.expected[0]).sum(axis=0)))

    def covariance(self, vector: Floats) -> Floats:
        """Return the inverse of the observed information under the rule that severities and steps add up to 0.

        It is the upper left block of the inverse of the information bordered by the two rules.
        """
        rules = np.zeros((2, len(vector)))
        rules[0, self.items : self.items + self.raters] = 1.0
        rules[1, self.items + self.raters : -1] = 1.0
        bordered = np.block([[self.information(vector), rules.T], [rules, np.zeros((2, 2))]])
        return np.asarray(np.linalg.inv(bordered)[:-2, :-2])

    def information(self, vector: Floats) -> Floats:
        """Return the observed information: what complete data would hold, less what the unknown persons take away.

        References
        ----------
        Louis, T. A. (1982), doi:10.1111/j.2517-6161.1982.tb01203.x.
        """
        at = self.at(vector)
        return self._complete(at) - self._missing(at)

    def _complete(self, at: At) -> Floats:
        """Return the expected curvature of minus the log-likelihood as it would be if each person's node were known."""
        from scipy.sparse import diags_array

        plain, by_node, by_square = (self._spread_of_moves(at, power) for power in range(3))
        pairs = self.parts_of_pair
        tasks = (pairs.T @ diags_array(plain[:, 0, 0]) @ pairs).toarray()
        beside = pairs.T @ np.column_stack([plain[:, 0, 1:], -by_node[:, 0, 0]])
        steps, steps_by_sd = plain[:, 1:, 1:].sum(axis=0), -by_node[:, 1:, :1].sum(axis=0)
        sd = by_square[:, 0, 0].sum() - self.slope_of_sd(at)
        corner = np.block([[steps, steps_by_sd], [steps_by_sd.T, np.array([[sd]])]])
        return np.block([[tasks, beside], [beside.T, corner]])

    def _spread_of_moves(self, at: At, power: int) -> Floats:
        """Return the covariances of a category's moves in all ratings of a pair, shape (c, k, k).

        Each rating counts with this power of the person's node, which is how the persons' standard deviation enters.
        """
        weight = at.exposure * at.nodes**power
        square = np.einsum("cq,jcq,jk,jl->ckl", weight, at.chance, self.moves, self.moves, optimize=True)
        return np.asarray(square - np.einsum("cq,kcq,lcq->ckl", weight, at.expected, at.expected, optimize=True))

    def _missing(self, at: At) -> Floats:
        """Return the variance of each person's slope over the nodes at which he or she may stand, added up."""
        from scipy.sparse import csr_array, diags_array, hstack

        pairs, persons = self.parts_of_pair, len(self.person_total)
        mean_slope = csr_array((persons, pairs.shape[1] + self.last + 1))
        total = csr_array((mean_slope.shape[1],) * 2)
        for place, node in enumerate(at.nodes):
            category, steps = at.expected[0, :, place], at.expected[1:, :, place].T
            unforeseen = node * (self.person_total - self.met @ category)
            others = csr_array(np.column_stack([self.met @ steps, unforeseen]))
            slope = hstack([self.met @ diags_array(category) @ pairs, others], format="csr")
            weighted = diags_array(at.posterior[:, place]) @ slope
            total, mean_slope = total + slope.T @ weighted, mean_slope + weighted
        return np.asarray((total - mean_slope.T @ mean_slope).toarray())
