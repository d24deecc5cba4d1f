"""The methods that come with the workbench, offered through the same hook as anybody else's."""

from __future__ import annotations

from workbench.builtin_methods.aggregations import aggregations
from workbench.builtin_methods.normalisations import normalisations
from workbench.builtin_methods.weightings import weightings
from workbench.hookspecs import hookimpl
from workbench.model.methods import Method


@hookimpl
def workbench_methods() -> list[Method]:
    """Return every normalisation, weighting and aggregation that comes with the workbench."""
    return [*normalisations(), *weightings(), *aggregations()]
