"""Weights from comparisons of every pair of children: the analytic hierarchy process."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, permutations
from typing import Annotated

import numpy as np
from pydantic import BeforeValidator, Field, ValidationInfo, model_validator

from workbench.errors import Fault, Path, fault, message
from workbench.model.indicator import Options
from workbench.model.methods import Floats, Siblings, Weights
from workbench.model.strict import list_to_tuple
from workbench.model.validation import OptionsError
from workbench.scoring.expert_weights import Role, opinions, rounded, unknown

RANDOM_INDEX = (0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59)
"""Mean consistency index of random comparisons of 1 to 15 parts: Saaty (1980), The Analytic Hierarchy Process."""

_CONTRADICTION = message(
    "consistency ratio {ratio} is above {limit}; look first at these: '{a}' is {first} times '{b}', and '{b}' is "
    "{second} times '{c}', so '{a}' should be about {expected} times '{c}', not {found}"
)


class Comparison(Options):
    """One judgement: `more` is so many `times` as important as `less`, on Saaty's scale from 1 to 9."""

    more: str
    less: str
    times: float = Field(ge=1, le=9)


Comparisons = Annotated[tuple[Comparison, ...], BeforeValidator(list_to_tuple)]


class PairwiseComparisons(Options):
    """Every expert, named by role, compares every pair of children once."""

    experts: dict[Role, Comparisons] = Field(min_length=1)
    highest_inconsistency: float = Field(default=0.1, gt=0)

    @model_validator(mode="after")
    def _complete_and_consistent(self, info: ValidationInfo) -> PairwiseComparisons:
        children = (info.context or {}).get("children")
        if children is not None:
            OptionsError.raise_if(self._faults(children))
        return self

    def _faults(self, children: tuple[str, ...]) -> Iterator[Fault]:
        most = len(RANDOM_INDEX)
        if len(children) > most:
            yield fault((), "comparisons in pairs can weigh at most {most} parts; here are {count}",
                        most=most, count=len(children))  # fmt: skip
            return
        for role, comparisons in self.experts.items():
            where = ("experts", role)
            wrong = list(_wrong_pairs(comparisons, children, where))
            yield from wrong or _too_inconsistent(
                _matrix(comparisons, children), children, self.highest_inconsistency, where
            )


def ahp_weights(siblings: Siblings, options: PairwiseComparisons) -> Weights:
    """Return the principal eigenvector of the experts' comparisons, their geometric mean where there are several.

    Facts hold ``consistency_ratio`` ``(λ - k) / (k - 1) / random index`` of the comparisons taken together, and
    ``consistency_by_expert``.

    References
    ----------
    Saaty (1977), A scaling method for priorities in hierarchical structures, doi:10.1016/0022-2496(77)90033-5;
    Aczél & Saaty (1983), Procedures for synthesizing ratio judgements, doi:10.1016/0022-2496(83)90028-7.
    """
    matrices = {role: _matrix(comparisons, siblings.codes) for role, comparisons in options.experts.items()}
    together = np.exp(np.mean([np.log(matrix) for matrix in matrices.values()], axis=0))
    by_expert = {role: _principal(matrix)[0] for role, matrix in matrices.items()}
    facts = {
        **opinions(siblings.codes, by_expert),
        "consistency_ratio": consistency_ratio(together),
        "consistency_by_expert": {role: consistency_ratio(matrix) for role, matrix in matrices.items()},
    }
    return Weights(shares=_principal(together)[0], facts=facts)


def consistency_ratio(matrix: Floats) -> float:
    """Return Saaty's consistency ratio of a matrix of comparisons, shape (k, k); 0 for one or two parts."""
    count = len(matrix)
    if count < 3:
        return 0.0
    _, largest = _principal(matrix)
    return max(0.0, (largest - count) / (count - 1) / RANDOM_INDEX[count - 1])


def _principal(matrix: Floats) -> tuple[Floats, float]:
    values, vectors = np.linalg.eig(matrix)
    first = int(np.argmax(values.real))
    vector = np.abs(vectors[:, first].real)
    return vector / vector.sum(), float(values[first].real)


def _matrix(comparisons: tuple[Comparison, ...], children: tuple[str, ...]) -> Floats:
    place = {code: number for number, code in enumerate(children)}
    matrix = np.eye(len(children))
    for each in comparisons:
        matrix[place[each.more], place[each.less]] = each.times
        matrix[place[each.less], place[each.more]] = 1 / each.times
    return matrix


def _wrong_pairs(comparisons: tuple[Comparison, ...], children: tuple[str, ...], where: Path) -> Iterator[Fault]:
    missing = {frozenset(pair): pair for pair in combinations(children, 2)}
    known = set(missing)
    for number, each in enumerate(comparisons):
        pair, here = frozenset((each.more, each.less)), (*where, number)
        if each.more == each.less:
            yield fault(here, "'{code}' is compared with itself", code=each.more)
        elif pair in known and pair not in missing:
            yield fault(here, "'{a}' and '{b}' are compared twice", a=each.more, b=each.less)
        for key, name in (("more", each.more), ("less", each.less)):
            if name not in children:
                yield unknown(name, children, (*here, key))
        missing.pop(pair, None)
    for a, b in missing.values():
        yield fault(where, "'{a}' and '{b}' are not compared; every pair is compared once", a=a, b=b)


def _too_inconsistent(matrix: Floats, children: tuple[str, ...], limit: float, where: Path) -> Iterator[Fault]:
    ratio = consistency_ratio(matrix)
    if ratio <= limit:
        return
    chains = (
        (-round(abs(np.log(matrix[a, b] * matrix[b, c] / matrix[a, c])), 9), (a, b, c))
        for a, b, c in permutations(range(len(children)), 3)
        if matrix[a, b] >= 1 and matrix[b, c] >= 1
    )
    _, (a, b, c) = min(chains)
    yield contradiction(
        where,
        (children[a], children[b], children[c]),
        (matrix[a, b], matrix[b, c], matrix[a, c]),
        ratio=ratio,
        limit=limit,
    )


def contradiction(
    where: Path, parts: tuple[str, str, str], times: tuple[float, float, float], *, ratio: float, limit: float
) -> Fault:
    """Return the fault of comparisons that disagree: `parts` a, b, c and how many times a is b, b is c, a is c."""
    first, second, found = times
    return fault(
        where,
        _CONTRADICTION,
        ratio=rounded(ratio),
        limit=limit,
        a=parts[0],
        b=parts[1],
        c=parts[2],
        first=rounded(first),
        second=rounded(second),
        expected=rounded(first * second),
        found=rounded(found),
    )
