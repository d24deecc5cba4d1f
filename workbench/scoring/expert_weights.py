"""Weights that experts agree on by sharing out points; and what every weighting by experts has in common.

Experts are named by role (``kepala_bidang``), never by person: the parameters file and the run directory are kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any

import numpy as np
from pydantic import Field, ValidationInfo, model_validator

from workbench.errors import Fault, Path, fault, message
from workbench.model.catalogue import nearest_name
from workbench.model.indicator import Options
from workbench.model.methods import Floats, Siblings, Weights
from workbench.model.validation import OptionsError

Role = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Points = Annotated[float, Field(ge=0)]


class BudgetAllocation(Options):
    """Every expert, named by role, shares the same `budget` of points out among all children."""

    budget: float = Field(default=100.0, gt=0)
    experts: dict[Role, dict[str, Points]] = Field(min_length=1)

    @model_validator(mode="after")
    def _everybody_spends_the_budget(self, info: ValidationInfo) -> BudgetAllocation:
        OptionsError.raise_if(self._faults((info.context or {}).get("children")))
        return self

    def _faults(self, children: tuple[str, ...] | None) -> Iterator[Fault]:
        for role, points in self.experts.items():
            where = ("experts", role)
            yield from misnamed(points, children, where)
            total = sum(points.values())
            if abs(total - self.budget) > 1e-6 * self.budget:
                template = message("the points add up to {total}, not to {budget}")
                yield fault(where, template, total=rounded(total), budget=rounded(self.budget))


def budget_weights(siblings: Siblings, options: BudgetAllocation) -> Weights:
    """Return the mean share of the budget that the experts give each child: ``mean(points) / budget``.

    References
    ----------
    OECD/JRC (2008), Handbook on Constructing Composite Indicators, step 6, doi:10.1787/9789264043466-en.
    """
    by_expert = {
        role: np.array([points[code] for code in siblings.codes]) / options.budget
        for role, points in options.experts.items()
    }
    shares = np.mean(list(by_expert.values()), axis=0)
    return Weights(shares=shares / shares.sum(), facts=opinions(siblings.codes, by_expert))


def opinions(codes: tuple[str, ...], by_expert: Mapping[str, Floats]) -> dict[str, Any]:
    """Return how far experts are apart, as plain JSON values.

    Parameters
    ----------
    codes : tuple of str
        The children.
    by_expert : mapping
        Role to its shares, shape (k,), adding up to 1.

    Returns
    -------
    dict
        ``shares_by_expert`` {role: {child: share}}, from which weights can be sampled; and, of two experts or more,
        ``spread`` {child: {low, high, sd}} (sample standard deviation) and ``agreement``, Kendall's W.
    """
    facts: dict[str, Any] = {
        "shares_by_expert": {role: named(codes, shares) for role, shares in by_expert.items()},
    }
    if len(by_expert) > 1:
        table = np.vstack(list(by_expert.values()))
        columns = (named(codes, each) for each in (table.min(axis=0), table.max(axis=0), table.std(axis=0, ddof=1)))
        low, high, sd = columns
        facts["spread"] = {code: {"low": low[code], "high": high[code], "sd": sd[code]} for code in codes}
        facts["agreement"] = kendalls_w(table)
    return facts


def kendalls_w(table: Floats) -> float | None:
    """Return Kendall's coefficient of concordance of the rows of `table`, shape (experts, k), corrected for ties.

    ``W = 12 S / (m² (k³ - k) - m ΣT)``: 1 when all rank the children alike, 0 when there is no common order; None
    where nobody prefers anything.

    References
    ----------
    Kendall & Babington Smith (1939), The Problem of m Rankings, doi:10.1214/aoms/1177732186.
    """
    from scipy.stats import rankdata

    raters, children = table.shape
    ranks = rankdata(table.round(12), axis=1)
    ties = sum(float((count**3 - count).sum()) for count in (np.unique(row, return_counts=True)[1] for row in ranks))
    squares = float(((ranks.sum(axis=0) - raters * (children + 1) / 2) ** 2).sum())
    most = raters**2 * (children**3 - children) - raters * ties
    return 12 * squares / most if most else None


def misnamed(names: Iterable[str], children: tuple[str, ...] | None, where: Path) -> Iterator[Fault]:
    """Return a fault for every name that is no child, and for every child without a name; none without `children`."""
    if children is None:
        return
    given = tuple(names)
    for name in given:
        if name not in children:
            yield unknown(name, children, (*where, name))
    for child in children:
        if child not in given:
            yield fault(where, "'{key}' is missing", key=child)


def unknown(name: str, children: tuple[str, ...], where: Path) -> Fault:
    """Return the fault of a `name` that is none of `children`."""
    return fault(
        where,
        "unknown {what} '{name}'; did you mean: {nearest}?",
        what=message("part"),
        name=name,
        nearest=nearest_name(name, children) or "-",
    )


def named(codes: Iterable[str], numbers: Floats) -> dict[str, float]:
    """Return `numbers` by the code of their child, as plain JSON values."""
    return dict(zip(codes, numbers.tolist(), strict=True))


def rounded(number: float) -> float:
    """Return `number` as a person reads it in a message: two decimals, or two figures where it is small."""
    short = round(float(number), 2) if abs(number) >= 1 else float(f"{number:.2g}")
    return int(short) if short.is_integer() else short
