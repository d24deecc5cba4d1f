"""What a rating-scale model did not foresee: each rater's ratings of a person against the person's other ratings."""

from __future__ import annotations

import numpy as np

from workbench.fairness.facets_likelihood import pairs_of, probabilities_and_total
from workbench.fairness.facets_model import FacetsModel
from workbench.fairness.facets_ratings import Codes
from workbench.model.methods import Floats


def dispersion(model: FacetsModel) -> float:
    """Return how much more than the model foresees each rater's total of a person varies, 1 or above.

    ``sum of squared differences / sum of their variances`` over all pairs of rater and person. The model takes the
    items of a pair to be independent given the person; where a rater has an impression of the person that others do not
    share, they are not, and every error that the model gives is too small by the square root of this number.

    References
    ----------
    McCullagh, P. & Nelder, J. A. (1989), Generalized Linear Models, section 4.5.
    """
    difference, variance, _ = Cells(model, np.zeros(model.ratings.size, dtype=np.intp)).unforeseen()
    return max(1.0, float((difference**2).sum() / variance.sum()))


class Cells:
    """The ratings that one rater gave one person under one code: of a month, or of the person's group.

    Parameters
    ----------
    model : FacetsModel
        The fitted model.
    code : ndarray of int, shape (n,)
        Code of each of its ratings; negative: in none, and left out.
    """

    def __init__(self, model: FacetsModel, code: Codes) -> None:
        self.model, self.counted, codes = model, code >= 0, int(code.max(initial=0)) + 1
        ratings = model.ratings
        key = (ratings.rater * codes + code) * len(ratings.persons) + ratings.person
        cell, self.row = np.unique(key[self.counted], return_inverse=True)
        of_rater, self.person = np.divmod(cell, len(ratings.persons))
        self.rater, self.code = np.divmod(of_rater, codes)

    def unforeseen(self) -> tuple[Floats, Floats, Floats]:
        """Return by how much each cell lies below what is expected, the variance of that, and its slope in severity.

        Expected from the person's other ratings: where the person may stand is worked out without the cell's own.
        """
        ratings, parameters, nodes = self.model.ratings, self.model.parameters, self.model.nodes
        pairs, persons, cells = pairs_of(ratings), len(ratings.persons), len(self.person)
        location = parameters.difficulties[pairs.item] + parameters.severities[pairs.rater]
        chance, log_total = probabilities_and_total(nodes - location[:, None], parameters.steps)
        level = np.arange(len(chance), dtype=float)
        mean = np.einsum("k,kcq->cq", level, chance)
        variance = np.einsum("k,kcq->cq", level**2, chance) - mean**2
        met = pairs.met(self.row, cells, self.counted)
        total = np.bincount(self.row, ratings.score[self.counted], minlength=cells)
        all_of_person = np.bincount(ratings.person, ratings.score)[self.person]
        others = np.multiply.outer(all_of_person - total, nodes) - 0.5 * (nodes / parameters.person_sd) ** 2
        others -= (pairs.met(ratings.person, persons) @ log_total)[self.person] - met @ log_total
        weight = np.exp(others - others.max(axis=1, keepdims=True))
        weight /= weight.sum(axis=1, keepdims=True)
        of_cell = met @ mean
        expected, slope = (weight * of_cell).sum(axis=1), (weight * (met @ variance)).sum(axis=1)
        return expected - total, slope + (weight * of_cell**2).sum(axis=1) - expected**2, slope
