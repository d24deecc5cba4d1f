"""Weights from comparisons of the best and the worst child with all others: the linear best–worst method."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated

import numpy as np
from pydantic import Field, ValidationInfo, model_validator

from workbench.errors import Fault, Path, ScoringError, fault
from workbench.model.indicator import Options
from workbench.model.methods import Floats, Siblings, Weights
from workbench.model.validation import OptionsError
from workbench.scoring.expert_weights import Role, misnamed, opinions, unknown
from workbench.scoring.pairwise_weights import contradiction

LIMITS: Mapping[int, tuple[float, ...]] = {
    3: (0.1667, 0.1667, 0.1667, 0.1667, 0.1667, 0.1667, 0.1667),
    4: (0.1121, 0.1529, 0.1898, 0.2206, 0.2527, 0.2577, 0.2683),
    5: (0.1354, 0.1994, 0.2306, 0.2546, 0.2716, 0.2844, 0.2960),
    6: (0.1330, 0.1990, 0.2643, 0.3044, 0.3144, 0.3221, 0.3262),
    7: (0.1294, 0.2457, 0.2819, 0.3029, 0.3144, 0.3251, 0.3403),
    8: (0.1309, 0.2521, 0.2958, 0.3154, 0.3408, 0.3620, 0.3657),
    9: (0.1359, 0.2681, 0.3062, 0.3337, 0.3517, 0.3620, 0.3662),
}
"""Highest consistency ratio of a best–worst comparison, by how many times the best outweighs the worst; for 3 to 9
parts. Liang, Brunelli & Rezaei (2020), Consistency issues in the best worst method, doi:10.1016/j.omega.2019.102175."""

Times = Annotated[int, Field(ge=1, le=9)]


class BestWorst(Options):
    """One expert's comparisons: the `best` child with every other, and every other with the `worst`."""

    best: str
    worst: str
    best_to_others: dict[str, Times]
    others_to_worst: dict[str, Times]

    @property
    def span(self) -> int:
        """How many times the best outweighs the worst."""
        return self.best_to_others[self.worst]

    def of_best(self, code: str) -> int:
        """Return how many times the best outweighs `code`."""
        return 1 if code == self.best else self.best_to_others[code]

    def to_worst(self, code: str) -> int:
        """Return how many times `code` outweighs the worst."""
        return 1 if code == self.worst else self.others_to_worst[code]


class BestWorstComparisons(Options):
    """Every expert, named by role, says which child is best and worst, and compares them with the others."""

    experts: dict[Role, BestWorst] = Field(min_length=1)
    highest_inconsistency: float | None = Field(default=None, gt=0)

    @model_validator(mode="after")
    def _complete_and_consistent(self, info: ValidationInfo) -> BestWorstComparisons:
        children = (info.context or {}).get("children")
        if children is not None:
            OptionsError.raise_if(self._faults(children))
        return self

    def _faults(self, children: tuple[str, ...]) -> Iterator[Fault]:
        for role, given in self.experts.items():
            where = ("experts", role)
            wrong = list(_wrong_names(given, children, where))
            yield from wrong or self._contradictory(given, children, where)

    def _contradictory(self, given: BestWorst, children: tuple[str, ...], where: Path) -> Iterator[Fault]:
        ratio, worst_part = _ratio(given, children)
        limit = self.highest_inconsistency or _limit(given.span, len(children))
        if ratio > limit + 1e-9:
            times = (given.of_best(worst_part), given.to_worst(worst_part), given.span)
            yield contradiction(where, (given.best, worst_part, given.worst), times, ratio=ratio, limit=limit)


def best_worst_weights(siblings: Siblings, options: BestWorstComparisons) -> Weights:
    """Return the mean over the experts of the weights that the linear best–worst model gives.

    The largest of ``|w_best - a w_j|`` and ``|w_j - a w_worst|`` is made as small as possible. Facts hold it as
    ``xi_by_expert`` (0: the comparisons agree), and ``consistency_by_expert``, the ratio
    ``max |a_best,j a_j,worst - a| / (a² - a)`` with a how many times the best outweighs the worst.

    References
    ----------
    Rezaei (2016), Best-worst multi-criteria decision-making method: some properties and a linear model,
    doi:10.1016/j.omega.2015.12.001.
    """
    codes = siblings.codes
    solved = {role: _solve(given, codes) for role, given in options.experts.items()}
    ratios = {role: _ratio(given, codes)[0] for role, given in options.experts.items()}
    facts = {
        **opinions(codes, {role: shares for role, (shares, _) in solved.items()}),
        "consistency_ratio": max(ratios.values()),
        "consistency_by_expert": ratios,
        "xi_by_expert": {role: xi for role, (_, xi) in solved.items()},
    }
    return Weights(shares=np.mean([shares for shares, _ in solved.values()], axis=0), facts=facts)


def _solve(given: BestWorst, codes: tuple[str, ...]) -> tuple[Floats, float]:
    from scipy.optimize import linprog

    count = len(codes)
    unit = np.eye(count)
    best, worst = unit[codes.index(given.best)], unit[codes.index(given.worst)]
    gaps = np.array(
        [best - given.of_best(code) * unit[place] for place, code in enumerate(codes)]
        + [unit[place] - given.to_worst(code) * worst for place, code in enumerate(codes)]
    )
    minus_xi = -np.ones((len(gaps), 1))
    found = linprog(
        np.append(np.zeros(count), 1.0),
        A_ub=np.block([[gaps, minus_xi], [-gaps, minus_xi]]),
        b_ub=np.zeros(2 * len(gaps)),
        A_eq=[[*np.ones(count), 0.0]],
        b_eq=[1.0],
        method="highs",
    )
    if not found.success:
        raise ScoringError([fault("", "the comparisons give no weights: {reason}", reason=found.message)])
    shares = np.clip(found.x[:-1], 0.0, None)
    return shares / shares.sum(), max(0.0, float(found.x[-1]))


def _ratio(given: BestWorst, codes: tuple[str, ...]) -> tuple[float, str]:
    span = given.span
    gaps = {code: abs(given.of_best(code) * given.to_worst(code) - span) for code in codes}
    part = max(gaps, key=lambda code: gaps[code])
    return (gaps[part] / (span**2 - span) if span > 1 else float(gaps[part])), part


def _limit(span: int, parts: int) -> float:
    if span not in LIMITS:
        return 0.0  # the best at most twice the worst: nothing lies between, so nothing may disagree
    limits = LIMITS[span]
    return limits[min(max(parts - 3, 0), len(limits) - 1)]


def _wrong_names(given: BestWorst, children: tuple[str, ...], where: Path) -> Iterator[Fault]:
    for key, name in (("best", given.best), ("worst", given.worst)):
        if name not in children:
            yield unknown(name, children, (*where, key))
    if given.best == given.worst:
        yield fault(where, "'{code}' cannot be both the best and the worst", code=given.best)
    others = {"best_to_others": given.best, "others_to_worst": given.worst}
    for key, itself in others.items():
        expected = tuple(code for code in children if code != itself)
        yield from misnamed((name for name in getattr(given, key) if name != itself), expected, (*where, key))
    sides = given.best_to_others.get(given.worst), given.others_to_worst.get(given.best)
    if None not in sides and sides[0] != sides[1]:
        yield fault(
            where,
            "'{best}' is {first} times '{worst}' in one list and {second} times in the other",
            best=given.best,
            worst=given.worst,
            first=sides[0],
            second=sides[1],
        )
