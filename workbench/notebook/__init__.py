"""What a notebook imports: one call, one answer. Names and heavy libraries are loaded on first use."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from workbench.notebook.contribute import check_indicator, practice_place
    from workbench.notebook.examples import example_monitoring, example_parameters, example_people, example_ratings
    from workbench.notebook.panels import (
        cycles_panel,
        distribution_panel,
        fairness_panel,
        monitoring_panel,
        raters_panel,
        scenarios_panel,
        subject_panel,
        weights_panel,
    )
    from workbench.notebook.reports import (
        compare,
        evaluate,
        leave_raters_out,
        open_fairness,
        open_record,
        open_report,
        screening,
    )

__all__ = [
    "check_indicator",
    "compare",
    "cycles_panel",
    "distribution_panel",
    "evaluate",
    "example_monitoring",
    "example_parameters",
    "example_people",
    "example_ratings",
    "fairness_panel",
    "leave_raters_out",
    "monitoring_panel",
    "open_fairness",
    "open_record",
    "open_report",
    "practice_place",
    "raters_panel",
    "scenarios_panel",
    "screening",
    "subject_panel",
    "weights_panel",
]

_MODULES = (
    "workbench.notebook.examples",
    "workbench.notebook.reports",
    "workbench.notebook.panels",
    "workbench.notebook.contribute",
)


def __getattr__(name: str) -> Any:
    if name in __all__:
        for module in map(import_module, _MODULES):
            if hasattr(module, name):
                return getattr(module, name)
    raise AttributeError(f"module 'workbench.notebook' has no attribute {name!r}")
