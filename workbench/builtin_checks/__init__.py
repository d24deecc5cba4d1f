"""The checks of fairness that come with the workbench, offered through the same hook as anybody else's."""

from __future__ import annotations

from workbench.builtin_checks.agreement import AGREEMENT
from workbench.builtin_checks.calibration import CALIBRATION
from workbench.builtin_checks.disparity import DISPARITY
from workbench.builtin_checks.predicates import PREDICATES
from workbench.builtin_checks.raters import RATERS
from workbench.builtin_checks.rating_scale import RATING_SCALE
from workbench.builtin_checks.unit_means import UNIT_MEANS
from workbench.hookspecs import hookimpl
from workbench.model.fairness import FairnessCheck


@hookimpl
def workbench_fairness_checks() -> list[FairnessCheck]:
    """Return every check that comes with the workbench, in the order of the audit."""
    return [DISPARITY, UNIT_MEANS, RATERS, RATING_SCALE, AGREEMENT, PREDICATES, CALIBRATION]
