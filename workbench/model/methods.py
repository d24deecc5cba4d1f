"""How a value becomes a normalised one and how normalised values are combined: declarations of methods."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from workbench.model.indicator import Options, Polarity
from workbench.model.labels import Label

Floats = NDArray[np.float64]


class Scale(Protocol):
    """A fitted normalisation: frozen, so that it can be applied to later cycles unchanged."""

    def apply(self, values: Floats) -> Floats:
        """Return `values`, shape (n,), on 0-100 with higher always better; NaN stays NaN."""
        ...

    def describe(self) -> dict[str, Any]:
        """Return the numbers that rebuild it, as plain JSON values."""
        ...


FitScale = Callable[[Floats, Polarity, Any], Scale]
Combine = Callable[[Floats, Floats, Any], Floats]


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
        Whether results always lie within 0-100, as the geometric mean requires.
    formula : str
        How a reader can redo it by hand.
    reference : str
        Publication.
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
    additive : bool
        Whether the result is the sum of ``weight * child``; other methods get their contributions by Owen values.
    options : type of Options
        Settings.
    needs_bounded : bool
        Whether children must not be negative.
    formula, reference : str
        How to redo it by hand; publication.
    most_children : int, optional
        Above this number of children its contributions cannot be computed: they need every subset.
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
    kind: Literal["aggregation"] = "aggregation"


Method = NormalisationMethod | AggregationMethod
