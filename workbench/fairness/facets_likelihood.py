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

from workbench.fairness.facets_ratings import FacetRatings
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
    return _probabilities(distance, steps)[0]


def _probabilities(distance: Floats, steps: Floats) -> tuple[Floats, Floats]:
    """Return the probabilities and the logarithm of the sum that they were divided by."""
    category = np.arange(len(steps) + 1.0)
    begun = np.concatenate([[0.0], np.cumsum(steps)]).reshape(-1, *[1] * np.ndim(distance))
    exponent = np.multiply.outer(category, distance) - begun
    largest = exponent.max(axis=0)
    power = np.exp(exponent - largest)
    total = power.sum(axis=0)
    return power / total, largest + np.log(total)


@dataclass(frozen=True, kw_only=True)
class At:
    """Everything that follows from one vector. Pairs of rater and item in c, nodes in q, steps in k.

    ``mean`` (c, q) and ``beyond`` (k, c, q): the expected category and the probability of reaching each step.
    ``posterior`` (persons, q); ``exposure`` (c, q): how many persons, in expectation, met the pair from that node.
    """

    nodes: Floats
    mean: Floats
    beyond: Floats
    posterior: Floats
    exposure: Floats
    log_likelihood: float


class Likelihood:
    """The likelihood of a vector: difficulties, severities, steps, logarithm of the persons' standard deviation.

    It does not change when all severities, or all steps, move together and the difficulties the other way: a search may
    leave both directions free, and `centred` picks the point at which severities and steps add up to 0.
    """

    def __init__(self, ratings: FacetRatings, nodes: int) -> None:
        from scipy.sparse import csr_array

        self.size, self.items, self.raters = ratings.size, len(ratings.items), len(ratings.raters)
        self.last = len(ratings.categories) - 1
        self.z = np.linspace(-REACH, REACH, nodes)
        self.log_weight = -0.5 * self.z**2 - np.log(np.exp(-0.5 * self.z**2).sum())
        pair, of_rating = np.unique(ratings.rater * self.items + ratings.item, return_inverse=True)
        self.rater, self.item = np.divmod(pair, self.items)
        shape = (len(ratings.persons), len(pair))
        self.met = csr_array((np.ones(ratings.size), (ratings.person, of_rating)), shape=shape)
        self.met_by = self.met.T.tocsr()
        self.person_total = np.bincount(ratings.person, weights=ratings.score)
        self.pair_total = np.bincount(of_rating, weights=ratings.score)
        self.reached = np.array([(ratings.score >= step).sum() for step in range(1, self.last + 1)], dtype=float)

    def start(self) -> Floats:
        """Return a vector to begin the search with: no differences, and rising steps."""
        return np.concatenate([np.zeros(self.items + self.raters), np.linspace(-1, 1, self.last), [0.0]])

    @cached_property
    def parts_of_pair(self) -> Any:
        """Which item and which rater each pair is made of: one row a pair, one column an item, then one a rater."""
        from scipy.sparse import csr_array

        pairs = np.tile(np.arange(len(self.rater)), 2)
        columns = np.concatenate([self.item, self.items + self.rater])
        return csr_array((np.ones(len(pairs)), (pairs, columns)), shape=(len(self.rater), self.items + self.raters))

    def parts(self, vector: Floats) -> tuple[Floats, Floats, Floats, float]:
        """Return difficulties, severities, steps and the persons' standard deviation."""
        first, second = self.items, self.items + self.raters
        return vector[:first], vector[first:second], vector[second:-1], float(np.exp(vector[-1]))

    def centred(self, vector: Floats) -> Floats:
        """Return the vector of the same likelihood whose severities, and whose steps, add up to 0."""
        difficulties, severities, steps, _ = self.parts(vector)
        moved = difficulties + severities.mean() + steps.mean()
        return np.concatenate([moved, severities - severities.mean(), steps - steps.mean(), vector[-1:]])

    def too_coarse(self, vector: Floats) -> bool:
        """Return whether nodes lie further apart than two standard deviations of a person's place on the scale."""
        at = self.at(vector)
        variance = at.posterior @ at.nodes**2 - (at.posterior @ at.nodes) ** 2
        return bool(variance.min() < (at.nodes[1] - at.nodes[0]) ** 2 / 4)

    def at(self, vector: Floats) -> At:
        """Return everything that follows from a vector."""
        difficulties, severities, steps, sd = self.parts(vector)
        location, nodes = difficulties[self.item] + severities[self.rater], sd * self.z
        chance, log_total = _probabilities(nodes - location[:, None], steps)
        beyond = np.cumsum(chance[:0:-1], axis=0)[::-1]
        joint = np.multiply.outer(self.person_total, nodes) - self.met @ log_total + self.log_weight
        largest = joint.max(axis=1, keepdims=True)
        weight = np.exp(joint - largest)
        total = weight.sum(axis=1, keepdims=True)
        posterior = weight / total
        fixed = self.pair_total @ location + self.reached @ steps
        return At(
            nodes=nodes,
            mean=beyond.sum(axis=0),
            beyond=beyond,
            posterior=posterior,
            exposure=self.met_by @ posterior,
            log_likelihood=float((largest + np.log(total)).sum() - fixed),
        )

    def loss(self, vector: Floats) -> tuple[float, Floats]:
        """Return minus the log-likelihood and minus its slope, both per rating."""
        at = self.at(vector)
        expected = at.exposure * at.mean
        of_pair = expected.sum(axis=1) - self.pair_total
        slope = np.concatenate(
            [
                self.parts_of_pair.T @ of_pair,
                np.einsum("cq,kcq->k", at.exposure, at.beyond) - self.reached,
                [self.slope_of_sd(at)],
            ]
        )
        return -at.log_likelihood / self.size, -slope / self.size

    def slope_of_sd(self, at: At) -> float:
        """Return the slope of the log-likelihood in the logarithm of the persons' standard deviation."""
        return float(at.nodes @ (self.person_total @ at.posterior - (at.exposure * at.mean).sum(axis=0)))

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
        """Return the expected curvature of minus the log-likelihood as it would be if each person's node were known.

        A rating in category k moves with ``-k`` for item and rater, with ``-1`` for each step reached and with
        ``k theta`` for the persons' standard deviation; the curvature is the covariance of these moves over k.
        """
        from scipy.sparse import diags_array

        level = np.arange(1, self.last + 1)
        higher = np.maximum.outer(level, level) - 1
        spread = np.einsum("k,kcq->cq", 2.0 * level - 1, at.beyond) - at.mean**2
        with_step = (
            np.cumsum(at.beyond[::-1], axis=0)[::-1] + ((level - 1)[:, None, None] - at.mean) * at.beyond
        )
        weight = at.exposure * spread
        crossed = np.column_stack([np.einsum("cq,kcq->ck", at.exposure, with_step), -(weight @ at.nodes)])
        steps = np.einsum("cq,kcq->k", at.exposure, at.beyond)[higher] - np.einsum(
            "cq,kcq,lcq->kl", at.exposure, at.beyond, at.beyond, optimize=True
        )
        step_by_sd = -np.einsum("cq,kcq,q->k", at.exposure, with_step, at.nodes, optimize=True)[:, None]
        sd = weight.sum(axis=0) @ at.nodes**2 - self.slope_of_sd(at)
        tasks = (self.parts_of_pair.T @ diags_array(weight.sum(axis=1)) @ self.parts_of_pair).toarray()
        beside = self.parts_of_pair.T @ crossed
        return np.block([[tasks, beside], [beside.T, np.block([[steps, step_by_sd], [step_by_sd.T, np.full((1, 1), sd)]])]])

    def _missing(self, at: At) -> Floats:
        """Return the variance of each person's slope over the nodes at which he or she may stand, added up."""
        from scipy.sparse import csr_array, diags_array, hstack

        total, mean_slope = 0.0, 0.0
        for place, node in enumerate(at.nodes):
            expected = at.mean[:, place]
            unforeseen = node * (self.person_total - self.met @ expected)
            others = csr_array(np.column_stack([self.met @ at.beyond[:, :, place].T, unforeseen]))
            slope = hstack([self.met @ diags_array(expected) @ self.parts_of_pair, others], format="csr")
            weighted = diags_array(at.posterior[:, place]) @ slope
            total, mean_slope = total + slope.T @ weighted, mean_slope + weighted
        return np.asarray((total - mean_slope.T @ mean_slope).toarray())
