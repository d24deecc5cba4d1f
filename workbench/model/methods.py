"""How a value becomes a normalised one and how normalised values are combined: declarations of methods."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from workbench.errors import ScoringError, fault, message
from workbench.model.indicator import Options, Polarity
from workbench.model.labels import Label

Floats = NDArray[np.float64]

FEWEST_SUBJECTS = 3
"""Below this number of subjects no weights are taken from data."""


class Scale(Protocol):
    """A fitted normalisation: frozen, so that it can be applied to later cycles unchanged."""

    def apply(self, values: Floats) -> Floats:
        """Return `values`, shape (n,), on 0-100 with higher always better; NaN stays NaN."""
        ...

    def describe(self) -> dict[str, Any]:
        """Return the numbers that rebuild it, as plain JSON values."""
        ...


@dataclass(frozen=True, kw_only=True)
class Siblings:
    """The children of one node, as a weighting sees them: k columns for n subjects.

    Children whose weight in the parameters file is 0 are shown, not counted, and are no siblings here.

    Parameters
    ----------
    codes : tuple of str
        Their codes, in the order of the parameters file.
    given : ndarray, shape (k,)
        The weights written in the parameters file, adding up to 1.
    scores : ndarray, shape (n, k)
        Normalised values of indicators and scores of nodes, higher always better; NaN where missing.
    values : ndarray, shape (n, k)
        Indicators in their own units, as filled and treated; the score again where the child is a node.
    directions : ndarray, shape (k,)
        Which way `values` are better: 1 higher, -1 lower (a target counts as 1).
    additive : bool
        Whether the score of the node is the weighted mean of `scores`.
    """

    codes: tuple[str, ...]
    given: Floats
    scores: Floats
    values: Floats
    directions: Floats
    additive: bool = True

    def complete(self, of: Literal["scores", "values"]) -> Floats:
        """Return the `scores` or `values` of the subjects that have every child, shape (m, k).

        Raises
        ------
        ScoringError
            When fewer than three subjects have every child, or a child is the same for all of them.
        """
        columns = self.scores if of == "scores" else self.values
        rows = columns[~np.isnan(columns).any(axis=1)]
        if len(rows) < FEWEST_SUBJECTS:
            template = message(
                "only {count} subjects have a value for every part; weights from data need at least {fewest}"
            )
            raise ScoringError([fault("", template, count=len(rows), fewest=FEWEST_SUBJECTS)])
        same = np.ptp(rows, axis=0) <= 1e-12 * np.abs(rows).max(axis=0)
        ScoringError.raise_if(
            fault(
                "",
                "'{code}' is the same for every subject, so data cannot weigh it: give it weight 0, or use another "
                "weighting",
                code=code,
            )
            for code, constant in zip(self.codes, same, strict=True)
            if constant
        )
        return rows


@dataclass(frozen=True, kw_only=True)
class Weights:
    """What a weighting settles.

    Parameters
    ----------
    shares : ndarray, shape (k,)
        Not negative, adding up to 1.
    facts : mapping
        What a reader needs to judge them (a consistency ratio, the spread among experts …), as plain JSON values.
    """

    shares: Floats
    facts: Mapping[str, Any] = field(default_factory=dict)


FitScale = Callable[[Floats, Polarity, Any], Scale]
Combine = Callable[[Floats, Floats, Any], Floats]
Weigh = Callable[[Siblings, Any], Weights]


@dataclass(frozen=True, kw_only=True)
class NormalisationMethod:
    """A way to put values on 0-100.

    Parameters
    ----------
    code : str
        Name used in the parameters file.
    label : Label
        Name for people.
    fit : callable
        ``(values, polarity, options) -> Scale``; `values` has shape (n,) and may hold NaN.
    options : type of Options
        Settings, validated before any data is read.
    polarities : tuple of str
        Polarities it can treat.
    relative : bool
        Whether a subject's result depends on the other subjects.
    bounded : bool
        Whether results lie within 0-100 on the subjects it is fitted on, as the geometric mean requires; a later
        value beyond them may pass either end unless the method cuts.
    formula : str
        How a reader can redo it by hand.
    reference : str
        Publication.
    own_unit : bool
        Whether a relative method still needs values in the indicator's own unit: its settings name one, or it counts
        from the unit's zero. No logarithm may come before it.
    """

    code: str
    label: Label
    fit: FitScale
    options: type[Options]
    polarities: tuple[Polarity, ...]
    relative: bool
    bounded: bool
    formula: str
    reference: str
    own_unit: bool = False
    kind: Literal["normalisation"] = "normalisation"


@dataclass(frozen=True, kw_only=True)
class AggregationMethod:
    """A way to combine the children of a node.

    Parameters
    ----------
    code, label : str, Label
        Name in the parameters file and for people.
    combine : callable
        ``(children, weights, options) -> scores`` with children of shape (n, k) without NaN rows of interest:
        a missing child comes as NaN with its weight already 0 in `weights`, shape (n, k), rows summing to 1.
        NaN where the formula has no value for a subject: scoring then stops and says so.
    additive : bool
        Whether the result is the sum of ``weight * child``; other methods get their contributions by Owen values.
    options : type of Options
        Settings.
    needs_bounded : bool
        Whether children must not be negative.
    lies_within : str
        What the result promises: ``children``, between the lowest and the highest child; ``0-100``, whatever the
        children are; ``anywhere``, neither.
    formula, reference : str
        How to redo it by hand; publication.
    most_children : int, optional
        Above this number of children its contributions cannot be computed: they need every subset.
    relative : bool
        Whether a subject's result depends on the other subjects.
    complete : bool
        Whether a subject without one of the children gets no score, whatever the node's minimum coverage.
    separable : bool
        Whether the result is the sum of ``weight * combine(this child alone)``, which then are the contributions.
    parts : callable, optional
        ``(children, weights, options) -> parts`` of shape (n, k), rows adding up to the score: for methods that are a
        weighted sum with weights of their own for every subject, such as benefit of the doubt.
    """

    code: str
    label: Label
    combine: Combine
    additive: bool
    options: type[Options]
    needs_bounded: bool
    formula: str
    reference: str
    most_children: int | None = None
    lies_within: Literal["children", "0-100", "anywhere"] = "anywhere"
    relative: bool = False
    complete: bool = False
    separable: bool = False
    parts: Combine | None = None
    kind: Literal["aggregation"] = "aggregation"


@dataclass(frozen=True, kw_only=True)
class WeightingMethod:
    """A way to settle the weights inside a node from judgements or from the data.

    Parameters
    ----------
    code, label : str, Label
        Name in the parameters file and for people.
    weigh : callable
        ``(siblings, options) -> Weights``; raises ScoringError when these data give no weights.
    options : type of Options
        Settings; those that name children are validated with ``context={"children": codes}``.
    from_data : bool
        Whether the weights depend on the values, so that a later cycle must take them from the reference cycle.
    formula, reference : str
        How to redo it by hand; publication.
    """

    code: str
    label: Label
    weigh: Weigh
    options: type[Options]
    from_data: bool
    formula: str
    reference: str
    kind: Literal["weighting"] = "weighting"


Method = NormalisationMethod | AggregationMethod | WeightingMethod
