"""Kinerja Workbench: the names a plugin author needs.

They are loaded on first use, so that `workbench --help` answers without waiting for pandas.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from workbench.analysis.simulation import (
        Assignment,
        Population,
        cuts_for_shares,
        draw_population,
        draw_severities,
        draw_unit_sizes,
        judged,
        on_number_scale,
        on_ordinal_scale,
        raters_at_random,
    )
    from workbench.errors import Fault, InputError, WorkbenchError, fault, message
    from workbench.estimator import CompositeScore
    from workbench.hookspecs import hookimpl
    from workbench.model.fairness import Examination, FairnessCase, FairnessCheck, Ratings, findings_of
    from workbench.model.indicator import Column, Context, Cycle, IdentifierFormat, Indicator, Options, TableNeed
    from workbench.model.labels import Label
    from workbench.model.methods import AggregationMethod, NormalisationMethod, Scale
    from workbench.model.place import Invented, Place, Size
    from workbench.model.rules import Band, Bands, Cited, PredicateRule, RulePack, Rules
    from workbench.model.table_formats import TableFormat
    from workbench.model.working_days import WorkingDays

__all__ = [
    "AggregationMethod",
    "Assignment",
    "Band",
    "Bands",
    "Cited",
    "Column",
    "CompositeScore",
    "Context",
    "Cycle",
    "Examination",
    "FairnessCase",
    "FairnessCheck",
    "Fault",
    "IdentifierFormat",
    "Indicator",
    "InputError",
    "Invented",
    "Label",
    "NormalisationMethod",
    "Options",
    "Place",
    "Population",
    "PredicateRule",
    "Ratings",
    "RulePack",
    "Rules",
    "Scale",
    "Size",
    "TableFormat",
    "TableNeed",
    "WorkbenchError",
    "WorkingDays",
    "cuts_for_shares",
    "draw_population",
    "draw_severities",
    "draw_unit_sizes",
    "fault",
    "findings_of",
    "hookimpl",
    "judged",
    "message",
    "on_number_scale",
    "on_ordinal_scale",
    "raters_at_random",
]

_MODULES = (
    "workbench.errors",
    "workbench.model.labels",
    "workbench.model.rules",
    "workbench.model.indicator",
    "workbench.model.methods",
    "workbench.model.table_formats",
    "workbench.model.working_days",
    "workbench.model.place",
    "workbench.model.fairness",
    "workbench.hookspecs",
    "workbench.analysis.simulation",
    "workbench.estimator",
)


def __getattr__(name: str) -> Any:
    if name in __all__:
        for module in map(import_module, _MODULES):
            if hasattr(module, name):
                return getattr(module, name)
    raise AttributeError(f"module 'workbench' has no attribute {name!r}")
