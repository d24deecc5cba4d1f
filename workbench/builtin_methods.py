"""The methods that come with the workbench, offered through the same hook as anybody else's."""

from __future__ import annotations

from workbench.builtin_normalisations import HANDBOOK as _HANDBOOK
from workbench.builtin_normalisations import builtin_normalisations
from workbench.builtin_weightings import weightings
from workbench.hookspecs import hookimpl
from workbench.model.labels import Label
from workbench.model.methods import AggregationMethod, Method
from workbench.scoring import aggregation

_MOST_CHILDREN_IN_SUBSETS = 12


@hookimpl
def workbench_methods() -> list[Method]:
    """Return every normalisation, weighting and aggregation that comes with the workbench."""
    return [*builtin_normalisations(), *weightings(), *_aggregations()]


def _aggregations() -> list[Method]:
    return [
        AggregationMethod(
            code="arithmetic",
            label=Label(id="rata-rata tertimbang", en="weighted mean"),
            combine=aggregation.arithmetic_mean,
            additive=True,
            options=aggregation.NoOptions,
            needs_bounded=False,
            formula="Σ w x",
            reference=_HANDBOOK,
        ),
        AggregationMethod(
            code="geometric",
            label=Label(id="rata-rata geometrik", en="geometric mean"),
            combine=aggregation.geometric_mean,
            additive=False,
            options=aggregation.NoOptions,
            needs_bounded=True,
            formula="Π x^w",
            reference=_HANDBOOK,
            most_children=_MOST_CHILDREN_IN_SUBSETS,
        ),
    ]
