"""Weights from principal components: what varies together counts together. They describe data; they are no policy."""

from __future__ import annotations

from itertools import combinations
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, ValidationInfo, model_validator

from workbench.errors import ScoringError, fault, message
from workbench.model.indicator import Options
from workbench.model.methods import Floats, Siblings, Weights
from workbench.scoring.expert_weights import named


class PrincipalComponents(Options):
    """How components become weights.

    Parameters
    ----------
    composite : str
        ``first``: the coefficients of the first component. ``rotated``: the handbook's intermediate composites from
        factors rotated by varimax.
    factors : int, optional
        How many factors to rotate; those with an eigenvalue above 1 that explain more than a tenth where absent.
    lowest_explained : float
        Least share of the variance that the rotated factors must explain together.
    negative : str
        What a child gets that runs against the others in the first component: ``refuse`` or ``zero`` weight.
    """

    composite: Literal["first", "rotated"] = "first"
    factors: int | None = Field(default=None, ge=1)
    lowest_explained: float = Field(default=0.6, ge=0, le=1)
    negative: Literal["refuse", "zero"] = "refuse"

    @model_validator(mode="after")
    def _as_many_factors_as_children(self, info: ValidationInfo) -> PrincipalComponents:
        children = (info.context or {}).get("children")
        if self.factors is not None and self.composite == "first":
            raise ValueError(message("'factors' is only for 'composite: rotated'"))
        if self.factors is not None and children is not None and self.factors > len(children):
            raise ValueError(message("there cannot be more 'factors' than parts to weigh"))
        return self


def component_weights(siblings: Siblings, options: PrincipalComponents) -> Weights:
    """Return weights from the principal components of the children's correlations, over subjects that have all.

    ``first``: weights in proportion to the coefficients of the first component. ``rotated``: each child's squared
    loading on the factor it loads highest, scaled to unity sum by factor, times that factor's share of the variance
    explained. Facts hold the signed coefficients or loadings and, as ``against``, the children that run against the
    others: their sign is reported, never dropped.

    Raises
    ------
    ScoringError
        When a child runs against the others in the first component (unless it is to get 0), or the rotated factors
        explain too little.

    References
    ----------
    OECD/JRC (2008), Handbook on Constructing Composite Indicators, step 6 and tables 17-18,
    doi:10.1787/9789264043466-en; Nicoletti, Scarpetta & Boylaud (2000), doi:10.1787/215182844604.
    """
    scores = siblings.complete("scores")
    eigenvalues, components = _components(scores)
    facts: dict[str, Any] = {"subjects": len(scores), "eigenvalues": eigenvalues.tolist()}
    if options.composite == "first":
        return _first_component(siblings.codes, eigenvalues, components[0], facts, options)
    return _rotated_factors(siblings.codes, eigenvalues, components, facts, options)


def varimax(loadings: Floats, *, tolerance: float = 1e-12, most_sweeps: int = 1000) -> Floats:
    """Return `loadings`, shape (k, m), rotated so that each child loads on few factors (with Kaiser's row scaling).

    Two factors at a time are turned by the angle that is best for them, until no angle is left: unlike a step towards
    all at once, this never swings between two equally good places.

    References
    ----------
    Kaiser (1958), The varimax criterion for analytic rotation in factor analysis, doi:10.1007/BF02289233.
    """
    length = np.sqrt((loadings**2).sum(axis=1, keepdims=True))
    rows = loadings / np.where(length > 0, length, 1.0)
    pairs = list(combinations(range(loadings.shape[1]), 2))
    for _ in range(most_sweeps):
        angles = [_turn(rows, first, second) for first, second in pairs]
        if max(map(abs, angles), default=0.0) < tolerance:
            break
    rotated: Floats = rows * length
    return rotated


def _turn(rows: Floats, first: int, second: int) -> float:
    x, y = rows[:, first], rows[:, second]
    u, v = x**2 - y**2, 2 * x * y
    upper = 2 * (u * v).sum() - 2 * u.sum() * v.sum() / len(rows)
    lower = (u**2 - v**2).sum() - (u.sum() ** 2 - v.sum() ** 2) / len(rows)
    angle = float(np.arctan2(upper, lower)) / 4
    cosine, sine = np.cos(angle), np.sin(angle)
    rows[:, first], rows[:, second] = cosine * x + sine * y, cosine * y - sine * x
    return angle


def intermediate_composites(loadings: Floats) -> tuple[Floats, NDArray[np.intp]]:
    """Return the weight of every child and the factor it is put in, from rotated `loadings` of shape (k, m).

    ``loading² / Σ loading²`` of the child within the factor where that is highest, times the factor's share of the
    variance that all factors explain; scaled to add up to 1.
    """
    squared = loadings**2
    explained = squared.sum(axis=0)
    scaled = squared / explained
    own = scaled.argmax(axis=1)
    weights = scaled[np.arange(len(own)), own] * explained[own]
    return weights / weights.sum(), own


def _components(scores: Floats) -> tuple[Floats, Floats]:
    from sklearn.decomposition import PCA

    standard = (scores - scores.mean(axis=0)) / scores.std(axis=0, ddof=1)
    fitted = PCA(svd_solver="covariance_eigh").fit(standard)
    towards = np.where(fitted.components_.sum(axis=1, keepdims=True) < 0, -1.0, 1.0)
    return fitted.explained_variance_, fitted.components_ * towards


def _first_component(
    codes: tuple[str, ...], eigenvalues: Floats, component: Floats, facts: dict[str, Any], options: PrincipalComponents
) -> Weights:
    against = [code for code, each in named(codes, component).items() if each < 0]
    if against and options.negative == "refuse":
        coefficients = ", ".join(f"{code} {each:+.3f}" for code, each in named(codes, component).items())
        template = message(
            "{codes} run against the other parts in the first component ({coefficients}): check which way is better, "
            "move them to another dimension, or write 'negative: zero'"
        )
        raise ScoringError([fault("", template, codes=", ".join(against), coefficients=coefficients)])
    positive = np.clip(component, 0.0, None)
    facts |= {
        "explained": float(eigenvalues[0] / eigenvalues.sum()),
        "component": named(codes, component),
        "against": against,
    }
    return Weights(shares=positive / positive.sum(), facts=facts)


def _rotated_factors(
    codes: tuple[str, ...], eigenvalues: Floats, components: Floats, facts: dict[str, Any], options: PrincipalComponents
) -> Weights:
    count = options.factors or max(1, int(((eigenvalues > 1) & (eigenvalues > 0.1 * eigenvalues.sum())).sum()))
    explained = float(eigenvalues[:count].sum() / eigenvalues.sum())
    if explained < options.lowest_explained:
        template = message(
            "{count} factors explain {explained} of the variance, less than {lowest}: these parts have little in "
            "common; give more 'factors', or use another weighting"
        )
        raise ScoringError(
            [fault("", template, count=count, explained=round(explained, 2), lowest=options.lowest_explained)]
        )
    loadings = (components[:count] * np.sqrt(eigenvalues[:count, None])).T
    rotated = varimax(loadings) if count > 1 else loadings
    rotated = rotated * np.where(rotated.sum(axis=0) < 0, -1.0, 1.0)
    shares, own = intermediate_composites(rotated)
    facts |= {
        "explained": explained,
        "loadings": {code: row.tolist() for code, row in zip(codes, rotated, strict=True)},
        "factor": {code: int(factor) + 1 for code, factor in zip(codes, own, strict=True)},
        "against": [code for code, row, factor in zip(codes, rotated, own, strict=True) if row[factor] < 0],
    }
    return Weights(shares=shares, facts=facts)
