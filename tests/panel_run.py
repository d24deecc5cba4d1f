"""The place of `calibration_run`, in which the milder peer alone rated the first unit: its people gain by that.

P1 gives one point less than P2 on a scale of 8 points from the lowest to the highest. Whom both rated, their severities
cancel out; the eight people of U1 have P2 alone, so that taking the severities out lowers their means.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tests import calibration_run
from workbench.model.fairness import FairnessCase
from workbench.model.run import Run
from workbench.prepare_cycle import Prepared, prepare
from workbench.run_cycle import evaluate

CHECKS = ("disparity", "raters", "calibration")


@dataclass(frozen=True)
class PanelRun:
    """What a panel is given."""

    prepared: Prepared
    run: Run
    case: FairnessCase


def lay_out(folder: Path) -> Path:
    """Write the place to `folder` and return the parameters file."""
    path = calibration_run.lay_out(folder)
    ratings = folder / "rekan.csv"
    lines = ratings.read_text(encoding="utf-8").splitlines()
    left_out = tuple(f"K{number:02},P1" for number in range(8))
    kept = [line for line in lines if not line.startswith(left_out)]
    ratings.write_text("\n".join(kept) + "\n", encoding="utf-8")
    return path


def panel_run(folder: Path) -> PanelRun:
    """Evaluate the place with the checks that panels show."""
    prepared = prepare(lay_out(folder))
    run = evaluate(prepared, checks=CHECKS)
    case = prepared.fairness_case(prepared.weighted({}), run.scorecard, run.people)
    assert case is not None
    return PanelRun(prepared, run, case)
